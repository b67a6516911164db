package smscodec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/block"
	"github.com/smscodec/smscodec/internal/wire"
)

// The vendor's page "Server answer and error codes" of sys/senders.php, as tables:
// operations, formats, charsets, operators, codes and how answers are laid out.
// internal/wire has its words. Nothing else knows the page: formats are grammar over
// these tables.

// The parameters of a request, and the operations among them.
const (
	paramFormat     = wire.ParamFormat
	paramCharset    = wire.ParamCharset
	paramAll        = wire.ParamAll
	paramOperators  = wire.ParamOperators
	paramGetSenders = wire.ParamGetSenders
)

var opNames = [...]string{
	OpGet:       wire.OpGet,
	OpAdd:       wire.OpAdd,
	OpChange:    wire.OpChange,
	OpSendCode:  wire.OpSendCode,
	OpCheckCode: wire.OpCheckCode,
	OpDelete:    wire.OpDelete,
}

var formatNames = [...]string{Plain: "plain", CSV: "csv", XML: "xml", JSON: "json"}

var charsetNames = [...]string{UTF8: wire.CharsetUTF8, Windows1251: wire.CharsetWindows1251, KOI8R: wire.CharsetKOI8R}

// The words of the answers.
const (
	keyList      = wire.KeyList
	keySender    = wire.KeySender
	keyName      = wire.KeyName
	keyStatus    = wire.KeyStatus
	keyResult    = wire.KeyResult
	keyError     = wire.KeyError
	keyErrorCode = wire.KeyErrorCode
	keyID        = wire.KeyID

	wordOK = wire.OK

	plainName    = wire.PlainName
	plainID      = wire.PlainID
	plainError   = wire.PlainError
	plainText    = wire.PlainText
	plainComma   = wire.PlainComma
	plainEquals  = wire.PlainEquals
	plainErrorID = wire.PlainErrorID

	csvError = wire.CSVError
)

// Operator columns: those of the page, in its order, and those that other generations
// of it name.
var (
	documentedOperators = operatorsOf(wire.DocumentedOperators())
	otherOperators      = operatorsOf(wire.OtherOperators())
)

func operatorsOf(names []string) []Operator {
	operators := make([]Operator, len(names))
	for i, name := range names {
		operators[i] = Operator(name)
	}
	return operators
}

// The statuses of a sender.
const (
	StatusPending  Status = statusOfZero // 0 on the wire: awaits moderation
	StatusApproved Status = 1            // may be used
	StatusOff      Status = 2            // switched off
)

// statusTexts are the meanings by the number on the wire.
var statusTexts = [...]string{
	0: "awaits moderation",
	1: "approved",
	2: "switched off",
}

// The statuses of a sender's registration with one operator.
const (
	RegistrationPending   RegistrationStatus = 0 // awaits registration
	RegistrationSent      RegistrationStatus = 1 // sent for registration
	RegistrationAdmitted  RegistrationStatus = 2 // admitted by the operator
	RegistrationRefused   RegistrationStatus = 3 // refused by the operator
	RegistrationSuspended RegistrationStatus = 4 // off for a time
	RegistrationUnfunded  RegistrationStatus = 5 // switched off as the balance ran out
	RegistrationConflict  RegistrationStatus = 6 // duplicates another name
)

var registrationTexts = [...]string{
	RegistrationPending:   "awaits registration",
	RegistrationSent:      "sent for registration",
	RegistrationAdmitted:  "admitted",
	RegistrationRefused:   "refused",
	RegistrationSuspended: "off for a time",
	RegistrationUnfunded:  "switched off as the balance ran out",
	RegistrationConflict:  "duplicates another name",
}

// The numbers of the server's errors. There is no 6.
const (
	ErrParams          ErrorCode = 1  // the parameters are wrong
	ErrAuth            ErrorCode = 2  // the login or the password is wrong
	ErrSenderNotFound  ErrorCode = 3  // there is no such sender name
	ErrIPBlocked       ErrorCode = 4  // the IP address is blocked for a time
	ErrNotSaved        ErrorCode = 5  // the sender name was not saved or deleted
	ErrNumberFormat    ErrorCode = 7  // the phone number is malformed
	ErrUndeliverable   ErrorCode = 8  // a confirmation code cannot be delivered to the number
	ErrTooManyRequests ErrorCode = 9  // over three equal requests for a list, or five to add a name, in a minute
	ErrCodeAlreadySent ErrorCode = 10 // a code was sent to the number; again in 8 hours
	ErrWrongCode       ErrorCode = 11 // the confirmation code is wrong
)

var errorTexts = [...]string{
	ErrParams:          "wrong parameters",
	ErrAuth:            "wrong login or password",
	ErrSenderNotFound:  "sender name not found",
	ErrIPBlocked:       "IP address blocked for a time",
	ErrNotSaved:        "sender name not saved or deleted",
	ErrNumberFormat:    "malformed phone number",
	ErrUndeliverable:   "confirmation code not deliverable to the number",
	ErrTooManyRequests: "too many equal requests within a minute",
	ErrCodeAlreadySent: "confirmation code already sent, next one in 8 hours",
	ErrWrongCode:       "wrong confirmation code",
}

// The texts of errors in recorded answers.
var recordedTexts = [...]string{wire.TextParams, wire.TextAuth, wire.TextNotFound, wire.TextNotSaved}

// Ops returns the operations, in the order of their constants.
func Ops() []Op { return withText[Op](opNames[:]) }

// Formats returns the formats, in the order of fmt.
func Formats() []Format { return withText[Format](formatNames[:]) }

// Charsets returns the charsets, in the order of their constants.
func Charsets() []Charset { return withText[Charset](charsetNames[:]) }

// Operators returns every known operator: those of DocumentedColumns, in their order,
// then those that other generations of the vendor's page name.
func Operators() []Operator { return slices.Clone(listedOperators) }

// ErrorCodes returns the documented error codes, in rising order.
func ErrorCodes() []ErrorCode { return withText[ErrorCode](errorTexts[:]) }

// withText returns the indexes of a table of texts that have one.
func withText[T ~uint8 | ~int](texts []string) []T {
	var all []T
	for i, text := range texts {
		if text != "" {
			all = append(all, T(i))
		}
	}
	return all
}

// The largest numbers that are taken for a code at all.
const (
	maxStatus    = 255
	maxErrorCode = 9999
)

// An ErrorCode is the number of the server's error, 0 to 9999. It is an error
// itself, for errors.Is.
type ErrorCode int

// Documented reports whether the vendor's page lists the code.
func (c ErrorCode) Documented() bool {
	return c >= 0 && int(c) < len(errorTexts) && errorTexts[c] != ""
}

// Error gives the meaning in English.
func (c ErrorCode) Error() string {
	if c.Documented() {
		return errorTexts[c]
	}
	return fmt.Sprintf("undocumented error code %d", int(c))
}

// Limits on what is read.
const (
	maxDepth   = 64 // levels of nesting
	maxMembers = 64 // members or attributes, a sender's name counted
)

// An Op is what the server was asked to do: exactly one of the parameters get,
// add, chg, send_code, check_code and del.
type Op uint8

const (
	OpGet       Op = iota + 1 // list the sender names: answered by a List
	OpAdd                     // add a name: answered by an Added
	OpChange                  // change a name: answered by a Done
	OpSendCode                // send a confirmation code: answered by a Done
	OpCheckCode               // check a confirmation code: answered by a Done
	OpDelete                  // delete a name: answered by a Done
)

// A Format is the value of the parameter fmt.
type Format uint8

const (
	Plain Format = iota // "name = S, status = N" a line; the server's default
	CSV                 // "S,N" a line, nothing quoted
	XML
	JSON
)

// A Charset is the character set of an answer's bytes, the value of the
// parameter charset. The server's default is windows-1251; the zero Charset is
// UTF-8, which is what a client should ask for.
type Charset uint8

const (
	UTF8 Charset = iota
	Windows1251
	KOI8R
)

// String gives the text form, or a number where there is none.
func (o Op) String() string { return nameOf(opNames[:], "Op", int(o)) }

// String gives the text form, or a number where there is none.
func (f Format) String() string { return nameOf(formatNames[:], "Format", int(f)) }

// String gives the text form, or a number where there is none.
func (c Charset) String() string { return nameOf(charsetNames[:], "Charset", int(c)) }

// MarshalText gives the text form; a number that has none is an error.
func (o Op) MarshalText() ([]byte, error) { return marshalName(opNames[:], "operation", int(o)) }

// MarshalText gives the text form; a number that has none is an error.
func (f Format) MarshalText() ([]byte, error) { return marshalName(formatNames[:], "format", int(f)) }

// MarshalText gives the text form; a number that has none is an error.
func (c Charset) MarshalText() ([]byte, error) {
	return marshalName(charsetNames[:], "charset", int(c))
}

// UnmarshalText reads the name of the parameter: get, add, chg, send_code,
// check_code or del.
func (o *Op) UnmarshalText(text []byte) error {
	return unmarshalName(o, opNames[:], "operation", string(text))
}

// UnmarshalText reads plain, csv, xml or json.
func (f *Format) UnmarshalText(text []byte) error {
	return unmarshalName(f, formatNames[:], "format", string(text))
}

// UnmarshalText reads utf-8, windows-1251 or koi8-r, in any case.
func (c *Charset) UnmarshalText(text []byte) error {
	name := string(text)
	if isASCII(text) {
		name = strings.ToLower(name)
	}
	return unmarshalName(c, charsetNames[:], "charset", name)
}

func nameOf(names []string, kind string, i int) string {
	if i < len(names) && names[i] != "" {
		return names[i]
	}
	return fmt.Sprintf("%s(%d)", kind, i)
}

func marshalName(names []string, kind string, i int) ([]byte, error) {
	if i < len(names) && names[i] != "" {
		return []byte(names[i]), nil
	}
	return nil, fmt.Errorf("smscodec: no %s has the number %d", kind, i)
}

func unmarshalName[T ~uint8](to *T, names []string, kind, text string) error {
	for i, name := range names {
		if name != "" && name == text {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("smscodec: no %s is called %s", kind, quote(text))
}

// listedOperators are all that are known without the Codec.
var listedOperators = slices.Concat(documentedOperators, otherOperators)

// A Status is the moderation status of a sender name: NoStatus, which is the zero
// value, or a number on the wire from 0 to 255, of which the vendor documents three.
// NewStatus and Code convert from and to that number, of which only 1 to 255 are
// stored as themselves. Any other Status has no number and cannot be written.
type Status uint16

// NoStatus is the Status of a sender whose status was not asked for.
const NoStatus Status = 0

// statusOfZero is the Status that is 0 on the wire.
const statusOfZero Status = 256

// NewStatus returns the Status of a number on the wire.
func NewStatus(code uint8) Status {
	if code == 0 {
		return statusOfZero
	}
	return Status(code)
}

// Code returns the number on the wire, and false if there is none.
func (s Status) Code() (code uint8, ok bool) {
	return uint8(s), s != NoStatus && s <= statusOfZero
}

// Documented reports whether the vendor documents the status.
func (s Status) Documented() bool {
	code, ok := s.Code()
	return ok && int(code) < len(statusTexts)
}

// String returns the meaning in English.
func (s Status) String() string {
	code, ok := s.Code()
	switch {
	case s == NoStatus:
		return "no status"
	case !ok:
		return fmt.Sprintf("Status(%d)", uint16(s))
	case s.Documented():
		return statusTexts[code]
	}
	return fmt.Sprintf("undocumented status %d", code)
}

// A RegistrationStatus is how far a sender name's registration with a mobile
// operator has come, the number on the wire, 0 to 255. The page documents 0 to 6.
type RegistrationStatus uint8

// Documented reports whether the vendor's page lists the status.
func (s RegistrationStatus) Documented() bool { return int(s) < len(registrationTexts) }

// String gives the meaning in English.
func (s RegistrationStatus) String() string {
	if s.Documented() {
		return registrationTexts[s]
	}
	return fmt.Sprintf("undocumented registration status %d", uint8(s))
}

// An Operator is a column of registrations, by its name on the wire, such as
// "mega" or "tele2_step". The server's generations differ in them. Known are
// those of Codec.Columns and of [Operators]; a member by any other name is an
// undocumented one, in Sender.Extra.
type Operator string

// An answerKind is what answers an operation, if it is not refused.
type answerKind uint8

const (
	answerList  answerKind = iota + 1 // a List
	answerAdded                       // an Added
	answerDone                        // a Done
)

var opAnswers = [...]answerKind{
	OpGet:       answerList,
	OpAdd:       answerAdded,
	OpChange:    answerDone,
	OpSendCode:  answerDone,
	OpCheckCode: answerDone,
	OpDelete:    answerDone,
}

// want says what answers an operation, for errors.
var want = [...]string{
	answerList:  "want a list of senders",
	answerAdded: "want the id of a sender",
	answerDone:  "want OK",
}

// answer returns what answers the operation, which must be valid.
func (o Op) answer() answerKind { return opAnswers[o] }

// A rowKind is what the rows of a list hold beside a name.
type rowKind uint8

const (
	rowNames     rowKind = iota // nothing
	rowStatus                   // a Status: all=1
	rowOperators                // a RegistrationStatus per operator: operators=1

	rowKinds
)

// codeBounds are the numbers of documented codes: the codes are 0 to one less.
var codeBounds = [rowKinds]int{
	rowNames:     len(registrationTexts),
	rowStatus:    len(statusTexts),
	rowOperators: len(registrationTexts),
}

// What is in the layouts for a name, the codes, a code, an operator, a number and the
// text of an error.
const (
	aName      = "$name"
	theCodes   = "$codes"
	aCode      = "0"
	anOperator = "$operator"
	aNumber    = "$number"
	aText      = "$text"
)

// A formatPage is the vendor's documentation of a format: how it lays out each answer.
type formatPage struct {
	lines      bool // a row is a line, and nothing is quoted
	positional bool // codes are columns without names
	nameMember bool // the name of a sender is a member of its row, as codes are
	xmlChars   bool // holds only the characters of XML
	alphabet   block.Alphabet
	lists      []listLayout // the one that the server writes, then others that are read as fast

	added   string
	done    string
	refusal string
}

// A listLayout is how a list is laid out.
type listLayout struct {
	head, separator, tail string
	empty                 string           // a list without rows
	row                   string           // with a name and the codes
	codes                 [rowKinds]string // of a row, each of an operator and its code
}

var formats = [...]formatPage{
	Plain: {
		lines:    true,
		alphabet: block.Without('"', ','),
		lists: []listLayout{{
			separator: "\n",
			row:       plainName + aName + theCodes,
			codes:     [rowKinds]string{rowStatus: plainCode, rowOperators: plainCode},
		}},
		added:   plainID + aNumber,
		done:    wordOK,
		refusal: plainError + aNumber + plainText + aText + ")",
	},
	CSV: {
		lines:      true,
		positional: true,
		alphabet:   block.Without('"', ','),
		lists: []listLayout{{
			separator: "\n",
			row:       aName + theCodes,
			codes:     [rowKinds]string{rowStatus: csvCode, rowOperators: csvCode},
		}},
		added:   aNumber,
		done:    wordOK,
		refusal: "0" + csvError + aNumber, // without a text
	},
	XML: {
		xmlChars: true,
		alphabet: block.Without('&', '>'),
		lists: []listLayout{{
			head:      "<" + keyList + ">\n",
			separator: "\n",
			tail:      "\n</" + keyList + ">",
			empty:     "<" + keyList + ">\n</" + keyList + ">",
			row:       "<" + keySender + theCodes + ">" + aName + "</" + keySender + ">",
			codes:     [rowKinds]string{rowStatus: xmlCode, rowOperators: xmlCode},
		}},
		added: "<" + keySender + ">\n<" + keyID + ">" + aNumber + "</" + keyID + ">\n</" + keySender + ">",
		done:  "<" + keyResult + ">" + wordOK + "</" + keyResult + ">",
		refusal: "<" + keyResult + ">\n<" + keyError + ">" + aText + "</" + keyError + ">\n" +
			"<" + keyErrorCode + ">" + aNumber + "</" + keyErrorCode + ">\n</" + keyResult + ">",
	},
	JSON: {
		nameMember: true,
		alphabet:   block.Without('"', ','),
		lists: []listLayout{{
			head:      "[",
			separator: ",\n",
			tail:      "]",
			empty:     "[]",
			row:       "{\n\"" + keySender + `": "` + aName + `"` + theCodes + "\n}",
			codes: [rowKinds]string{
				rowStatus:    ",\n\"" + anOperator + `": ` + aCode,
				rowOperators: ",\n\"" + anOperator + `": "` + aCode + `"`,
			},
		}, { // without white space
			head:      "[",
			separator: ",",
			tail:      "]",
			row:       `{"` + keySender + `":"` + aName + `"` + theCodes + "}",
			codes: [rowKinds]string{
				rowStatus:    `,"` + anOperator + `":` + aCode,
				rowOperators: `,"` + anOperator + `":"` + aCode + `"`,
			},
		}},
		added:   "{\n\"" + keySender + `": ` + aNumber + "\n}",
		done:    "{\n\"" + keyResult + `": "` + wordOK + "\"\n}",
		refusal: "{\n\"" + keyError + `": "` + aText + "\",\n\"" + keyErrorCode + `": ` + aNumber + "\n}",
	},
}

// A code of a row.
const (
	plainCode = plainComma + anOperator + plainEquals + aCode
	csvCode   = "," + aCode
	xmlCode   = " " + anOperator + `="` + aCode + `"`
)

// page returns the documentation of the format, which must be valid.
func (f Format) page() *formatPage { return &formats[f] }

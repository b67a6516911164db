package smscodec

import (
	"fmt"
	"slices"
	"strings"

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
	StatusPending  Status = 0 // awaits moderation
	StatusApproved Status = 1 // may be used
	StatusOff      Status = 2 // switched off
)

var statusTexts = [...]string{
	StatusPending:  "awaits moderation",
	StatusApproved: "approved",
	StatusOff:      "switched off",
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

const (
	aNumber = "$number"
	aText   = "$text"
)

// How a row and a code are laid out.
const (
	csvLayout = aName + theCodes
	csvCode   = "," + aCode

	csvAddedLayout   = aNumber
	csvRefusalLayout = "0" + csvError + aNumber // without a text
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

// How a row is laid out, and a status or an operator's code.
const (
	jsonLayout        = "{\n\"" + keySender + `": "` + aName + `"` + theCodes + "\n}"
	jsonStatus        = ",\n\"" + anOperator + `": ` + aCode
	jsonColumn        = ",\n\"" + anOperator + `": "` + aCode + `"`
	compactJSONLayout = `{"` + keySender + `":"` + aName + `"` + theCodes + "}"
	compactJSONStatus = `,"` + anOperator + `":` + aCode
	compactJSONColumn = `,"` + anOperator + `":"` + aCode + `"`

	jsonAddedLayout   = "{\n\"" + keySender + `": ` + aNumber + "\n}"
	jsonDoneLayout    = "{\n\"" + keyResult + `": "` + wordOK + "\"\n}"
	jsonRefusalLayout = "{\n\"" + keyError + `": "` + aText + "\",\n\"" + keyErrorCode + `": ` + aNumber + "\n}"
)

const compactJSON = JSON + 1 // without white space

// The rows, with what stands for the name and the codes, and these, with what
// stands for an operator.
var (
	rowLayouts    = [...]string{plainLayout, csvLayout, xmlLayout, jsonLayout, compactJSONLayout}
	statusLayouts = [...]string{plainCode, csvCode, xmlCode, jsonStatus, compactJSONStatus}
	columnLayouts = [...]string{plainCode, csvCode, xmlCode, jsonColumn, compactJSONColumn}
	separators    = [...]string{"\n", "\n", "\n", ",\n", ","}
	listParts     = [...][2]string{XML: {"<" + keyList + ">\n", "\n</" + keyList + ">"}, JSON: {"[", "]"}, compactJSON: {"[", "]"}}
)

const (
	aName      = "$name"
	theCodes   = "$codes"
	aCode      = "0"
	anOperator = "$operator"
)

// Limits on what is read.
const (
	maxDepth   = 64 // levels of nesting
	maxMembers = 64 // members or attributes, a sender's name counted
)

// How a row and a member are laid out.
const (
	plainLayout = plainName + aName + theCodes
	plainCode   = plainComma + anOperator + plainEquals + aCode

	plainAddedLayout   = plainID + aNumber
	plainRefusalLayout = plainError + aNumber + plainText + aText + ")"
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

func (f Format) alphabet() alphabet {
	if f == XML {
		return alphabet{'&' * eachByte, '>' * eachByte}
	}
	return alphabet{'"' * eachByte, ',' * eachByte}
}

// A Status is the moderation status of a sender name, the number on the wire,
// 0 to 255. The page documents three.
type Status int16

// NoStatus is the Status of a sender whose status was not asked for.
const NoStatus Status = -1

// Documented reports whether the vendor's page lists the status.
func (s Status) Documented() bool { return s >= 0 && int(s) < len(statusTexts) }

// String gives the meaning in English.
func (s Status) String() string {
	switch {
	case s.Documented():
		return statusTexts[s]
	case s == NoStatus:
		return "no status"
	}
	return fmt.Sprintf("undocumented status %d", int16(s))
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

// How a row and an attribute are laid out.
const (
	xmlLayout = "<" + keySender + theCodes + ">" + aName + "</" + keySender + ">"
	xmlCode   = " " + anOperator + `="` + aCode + `"`

	xmlAddedLayout   = "<" + keySender + ">\n<" + keyID + ">" + aNumber + "</" + keyID + ">\n</" + keySender + ">"
	xmlDoneLayout    = "<" + keyResult + ">" + wordOK + "</" + keyResult + ">"
	xmlRefusalLayout = "<" + keyResult + ">\n<" + keyError + ">" + aText + "</" + keyError + ">\n" +
		"<" + keyErrorCode + ">" + aNumber + "</" + keyErrorCode + ">\n</" + keyResult + ">"
)

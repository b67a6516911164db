package smscodec

import (
	"slices"

	"github.com/smscodec/smscodec/internal/block"
	"github.com/smscodec/smscodec/internal/wire"
)

// The vendor's documentation of sys/senders.php, the page "Server answer and error codes",
// as tables. Its words are in internal/wire. Nothing else knows the page: the grammars
// and the fast path are made for these tables.
//
//   - requests: parameters, operations and what answers each, formats, charsets;
//   - rows: operators, and the codes of senders and of their registrations;
//   - errors: the codes of the server's errors, and their texts;
//   - layouts: how each format lays out each answer.
//
// How these types are written as text is in names.go.

// Limits on what is read.
const (
	maxDepth   = 64 // levels of nesting
	maxMembers = 64 // members or attributes, including a sender's name
)

// The parameters of a request, apart from the operations.
const (
	paramFormat    = wire.ParamFormat
	paramCharset   = wire.ParamCharset
	paramAll       = wire.ParamAll
	paramOperators = wire.ParamOperators
)

// An Op is what the server was asked to do: exactly one of the parameters get,
// add, chg, send_code, check_code and del.
type Op uint8

const (
	OpGet       Op = iota + 1 // list the sender names; the answer is a List
	OpAdd                     // add a name; the answer is an Added
	OpChange                  // change a name; the answer is a Done
	OpSendCode                // send a confirmation code; the answer is a Done
	OpCheckCode               // check a confirmation code; the answer is a Done
	OpDelete                  // delete a name; the answer is a Done
)

var opNames = [...]string{
	OpGet:       wire.OpGet,
	OpAdd:       wire.OpAdd,
	OpChange:    wire.OpChange,
	OpSendCode:  wire.OpSendCode,
	OpCheckCode: wire.OpCheckCode,
	OpDelete:    wire.OpDelete,
}

// opAliases are other names of operations.
//
// QUIRK: old clients write get_senders=1 for get=1.
var opAliases = [len(opNames)]string{OpGet: wire.ParamGetSenders}

// An answerKind is the kind of answer to an operation that succeeds.
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

// answerTexts are the names of the answers in errors.
var answerTexts = [...]string{
	answerList:  "a list of sender names",
	answerAdded: "the id of a sender name",
	answerDone:  wordOK,
}

// answer returns what answers the operation, which must be valid.
func (o Op) answer() answerKind { return opAnswers[o] }

// A Format is the value of the parameter fmt.
type Format uint8

const (
	Plain Format = iota // lines "name = S, status = N"; the server's default
	CSV                 // lines "S,N", without any quoting
	XML
	JSON
)

var formatNames = [...]string{Plain: "plain", CSV: "csv", XML: "xml", JSON: "json"}

// A Charset is the character set of an answer's bytes, the value of the
// parameter charset. The server's default is windows-1251; the zero Charset is
// UTF-8, which is what a client should ask for.
type Charset uint8

const (
	UTF8 Charset = iota
	Windows1251
	KOI8R
)

var charsetNames = [...]string{UTF8: wire.CharsetUTF8, Windows1251: wire.CharsetWindows1251, KOI8R: wire.CharsetKOI8R}

// An Operator is a column of registrations, by its name on the wire, such as
// "mega" or "tele2_step". Versions of the server have different ones. Codec.Columns and
// [Operators] list the known ones; any other member is undocumented and goes into
// Sender.Extra.
type Operator string

// The operator columns of the page, in its order, and those that other generations of the
// page name.
var (
	documentedOperators = operatorsOf(wire.DocumentedOperators())
	otherOperators      = operatorsOf(wire.OtherOperators())
)

// listedOperators are all operators that are known without a Codec.
var listedOperators = slices.Concat(documentedOperators, otherOperators)

func operatorsOf(names []string) []Operator {
	operators := make([]Operator, len(names))
	for i, name := range names {
		operators[i] = Operator(name)
	}
	return operators
}

// A Status is the moderation status of a sender name: NoStatus, which is the zero
// value, or a number on the wire from 0 to 255, of which the vendor documents three.
// NewStatus and Code convert from and to that number. 1 to 255 are stored unchanged; 0 is
// stored as 256, because the zero value is NoStatus. Any other Status has no number and
// cannot be written.
type Status uint16

// The statuses of a sender.
const (
	StatusPending  Status = statusOfZero // 0 on the wire: awaits moderation
	StatusApproved Status = 1            // may be used
	StatusOff      Status = 2            // switched off
)

// NoStatus is the Status of a sender whose status was not asked for.
const NoStatus Status = 0

// statusOfZero is the Status that is 0 on the wire.
const statusOfZero Status = 256

// statusTexts are the meanings by the number on the wire.
var statusTexts = [...]string{
	0: "awaits moderation",
	1: "approved",
	2: "switched off",
}

// A RegistrationStatus is how far a sender name's registration with a mobile
// operator has come, the number on the wire, 0 to 255. The page documents 0 to 6.
type RegistrationStatus uint8

// The statuses of a sender's registration with one operator.
const (
	RegistrationPending   RegistrationStatus = 0 // awaits registration
	RegistrationSent      RegistrationStatus = 1 // sent for registration
	RegistrationAdmitted  RegistrationStatus = 2 // admitted by the operator
	RegistrationRefused   RegistrationStatus = 3 // refused by the operator
	RegistrationSuspended RegistrationStatus = 4 // switched off temporarily
	RegistrationUnfunded  RegistrationStatus = 5 // switched off because the balance ran out
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

// The largest numbers that are read as a code.
const (
	maxStatus    = 255
	maxErrorCode = 9999
)

// An ErrorCode is the number of the server's error, 0 to 9999. It is itself an error, for
// use with errors.Is.
type ErrorCode int

// The documented error codes. There is no 6.
const (
	ErrParams          ErrorCode = 1  // the parameters are wrong
	ErrAuth            ErrorCode = 2  // the login or the password is wrong
	ErrSenderNotFound  ErrorCode = 3  // there is no such sender name
	ErrIPBlocked       ErrorCode = 4  // the IP address is temporarily blocked
	ErrNotSaved        ErrorCode = 5  // the sender name was not saved or deleted
	ErrNumberFormat    ErrorCode = 7  // the phone number is malformed
	ErrUndeliverable   ErrorCode = 8  // a confirmation code cannot be delivered to the number
	ErrTooManyRequests ErrorCode = 9  // more than three equal requests for a list in a minute, or five to add a name
	ErrCodeAlreadySent ErrorCode = 10 // a code was already sent to the number; the next one is possible in 8 hours
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

// recordedTexts are the texts of errors in recorded answers.
var recordedTexts = [...]string{wire.TextParams, wire.TextAuth, wire.TextNotFound, wire.TextNotSaved}

// The words of answers.
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

// A rowKind is what the rows of a list hold besides the name.
type rowKind uint8

const (
	rowNames     rowKind = iota // nothing
	rowStatus                   // a Status, with all=1
	rowOperators                // a RegistrationStatus per operator, with operators=1

	rowKinds
)

// codeBounds has the number of documented codes, which count from 0. Rows of names have no
// codes; their bound is not used.
var codeBounds = [rowKinds]int{
	rowNames:     len(registrationTexts),
	rowStatus:    len(statusTexts),
	rowOperators: len(registrationTexts),
}

// The placeholders in layouts.
const (
	aName      = "$name"     // of a sender
	theCodes   = "$codes"    // of a row
	aCode      = "0"         // one digit
	anOperator = "$operator" // or status
	aNumber    = "$number"   // an id, or the code of an error
	aText      = "$text"     // of an error
)

// A formatPage is the documentation of a format: what it is, and how it lays out each
// answer.
type formatPage struct {
	lines      bool           // each row is a line, and nothing is quoted
	positional bool           // codes have no names
	nameMember bool           // the name of a sender is a member of its row, like a code
	xmlChars   bool           // text consists of the characters of XML
	alphabet   block.Alphabet // characters that are written as themselves in any text
	lists      []listLayout   // the server's own, then others that are read as fast

	// The other answers.
	added   string
	done    string
	refusal string
}

// A listLayout is how a list is laid out.
type listLayout struct {
	head, separator, tail string
	empty                 string           // a list without rows; "" if that is no answer
	row                   string           // a name and codes
	codes                 [rowKinds]string // one code of a row
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

// Codes of rows.
const (
	plainCode = plainComma + anOperator + plainEquals + aCode
	csvCode   = "," + aCode
	xmlCode   = " " + anOperator + `="` + aCode + `"`
)

// page returns the documentation of the format, which must be valid.
func (f Format) page() *formatPage { return &formats[f] }

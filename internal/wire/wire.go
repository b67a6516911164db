// Package wire spells the words of the sender-name endpoint once: its paths and
// parameters, the keys and words of its answers, the operators and the recorded
// error texts. The source is the vendor's page "Server answer and error codes" of
// sys/senders.php; a QUIRK is what the real server or its clients do beyond it.
//
// It knows no format and no model. [Begins] is the one function that looks at an
// answer, at no more than its beginning.
package wire

import (
	"slices"
	"strings"
)

// The paths of the endpoint, without the slash that they begin with. A mirror or a proxy
// may have the files in another folder.
const (
	File = "senders.php"
	Path = "sys/" + File

	// QUIRK: before senders.php, the list was here, asked for by ParamGetSenders.
	OldFile = "get.php"
	OldPath = "sys/" + OldFile
)

// The parameters that decide what an answer looks like. Each operation is a
// parameter of its own, with the value 1.
const (
	OpGet       = "get"
	OpAdd       = "add"
	OpChange    = "chg"
	OpSendCode  = "send_code"
	OpCheckCode = "check_code"
	OpDelete    = "del"

	ParamFormat    = "fmt"
	ParamCharset   = "charset"
	ParamAll       = "all"
	ParamOperators = "operators"

	// QUIRK: old clients send get=1 under this name.
	ParamGetSenders = "get_senders"
)

// The parameters that say who asks, and about which sender name. The vendor's page
// of the operations has sender and cmt for add; sender or id, and cmt, for chg;
// sender for send_code; sender and code for check_code; sender or id for del.
const (
	ParamLogin    = "login"
	ParamPassword = "psw"
	ParamAPIKey   = "apikey"

	ParamSender  = "sender"
	ParamID      = "id"
	ParamComment = "cmt"
	ParamCode    = "code"
)

// QUIRK: clients send these with get, to have a part of a list.
const (
	ParamPrevID   = "prev_id"   // the sender names after this id
	ParamCount    = "cnt"       // at most so many
	ParamFromDate = "from_date" // those added on this day or later
)

// Operations returns the parameters that ask for an operation.
func Operations() []string {
	return []string{OpGet, ParamGetSenders, OpAdd, OpChange, OpSendCode, OpCheckCode, OpDelete}
}

// Params returns every parameter that the vendor documents, and get_senders.
func Params() []string {
	return append(Operations(),
		ParamFormat, ParamCharset, ParamAll, ParamOperators,
		ParamLogin, ParamPassword, ParamAPIKey,
		ParamSender, ParamID, ParamComment, ParamCode,
	)
}

// SecretParams returns the parameters whose values must not be shown.
func SecretParams() []string { return []string{ParamLogin, ParamPassword, ParamAPIKey} }

// The values of charset.
const (
	CharsetUTF8        = "utf-8"
	CharsetWindows1251 = "windows-1251" // the server's default
	CharsetKOI8R       = "koi8-r"
)

// The keys of the answers: elements and attributes in XML, members in JSON, and
// what precedes the equals sign in plain.
const (
	KeyList      = "list"       // XML: the root of a list
	KeySender    = "sender"     // XML and JSON: a name, and what add answers
	KeyName      = "name"       // plain: a name
	KeyStatus    = "status"     // a sender's status under all=1
	KeyResult    = "result"     // XML and JSON: the root or member of OK; XML: the root of an error
	KeyError     = "error"      // XML and JSON: an error's text
	KeyErrorCode = "error_code" // XML and JSON: its number
	KeyID        = "id"         // XML: the id that add answers; beyond the page, the id of an error
)

// Keys returns the keys of the answers, the operators not among them.
func Keys() []string {
	return []string{KeyList, KeySender, KeyName, KeyStatus, KeyResult, KeyError, KeyErrorCode, KeyID}
}

// The words of the answers, and the text between them.
const (
	OK = "OK"

	PlainEquals = " = "
	PlainComma  = ", " // between the members of a line
	PlainText   = " (" // before the text of an error, which ends in )

	PlainName  = KeyName + PlainEquals
	PlainID    = "ID" + PlainEquals
	PlainError = "ERROR" + PlainEquals

	// QUIRK: the id of what an error is about follows the error's text; seen in
	// recorded answers, as "ERROR = 7 (invalid number), ID - 34".
	PlainErrorID = "), ID - "

	CSVError = ",-" // between the 0, or the id of what the error is about, and the error's number
)

// The texts of errors in recorded answers, the last three those of other endpoints of
// the server.
const (
	TextParams        = "parameters error"
	TextAuth          = "authorise error"
	TextNotFound      = "record not found"
	TextNotSaved      = "save error"
	TextNumber        = "invalid number"
	TextUndeliverable = "can't to deliver"
	TextDuplicate     = "duplicate request, wait a minute"
)

// RecordedTexts returns the texts of errors that have been recorded.
func RecordedTexts() []string {
	return []string{TextParams, TextAuth, TextNotFound, TextNotSaved, TextNumber, TextUndeliverable, TextDuplicate}
}

// A documented sender name has at most MaxName characters: Latin letters, digits and
// NameMarks; or at most MaxNameDigits digits.
const (
	MaxName       = 11
	MaxNameDigits = 15
	NameMarks     = " !?-_.()"
)

// IsDocumentedName reports whether the vendor's page allows a sender name.
func IsDocumentedName(name string) bool {
	isNumber := true
	for i := range len(name) {
		c := name[i]
		isDigit := '0' <= c && c <= '9'
		if isLetter := 'a' <= c|0x20 && c|0x20 <= 'z'; !isDigit && !isLetter && strings.IndexByte(NameMarks, c) < 0 {
			return false
		}
		isNumber = isNumber && isDigit
	}
	return len(name) > 0 && (len(name) <= MaxName || len(name) <= MaxNameDigits && isNumber)
}

// documentedOperators are in the page's order, which is that of the CSV fields.
var documentedOperators = [...]string{
	"mega", "mts", "mega_step", "bee_step", "motiv_step",
	"mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
}

// QUIRK: these follow the operators step in another generation of the page, so that
// CSV fields have other positions.
var insertedOperators = [...]struct{ name, after string }{
	{"mega_int", "mega_step"},
	{"motiv_int", "motiv_step"},
	{"mts_int", "mts_step"},
}

// QUIRK: newer parameters of the server name these.
var newerOperators = [...]string{"sber_step", "motiv", "winmob_step", "volnamob_step", "by_reg"}

// DocumentedOperators returns the operators of the vendor's page, in its order.
func DocumentedOperators() []string { return slices.Clone(documentedOperators[:]) }

// OtherOperators returns the operators that are known from elsewhere.
func OtherOperators() []string {
	var others []string
	for _, op := range insertedOperators {
		others = append(others, op.name)
	}
	return append(others, newerOperators[:]...)
}

// IsOperator reports whether a name is that of a known operator.
func IsOperator(name string) bool {
	return slices.Contains(documentedOperators[:], name) || slices.Contains(OtherOperators(), name)
}

// OtherGeneration returns the 13 operators of another generation of the page, in its
// order.
func OtherGeneration() []string {
	operators := DocumentedOperators()
	for _, op := range insertedOperators {
		operators = slices.Insert(operators, slices.Index(operators, op.after)+1, op.name)
	}
	return operators
}

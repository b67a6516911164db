package smscodec

// The vendor's page "Server answer and error codes" of sys/senders.php, as
// tables. This file is the only one that knows it: formats are grammar over
// these words.

// The parameters of a request, and the operations among them.
const (
	paramFormat    = "fmt"
	paramCharset   = "charset"
	paramAll       = "all"
	paramOperators = "operators"

	// QUIRK: old clients spell get=1 so.
	paramGetSenders = "get_senders"
)

var opNames = [...]string{
	OpGet:       "get",
	OpAdd:       "add",
	OpChange:    "chg",
	OpSendCode:  "send_code",
	OpCheckCode: "check_code",
	OpDelete:    "del",
}

var formatNames = [...]string{Plain: "plain", CSV: "csv", XML: "xml", JSON: "json"}

var charsetNames = [...]string{UTF8: "utf-8", Windows1251: "windows-1251", KOI8R: "koi8-r"}

// The words of the answers.
const (
	keyList      = "list"       // XML: the root of a list
	keySender    = "sender"     // XML and JSON: a name, and what add answers
	keyName      = "name"       // plain: a name
	keyStatus    = "status"     // a sender's status under all=1
	keyResult    = "result"     // XML and JSON: the root or member of OK; XML: the root of an error
	keyError     = "error"      // XML and JSON: an error's text
	keyErrorCode = "error_code" // XML and JSON: its number
	keyID        = "id"         // XML: the id that add answers; beyond the page, the id of an error

	wordOK = "OK"

	plainName   = keyName + plainEquals
	plainID     = "ID" + plainEquals
	plainError  = "ERROR" + plainEquals
	plainText   = " (" // before the text of an error, which ends in )
	plainComma  = ", " // between the members of a line
	plainEquals = " = "

	csvError = ",-" // between the 0 and the number of an error

	// QUIRK: what an error is about follows its text; seen in recorded
	// answers, as "ERROR = 7 (invalid number), ID - 34".
	plainErrorID = "), ID - "
)

// Operator columns, in the page's order, which is that of the CSV fields.
var documentedOperators = []Operator{
	"mega", "mts", "mega_step", "bee_step", "motiv_step",
	"mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
}

// QUIRK: columns that other generations of the vendor's page name.
var otherOperators = []Operator{
	"mega_int", "motiv_int", "mts_int",
	"sber_step", "motiv", "winmob_step", "volnamob_step", "by_reg",
}

var documentedColumns = newColumns(documentedOperators)

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
var recordedTexts = [...]string{"parameters error", "authorise error", "record not found", "save error"}

// The largest numbers that are taken for a code at all.
const (
	maxStatus    = 255
	maxErrorCode = 9999
)

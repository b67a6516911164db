package redact

// Words: the lists of all values that a copy may have, except for sender names, codes and
// ids.

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/wire"
)

// methods are the methods of the requests that are copied.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodHead}

// otherHost replaces a host that is not the vendor's.
const otherHost = "example.invalid"

// vendorHost matches the vendor's hosts.
var vendorHost = regexp.MustCompile(`^(?:www[0-9]?\.)?(?:smsc\.(?:ru|ua|kz)|smscentre\.com)$`)

// plainParameters are the parameters whose documented values are copied.
var plainParameters = []string{
	wire.OpGet, wire.ParamGetSenders, wire.OpAdd, wire.OpChange, wire.OpSendCode, wire.OpCheckCode, wire.OpDelete,
	wire.ParamAll, wire.ParamOperators,
}

// isPlainValue reports whether a value is documented for a parameter.
func isPlainValue(parameter, value string) bool {
	switch {
	case parameter == wire.ParamFormat:
		return slices.Contains([]string{"", "0", "1", "2", "3"}, value)
	case parameter == wire.ParamCharset:
		return value == "" || slices.Contains(charsets, strings.ToLower(value))
	}
	return slices.Contains(plainParameters, parameter) && slices.Contains([]string{"", "0", "1"}, value)
}

var charsets = []string{wire.CharsetUTF8, wire.CharsetWindows1251, wire.CharsetKOI8R, "utf8", "cp1251", "iso-8859-1", "us-ascii"}

// mediaTypes are the media types of requests and responses that are copied.
var mediaTypes = []string{
	"application/json", "application/xml", "application/javascript", "application/octet-stream", formType,
	"text/csv", "text/html", "text/javascript", "text/json", "text/plain", "text/xml",
}

// formType is the media type of the forms that a copy has.
const formType = "application/x-www-form-urlencoded"

// codings are the values of Content-Encoding and Transfer-Encoding that are copied.
var codings = []string{"br", "chunked", "compress", "deflate", "gzip", "identity", "x-deflate", "x-gzip", "zstd"}

// hidden replaces a value that is not copied.
const hidden = "x"

// escapedDigit finds a digit that is escaped, in XML or JSON.
var escapedDigit = regexp.MustCompile(`\\u003[0-9]|&#0*(?:4[89]|5[0-7]);|&#[xX]0*3[0-9];`)

// The kinds of omitted bodies, in the schema of exchanges.
const (
	kindKept   = ""          // not omitted
	kindAnswer = "answer"    // its findings would change, or a name is not as documented
	kindPage   = "html page" // HTML, or PHP's error messages
	kindText   = "text"
	kindBinary = "binary"
)

var kinds = []string{kindAnswer, kindPage, kindText, kindBinary}

// members are the documented members of answers in JSON, and the attributes and keys of
// rows in XML and plain.
var members = func() map[string]string {
	known := make(map[string]string)
	for _, keys := range [][]string{wire.Keys(), wire.DocumentedOperators(), wire.OtherOperators()} {
		for _, key := range keys {
			known[key] = key
		}
	}
	delete(known, wire.KeyList)
	delete(known, wire.KeyName)
	return known
}()

// The digits of the largest numbers that are copied: codes, error codes, ids.
const (
	maxCode      = 3
	maxErrorCode = 4
	maxID        = 19
)

// isValue reports whether the copy keeps a value of a documented member: a code, an id or
// a recorded word.
func isValue(key string, value []byte) bool {
	switch members[key] {
	case "":
		return false
	case wire.KeyResult:
		return string(value) == wire.OK
	case wire.KeyError:
		return isRecorded(value)
	case wire.KeyErrorCode:
		return isDigits(value) && len(value) <= maxErrorCode
	case wire.KeyID, wire.KeySender:
		return isDigits(value) && len(value) <= maxID
	}
	return isDigits(value) && len(value) <= maxCode
}

func isRecorded(text []byte) bool { return slices.Contains(wire.RecordedTexts(), string(text)) }

// isDigits reports whether a text is one or more digits.
func isDigits[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) > 0
}

// The longest documented names of senders.
const (
	maxName      = 11
	maxNameDigit = 15
)

// isDocumentedName reports whether the documentation allows a sender name.
func isDocumentedName[T string | []byte](name T) bool {
	if len(name) == 0 || len(name) > maxName && !(isDigits(name) && len(name) <= maxNameDigit) {
		return false
	}
	for i := range len(name) {
		c := name[i]
		isLetterOrDigit := '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !isLetterOrDigit && strings.IndexByte(" !?-_.()", c) < 0 {
			return false
		}
	}
	return true
}

package redact

// Words: the values that a copy may have, except for sender names and what scan.go has.

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/wire"
)

// methods are the methods of the requests that are copied.
var methods = []string{"", http.MethodGet, http.MethodPost, http.MethodHead}

// otherHost replaces a host that is not the vendor's.
const otherHost = "example.invalid"

// vendorHost matches the vendor's hosts.
var vendorHost = regexp.MustCompile(`^(?:www[0-9]?\.)?(?:smsc\.(?:ru|ua|kz)|smscentre\.com)$`)

// hidden replaces a value that is not copied.
const hidden = "x"

// words are the words in headers that are copied: media types of requests and responses,
// charsets, and codings.
var words = slices.Concat(charsets, []string{
	"application/json", "application/xml", "application/javascript", "application/octet-stream", formType,
	"text/csv", "text/html", "text/javascript", "text/json", "text/plain", "text/xml", "charset",
	"br", "chunked", "compress", "deflate", "gzip", "identity", "x-deflate", "x-gzip", "zstd",
})

var charsets = []string{wire.CharsetUTF8, wire.CharsetWindows1251, wire.CharsetKOI8R, "utf8", "cp1251", "iso-8859-1", "us-ascii"}

// word matches a word of a header field, and fieldValue a whole value.
var (
	word       = regexp.MustCompile(aWord)
	fieldValue = regexp.MustCompile(`^` + aWord + `(?: *[,;=] *"?` + aWord + `"?)*[ ;=]*$`)
)

const aWord = `[^\s,;="]+`

// listed returns the value of a header field in lower case, in which other words are hidden. It
// returns "" if the value is malformed.
func listed(value string) string {
	if !fieldValue.MatchString(value) {
		return ""
	}
	return word.ReplaceAllStringFunc(strings.ToLower(value), func(word string) string {
		if slices.Contains(words, word) {
			return word
		}
		return hidden
	})
}

// formType is the media type of the forms that a copy has.
const formType = "application/x-www-form-urlencoded"

// The kinds of omitted bodies, in the schema of exchanges.
const (
	kindKept   = ""          // not omitted
	kindAnswer = "answer"    // its findings would change, or a name is not as documented
	kindPage   = "html page" // HTML, or PHP's error messages
	kindText   = "text"
	kindBinary = "binary"
)

var kinds = []string{kindAnswer, kindPage, kindText, kindBinary}

// isParameter reports whether a value of a documented parameter is copied.
func isParameter(name, value string) bool {
	switch name {
	case wire.ParamSender:
		return wire.IsDocumentedName(value)
	case wire.ParamID:
		return isValue(wire.KeyID, value)
	case wire.ParamCharset:
		return value == "" || slices.Contains(charsets, strings.ToLower(value))
	case wire.ParamFormat:
		return len(value) <= 1 && strings.Trim(value, "0123") == ""
	case wire.ParamAll, wire.ParamOperators, wire.OpGet, wire.ParamGetSenders, wire.OpAdd, wire.OpChange, wire.OpSendCode, wire.OpCheckCode, wire.OpDelete:
		return len(value) <= 1 && strings.Trim(value, "01") == ""
	}
	return false
}

// members are the documented members of answers: in JSON, the attributes and keys of rows in
// XML and plain, and elements. Each has the most digits of its values, or 0 if they are texts.
var members = func() map[string]int {
	digits := map[string]int{wire.KeySender: 0, wire.KeyResult: 0, wire.KeyError: 0, wire.KeyErrorCode: 4, wire.KeyStatus: 3, wire.KeyID: 19}
	for _, operator := range slices.Concat(wire.DocumentedOperators(), wire.OtherOperators()) {
		digits[operator] = 3
	}
	return digits
}()

// isMember reports whether a name is that of a documented member.
func isMember(name string) bool {
	_, isDocumented := members[name]
	return isDocumented
}

// isValue reports whether a value of a member is copied: a number, or a word that was recorded.
func isValue(member, value string) bool {
	switch member {
	case wire.KeyResult:
		return value == wire.OK
	case wire.KeyError:
		return slices.Contains(wire.RecordedTexts(), value)
	}
	return 0 < len(value) && len(value) <= members[member] && strings.Trim(value, "0123456789") == ""
}

// The kinds of the parts of an answer, besides the values of documented members. Any other
// kind of part is hidden.
const (
	aMember = "member"       // the name of a documented member
	aName   = wire.KeySender // the name of a sender; the other kinds of values are the names of their members
)

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
var methods = []string{"", http.MethodGet, http.MethodPost, http.MethodHead}

// otherHost replaces a host that is not the vendor's.
const otherHost = "example.invalid"

// vendorHost matches the vendor's hosts.
var vendorHost = regexp.MustCompile(`^(?:www[0-9]?\.)?(?:smsc\.(?:ru|ua|kz)|smscentre\.com)$`)

// hidden replaces a value that is not copied.
const hidden = "x"

// listed returns a value in lower case if a list has it, or else hidden.
func listed(list []string, value string) string {
	if value = strings.ToLower(value); slices.Contains(list, value) {
		return value
	}
	return hidden
}

// The values in headers that are copied: media types of requests and responses, and codings.
var (
	mediaTypes = []string{
		"application/json", "application/xml", "application/javascript", "application/octet-stream", formType,
		"text/csv", "text/html", "text/javascript", "text/json", "text/plain", "text/xml",
	}
	charsets = []string{wire.CharsetUTF8, wire.CharsetWindows1251, wire.CharsetKOI8R, "utf8", "cp1251", "iso-8859-1", "us-ascii"}
	codings  = []string{"br", "chunked", "compress", "deflate", "gzip", "identity", "x-deflate", "x-gzip", "zstd"}
)

// formType is the media type of the forms that a copy has.
const formType = "application/x-www-form-urlencoded"

// isPlainValue reports whether a value that has no name is documented for a parameter.
func isPlainValue(parameter, value string) bool {
	switch parameter {
	case wire.OpGet, wire.ParamGetSenders, wire.OpAdd, wire.OpChange, wire.OpSendCode, wire.OpCheckCode, wire.OpDelete, wire.ParamAll, wire.ParamOperators:
		return slices.Contains([]string{"", "0", "1"}, value)
	case wire.ParamFormat:
		return slices.Contains([]string{"", "0", "1", "2", "3"}, value)
	case wire.ParamCharset:
		return value == "" || slices.Contains(charsets, strings.ToLower(value))
	}
	return false
}

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
	for _, key := range slices.Concat(wire.Keys(), wire.DocumentedOperators(), wire.OtherOperators()) {
		known[key] = key
	}
	delete(known, wire.KeyList)
	delete(known, wire.KeyName)
	return known
}()

// isValue reports whether the copy keeps a value of a documented member: a code, an id or
// a recorded word.
func isValue(member string, value []byte) bool {
	most := 3 // digits of a code
	switch member {
	case "":
		return false
	case wire.KeyResult:
		return string(value) == wire.OK
	case wire.KeyError:
		return slices.Contains(wire.RecordedTexts(), string(value))
	case wire.KeyErrorCode:
		most = 4
	case wire.KeyID, wire.KeySender:
		most = 19
	}
	return isDigits(value) && len(value) <= most
}

// isDigits reports whether a text is one or more digits.
func isDigits[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) > 0
}

// isDocumentedName reports whether the documentation allows a sender name: 11 characters,
// or 15 digits.
func isDocumentedName[T string | []byte](name T) bool {
	for i := range len(name) {
		c := name[i]
		isLetterOrDigit := '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !isLetterOrDigit && strings.IndexByte(" !?-_.()", c) < 0 {
			return false
		}
	}
	return len(name) > 0 && (len(name) <= 11 || len(name) <= 15 && isDigits(name))
}

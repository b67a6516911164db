package redact

// Words: the values that a copy may have, except for sender names and numbers.

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/response"
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
	word       = regexp.MustCompile(wordPattern)
	fieldValue = regexp.MustCompile(`^` + wordPattern + `(?: *[,;=] *"?` + wordPattern + `"?)*[ ;=]*$`)
)

const wordPattern = `[^\s,;="]+`

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
	notOmitted    = ""
	omittedAnswer = "answer" // one that cannot be copied safely
)

var omittedKinds = []string{omittedAnswer, response.Page, response.Text, response.Binary}

// The values of parameters, and of members of answers, that are copied. Names of senders are
// copied too.
var (
	parameters = byName(map[string][]string{
		`[01]?`:  append(wire.Operations(), wire.ParamAll, wire.ParamOperators),
		`[0-3]?`: {wire.ParamFormat},
		`(?i:` + strings.Join(charsets, "|") + `)?`: {wire.ParamCharset},
		`[0-9]{1,19}`: {wire.ParamID},
	})
	members = byName(map[string][]string{
		`[0-9]{1,19}`:                           {wire.KeyID},
		`[0-9]{1,4}`:                            {wire.KeyErrorCode},
		`[0-9]{1,3}`:                            slices.Concat([]string{wire.KeyStatus}, wire.DocumentedOperators(), wire.OtherOperators()),
		wire.OK:                                 {wire.KeyResult},
		strings.Join(wire.RecordedTexts(), "|"): {wire.KeyError},
	})
)

func byName(expressions map[string][]string) map[string]*regexp.Regexp {
	all := make(map[string]*regexp.Regexp)
	for expression, names := range expressions {
		values := regexp.MustCompile(`^(?:` + expression + `)$`)
		for _, name := range names {
			all[name] = values
		}
	}
	return all
}

// isCopied reports whether the value of a parameter or member is copied.
func isCopied(table map[string]*regexp.Regexp, name, value string) bool {
	values := table[name]
	return values != nil && values.MatchString(value)
}

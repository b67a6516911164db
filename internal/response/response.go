// Package response recognises the format of an answer in an HTTP response, or what the
// response may have instead of one, and parses the names of charsets.
package response

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

const utf8BOM = "\xEF\xBB\xBF"

// window is how many bytes of a body are examined.
const window = 4 << 10

// page matches beginnings that no answer has in any format: an HTML document or a part of
// one, and a message of PHP, as it is if html_errors is off.
var page = regexp.MustCompile(`(?is)^\s*(?:(?:<!--.*?-->|<\?xml[^>]*>)\s*)*` +
	`(?:<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|center|table|font|pre|h[1-6]|p|br|hr|b)[\s/>]` +
	`|(?:PHP )?(?:Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated):\s.* on line [0-9])`)

// answers are how answers in XML begin in the documented layout.
var answers = [][]byte{[]byte("<" + wire.KeyList), []byte("<" + wire.KeyResult), []byte("<" + wire.KeySender)}

// messages are the first two letters of the messages of PHP.
const messages = "ph fa pa re wa no de"

// IsPage reports whether a body is an HTML page, or a message of PHP. It may still decode
// as CSV, in which nearly any text is a name.
func IsPage(body []byte) bool {
	body = withoutSpace(body[:min(len(body), window)], " \t\r\n\v\f")
	return mayBePage(body) && page.Match(body)
}

// mayBePage reports whether the slow pattern must be tried: nearly all bodies are answers.
func mayBePage(body []byte) bool {
	if len(body) < 2 {
		return false
	}
	if body[0] == '<' {
		return !slices.ContainsFunc(answers, func(beginning []byte) bool { return bytes.HasPrefix(body, beginning) })
	}
	return strings.Contains(messages, string([]byte{body[0] | 0x20, body[1] | 0x20}))
}

// The kinds of bodies that are no answers.
const (
	Page   = "html page" // also a message of PHP
	Text   = "text"
	Binary = "binary"
)

// KindOf returns the kind of a body that is no answer.
func KindOf(body []byte) string {
	switch {
	case IsPage(body):
		return Page
	case bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' }):
		return Binary
	}
	return Text
}

// IsEmpty reports whether a body is empty but for white space.
func IsEmpty(body []byte) bool { return len(withoutSpace(body, " \t\r\n")) == 0 }

// withoutSpace returns a body without a byte order mark and white space at its beginning.
// Nearly all bodies have neither, so bytes.TrimLeft would take longer.
func withoutSpace(body []byte, space string) []byte {
	body = bytes.TrimPrefix(body, []byte(utf8BOM))
	for len(body) > 0 && strings.IndexByte(space, body[0]) >= 0 {
		body = body[1:]
	}
	return body
}

// declaration finds the encoding that an XML declaration names.
var declaration = regexp.MustCompile(`^(?:\x{FEFF})?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]*)["']\s*(?:standalone[^>?]*)?(\?>)`)

// maxDeclaration is how many bytes of a body are searched for a declaration.
const maxDeclaration = 256

// formats are the formats of answers, by how these begin.
var formats = map[wire.Kind]smscodec.Format{
	wire.PlainList: smscodec.Plain, wire.PlainAdded: smscodec.Plain, wire.PlainRefusal: smscodec.Plain, wire.BareOK: smscodec.Plain,
	wire.CSVRefusal: smscodec.CSV, wire.XMLAnswer: smscodec.XML, wire.JSONAnswer: smscodec.JSON,
}

// FormatOf returns the format of a body that begins as an answer. It reports false if the
// body does not.
func FormatOf(body []byte) (format smscodec.Format, isAnswer bool) {
	format, isAnswer = formats[wire.Begins(body)]
	return format, isAnswer
}

// Declaration returns where the XML declaration of a body names an encoding: the offsets
// of the declaration, of the name and of the end of the declaration, as those of a
// regexp. It returns nil if there is none.
func Declaration(body []byte) []int {
	return declaration.FindSubmatchIndex(body[:min(len(body), maxDeclaration)])
}

// DeclaredCharset returns the charset that a body declares. It reports false if smscodec
// does not support it, or the body declares none.
func DeclaredCharset(body []byte) (charset smscodec.Charset, known bool) {
	at := Declaration(body)
	if at == nil {
		return charset, false
	}
	return Charset(string(body[at[2]:at[3]]))
}

// Charset returns the charset with a name that headers and declarations use. It reports
// false if smscodec does not support it.
func Charset(name string) (charset smscodec.Charset, known bool) {
	switch strings.ToLower(name) {
	case "utf8":
		return smscodec.UTF8, true
	case "cp1251":
		return smscodec.Windows1251, true
	}
	return charset, charset.UnmarshalText([]byte(name)) == nil
}

// CharsetOf returns the charset of a body of which no request and no header says it: the
// declared one, else UTF-8 if the bytes are that, else the server's default.
func CharsetOf(body []byte) (charset smscodec.Charset, isDefault bool) {
	if charset, known := DeclaredCharset(body); known {
		return charset, false
	}
	if utf8.Valid(body) {
		return smscodec.UTF8, false
	}
	return smscodec.Windows1251, true
}

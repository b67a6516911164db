// Package response tells what an HTTP response has in place of an answer, and the
// charset that a header names.
package response

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

const utf8BOM = "\xEF\xBB\xBF"

// window is how much of a body is looked at.
const window = 4 << 10

// page matches what no answer begins with, whatever the format: a document in HTML,
// a part of one, and a message of PHP's as it is where html_errors is off.
var page = regexp.MustCompile(`(?is)^\s*(?:(?:<!--.*?-->|<\?xml[^>]*>)\s*)*` +
	`(?:<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|center|table|font|pre|h[1-6]|p|br|hr|b)[\s/>]` +
	`|(?:PHP )?(?:Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated):\s.* on line [0-9])`)

// answers are how answers in XML begin in the documented layout.
var answers = [][]byte{[]byte("<" + wire.KeyList), []byte("<" + wire.KeyResult), []byte("<" + wire.KeySender)}

// messages are the first two letters of PHP's messages.
const messages = "ph fa pa re wa no de"

// IsPage reports whether a body is an HTML page. It is no part of the question
// whether it can be read: CSV takes all kinds of text for names.
func IsPage(body []byte) bool {
	body = withoutSpace(body[:min(len(body), window)], " \t\r\n\v\f")
	return mayBePage(body) && page.Match(body)
}

// mayBePage reports whether the pattern, which is slow, is needed: nearly all bodies
// are answers.
func mayBePage(body []byte) bool {
	if len(body) < 2 {
		return false
	}
	if body[0] == '<' {
		return !slices.ContainsFunc(answers, func(beginning []byte) bool { return bytes.HasPrefix(body, beginning) })
	}
	return strings.Contains(messages, string([]byte{body[0] | 0x20, body[1] | 0x20}))
}

// IsEmpty reports whether a body has nothing but white space.
func IsEmpty(body []byte) bool { return len(withoutSpace(body, " \t\r\n")) == 0 }

// withoutSpace gives a body without a byte order mark and white space at its beginning.
// bytes.TrimLeft would take longer, as there is none in nearly all of them.
func withoutSpace(body []byte, space string) []byte {
	body = bytes.TrimPrefix(body, []byte(utf8BOM))
	for len(body) > 0 && strings.IndexByte(space, body[0]) >= 0 {
		body = body[1:]
	}
	return body
}

// structured are the first bytes of captures and of answers in XML and JSON, also of
// those that are cut off early.
var structured = []string{"{", "[", "<", "HTTP/"}

// MayBeMeant reports whether text that is not an answer may have been one: it is empty,
// begins as an answer or a capture, or is what a server sends in place of an answer.
func MayBeMeant(text []byte) bool {
	if wire.Begins(text) != wire.NoAnswer || IsPage(text) {
		return true
	}
	text = withoutSpace(text, " \t\r\n")
	begins := func(beginning string) bool { return bytes.HasPrefix(text, []byte(beginning)) }
	return len(text) == 0 || slices.ContainsFunc(structured, begins)
}

// Charset gives a charset by a name that headers and declarations have for it. It
// reports false for one that smscodec does not have.
func Charset(name string) (charset smscodec.Charset, known bool) {
	switch strings.ToLower(name) {
	case "utf8":
		return smscodec.UTF8, true
	case "cp1251":
		return smscodec.Windows1251, true
	}
	return charset, charset.UnmarshalText([]byte(name)) == nil
}

package redact

// Marks: the parts of a body to replace in its copy, and their replacements.

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

// A class says how the copy replaces a part.
type class uint8

const (
	unknown    class = iota // an x for each character
	number                  // a digit for each digit, so that it is still a number
	senderName              // not replaced, except for phone numbers: the name of a sender
	secret                  // a digit for each digit, an x for each other character
)

// A mark is a part of a body. The marks of a body are in order and do not overlap. The
// text between them is syntax, documented words, codes and ids, which the copy keeps.
type mark struct {
	start, end int
	class      class
}

// A marker collects the marks of a body.
type marker struct{ marks []mark }

// mark adds a mark, unless it is empty.
func (m *marker) mark(start, end int, c class) {
	if start < end {
		m.marks = append(m.marks, mark{start, end, c})
	}
}

// apply returns the copy of a body, and the text that the copy has taken from it: the body
// with NUL in place of each replaced byte. If nothing is replaced, both are the body.
func apply(body []byte, marks []mark, found []secrets.Span, phones *phones) (copied, taken []byte) {
	isTaken := len(found) == 0 && (phones == nil || len(marks) == 0)
	if isTaken && !slices.ContainsFunc(marks, func(m mark) bool { return m.class != senderName }) {
		return body, body
	}
	copied, taken = slices.Clone(body), slices.Clone(body)
	for _, m := range marks {
		if m.class != senderName {
			hide(copied[m.start:m.end], m.class)
			clear(taken[m.start:m.end])
		}
	}
	for _, s := range found {
		hide(copied[s.Start:s.End], secret)
		clear(taken[s.Start:s.End])
	}
	for _, m := range marks {
		if m.class == senderName && phones != nil {
			for _, s := range phones.replace(copied[m.start:m.end]) {
				clear(taken[m.start+s.Start : m.start+s.End])
			}
		}
	}
	return copied, taken
}

// hide overwrites a text except for control characters, so that lines stay lines.
func hide(text []byte, c class) {
	digit := byte('1')
	if bytes.ContainsRune(text, '1') && !bytes.ContainsAny(text, "023456789") && c == secret {
		digit = '2' // 1111 must change too
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		copy(text, substitute(r, size, c, digit))
		text = text[size:]
	}
}

// substitute returns the replacement of a character, of the same size. In each charset of
// the server, the replacement is valid if the character is.
func substitute(r rune, size int, c class, digit byte) string {
	switch {
	case r < ' ' || r == 0x7F:
		return string(r)
	case '0' <= r && r <= '9' && c != unknown:
		return string(digit)
	case c == number: // a sign, a point, an exponent
		return string(r)
	case size == 1 && r == utf8.RuneError:
		return "\xFF" // a letter, but never in UTF-8
	}
	return [...]string{1: "x", 2: "\u0445", 3: "\u2026", 4: "\U0001D431"}[size]
}

// bomLen returns the length of the byte order mark that a body begins with, or 0.
func bomLen(body []byte) int {
	if bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")) {
		return 3
	}
	return 0
}

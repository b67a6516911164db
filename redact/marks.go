package redact

// Marks: the parts of a body that its copy does not take as they are.

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

// A class says what the copy has in place of a part.
type class uint8

const (
	unknown    class = iota // an x for each character
	number                  // a digit for each digit, as the grammar needs a number
	senderName              // the part itself: the name of a sender
	secret                  // a digit for each digit, and an x for each other character
)

// A mark is a part of a body. The marks of a body are in order and apart; all between
// them is grammar, documented words, codes and ids, which the copy takes.
type mark struct {
	start, end int
	class      class
}

// apply makes a body its copy. It also returns what of it the copy has taken: the body
// with NUL for all else. Where nothing is replaced, both are the body.
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

// hide overwrites a text, but for control characters: lines stay lines.
func hide(text []byte, c class) {
	digit := byte('1')
	if bytes.ContainsRune(text, '1') && !bytes.ContainsAny(text, "023456789") && c == secret {
		digit = '2' // 1111 must not stay
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		copy(text, substitute(r, size, c, digit))
		text = text[size:]
	}
}

// substitute returns what takes the place of a character, with as many bytes. It is
// text in every charset of the server if the character is.
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

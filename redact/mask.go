package redact

// Masks: the replacements of the marked parts of a body, and of phone numbers.

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"regexp"
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

// apply returns the copy of a body, and the text that the copy has taken from it: the body
// with NUL in place of each replaced byte. If nothing is replaced, both are the body.
func apply(body []byte, marks []mark, found []secrets.Span, phones *phones) (copied, taken []byte) {
	if len(found) == 0 && (phones == nil || len(marks) == 0) && !slices.ContainsFunc(marks, func(m mark) bool { return m.class != senderName }) {
		return body, body
	}
	copied, taken = slices.Clone(body), slices.Clone(body)
	hide := func(start, end int, c class) {
		hide(copied[start:end], c)
		clear(taken[start:end])
	}
	for _, m := range marks {
		if m.class != senderName {
			hide(m.start, m.end, m.class)
		}
	}
	for _, s := range found {
		hide(s.Start, s.End, secret)
	}
	for _, m := range marks {
		if m.class == senderName && phones != nil {
			for _, at := range phones.replace(copied[m.start:m.end]) {
				clear(taken[m.start+at[0] : m.start+at[1]])
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

// phones replaces phone numbers, equal ones by equal ones. The replacement is a keyed hash
// with a random key, so nobody else can compute it.
type phones struct{ key []byte }

func newPhones() *phones {
	p := &phones{make([]byte, sha256.Size)}
	rand.Read(p.key)
	return p
}

// phone matches a phone number.
var phone = regexp.MustCompile(`[0-9](?:[ ()-]*[0-9]){6,}`)

// replace replaces the digits of each phone number in a text, and returns where these
// numbers are.
func (p *phones) replace(text []byte) [][]int {
	found := phone.FindAllIndex(text, -1)
	for _, at := range found {
		number := text[at[0]:at[1]]
		isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
		others := p.other(slices.DeleteFunc(slices.Clone(number), func(c byte) bool { return !isDigit(c) }))
		for i, c := range number {
			if isDigit(c) {
				number[i], others = others[0], others[1:]
			}
		}
	}
	return found
}

// other returns the replacement of a number: as many digits, of which the first is not 0.
func (p *phones) other(digits []byte) []byte {
	var others []byte
	for block := 0; len(others) < len(digits); block++ {
		hash := hmac.New(sha256.New, p.key)
		fmt.Fprintf(hash, "%d %s", block, digits)
		for _, b := range hash.Sum(nil) {
			others = append(others, '0'+b%10)
		}
	}
	if others[0] == '0' {
		others[0] = '9'
	}
	return others[:len(digits)]
}

package redact

// Masks: texts with replaced parts, and the replacements.

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	random "math/rand/v2"
	"regexp"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

// A text is a text of an exchange that is copied part by part, from its beginning.
type text struct {
	original   []byte
	copied     []byte // the original itself until a part is replaced
	taken      []byte // what the copy has taken from the original: it, with NUL in place of each replaced byte
	isReplaced bool   // a part is
	at         int    // the offset of the next part
	phones     phones
	hasEscapes bool // a phone number in a name may be escaped, or written in parts
}

func newText(original []byte, phones phones) *text {
	return &text{original: original, copied: original, taken: original, phones: phones}
}

// rest returns the original from the next part.
func (t *text) rest() []byte { return t.original[t.at:] }

// until returns how many bytes precede one of some characters, or the end.
func (t *text) until(characters string) int {
	if n := bytes.IndexAny(t.rest(), characters); n >= 0 {
		return n
	}
	return len(t.rest())
}

// keep keeps a part of at most n bytes.
func (t *text) keep(n int) { t.at += min(n, len(t.rest())) }

// keepIf keeps a part, or hides it.
func (t *text) keepIf(isKept bool, n int) {
	if isKept {
		t.keep(n)
	} else {
		t.hide(n)
	}
}

// isNumber matches a number, also a malformed one.
var isNumber = regexp.MustCompile(`^[-+.eE]*[0-9][-+.eE0-9]*$`)

// hide replaces the digits of a number, and each character of any other part.
func (t *text) hide(n int) {
	c := unknown
	if part := t.rest()[:n]; isNumber.Match(part) {
		c = number
	}
	t.replace(t.at, t.at+n, c.replace)
	t.at += n
}

// name keeps the name of a sender, except for phone numbers.
func (t *text) name(n int) {
	if part := t.rest()[:n]; t.phones != nil {
		t.hasEscapes = t.hasEscapes || escapedPhone.Match(part)
		for _, at := range phone.FindAllIndex(part, -1) {
			t.replace(t.at+at[0], t.at+at[1], t.phones.replace)
		}
	}
	t.at += n
}

// escapedPhone finds a digit that is escaped in XML, JSON or a URL, or a space, hyphen or
// bracket that is and follows a digit.
var escapedPhone = regexp.MustCompile(`\\u003[0-9]|&#0*(?:4[89]|5[0-7]);|&#[xX]0*3[0-9];|%3[0-9]|` +
	`[0-9][ ()-]*(?:\\u002[089dD]|&#0*(?:32|4[015]);|&#[xX]0*2[089dD];|%2[089dD])`)

// hideSecrets replaces the secrets that were found in the original.
func (t *text) hideSecrets(found []secrets.Span) {
	for _, s := range found {
		t.replace(s.Start, s.End, secret.replace)
	}
}

func (t *text) replace(start, end int, by func(part []byte)) {
	if start == end {
		return
	}
	if !t.isReplaced {
		t.copied, t.taken, t.isReplaced = bytes.Clone(t.original), bytes.Clone(t.original), true
	}
	copy(t.copied[start:end], t.original[start:end])
	by(t.copied[start:end])
	clear(t.taken[start:end])
}

// A class says how the copy replaces a part.
type class uint8

const (
	unknown class = iota // an x for each character
	number               // a digit for each digit, so that it is still a number
	secret               // a digit for each digit, an x for each other character
)

// replace overwrites a text except for control characters, so that lines stay lines. In
// each charset of the server, the replacement is valid if the text is.
func (c class) replace(text []byte) {
	digit := byte('1')
	if c == secret && bytes.ContainsRune(text, '1') && !bytes.ContainsAny(text, "023456789") {
		digit = '2' // 1111 must change too
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch isDigit := '0' <= r && r <= '9'; {
		case r < ' ', r == 0x7F, c == number && !isDigit: // kept
		case isDigit && c != unknown:
			text[0] = digit
		case r == utf8.RuneError && size == 1:
			text[0] = 0xFF // a letter, but never in UTF-8
		default:
			copy(text, [...]string{1: "x", 2: "\u0445", 3: "\u2026", 4: "\U0001D431"}[size])
		}
		text = text[size:]
	}
}

// phones is the key of a function that replaces phone numbers, equal ones by equal ones. It
// is random, so nobody else can compute the function. If it is nil, numbers are kept.
type phones []byte

func newPhones() phones {
	p := make(phones, sha256.Size)
	rand.Read(p)
	return p
}

// phone matches a phone number.
var phone = regexp.MustCompile(`[0-9](?:[ ()-]*[0-9]){6,}`)

// replace replaces the digits of a phone number, the first one not by 0.
func (p phones) replace(number []byte) {
	hash := hmac.New(sha256.New, p)
	for _, c := range number {
		if '0' <= c && c <= '9' {
			hash.Write([]byte{c})
		}
	}
	others := random.New(random.NewChaCha8([sha256.Size]byte(hash.Sum(nil))))
	for i, c := range number {
		switch {
		case i == 0:
			number[i] = '1' + byte(others.IntN(9))
		case '0' <= c && c <= '9':
			number[i] = '0' + byte(others.IntN(10))
		}
	}
}

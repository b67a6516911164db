package redact

// Phones: the phone numbers in a text, and their replacements.

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strconv"

	"github.com/smscodec/smscodec/internal/secrets"
)

// minPhone is the least number of digits in a phone number.
const minPhone = 7

// phones replaces phone numbers, equal ones by equal ones. The replacement is a keyed hash
// with a random key, so nobody else can compute it.
type phones struct{ key []byte }

func newPhones() *phones {
	p := &phones{make([]byte, sha256.Size)}
	rand.Read(p.key)
	return p
}

// replace replaces the digits of each phone number in a text, and returns where these
// numbers are.
func (p *phones) replace(text []byte) (replaced []secrets.Span) {
	for at := 0; at < len(text); at++ {
		if !isDigit(text[at]) {
			continue
		}
		var digits []byte
		start, end := at, at
		for ; at < len(text) && (isDigit(text[at]) || isBetweenDigits(text[at])); at++ {
			if isDigit(text[at]) {
				digits = append(digits, text[at])
				end = at + 1
			}
		}
		if len(digits) < minPhone {
			continue
		}
		others := p.other(digits)
		for i := start; i < end; i++ {
			if isDigit(text[i]) {
				text[i], others = others[0], others[1:]
			}
		}
		replaced = append(replaced, secrets.Span{Start: start, End: end})
	}
	return replaced
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isBetweenDigits(c byte) bool { return c == ' ' || c == '-' || c == '(' || c == ')' }

// other returns the replacement of a number: as many digits, of which the first is not 0.
func (p *phones) other(digits []byte) []byte {
	var others []byte
	for block := 0; len(others) < len(digits); block++ {
		hash := hmac.New(sha256.New, p.key)
		hash.Write(strconv.AppendInt(nil, int64(block), 10))
		hash.Write([]byte{' '})
		hash.Write(digits)
		for _, b := range hash.Sum(nil) {
			others = append(others, '0'+b%10)
		}
	}
	if others[0] == '0' {
		others[0] = '9'
	}
	return others[:len(digits)]
}

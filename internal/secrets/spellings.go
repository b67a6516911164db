package secrets

// Spellings: the texts by which a value is found. Escapes are undone in the searched text
// (reading.go), so the spellings cover charsets and base64 only.

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// MinLen is the least length in bytes of a value that is searched for. Masking shorter
// values would garble every text, and thereby reveal them.
const MinLen = 4

// appendSpellings appends the spellings of a value, without escapes, some of them twice.
func appendSpellings(all []pattern, value string) []pattern {
	add := func(spelling string, isBase64 bool) {
		if len(spelling) < MinLen {
			return
		}
		all = append(all, pattern{spelling, isBase64})
		if strings.IndexByte(spelling, '+') >= 0 { // the searched text may have had its "+" undone
			all = append(all, pattern{strings.ReplaceAll(spelling, "+", " "), isBase64})
		}
	}
	reading{text: []byte(value)}.each(2, func(r reading) {
		for _, text := range inCharsets(string(r.text)) {
			add(text, false)
			for shift := range 3 {
				encoded := inBase64(text, shift)
				add(encoded, true)
				if strings.ContainsAny(encoded, "+/") {
					add(forURLs.Replace(encoded), true)
				}
			}
		}
	})
	return all
}

var forURLs = strings.NewReplacer("+", "-", "/", "_")

// inCharsets returns a value in the charsets of the server.
func inCharsets(value string) []string {
	all := []string{value}
	if !strings.ContainsFunc(value, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return all
	}
	for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
		convert := charset.NewEncoder().String
		if !utf8.ValidString(value) {
			convert = charset.NewDecoder().String
		}
		if other, err := convert(value); err == nil {
			all = append(all, other)
		}
	}
	return all
}

// inBase64 returns the base64 characters that depend on a value alone, if shift bytes
// precede it in its group of three.
func inBase64(value string, shift int) string {
	encoded := base64.RawStdEncoding.EncodeToString([]byte("\x00\x00\x00"[:shift] + value))
	if (shift+len(value))%3 != 0 {
		encoded = encoded[:len(encoded)-1]
	}
	return encoded[(shift*8+5)/6:]
}

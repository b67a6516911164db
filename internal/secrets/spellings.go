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
	add := func(p pattern) {
		if len(p.text) < MinLen {
			return
		}
		all = append(all, p)
		if strings.IndexByte(p.text, '+') >= 0 { // the searched text may have had its "+" undone
			p.text = strings.ReplaceAll(p.text, "+", " ")
			all = append(all, p)
		}
	}
	reading{text: []byte(value)}.each(2, func(r reading) {
		for _, text := range inCharsets(string(r.text)) {
			add(pattern{text: text})
			for shift := range 3 {
				p := inBase64(text, shift)
				add(p)
				if strings.ContainsAny(p.text, "+/") {
					p.text = forURLs.Replace(p.text)
					add(p)
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

// inBase64 returns the spelling of a value in base64, if shift bytes precede it in its group
// of three.
func inBase64(value string, shift int) pattern {
	encoded := base64.RawStdEncoding.EncodeToString([]byte("\x00\x00\x00"[:shift] + value))
	isShared := (shift+len(value))%3 != 0 // the last character
	if isShared {
		encoded = encoded[:len(encoded)-1]
	}
	return pattern{text: encoded[(shift*8+5)/6:], isBase64: true, before: shift > 0, after: isShared}
}

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

// spellings returns the spellings of a value, without escapes.
func spellings(value string) []string {
	var all []string
	add := func(spelling string) {
		if len(spelling) < MinLen {
			return
		}
		all = append(all, spelling)
		if strings.IndexByte(spelling, '+') >= 0 {
			all = append(all, strings.ReplaceAll(spelling, "+", " ")) // the searched text may have had its "+" undone
		}
	}
	reading{text: []byte(value)}.each(2, func(r reading) {
		for _, text := range charsets(string(r.text)) {
			add(text)
			for shift := range 3 {
				encoded := inBase64(text, shift)
				add(encoded)
				if strings.ContainsAny(encoded, "+/") {
					add(forURLs.Replace(encoded))
				}
			}
		}
	})
	return all
}

var forURLs = strings.NewReplacer("+", "-", "/", "_")

// charsets returns a value in the charsets of the server.
func charsets(value string) []string {
	all := []string{value}
	if isASCII(value) {
		return all
	}
	for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
		if utf8.ValidString(value) {
			encoded, err := charset.NewEncoder().String(value)
			if err == nil && encoded != value {
				all = append(all, encoded)
			}
		} else {
			decoded, _ := charset.NewDecoder().String(value)
			all = append(all, decoded)
		}
	}
	return all
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
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

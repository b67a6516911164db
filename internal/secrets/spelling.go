package secrets

// Spellings: a value may be escaped, and in any charset of the server. Escapes are undone in the
// text, because there are many for each character; the charset is changed in the value.

import (
	"bytes"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// spellings returns a value in all charsets, with its own escapes and without, and with each
// space or plus as either.
func spellings(value string) (all []string) {
	for _, value := range slices.Compact([]string{value, strings.ReplaceAll(value, "+", " ")}) {
		for _, text := range readings([]byte(value)) {
			for _, text := range inCharsets(string(text)) {
				all = append(all, slices.Compact([]string{text, strings.ReplaceAll(text, " ", "+")})...)
			}
		}
	}
	return all
}

// inCharsets returns a value in the charsets of the server, whichever of them it is in, and
// read in a wrong one.
func inCharsets(value string) []string {
	all := []string{value}
	if !strings.ContainsFunc(value, func(r rune) bool { return r >= utf8.RuneSelf }) { // fast path: most values
		return all
	}
	type converter interface{ String(string) (string, error) }
	decoders := []converter{charmap.Windows1251.NewDecoder(), charmap.KOI8R.NewDecoder()}
	encoders := []converter{charmap.Windows1251.NewEncoder(), charmap.KOI8R.NewEncoder()}
	steps := [][]converter{decoders, encoders, decoders}
	if utf8.ValidString(value) {
		steps = steps[1:]
	}
	for _, converters := range steps {
		for _, text := range all {
			for _, converter := range converters {
				if converted, err := converter.String(text); err == nil {
					all = append(all, converted)
				}
			}
		}
	}
	return all
}

// maxNested is how often a text may have been escaped.
const maxNested = 2

// readings returns a text as it is, and with its escapes undone once and twice, if it has any.
func readings(text []byte) [][]byte {
	all := [][]byte{text}
	for range maxNested {
		undone := undo(text)
		if bytes.Equal(undone, text) {
			break
		}
		text = undone
		all = append(all, text)
	}
	return all
}

// undo returns a text with its escapes replaced by their meanings.
func undo(text []byte) []byte {
	if !slices.ContainsFunc([]byte(escapeMarks), func(mark byte) bool { return bytes.IndexByte(text, mark) >= 0 }) {
		return text // fast path: most texts
	}
	undone := make([]byte, 0, len(text))
	for len(text) > 0 {
		meant, size := next(text)
		undone = append(undone, meant...)
		text = text[size:]
	}
	return undone
}

// marksAsWritten returns the marks of a text, given those of the bytes of its undone text: an
// escape is marked if a byte of its meaning is.
func marksAsWritten(text, undone []byte) (marks []byte) {
	for len(undone) > 0 {
		meant, size := next(text[len(marks):])
		mark := slices.Max(undone[:len(meant)])
		for range size {
			marks = append(marks, mark)
		}
		undone = undone[len(meant):]
	}
	return marks
}

// escape matches an escape of HTML and XML, of URLs, or of JSON. Implementations differ,
// for example for a quote in HTML: Go writes &#39;, PHP writes &#039;, others write &apos;.
var escape = regexp.MustCompile(`^(?:&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[0-9A-Za-z]+);|%[0-9A-Fa-f]{2}|` +
	`\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^\nu]))`)

const (
	escapeMarks = `&%\` // an escape begins with one of them
	maxEscape   = 34    // bytes of an escape
)

// next returns what the first byte or escape of a text means, and its size.
func next(text []byte) (meant string, size int) {
	if strings.IndexByte(escapeMarks, text[0]) >= 0 {
		if written := string(escape.Find(text[:min(len(text), maxEscape)])); written != "" {
			return meaning(written), len(written)
		}
	}
	return string(text[:1]), 1
}

func meaning(escape string) (meant string) {
	switch escape[0] {
	case '&':
		return html.UnescapeString(escape)
	case '%':
		meant, _ = url.QueryUnescape(escape)
	case '\\':
		if json.Unmarshal([]byte(`"`+escape+`"`), &meant) != nil {
			return escape[1:] // such as \', which PHP has and JSON does not
		}
	}
	return meant
}

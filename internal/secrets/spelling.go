package secrets

// Spellings: a value may be escaped, and in any charset of the server. Escapes are undone in the
// text, because there are many for each character; the charset is changed in the value.

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec/internal/jsonscan"
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

// readings returns a text as it is, and with its escapes undone once and twice, if it has any.
func readings(text []byte) [][]byte {
	all := [][]byte{text}
	hasMark := func(mark byte) bool { return bytes.IndexByte(text, mark) >= 0 } // fast path: most texts have none
	for len(all) < 3 && slices.ContainsFunc([]byte(escapeMarks), hasMark) {
		undone := make([]byte, 0, len(text))
		for len(text) > 0 {
			meant, size := next(text)
			undone = append(undone, meant...)
			text = text[size:]
		}
		text = undone
		all = append(all, text)
	}
	return slices.CompactFunc(all, bytes.Equal)
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

// entity matches an escape of HTML and XML. Implementations differ, for example for a quote: Go
// writes &#39;, PHP writes &#039;, others write &apos;.
var entity = regexp.MustCompile(`^&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[0-9A-Za-z]+);`)

// escapeMarks are the bytes with which escapes begin.
const escapeMarks = `&%\`

// next returns what the first byte or escape of a text means, and its size.
func next(text []byte) (meant string, size int) {
	switch text[0] {
	case '&': // without a bound, the expression is slow; names have up to 33 bytes
		if escaped := string(entity.Find(text[:min(len(text), 34)])); escaped != "" {
			return html.UnescapeString(escaped), len(escaped)
		}
	case '%':
		if meant, err := url.QueryUnescape(string(text[:min(len(text), 3)])); err == nil {
			return meant, 3
		}
	case '\\':
		if size, character := jsonscan.Escape(text); size > 0 {
			return string(character), size
		}
		if len(text) > 1 && text[1] != '\n' && text[1] != 'u' { // such as \', which PHP has and JSON does not
			return string(text[1:2]), 2
		}
	}
	return string(text[:1]), 1
}

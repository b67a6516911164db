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
		for _, kinds := range kindsOf([]byte(value)) {
			for _, text := range readings([]byte(value), kinds) {
				for _, text := range inCharsets(string(text)) {
					all = append(all, slices.Compact([]string{text, strings.ReplaceAll(text, " ", "+")})...)
				}
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

// allKinds are the bytes with which escapes begin. Each is a kind of escapes.
const allKinds = `&%\`

// kindsOf returns the kinds of escapes that are undone in a text together: all and, if it has several
// kinds, each: a text that is escaped in one way may have what looks like escapes of another.
func kindsOf(text []byte) []string {
	kinds := []string{allKinds}
	for i := range allKinds {
		if kind := allKinds[i : i+1]; bytes.Contains(text, []byte(kind)) {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) <= 2 { // one kind
		return kinds[:1]
	}
	return kinds
}

// readings returns a text as it is, and with escapes undone once and twice, if it has any of their
// kinds.
func readings(text []byte, kinds string) [][]byte {
	all := [][]byte{text}
	hasKind := func(kind byte) bool { return bytes.IndexByte(text, kind) >= 0 } // fast path: most texts have none
	for len(all) < 3 && slices.ContainsFunc([]byte(kinds), hasKind) {
		undone := make([]byte, 0, len(text))
		for len(text) > 0 {
			meant, size := next(text, kinds)
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
func marksAsWritten(text, undone []byte, kinds string) (marks []byte) {
	for len(undone) > 0 {
		meant, size := next(text[len(marks):], kinds)
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

// next returns what the first byte or escape of a text means, and its size.
func next(text []byte, kinds string) (meant string, size int) {
	switch {
	case strings.IndexByte(kinds, text[0]) < 0:
	case text[0] == '&': // without a bound, the expression is slow; names have up to 33 bytes
		if escaped := string(entity.Find(text[:min(len(text), 34)])); escaped != "" {
			return html.UnescapeString(escaped), len(escaped)
		}
	case text[0] == '%':
		if meant, err := url.QueryUnescape(string(text[:min(len(text), 3)])); err == nil {
			return meant, 3
		}
	case text[0] == '\\':
		if size, character := jsonscan.Escape(text); size > 0 {
			return string(character), size
		}
		if len(text) > 1 && text[1] != '\n' && text[1] != 'u' { // such as \', which PHP has and JSON does not
			return string(text[1:2]), 2
		}
	}
	return string(text[:1]), 1
}

package secrets

// Readings: a text with its escapes undone, and the position of each byte in the original
// text.

import (
	"bytes"
	"encoding/json"
	"html"
	"iter"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A Span is text[Start:End].
type Span struct{ Start, End int }

// A reading is a text with escapes undone.
type reading struct {
	text []byte
	at   []int32 // the offset of each byte, and of the end, in the original text; nil if text is the original
}

// written returns the offset in the original text of a byte of the reading, or of its end.
func (r reading) written(i int) int {
	if r.at == nil {
		return i
	}
	return int(r.at[i])
}

// span returns the span in the original text of a part of the reading. It includes the
// whole of an escape of which the part has only some bytes.
func (r reading) span(start, end int) Span {
	for r.at != nil && end < len(r.text) && r.at[end] == r.at[end-1] {
		end++
	}
	return Span{r.written(start), r.written(end)}
}

// maxNested is how often a text may have been escaped.
const maxNested = 2

// readings yields a text as it is, and with its escapes undone once and twice.
func readings(text []byte) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		r, isOther := reading{text: text}, true
		for n := 0; isOther && yield(r) && n < maxNested; n++ {
			r, isOther = r.undo()
		}
	}
}

// escape matches an escape of HTML and XML, of URLs, or of JSON. Implementations differ,
// for example for a quote in HTML: Go writes &#39;, PHP writes &#039;, others write &apos;.
var escape = regexp.MustCompile(`^(?:&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[0-9A-Za-z]+);|%[0-9A-Fa-f]{2}|` +
	`\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^\nu]))`)

const (
	escapeMarks = `&%\` // an escape begins with one of them
	maxEscape   = 34    // bytes of an escape
)

// undo replaces the escapes by their meanings. It reports whether there are any.
func (r reading) undo() (undone reading, ok bool) {
	if !slices.ContainsFunc([]byte(escapeMarks), func(mark byte) bool { return bytes.IndexByte(r.text, mark) >= 0 }) {
		return reading{}, false // fast path: most texts
	}
	for i := 0; i < len(r.text); {
		meant, size := string(r.text[i:i+1]), 1
		if strings.Contains(escapeMarks, meant) {
			if written := escape.Find(r.text[i:min(len(r.text), i+maxEscape)]); written != nil {
				meant, size, ok = meaning(string(written)), len(written), true
			}
		}
		undone.text = append(undone.text, meant...)
		for range len(meant) {
			undone.at = append(undone.at, int32(r.written(i)))
		}
		i += size
	}
	undone.at = append(undone.at, int32(r.written(len(r.text))))
	return undone, ok
}

func meaning(escape string) (meant string) {
	switch {
	case escape[0] == '&':
		return html.UnescapeString(escape)
	case escape[0] == '%':
		return unescape(escape)
	case json.Unmarshal([]byte(`"`+escape+`"`), &meant) == nil:
		return meant
	}
	return escape[1:] // such as \', which PHP has and JSON does not
}

// unescape returns the meaning of a text in a URL, or the text if that is malformed.
func unescape(text string) string {
	meant, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return meant
}

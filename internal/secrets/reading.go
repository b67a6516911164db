package secrets

// Readings: a text with its escapes undone, and the position of each byte in the original
// text.

import (
	"bytes"
	"encoding/json"
	"html"
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

// An escape is a kind of escape sequence.
type escape struct {
	marks   string         // the bytes that it may begin with
	form    *regexp.Regexp // it as a whole
	meaning func(written string) string
}

// escapes are the kinds that a value may have gone through. Implementations differ, for
// example for a quote in HTML: Go writes &#39;, PHP writes &#039;, others write &apos;.
var escapes = [...]escape{
	{"&", regexp.MustCompile(`^&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[0-9A-Za-z]+);`), html.UnescapeString},
	{"+%", regexp.MustCompile(`^(?:\+|%[0-9A-Fa-f]{2})`), unescape},
	{`\`, regexp.MustCompile(`^\\(?:u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^\nu])`), unescapeJSON},
}

// maxEscape bounds the length of an escape.
const maxEscape = 34

// each calls f with the text itself, and with each kind of escape undone, nested up to
// times deep.
func (r reading) each(times int, f func(reading)) {
	f(r)
	if times == 0 {
		return
	}
	for _, e := range escapes {
		if undone, ok := r.undo(e); ok {
			undone.each(times-1, f)
		}
	}
}

// undo replaces the escapes of a kind by their meanings. It reports whether there are any.
func (r reading) undo(e escape) (undone reading, ok bool) {
	if !slices.ContainsFunc([]byte(e.marks), func(mark byte) bool { return bytes.IndexByte(r.text, mark) >= 0 }) {
		return reading{}, false // fast path: most texts
	}
	end := 0
	copyTo := func(to int) {
		undone.text = append(undone.text, r.text[end:to]...)
		for ; end < to; end++ {
			undone.at = append(undone.at, int32(r.written(end)))
		}
	}
	for i := 0; ; {
		n := bytes.IndexAny(r.text[i:], e.marks)
		if n < 0 {
			break
		}
		i += n
		written := e.form.Find(r.text[i:min(len(r.text), i+maxEscape)])
		if written == nil {
			i++
			continue
		}
		copyTo(i)
		meant := e.meaning(string(written))
		undone.text = append(undone.text, meant...)
		for range len(meant) {
			undone.at = append(undone.at, int32(r.written(i)))
		}
		i += len(written)
		end = i
	}
	if end == 0 {
		return reading{}, false
	}
	copyTo(len(r.text))
	undone.at = append(undone.at, int32(r.written(end)))
	return undone, true
}

func unescapeJSON(written string) string {
	var meant string
	if json.Unmarshal([]byte(`"`+written+`"`), &meant) != nil {
		return strings.TrimPrefix(written, `\`) // such as \', which PHP has and JSON does not
	}
	return meant
}

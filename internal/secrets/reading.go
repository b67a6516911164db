package secrets

// Readings: a text with its escapes undone, and where each byte of that is in the text.

import (
	"bytes"
	"encoding/json"
	"html"
	"slices"
	"unicode/utf8"
)

// A reading is a text with escapes undone.
type reading struct {
	text []byte
	at   []int32 // where each of its bytes, and its end, is in the text as written; nil if it is that
}

// written returns where a byte of the reading, or its end, is in the text as written.
func (r reading) written(i int) int {
	if r.at == nil {
		return i
	}
	return int(r.at[i])
}

// span returns where a part of the reading is in the text as written, with all of an
// escape that it shares with its neighbour.
func (r reading) span(start, end int) Span {
	for r.at != nil && end < len(r.text) && r.at[end] == r.at[end-1] {
		end++
	}
	return Span{r.written(start), r.written(end)}
}

// An escape is a way to write characters by others.
type escape struct {
	marks   string // the bytes that it begins with
	length  func(text []byte) int
	meaning func(written []byte) string
}

// escapes are those of the languages that a value may have come through. How each
// writes a quote depends on its author: Go has &#39;, PHP &#039;, and others &apos;.
var escapes = [...]escape{
	{"&", entityLen, func(written []byte) string { return html.UnescapeString(string(written)) }},
	{"+%", percentLen, func(written []byte) string { return unescape(string(written)) }},
	{`\`, backslashLen, unescapeJSON},
}

const escapeMarks = `&+%\`

// each calls f with the text as it is, and with each kind of escapes undone, up to so
// many times.
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

// undo puts what is meant in place of the escapes, if there are any.
func (r reading) undo(e escape) (undone reading, ok bool) {
	end := 0
	copyTo := func(to int) {
		undone.text = append(undone.text, r.text[end:to]...)
		for i := end; i < to; i++ {
			undone.at = append(undone.at, int32(r.written(i)))
		}
	}
	for i := 0; ; {
		n := bytes.IndexAny(r.text[i:], e.marks)
		if n < 0 {
			break
		}
		i += n
		size := e.length(r.text[i:])
		if size == 0 {
			i++
			continue
		}
		copyTo(i)
		meant := e.meaning(r.text[i : i+size])
		undone.text = append(undone.text, meant...)
		for range len(meant) {
			undone.at = append(undone.at, int32(r.written(i)))
		}
		i += size
		end = i
	}
	if end == 0 {
		return reading{}, false
	}
	copyTo(len(r.text))
	undone.at = append(undone.at, int32(r.written(len(r.text))))
	return undone, true
}

// maxEntity bounds the length of an escape of HTML.
const maxEntity = 34

// entityLen returns the length of the escape of HTML that a text begins with, or 0.
func entityLen(text []byte) int {
	end := bytes.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 2 {
		return 0
	}
	name, isName := text[1:end], isAlphanumeric
	if name[0] == '#' {
		name, isName = name[1:], isDigit
		if len(name) > 0 && name[0]|0x20 == 'x' {
			name, isName = name[1:], isHexDigit
		}
	}
	if len(name) == 0 || slices.ContainsFunc(name, func(c byte) bool { return !isName(c) }) {
		return 0
	}
	return end + 1
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func isAlphanumeric(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }

func percentLen(text []byte) int {
	switch {
	case text[0] == '+':
		return 1
	case len(text) >= 3 && isHexDigit(text[1]) && isHexDigit(text[2]):
		return 3
	}
	return 0
}

// backslashLen returns the length of an escape of JSON; both halves of a pair are one.
func backslashLen(text []byte) int {
	n := unicodeLen(text)
	switch {
	case n > 0 && isSurrogate(text, "89abAB") && unicodeLen(text[n:]) > 0 && isSurrogate(text[n:], "cdefCDEF"):
		return 2 * n
	case n > 0:
		return n
	case len(text) < 2 || text[1] == '\n':
		return 0
	}
	_, size := utf8.DecodeRune(text[1:])
	return 1 + size
}

func unicodeLen(text []byte) int {
	const size = len(`\u0000`)
	if len(text) < size || text[0] != '\\' || text[1] != 'u' || slices.ContainsFunc(text[2:size], func(c byte) bool { return !isHexDigit(c) }) {
		return 0
	}
	return size
}

func isSurrogate(text []byte, second string) bool {
	return text[2]|0x20 == 'd' && bytes.IndexByte([]byte(second), text[3]) >= 0
}

func unescapeJSON(written []byte) string {
	var meant string
	if json.Unmarshal(slices.Concat([]byte(`"`), written, []byte(`"`)), &meant) != nil {
		return string(written[1:]) // \', which is not JSON's but PHP's
	}
	return meant
}

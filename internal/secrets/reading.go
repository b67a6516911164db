package secrets

// Readings: a text with its escapes undone, and the position of each byte in the original
// text.

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
	marks   string // the bytes that it may begin with
	length  func(text []byte) int
	meaning func(written []byte) string
}

// escapes are the kinds that a value may have gone through. Implementations differ, for
// example for a quote in HTML: Go writes &#39;, PHP writes &#039;, others write &apos;.
var escapes = [...]escape{
	{"&", entityLen, func(written []byte) string { return html.UnescapeString(string(written)) }},
	{"+%", percentLen, func(written []byte) string { return unescape(string(written)) }},
	{`\`, backslashLen, unescapeJSON},
}

const escapeMarks = `&+%\`

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

// maxEntity bounds the length of an HTML escape.
const maxEntity = 34

// entityLen returns the length of the HTML escape that a text begins with, or 0.
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

// backslashLen returns the length of the JSON escape that a text begins with, or 0. A
// surrogate pair is one escape.
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
		return string(written[1:]) // such as \', which PHP has and JSON does not
	}
	return meant
}

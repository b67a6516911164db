package secrets

import (
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A reading is a text with escapes undone.
type reading struct {
	text string
	at   []int32 // where each of its bytes, and its end, is in the text as it is written; nil if it is that
}

// written gives where a byte of the reading, or its end, is in the text as written.
func (r reading) written(i int) int {
	if r.at == nil {
		return i
	}
	return int(r.at[i])
}

// An escape is a way to write characters by others.
type escape struct {
	marks   string // what the escape begins with
	length  func(text string) int
	meaning func(written string) string
}

// escapes are those of the languages that a value may have come through. How each
// writes a quote depends on who wrote it: Go has &#39;, PHP &#039;, and others &apos;.
var escapes = [...]escape{
	{"&", entityLen, html.UnescapeString},
	{"+%", percentLen, unescapeQuery},
	{`\`, backslashLen, unescapeJSON},
}

// maxEntity bounds the length of an escape of HTML.
const maxEntity = 34

// entityLen gives the length of the escape of HTML that a text begins with, or 0.
func entityLen(text string) int {
	end := strings.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 2 {
		return 0
	}
	name := text[1:end]
	isName := isAlphanumeric
	if name[0] == '#' {
		name, isName = name[1:], isDigit
		if name != "" && name[0]|0x20 == 'x' {
			name, isName = name[1:], isHexDigit
		}
	}
	for i := range len(name) {
		if !isName(name[i]) {
			return 0
		}
	}
	if name == "" {
		return 0
	}
	return end + 1
}

func percentLen(text string) int {
	switch {
	case text[0] == '+':
		return 1
	case len(text) >= 3 && isHexDigit(text[1]) && isHexDigit(text[2]):
		return 3
	}
	return 0
}

// backslashLen gives the length of an escape of JSON; both halves of a pair are one.
func backslashLen(text string) int {
	n := unicodeLen(text)
	switch {
	case n > 0 && isSurrogate(text, "89abAB") && unicodeLen(text[n:]) > 0 && isSurrogate(text[n:], "cdefCDEF"):
		return 2 * n
	case n > 0:
		return n
	case len(text) < 2 || text[1] == '\n':
		return 0
	}
	_, size := utf8.DecodeRuneInString(text[1:])
	return 1 + size
}

func unicodeLen(text string) int {
	const size = len(`\u0000`)
	if len(text) < size || text[0] != '\\' || text[1]|0x20 != 'u' {
		return 0
	}
	for i := 2; i < size; i++ {
		if !isHexDigit(text[i]) {
			return 0
		}
	}
	return size
}

func isSurrogate(text, second string) bool {
	return text[2]|0x20 == 'd' && strings.IndexByte(second, text[3]) >= 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func isAlphanumeric(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z' }

func unescapeQuery(written string) string {
	meant, err := url.QueryUnescape(written)
	if err != nil {
		return written
	}
	return meant
}

func unescapeJSON(written string) string {
	var meant string
	if json.Unmarshal([]byte(`"`+written+`"`), &meant) != nil {
		return written[1:] // \', which is not JSON's but PHP's
	}
	return meant
}

// each calls f with the text as it is, and with each kind of escapes undone, up to
// so many times.
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

// Meanings gives what a value may mean: itself, and with escapes undone, twice at most.
func Meanings(value string) []string {
	var all []string
	reading{text: value}.each(2, func(r reading) { all = append(all, r.text) })
	return all
}

// undo puts what is meant in place of the escapes, if there are any.
func (r reading) undo(e escape) (undone reading, ok bool) {
	var text []byte
	var at []int32
	end := 0
	copyTo := func(to int) {
		text = append(text, r.text[end:to]...)
		for i := end; i < to; i++ {
			at = append(at, int32(r.written(i)))
		}
	}
	for i := 0; ; {
		n := strings.IndexAny(r.text[i:], e.marks)
		if n < 0 {
			break
		}
		i += n
		size := e.length(r.text[i:])
		if size == 0 {
			i++
			continue
		}
		if text == nil {
			text, at = make([]byte, 0, len(r.text)), make([]int32, 0, len(r.text)+1)
		}
		copyTo(i)
		meant := e.meaning(r.text[i : i+size])
		text = append(text, meant...)
		for range len(meant) {
			at = append(at, int32(r.written(i)))
		}
		i += size
		end = i
	}
	if text == nil {
		return reading{}, false
	}
	copyTo(len(r.text))
	return reading{string(text), append(at, int32(r.written(len(r.text))))}, true
}

// span gives where a part of the reading is in the text as written, an escape that
// it shares with its neighbour included.
func (r reading) span(start, end int) Span {
	for r.at != nil && end < len(r.text) && r.at[end] == r.at[end-1] {
		end++
	}
	return Span{r.written(start), r.written(end)}
}

// spellings gives the values as they may be in a text: also with spaces for pluses,
// which a reading of a URL has, and in other charsets.
func spellings(values []string) []string {
	var all []string
	for _, value := range values {
		all = append(all, value, strings.ReplaceAll(value, "+", " "))
		for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
			if utf8.ValidString(value) {
				value, _ := charset.NewEncoder().String(value)
				all = append(all, value)
			} else {
				value, _ := charset.NewDecoder().String(value)
				all = append(all, value)
			}
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(value string) bool { return value == "" })
}

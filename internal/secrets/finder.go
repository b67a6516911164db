// Package secrets decides by their names which parameters, headers and members are
// secret, and finds their values in texts, in the spellings that Finder lists.
//
//	names.go    which names are secret
//	finder.go   finds values in a text
//	reading.go  texts with escapes undone
package secrets

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// MinLen is the least length in bytes of a value that is searched for. Masking shorter
// values would garble every text, and thereby reveal them.
const MinLen = 4

// The limits of a Finder: the number of values, and the bytes of all together.
const (
	maxValues = 1 << 10
	maxSize   = 512 << 10
)

// A Finder finds values of MinLen bytes or more in texts: unescaped, escaped once or twice
// as in HTML, XML, URLs and JSON, in base64, and in all charsets of the server. It also
// finds the beginning of a value at the end of a text, or before "...".
//
// It searches for patterns of at most maxPattern bytes, so that Find is linear in the text:
// for each byte it takes at most maxPattern binary searches among the patterns. A value
// that is longer has several patterns. Each overlaps the next one by minElided bytes, so
// that a beginning of the value ends with a pattern, or with enough of one.
type Finder struct {
	plain, base64 []string      // patterns, sorted
	begins        [1 << 12]bool // hashes of the first MinLen bytes of each pattern
	tooMany       bool
}

const (
	maxPattern = 32

	// minCut and minElided are the least lengths of a prefix that is found as the
	// beginning of a value: at the end of a text, and before "...".
	minCut    = 4
	minElided = 8
)

// NewFinder returns a Finder of values. If they exceed the limits, it finds every text as
// a whole.
func NewFinder(values []string) *Finder {
	f := new(Finder)
	size := 0
	for i, value := range values {
		if size += len(value); i == maxValues || size > maxSize {
			return &Finder{tooMany: true}
		}
		if len(value) < MinLen {
			continue
		}
		f.add(value)
		if strings.Contains(value, "+") { // a space that is escaped
			f.add(strings.ReplaceAll(value, "+", " "))
		}
	}
	for _, list := range []*[]string{&f.plain, &f.base64} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
		for _, pattern := range *list {
			f.begins[hash([]byte(pattern))] = true
		}
	}
	return f
}

// add adds the patterns of a value. Escapes are undone in the searched text, except for "+".
func (f *Finder) add(value string) {
	for r := range readings([]byte(value)) {
		for _, text := range inCharsets(string(r.text)) {
			f.plain = appendPatterns(f.plain, text, strings.ReplaceAll(text, " ", "+"))
			for shift := range 3 {
				f.base64 = appendPatterns(f.base64, inBase64(base64.RawStdEncoding, text, shift), inBase64(base64.RawURLEncoding, text, shift))
			}
		}
	}
}

// appendPatterns appends the patterns of texts.
func appendPatterns(all []string, texts ...string) []string {
	for _, text := range texts {
		for ; len(text) > maxPattern; text = text[maxPattern-minElided:] {
			all = append(all, text[:maxPattern])
		}
		if len(text) >= MinLen {
			all = append(all, text)
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
	charsets := []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R}
	for _, charset := range charsets {
		if decoded, err := charset.NewDecoder().String(value); err == nil && !utf8.ValidString(value) {
			all = append(all, decoded)
		}
	}
	for _, text := range all {
		for _, charset := range charsets {
			if encoded, err := charset.NewEncoder().String(text); err == nil {
				all = append(all, encoded)
			}
		}
	}
	for _, text := range all {
		for _, charset := range charsets {
			if decoded, err := charset.NewDecoder().String(text); err == nil {
				all = append(all, decoded)
			}
		}
	}
	return all
}

// inBase64 returns the characters in base64 that depend on a value alone, if shift bytes
// precede it in its group of three. Some bits of it may be in the characters around them.
func inBase64(encoding *base64.Encoding, value string, shift int) string {
	encoded := encoding.EncodeToString([]byte("\x00\x00\x00"[:shift] + value))
	return encoded[(shift*8+5)/6 : (shift+len(value))*8/6]
}

// TooMany reports whether the values exceed the limits.
func (f *Finder) TooMany() bool { return f.tooMany }

const (
	windowSize = 256 << 10 // bytes of a text in which escapes are undone at once
	overlap    = 4 << 10   // of windows; more than a pattern usually takes with its escapes
)

// Find returns the spans of values, in order and not overlapping.
func (f *Finder) Find(text []byte) (found []Span) {
	switch {
	case f.tooMany && len(text) > 0:
		return []Span{{0, len(text)}}
	case len(f.plain) == 0:
		return nil
	}
	for from := 0; ; from += windowSize - overlap {
		to := min(len(text), from+windowSize)
		for r := range readings(text[from:to]) {
			found = f.appendSpans(found, r, from, to == len(text))
		}
		if to == len(text) {
			break
		}
	}
	slices.SortFunc(found, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	apart := found[:0]
	for _, s := range found {
		apart = appendSpan(apart, s)
	}
	return apart
}

// appendSpan appends a span, or extends the last one if they touch.
func appendSpan(spans []Span, s Span) []Span {
	if n := len(spans); n > 0 && spans[n-1].Start <= s.Start && s.Start <= spans[n-1].End {
		spans[n-1].End = max(spans[n-1].End, s.End)
		return spans
	}
	return append(spans, s)
}

// Mask returns a text with "…" in place of each value.
func (f *Finder) Mask(text string) string {
	var masked strings.Builder
	end := 0
	for _, s := range f.Find([]byte(text)) {
		masked.WriteString(text[end:s.Start] + ellipsis)
		end = s.End
	}
	masked.WriteString(text[end:])
	return masked.String()
}

// hash returns the place in Finder.begins of the first MinLen bytes of a text.
func hash(text []byte) uint32 {
	return binary.LittleEndian.Uint32(text) * 0x9E3779B1 >> 20
}

// appendSpans appends the spans of values in a reading of a window, and of beginnings of
// values that are cut off. The window begins at from; isEnd says that the text ends with it.
func (f *Finder) appendSpans(found []Span, r reading, from int, isEnd bool) []Span {
	for i := 0; i+MinLen <= len(r.text); i++ {
		text := r.text[i:]
		if !f.begins[hash(text)] { // fast path: most bytes
			continue
		}
		start, end := i, i+longest(f.plain, text, 0, isEnd)
		if size := longest(f.base64, text, 1, isEnd); size > 0 {
			end = max(end, i+size)
			if start > 0 && isBase64(r.text[start-1]) {
				start--
			}
			if end < len(r.text) && isBase64(r.text[end]) {
				end++
			}
		}
		if start < end {
			s := r.span(start, end)
			found = appendSpan(found, Span{from + s.Start, from + s.End})
		}
	}
	return found
}

func isBase64(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || strings.IndexByte("+/-_", c) >= 0
}

// longest returns the length of the longest pattern that a text begins with, or of the
// beginning of one, if that is cut off, with what is left of an escape after it. In base64,
// the last character may have only some bits of the beginning: partial is 1.
func longest(patterns []string, text []byte, partial int, isEnd bool) (size int) {
	begun := 0
	for n, c := range text {
		if first, last := patterns[0], patterns[len(patterns)-1]; len(first) == n || first[n] != c || last[n] != c {
			patterns = patterns[sort.Search(len(patterns), func(i int) bool { return len(patterns[i]) > n && patterns[i][n] >= c }):]
			patterns = patterns[:sort.Search(len(patterns), func(i int) bool { return patterns[i][n] > c })]
		}
		if len(patterns) == 0 {
			break
		}
		if begun++; len(patterns[0]) == begun {
			size = begun
		}
	}
	for n := min(begun+partial, len(text)); begun > size && n > size && n >= minCut; n-- {
		if n < len(text) && text[n] < utf8.RuneSelf && strings.IndexByte(cutMarks, text[n]) < 0 { // fast path: most bytes
			continue
		}
		at := cut.FindSubmatchIndex(text[n:])
		if at != nil && (at[2] < at[3] && min(n, begun) >= minElided || at[2] == at[3] && min(n, begun) >= minCut && isEnd) {
			return n + at[2]
		}
	}
	return size
}

// cut matches what is after a value that is cut off: first what may be left of an escape, also
// in another one, of a character, as U+FFFD, or of a group in base64; then an ellipsis, or the
// end of the text.
var cut = regexp.MustCompile(`^(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3})?|&#?[0-9A-Za-z]{0,8}|={1,2}|\x{FFFD}){0,2}(\.\.\.|` + ellipsis + `|$)`)

const (
	ellipsis = "…"
	cutMarks = `%\&=.` // cut matches one of them first, or a byte beyond ASCII
)

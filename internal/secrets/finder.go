// Package secrets decides by their names which parameters, headers and members are
// secret, and finds their values in texts, in the spellings that Finder lists.
//
//	names.go    which names are secret
//	finder.go   finds values in a text
//	reading.go  texts with escapes undone
package secrets

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
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

// inCharsets returns a value in the charsets of the server, whichever of them it is in.
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
	cuts := sync.OnceValue(func() []cut { return cutsOf(r.text, isEnd) }) // most texts need none
	for i := 0; i+MinLen <= len(r.text); i++ {
		if !f.begins[hash(r.text[i:])] { // fast path: most bytes
			continue
		}
		start, end := i, i+longest(f.plain, r.text, i, 0, cuts)
		if size := longest(f.base64, r.text, i, 1, cuts); size > 0 {
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

// longest returns the length of the longest pattern that text[i:] begins with, or of the
// beginning of one, if that is cut off. In base64, the last characters before the cut may
// have only some bits of the beginning.
func longest(patterns []string, text []byte, i, partial int, cuts func() []cut) (size int) {
	begun := 0
	for n, c := range text[i:] {
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
	if begun == size || begun < minCut {
		return size
	}
	near := cuts()
	near = near[sort.Search(len(near), func(n int) bool { return near[n].end >= i+minCut }):]
	for _, cut := range near {
		if cut.rest > i+begun+partial {
			break
		}
		if begun >= cut.least {
			size = max(size, cut.end-i)
		}
	}
	return size
}

// A cut is where a value may be cut off: text[rest:end] is what may be left of an escape, and
// then the text ends, or an ellipsis follows.
type cut struct {
	rest, end int
	least     int // bytes of the beginning of a value
}

// cutsOf returns the cuts of a text, in order. isEnd says whether its end is one.
func cutsOf(text []byte, isEnd bool) (cuts []cut) {
	for _, mark := range []string{"...", ellipsis} {
		end := 0
		for part := range bytes.SplitSeq(text, []byte(mark)) {
			end += len(part)
			from := max(0, end-maxRest)
			c := cut{from + rest.FindIndex(text[from:end])[0], end, minElided}
			if end == len(text) {
				c.least = minCut
			}
			if end < len(text) || isEnd {
				cuts = append(cuts, c)
			}
			end += len(mark)
		}
	}
	slices.SortFunc(cuts, func(a, b cut) int { return cmp.Compare(a.end, b.end) })
	return cuts
}

// rest matches what may be left of an escape, also in another one, of a character, as U+FFFD,
// or of a group in base64.
var rest = regexp.MustCompile(`(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3})?|&#?[0-9A-Za-z]{0,8}|\x{FFFD}|={1,2}){0,2}$`)

const (
	ellipsis = "…"
	maxRest  = 20 // bytes that rest matches
)

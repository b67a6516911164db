// Package secrets decides by their names which parameters, headers and members are
// secret, and finds their values in texts, in the spellings that Finder lists.
//
//	names.go     which names are secret
//	finder.go    finds values in a text
//	spelling.go  how values are spelt: charsets, and texts with escapes undone
package secrets

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strings"
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
// for each byte it takes at most maxPattern binary searches among the patterns, and as many
// matches of what is after a value that is cut off. A value that is longer has several
// patterns. Each overlaps the next one by minElided bytes, so that a beginning of the value
// ends with a pattern, or with enough of one.
type Finder struct {
	plain, base64 []string      // patterns, sorted
	begins        [1 << 12]bool // hashes of the first MinLen bytes of each pattern
}

// Everything finds every text as a whole. It takes the place of a Finder whose values are too
// many, or not all known.
var Everything = new(Finder)

const (
	maxPattern = 32
	minElided  = 8 // bytes of the beginning of a value that is found before "..."; at the end of a text, MinLen
)

// NewFinder returns a Finder of values, or Everything if they exceed the limits.
func NewFinder(values []string) *Finder {
	plain, inBase64 := patternSet{}, patternSet{}
	size := 0
	for i, value := range values {
		if size += len(value); i == maxValues || size > maxSize {
			return Everything
		}
		if len(value) < MinLen {
			continue
		}
		for _, text := range spellings(value) {
			plain.add(text)
			inBase64.addBase64(text)
		}
	}
	f := &Finder{plain: slices.Sorted(maps.Keys(plain)), base64: slices.Sorted(maps.Keys(inBase64))}
	for _, pattern := range slices.Concat(f.plain, f.base64) {
		f.begins[hash([]byte(pattern))] = true
	}
	return f
}

// A patternSet has each pattern once, however many values it is in.
type patternSet map[string]bool

// add adds the patterns of a text.
func (set patternSet) add(text string) {
	for ; len(text) > maxPattern; text = text[maxPattern-minElided:] {
		set[text[:maxPattern]] = true
	}
	if len(text) >= MinLen {
		set[text] = true
	}
}

// addBase64 adds the patterns of the characters that depend on a text alone in base64, if 0 to
// 2 bytes precede it in its group of three. Some bits of it may be in the characters around
// them.
func (set patternSet) addBase64(text string) {
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			encoded := encoding.EncodeToString([]byte("\x00\x00\x00"[:before] + text))
			set.add(encoded[(before*8+5)/6 : (before+len(text))*8/6])
		}
	}
}

// hash returns the place in Finder.begins of the first MinLen bytes of a text.
func hash(text []byte) uint32 {
	return binary.LittleEndian.Uint32(text) * 0x9E3779B1 >> 20
}

// A Span is text[Start:End].
type Span struct{ Start, End int }

// Find returns the spans of values, in order and not touching.
func (f *Finder) Find(text []byte) (found []Span) {
	switch {
	case f == Everything && len(text) > 0:
		return []Span{{0, len(text)}}
	case len(f.plain) == 0:
		return nil
	}
	var marks []byte // a 1 for each byte of a value, or nil if there is no value
	for _, kinds := range kindsOf(text) {
		var more []byte
		for _, reading := range slices.Backward(readings(text, kinds)) {
			more = f.mark(marksAsWritten(reading, more, kinds), reading)
		}
		if marks == nil {
			marks = more
			continue
		}
		for i, mark := range more {
			marks[i] |= mark
		}
	}
	for i, mark := range marks {
		if last := len(found) - 1; mark == 1 && last >= 0 && found[last].End == i {
			found[last].End++
		} else if mark == 1 {
			found = append(found, Span{i, i + 1})
		}
	}
	return found
}

// Mask returns a text with "…" in place of each value.
func (f *Finder) Mask(text string) string {
	var masked []byte
	end := 0
	for _, s := range f.Find([]byte(text)) {
		masked = append(masked, text[end:s.Start]+ellipsis...)
		end = s.End
	}
	return string(masked) + text[end:]
}

// mark marks the bytes of a text that are of a pattern, or of the beginning of one that is
// cut off. It returns the marks, which it makes if there are none. In base64, the characters
// around a pattern may have some bits of the value.
func (f *Finder) mark(marks, text []byte) []byte {
	for i := 0; i+MinLen <= len(text); i++ {
		if !f.begins[hash(text[i:])] { // fast path: most bytes
			continue
		}
		start, end := i, i+longest(f.plain, plainCut, text[i:])
		if size := longest(f.base64, base64Cut, text[i:]); size > 0 {
			end = max(end, i+size)
			if start > 0 && isBase64(text[start-1]) {
				start--
			}
			if end < len(text) && isBase64(text[end]) {
				end++
			}
		}
		if start < end && marks == nil {
			marks = make([]byte, len(text))
		}
		for ; start < end; start++ {
			marks[start] = 1
		}
	}
	return marks
}

func isBase64(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || strings.IndexByte("+/-_", c) >= 0
}

// longest returns the length of the longest pattern that a text begins with, or of the
// beginning of one that is cut off, with what cut matches after it.
func longest(patterns []string, cut *regexp.Regexp, text []byte) (size int) {
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
	reach := text[:min(len(text), begun+maxCut)]
	mayBeCut := len(reach) == len(text) || bytes.Contains(reach, []byte("...")) || bytes.Contains(reach, []byte(ellipsis)) // rarely
	for n := begun; mayBeCut && n > size && n >= MinLen; n-- {
		at := cut.FindSubmatchIndex(reach[n:])
		if at != nil && (n >= minElided || at[2] == at[3]) {
			return n + at[2]
		}
	}
	return size
}

// What is after a value that is cut off: first what may be left of an escape, also in another
// one, of a character, as U+FFFD, or of a group in base64; then an ellipsis, or the end of the
// text. In base64, a character before all this may have some bits of the value.
const (
	cutOff   = `(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3})?|&#?[0-9A-Za-z]{0,8}|={1,2}|\x{FFFD}){0,3}(\.\.\.|` + ellipsis + `|$)`
	maxCut   = 40 // bytes of all this, and more
	ellipsis = "…"
)

var (
	plainCut  = regexp.MustCompile(`^` + cutOff)
	base64Cut = regexp.MustCompile(`^[0-9A-Za-z+/_-]?` + cutOff)
)

// Package secrets decides by their names which parameters, headers and members are
// secret, and finds their values in texts, in any spelling.
//
//	names.go      which names are secret
//	values.go     the secret values in URLs, forms and headers
//	finder.go     finds values in a text
//	reading.go    texts with escapes undone
//	spellings.go  a value in all charsets and in base64
//	automaton.go  finds many patterns in linear time
package secrets

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// The limits of a Finder: the number of values, the bytes of one value, and the bytes of
// all spellings. The automaton takes up to 48 bytes of memory per byte of a spelling.
const (
	maxValues   = 1 << 10
	maxValue    = 64 << 10
	maxSpelling = 2 << 20
)

// A Finder finds values of MinLen bytes or more in texts: unescaped, escaped once or twice
// as in HTML, XML, URLs and JSON, in base64, and in all charsets of the server. It also
// finds the beginning of a value at the end of a text, or before "...". Find is linear in
// the text, whatever the values.
type Finder struct {
	patterns  []pattern       // sorted
	begins    [1 << 10]uint64 // a set of hashes of the first MinLen bytes of each pattern
	reach     int             // the longest that a value may be in a text, in bytes
	tooMany   bool
	automaton func() *automaton // of the patterns, built when it is first needed
}

const (
	maxEscaped = 16        // usual limit of the bytes that escape one byte
	pieceSize  = 256 << 10 // bytes of a text in which escapes are undone at once

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
		if i == maxValues || len(value) > maxValue || size > maxSpelling {
			return &Finder{tooMany: true}
		}
		if len(value) < MinLen {
			continue
		}
		known := len(f.patterns)
		f.patterns = appendSpellings(f.patterns, value)
		for _, p := range f.patterns[known:] {
			size += len(p.text)
		}
		f.reach = max(f.reach, 2*len(value)*maxEscaped)
	}
	slices.SortFunc(f.patterns, func(a, b pattern) int { return strings.Compare(a.text, b.text) })
	for _, p := range f.patterns {
		word, bit := hash([]byte(p.text))
		f.begins[word] |= bit
	}
	f.automaton = sync.OnceValue(func() *automaton { return newAutomaton(f.patterns) })
	return f
}

// TooMany reports whether the values exceed the limits.
func (f *Finder) TooMany() bool { return f.tooMany }

// Find returns the spans of values, in order and not overlapping.
func (f *Finder) Find(text []byte) (found []Span) {
	switch {
	case f.tooMany && len(text) > 0:
		return []Span{{0, len(text)}}
	case len(f.patterns) == 0:
		return nil
	}
	for from, size := 0, max(pieceSize, 4*f.reach); ; from += size - f.reach {
		to := min(len(text), from+size)
		reading{text: text[from:to]}.each(2, func(r reading) {
			for _, s := range f.in(r, to == len(text)) {
				found = append(found, Span{from + s.Start, from + s.End})
			}
		})
		if to == len(text) {
			return joined(found)
		}
	}
}

// joined sorts spans, and joins those that touch.
func joined(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	apart := spans[:0]
	for _, s := range spans {
		if n := len(apart); n > 0 && apart[n-1].End >= s.Start {
			apart[n-1].End = max(apart[n-1].End, s.End)
		} else {
			apart = append(apart, s)
		}
	}
	return apart
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
func hash(text []byte) (word uint32, bit uint64) {
	sum := binary.LittleEndian.Uint32(text) * 0x9E3779B1
	return sum >> 22, 1 << (sum >> 16 & 63)
}

// beginning returns the first offset, of at least from, at which a text has the first
// MinLen bytes of a pattern, or the text's length.
func (f *Finder) beginning(text []byte, from int) int {
	for i := from; i+MinLen <= len(text); i++ {
		if word, bit := hash(text[i:]); f.begins[word]&bit == 0 { // fast path: most bytes
			continue
		}
		first := string(text[i : i+MinLen])
		if _, ok := slices.BinarySearchFunc(f.patterns, first, func(p pattern, first string) int { return strings.Compare(p.text[:MinLen], first) }); ok {
			return i
		}
	}
	return len(text)
}

// in returns the spans of values in a reading, and of beginnings of values that are cut off.
// isEnd says that the text ends where the reading does.
func (f *Finder) in(r reading, isEnd bool) (found []Span) {
	var a *automaton
	at := int32(0)
	for i := 0; i < len(r.text); i++ {
		if at == 0 {
			if i = f.beginning(r.text, i); i == len(r.text) {
				break
			}
			a = f.automaton()
		}
		at = a.next(at, r.text[i])
		n := a.nodes[at]
		if n.match > 0 {
			start, end := i+1-int(n.match), i+1
			if n.before && start > 0 && isBase64(r.text[start-1]) {
				start--
			}
			if n.after && end < len(r.text) && isBase64(r.text[end]) {
				end++
			}
			found = append(found, r.span(start, end))
		}
		if n.depth >= minCut && n.match < n.depth {
			if size := cutOff(r.text[i+1:], n, isEnd); size >= 0 {
				found = append(found, r.span(i+1-int(n.depth), i+1+size))
			}
		}
	}
	return found
}

func isBase64(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || strings.IndexByte("+/-_", c) >= 0
}

// ends and ends64 match the end of a value that is cut off: first what may be left of an
// escape, also in another one, or of a group in base64; then the end of the text, or an
// ellipsis.
var (
	ends   = regexp.MustCompile(`^((?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3})?|&#?[0-9A-Za-z]{0,8}){0,2})($|\.\.\.|…)`)
	ends64 = regexp.MustCompile(`^([0-9A-Za-z+/_-]?={0,2})($|\.\.\.|…)`)
)

// maxCutEscape bounds what is left of escapes and the ellipsis after them, in bytes.
const maxCutEscape = 32

// cutOff returns how many bytes of the text after a prefix belong to it because the value is
// cut off there, or -1 if it is not.
func cutOff(after []byte, n node, isEnd bool) int {
	if len(after) > maxCutEscape {
		if after = after[:maxCutEscape]; !bytes.Contains(after, []byte("...")) && !bytes.Contains(after, []byte(ellipsis)) {
			return -1 // fast path: nearly all texts
		}
	}
	for _, end := range []*regexp.Regexp{ends, ends64} {
		at := end.FindSubmatchIndex(after)
		isElided := at != nil && at[4] < at[5]
		switch {
		case at == nil, end == ends64 && !n.isBase64:
		case isElided && n.depth >= minElided, !isElided && isEnd:
			return at[3]
		}
	}
	return -1
}

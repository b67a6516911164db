// Package secrets decides by their names which parameters, headers and members are
// secret, and finds their values in texts, in any spelling.
//
//	names.go       which names are secret
//	parameters.go  the parameters of forms
//	values.go      the secret values in URLs, forms and headers
//	reading.go     texts with escapes undone
//	spellings.go   a value in all charsets and in base64
//	automaton.go   finds many patterns in linear time
//	spans.go       parts of a text
//	finder.go      finds values in a text
package secrets

import (
	"bytes"
	"regexp"
	"slices"
	"sync"
)

// The limits of a Finder: the number of values, the bytes of one value, and the bytes of
// all spellings. The automaton takes up to 28 bytes of memory per byte of a spelling.
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
	patterns  []string
	reach     int // the longest that a value may be in a text, in bytes
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
		if len(value) >= MinLen {
			for _, spelling := range spellings(value) {
				f.patterns = append(f.patterns, spelling)
				size += len(spelling)
			}
			f.reach = max(f.reach, 2*len(value)*maxEscaped)
		}
	}
	slices.Sort(f.patterns)
	f.patterns = slices.Compact(f.patterns)
	f.automaton = sync.OnceValue(func() *automaton { return newAutomaton(f.patterns) })
	return f
}

// TooMany reports whether the values exceed the limits.
func (f *Finder) TooMany() bool { return f.tooMany }

// Find returns the spans of values, in order and not overlapping.
func (f *Finder) Find(text []byte) []Span {
	switch {
	case f.tooMany && len(text) > 0:
		return []Span{{0, len(text)}}
	case len(f.patterns) == 0:
		return nil
	}
	hasEscapes := bytes.ContainsAny(text, escapeMarks)
	if !hasEscapes && !f.mayFind(text) {
		return nil
	}
	found := f.in(nil, reading{text: text}, true)
	if !hasEscapes {
		return found
	}
	for from, size := 0, max(pieceSize, 4*f.reach); ; from += size - f.reach {
		to := min(len(text), from+size)
		reading{text: text[from:to]}.each(2, func(r reading) {
			if r.at == nil {
				return
			}
			for _, s := range f.in(nil, r, to == len(text)) {
				found = append(found, Span{from + s.Start, from + s.End})
			}
		})
		if to == len(text) {
			return apart(found)
		}
	}
}

// mayFind reports whether a text has the pairs of bytes that some pattern begins with.
// Most texts do not, and need no automaton.
func (f *Finder) mayFind(text []byte) bool {
	var pairs bytePairs
	for i := 1; i < len(text); i++ {
		pairs.add(text[i-1], text[i])
	}
	return slices.ContainsFunc(f.patterns, func(p string) bool {
		return pairs.has(p[0], p[1]) && pairs.has(p[1], p[2]) && pairs.has(p[2], p[3])
	})
}

// Mask returns a text with "…" in place of each value.
func (f *Finder) Mask(text string) string {
	var masked []byte
	end := 0
	for _, s := range f.Find([]byte(text)) {
		masked = append(append(masked, text[end:s.Start]...), ellipsis...)
		end = s.End
	}
	return string(append(masked, text[end:]...))
}

// cutEscape matches an incomplete escape at the end of a text that is cut off.
var cutEscape = regexp.MustCompile(`(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3})?|&#?[0-9A-Za-z]{0,8})$`)

// in appends the spans of values in a reading. At the end of the text, which may be cut
// off, it also appends prefixes of values.
func (f *Finder) in(found []Span, r reading, isEnd bool) []Span {
	text, a := r.text, f.automaton()
	cut := len(text) - len(cutEscape.Find(text[max(0, len(text)-maxEscaped):]))
	at := int32(0)
	for i, c := range text {
		if at == 0 { // fast path: most bytes
			if i+1 < len(text) && a.pairs.has(c, text[i+1]) {
				at = a.root[c]
			}
			continue
		}
		depth := a.nodes[at].depth
		if depth >= minElided && c == '.' && bytes.HasPrefix(text[i:], []byte("...")) ||
			depth >= minElided && c == ellipsis[0] && bytes.HasPrefix(text[i:], []byte(ellipsis)) ||
			depth >= minCut && i == cut && isEnd {
			s := r.span(i-int(depth), i)
			if i == cut && a.nodes[at].match < depth {
				s.End = r.written(len(text)) // includes the incomplete escape
			}
			found = push(found, s)
		}
		at = a.next(at, c)
		if n := int(a.nodes[at].match); n > 0 {
			found = push(found, r.span(i+1-n, i+1))
		}
	}
	if depth := int(a.nodes[at].depth); depth >= minCut && isEnd {
		found = push(found, r.span(len(text)-depth, len(text)))
	}
	return found
}

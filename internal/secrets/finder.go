package secrets

import (
	"regexp"
	"slices"
	"sort"
	"strings"
)

// A Finder finds values in texts, in all charsets, as they are or escaped as in HTML,
// URLs and JSON, twice at most. It takes time for a text as it is long.
type Finder struct {
	values []string // sorted
	prefix []int    // of each value the longest other one that it begins with, or -1
	starts [256]bool
	reach  int // how long a value may be in a text
}

const (
	// maxCompared is what is compared at any place. A longer value is taken for found
	// where it begins so, as far as it goes on.
	maxCompared = 256
	maxEscaped  = 16       // bytes that a byte is escaped by
	pieceSize   = 64 << 10 // of a text in which escapes are undone
)

// NewFinder makes a Finder of the values that have so many bytes.
func NewFinder(minLen int, values ...string) *Finder {
	f := &Finder{reach: maxCompared * maxEscaped}
	for _, value := range spellings(values) {
		if len(value) < minLen {
			continue
		}
		before := len(f.values) - 1
		for before >= 0 && !strings.HasPrefix(value, compared(f.values[before])) {
			before = f.prefix[before]
		}
		f.values = append(f.values, value)
		f.prefix = append(f.prefix, before)
		f.starts[value[0]] = true
		f.reach = max(f.reach, len(value)*maxEscaped)
	}
	return f
}

func compared(value string) string { return value[:min(len(value), maxCompared)] }

// Find gives where values are, in order and apart.
func (f *Finder) Find(text string) []Span { return apart(f.find(nil, text)) }

func (f *Finder) find(found []Span, text string) []Span {
	if len(f.values) == 0 {
		return found
	}
	found = f.in(found, reading{text: text})
	if !strings.ContainsAny(text, `&%+\`) {
		return found
	}
	eachPiece(text, max(pieceSize, 4*f.reach), f.reach, func(piece string, from int) {
		reading{text: piece}.each(2, func(r reading) {
			if r.at == nil {
				return
			}
			n := len(found)
			found = f.in(found, r)
			for i := n; i < len(found); i++ {
				found[i].Start += from
				found[i].End += from
			}
		})
	})
	return found
}

// eachPiece calls f with pieces of a text that share so many bytes with the next, and
// where they begin.
func eachPiece(text string, size, shared int, f func(piece string, from int)) {
	for from := 0; ; from += size - shared {
		to := min(len(text), from+size)
		f(text[from:to], from)
		if to == len(text) {
			return
		}
	}
}

// in appends where values are in a reading.
func (f *Finder) in(found []Span, r reading) []Span {
	text := r.text
	long := 0 // where a long value ends
	for at := 0; at < len(text); at++ {
		if !f.starts[text[at]] {
			continue
		}
		// What the text goes on with is between two values, and the first has all in
		// it that the text begins with.
		here := compared(text[at:])
		i := sort.Search(len(f.values), func(i int) bool { return compared(f.values[i]) > here }) - 1
		for i >= 0 && !strings.HasPrefix(here, compared(f.values[i])) {
			i = f.prefix[i]
		}
		if i < 0 {
			continue
		}
		end := at + len(compared(f.values[i]))
		for ; i >= 0 && len(f.values[i]) > maxCompared && at >= long; i = f.prefix[i] {
			end = max(end, at+common(f.values[i], text[at:]))
		}
		if end > at+maxCompared {
			long = end
		}
		found = append(found, r.span(at, end))
	}
	return found
}

const (
	// minCut is how much of a value has to be there to be known for its beginning.
	minCut = 4
	// maxCut bounds how far from its end a text is looked at.
	maxCut = 4 << 10
)

// cutEscape is the beginning of an escape, where a text is cut off.
var cutEscape = regexp.MustCompile(`(?:%[0-9A-Fa-f]?|\\(?:u[0-9A-Fa-f]{0,3})?|&#?[0-9A-Za-z]{0,8})$`)

// CutOff finds the beginning of a value at the very end of a text that may have been
// cut off there.
func (f *Finder) CutOff(text string) (cut Span, ok bool) {
	from := max(0, len(text)-maxCut)
	end := text[from:]
	cut = Span{len(text), len(text)}
	reading{text: end}.each(2, func(r reading) {
		for _, text := range []string{r.text, cutEscape.ReplaceAllString(r.text, "")} {
			for _, value := range f.values {
				for n := min(len(value)-1, len(text)); n >= minCut; n-- {
					if strings.HasSuffix(text, value[:n]) {
						cut.Start = min(cut.Start, from+r.written(len(text)-n))
						break
					}
				}
			}
		}
	})
	return cut, cut.Start < cut.End
}

// common gives how long a beginning two texts share.
func common(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// apart puts spans in order, and joins those that touch.
func apart(found []Span) []Span {
	slices.SortFunc(found, func(a, b Span) int { return a.Start - b.Start })
	joined := found[:0]
	for _, s := range found {
		if n := len(joined); n > 0 && s.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, s.End)
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

package smscodec

import (
	"bytes"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/block"
)

// The layout of lists, made from the tables of the vendor's page.
//
// All rows of a documented list are the same text, but for the name and the digits of
// the codes. So a row is written by copying that text and setting the digits, and read
// by comparing all bytes but the digits. Rows in any other layout are written and read
// member by member.
//
// A layout is how a list is written; the skeleton in it is how its rows are read. Those
// of a request are found by layoutsOf, in skeleton.go.

// A layout is that of a list in one format.
type layout struct {
	listLayout
	skeleton
	opening       string // head and first row, up to the first name or code
	before, after rowPart
	gapText       []byte // of the skeleton's gap
	lineFeeds     int    // in gapText: the lines of a row
}

// A rowPart is the text of a row before or after its name.
type rowPart struct {
	text   []byte
	digits []int // offsets of the codes
}

// A layoutTable has the layouts of each Format, the documented one first.
type layoutTable [len(formats)][]*layout

// of returns the layout that the beginning of a list fits best, or nil if there is none.
func (t *layoutTable) of(format Format, list []byte) *layout {
	if t == nil {
		return nil
	}
	for _, l := range t[format] {
		if len(list) >= len(l.opening) && string(list[:len(l.opening)]) == l.opening {
			return l
		}
	}
	return t[format][0]
}

// newLayoutTable returns the layouts of rows with these codes, or nil if there are too
// many.
func newLayoutTable(kind rowKind, codes ...Operator) *layoutTable {
	if len(codes) > block.MaxDigits {
		return nil
	}
	var table layoutTable
	for format := range formats {
		for _, list := range formats[format].lists {
			table[format] = append(table[format], newLayout(&formats[format], list, kind, codes))
		}
	}
	return &table
}

func newLayout(f *formatPage, list listLayout, kind rowKind, codes []Operator) *layout {
	code := list.codes[kind]
	before, after, _ := strings.Cut(list.row, aName)
	l := &layout{listLayout: list, before: newRowPart(before, code, codes), after: newRowPart(after, code, codes)}
	opening := l.before.text
	if len(l.before.digits) > 0 {
		opening = opening[:l.before.digits[0]]
	}
	l.opening = list.head + string(opening)
	l.gapText = slices.Concat(l.after.text, []byte(list.separator), l.before.text)
	l.lineFeeds = bytes.Count(l.gapText, []byte{'\n'})
	l.skeleton = newSkeleton(f.alphabet, l.before, list.separator, l.after, codeBounds[kind])
	if f.lines {
		l.trail += len(list.separator) // a line's end is part of it
	} else {
		l.between = list.separator
	}
	return l
}

// newRowPart returns a part of a row with its codes.
func newRowPart(text, code string, codes []Operator) rowPart {
	before, after, hasCodes := strings.Cut(text, theCodes)
	p := rowPart{text: []byte(before)}
	if hasCodes {
		for _, op := range codes {
			name, rest, _ := strings.Cut(code, aCode)
			p.text = append(p.text, strings.Replace(name, anOperator, string(op), 1)...)
			p.digits = append(p.digits, len(p.text))
			p.text = append(p.text, aCode+rest...)
		}
	}
	p.text = append(p.text, after...)
	return p
}

// A skeleton is what the rows of a list have in common.
type skeleton struct {
	alphabet block.Alphabet // of names
	between  string         // before the lead of every row but the first
	lead     block.Pattern  // of a row, up to its name
	gap      block.Pattern  // from the end of a name: the trail of its row, between, and the lead of the next row
	trail    int            // size of the trail
	inTrail  int            // codes in the trail
}

// newSkeleton returns the skeleton of rows with these parts before and after their
// names, and codes below the bound.
func newSkeleton(alphabet block.Alphabet, before rowPart, separator string, after rowPart, bound int) skeleton {
	gap := slices.Concat(after.text, []byte(separator), before.text)
	digits := slices.Clone(after.digits)
	for _, at := range before.digits {
		digits = append(digits, len(gap)-len(before.text)+at)
	}
	return skeleton{
		alphabet: alphabet,
		lead:     block.NewPattern(before.text, before.digits, bound),
		gap:      block.NewPattern(gap, digits, bound),
		trail:    len(after.text),
		inTrail:  len(after.digits),
	}
}

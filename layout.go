package smscodec

import (
	"slices"
	"strings"
)

// How a row is laid out: in each the text is the same, but for the name and the
// digits of the codes. So a row is written by copying the text and putting the
// digits in, and read by comparing all but the digits. What is laid out otherwise
// is written and read member by member.

// A layout is that of a list.
type layout struct {
	skeleton
	head, tail    []byte
	separator     string // between two rows
	before, after rowPart
	gapText       []byte // of the skeleton's gap
}

// A rowPart is what a row has before or behind its name.
type rowPart struct {
	text   []byte
	digits []uint8
}

// A layoutTable has a layout for each Format, and one more; nil where rows would be
// too large.
type layoutTable [JSON + 2]*layout

// of gives the layout that a list in a format may well have by its beginning, nil
// if there is none.
func (t *layoutTable) of(format Format, list []byte) *layout {
	if t == nil {
		return nil
	}
	if format == JSON && len(list) > 2 && list[2] == '"' {
		format = compactJSON
	}
	return t[format]
}

// newLayoutTable gives the layouts of rows with codes below a bound.
func newLayoutTable(codes [JSON + 2]string, bound int, operators ...Operator) *layoutTable {
	var table layoutTable
	for format, row := range rowLayouts {
		before, after, _ := strings.Cut(row, aName)
		l := &layout{
			head:      []byte(listParts[format][0]),
			tail:      []byte(listParts[format][1]),
			separator: separators[format],
			before:    newRowPart(before, codes[format], operators),
			after:     newRowPart(after, codes[format], operators),
		}
		l.gapText = slices.Concat(l.after.text, []byte(l.separator), l.before.text)
		l.alphabet = Format(min(format, int(JSON))).alphabet()
		if !l.set(l.after, l.separator, l.before, bound) {
			continue
		}
		if format <= int(CSV) {
			l.trail += len(l.separator) // the end of a line is its own
		} else {
			l.between = l.separator
		}
		table[format] = l
	}
	return &table
}

// newRowPart gives a part of a row with its codes.
func newRowPart(text, code string, operators []Operator) rowPart {
	before, after, hasCodes := strings.Cut(text, theCodes)
	p := rowPart{text: []byte(before)}
	if hasCodes {
		for _, op := range operators {
			name, digit, _ := strings.Cut(code, aCode)
			p.text = append(p.text, strings.Replace(name, anOperator, string(op), 1)...)
			p.digits = append(p.digits, uint8(len(p.text)))
			p.text = append(p.text, aCode+digit...)
		}
	}
	p.text = append(p.text, after...)
	return p
}

type skeleton struct {
	alphabet alphabet // of the names
	between  string   // stands before the lead of a row that is not the first
	lead     pattern  // of a row, up to its name
	gap      pattern  // from a name's end: the rest of the row, which is its trail, and what leads to the next name
	trail    int      // its size
	inTrail  int      // the codes there
}

// set reports whether the parts of a row are small enough for a skeleton.
func (k *skeleton) set(after rowPart, separator string, before rowPart, bound int) bool {
	k.trail, k.inTrail = len(after.text), len(after.digits)
	start := k.trail + len(separator)
	size := start + len(before.text)
	if size > maxPattern || k.inTrail+len(before.digits) > maxPacked {
		return false
	}
	var text, digits [maxPattern]byte
	copy(text[:], after.text)
	copy(text[k.trail:], separator)
	copy(text[start:], before.text)
	copy(digits[:], after.digits)
	for i, at := range before.digits {
		digits[k.inTrail+i] = uint8(start) + at
	}
	k.gap.set(text[:size], digits[:k.inTrail+len(before.digits)], bound)
	k.lead.set(before.text, before.digits, bound)
	return true
}

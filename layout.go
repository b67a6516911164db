package smscodec

import (
	"encoding/binary"
	"slices"
	"strings"
)

// How a row is laid out: in each the text is the same, but for the name and the
// digits of the codes. So a row is written by copying the text and putting the
// digits in, and read by comparing all but the digits. What is laid out otherwise
// is written and read member by member.

// A pattern is a text in which digits stand for codes. Data is compared with it
// eight bytes at a time. All documented codes are one digit, so the mask lets that
// be any of 0 to 3 or of 0 to 7: codes that all bits are set in, 3 or 7, are none.
type pattern struct {
	size   int
	words  [maxPattern / 8]struct{ text, mask uint64 }
	digits [maxPacked]uint8 // where they stand, the last one first
	codes  int
	unused packedStatuses // the bits of codes that a digit from 0 to 3 has not
}

// maxPattern is as far as a uint8 reaches.
const maxPattern = 256

// set makes it the pattern of a text with digits, each below a bound. It reports
// whether the text is small enough.
func (p *pattern) set(text []byte, digits []uint8, bound int) bool {
	if len(text) > maxPattern || len(digits) > maxPacked {
		return false
	}
	*p = pattern{size: len(text), codes: len(digits), unused: lowestBits * packedStatuses(1<<packedBits-1-bound)}
	for i, c := range text {
		w := &p.words[i/8]
		w.text |= uint64(c) << (i % 8 * 8)
		w.mask |= 0xFF << (i % 8 * 8)
	}
	for i, at := range digits {
		w, shift := &p.words[at/8], at%8*8
		w.text &^= uint64(bound) << shift
		w.mask &^= uint64(bound) << shift
		p.digits[len(digits)-1-i] = at
	}
	return true
}

// match reports whether data begins as the pattern does, to a size and with as many
// documented codes, and gives these.
func (p *pattern) match(data []byte, size, codes int) (packed packedStatuses, ok bool) {
	if len(data) < size {
		return 0, false
	}
	diff := uint64(0)
	full := size / 8
	for i := range p.words[:full] {
		w := &p.words[i]
		diff |= (binary.LittleEndian.Uint64(data[8*i:]) ^ w.text) & w.mask
	}
	if n := size % 8; n > 0 {
		w := &p.words[full]
		diff |= (loadUpTo8(data[8*full:], n) ^ w.text) & w.mask & (1<<(8*n) - 1)
	}
	if diff != 0 {
		return 0, false
	}
	for _, at := range p.digits[p.codes-codes : p.codes] {
		packed = packed<<packedBits | packedStatuses(data[at]&(1<<packedBits-1))
	}
	all := packed | p.unused
	return packed, all&(all>>1)&(all>>2)&lowestBits == 0
}

// loadUpTo8 gives a word of the first n bytes of b; what is above them is
// anything.
func loadUpTo8(b []byte, n int) (x uint64) {
	if len(b) >= 8 {
		return binary.LittleEndian.Uint64(b)
	}
	for i, c := range b[:n] {
		x |= uint64(c) << (8 * i)
	}
	return x
}

// A layout is that of a list.
type layout struct {
	skeleton
	head, tail    string
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

const compactJSON = JSON + 1 // without white space

// The rows, with what stands for the name and the codes, and these, with what
// stands for an operator.
var (
	rowLayouts    = [...]string{plainLayout, csvLayout, xmlLayout, jsonLayout, compactJSONLayout}
	statusLayouts = [...]string{plainCode, csvCode, xmlCode, jsonStatus, compactJSONStatus}
	columnLayouts = [...]string{plainCode, csvCode, xmlCode, jsonColumn, compactJSONColumn}
	separators    = [...]string{"\n", "\n", "\n", ",\n", ","}
	listParts     = [...][2]string{XML: {"<" + keyList + ">\n", "\n</" + keyList + ">"}, JSON: {"[", "]"}, compactJSON: {"[", "]"}}
)

const (
	aName      = "$name"
	theCodes   = "$codes"
	aCode      = "0"
	anOperator = "$operator"
)

var (
	nameTable   = newLayoutTable(columnLayouts, len(registrationTexts))
	statusTable = newLayoutTable(statusLayouts, len(statusTexts), keyStatus)
)

// layoutsOf gives the layouts of the rows asked for, nil if the columns have none.
func layoutsOf(req Request, columns *Columns) *layoutTable {
	switch {
	case req.All:
		return statusTable
	case req.Operators:
		return columns.layouts
	}
	return nameTable
}

// newLayoutTable gives the layouts of rows with codes below a bound.
func newLayoutTable(codes [JSON + 2]string, bound int, operators ...Operator) *layoutTable {
	var table layoutTable
	for format, row := range rowLayouts {
		before, after, _ := strings.Cut(row, aName)
		l := &layout{
			head: listParts[format][0], tail: listParts[format][1], separator: separators[format],
			before: newRowPart(before, codes[format], operators),
			after:  newRowPart(after, codes[format], operators),
		}
		l.gapText = slices.Concat(l.after.text, []byte(l.separator), l.before.text)
		l.alphabet = Format(min(format, int(JSON))).alphabet()
		lines := format <= int(CSV)
		if l.set(l.after, l.separator, l.before, bound) {
			if lines {
				l.trail += len(l.separator)
			} else {
				l.between = l.separator
			}
			table[format] = l
		}
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

// bound is that of the documented codes.
func (r Request) bound() int {
	if r.All {
		return len(statusTexts)
	}
	return len(registrationTexts)
}

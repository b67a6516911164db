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
// many bytes at a time. All documented codes are one digit, so the masks let that
// be any of 0 to 3 or of 0 to 7: codes that all bits are set in, 3 or 7, are none.
type pattern struct {
	size   int
	blocks [maxPattern / blockSize]block // behind its size, a pattern fits anything
	digits [maxPacked]uint8              // where they stand, the last one first
	codes  int
	unused packedStatuses // the bits of codes that a digit from 0 to 3 has not

	everyOther packedStatuses // if it is one block with the digits in every other byte, as in CSV: the bits of codes, otherwise 0
}

// A block is four words, so that there is one bound to be checked for all.
type block struct{ text, mask [4]uint64 }

const (
	maxPattern = 256 // as far as a uint8 reaches
	blockSize  = 32
)

// set makes it the pattern of a text with digits, each below a bound. The text has
// to be small enough.
func (p *pattern) set(text []byte, digits []uint8, bound int) {
	*p = pattern{size: len(text), codes: len(digits), unused: lowestBits * packedStatuses(1<<packedBits-1-bound)}
	at := func(i int) (text, mask *uint64, shift int) {
		b := &p.blocks[i/blockSize]
		word := i % blockSize / 8
		return &b.text[word], &b.mask[word], i % 8 * 8
	}
	for i, c := range text {
		text, mask, shift := at(i)
		*text |= uint64(c) << shift
		*mask |= 0xFF << shift
	}
	for i, digit := range digits {
		text, mask, shift := at(int(digit))
		*text &^= uint64(bound) << shift
		*mask &^= uint64(bound) << shift
		p.digits[len(digits)-1-i] = digit
	}
	if len(text) <= blockSize && len(digits) > 2 && inEveryOther(digits) { // fewer are quickly packed one by one
		p.everyOther = 1<<(packedBits*len(digits)) - 1
	}
}

// inEveryOther reports whether digits are the bytes 1, 3, 5 and so on.
func inEveryOther(digits []uint8) bool {
	for i, at := range digits {
		if at != uint8(2*i+1) {
			return false
		}
	}
	return true
}

// packEveryOther packs the digits in every other byte of a block. Of each word, a
// multiplication puts the four side by side into the highest bits.
func packEveryOther(data *[blockSize]byte) (packed packedStatuses) {
	const (
		digits     = (1<<packedBits - 1) * 0x0100_0100_0100_0100
		sideBySide = 1<<40 | 1<<27 | 1<<14 | 1<<1
		four       = 4 * packedBits
	)
	w0, w1 := binary.LittleEndian.Uint64(data[:]), binary.LittleEndian.Uint64(data[8:])
	w2, w3 := binary.LittleEndian.Uint64(data[16:]), binary.LittleEndian.Uint64(data[24:])
	return packedStatuses(w0&digits*sideBySide>>48 | w1&digits*sideBySide>>48<<four |
		w2&digits*sideBySide>>48<<(2*four) | w3&digits*sideBySide>>48<<(3*four))
}

// match reports whether data begins as the pattern does, with documented codes,
// and gives these.
func (p *pattern) match(data []byte) (codes packedStatuses, ok bool) {
	if len(data) < maxPattern {
		return p.matchStart(data, p.size, p.codes)
	}
	// No digit can be outside of the window, so packed has no bounds to check here. The
	// loop is that of fit, which as a call takes a tenth longer.
	window, diff := (*[maxPattern]byte)(data), uint64(0)
	for i := range p.blocks[:(p.size+blockSize-1)/blockSize] {
		diff |= p.blocks[i].diff((*[blockSize]byte)(window[blockSize*i:]))
	}
	if diff != 0 {
		return 0, false
	}
	return p.packed(window[:], p.codes)
}

// matchStart is match for the start of the pattern, to a size and with as many
// codes.
func (p *pattern) matchStart(data []byte, size, codes int) (packed packedStatuses, ok bool) {
	whole := size / blockSize
	if len(data) < size || !fit(p.blocks[:whole], data) {
		return 0, false
	}
	if whole < len(p.blocks) {
		// What is behind the size is as it should be.
		last, rest := &p.blocks[whole], [blockSize]byte{}
		for i, text := range last.text {
			binary.LittleEndian.PutUint64(rest[8*i:], text)
		}
		copy(rest[:size-blockSize*whole], data[blockSize*whole:])
		if last.diff(&rest) != 0 {
			return 0, false
		}
	}
	return p.packed(data, codes)
}

// fit reports whether data, which is no shorter, begins as blocks do.
func fit(blocks []block, data []byte) bool {
	diff := uint64(0)
	for i := range blocks {
		diff |= blocks[i].diff((*[blockSize]byte)(data[blockSize*i:]))
	}
	return diff == 0
}

// packed gives the first codes of data that fits, and whether all are documented.
func (p *pattern) packed(data []byte, codes int) (packed packedStatuses, ok bool) {
	for _, at := range p.digits[p.codes-codes : p.codes] {
		packed = packed<<packedBits | packedStatuses(data[at]&(1<<packedBits-1))
	}
	return packed, p.documented(packed)
}

// documented reports whether codes are all below the bound.
func (p *pattern) documented(packed packedStatuses) bool {
	all := packed | p.unused
	return all&(all>>1)&(all>>2)&lowestBits == 0
}

// diff gives the bits that data differs in.
func (b *block) diff(data *[blockSize]byte) uint64 {
	return (binary.LittleEndian.Uint64(data[:])^b.text[0])&b.mask[0] |
		(binary.LittleEndian.Uint64(data[8:])^b.text[1])&b.mask[1] |
		(binary.LittleEndian.Uint64(data[16:])^b.text[2])&b.mask[2] |
		(binary.LittleEndian.Uint64(data[24:])^b.text[3])&b.mask[3]
}

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

// bound is that of the documented codes.
func (r Request) bound() int {
	if r.All {
		return len(statusTexts)
	}
	return len(registrationTexts)
}

package smscodec

import "strings"

// How a row is laid out: in each the text is the same, but for the name and the
// digits of the codes. So a row is written by copying the text and putting the
// digits in, and read by putting those of the data in and comparing. What is laid
// out otherwise is written and read member by member.

// A pattern is a text in which digits stand for codes.
type pattern struct {
	text   []byte  // at most maxPattern
	digits []uint8 // where they stand
}

// maxPattern is as far as a uint8 reaches, so that no bounds are checked below.
const maxPattern = 256

// fit puts the digits of data into a text of a size and reports whether data then
// begins with it, and all are codes below a bound, which is one less than a power
// of two.
func fit(text *[maxPattern]byte, size int, digits []uint8, data, codes []byte, bound int) bool {
	if len(data) < size {
		return false
	}
	data = data[:size]
	codes = codes[:len(digits)]
	beyond := byte(0)
	for i, at := range digits {
		c := data[at]
		text[at] = c
		code := c - '0'
		codes[i] = code
		beyond |= code | (code + 1)
	}
	return int(beyond) <= bound && string(data) == string(text[:size])
}

// put puts the digits of codes into a copy of the text.
func (p *pattern) put(text []byte, codes string) {
	digits := p.digits[:len(codes)]
	if len(text) >= maxPattern {
		text := (*[maxPattern]byte)(text)
		for i, at := range digits {
			text[at] = '0' + codes[i]
		}
		return
	}
	for i, at := range digits {
		text[at] = '0' + codes[i]
	}
}

// allBelow reports whether all codes are below a bound, which is one less than a
// power of two.
func allBelow(codes string, bound int) bool {
	beyond := uint64(0)
	for ; len(codes) >= 8; codes = codes[8:] {
		x := load8(codes)
		beyond |= x | (x + eachByte)
	}
	for i := range len(codes) {
		beyond |= uint64(codes[i] | (codes[i] + 1))
	}
	return beyond&^(uint64(bound)*eachByte) == 0
}

// A layout is that of a row.
type layout struct {
	before, after pattern // the name
	between       string  // two rows
}

// A layoutTable has a layout for each Format, and one more.
type layoutTable [JSON + 2]layout

const compactJSON = JSON + 1 // without white space

// The rows, with what stands for the name and the codes, and these, with what
// stands for an operator.
var (
	rowLayouts    = [...]string{plainLayout, csvLayout, xmlLayout, jsonLayout, compactJSONLayout}
	statusLayouts = [...]string{plainCode, csvCode, xmlCode, jsonStatus, compactJSONStatus}
	columnLayouts = [...]string{plainCode, csvCode, xmlCode, jsonColumn, compactJSONColumn}
	betweenRows   = [...]string{"\n", "\n", "\n", ",\n", ","}
)

const (
	aName      = "$name"
	theCodes   = "$codes"
	aCode      = "0"
	anOperator = "$operator"
)

var (
	nameTable   = newLayoutTable(columnLayouts)
	statusTable = newLayoutTable(statusLayouts, keyStatus)
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

// newLayoutTable gives nil if a part of a row is too large.
func newLayoutTable(codes [JSON + 2]string, operators ...Operator) *layoutTable {
	var table layoutTable
	for format, row := range rowLayouts {
		before, after, _ := strings.Cut(row, aName)
		table[format] = layout{
			before:  newPattern(before, codes[format], operators),
			after:   newPattern(after, codes[format], operators),
			between: betweenRows[format],
		}
		if max(len(table[format].before.text), len(table[format].after.text)) > maxPattern {
			return nil
		}
	}
	return &table
}

// newPattern gives a part of a row with its codes.
func newPattern(text, code string, operators []Operator) pattern {
	before, after, hasCodes := strings.Cut(text, theCodes)
	p := pattern{text: []byte(before)}
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

// documented takes the codes of a row at an offset if they are laid out as in a
// pattern, and gives the end of it.
func (d *decoder) documented(p pattern, at int, s *Sender) (end int, ok bool) {
	row := &d.gathered
	var text [maxPattern]byte
	if !fit(&text, copy(text[:], p.text), p.digits, d.data[at:], row.statuses[:], d.bound()) {
		return at, false
	}
	n := len(p.digits)
	row.digits, row.base = n, at
	for i, digit := range p.digits[:min(n, maxDigits)] {
		row.digitAt[i] = uint16(digit)
	}
	switch {
	case n == 0:
	case d.req.All:
		row.roles.add(roleStatus)
		s.Status = Status(row.statuses[0])
	default:
		copy(row.numbers[:n], rolesInOrder[:])
		row.columns = n
		row.roles[0] |= 1<<n - 1
	}
	return at + len(p.text), true
}

// bound is that of the documented codes.
func (d *decoder) bound() int {
	if d.req.Operators {
		return len(registrationTexts)
	}
	return len(statusTexts)
}

package smscodec

import "strings"

// The codes of a row are the same text in each, but for the digits: ", mega = 0,
// mts = 0" and so on. So they are written by copying the text and putting the
// digits in, and read by putting those of the data in and comparing. What is laid
// out otherwise is written and read member by member.

// A pattern is a text in which digits stand for codes.
type pattern struct {
	text   []byte
	digits []uint16 // where they stand
}

// fit puts the digits of data into the pattern and reports whether data then
// begins with it, and all are codes below a bound, which is one less than a power
// of two.
func (p pattern) fit(data, codes []byte, bound int) bool {
	if len(data) < len(p.text) {
		return false
	}
	data = data[:len(p.text)]
	beyond := byte(0)
	for i, at := range p.digits {
		c := data[at]
		p.text[at] = c
		code := c - '0'
		codes[i] = code
		beyond |= code | (code + 1)
	}
	return int(beyond) <= bound && string(data) == string(p.text)
}

// A layoutTable says how each Format writes the codes of a row, and one more.
type layoutTable [JSON + 2]pattern

const compactJSON = JSON + 1 // without white space

// How a member is written, ? being its name and 0 its code.
var (
	statusMember = [...]string{plainCode, csvCode, xmlCode, jsonStatus, compactJSONStatus}
	columnMember = [...]string{plainCode, csvCode, xmlCode, jsonColumn, compactJSONColumn}
)

var statusLayouts = newLayouts(statusMember, keyStatus)

func newLayouts(member [JSON + 2]string, names ...Operator) *layoutTable {
	var table layoutTable
	for format, member := range member {
		before, after, named := strings.Cut(member, "?")
		if !named {
			before, after = "", member
		}
		p := &table[format]
		for _, name := range names {
			p.text = append(p.text, before...)
			if named {
				p.text = append(p.text, name...)
			}
			p.digits = append(p.digits, uint16(len(p.text)+strings.IndexByte(after, '0')))
			p.text = append(p.text, after...)
		}
	}
	return &table
}

// documented takes the codes of a row that are laid out as documented, and gives
// the end of them.
func (d *decoder) documented(format Format, at int, s *Sender) (end int, ok bool) {
	if d.layouts == nil {
		return at, false
	}
	l := d.layouts[format]
	if at+len(l.text) > len(d.data) || len(l.text) > maxPattern {
		return at, false
	}
	row := &d.gathered
	bound := len(statusTexts)
	if d.req.Operators {
		bound = len(registrationTexts)
	}
	var text [maxPattern]byte
	l.text = text[:copy(text[:], l.text)]
	if !l.fit(d.data[at:], row.statuses[:], bound) {
		return at, false
	}
	n := len(l.digits)
	if d.req.All {
		row.roles.add(roleStatus)
		s.Status = Status(row.statuses[0])
	} else {
		copy(row.numbers[:n], rolesInOrder[:])
		row.columns = n
		row.next = role(n)
		row.roles[0] |= 1<<n - 1
	}
	row.digits, row.base = copy(row.digitAt[:], l.digits), at
	row.members += n
	return at + len(l.text), true
}

package smscodec

import (
	"bytes"
	"slices"
)

// What the members of an answer mean. Plain lines, XML attributes and child
// elements, and JSON members all come here as the same thing: a name and a
// value, found by the format's grammar. CSV has none, but its codes are read as
// values without a name.

// Limits on what is read.
const (
	maxDepth   = 64 // levels of nesting
	maxMembers = 64 // members or attributes, a sender's name counted
	maxID      = 1<<63 - 1
)

// A member is a named value in the data.
type member struct {
	at    int    // offset of the name
	name  []byte // in UTF-8
	value span
	kind  valueKind
	form  textForm // how the value becomes text
}

type valueKind uint8

const (
	untyped    valueKind = iota // plain and XML do not tell text from numbers
	jsonString                  // value is what stands between the quotes
	jsonNumber
	jsonLiteral // true or false
	jsonNull
	jsonComposite // an object or an array
	refusedValue  // an error about it is recorded
)

// A textForm is what must be undone in the bytes of a value, beside the
// charset.
type textForm uint8

const (
	formBare    textForm = iota // nothing
	formJSON                    // escapes
	formContent                 // XML: references, CDATA, comments, line ends
	formAttr                    // XML: references, line ends and tabs
)

// usualMembers is room for a documented row.
const usualMembers = 12

// add takes a member of what began at d.members[first]; it may be neither there
// already nor beyond the limit.
func (d *decoder) add(first, limit int, m member) bool {
	members := d.members[first:]
	for i := range members {
		if bytes.Equal(members[i].name, m.name) {
			return d.fail(ErrDuplicate, m.at, d.fieldName(m.name), "")
		}
	}
	if len(members) == limit {
		return d.fail(ErrUnsupported, m.at, "", "more than 64 members")
	}
	if d.members == nil {
		d.members = make([]member, 0, usualMembers)
	}
	d.members = append(d.members, m)
	return true
}

// memberName gives the name of a member in UTF-8, without its escapes. It is
// good until the next row.
func (d *decoder) memberName(raw []byte, form textForm) []byte {
	if form == formBare && d.req.Charset.sameInUTF8(raw) {
		return raw
	}
	// A buffer that is full is left to the names in it.
	if size := d.req.Charset.sizeUTF8(raw); cap(d.names)-len(d.names) < size {
		d.names = make([]byte, 0, max(size, min(2*cap(d.names), maxNames), minNames))
	}
	start := len(d.names)
	if form == formJSON {
		d.names = appendJSONText(d.names, raw, d.req.Charset)
	} else {
		d.names = d.req.Charset.appendUTF8(d.names, raw)
	}
	return d.names[start:]
}

// Sizes of the buffer for the names of members.
const (
	minNames = 64
	maxNames = 4 << 10
)

// fieldName gives a member's name for an error.
func (d *decoder) fieldName(key []byte) string {
	return shorten(string(key[:min(len(key), maxQuoted+1)]))
}

// valueText gives a member's value in UTF-8, until the next call.
func (d *decoder) valueText(m *member) []byte {
	raw := d.bytes(m.value)
	if m.form == formBare && d.req.Charset.sameInUTF8(raw) {
		return raw
	}
	// Nothing is longer than what stands for it.
	d.scratch = slices.Grow(d.scratch[:0], d.req.Charset.sizeUTF8(raw))
	switch m.form {
	case formJSON:
		d.scratch = appendJSONText(d.scratch, raw, d.req.Charset)
	case formContent:
		d.scratch = appendXMLContent(d.scratch, raw, d.req.Charset)
	case formAttr:
		d.scratch = appendXMLAttr(d.scratch, raw, d.req.Charset)
	default:
		d.scratch = d.req.Charset.appendUTF8(d.scratch, raw)
	}
	return d.scratch
}

// sender reads a row from its members, at being its offset. The name is a
// member in JSON and stands apart in plain and XML.
func (d *decoder) sender(s *Sender, at int, name *member) {
	d.fields = d.fields[:0]
	table := &d.table
	table.n, table.misplaced = 0, -1
	hasStatus := false
	for i := range d.members {
		m := &d.members[i]
		key := m.name
		if d.req.Operators {
			if column := d.column(key); column >= 0 {
				d.registration(column, m)
				continue
			}
		}
		switch string(key) {
		case keySender:
			if d.req.Format == JSON {
				name = m
				continue
			}
			// JSON could not tell it from the name.
			d.refuse(ErrShape, m.at, keySender, "a member of this name")
		case keyError, keyErrorCode:
			d.refuse(ErrShape, m.at, string(key), "part of an error inside a list")
		case keyStatus:
			if d.req.All {
				s.Status = Status(d.code(m, keyStatus, jsonNumber, len(statusTexts)))
				hasStatus = true
				continue
			}
			fallthrough
		default:
			d.extra(m)
		}
	}
	if name == nil {
		d.refuse(ErrShape, at, keyName, "missing")
	} else {
		s.Name = d.name(name)
	}
	if d.req.All && !hasStatus {
		d.refuse(ErrShape, at, keyStatus, "missing")
	}
	if d.req.Operators {
		s.Registrations = d.registrations(at)
	}
	if d.refused == nil {
		s.Extra = d.keep()
	}
}

// name reads a sender's name.
func (d *decoder) name(m *member) string {
	switch m.kind {
	case untyped, jsonString:
	case jsonNumber:
		if raw := d.bytes(m.value); digits(raw) < len(raw) || raw[0] == '0' && len(raw) > 1 {
			d.refuse(ErrValue, m.value.start, keyName, "want a string, or digits")
			return ""
		}
		d.quirk(QuirkNumber, m.value.start, keyName)
	case refusedValue:
		return ""
	default:
		d.refuse(ErrShape, m.value.start, keyName, "want a string")
		return ""
	}
	text := d.valueText(m)
	if len(text) == 0 {
		d.refuse(ErrValue, m.value.start, keyName, "empty")
	}
	if d.refused != nil {
		return ""
	}
	return d.text.copy(text)
}

// extra gathers an undocumented member.
func (d *decoder) extra(m *member) {
	switch m.kind {
	case refusedValue:
		return
	case jsonNull, jsonComposite:
		d.refuse(ErrShape, m.value.start, d.fieldName(m.name), "want a string, a number, true or false")
		return
	}
	d.quirkOf(QuirkExtra, m.at, m.name)
	if d.refused == nil {
		d.fields = append(d.fields, Field{Name: d.text.copy(m.name), Value: d.text.copy(d.valueText(m))})
	}
}

// keep gives the undocumented members memory of their own; what they were
// gathered in serves the next row.
func (d *decoder) keep() []Field {
	if len(d.fields) == 0 {
		return nil
	}
	return slices.Clone(d.fields)
}

// quirkOf is quirk, but makes the field's name only where it is wanted.
func (d *decoder) quirkOf(q Quirk, offset int, field []byte) {
	if d.codec.Reject&q != 0 || d.codec.Report != nil {
		d.quirk(q, offset, d.fieldName(field))
	}
}

const (
	notDecimal = "want digits, without a sign or a leading zero"
	tooLarge   = "number too large"
)

// parseDecimal reads a canonical decimal up to a limit.
func parseDecimal(text []byte, limit int64) (n int64, problem string) {
	if len(text) == 0 || digits(text) < len(text) || text[0] == '0' && len(text) > 1 {
		return 0, notDecimal
	}
	for _, c := range text {
		digit := int64(c - '0')
		if n > (limit-digit)/10 {
			return 0, tooLarge
		}
		n = 10*n + digit
	}
	return n, ""
}

// number reads a decimal; inJSON is the kind that it should have there. It is -1
// after a refusal.
func (d *decoder) number(m *member, field string, inJSON valueKind, limit int64) int64 {
	switch m.kind {
	case untyped, jsonString, jsonNumber:
	case refusedValue:
		return -1
	default:
		d.refuse(ErrShape, m.value.start, field, "want a number")
		return -1
	}
	n, problem := parseDecimal(d.valueText(m), limit)
	if problem != "" {
		d.refuse(ErrValue, m.value.start, field, problem)
		return -1
	}
	if m.kind != untyped && m.kind != inJSON {
		d.quirk(QuirkNumber, m.value.start, field)
	}
	return n
}

// code reads a status, of which the vendor's page documents those below a bound.
func (d *decoder) code(m *member, field string, inJSON valueKind, bound int) int64 {
	n := d.number(m, field, inJSON, maxStatus)
	if n >= int64(bound) {
		d.quirk(QuirkCode, m.value.start, field)
	}
	return n
}

// errorCode reads the number of an error.
func (d *decoder) errorCode(m *member) ErrorCode {
	n := d.number(m, keyErrorCode, jsonNumber, maxErrorCode)
	if n >= 0 && !ErrorCode(n).Documented() {
		d.quirk(QuirkCode, m.value.start, keyErrorCode)
	}
	return ErrorCode(n)
}

// isRefusal reports whether the members are those of an error.
func (d *decoder) isRefusal() bool {
	for i := range d.members {
		switch string(d.members[i].name) {
		case keyError, keyErrorCode:
			return true
		}
	}
	return false
}

// refusal reads an error from its members, at being its offset.
func (d *decoder) refusal(at int) Reply {
	reply := &APIError{}
	d.fields = d.fields[:0]
	var hasText, hasCode bool
	for i := range d.members {
		m := &d.members[i]
		switch string(m.name) {
		case keyError:
			hasText = true
			switch m.kind {
			case untyped, jsonString:
				reply.Text = d.text.copy(d.valueText(m))
			case refusedValue:
			default:
				d.refuse(ErrShape, m.value.start, keyError, "want a string")
			}
		case keyErrorCode:
			hasCode = true
			reply.Code = d.errorCode(m)
		case keyID:
			d.quirk(QuirkExtra, m.at, keyID)
			if d.number(m, keyID, jsonNumber, maxID) >= 0 {
				d.fields = append(d.fields, Field{Name: keyID, Value: d.text.copy(d.valueText(m))})
			}
		default:
			d.extra(m)
		}
	}
	if !hasText {
		d.refuse(ErrShape, at, keyError, "missing")
	}
	if !hasCode {
		d.refuse(ErrShape, at, keyErrorCode, "missing")
	}
	if d.refused != nil {
		return nil
	}
	reply.Extra = d.keep()
	return reply
}

// only gives the one member that an answer may have, nil if it is missing.
func (d *decoder) only(at int, key string) *member {
	var found *member
	for i := range d.members {
		m := &d.members[i]
		if string(m.name) == key {
			found = m
		} else {
			d.refuse(ErrShape, m.at, d.fieldName(m.name), "a member that this answer does not have")
		}
	}
	if found == nil {
		d.refuse(ErrShape, at, key, "missing")
	}
	return found
}

// added reads the answer to add, whose id is the member key.
func (d *decoder) added(at int, key string) Reply {
	m := d.only(at, key)
	if m == nil {
		return nil
	}
	return Added{ID: d.number(m, keyID, jsonNumber, maxID)}
}

// done reads the OK that a member holds.
func (d *decoder) done(m *member) Reply {
	switch m.kind {
	case untyped, jsonString:
		if string(d.valueText(m)) != wordOK {
			d.refuse(ErrValue, m.value.start, keyResult, "want OK")
		}
	case refusedValue:
	default:
		d.refuse(ErrShape, m.value.start, keyResult, "want a string")
	}
	return Done{}
}

// A columnTable gathers the operator columns of a row and remembers those of
// the rows before it, which share them.
type columnTable struct {
	n         int // columns of this row
	misplaced int // offset of the first that is not where it should be, or -1
	numbers   [maxMembers]uint8
	statuses  [maxMembers]byte

	full *Columns               // of rows with exactly the operators of the Codec
	sets map[columnSet]*Columns // of rows with others
}

// A columnSet is a set of column numbers: below maxMembers they are places in
// the Codec's columns, from there on in listedOperators.
type columnSet [2]uint64

func (s *columnSet) add(column uint8) { s[column/64] |= 1 << (column % 64) }

// listedOperators are all that are known without the Codec.
var listedOperators = slices.Concat(documentedOperators, otherOperators)

func (d *decoder) operatorAt(column uint8) Operator {
	if column < maxMembers {
		return d.columns.operators[column]
	}
	return listedOperators[column-maxMembers]
}

// column gives the number of the operator column that a member is, or -1. The
// one that follows the last is tried first.
func (d *decoder) column(key []byte) int {
	operators := d.columns.operators
	if n := d.table.n; n < len(operators) && string(operators[n]) == string(key) {
		return n
	}
	for i, op := range operators {
		if string(op) == string(key) {
			return i
		}
	}
	for i, op := range listedOperators {
		if string(op) == string(key) {
			return maxMembers + i
		}
	}
	return -1
}

// registration reads one operator's status.
func (d *decoder) registration(column int, m *member) {
	t := &d.table
	field := string(d.operatorAt(uint8(column)))
	status := d.code(m, field, jsonString, len(registrationTexts))
	if column != t.n && t.misplaced < 0 {
		t.misplaced = m.at
	}
	t.numbers[t.n] = uint8(column)
	t.statuses[t.n] = byte(status)
	t.n++
}

// registrations gives the statuses of a row at an offset. Rows with the same
// operators share one Columns, in the order of the first of them.
func (d *decoder) registrations(at int) Registrations {
	t := &d.table
	if t.n == 0 {
		d.refuse(ErrShape, at, "", "no operator column")
		return Registrations{}
	}
	inOrder := t.n == d.columns.Len() && t.misplaced < 0
	if !inOrder {
		if t.misplaced >= 0 {
			at = t.misplaced
		}
		d.quirk(QuirkColumns, at, "")
	}
	if d.refused != nil {
		return Registrations{}
	}
	if inOrder && t.full == nil {
		t.full = d.columns
	}
	if inOrder && t.full == d.columns {
		return Registrations{columns: t.full, statuses: d.text.copy(t.statuses[:t.n])}
	}

	c := d.sharedColumns()
	var statuses [maxMembers]byte
	for i, column := range t.numbers[:t.n] {
		place := i
		if op := d.operatorAt(column); c.operators[i] != op {
			place = c.index(op)
		}
		statuses[place] = t.statuses[i]
	}
	return Registrations{columns: c, statuses: d.text.copy(statuses[:t.n])}
}

// sharedColumns gives the Columns of the first row with the operators of this
// one.
func (d *decoder) sharedColumns() *Columns {
	t := &d.table
	var set columnSet
	beyond := false
	for _, column := range t.numbers[:t.n] {
		set.add(column)
		beyond = beyond || column >= maxMembers
	}
	full := !beyond && t.n == d.columns.Len()
	switch {
	case full && t.full != nil:
		return t.full
	case !full && t.sets[set] != nil:
		return t.sets[set]
	}
	c := &Columns{operators: make([]Operator, t.n)}
	for i, column := range t.numbers[:t.n] {
		c.operators[i] = d.operatorAt(column)
	}
	if full {
		t.full = c
		return c
	}
	if t.sets == nil {
		t.sets = map[columnSet]*Columns{}
	}
	t.sets[set] = c
	return c
}

package smscodec

import (
	"bytes"
	"encoding/binary"
	"io"
)

// What the members of a row mean, the same for plain, XML and JSON.
//
// A grammar calls newRow, then for each member startMember with its name, and setDigit if
// its value is a single documented digit, else setValue. At the end of the row it calls
// sender, which makes a Sender of the row. Columns are collected in d.gathered; all
// other members wait in d.members for the end of the row.

// newRow begins a row that has some members already.
func (d *decoder) newRow(members int) {
	r := &d.gathered
	r.members, r.roles, r.next, r.columns, r.misplaced = members, roleSet{}, 0, 0, -1
	r.sample.digits = 0
	d.members.n = 0
	d.names = d.names[:0]
	d.fields = d.fields[:0]
}

// roleOf returns what a member is by its name. The column that usually comes next is tried
// first.
func (d *decoder) roleOf(name []byte) role {
	switch string(name) {
	case keySender:
		return roleSender
	case keyError:
		return roleError
	case keyErrorCode:
		return roleErrorCode
	case keyStatus:
		if d.req.All {
			return roleStatus
		}
	}
	if !d.req.Operators {
		return roleOther
	}
	operators := d.columns.operators
	if next := int(d.gathered.next); next < len(operators) && string(operators[next]) == string(name) {
		return role(next)
	}
	for i, op := range operators {
		if string(op) == string(name) {
			return role(i)
		}
	}
	for i, op := range listedOperators {
		if string(op) == string(name) {
			return role(maxMembers + i)
		}
	}
	return roleOther
}

// knownName finds the documented name that rest begins with, before an end such as a
// quote. It returns the role and the size of the name, or 0 if the grammar must read it.
// The column that usually comes next is tried first.
func (d *decoder) knownName(rest []byte, end byte) (r role, size int) {
	switch {
	case d.gathered.members == 0 && isName(rest, keySender, end):
		return roleSender, len(keySender)
	case d.req.All && isName(rest, keyStatus, end):
		return roleStatus, len(keyStatus)
	case !d.req.Operators || len(rest) < 8:
		return roleOther, 0
	}
	keys, next := d.columns.keys, int(d.gathered.next)
	first := binary.LittleEndian.Uint64(rest)
	if next < len(keys) && keys[next].begins(first, rest, end) {
		return role(next), len(keys[next].name)
	}
	for i := range keys {
		if keys[i].begins(first, rest, end) {
			return role(i), len(keys[i].name)
		}
	}
	return roleOther, 0
}

// isName reports whether rest begins with a name and an end.
func isName(rest []byte, name string, end byte) bool {
	return len(rest) > len(name) && rest[len(name)] == end && string(rest[:len(name)]) == name
}

// startMember adds a member by its name. It fails if the member is a duplicate or one too
// many.
func (d *decoder) startMember(r role, at int, name []byte) bool {
	row := &d.gathered
	again := r != roleOther && row.roles.has(r)
	if r == roleOther {
		for i := range d.members.n {
			m := d.members.at(i)
			again = again || m.role == roleOther && bytes.Equal(m.name, name)
		}
	}
	switch {
	case again:
		return d.fail(ErrDuplicate, at, d.fieldName(name), "")
	case row.members == maxMembers:
		return d.fail(ErrUnsupported, at, "", "more than 64 members")
	}
	row.roles.add(r)
	row.members++
	return true
}

// setDigit sets the value of a column or a status to the digit at data[i], if that is a
// documented code. All documented codes are one digit.
func (d *decoder) setDigit(r role, at, i int, s *Sender) bool {
	code := d.data[i] - '0'
	switch {
	case r.isColumn() && int(code) < len(registrationTexts):
		d.addColumn(r, at, code)
	case r == roleStatus && int(code) < len(statusTexts):
		s.Status = NewStatus(code)
	default:
		return false
	}
	if sample := &d.gathered.sample; sample.digits < len(sample.digitAt) {
		sample.digitAt[sample.digits] = i
	}
	d.gathered.sample.digits++
	return true
}

// setValue sets the value of a member, whatever it is.
func (d *decoder) setValue(m *member) {
	if m.role.isColumn() {
		code := d.code(m, string(d.operatorAt(m.role)), jsonString, len(registrationTexts))
		d.addColumn(m.role, m.at, byte(code))
		return
	}
	d.members.add(*m)
}

// addColumn adds an operator column with its status.
func (d *decoder) addColumn(r role, at int, status byte) {
	row := &d.gathered
	if int(r) != row.columns && row.misplaced < 0 {
		row.misplaced = at
	}
	row.numbers[row.columns%maxMembers] = r
	row.statuses[row.columns%maxMembers] = status
	row.columns++
	row.next = r + 1
}

// sender makes a Sender of the row at an offset. The name is given, unless it is a member
// of the row.
func (d *decoder) sender(s *Sender, at int, name *member) {
	for i := range d.members.n {
		m := d.members.at(i)
		switch m.role {
		case roleSender:
			if d.page.nameMember {
				name = m
				continue
			}
			// In JSON it would be the name.
			d.refuse(ErrShape, m.at, keySender, "a member of this name")
		case roleError:
			d.refuse(ErrShape, m.at, keyError, "part of an error inside a list")
		case roleErrorCode:
			d.refuse(ErrShape, m.at, keyErrorCode, "part of an error inside a list")
		case roleStatus:
			// setDigit has set a documented one.
			s.Status = NewStatus(uint8(d.code(m, keyStatus, jsonNumber, len(statusTexts))))
		default:
			d.extra(m)
		}
	}
	if name == nil {
		d.refuseMissing(at, keyName, keySender, "")
	} else {
		s.Name = d.name(name)
	}
	if d.req.All && !d.gathered.roles.has(roleStatus) {
		d.refuseMissing(at, keyStatus, keyStatus, paramAll)
	}
	if d.req.Operators {
		s.Registrations = d.registrations(at)
	}
	if d.refused == nil {
		s.Extra = d.extras()
	}
}

// refuseMissing records that a row lacks a member, or any operator, and which parameter
// of the request asked for it.
func (d *decoder) refuseMissing(offset int, field, key, requested string) {
	d.gathered.sample.departed = true
	if d.refused != nil && d.refused.Offset <= offset {
		return // before a text is made for each row
	}
	what, where := "operators", "this sender"
	if key != "" {
		what = quote(key)
	}
	if d.row == 0 {
		where = "the first sender"
	}
	text := "no " + what + " in " + where
	if requested != "" {
		text += ", though " + requested + "=1 was requested"
	}
	d.refuse(ErrShape, offset, field, text)
}

func (d *decoder) operatorAt(column role) Operator {
	if column < maxMembers {
		return d.columns.operators[column]
	}
	return listedOperators[column-maxMembers]
}

// registrations returns the statuses of the row at an offset. Rows with the same
// operators share one Columns, in the order of the first of them.
func (d *decoder) registrations(at int) Registrations {
	row, table := &d.gathered, &d.table
	n := row.columns
	if d.page.lines && !d.firstColumns(at) {
		return Registrations{}
	}
	if n == 0 {
		d.refuseMissing(at, "", "", paramOperators)
		return Registrations{}
	}
	inOrder := n == d.columns.Len() && row.misplaced < 0
	if !inOrder {
		if row.misplaced >= 0 {
			at = row.misplaced
		}
		d.quirk(QuirkColumns, at, "")
	}
	if d.refused != nil {
		return Registrations{}
	}
	if inOrder {
		d.shareColumns()
	}
	if inOrder && table.full == d.columns {
		return d.registrationsOf(table.full, row.statuses[:n])
	}

	c := d.sharedColumns()
	var statuses [maxMembers]byte
	for i, column := range row.numbers[:n] {
		place := i
		if c == table.full {
			place = int(table.places[column])
		} else if op := d.operatorAt(column); c.operators[i] != op {
			place = c.index(op)
		}
		statuses[place] = row.statuses[i]
	}
	return d.registrationsOf(c, statuses[:n])
}

// firstColumns reports whether a row of a plain list, at an offset, has the operators
// of the first row. If it has not, the list is refused. A plain list that is truncated
// between two members would be well formed otherwise.
func (d *decoder) firstColumns(at int) bool {
	table := &d.table
	set, all := d.gathered.columnSet(), d.allColumns()
	if d.row == 0 {
		if set != all {
			table.first = set
		}
		return true
	}
	first := table.first
	if first == (roleSet{}) {
		first = all
	}
	lacks := set[0]&^first[0] == 0 && set[1]&^first[1] == 0
	switch {
	case set == first:
		return true
	case lacks && d.lines.done && d.lines.end == len(d.data):
		d.refuse(io.ErrUnexpectedEOF, len(d.data), "", "the last row has fewer operators than the first one, and no line ending")
	case lacks:
		d.refuse(ErrShape, at, "", "fewer operators than in the first row")
	default:
		d.refuse(ErrShape, at, "", "other operators than in the first row")
	}
	return false
}

// columnSet returns the columns that the row has.
func (r *row) columnSet() roleSet { return roleSet{r.roles[0], r.roles[1] & columnRoles} }

// allColumns returns the columns of the Codec.
func (d *decoder) allColumns() roleSet { return roleSet{1<<d.columns.Len() - 1} }

// registrationsOf returns statuses in the order of the columns.
func (d *decoder) registrationsOf(c *Columns, statuses []byte) Registrations {
	if packed, ok := packStatuses(statuses); ok {
		return c.registrations(packed)
	}
	return Registrations{set: &statusSet{c, d.string(statuses)}}
}

// shareColumns makes the rows with the Codec's operators share its Columns, unless an
// earlier row had them in another order.
func (d *decoder) shareColumns() {
	if d.req.Operators && d.table.full == nil {
		d.table.setFull(d.columns, rolesInOrder[:d.columns.Len()])
	}
}

// sharedColumns returns the Columns of the first row with the operators of this row.
func (d *decoder) sharedColumns() *Columns {
	row, table := &d.gathered, &d.table
	n := row.columns
	set := row.columnSet()
	full := set == d.allColumns()
	switch {
	case full && table.full != nil:
		return table.full
	case !full && table.sets[set] != nil:
		return table.sets[set]
	}
	operators := make([]Operator, n)
	for i, column := range row.numbers[:n] {
		operators[i] = d.operatorAt(column)
	}
	c := columnsOfAnswer(operators)
	if full {
		table.setFull(c, row.numbers[:n])
		return c
	}
	if table.sets == nil {
		table.sets = map[roleSet]*Columns{}
	}
	table.sets[set] = c
	return c
}

package smscodec

import (
	"bytes"
	"io"
)

// What the members of a sender's row mean. The grammars tell of them one by one:
// meet takes a member's name, then digit its value if it is a documented code,
// as good as always, or else take. What is neither column nor documented status
// waits among d.members for the end of the row, for sender.

// newRow begins a row of which a number of members is known to be there.
func (d *decoder) newRow(members int) {
	r := &d.gathered
	r.members, r.roles, r.next, r.columns, r.misplaced = members, roleSet{}, 0, 0, -1
	r.sample.digits = 0
	d.members.n = 0
	d.names = d.names[:0]
	d.fields = d.fields[:0]
}

// roleOf tells what a member is by its name. The column that follows the last one
// is tried first.
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

// expected gives the member that follows the last one in a documented row, and
// its name.
func (d *decoder) expected() (role, string) {
	switch {
	case d.gathered.members == 0:
		return roleSender, keySender
	case d.req.All:
		return roleStatus, keyStatus
	case d.req.Operators && int(d.gathered.next) < len(d.columns.operators):
		return d.gathered.next, string(d.columns.operators[d.gathered.next])
	}
	return roleSender, keySender
}

// meet takes a member by its name; it may be neither there already nor beyond
// the limit.
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

// digit takes the value of a column or a status, data[i], if it is a documented
// code, all of which are one digit.
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

// take takes a member's value, whatever it is.
func (d *decoder) setValue(m *member) {
	if m.role.isColumn() {
		code := d.code(m, string(d.operatorAt(m.role)), jsonString, len(registrationTexts))
		d.addColumn(m.role, m.at, byte(code))
		return
	}
	d.members.add(*m)
}

// column takes the status of an operator column.
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

// sender makes a row of its members, at being its offset. The name is one of
// them in JSON and stands apart in plain and XML.
func (d *decoder) sender(s *Sender, at int, name *member) {
	for i := range d.members.n {
		m := d.members.at(i)
		switch m.role {
		case roleSender:
			if d.page.nameMember {
				name = m
				continue
			}
			// JSON could not tell it from the name.
			d.refuse(ErrShape, m.at, keySender, "a member of this name")
		case roleError:
			d.refuse(ErrShape, m.at, keyError, "part of an error inside a list")
		case roleErrorCode:
			d.refuse(ErrShape, m.at, keyErrorCode, "part of an error inside a list")
		case roleStatus:
			// Not a documented code.
			s.Status = NewStatus(uint8(d.code(m, keyStatus, jsonNumber, len(statusTexts))))
		default:
			d.extra(m)
		}
	}
	if name == nil {
		d.refuse(ErrShape, at, keyName, "missing")
	} else {
		s.Name = d.name(name)
	}
	if d.req.All && !d.gathered.roles.has(roleStatus) {
		d.refuse(ErrShape, at, keyStatus, "missing")
	}
	if d.req.Operators {
		s.Registrations = d.registrations(at)
	}
	if d.refused == nil {
		s.Extra = d.extras()
	}
}

func (d *decoder) operatorAt(column role) Operator {
	if column < maxMembers {
		return d.columns.operators[column]
	}
	return listedOperators[column-maxMembers]
}

// registrations gives the statuses of a row at an offset. Rows with the same
// operators share one Columns, in the order of the first of them.
func (d *decoder) registrations(at int) Registrations {
	row, table := &d.gathered, &d.table
	n := row.columns
	if d.req.Format == Plain && !d.firstColumns(at) {
		return Registrations{}
	}
	if n == 0 {
		d.refuse(ErrShape, at, "", "no operator column")
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

// registrationsOf keeps the statuses of a row, in the order of its columns.
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

// sharedColumns gives the Columns of the first row with the operators of this
// one.
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

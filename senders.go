package smscodec

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// A Reply is what the server answered: a List, an Added, a Done or an
// *APIError.
type Reply interface{ isReply() }

var (
	_ Reply = List{}
	_ Reply = Added{}
	_ Reply = Done{}
	_ Reply = (*APIError)(nil)
)

// A List answers OpGet: the account's sender names in the server's order. A
// decoded List is never nil.
type List []Sender

// Added answers OpAdd.
type Added struct {
	ID int64 // the new sender name's id, 0 to 2^63-1
}

// Done answers OpChange, OpSendCode, OpCheckCode and OpDelete: the server's OK.
type Done struct{}

func (List) isReply()      {}
func (Added) isReply()     {}
func (Done) isReply()      {}
func (*APIError) isReply() {}

// A Sender is a sender name, with what the request asked to know of it.
type Sender struct {
	Name          string        // as sent, never empty: up to 11 characters or 15 digits, says the vendor; nothing checks it
	Status        Status        // NoStatus unless Request.All
	Registrations Registrations // empty unless Request.Operators
	Extra         []Field       // undocumented members, and documented ones that were not asked for, in wire order; nil as a rule
}

// A Field is a member that the vendor's page does not document.
type Field struct {
	Name  string
	Value string // its text; of a JSON number, true or false, the JSON text
}

// A Status is the moderation status of a sender name, the number on the wire,
// 0 to 255. The page documents three.
type Status int16

// NoStatus is the Status of a sender whose status was not asked for.
const NoStatus Status = -1

// Documented reports whether the vendor's page lists the status.
func (s Status) Documented() bool { return s >= 0 && int(s) < len(statusTexts) }

// String gives the meaning in English.
func (s Status) String() string {
	switch {
	case s.Documented():
		return statusTexts[s]
	case s == NoStatus:
		return "no status"
	}
	return fmt.Sprintf("undocumented status %d", int16(s))
}

// A RegistrationStatus is how far a sender name's registration with a mobile
// operator has come, the number on the wire, 0 to 255. The page documents 0 to 6.
type RegistrationStatus uint8

// Documented reports whether the vendor's page lists the status.
func (s RegistrationStatus) Documented() bool { return int(s) < len(registrationTexts) }

// String gives the meaning in English.
func (s RegistrationStatus) String() string {
	if s.Documented() {
		return registrationTexts[s]
	}
	return fmt.Sprintf("undocumented registration status %d", uint8(s))
}

// An Operator is a column of registrations, by its name on the wire, such as
// "mega" or "tele2_step". The server's generations differ in them. Known are
// those of Codec.Columns and of DocumentedColumns, and mega_int, motiv_int,
// mts_int, sber_step, motiv, winmob_step, volnamob_step, by_reg; a member by any
// other name is an undocumented one, in Sender.Extra.
type Operator string

// Columns are an ordered set of operators, at least one and at most 63: with
// the sender's name they are the 64 members that a row may have. Columns never
// change, and rows of a list with the same operators share theirs.
type Columns struct {
	operators []Operator
	layouts   *layoutTable // nil if they are but those of an answer
	names     *columnIndex // likewise, or if no index tells them apart
	packed    statusSet    // what all rows with packed statuses share, but those of the documented columns
}

// NewColumns gives the columns of these operators in this order. An operator's
// name is made of a to z, 0 to 9 and _, does not begin with a digit, and is none
// of sender, name, status, error and error_code. Anything else is an error.
func NewColumns(ops ...Operator) (*Columns, error) {
	if len(ops) == 0 || len(ops) >= maxMembers {
		return nil, fmt.Errorf("smscodec: %d columns, want 1 to %d", len(ops), maxMembers-1)
	}
	for i, op := range ops {
		switch op {
		case keySender, keyName, keyStatus, keyError, keyErrorCode:
			return nil, fmt.Errorf("smscodec: column %d: %s is a word of the format, not an operator", i, op)
		}
		if !isPlainKey(string(op)) || isDigit(op[0]) {
			return nil, fmt.Errorf("smscodec: column %d: %s is not the name of an operator", i, quote(string(op)))
		}
		if slices.Contains(ops[:i], op) {
			return nil, fmt.Errorf("smscodec: column %d: %s is there twice", i, quote(string(op)))
		}
	}
	return newColumns(slices.Clone(ops)), nil
}

func newColumns(operators []Operator) *Columns {
	c := columnsOfAnswer(operators)
	c.layouts, c.names = newLayoutTable(columnLayouts, len(registrationTexts), operators...), newColumnIndex(operators)
	return c
}

// columnsOfAnswer gives columns to describe rows only, not to read others by.
func columnsOfAnswer(operators []Operator) *Columns {
	c := &Columns{operators: operators}
	c.packed.columns = c
	return c
}

// DocumentedColumns are the ten operators of the vendor's page, in its order.
func DocumentedColumns() *Columns { return documentedColumns }

// Len gives the number of operators.
func (c *Columns) Len() int {
	if c == nil {
		return 0
	}
	return len(c.operators)
}

// All yields the operators in order.
func (c *Columns) All() iter.Seq[Operator] {
	return func(yield func(Operator) bool) {
		for i := range c.Len() {
			if !yield(c.operators[i]) {
				return
			}
		}
	}
}

// index gives the place of an operator, or -1.
func (c *Columns) index(op Operator) int {
	if c == nil {
		return -1
	}
	return slices.Index(c.operators, op)
}

// Registrations are a sender name's registration statuses, one per operator
// column. The zero value has none. Compare them with Equal, not with ==.
type Registrations struct {
	set    *statusSet // nil for none, and for packed ones of the documented columns
	packed packedStatuses
}

// ofDocumented marks packed statuses of the documented columns: the rows of most
// lists have no other pointer then than to their names, which costs less to write
// and to collect.
const ofDocumented packedStatuses = 1 << 63

// A statusSet says what statuses are of. Where they cannot be packed it is a row's
// own and has them too: a list is mostly of rows that fit into little memory.
type statusSet struct {
	columns  *Columns
	statuses string // a byte per column, or "" where they are packed
}

// packedStatuses are documented statuses of at most maxPacked columns, three bits
// each, those of the first column the lowest.
type packedStatuses uint64

const (
	packedBits = 3
	maxPacked  = 64 / packedBits
	lowestBits = packedStatuses(0o111111111111111111111) // of each status
)

func (p packedStatuses) at(column int) RegistrationStatus {
	return RegistrationStatus(p >> (packedBits * column) & (1<<packedBits - 1))
}

// packStatuses packs statuses if that is possible.
func packStatuses(statuses []byte) (p packedStatuses, ok bool) {
	if len(statuses) > maxPacked {
		return 0, false
	}
	for i, s := range statuses {
		if !RegistrationStatus(s).Documented() {
			return 0, false
		}
		p |= packedStatuses(s) << (packedBits * i)
	}
	return p, true
}

// registrations gives packed statuses of the columns.
func (c *Columns) registrations(packed packedStatuses) Registrations {
	if c.packed.columns == documentedColumns { // a copy's are, too
		return Registrations{packed: packed | ofDocumented}
	}
	return Registrations{&c.packed, packed}
}

// NewRegistrations gives the statuses in the order of the columns. It is an
// error if there is not one for each, or there are no columns.
func NewRegistrations(c *Columns, statuses ...RegistrationStatus) (Registrations, error) {
	if c.Len() == 0 {
		return Registrations{}, errors.New("smscodec: no columns")
	}
	if len(statuses) != c.Len() {
		return Registrations{}, fmt.Errorf("smscodec: %d statuses for %d columns", len(statuses), c.Len())
	}
	text := make([]byte, len(statuses))
	for i, s := range statuses {
		text[i] = byte(s)
	}
	if packed, ok := packStatuses(text); ok {
		return c.registrations(packed), nil
	}
	return Registrations{set: &statusSet{c, string(text)}}, nil
}

// Status gives the status with an operator, and whether there is one.
func (r Registrations) Status(op Operator) (RegistrationStatus, bool) {
	if i := r.Columns().index(op); i >= 0 {
		return r.at(i), true
	}
	return 0, false
}

// at gives the status of a column by its place.
func (r Registrations) at(column int) RegistrationStatus {
	if wide := r.wide(); wide != "" {
		return RegistrationStatus(wide[column])
	}
	return r.packed.at(column)
}

// wide gives the statuses, a byte per column, or "" where they are packed.
func (r Registrations) wide() string {
	if r.set == nil {
		return ""
	}
	return r.set.statuses
}

// All yields the operators and statuses in the order of the columns.
func (r Registrations) All() iter.Seq2[Operator, RegistrationStatus] {
	return func(yield func(Operator, RegistrationStatus) bool) {
		c := r.Columns()
		for i := range c.Len() {
			if !yield(c.operators[i], r.at(i)) {
				return
			}
		}
	}
}

// Len gives the number of operators.
func (r Registrations) Len() int { return r.Columns().Len() }

// Columns gives the operators, nil where there are none.
func (r Registrations) Columns() *Columns {
	switch {
	case r.set != nil:
		return r.set.columns
	case r.packed&ofDocumented != 0:
		return documentedColumns
	}
	return nil
}

// String gives the statuses as "mega=2 mts=1".
func (r Registrations) String() string {
	var b strings.Builder
	for op, status := range r.All() {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%s=%d", op, uint8(status))
	}
	return b.String()
}

// Equal reports whether both have the same operators with the same statuses;
// the order is no part of the value.
func (r Registrations) Equal(o Registrations) bool {
	switch {
	case r.Len() != o.Len():
		return false
	case r.Len() > 0 && r.Columns() == o.Columns():
		return r.packed == o.packed && r.wide() == o.wide()
	}
	for op, status := range r.All() {
		if s, ok := o.Status(op); !ok || s != status {
			return false
		}
	}
	return true
}

// in gives the statuses in the order of other columns, if those have the same
// operators.
func (r Registrations) in(c *Columns, statuses *[maxMembers]byte) bool {
	if r.Len() != c.Len() {
		return false
	}
	for i, op := range c.operators {
		from := i
		if r.Columns() != c {
			if from = r.Columns().index(op); from < 0 {
				return false
			}
		}
		statuses[i] = byte(r.at(from))
	}
	return true
}

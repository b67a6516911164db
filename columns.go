package smscodec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/block"
)

// The operators of a list and the registrations of its rows. A list has one Columns, which
// its rows share; a row has its statuses packed into one word if they are documented.

var documentedColumns = newColumns(documentedOperators)

// Columns are an ordered set of operators, at least one and at most 63: with
// the sender's name they are the 64 members that a row may have. Columns never
// change, and rows of a list with the same operators share theirs.
type Columns struct {
	operators []Operator
	keys      []nameKey    // of the operators
	layouts   *layoutTable // nil for the columns of an answer, and if there are too many
	packed    statusSet    // shared by all rows with packed statuses, unless the columns are the documented ones
}

// NewColumns returns the columns of these operators in this order. An operator's
// name is made of a to z, 0 to 9 and _, does not begin with a digit, and is not one
// of sender, name, status, error and error_code. Anything else is an error.
func NewColumns(ops ...Operator) (*Columns, error) {
	if err := checkOperators(ops); err != nil {
		return nil, err
	}
	return newColumns(slices.Clone(ops)), nil
}

func checkOperators(ops []Operator) error {
	if len(ops) == 0 || len(ops) >= maxMembers {
		return fmt.Errorf("smscodec: %d columns, want 1 to %d", len(ops), maxMembers-1)
	}
	for i, op := range ops {
		switch op {
		case keySender, keyName, keyStatus, keyError, keyErrorCode:
			return fmt.Errorf("smscodec: column %d: %s is a word of the format, not an operator", i+1, op)
		}
		if !isPlainKey(string(op)) || isDigit(op[0]) {
			return fmt.Errorf("smscodec: column %d: %s is not the name of an operator", i+1, quote(string(op)))
		}
		if slices.Contains(ops[:i], op) {
			return fmt.Errorf("smscodec: column %d: %s is a duplicate", i+1, quote(string(op)))
		}
	}
	return nil
}

func newColumns(operators []Operator) *Columns {
	c := columnsOfAnswer(operators)
	c.keys = newNameKeys(operators)
	c.layouts = newLayoutTable(rowOperators, operators...)
	return c
}

// A nameKey is the name of an operator, with its first eight bytes to compare at once.
type nameKey struct {
	name       string
	text, mask uint64
}

func newNameKeys(operators []Operator) []nameKey {
	keys := make([]nameKey, len(operators))
	for i, op := range operators {
		var text, mask [8]byte
		for k := range copy(text[:], op) {
			mask[k] = 0xFF
		}
		keys[i] = nameKey{string(op), binary.LittleEndian.Uint64(text[:]), binary.LittleEndian.Uint64(mask[:])}
	}
	return keys
}

// begins reports whether rest, whose first eight bytes are first, begins with the name
// and an end.
func (k *nameKey) begins(first uint64, rest []byte, end byte) bool {
	return (first^k.text)&k.mask == 0 && len(rest) > len(k.name) && rest[len(k.name)] == end &&
		(len(k.name) <= 8 || string(rest[8:len(k.name)]) == k.name[8:])
}

// columnsOfAnswer returns columns that describe the rows of an answer. They have no layouts
// to read other rows by.
func columnsOfAnswer(operators []Operator) *Columns {
	c := &Columns{operators: operators}
	c.packed.columns = c
	return c
}

// DocumentedColumns returns the ten operators that the vendor documents, in the
// documented order.
func DocumentedColumns() *Columns { return documentedColumns }

// Len returns the number of operators.
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

// index returns the index of an operator, or -1.
func (c *Columns) index(op Operator) int {
	if c == nil {
		return -1
	}
	return slices.Index(c.operators, op)
}

// hasAll reports whether both have the same operators, in any order.
func (c *Columns) hasAll(o *Columns) bool {
	return c == o || c.Len() == o.Len() && !slices.ContainsFunc(o.operators, func(op Operator) bool { return c.index(op) < 0 })
}

// Registrations are a sender name's registration statuses, one per operator
// column. The zero value has none. Compare them with Equal, not with ==.
type Registrations struct {
	set    *statusSet // nil for none, and for packed ones of the documented columns
	packed block.Digits
}

// A statusSet has the columns that statuses belong to. Rows with packed statuses share
// one; a row whose statuses cannot be packed has its own, with the statuses in it.
type statusSet struct {
	columns  *Columns
	statuses string // one byte per column; "" if they are packed
}

// registrations returns packed statuses of the columns.
func (c *Columns) registrations(packed block.Digits) Registrations {
	if c.packed.columns == documentedColumns { // also in a copy of the Columns
		return Registrations{packed: packed | ofDocumented}
	}
	return Registrations{&c.packed, packed}
}

// NewRegistrations returns registrations with these statuses, in the order of the columns.
// It is an error if the number of statuses is not that of the columns, or if there are no
// columns.
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

// Status returns the status of the registration with an operator. It returns false if
// there is none.
func (r Registrations) Status(op Operator) (RegistrationStatus, bool) {
	if i := r.Columns().index(op); i >= 0 {
		return r.at(i), true
	}
	return 0, false
}

// at returns the status of a column by its index.
func (r Registrations) at(column int) RegistrationStatus {
	if wide := r.wide(); wide != "" {
		return RegistrationStatus(wide[column])
	}
	return RegistrationStatus(r.packed.At(column))
}

// wide returns the statuses, one byte per column, or "" if they are packed.
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

// Len returns the number of operators.
func (r Registrations) Len() int { return r.Columns().Len() }

// Columns returns the operators, nil if there are none.
func (r Registrations) Columns() *Columns {
	switch {
	case r.set != nil:
		return r.set.columns
	case r.packed&ofDocumented != 0:
		return documentedColumns
	}
	return nil
}

// String returns the statuses as "mega=2 mts=1", in the order of the columns.
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

// Equal reports whether both have the same operators with the same statuses, in any
// order.
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

// in stores the statuses in the order of other columns. It returns false if those have
// other operators.
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

// ofDocumented marks packed statuses of the documented columns, in the bit that
// block.Digits leaves free. The rows of most lists then have no pointer except that of
// the name, which costs less to write and to collect.
const ofDocumented block.Digits = 1 << 63

// packStatuses packs statuses. It returns false if one is not documented or there are
// more than block.MaxDigits.
func packStatuses(statuses []byte) (packed block.Digits, ok bool) {
	if len(statuses) > block.MaxDigits {
		return 0, false
	}
	for i, s := range statuses {
		if !RegistrationStatus(s).Documented() {
			return 0, false
		}
		packed = packed.With(i, s)
	}
	return packed, true
}

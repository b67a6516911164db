package smscodec

import (
	"fmt"
	"slices"

	"github.com/smscodec/smscodec/internal/block"
)

// The way out: Append, and how a list and its rows are written.
//
// Rows in the documented layout are written by documentedRows. Any other row is first
// checked by sender and then written member by member, by the method of its format.

// Append writes a reply with the zero Codec.
func Append(dst []byte, r Reply, req Request) ([]byte, error) { return Codec{}.Append(dst, r, req) }

// Append appends the answer to a request to dst, in the layout of the server and without a
// final line end. Decode of the same Codec returns the same reply, without what the
// request does not ask for, and without an error's text in CSV. If the format cannot carry
// the reply, Append returns dst unchanged and an *EncodeError.
func (c Codec) Append(dst []byte, r Reply, req Request) ([]byte, error) {
	e := encoder{codec: c, req: req, columns: c.columns(), dst: dst, row: -1}
	if e.reply(r); e.err != nil {
		return dst, e.err
	}
	return e.dst, nil
}

// reply writes a reply if it answers the operation.
func (e *encoder) reply(r Reply) {
	if err := e.req.invalid(); err != nil {
		e.fail(ErrRequest, "", err.Error())
		return
	}
	e.page = e.req.Format.page()
	answer := e.req.Op.answer()
	switch r := r.(type) {
	case List:
		if answer == answerList {
			e.list(r)
			return
		}
	case *APIError:
		if r != nil {
			e.refusal(r)
			return
		}
	case Added:
		if answer == answerAdded {
			e.added(r)
			return
		}
	case Done:
		if answer == answerDone {
			e.write(e.page.done)
			return
		}
	}
	e.fail(ErrShape, "", typeName(r)+" does not answer "+e.req.Op.String())
}

// typeName names the type of a reply, for errors.
func typeName(r Reply) string {
	switch r.(type) {
	case nil:
		return "a nil Reply"
	case List:
		return "List"
	case Added:
		return "Added"
	case Done:
		return "Done"
	case *APIError:
		return "a nil *APIError"
	}
	return fmt.Sprintf("%T", r) // a pointer to a reply, or a type that embeds one
}

// list writes a list.
func (e *encoder) list(l List) {
	layout := &e.page.lists[0]
	if len(l) == 0 {
		if layout.empty == "" {
			if !e.codec.EmptyList {
				e.fail(ErrUnrepresentable, "", "an empty list is an empty body, which looks like a lost answer")
				return
			}
			e.quirk(QuirkEmpty, "")
		}
		e.write(layout.empty)
		return
	}
	if layouts := layoutsOf(e.req, e.columns); layouts != nil {
		e.layout = layouts[e.req.Format][0]
	}
	e.write(layout.head)
	if e.rows(l) {
		e.write(layout.tail)
	}
}

// added writes the id of a new sender name.
func (e *encoder) added(r Added) {
	if r.ID < 0 {
		e.fail(ErrValue, keyID, "negative id")
		return
	}
	l := &answerLayouts[e.req.Format]
	e.write(l.added[0])
	e.number(r.ID)
	e.write(l.added[1])
}

func (e *encoder) refusal(r *APIError) {
	switch {
	case r.Code < 0 || r.Code > maxErrorCode:
		e.fail(ErrValue, keyErrorCode, fmt.Sprintf("%d is not from 0 to %d", int(r.Code), maxErrorCode))
		return
	case !r.Code.Documented() && !e.quirk(QuirkCode, keyErrorCode):
		return
	case len(r.Extra) > maxMembers-2:
		e.fail(ErrUnrepresentable, "", "more than 64 members")
		return
	}
	for i, f := range r.Extra {
		switch f.Name {
		case keyError, keyErrorCode:
			e.fail(ErrUnrepresentable, f.Name, "an undocumented member by the name of a documented one")
			return
		case keyID:
			if _, err := parseDecimal([]byte(f.Value), maxID); err != nil {
				e.fail(ErrValue, keyID, err.Error())
				return
			}
		}
		if !e.extra(r.Extra, i) {
			return
		}
	}
	e.writeRefusal(r)
}

// sender checks a row, but for what only its format knows, and puts its registrations into
// e.rowColumns and e.statuses.
func (e *encoder) sender(s *Sender) bool {
	members := 1 + len(s.Extra)
	if s.Name == "" {
		return e.fail(ErrValue, keyName, "empty name")
	}
	if e.req.All {
		members++
		switch _, ok := s.Status.Code(); {
		case !ok:
			return e.fail(ErrValue, keyStatus, fmt.Sprintf("%v, though %s=1 was requested", s.Status, paramAll))
		case !s.Status.Documented() && !e.quirk(QuirkCode, keyStatus):
			return false
		}
	}
	if e.req.Operators {
		members += s.Registrations.Len()
		if !e.registrations(s.Registrations) {
			return false
		}
	}
	if members > maxMembers {
		return e.fail(ErrUnrepresentable, "", "more than 64 members")
	}
	for i, f := range s.Extra {
		switch {
		case f.Name == keySender, f.Name == keyError, f.Name == keyErrorCode,
			f.Name == keyStatus && e.req.All,
			e.req.Operators && e.isColumn(Operator(f.Name)):
			return e.fail(ErrUnrepresentable, shorten(f.Name), "an undocumented member by the name of a documented one")
		}
		if !e.extra(s.Extra, i) {
			return false
		}
	}
	return true
}

// extra checks an undocumented member.
func (e *encoder) extra(fields []Field, i int) bool {
	name := fields[i].Name
	for _, f := range fields[:i] {
		if f.Name == name {
			return e.fail(ErrUnrepresentable, shorten(name), "duplicate member")
		}
	}
	return e.quirk(QuirkExtra, shorten(name))
}

// isColumn reports whether a member of this name is read as an operator column.
func (e *encoder) isColumn(op Operator) bool {
	return slices.Contains(listedOperators, op) || e.columns.index(op) >= 0
}

// registrations puts the statuses of a row into e.statuses: in the order of the Codec's
// columns if they have the same operators, else in their own order, if the format names
// columns.
func (e *encoder) registrations(r Registrations) bool {
	const field = "registrations"
	if r.Len() == 0 {
		return e.fail(ErrValue, field, "none, though "+paramOperators+"=1 was requested")
	}
	e.rowColumns = e.columns
	if !r.in(e.columns, &e.statuses) {
		if e.page.positional {
			return e.fail(ErrUnrepresentable, field, "operators differ from the columns, which CSV does not name")
		}
		if !e.quirk(QuirkColumns, field) {
			return false
		}
		e.rowColumns = r.Columns()
		r.in(e.rowColumns, &e.statuses)
		for op := range e.rowColumns.All() {
			if !e.isColumn(op) {
				return e.fail(ErrUnrepresentable, string(op), "not a known operator")
			}
		}
	}
	if e.page.lines && !e.firstColumns() {
		return e.fail(ErrUnrepresentable, field, "other operators than in the first row")
	}
	for i, status := range e.statuses[:e.rowColumns.Len()] {
		if !RegistrationStatus(status).Documented() && !e.quirk(QuirkCode, string(e.rowColumns.operators[i])) {
			return false
		}
	}
	return true
}

// firstColumns reports whether a row of a plain list has the operators of the first
// row.
func (e *encoder) firstColumns() bool {
	switch {
	case e.row == 0 && e.rowColumns != e.columns:
		e.first = e.rowColumns
		e.layout = nil // which has the Codec's columns
		return true
	case e.first == nil:
		return e.rowColumns == e.columns // they are the Codec's if they have its operators
	}
	return e.rowColumns.hasAll(e.first)
}

// rows writes the rows of a list: those in the documented layout by copying that, any
// other member by member.
func (e *encoder) rows(l List) bool {
	separator := e.page.lists[0].separator
	for i := 0; i < len(l); {
		if i > 0 {
			e.write(separator)
		}
		if n := e.documentedRows(l[i:]); n > 0 {
			i += n
			continue
		}
		e.row = i
		if s := &l[i]; !e.sender(s) || !e.writeRow(s) {
			return false
		}
		i++
	}
	return true
}

// documentedRows writes rows by copying their layout, up to the first row that has more
// than an ordinary name and documented codes in the Codec's columns. It returns the number
// of rows written.
func (e *encoder) documentedRows(l List) int {
	k := e.layout
	if k == nil {
		return 0
	}
	lead, gap := len(k.before.text), k.gapText
	kind, like := e.req.rows(), e.columns.registrations(0)
	dst := append(e.dst, k.before.text...)
	written := len(e.dst) // up to the end of the last row
	n := 0
	for ; n < len(l); n++ {
		s := &l[n]
		if len(s.Extra) > 0 || s.Name == "" || s.Name[0]|0x20 == '{' { // in CSV, { and [ begin another format
			break
		}
		codes, ok := block.Digits(0), true
		switch r := &s.Registrations; kind {
		case rowStatus:
			code, _ := s.Status.Code()
			codes, ok = block.Digits(code), s.Status.Documented()
		case rowOperators:
			codes, ok = r.packed, r.set == like.set && r.packed&ofDocumented == like.packed
		}
		if !ok {
			break
		}
		if n == len(l)-1 {
			gap = k.after.text // no row follows
		}
		name := len(dst)
		end := name + len(s.Name)
		dst = slices.Grow(dst, len(s.Name)+len(gap))
		if !k.alphabet.Copy(dst[name:end], s.Name) {
			break
		}
		dst = append(dst[:end], gap...)
		codes = codes.Put(dst[name-lead:], k.before.digits)
		codes.Put(dst[end:], k.after.digits)
		written = end + len(k.after.text)
	}
	e.dst = dst[:written]
	return n
}

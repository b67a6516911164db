package smscodec

import (
	"fmt"
	"slices"
)

// Append writes a reply with the zero Codec.
func Append(dst []byte, r Reply, req Request) ([]byte, error) { return Codec{}.Append(dst, r, req) }

// Append appends the answer to a request as the server lays it out, without a
// final line end. It writes what Decode of the same Codec reads back as the
// same; what the request does not ask for, and an error's text in CSV, are left
// out. If the format cannot carry the reply, it returns dst as it was and an
// *EncodeError.
func (c Codec) Append(dst []byte, r Reply, req Request) ([]byte, error) {
	e := encoder{codec: c, req: req, columns: c.columns(), dst: dst, row: -1, alphabet: req.Format.alphabet()}
	if e.reply(r); e.err != nil {
		return dst, e.err
	}
	return e.dst, nil
}

func (e *encoder) reply(r Reply) {
	if problem := e.req.problem(); problem != "" {
		e.fail(ErrRequest, "", problem)
		return
	}
	switch r := r.(type) {
	case List:
		if e.req.Op == OpGet {
			e.list(r)
			return
		}
	case *APIError:
		if r != nil {
			e.refusal(r)
			return
		}
	case Added:
		switch {
		case e.req.Op != OpAdd:
		case r.ID < 0:
			e.fail(ErrValue, keyID, "negative id")
			return
		default:
			e.added(r.ID)
			return
		}
	case Done:
		if e.req.Op != OpGet && e.req.Op != OpAdd {
			e.done()
			return
		}
	}
	e.fail(ErrShape, "", typeName(r)+" does not answer "+e.req.Op.String())
}

// typeName names the type of a reply, for errors.
func typeName(r Reply) string {
	switch r.(type) {
	case List:
		return "List"
	case Added:
		return "Added"
	case Done:
		return "Done"
	case *APIError:
		return "a nil *APIError"
	}
	return "a nil Reply"
}

func (e *encoder) list(l List) {
	if len(l) == 0 && e.req.isLines() {
		if !e.codec.EmptyList {
			e.fail(ErrUnrepresentable, "", "an empty list is an empty body, which looks like a lost answer; see Codec.EmptyList")
			return
		}
		e.quirk(QuirkEmpty, "")
		return
	}
	table := layoutsOf(e.req, e.columns)
	if table != nil {
		e.layout = table[e.req.Format]
	}
	switch e.req.Format {
	case Plain:
		e.plainList(l)
	case CSV:
		e.csvList(l)
	case XML:
		e.xmlList(l)
	case JSON:
		e.jsonList(l)
	}
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
			if _, problem := parseDecimal([]byte(f.Value), maxID); problem != "" {
				e.fail(ErrValue, keyID, problem)
				return
			}
		}
		if !e.extra(r.Extra, i) {
			return
		}
	}
	switch e.req.Format {
	case Plain:
		e.plainRefusal(r)
	case CSV:
		e.csvRefusal(r)
	case XML:
		e.xmlRefusal(r)
	case JSON:
		e.jsonRefusal(r)
	}
}

func (e *encoder) added(id int64) {
	l := &answerLayouts[e.req.Format]
	e.write(l.added[0])
	e.number(id)
	e.write(l.added[1])
}

func (e *encoder) done() {
	e.write(answerLayouts[e.req.Format].done)
}

// sender checks all of a row but what depends on the format, and puts its
// registrations into e.rowColumns and e.statuses.
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

// registrations puts a row's statuses into the Codec's order, if they are for
// the same operators, and else, where columns are named, leaves theirs.
func (e *encoder) registrations(r Registrations) bool {
	const field = "registrations"
	if r.Len() == 0 {
		return e.fail(ErrValue, field, "none, though "+paramOperators+"=1 was requested")
	}
	e.rowColumns = e.columns
	if !r.in(e.columns, &e.statuses) {
		if e.req.Format == CSV {
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
	if e.req.Format == Plain && !e.firstColumns() {
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

// rows writes the rows of a list: those that are as good as always by their layout,
// any other member by member.
func (e *encoder) rows(l List) bool {
	for i := 0; i < len(l); {
		if i > 0 {
			e.write(separators[e.req.Format])
		}
		if n := e.documentedRows(l[i:]); n > 0 {
			i += n
			continue
		}
		e.row = i
		if s := &l[i]; !e.sender(s) || !e.oneRow(s) {
			return false
		}
		i++
	}
	return true
}

// oneRow writes a row that has been checked.
func (e *encoder) oneRow(s *Sender) bool {
	switch e.req.Format {
	case Plain:
		return e.plainRow(s)
	case CSV:
		return e.csvRow(s)
	case XML:
		return e.xmlRow(s)
	}
	return e.jsonRow(s)
}

// documentedRows writes rows, up to the first that has not an ordinary name and
// documented codes in the Codec's columns, and gives their number.
func (e *encoder) documentedRows(l List) int {
	k := e.layout
	if k == nil {
		return 0
	}
	lead, gap := len(k.before.text), k.gapText
	like := e.columns.registrations(0)
	dst := append(e.dst, k.before.text...)
	n := 0
	for ; n < len(l); n++ {
		s := &l[n]
		if len(s.Extra) > 0 || s.Name == "" || s.Name[0]|0x20 == '{' { // in CSV, { and [ begin another format
			break
		}
		var codes packedStatuses
		if e.req.Operators {
			if s.Registrations.set != like.set || s.Registrations.packed&ofDocumented != like.packed {
				break
			}
			codes = s.Registrations.packed
		} else if e.req.All {
			if !s.Status.Documented() {
				break
			}
			code, _ := s.Status.Code()
			codes = packedStatuses(code)
		}
		if n == len(l)-1 {
			gap = k.after.text // no row follows
		}
		name := len(dst)
		end := name + len(s.Name)
		dst = slices.Grow(dst, len(s.Name)+len(gap))
		if !e.alphabet.copy(dst[name:end], s.Name) {
			break
		}
		dst = append(dst[:end], gap...)
		room := dst[:cap(dst)]
		codes = codes.put(room[name-lead:], k.before.digits)
		codes.put(room[end:], k.after.digits)
	}
	if n > 0 && n < len(l) {
		dst = dst[:len(dst)-len(k.separator)]
	}
	if n < len(l) {
		dst = dst[:len(dst)-lead]
	}
	e.dst = dst
	return n
}

func (e *encoder) csvList(l List) { e.rows(l) }

// The layout is that of recorded answers: a member a line, no final line end.

func (e *encoder) jsonList(l List) {
	e.write("[")
	if e.rows(l) {
		e.write("]")
	}
}

func (e *encoder) plainList(l List) { e.rows(l) }

func (e *encoder) xmlList(l List) {
	e.write("<" + keyList + ">")
	if len(l) > 0 {
		e.write("\n")
	}
	if e.rows(l) {
		e.write("\n</" + keyList + ">")
	}
}

package smscodec

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"
)

// A Codec reads and writes answers. The zero value reads all that loses
// nothing and writes what the vendor's page documents. A Codec may be used by
// several goroutines at once if its Report may.
type Codec struct {
	Reject  Quirk             // departures from the documentation to refuse; AllQuirks is strict
	Report  func(*ParseError) // called for each departure accepted, in order of offset, while decoding; an error may still follow
	Columns *Columns          // the operator columns, in the order of CSV; nil means DocumentedColumns
	_       struct{}
}

// columns gives the columns in use.
func (c Codec) columns() *Columns {
	if c.Columns.Len() == 0 {
		return documentedColumns
	}
	return c.Columns
}

// Decode reads an answer with the zero Codec.
func Decode(data []byte, req Request) (reply Reply, err error) {
	var list List
	if list, reply, err = decode(Codec{}, data, req); list != nil {
		reply = list
	}
	return
}

// Decode reads the answer to a request. The server's refusal is an *APIError
// as the error, data that is no answer to the request a *ParseError. What is
// returned shares no memory with data.
func (c Codec) Decode(data []byte, req Request) (reply Reply, err error) {
	// This is inlined, as is Decode: a list becomes a Reply in the caller, where it
	// costs an allocation only if it is kept as one.
	var list List
	if list, reply, err = decode(c, data, req); list != nil {
		reply = list
	}
	return
}

// decode reads an answer, a list apart from others.
func decode(c Codec, data []byte, req Request) (List, Reply, error) {
	if req.problem() != "" {
		return decodeAny(c, data, req, nil, 0, memory{})
	}
	if reply, refusal := documentedAnswer(data, req); refusal != nil {
		return nil, nil, refusal
	} else if reply != nil {
		return nil, reply, nil
	}
	m := memory{data: data}
	list, pos, whole := m.documentedRows(req, c.columns())
	if whole {
		return list, nil, nil
	}
	return decodeAny(c, data, req, list, pos, m)
}

// decodeAny reads an answer however it is laid out, of a list the rows behind
// those that have been read up to an offset.
func decodeAny(c Codec, data []byte, req Request, list List, pos int, m memory) (List, Reply, error) {
	d := decoder{memory: m}
	d.memory.chunk = strings.Builder{} // none is to be used after it has been copied
	reply := d.open(c, data, req)
	if d.rows {
		d.resume(len(list), pos)
		list = d.list(list)
	}
	if err := d.close(reply); err != nil {
		return nil, nil, err
	}
	return list, reply, nil
}

// resume goes to an offset behind as many documented rows.
func (d *decoder) resume(rows, pos int) {
	if rows == 0 {
		return
	}
	d.row, d.pos = rows, pos
	d.lines.ahead = false
	if d.req.Operators {
		d.table.setFull(d.columns, rolesInOrder[:d.columns.Len()])
	}
}

// list reads the rest of a list.
func (d *decoder) list(list List) List {
	var r rowReader
	if d.row > 0 {
		r.start(d)
		r.missed = true
	}
	for r.next(d) {
		if r.batch.n > 0 {
			list = d.memory.keep(list, &r.batch, d.pos, d.req, d.columns)
		} else {
			list = append(d.memory.grow(list, 1, d.pos), r.other)
		}
	}
	if list == nil {
		return List{}
	}
	return shrink(list)
}

// Senders yields the rows of a list one by one, keeping none: those of Decode,
// or some of them and then, once and last, Decode's error beside the zero
// Sender. For another operation than OpGet it yields nothing, or the error. Data
// is checked to its end unless the caller stops early, so rows may have gone by
// when an error comes.
func (c Codec) Senders(data []byte, req Request) iter.Seq2[Sender, error] {
	return func(yield func(Sender, error) bool) {
		var d decoder
		reply := d.open(c, data, req)
		var r rowReader
		for d.rows && r.next(&d) {
			var rows [len(r.batch.names)]Sender
			n := r.batch.n
			if n > 0 {
				r.batch.senders(rows[:n], d.string(r.batch.text[:r.batch.used]), req, d.columns)
			} else {
				rows[0], n = r.other, 1
			}
			for _, s := range rows[:n] {
				if !yield(s, nil) {
					return
				}
			}
		}
		if err := d.close(reply); err != nil {
			yield(Sender{}, err)
		}
	}
}

// A decoder reads one answer. A format's file has two methods for it: open,
// which reads all of an answer but the rows of a list, and next, which reads
// one row.
//
// Failures are of two classes. What breaks the format, fail: the lowest offset
// is the first that is met, so reading ends there. What is well formed but no
// answer, refuse: reading goes on, as the format may break further on, which
// goes before, and a refusal at a lower offset may come up.
type decoder struct {
	codec   Codec
	req     Request
	columns *Columns
	layouts *layoutTable // of the rows asked for, nil if the columns have none
	data    []byte
	pos     int

	rows    bool // open found a list; next reads it
	row     int  // index of the row being read
	inRow   bool
	failed  *ParseError
	refused *ParseError
	reports []*ParseError // of the current row, not told yet
	cursor  cursor        // for the reports

	lines    lines       // plain, CSV
	tags     few[span]   // XML: names of the open elements
	members  few[member] // of the current object, element or line
	names    []byte      // of those members that need decoding
	scratch  []byte      // text of the value being decoded
	fields   []Field     // undocumented members of the current row
	gathered row         // the current row

	table  columnTable
	memory memory
}

// A span is data[start:end].
type span struct{ start, end int }

func (d *decoder) bytes(s span) []byte { return d.data[s.start:s.end] }

// open begins an answer. It sets d.rows if a list follows; otherwise it reads
// all and returns the reply, nil if there was a failure.
func (d *decoder) open(c Codec, data []byte, req Request) Reply {
	d.codec, d.req, d.data = c, req, data
	d.memory.data, d.memory.lines = data, 0
	if req.isLines() {
		d.memory.lines = 1
	}
	d.columns = c.columns()
	d.layouts = layoutsOf(req, d.columns)
	if problem := req.problem(); problem != "" {
		d.fail(ErrRequest, 0, "", problem)
		return nil
	}
	bom := bytes.HasPrefix(data, []byte(utf8BOM))
	if bom && req.Charset != UTF8 {
		d.fail(ErrCharset, 0, "", "UTF-8 byte order mark")
		return nil
	}
	if i := req.Charset.invalid(data); i >= 0 {
		d.fail(ErrCharset, i, "", "byte that "+req.Charset.String()+" does not have")
		return nil
	}
	if bom {
		d.quirk(QuirkBOM, 0, "")
		d.tell()
		d.pos = len(utf8BOM)
	}
	switch {
	case req.Format == Plain:
		return d.openPlain()
	case req.Format == CSV:
		return d.openCSV()
	case isOtherForm(data[d.pos:]):
		return d.openOtherForm()
	case req.Format == XML:
		return d.openXML()
	}
	return d.openJSON()
}

// string keeps text.
func (d *decoder) string(text []byte) string { return d.memory.string(text, d.pos) }

// next reads a row of a list into a zero Sender, or returns false at its end or a failure. A
// refused row does not end the list, but is not returned, nor any after it.
func (d *decoder) next(s *Sender) bool {
	for {
		var more bool
		s.Status = NoStatus
		d.gathered.start, d.gathered.departed, d.gathered.name = d.pos, false, span{}
		switch d.req.Format {
		case Plain:
			more = d.nextPlain(s)
		case CSV:
			more = d.nextCSV(s)
		case XML:
			more = d.nextXML(s)
		case JSON:
			more = d.nextJSON(s)
		}
		d.inRow = false
		if len(d.reports) > 0 {
			d.tell()
		}
		if !more {
			return false
		}
		d.row++
		if d.refused == nil {
			return true
		}
		*s = Sender{}
	}
}

// close gives the error that reading ended with, which the server's refusal is
// too.
func (d *decoder) close(reply Reply) error {
	d.tell()
	err := d.failed
	if err == nil {
		err = d.refused
	}
	if err != nil {
		c := cursor{}
		err.Line, err.Col = c.position(d.data, err.Offset)
		return err
	}
	if refusal, ok := reply.(*APIError); ok {
		return refusal
	}
	return nil
}

// fail records what breaks the format; nothing is read after it. It returns
// false, for the caller to return.
func (d *decoder) fail(kind error, offset int, field, detail string) bool {
	if d.failed == nil {
		d.failed = d.parseError(kind, offset, field, detail)
		// A broken row departs from nothing.
		d.reports = slices.DeleteFunc(d.reports, func(e *ParseError) bool { return d.inRow && e.Row == d.row })
	}
	return false
}

// cutOff is the failure that the data ends early.
func (d *decoder) cutOff() bool {
	detail := ""
	if len(d.data) == 0 {
		detail = "empty"
	}
	return d.fail(io.ErrUnexpectedEOF, len(d.data), "", detail)
}

// refuse records that well-formed data is no answer.
func (d *decoder) refuse(kind error, offset int, field, detail string) {
	d.gathered.departed = true
	if d.refused == nil || offset < d.refused.Offset {
		d.refused = d.parseError(kind, offset, field, detail)
	}
}

// quirk accepts a departure from the documentation, or refuses it.
func (d *decoder) quirk(q Quirk, offset int, field string) {
	d.gathered.departed = true
	rejected := d.codec.Reject&q != 0
	if d.refused != nil && d.refused.Offset <= offset || !rejected && d.codec.Report == nil {
		return
	}
	e := d.parseError(q.kind(), offset, field, "")
	e.Quirk = q
	if rejected {
		d.refused = e
	} else {
		d.reports = append(d.reports, e)
	}
}

func (d *decoder) parseError(kind error, offset int, field, detail string) *ParseError {
	row := -1
	if d.inRow {
		row = d.row
	}
	return &ParseError{Format: d.req.Format, Offset: offset, Row: row, Field: field, Err: kind, Detail: detail}
}

// tell reports the departures of what has been read, up to a refusal.
func (d *decoder) tell() {
	slices.SortStableFunc(d.reports, func(a, b *ParseError) int { return a.Offset - b.Offset })
	for _, e := range d.reports {
		if d.refused != nil && e.Offset >= d.refused.Offset {
			break
		}
		e.Line, e.Col = d.cursor.position(d.data, e.Offset)
		d.codec.Report(e)
	}
	d.reports = d.reports[:0]
}

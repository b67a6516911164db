package smscodec

import (
	"bytes"
	"fmt"
)

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
		d.fail(ErrCharset, 0, "", "a byte order mark of UTF-8, want "+req.Charset.String())
		return nil
	}
	if i := req.Charset.invalid(data); i >= 0 {
		d.fail(ErrCharset, i, "", fmt.Sprintf("byte 0x%02X is not in %v", data[i], req.Charset))
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

// next reads a row of a list into a zero Sender, or returns false at its end or a failure. A
// refused row does not end the list, but is not returned, nor any after it.
func (d *decoder) next(s *Sender) bool {
	for {
		var more bool
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

// A rowReader reads the rows of a list, those that are alike many at a time.
type rowReader struct {
	likely  skeleton // of the next rows, if there is one
	usable  bool
	run     run
	missed  bool // the next row has been found not to fit
	misses  int  // rows that did not fit, one after the other
	retry   int  // the row from which on it is tried again
	relearn int  // the row from which on it may be learned again

	batch batch  // the rows read last
	other Sender // or one, if the batch is empty
}

// start begins with the documented skeleton, after the first row.
func (r *rowReader) start(d *decoder) {
	if d.table.first != (roleSet{}) {
		return // all rows have other columns than the skeleton
	}
	if l := d.layouts.of(d.req.Format, d.data); l != nil {
		r.likely, r.usable = l.skeleton, true
	}
}

// next reads the next rows, false if there are none.
func (r *rowReader) next(d *decoder) bool {
	r.batch.n, r.batch.used = 0, 0
	if r.readAlike(d) {
		return true
	}
	r.other = Sender{}
	if !d.next(&r.other) {
		return false
	}
	r.learn(d)
	return true
}

// readAlike reads rows that are like the skeleton.
func (r *rowReader) readAlike(d *decoder) bool {
	if !r.usable || d.row < r.retry || d.table.full != nil && d.table.full != d.columns {
		return false
	}
	if !r.run.more && !r.missed && !d.lines.done {
		data, pos := d.data, d.pos
		if d.isLines() {
			data = data[:d.lines.end]
		}
		if between := r.likely.between; string(data[pos:min(pos+len(between), len(data))]) == between {
			r.run = run{data: data, charset: d.req.Charset, pos: pos + len(between), open: d.isLines() && !d.lines.crlfEnd}
			r.run.begin(&r.likely)
		}
	}
	r.missed = false
	r.run.gather(&r.likely, &r.batch)
	if r.batch.n == 0 {
		if r.misses++; r.misses%8 == 0 {
			r.retry = 2 * d.row
		}
		return false
	}
	r.misses = 0
	r.missed = !r.run.more
	d.pos = r.run.pos
	d.row += r.batch.n
	d.lines.done = r.run.ended
	if d.req.Operators && d.table.full == nil {
		d.table.setFull(d.columns, rolesInOrder[:d.columns.Len()])
	}
	return true
}

// learn takes the row just read for a model, if it is one, and not the first that
// did not fit. The more rows there were, the longer it waits until it does so
// again. A line that departs in nothing is not worth it: but for its name it is like
// the documented ones.
func (r *rowReader) learn(d *decoder) {
	row := &d.gathered
	if d.row == 1 {
		r.start(d)
	}
	if d.isLines() || d.row < max(r.relearn, 2) || r.usable && r.misses < 2 || row.departed || row.name.start == row.name.end {
		return
	}
	codes := 0
	switch {
	case d.req.All:
		codes = 1
	case d.req.Operators:
		codes = d.columns.Len()
		if d.table.full != d.columns {
			return
		}
	}
	after, before := d.data[row.name.end:d.pos], d.data[row.start:row.name.start]
	if row.digits != codes || codes > maxPacked || len(after)+len(before) > maxPattern {
		return
	}
	var digits [maxPacked]uint8
	inLead := 0
	for i, at := range row.digitAt[:codes] {
		if at < row.name.start {
			digits[i] = uint8(at - row.start)
			inLead++
		} else {
			digits[i] = uint8(at - row.name.end)
		}
	}
	r.relearn = 2*d.row + 2
	r.likely = skeleton{alphabet: d.req.Format.alphabet()}
	r.usable = r.likely.set(rowPart{after, digits[inLead:codes]}, "", rowPart{before, digits[:inLead]}, d.req.bound())
	r.misses, r.retry = 0, 0
}

package smscodec

import (
	"bytes"
	"fmt"

	"github.com/smscodec/smscodec/internal/block"
)

// How an answer is read with a decoder: open finds what it is, next reads the rows of a
// list one by one with the grammar of the format, and close returns the error.
//
// A rowReader reads the rows that are alike by a skeleton instead: at first by that of
// the documented layout, later by one learned from a row that its grammar has read.

// open begins an answer. It sets d.rows if a list follows; otherwise it reads the whole
// answer and returns the reply, or nil after a failure.
func (d *decoder) open(c Codec, data []byte, req Request) Reply {
	d.codec, d.req, d.data = c, req, data
	d.columns = c.columns()
	if err := req.invalid(); err != nil {
		d.fail(ErrRequest, 0, "", err.Error())
		return nil
	}
	d.page, d.answer = req.Format.page(), req.Op.answer()
	d.layouts = layoutsOf(req, d.columns)
	d.arena.data, d.arena.lines = data, 0
	if d.page.lines {
		d.arena.lines = 1
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
		d.flushReports()
		d.pos = len(utf8BOM)
	}
	if !d.page.lines && isOtherForm(data[d.pos:]) {
		return d.openOtherForm()
	}
	return d.openFormat()
}

// next reads a row of a list into a zero Sender. It returns false at the end of the list
// or after a failure. It reads on after a refused row, but returns neither that row nor
// any after it.
func (d *decoder) next(s *Sender) bool {
	for {
		d.gathered.sample = sample{start: d.pos}
		more := d.nextRow(s)
		d.inRow = false
		if len(d.reports) > 0 {
			d.flushReports()
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

// close returns the error that reading ended with, or else the server's refusal.
func (d *decoder) close(reply Reply) error {
	d.flushReports()
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
	likely  skeleton // of the next rows
	usable  bool     // there is one
	run     run
	missed  bool // the next row is known not to fit
	misses  int  // rows in a row that did not fit
	retry   int  // the first row that is tried after many misses
	relearn int  // the first row that another skeleton may be learned from

	batch batch  // the rows read last
	other Sender // the row read last, if the batch is empty
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

// next reads the next rows. It returns false if there are none.
func (r *rowReader) next(d *decoder) bool {
	r.batch.n, r.batch.used = 0, 0
	if r.readAlike(d) {
		return true
	}
	r.other = Sender{}
	if !d.next(&r.other) {
		return false
	}
	if d.row == 1 {
		r.start(d)
	}
	if r.mayLearn(d) {
		r.learn(d)
	}
	return true
}

// readAlike reads rows that are like the skeleton.
func (r *rowReader) readAlike(d *decoder) bool {
	if !r.usable || d.row < r.retry || d.table.full != nil && d.table.full != d.columns {
		return false
	}
	if !r.run.more && !r.missed && !d.lines.done {
		data, pos := d.data, d.pos
		if d.page.lines {
			data = data[:d.lines.end]
		}
		if between := r.likely.between; string(data[pos:min(pos+len(between), len(data))]) == between {
			r.run = run{data: data, charset: d.req.Charset, pos: pos + len(between), mayStop: d.page.lines && !d.lines.crlfEnd}
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
	d.lines.done = r.run.stopped
	d.shareColumns()
	return true
}

// maxLearned is the size of the largest row that a skeleton is learned from, the name
// left out: what a skeleton takes stays small, and 21 columns fit in any usual layout.
const maxLearned = 4 << 10

// mayLearn reports whether a skeleton should be learned from the row just read:
//
//   - in lines, the documented one always serves as well;
//   - learning is not due before the second row, nor again before as many rows as there
//     were;
//   - the skeleton so far has failed more than once;
//   - the row departs in nothing, and its name is as in the data;
//   - it has all codes that the request implies, one digit each, in the Codec's columns;
//   - it is not too large.
func (r *rowReader) mayLearn(d *decoder) bool {
	row := &d.gathered.sample
	if d.page.lines || d.row < max(r.relearn, 2) || r.usable && r.misses < 2 || row.departed || row.name.size() == 0 {
		return false
	}
	codes := 0
	switch d.req.rows() {
	case rowStatus:
		codes = 1
	case rowOperators:
		codes = d.columns.Len()
		if d.table.full != d.columns {
			return false
		}
	}
	return row.digits == codes && codes <= block.MaxDigits && d.pos-row.start-row.name.size() <= maxLearned
}

// learn makes a skeleton of the row just read.
func (r *rowReader) learn(d *decoder) {
	row := &d.gathered.sample
	before := rowPart{text: d.data[row.start:row.name.start]}
	after := rowPart{text: d.data[row.name.end:d.pos]}
	for _, at := range row.digitAt[:row.digits] {
		if at < row.name.start {
			before.digits = append(before.digits, at-row.start)
		} else {
			after.digits = append(after.digits, at-row.name.end)
		}
	}
	r.likely = newSkeleton(d.page.alphabet, before, "", after, codeBounds[d.req.rows()])
	r.usable, r.misses, r.retry, r.relearn = true, 0, 0, 2*d.row+2
}

package smscodec

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Every list repeats one skeleton: from the end of one name to the beginning of
// the next its bytes are the same, but for the digits of the codes. At first it
// is the documented one; where that does not fit, it is learned from a
// row that has been read carefully, by the methods of its format, and that
// departs in nothing from the vendor's page: what follows its name, and what
// stands before it. Rows are compared with the skeleton, all but their digits, and
// their names searched for a character that is not ordinary. A row that passes
// means to the format's grammar what the model means, so its name and codes are in
// the same places. Any other row is read carefully, and now and then a skeleton is
// learned again. Nothing is accepted here that would not be accepted there: the
// tests hold one against the other.

type skeleton struct {
	alphabet alphabet // of the names
	between  string   // stands before the lead of a row that is not the first
	lead     pattern  // of a row, up to its name
	gap      pattern  // from a name's end: the rest of the row, which is its trail, and what leads to the next name
	trail    int      // its size
	inTrail  int      // the codes there
}

// set reports whether the parts of a row are small enough for a skeleton.
func (k *skeleton) set(after rowPart, separator string, before rowPart, bound int) bool {
	k.trail, k.inTrail = len(after.text), len(after.digits)
	start := k.trail + len(separator)
	size := start + len(before.text)
	if size > maxPattern || k.inTrail+len(before.digits) > maxPacked {
		return false
	}
	var text, digits [maxPattern]byte
	copy(text[:], after.text)
	copy(text[k.trail:], separator)
	copy(text[start:], before.text)
	copy(digits[:], after.digits)
	for i, at := range before.digits {
		digits[k.inTrail+i] = uint8(start) + at
	}
	k.gap.set(text[:size], digits[:k.inTrail+len(before.digits)], bound)
	k.lead.set(before.text, before.digits, bound)
	return true
}

// A run is where reading rows that are alike has come to.
type run struct {
	data  []byte         // up to the end of the last row or behind it
	pos   int            // behind the last row
	name  int            // of the next row, of which the lead has been read
	codes packedStatuses // there
	more  bool           // there is a next row
	open  bool           // the last line may lack its end
	ended bool           // it did
}

// begin reads the lead of a row, which the next rows are to be like.
func (r *run) begin(k *skeleton) {
	r.codes, r.more = k.lead.match(r.data[r.pos:], k.lead.size, k.lead.codes)
	r.name = r.pos + k.lead.size
}

// A batch is rows whose text has been gathered: to keep that of many costs less
// than to keep that of each.
type batch struct {
	n     int
	used  int
	text  [640]byte
	names [32]uint8 // their sizes
	codes [32]packedStatuses
}

const maxName = 255 // bytes

// gather reads rows until the batch is full or a row is not like the skeleton.
func (r *run) gather(k *skeleton, b *batch) {
	for r.more && b.n < len(b.names) && b.used <= len(b.text)-maxName {
		rest := r.data[r.name:]
		size := 16
		if len(rest) >= 16 {
			*(*[16]byte)(b.text[b.used:]) = *(*[16]byte)(rest)
			first := k.alphabet.special(binary.LittleEndian.Uint64(rest))
			second := k.alphabet.special(binary.LittleEndian.Uint64(rest[8:]))
			size = 0
			if first == 0 { // no branch in machine code, as it would be hard to predict
				first, size = second, 8
			}
			size += bits.TrailingZeros64(first) / 8
		}
		name := size
		if size == 16 || rest[size] == '&' {
			size, name = b.longName(rest, k.alphabet)
		}
		if name == 0 || rest[0]|0x20 == '{' { // in CSV, { and [ begin another format
			r.more = false
			return
		}

		gap, lead := rest[size:], r.codes
		codes, ok := k.gap.match(gap, k.gap.size, k.gap.codes)
		r.more = ok
		switch {
		case ok:
			r.pos = r.name + size + k.trail
			r.name += size + k.gap.size
			r.codes = codes >> (packedBits * k.inTrail)
			codes &= 1<<(packedBits*k.inTrail) - 1
		case r.open && len(gap) == k.trail-1:
			if codes, ok = k.gap.match(gap, k.trail-1, k.inTrail); !ok {
				return
			}
			r.pos, r.ended = len(r.data), true
		default:
			if codes, ok = k.gap.match(gap, k.trail, k.inTrail); !ok {
				return
			}
			r.pos = r.name + size + k.trail
		}

		b.used += name
		b.names[b.n] = uint8(name)
		b.codes[b.n] = lead | codes<<(packedBits*k.lead.codes)
		b.n++
	}
}

// longName puts the text of a name into the batch that is longer than is looked at
// in one go, or has references to the characters that XML has to write so. It gives
// the name's size in the data and that of its text, 0 if that is too large.
func (b *batch) longName(data []byte, a alphabet) (size, name int) {
	text := b.text[b.used:][:maxName]
	for {
		end := a.scan(data, size)
		if name+end-size > len(text) {
			return 0, 0
		}
		name += copy(text[name:], data[size:end])
		size = end
		if size == len(data) || data[size] != '&' {
			return size, name
		}
		reference := data[size:min(size+len("&quot;"), len(data))]
		n := bytes.IndexByte(reference, ';')
		if n < 0 || name == len(text) {
			return 0, 0
		}
		c := xmlEntity(reference[1:n])
		if c == 0 {
			return 0, 0
		}
		text[name] = c
		name++
		size += n + 1
	}
}

// documentedRows reads a list from its beginning for as long as it is laid out as
// documented, which is mostly to its end. Otherwise it gives what it has read and
// the offset behind that: from there on a decoder has to read.
func (m *memory) documentedRows(req Request, columns *Columns) (list List, pos int, whole bool) {
	data := m.data
	table := layoutsOf(req, columns)
	if req.Op != OpGet || table == nil {
		return nil, 0, false
	}
	format := req.Format
	if format == JSON && len(data) > 2 && data[2] == '"' {
		format = compactJSON
	}
	l := table[format]
	if l == nil || len(data) < len(l.head) || string(data[:len(l.head)]) != l.head {
		return nil, 0, false
	}
	r := run{data: data, pos: len(l.head)}
	if m.lines {
		r.open = true
		if n := len(data) - 1; n > 0 && data[n] == '\n' {
			r.data = data[:n]
		}
	}
	r.begin(&l.skeleton)
	for r.more {
		var b batch
		r.gather(&l.skeleton, &b)
		list = m.keep(list, &b, r.pos, req, columns)
	}
	if r.open {
		whole = r.ended
	} else {
		whole = len(list) > 0 && string(data[r.pos:]) == l.tail
	}
	if !whole && len(list) == 0 {
		return nil, 0, false
	}
	if whole {
		list = shrink(list)
	}
	return list, r.pos, whole
}

// keep adds the rows of a batch, the last of which ends at an offset, to a list.
func (m *memory) keep(list List, b *batch, pos int, req Request, columns *Columns) List {
	if b.n == 0 {
		return list
	}
	text := m.string(b.text[:b.used], pos)
	n := len(list)
	list = m.grow(list, b.n, pos)[:n+b.n]
	b.senders(list[n:], text, req, columns)
	return list
}

// senders puts the rows into Senders, zero so far, with their text.
func (b *batch) senders(rows []Sender, text string, req Request, columns *Columns) {
	for i := range rows {
		s, size := &rows[i], int(b.names[i])
		s.Name, text = text[:size], text[size:]
		s.Status = NoStatus
		switch {
		case req.All:
			s.Status = Status(b.codes[i])
		case req.Operators:
			s.Registrations = Registrations{set: &columns.packed, packed: b.codes[i]}
		}
	}
}

// A rowReader reads the rows of a list, those that are alike many at a time.
type rowReader struct {
	likely skeleton // of the next rows, if there is one
	usable bool
	run    run
	missed bool // the next row has been found not to fit
	misses int  // rows that did not fit, one after the other
	resume int  // the row from which on it is tried again
	again  int  // the row from which on it may be learned again

	batch batch  // the rows read last
	other Sender // or one, if the batch is empty
}

// start begins with the documented skeleton, behind the first row.
func (r *rowReader) start(d *decoder) {
	if d.layouts == nil {
		return
	}
	format := d.req.Format
	if format == JSON && bytes.HasPrefix(d.data[d.pos:], []byte(",{")) {
		format = compactJSON
	}
	if l := d.layouts[format]; l != nil {
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
	if !r.usable || d.row < r.resume || d.table.full != nil && d.table.full != d.columns {
		return false
	}
	if !r.run.more && !r.missed && !d.lines.done {
		data, pos := d.data, d.pos
		if d.isLines() {
			data = data[:d.lines.end]
		}
		if between := r.likely.between; string(data[pos:min(pos+len(between), len(data))]) == between {
			r.run = run{data: data, pos: pos + len(between), open: d.isLines() && !d.lines.crlfEnd}
			r.run.begin(&r.likely)
		}
	}
	r.missed = false
	r.run.gather(&r.likely, &r.batch)
	if r.batch.n == 0 {
		if r.misses++; r.misses%8 == 0 {
			r.resume = 2 * d.row
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
// again.
func (r *rowReader) learn(d *decoder) {
	row := &d.gathered
	if d.row == 1 {
		r.start(d)
	}
	if d.isLines() || d.row < max(r.again, 2) || r.usable && r.misses < 2 || row.departed || row.name.start == row.name.end {
		return // a line that departs in nothing is like the documented ones, but for its name
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
	r.again = 2*d.row + 2
	r.likely = skeleton{alphabet: d.req.Format.alphabet()}
	r.usable = r.likely.set(rowPart{after, digits[inLead:codes]}, "", rowPart{before, digits[:inLead]}, d.req.bound())
	r.misses, r.resume = 0, 0
}

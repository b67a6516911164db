package smscodec

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/block"
)

// The fast path through a list, without a decoder.
//
// All rows of a list usually have one skeleton: from the end of a name to the beginning
// of the next one their bytes are the same, but for the digits of the codes. A run
// compares rows with a skeleton and gathers their names and codes in a batch:
//
//	r := run{…}              // where to read
//	r.begin(skeleton)        // reads up to the first name
//	for r.more {
//		r.gather(skeleton, &batch)
//		…                    // batch.senders
//	}
//
// documentedRows reads a list this way, in the layout that the vendor documents. From the
// first row that does not fit, read.go continues with a decoder, which learns other
// skeletons from rows that it has read.
//
// If a row fits a skeleton and its name has only ordinary characters, the grammar would
// read it the same way: the skeleton is the documented one, or that of a row that the
// grammar has read. Any other row is left to the grammar. So nothing is accepted here
// that the grammar would refuse; the tests compare the two.

// A run is a position among rows that are alike.
type run struct {
	data    []byte // at least up to the end of the last row
	charset Charset
	pos     int          // after the last row
	name    int          // of the next row, whose lead has been read
	codes   block.Digits // in that lead
	more    bool         // there is a next row
	mayStop bool         // the last line may lack a line ending
	stopped bool         // the last line lacked it
}

// begin reads the lead of a row. The next rows should have the same one.
func (r *run) begin(k *skeleton) {
	r.codes, r.more = k.lead.Match(r.data[r.pos:])
	r.name = r.pos + k.lead.Size
}

// A batch is the names and codes of some rows. It is small, so that the text of all its
// names is kept by one allocation.
type batch struct {
	n     int // rows
	used  int // bytes of text
	text  [640]byte
	names [32]uint8 // sizes of the names
	codes [32]block.Digits
}

const maxName = 255 // bytes, as sizes are uint8

// gather reads rows until the batch is full or a row is not like the skeleton.
func (r *run) gather(k *skeleton, b *batch) {
	b.n, b.used = 0, 0
	lead := r.codes
	for r.more && b.hasRoom() {
		if r.gatherShort(k, b); b.hasRoom() {
			r.gatherAny(k, b)
		}
	}
	// The codes of a gap are those after a name and those before the next name.
	if inLead := k.lead.Open; inLead > 0 {
		for i, codes := range b.codes[:b.n] {
			b.codes[i] = lead.Append(inLead, codes.First(k.inTrail))
			lead = codes.After(k.inTrail)
		}
		r.codes = lead
	}
}

func (b *batch) hasRoom() bool { return b.n < len(b.names) && b.used <= len(b.text)-maxName }

// gatherShort reads rows with short names of ordinary characters, until the batch is
// full, another row is next or the end of the data is near.
//
// Most rows are read by this loop. Its only call is Match, for gaps of several blocks, so
// that Match can use all registers; everything else is inlined. In the loop:
//
//   - start is the offset of the next name, whose lead has been read;
//   - n and used are those of the batch, and there is room for 16 bytes more;
//   - r and b are as they were before the loop; they are updated once, at the end.
//
// The tests for used >= 0, start >= 0 and end >= 0 always succeed. They let the compiler
// drop bounds checks.
func (r *run) gatherShort(k *skeleton, b *batch) {
	data, alphabet, gap := r.data, k.alphabet, k.gap.Size
	first, large, everyOther := &k.gap.Blocks[0], gap > block.Size, k.gap.EveryOther
	start, n, used := r.name, b.n, b.used
	for n < len(b.names) && used >= 0 && used <= len(b.text)-maxName && start >= 0 && start <= len(data)-16 {
		text := (*[16]byte)(data[start : start+16])
		*(*[16]byte)(b.text[used : used+16]) = *text
		x, y := binary.LittleEndian.Uint64(text[:]), binary.LittleEndian.Uint64(text[8:])
		size := block.First(alphabet.Special(x), alphabet.Special(y))
		if size == 0 || size == 16 || byte(x)|0x20 == '{' { // in CSV, { and [ begin another format
			break
		}
		end := start + size
		if end < 0 || end > len(data)-block.Size {
			break
		}
		var codes block.Digits
		ok := false
		if large {
			codes, ok = k.gap.Match(data[end:])
		} else if window := (*[block.Size]byte)(data[end : end+block.Size]); first.Diff(window) == 0 {
			if everyOther != 0 {
				codes = block.EveryOther(window) & everyOther
				ok = k.gap.Bounded(codes)
			} else {
				codes, ok = k.gap.Read(window[:], k.gap.Open)
			}
		}
		if !ok {
			break
		}
		b.names[n], b.codes[n] = uint8(size), codes
		n++
		used += size
		start += size + gap
	}
	if n > b.n {
		r.pos, r.name = start-gap+k.trail, start
		b.n, b.used = n, used
	}
}

// gatherAny reads one row with any name, if the row is like the skeleton.
func (r *run) gatherAny(k *skeleton, b *batch) {
	size, name := b.anyName(r.data[r.name:], k.alphabet, r.charset)
	if name == 0 || r.data[r.name]|0x20 == '{' {
		r.more = false
		return
	}
	end := r.name + size
	codes, ok := k.gap.Match(r.data[end:])
	if r.more = ok; ok {
		r.pos = end + k.trail
	} else if codes, ok = r.lastRow(k, end); !ok {
		return
	}
	b.names[b.n], b.codes[b.n] = uint8(name), codes
	b.n++
	b.used += name
	r.name = end + k.gap.Size
}

// lastRow reads the trail of a row if the next row is not like it, or there is none.
func (r *run) lastRow(k *skeleton, end int) (codes block.Digits, ok bool) {
	rest, trail := r.data[end:], k.trail
	stopped := r.mayStop && len(rest) == trail-1
	if stopped {
		trail--
	}
	if codes, ok = k.gap.MatchStart(rest, trail, k.inTrail); ok {
		r.pos, r.stopped = end+trail, stopped
	}
	return codes, ok
}

// anyName puts the text of any name into the batch: a long one, one with characters
// beyond ASCII, or with the references that XML needs. It returns the size of the name
// in the data and that of its text, which is 0 if the grammar must read it.
func (b *batch) anyName(data []byte, a block.Alphabet, charset Charset) (size, name int) {
	text := b.text[b.used:][:0:maxName]
	for {
		end := a.Scan(data, size)
		if len(text)+end-size > maxName {
			return 0, 0
		}
		text = append(text, data[size:end]...)
		size = end
		switch {
		case size == len(data):
			return size, len(text)
		case data[size] >= utf8.RuneSelf:
			r, n := charset.rune(data[size:])
			if r == utf8.RuneError || !isXMLChar(r) || len(text) > maxName-utf8.UTFMax {
				return 0, 0
			}
			text = utf8.AppendRune(text, r)
			size += n
		case data[size] == '&':
			reference := data[size:min(size+len("&quot;"), len(data))]
			n := bytes.IndexByte(reference, ';')
			if n < 0 || len(text) == maxName {
				return 0, 0
			}
			c := xmlEntity(reference[1:n])
			if c == 0 {
				return 0, 0
			}
			text = append(text, c)
			size += n + 1
		default:
			return size, len(text)
		}
	}
}

// documentedRows reads a list from its beginning for as long as it is in the documented
// layout, usually to its end. If the list is not whole, a decoder must continue at pos,
// after the rows read so far.
func (a *arena) documentedRows(req Request, columns *Columns) (list List, pos int, whole bool) {
	if req.Op.answer() != answerList {
		return nil, 0, false
	}
	l := layoutsOf(req, columns).of(req.Format, a.data)
	if l == nil || !bytes.HasPrefix(a.data, []byte(l.opening)) || bytes.HasPrefix(a.data, []byte(utf8BOM)) {
		return nil, 0, false
	}
	lines := req.Format.page().lines
	a.lines = l.lineFeeds
	r := run{data: a.data, charset: req.Charset, pos: len(l.head), mayStop: lines}
	if lines {
		r.data = bytes.TrimSuffix(r.data, []byte(l.separator)) // the body may end with a line end
	}
	r.begin(&l.skeleton)
	var b batch
	for r.more {
		r.gather(&l.skeleton, &b)
		list = a.keep(list, &b, r.pos, req, columns)
	}
	if lines {
		whole = r.stopped
	} else {
		whole = len(list) > 0 && string(a.data[r.pos:]) == l.tail
	}
	if whole {
		list = shrink(list)
	}
	return list, r.pos, whole
}

// keep appends the rows of a batch to a list; the last of them ends at pos.
func (a *arena) keep(list List, b *batch, pos int, req Request, columns *Columns) List {
	if b.n == 0 {
		return list
	}
	text := a.string(b.text[:b.used], pos)
	n := len(list)
	list = a.grow(list, b.n, pos)[:n+b.n]
	b.senders(list[n:], text, req, columns)
	return list
}

// senders fills rows, which must be zero, from the batch. The text holds their names.
func (b *batch) senders(rows []Sender, text string, req Request, columns *Columns) {
	like := columns.registrations(0)
	for i := range rows {
		s, size := &rows[i], int(b.names[i])
		s.Name, text = text[:size], text[size:]
		switch {
		case req.All:
			s.Status = NewStatus(uint8(b.codes[i]))
		case req.Operators:
			if like.set != nil {
				s.Registrations.set = like.set
			}
			s.Registrations.packed = like.packed | b.codes[i]
		}
	}
}

var (
	nameLayouts   = newLayoutTable(rowNames)
	statusLayouts = newLayoutTable(rowStatus, keyStatus)
)

// rows returns what the rows of the list hold that the request asks for.
func (r Request) rows() rowKind {
	switch {
	case r.All:
		return rowStatus
	case r.Operators:
		return rowOperators
	}
	return rowNames
}

// layoutsOf returns the layouts of the rows that a request asks for, or nil if they have
// too many columns.
func layoutsOf(req Request, columns *Columns) *layoutTable {
	switch req.rows() {
	case rowStatus:
		return statusLayouts
	case rowOperators:
		return columns.layouts
	}
	return nameLayouts
}

package smscodec

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// Every list repeats one skeleton: from the end of one name to the beginning of
// the next its bytes are the same, but for the digits of the codes. At first it
// is the documented one, and most lists are read by that to their end, without a
// decoder. Where it does not fit, it is learned from a row that has been read
// carefully, by the methods of its format, and that departs in nothing from the
// vendor's page: what follows its name, and what stands before it. Rows are
// compared with the skeleton, all but their digits, and their names searched for a
// character that is not ordinary, which few have. A row that passes means to the format's grammar
// what the model means, so its name and codes are in the same places. Any other row
// is read carefully, and now and then a skeleton is learned again. Nothing is
// accepted here that would not be accepted there: the tests hold one against the
// other.

// A run is where reading rows that are alike has come to.
type run struct {
	data    []byte // up to the end of the last row or behind it
	charset Charset
	pos     int            // behind the last row
	name    int            // of the next row, of which the lead has been read
	codes   packedStatuses // there
	more    bool           // there is a next row
	open    bool           // the last line may lack its end
	ended   bool           // it did
}

// begin reads the lead of a row, which the next rows are to be like.
func (r *run) begin(k *skeleton) {
	r.codes, r.more = k.lead.match(r.data[r.pos:])
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
	b.n, b.used = 0, 0
	lead := r.codes
	for r.more && b.hasRoom() {
		if r.gatherShort(k, b); b.hasRoom() {
			r.gatherAny(k, b)
		}
	}
	// Codes have been gathered with the gap that they are in.
	if k.lead.codes > 0 {
		for i, codes := range b.codes[:b.n] {
			trail := codes & (1<<(packedBits*k.inTrail) - 1)
			b.codes[i] = lead | trail<<(packedBits*k.lead.codes)
			lead = codes >> (packedBits * k.inTrail)
		}
		r.codes = lead
	}
}

func (b *batch) hasRoom() bool { return b.n < len(b.names) && b.used <= len(b.text)-maxName }

// gatherShort reads rows whose names are short and of ordinary characters, until
// the batch is full, another row is next or the end is near. Most rows are read by
// this loop; so there is nothing in it that could be elsewhere, and it calls nothing
// but what compares a gap of several blocks: that has registers of its own then.
func (r *run) gatherShort(k *skeleton, b *batch) {
	data, alphabet, gap := r.data, k.alphabet, k.gap.size
	first, large, everyOther := &k.gap.blocks[0], gap > blockSize, k.gap.everyOther
	start, n, used := r.name, b.n, b.used
	// That neither is negative is for the compiler, which then checks no bounds twice.
	for n < len(b.names) && used >= 0 && used <= len(b.text)-maxName && start >= 0 && start <= len(data)-16 {
		text := (*[16]byte)(data[start : start+16])
		*(*[16]byte)(b.text[used : used+16]) = *text
		x, y := binary.LittleEndian.Uint64(text[:]), binary.LittleEndian.Uint64(text[8:])
		size := index16(alphabet.special(x), alphabet.special(y))
		if size == 0 || size == 16 || byte(x)|0x20 == '{' { // in CSV, { and [ begin another format
			break
		}
		end := start + size
		if end < 0 || end > len(data)-blockSize {
			break
		}
		var codes packedStatuses
		ok := false
		if large {
			codes, ok = k.gap.match(data[end:])
		} else if block := (*[blockSize]byte)(data[end : end+blockSize]); first.diff(block) == 0 {
			if everyOther != 0 {
				codes = packEveryOther(block) & everyOther
				ok = k.gap.documented(codes)
			} else {
				codes, ok = k.gap.packed(block[:], k.gap.codes)
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

// gatherAny reads one row, if it is like the skeleton.
func (r *run) gatherAny(k *skeleton, b *batch) {
	size, name := b.anyName(r.data[r.name:], k.alphabet, r.charset)
	if name == 0 || r.data[r.name]|0x20 == '{' {
		r.more = false
		return
	}
	end := r.name + size
	codes, ok := k.gap.match(r.data[end:])
	if r.more = ok; ok {
		r.pos = end + k.trail
	} else if codes, ok = r.lastRow(k, end); !ok {
		return
	}
	b.names[b.n], b.codes[b.n] = uint8(name), codes
	b.n++
	b.used += name
	r.name = end + k.gap.size
}

// lastRow reads the trail of a row behind which none like it follows.
func (r *run) lastRow(k *skeleton, end int) (codes packedStatuses, ok bool) {
	rest, trail := r.data[end:], k.trail
	ended := r.open && len(rest) == trail-1
	if ended {
		trail--
	}
	if codes, ok = k.gap.matchStart(rest, trail, k.inTrail); ok {
		r.pos, r.ended = end+trail, ended
	}
	return codes, ok
}

// anyName puts the text of a name into the batch that is longer than is looked at
// in one go, or has other characters than those of ASCII, or references to those
// that XML has to write so. It gives the name's size in the data and that of its
// text, 0 if it is to be read carefully.
func (b *batch) anyName(data []byte, a alphabet, charset Charset) (size, name int) {
	text := b.text[b.used:][:0:maxName]
	for {
		end := a.scan(data, size)
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

// documentedRows reads a list from its beginning for as long as it is laid out as
// documented, which is mostly to its end. Otherwise it gives what it has read and
// the offset behind that: from there on a decoder has to read.
func (m *memory) documentedRows(req Request, columns *Columns) (list List, pos int, whole bool) {
	l := layoutsOf(req, columns).of(req.Format, m.data)
	if req.Op != OpGet || l == nil || !bytes.HasPrefix(m.data, l.head) || bytes.HasPrefix(m.data, []byte(utf8BOM)) {
		return nil, 0, false
	}
	lines := req.isLines()
	m.lines = bytes.Count(l.gapText, []byte{'\n'})
	r := run{data: m.data, charset: req.Charset, pos: len(l.head), open: lines}
	if lines {
		r.data = bytes.TrimSuffix(r.data, []byte(l.separator)) // the last line may have its end
	}
	r.begin(&l.skeleton)
	var b batch
	for r.more {
		r.gather(&l.skeleton, &b)
		list = m.keep(list, &b, r.pos, req, columns)
	}
	if lines {
		whole = r.ended
	} else {
		whole = len(list) > 0 && bytes.Equal(m.data[r.pos:], l.tail)
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
	nameTable   = newLayoutTable(columnLayouts, len(registrationTexts))
	statusTable = newLayoutTable(statusLayouts, len(statusTexts), keyStatus)
)

// layoutsOf gives the layouts of the rows asked for, nil if the columns have none.
func layoutsOf(req Request, columns *Columns) *layoutTable {
	switch {
	case req.All:
		return statusTable
	case req.Operators:
		return columns.layouts
	}
	return nameTable
}

// bound is that of the documented codes.
func (r Request) bound() int {
	if r.All {
		return len(statusTexts)
	}
	return len(registrationTexts)
}

// isLines reports whether the format has them.
func (r Request) isLines() bool { return r.Format <= CSV }

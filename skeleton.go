package smscodec

// Every list repeats one skeleton: from the end of one name to the beginning of
// the next its bytes are the same, but for the digits of the codes. The skeleton
// is learned from a row that has been read carefully, by the methods of its
// format, and that is as the vendor's page has it: what follows its name, and
// what stands before it. Rows that follow are compared with this, eight bytes at
// a time, their digits checked, and their names searched for a character that is
// not ordinary. A row that passes means to the format's grammar what the model
// means, so its name and codes are in the same places. Any other row is read
// carefully, and now and then a skeleton is learned again. Nothing is accepted
// here that would not be accepted there: the tests hold one against the other.

// Larger rows are all read carefully.
const (
	maxRow     = 1<<16 - 1 // bytes
	maxPattern = 256       // of these, without the name
	maxDigits  = 32
)

type skeleton struct {
	learned bool
	again   int // the row from which on it may be learned again
	misses  int // attempts that read nothing, one after the other

	// The rest of a row from its name's end, its trail, and up to the next name,
	// the lead of that row.
	text        [maxPattern]byte
	trail, size int
	// Where the digits are, those of the trail first; those of the lead once more,
	// from its beginning.
	digits, leadDigits [maxDigits]uint16
	codes, inTrail     int
}

// learn takes the row just read for a model, if it is one. The more rows there
// were, the longer it waits until it does so again.
func (k *skeleton) learn(d *decoder) {
	row := &d.gathered
	if d.row < max(k.again, 2) || row.departed || row.name.start == row.name.end || d.pos-row.start > maxRow {
		return
	}
	codes := 0
	switch {
	case d.req.All:
		codes = 1
	case d.req.Operators:
		codes = d.columns.Len()
		if d.req.Format != CSV && d.table.full != d.columns {
			return
		}
	}
	trail, lead := d.data[row.name.end:d.pos], d.data[row.start:row.name.start]
	if row.digits != codes || codes > maxDigits || len(trail)+len(lead) > maxPattern ||
		(d.req.Format == Plain || d.req.Format == CSV) && d.lines.done {
		return
	}
	k.learned, k.again, k.misses = true, 2*d.row+2, 0
	k.trail, k.size = len(trail), len(trail)+len(lead)
	copy(k.text[copy(k.text[:], trail):], lead)
	k.codes, k.inTrail = codes, 0
	for _, at := range row.digitAt[:codes] {
		if i := row.base + int(at) - row.name.end; i > 0 {
			k.digits[k.inTrail] = uint16(i)
			k.inTrail++
		}
	}
	for i, at := range row.digitAt[:codes-k.inTrail] {
		k.leadDigits[i] = uint16(row.base + int(at) - row.start)
		k.digits[k.inTrail+i] = uint16(len(trail)) + k.leadDigits[i]
	}
}

// read reads rows for as long as they are alike and there is room for them, and
// gives their number. The room is of zero Senders.
func (k *skeleton) read(d *decoder, room []Sender) int {
	if !k.learned {
		return 0
	}
	data := d.data
	if d.req.Format == Plain || d.req.Format == CSV {
		data = data[:d.lines.end]
	}
	bound := len(statusTexts)
	if d.req.Operators {
		bound = len(registrationTexts)
	}
	var codes [2 * maxDigits]byte
	n := 0
	lead := pattern{k.text[k.trail:k.size], k.leadDigits[:k.codes-k.inTrail]}
	if lead.fit(data[d.pos:], codes[:], bound) {
		n = k.rows(d, data, &codes, bound, room)
	}
	d.row += n
	if n > 0 {
		k.misses = 0
	} else if k.misses++; k.misses > 8 {
		k.learned = false
	}
	return n
}

// rows reads rows of which the first one's lead has been read, with these codes.
func (k *skeleton) rows(d *decoder, data []byte, codes *[2 * maxDigits]byte, bound int, room []Sender) int {
	gap := pattern{k.text[:k.size], k.digits[:k.codes]}
	trail := pattern{k.text[:k.trail], k.digits[:k.inTrail]}
	lead, inLead := k.size-k.trail, k.codes-k.inTrail
	all, operators, quotes := d.req.All, d.req.Operators, d.req.Format.quotes()
	var b batch
	pos := d.pos
	n := 0
	for n < len(room) {
		start := pos + lead
		rest := data[start:]
		size := 16
		if len(rest) >= 16 {
			size = ordinary16(rest, quotes)
		}
		if size == 16 {
			size = scanOrdinary(rest, 0, quotes)
		}
		if size == 0 || size > maxPattern || rest[0]|0x20 == '{' { // in CSV, { and [ begin another format
			break
		}
		// Behind the codes of the row come those of the next one's lead.
		more := gap.fit(rest[size:], codes[inLead:], bound)
		if !more && !trail.fit(rest[size:], codes[inLead:], bound) {
			break
		}

		if b.rows == len(b.names) || b.size+size+maxDigits > len(b.text) {
			d.pos = pos
			b.flush(d, room[n-b.rows:n])
		}
		if size <= 16 && len(rest) >= 16 {
			*(*[16]byte)(b.text[b.size:]) = *(*[16]byte)(rest)
		} else {
			copy(b.text[b.size:], rest[:size])
		}
		b.names[b.rows] = uint16(size)
		b.rows++
		b.size += size
		status := NoStatus
		if all {
			status = Status(codes[0])
		} else if operators {
			*(*[maxDigits]byte)(b.text[b.size:]) = *(*[maxDigits]byte)(codes[:])
			b.size += k.codes
		}
		room[n].Status = status
		if inLead > 0 {
			copy(codes[:inLead], codes[k.codes:])
		}
		pos = start + size + k.trail
		n++
		if !more {
			break
		}
	}
	d.pos = pos
	b.flush(d, room[n-b.rows:n])
	return n
}

// A batch is the text of a few rows, names and statuses, before it is kept: to
// write it in one piece costs less.
type batch struct {
	text  [2 * maxPattern]byte
	size  int
	names [32]uint16 // their lengths
	rows  int
}

// flush gives the rows their text.
func (b *batch) flush(d *decoder, rows []Sender) {
	text := d.string(b.text[:b.size])
	codes := 0
	if d.req.Operators {
		codes = d.columns.Len()
	}
	for i := range rows {
		s := &rows[i]
		name := int(b.names[i])
		s.Name = text[:name]
		if codes > 0 {
			s.Registrations = Registrations{columns: d.columns, statuses: text[name : name+codes]}
		}
		text = text[name+codes:]
	}
	b.rows, b.size = 0, 0
}

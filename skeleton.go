package smscodec

import "bytes"

// Every list repeats one skeleton: from the end of one name to the beginning of
// the next its bytes are the same, but for the digits of the codes. At first it
// is the documented one; where that does not fit, it is learned from a
// row that has been read carefully, by the methods of its format, and that
// departs in nothing from the vendor's page: what follows its name, and what
// stands before it. Rows are compared with the skeleton, their own digits put in
// and checked, and their names searched for a character that is not ordinary. A
// row that passes means to the format's grammar what the model means, so its name
// and codes are in the same places. Any other row is read carefully, and now and
// then a skeleton is learned again. Nothing is accepted here that would not be
// accepted there: the tests hold one against the other.

// Larger rows are all read carefully.
const (
	maxRow    = 1<<16 - 1 // bytes
	maxDigits = 32
)

type skeleton struct {
	usable bool
	again  int // the row from which on it may be learned again
	misses int // attempts that read nothing, one after the other

	// From a name's end: the rest of the row, which is its trail, and the lead of
	// the next one, up to its name.
	text        [maxPattern]byte
	trail, size int
	// Where the digits are: those of the trail, then those of the lead.
	digits         [maxDigits]uint8
	inTrail, codes int
}

// start makes it the documented one.
func (k *skeleton) start(d *decoder) {
	if d.layouts == nil {
		return
	}
	format := d.req.Format
	if format == JSON && bytes.HasPrefix(d.data[d.pos:], []byte(",{")) {
		format = compactJSON
	}
	l := &d.layouts[format]
	k.set(l.after, l.between, l.before)
	if d.isLines() {
		k.trail += len(l.between)
	}
}

func (k *skeleton) set(after pattern, between string, before pattern) {
	k.trail = len(after.text)
	lead := k.trail + len(between)
	k.size = lead + len(before.text)
	k.inTrail = len(after.digits)
	k.codes = k.inTrail + len(before.digits)
	k.misses = 0
	k.usable = k.size <= maxPattern && k.codes <= maxDigits
	if !k.usable {
		return
	}
	copy(k.text[:], after.text)
	copy(k.text[k.trail:], between)
	copy(k.text[lead:], before.text)
	copy(k.digits[:], after.digits)
	for i, at := range before.digits {
		k.digits[k.inTrail+i] = uint8(lead) + at
	}
}

// learn takes the row just read for a model, if it is one, and not the first that
// did not fit. The more rows there were, the longer it waits until it does so
// again.
func (k *skeleton) learn(d *decoder) {
	row := &d.gathered
	if d.row < max(k.again, 2) || k.usable && k.misses < 2 || row.departed || row.name.start == row.name.end || d.pos-row.start > maxRow {
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
	if row.digits != codes || codes > maxDigits || d.isLines() && d.lines.done {
		return
	}
	after := pattern{text: d.data[row.name.end:d.pos]}
	before := pattern{text: d.data[row.start:row.name.start]}
	if len(after.text)+len(before.text) > maxPattern {
		return
	}
	var digits [maxDigits]uint8
	inLead := 0
	for i, at := range row.digitAt[:codes] {
		if at := row.base + int(at); at < row.name.start {
			digits[i] = uint8(at - row.start)
			inLead++
		} else {
			digits[i] = uint8(at - row.name.end)
		}
	}
	before.digits, after.digits = digits[:inLead], digits[inLead:codes]
	k.again = 2*d.row + 2
	k.set(after, "", before)
}

// read reads rows for as long as they are alike and there is room for them, and
// gives their number. The room is of zero Senders.
func (k *skeleton) read(d *decoder, room []Sender) int {
	if !k.usable || d.refused != nil || d.table.full != nil && d.table.full != d.columns {
		return 0
	}
	data := d.data
	if d.isLines() {
		if d.lines.done {
			return 0
		}
		data = data[:d.lines.end]
	}
	var digits [maxDigits]uint8
	for i, at := range k.digits[k.inTrail:k.codes] {
		digits[i] = at - uint8(k.trail)
	}
	var text [maxPattern]byte
	lead := copy(text[:], k.text[k.trail:k.size])
	n := 0
	var codes [2 * maxDigits]byte
	if fit(&text, lead, digits[:k.codes-k.inTrail], data[d.pos:], codes[:], d.bound()) {
		n = k.rows(d, data, d.pos+lead, &codes, room)
	}
	if n == 0 {
		k.misses++
		k.usable = k.misses < 8
		return 0
	}
	k.misses = 0
	d.row += n
	if d.req.Operators {
		d.table.full = d.columns
	}
	return n
}

// rows reads rows, of the first of which the lead, up to the name, has been read,
// with these codes.
func (k *skeleton) rows(d *decoder, data []byte, name int, codes *[2 * maxDigits]byte, room []Sender) int {
	gap, trail := k.digits[:k.codes], k.digits[:k.inTrail]
	inLead := k.codes - k.inTrail
	all, operators, alphabet, bound := d.req.All, d.req.Operators, d.req.Format.alphabet(), d.bound()
	var b batch
	n := 0
	for more := true; more && n < len(room); {
		rest := data[name:]
		size := 16
		if len(rest) >= 16 {
			size = alphabet.scan16(rest)
		}
		if size == 16 {
			size = alphabet.scan(rest, 0)
		}
		if size == 0 || size > maxPattern || rest[0]|0x20 == '{' { // in CSV, { and [ begin another format
			break
		}
		end := name + size
		after := end + k.trail
		// Behind the codes of the row come those of the next one's lead.
		more = fit(&k.text, k.size, gap, data[end:], codes[inLead:], bound)
		if !more && !fit(&k.text, k.trail, trail, data[end:], codes[inLead:], bound) {
			// The last line may have no end.
			after--
			if !d.isLines() || d.lines.crlfEnd || after != len(data) || !fit(&k.text, k.trail-1, trail, data[end:], codes[inLead:], bound) {
				break
			}
			d.lines.done = true
		}

		if b.rows == len(b.names) || b.size+size+maxDigits > len(b.text) {
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
		d.pos = after
		name = end + k.size
		n++
	}
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

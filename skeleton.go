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
	usable  bool
	stopped bool // the next row has been found not to fit
	again   int  // the row from which on it may be learned again
	misses  int  // rows that did not fit, one after the other

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
	if k.stopped {
		k.stopped = false
		k.misses++
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
	k.stopped = n < len(room)
	d.row += n
	if d.req.Operators && d.table.full == nil {
		d.table.setFull(d.columns, rolesInOrder[:d.columns.Len()])
	}
	return n
}

// rows reads rows, of the first of which the lead, up to the name, has been read,
// with these codes. The text of some rows is gathered before it is kept, as that
// costs less than to keep that of each.
func (k *skeleton) rows(d *decoder, data []byte, name int, codes *[2 * maxDigits]byte, room []Sender) int {
	var (
		alphabet    = d.req.Format.alphabet()
		bound       = d.bound()
		gap, trail  = k.digits[:k.codes], k.digits[:k.inTrail]
		inLead      = k.codes - k.inTrail
		text        [2 * maxPattern]byte // names, each with its statuses
		used        int
		names       [32]uint16 // lengths of those
		kept, n     int        // rows
		more        = true
		hasStatuses = d.req.Operators
	)
	for more && n < len(room) {
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

		if n-kept == len(names) || used+size+maxDigits > len(text) {
			d.keep(room[kept:n], text[:used], &names)
			kept, used = n, 0
		}
		if size <= 16 && len(rest) >= 16 {
			*(*[16]byte)(text[used:]) = *(*[16]byte)(rest)
		} else {
			copy(text[used:], rest[:size])
		}
		names[n-kept] = uint16(size)
		used += size
		room[n].Status = NoStatus
		if hasStatuses {
			*(*[maxDigits]byte)(text[used:]) = *(*[maxDigits]byte)(codes[:])
			used += k.codes
		} else if k.codes > 0 {
			room[n].Status = Status(codes[0])
		}
		if inLead > 0 {
			copy(codes[:inLead], codes[k.codes:])
		}
		d.pos = after
		name = end + k.size
		n++
	}
	d.keep(room[kept:n], text[:used], &names)
	return n
}

// keep gives rows their names and statuses.
func (d *decoder) keep(rows []Sender, gathered []byte, names *[32]uint16) {
	text := d.string(gathered)
	statuses := 0
	if d.req.Operators {
		statuses = d.columns.Len()
	}
	for i := range rows {
		s := &rows[i]
		name := int(names[i])
		s.Name = text[:name]
		text = text[name:]
		if statuses > 0 {
			s.Registrations = Registrations{columns: d.columns, statuses: text[:statuses]}
			text = text[statuses:]
		}
	}
}

package block

// A Pattern is a text in which some digits are open. Each open digit must be below the
// pattern's bound, 3 or 7, so that a mask can leave its lowest bits out of a comparison;
// a digit that has all of these bits set, 3 or 7, is then found among the digits.
type Pattern struct {
	Size   int     // bytes of the text
	Open   int     // digits
	Blocks []Block // of the text; the last one leaves out what is after it

	// The bits to compare of EveryOther, if the text is one block with at least three
	// open digits, in every other byte; otherwise 0. Fewer are quickly read one by one.
	EveryOther Digits

	offsets []int  // of the open digits, the last one first
	unused  Digits // the bits of open digits that are 0 below the bound
}

// NewPattern returns the pattern of a text with open digits at increasing offsets.
func NewPattern(text []byte, offsets []int, bound int) Pattern {
	p := Pattern{
		Size:    len(text),
		Open:    len(offsets),
		Blocks:  make([]Block, max(1, (len(text)+Size-1)/Size)),
		offsets: make([]int, len(offsets)),
		unused:  lowBits * Digits(digitMask-bound),
	}
	for i, c := range text {
		p.Blocks[i/Size].set(i%Size, c, 0xFF)
	}
	everyOther := len(text) <= Size && len(offsets) > 2
	for i, at := range offsets {
		p.Blocks[at/Size].set(at%Size, '0', ^byte(bound))
		p.offsets[len(offsets)-1-i] = at
		everyOther = everyOther && at == 2*i+1
	}
	if everyOther {
		p.EveryOther = 1<<(digitBits*len(offsets)) - 1
	}
	return p
}

// Match reports whether data begins with the text, and returns the open digits.
func (p *Pattern) Match(data []byte) (open Digits, ok bool) {
	if len(data) < Size*len(p.Blocks) {
		return p.MatchStart(data, p.Size, p.Open)
	}
	diff, rest := uint64(0), data
	for i := range p.Blocks {
		diff |= p.Blocks[i].Diff((*[Size]byte)(rest))
		rest = rest[Size:]
	}
	if diff != 0 {
		return 0, false
	}
	return p.Read(data, p.Open)
}

// MatchStart is Match for the first bytes of the text, in which n digits are open.
func (p *Pattern) MatchStart(data []byte, size, n int) (open Digits, ok bool) {
	if len(data) < size {
		return 0, false
	}
	rest := data[:size]
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if len(rest) < Size {
			return p.matchEnd(b, data, rest, n)
		}
		if b.Diff((*[Size]byte)(rest)) != 0 {
			return 0, false
		}
		rest = rest[Size:]
	}
	return p.Read(data, n)
}

// matchEnd compares the rest of data, which is less than a block.
func (p *Pattern) matchEnd(b *Block, data, rest []byte, n int) (open Digits, ok bool) {
	padded := b.bytes() // bytes after the rest are the block's own, so they match
	copy(padded[:], rest)
	if b.Diff(&padded) != 0 {
		return 0, false
	}
	if p.EveryOther != 0 && n == p.Open {
		open = EveryOther(&padded) & p.EveryOther
		return open, p.Bounded(open)
	}
	return p.Read(data, n)
}

// Read returns the first n open digits of data that fits, and reports whether all are
// below the bound.
func (p *Pattern) Read(data []byte, n int) (open Digits, ok bool) {
	for _, at := range p.offsets[p.Open-n:] {
		open = open<<digitBits | Digits(data[at]&digitMask)
	}
	return open, p.Bounded(open)
}

// Bounded reports whether all open digits are below the bound.
func (p *Pattern) Bounded(open Digits) bool {
	all := open | p.unused
	return all&(all>>1)&(all>>2)&lowBits == 0
}

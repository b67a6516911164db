package smscodec

import "encoding/binary"

// put writes digits into a text and gives the statuses that are left.
func (p packedStatuses) put(text []byte, digits []uint8) packedStatuses {
	if len(text) >= maxPattern {
		// No bounds are checked, as a digit's place is a uint8.
		text := (*[maxPattern]byte)(text)
		for _, at := range digits {
			text[at] = '0' + byte(p&(1<<packedBits-1))
			p >>= packedBits
		}
		return p
	}
	for _, at := range digits {
		text[at] = '0' + byte(p&(1<<packedBits-1))
		p >>= packedBits
	}
	return p
}

// A pattern is a text in which digits stand for codes. Data is compared with it
// many bytes at a time. All documented codes are one digit, so the masks let that
// be any of 0 to 3 or of 0 to 7: codes that all bits are set in, 3 or 7, are none.
type pattern struct {
	size   int
	blocks [maxPattern / blockSize]block // behind its size, a pattern fits anything
	digits [maxPacked]uint8              // where they stand, the last one first
	codes  int
	unused packedStatuses // the bits of codes that a digit from 0 to 3 has not

	everyOther packedStatuses // if it is one block with the digits in every other byte, as in CSV: the bits of codes, otherwise 0
}

// A block is four words, so that there is one bound to be checked for all.
type block struct{ text, mask [4]uint64 }

const (
	maxPattern = 256 // as far as a uint8 reaches
	blockSize  = 32
)

// set makes it the pattern of a text with digits, each below a bound. The text has
// to be small enough.
func (p *pattern) set(text []byte, digits []uint8, bound int) {
	*p = pattern{size: len(text), codes: len(digits), unused: lowestBits * packedStatuses(1<<packedBits-1-bound)}
	at := func(i int) (text, mask *uint64, shift int) {
		b := &p.blocks[i/blockSize]
		word := i % blockSize / 8
		return &b.text[word], &b.mask[word], i % 8 * 8
	}
	for i, c := range text {
		text, mask, shift := at(i)
		*text |= uint64(c) << shift
		*mask |= 0xFF << shift
	}
	for i, digit := range digits {
		text, mask, shift := at(int(digit))
		*text &^= uint64(bound) << shift
		*mask &^= uint64(bound) << shift
		p.digits[len(digits)-1-i] = digit
	}
	if len(text) <= blockSize && len(digits) > 2 && inEveryOther(digits) { // fewer are quickly packed one by one
		p.everyOther = 1<<(packedBits*len(digits)) - 1
	}
}

// inEveryOther reports whether digits are the bytes 1, 3, 5 and so on.
func inEveryOther(digits []uint8) bool {
	for i, at := range digits {
		if at != uint8(2*i+1) {
			return false
		}
	}
	return true
}

// packEveryOther packs the digits in every other byte of a block. Of each word, a
// multiplication puts the four side by side into the highest bits.
func packEveryOther(data *[blockSize]byte) (packed packedStatuses) {
	const (
		digits     = (1<<packedBits - 1) * 0x0100_0100_0100_0100
		sideBySide = 1<<40 | 1<<27 | 1<<14 | 1<<1
		four       = 4 * packedBits
	)
	w0, w1 := binary.LittleEndian.Uint64(data[:]), binary.LittleEndian.Uint64(data[8:])
	w2, w3 := binary.LittleEndian.Uint64(data[16:]), binary.LittleEndian.Uint64(data[24:])
	return packedStatuses(w0&digits*sideBySide>>48 | w1&digits*sideBySide>>48<<four |
		w2&digits*sideBySide>>48<<(2*four) | w3&digits*sideBySide>>48<<(3*four))
}

// match reports whether data begins as the pattern does, with documented codes,
// and gives these.
func (p *pattern) match(data []byte) (codes packedStatuses, ok bool) {
	if len(data) < maxPattern {
		return p.matchStart(data, p.size, p.codes)
	}
	// No digit can be outside of the window, so packed has no bounds to check here. The
	// loop is that of fit, which as a call takes a tenth longer.
	window, diff := (*[maxPattern]byte)(data), uint64(0)
	for i := range p.blocks[:(p.size+blockSize-1)/blockSize] {
		diff |= p.blocks[i].diff((*[blockSize]byte)(window[blockSize*i:]))
	}
	if diff != 0 {
		return 0, false
	}
	return p.packed(window[:], p.codes)
}

// matchStart is match for the start of the pattern, to a size and with as many
// codes.
func (p *pattern) matchStart(data []byte, size, codes int) (packed packedStatuses, ok bool) {
	whole := size / blockSize
	if len(data) < size || !fit(p.blocks[:whole], data) {
		return 0, false
	}
	if whole < len(p.blocks) {
		// What is behind the size is as it should be.
		last, rest := &p.blocks[whole], [blockSize]byte{}
		for i, text := range last.text {
			binary.LittleEndian.PutUint64(rest[8*i:], text)
		}
		copy(rest[:size-blockSize*whole], data[blockSize*whole:])
		if last.diff(&rest) != 0 {
			return 0, false
		}
	}
	return p.packed(data, codes)
}

// fit reports whether data, which is no shorter, begins as blocks do.
func fit(blocks []block, data []byte) bool {
	diff := uint64(0)
	for i := range blocks {
		diff |= blocks[i].diff((*[blockSize]byte)(data[blockSize*i:]))
	}
	return diff == 0
}

// packed gives the first codes of data that fits, and whether all are documented.
func (p *pattern) packed(data []byte, codes int) (packed packedStatuses, ok bool) {
	for _, at := range p.digits[p.codes-codes : p.codes] {
		packed = packed<<packedBits | packedStatuses(data[at]&(1<<packedBits-1))
	}
	return packed, p.documented(packed)
}

// documented reports whether codes are all below the bound.
func (p *pattern) documented(packed packedStatuses) bool {
	all := packed | p.unused
	return all&(all>>1)&(all>>2)&lowestBits == 0
}

// diff gives the bits that data differs in.
func (b *block) diff(data *[blockSize]byte) uint64 {
	return (binary.LittleEndian.Uint64(data[:])^b.text[0])&b.mask[0] |
		(binary.LittleEndian.Uint64(data[8:])^b.text[1])&b.mask[1] |
		(binary.LittleEndian.Uint64(data[16:])^b.text[2])&b.mask[2] |
		(binary.LittleEndian.Uint64(data[24:])^b.text[3])&b.mask[3]
}

// ofDocumented marks packed statuses of the documented columns: the rows of most
// lists have no other pointer then than to their names, which costs less to write
// and to collect.
const ofDocumented packedStatuses = 1 << 63

// packedStatuses are documented statuses of at most maxPacked columns, three bits
// each, those of the first column the lowest.
type packedStatuses uint64

const (
	packedBits = 3
	maxPacked  = 64 / packedBits
	lowestBits = packedStatuses(0o111111111111111111111) // of each status
)

func (p packedStatuses) at(column int) RegistrationStatus {
	return RegistrationStatus(p >> (packedBits * column) & (1<<packedBits - 1))
}

// packStatuses packs statuses if that is possible.
func packStatuses(statuses []byte) (p packedStatuses, ok bool) {
	if len(statuses) > maxPacked {
		return 0, false
	}
	for i, s := range statuses {
		if !RegistrationStatus(s).Documented() {
			return 0, false
		}
		p |= packedStatuses(s) << (packedBits * i)
	}
	return p, true
}

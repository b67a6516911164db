package smscodec

import (
	"encoding/binary"
	"math/bits"
)

// Ordinary characters mean themselves, in every charset: ASCII without control
// characters, " , < \\ ] and, in XML, & and >, elsewhere =. The names that the
// vendor documents have no others.

// An alphabet tells the ordinary characters of a format by what is special beside
// a quote and a less-than sign: by the bits in which it differs from these.
type alphabet struct{ quote, less uint64 }

func (f Format) alphabet() alphabet {
	if f == XML {
		return alphabet{('&' ^ '"') * eachByte, ('>' ^ '<') * eachByte}
	}
	return alphabet{0, ('=' ^ '<') * eachByte}
}

// scan gives the end of the ordinary characters from data[i] on.
func (a alphabet) scan(data []byte, i int) int {
	for ; len(data)-i >= 16; i += 16 {
		if n := a.scan16(data[i:]); n < 16 {
			return i + n
		}
	}
	for ; i < len(data); i++ {
		if a.special(uint64(data[i])|' '*(eachByte-1)) != 0 {
			break
		}
	}
	return i
}

// scan16 gives the number of ordinary characters that 16 bytes begin with.
func (a alphabet) scan16(b []byte) int {
	first, n := a.special(binary.LittleEndian.Uint64(b)), 0
	second := a.special(binary.LittleEndian.Uint64(b[8:16]))
	if first == 0 { // no branch in machine code, as it would be hard to predict
		first, n = second, 8
	}
	return n + bits.TrailingZeros64(first)/8
}

// A byte of each of a word's eight.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// special finds the characters in eight that are not ordinary: the lowest bit
// set is the high bit of the first of them. What is above it may be wrong.
func (a alphabet) special(x uint64) uint64 {
	// In bytes below 0x80, adding 0x7F sets the high bit of all but 0, and carries
	// nothing into the next byte.
	const fill = 0x7F * eachByte
	ordinary := (x + 0x60*eachByte) & // not a control character
		((x ^ 0x7F*eachByte) + fill) &
		((x ^ ','*eachByte) + fill) &
		((x | a.quote ^ ('"'*eachByte | a.quote)) + fill) &
		((x | a.less ^ ('<'*eachByte | a.less)) + fill) &
		((x | eachByte ^ ']'*eachByte) + fill) // \ or ]
	return (x | ^ordinary) & highBits
}

// indexControl gives the offset of the first control character, or -1.
func indexControl(b []byte) int {
	i := 0
	for ; len(b)-i >= 8; i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		del := x ^ 0x7F*eachByte
		// The lowest bit set is right; what is above it may be wrong.
		if control := ((x-0x20*eachByte)&^x | (del-eachByte)&^del) & highBits; control != 0 {
			return i + bits.TrailingZeros64(control)/8
		}
	}
	for ; i < len(b); i++ {
		if isControl(b[i]) {
			return i
		}
	}
	return -1
}

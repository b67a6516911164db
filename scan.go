package smscodec

import (
	"encoding/binary"
	"math/bits"
)

// Ordinary characters are those that mean themselves in all formats and
// charsets: ASCII without control characters, " , < = \\ ] and, in XML, &. The
// names that the vendor documents have no others.

// scanOrdinary gives the end of the ordinary characters from data[i] on. Quotes
// is that of the format.
func scanOrdinary(data []byte, i int, quotes uint64) int {
	for ; len(data)-i >= 16; i += 16 {
		if n := ordinary16(data[i:], quotes); n < 16 {
			return i + n
		}
	}
	for i < len(data) && isOrdinary(data[i], quotes) {
		i++
	}
	return i
}

// ordinary16 gives the number of ordinary characters that 16 bytes begin with.
func ordinary16(b []byte, quotes uint64) int {
	first, n := special(binary.LittleEndian.Uint64(b), quotes), 0
	second := special(binary.LittleEndian.Uint64(b[8:16]), quotes)
	if first == 0 { // no branch in machine code, as it would be hard to predict
		first, n = second, 8
	}
	return n + bits.TrailingZeros64(first)/8
}

// The bits in which the characters differ that are as special as a quote.
func (f Format) quotes() uint64 {
	if f == XML {
		return ('&' ^ '"') * eachByte
	}
	return 0
}

func isOrdinary(c byte, quotes uint64) bool {
	switch c {
	case '"', ',', '<', '=', '\\', ']', 0x7F:
		return false
	case '&':
		return quotes == 0
	}
	return c >= 0x20 && c < 0x80
}

// A byte of each of a word's eight.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// special finds the characters in eight that are not ordinary: the lowest bit
// set is the high bit of the first of them. What is above it may be wrong.
func special(x, quotes uint64) uint64 {
	// In bytes below 0x80, adding 0x7F sets the high bit of all but 0, and carries
	// nothing into the next byte.
	const fill = 0x7F * eachByte
	ordinary := (x + 0x60*eachByte) & // not a control character
		((x ^ 0x7F*eachByte) + fill) &
		((x ^ ','*eachByte) + fill) &
		((x | quotes ^ ('"'*eachByte | quotes)) + fill) &
		((x | eachByte ^ '='*eachByte) + fill) & // < or =
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

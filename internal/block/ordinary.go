package block

import (
	"encoding/binary"
	"math/bits"
)

// An Alphabet is a set of ordinary characters: ASCII but for control characters, the
// six < = \ ] | } and two more that an alphabet chooses.
type Alphabet struct{ a, b uint64 } // the two, in each byte of a word

// Without returns the alphabet without two more characters of ASCII.
func Without(a, b byte) Alphabet { return Alphabet{uint64(a) * eachByte, uint64(b) * eachByte} }

// Scan returns the offset of the first character from data[i] on that is not ordinary,
// or len(data).
func (a Alphabet) Scan(data []byte, i int) int {
	for ; len(data)-i >= 8; i += 8 {
		if found := a.Special(binary.LittleEndian.Uint64(data[i:])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	word := uint64(' ' * eachByte)
	for k, c := range data[i:] {
		word ^= uint64(c^' ') << (8 * k)
	}
	if found := a.Special(word); found != 0 {
		return i + bits.TrailingZeros64(found)/8
	}
	return len(data)
}

// Copy copies text to dst, which must have room for it, and reports whether all its
// characters are ordinary; otherwise what it wrote is unspecified. A short text is
// copied and checked in words that may overlap.
func (a Alphabet) Copy(dst []byte, text string) bool {
	dst = dst[:len(text)]
	n := len(text)
	switch {
	case n > 16:
		copy(dst, text)
		return a.Scan(dst, 0) == n
	case n >= 4:
		d := n >> 3 << 2 // 0 below 8 bytes, 4 below 16, else 8: a branch would be hard to predict
		w0, w1, w2, w3 := load4(text[:4]), load4(text[d:d+4]), load4(text[n-4-d:n-d]), load4(text[n-4:])
		binary.LittleEndian.PutUint32(dst[:4], w0)
		binary.LittleEndian.PutUint32(dst[d:d+4], w1)
		binary.LittleEndian.PutUint32(dst[n-4-d:n-d], w2)
		binary.LittleEndian.PutUint32(dst[n-4:], w3)
		return a.Special(uint64(w0)|uint64(w1)<<32)|a.Special(uint64(w2)|uint64(w3)<<32) == 0
	case n > 0:
		first, middle, last := text[0], text[n/2], text[n-1]
		dst[0], dst[n/2], dst[n-1] = first, middle, last
		const spaces = ' ' * (eachByte - 1<<16 - 1<<8 - 1)
		return a.Special(uint64(first)|uint64(middle)<<8|uint64(last)<<16|spaces) == 0
	}
	return true
}

func load4(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// The lowest and the highest bit of each byte of a word.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// Special finds the characters that are not ordinary among the eight of a little-endian
// word: the lowest bit set is the high bit of the first of them, and no bit is set if
// all are ordinary. The bits above the lowest one may be wrong.
func (a Alphabet) Special(word uint64) uint64 {
	// Of ASCII, a subtraction sets the high bit of smaller characters, and adding 1 that
	// of DEL. All other bytes have it in the word itself. Only a special character
	// borrows or carries.
	return ((word ^ a.a - eachByte) | (word ^ a.b - eachByte) | // equal to one of the two
		(word - ' '*eachByte) | (word + eachByte) | word | // control characters, DEL, not ASCII
		(word | 0x61*eachByte ^ '}'*eachByte - eachByte)) & highBits // the six
}

// First returns the number of bytes before the first one found in two words, as Special
// returns them; 16 if there is none.
func First(found, next uint64) int {
	all := int(int64((found-1)&^found) >> 63) // -1 if none is in the first word, else 0: a branch would be hard to predict
	return bits.TrailingZeros64(found)/8 + bits.TrailingZeros64(next)/8&all
}

// IndexControl returns the offset of the first control character of ASCII, DEL among
// them, or -1.
func IndexControl(b []byte) int {
	i := 0
	for ; len(b)-i >= 8; i += 8 {
		word := binary.LittleEndian.Uint64(b[i:])
		del := word ^ 0x7F*eachByte
		// The lowest bit set is right; the bits above it may be wrong.
		if control := ((word-0x20*eachByte)&^word | (del-eachByte)&^del) & highBits; control != 0 {
			return i + bits.TrailingZeros64(control)/8
		}
	}
	for ; i < len(b); i++ {
		if IsControl(b[i]) {
			return i
		}
	}
	return -1
}

// IsControl reports whether a byte is a control character of ASCII.
func IsControl(c byte) bool { return c < 0x20 || c == 0x7F }

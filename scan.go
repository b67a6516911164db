package smscodec

import (
	"encoding/binary"
	"math/bits"
)

// Ordinary characters mean themselves, in every charset: ASCII without control
// characters, < = \ ] | and }, and without two more that depend on the format.
// The names that the vendor documents have no others.

// An alphabet is the ordinary characters of a format, told by the two.
type alphabet struct{ quote, comma uint64 }

// scan gives the end of the ordinary characters from data[i] on.
func (a alphabet) scan(data []byte, i int) int {
	for ; len(data)-i >= 8; i += 8 {
		if found := a.special(binary.LittleEndian.Uint64(data[i:])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	x := uint64(' ' * eachByte)
	for k, c := range data[i:] {
		x ^= uint64(c^' ') << (8 * k)
	}
	if found := a.special(x); found != 0 {
		return i + bits.TrailingZeros64(found)/8
	}
	return len(data)
}

// copy copies text if all its characters are ordinary. A short one is looked at on
// its way, in pieces that may overlap.
func (a alphabet) copy(dst []byte, text string) bool {
	dst = dst[:len(text)]
	n := len(text)
	switch {
	case n > 16:
		copy(dst, text)
		return a.scan(dst, 0) == n
	case n >= 4:
		d := n >> 3 << 2 // 0, from 8 bytes on 4, of 16 bytes 8: a branch would be hard to predict
		w0, w1, w2, w3 := load4(text[:4]), load4(text[d:d+4]), load4(text[n-4-d:n-d]), load4(text[n-4:])
		binary.LittleEndian.PutUint32(dst[:4], w0)
		binary.LittleEndian.PutUint32(dst[d:d+4], w1)
		binary.LittleEndian.PutUint32(dst[n-4-d:n-d], w2)
		binary.LittleEndian.PutUint32(dst[n-4:], w3)
		return a.special(uint64(w0)|uint64(w1)<<32)|a.special(uint64(w2)|uint64(w3)<<32) == 0
	case n > 0:
		first, middle, last := text[0], text[n/2], text[n-1]
		dst[0], dst[n/2], dst[n-1] = first, middle, last
		const spaces = ' ' * (eachByte - 1<<16 - 1<<8 - 1)
		return a.special(uint64(first)|uint64(middle)<<8|uint64(last)<<16|spaces) == 0
	}
	return true
}

func load4(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// A byte of each of a word's eight.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// special finds the characters in eight that are not ordinary: the lowest bit
// set is the high bit of the first of them. What is above it may be wrong.
func (a alphabet) special(x uint64) uint64 {
	// In ASCII, subtracting sets the high bit of what is below, and adding 1 that of DEL.
	// What is no ASCII has it in x. A borrow or a carry comes only from what is found.
	return ((x ^ a.quote - eachByte) | (x ^ a.comma - eachByte) | // 0, if it is one of them
		(x - ' '*eachByte) | (x + eachByte) | x | // control characters, DEL, no ASCII
		(x | 0x61*eachByte ^ '}'*eachByte - eachByte)) & highBits
}

// index16 gives the number of characters before the first that has been found in
// eight and eight more.
func index16(first, second uint64) int {
	all := int(int64((first-1)&^first) >> 63) // -1 if there is none in the first eight: a branch would be hard to predict
	return bits.TrailingZeros64(first)/8 + bits.TrailingZeros64(second)/8&all
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

func isControl(c byte) bool { return c < 0x20 || c == 0x7F }

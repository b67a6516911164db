// Package block scans and compares text 8, 16 and 32 bytes at a time.
//
// It holds three things, a file each:
//
//   - ordinary.go: an Alphabet finds the first byte of a text that is not an ordinary
//     character;
//   - digits.go: Digits are up to 21 decimal digits in one word;
//   - pattern.go: a Pattern is a text with some digits left open. Data is compared with
//     it a block at a time, which yields the digits.
//
// The package knows bytes only: what a text or a digit means is up to the caller.
package block

import "encoding/binary"

// Size is the number of bytes in a block.
const Size = 32

// A Block is the bytes of a text, and which bits of them count.
type Block struct{ text, mask [Size / 8]uint64 }

// Diff returns the bits in which data differs from the block, all in one word: it is 0
// if the data fits.
func (b *Block) Diff(data *[Size]byte) uint64 {
	return (binary.LittleEndian.Uint64(data[:])^b.text[0])&b.mask[0] |
		(binary.LittleEndian.Uint64(data[8:])^b.text[1])&b.mask[1] |
		(binary.LittleEndian.Uint64(data[16:])^b.text[2])&b.mask[2] |
		(binary.LittleEndian.Uint64(data[24:])^b.text[3])&b.mask[3]
}

// bytes returns the text of the block.
func (b *Block) bytes() (text [Size]byte) {
	for i, word := range b.text {
		binary.LittleEndian.PutUint64(text[8*i:], word)
	}
	return text
}

// set sets some bits of the byte at an offset, and whether they count.
func (b *Block) set(at int, bits, count byte) {
	word, shift := at/8, at%8*8
	b.text[word] = b.text[word]&^(0xFF<<shift) | uint64(bits)<<shift
	b.mask[word] = b.mask[word]&^(0xFF<<shift) | uint64(count)<<shift
}

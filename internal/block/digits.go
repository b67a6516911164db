package block

import "encoding/binary"

// Digits are up to MaxDigits numbers from 0 to 7, three bits each, the first of them in
// the lowest bits. The highest bit of the word is always free.
type Digits uint64

const (
	MaxDigits = 64 / digitBits // that Digits hold

	digitBits = 3
	digitMask = 1<<digitBits - 1
	lowBits   = Digits(0o111111111111111111111) // of each digit
)

// At returns a digit.
func (d Digits) At(i int) byte { return byte(d >> (digitBits * i) & digitMask) }

// With returns the digits with the one at i, which was 0, set.
func (d Digits) With(i int, digit byte) Digits { return d | Digits(digit)<<(digitBits*i) }

// First returns the first n digits.
func (d Digits) First(n int) Digits { return d & (1<<(digitBits*n) - 1) }

// After returns the digits after the first n.
func (d Digits) After(n int) Digits { return d >> (digitBits * n) }

// Append returns the digits with others after the first n, which are all there are.
func (d Digits) Append(n int, more Digits) Digits { return d | more<<(digitBits*n) }

// Put writes the first digits into a text at the given offsets and returns the other
// digits.
func (d Digits) Put(text []byte, offsets []int) Digits {
	for _, at := range offsets {
		text[at] = '0' + byte(d&digitMask)
		d >>= digitBits
	}
	return d
}

// EveryOther returns the digits at the offsets 1, 3, 5 and so on of a block. One
// multiplication moves the four digits of a word side by side into its highest bits.
func EveryOther(data *[Size]byte) Digits {
	const (
		digits     = digitMask * 0x0100_0100_0100_0100
		sideBySide = 1<<40 | 1<<27 | 1<<14 | 1<<1
		four       = 4 * digitBits
	)
	w0, w1 := binary.LittleEndian.Uint64(data[:]), binary.LittleEndian.Uint64(data[8:])
	w2, w3 := binary.LittleEndian.Uint64(data[16:]), binary.LittleEndian.Uint64(data[24:])
	return Digits(w0&digits*sideBySide>>48 | w1&digits*sideBySide>>48<<four |
		w2&digits*sideBySide>>48<<(2*four) | w3&digits*sideBySide>>48<<(3*four))
}

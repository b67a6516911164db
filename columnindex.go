package smscodec

import (
	"encoding/binary"
	"math/bits"
)

// A columnIndex finds an operator's column by its name without a branch that is
// hard to predict: no two of its operators have the same hash.
type columnIndex struct {
	factor  uint64
	columns [256]uint8 // by hash, from 1; 0 where there is none
	names   [maxMembers]shortName
}

// A shortName is a name of less than 16 bytes, a quote, and zeros.
type shortName [2]uint64

// newColumnIndex gives nil if a name is too long, or the hash does not tell the
// operators apart.
func newColumnIndex(operators []Operator) *columnIndex {
	var names [maxMembers]shortName
	for i, op := range operators {
		if len(op) >= 16 {
			return nil
		}
		var b [16]byte
		copy(b[:], op+`"`)
		names[i] = shortName{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
	}
next:
	for try := range uint64(1 << 10) {
		x := columnIndex{factor: (2*try + 1) * 0x9E3779B97F4A7C15, names: names}
		for i := range operators {
			at := &x.columns[x.hash(names[i])]
			if *at != 0 {
				continue next
			}
			*at = uint8(i + 1)
		}
		return &x
	}
	return nil
}

func (x *columnIndex) hash(name shortName) uint8 {
	return uint8((name[0] ^ bits.RotateLeft64(name[1], 7)) * x.factor >> 56)
}

// column gives the column whose name ends before the first quote in 16 bytes, and
// the size of that, or -1.
func (x *columnIndex) column(b *[16]byte) (column, size int) {
	name := shortName{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
	first, second := quotes(name[0]), quotes(name[1])
	inSecond := bits.TrailingZeros64(first) / 64 // 1 if the first word has none
	// What is left of the words ends with the first quote.
	name[0] &= (first&-first)<<1 - 1
	name[1] &= ((second&-second)<<1 - 1) & -uint64(inSecond)
	column = int(x.columns[x.hash(name)]) - 1
	if column < 0 || x.names[column%maxMembers] != name {
		return -1, 0
	}
	return column, (bits.TrailingZeros64(first) + bits.TrailingZeros64(second)&-inSecond) / 8
}

// quotes finds the quotes in eight characters: the lowest bit set is the high bit
// of the first of them.
func quotes(x uint64) uint64 {
	x ^= '"' * eachByte
	return (x - eachByte) &^ x & highBits
}

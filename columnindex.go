package smscodec

import (
	"encoding/binary"
	"math/bits"
)

// A columnIndex finds an operator's column by its name, without a comparison
// that is hard to predict: no two of its operators have the same hash.
type columnIndex struct {
	factor  uint32
	columns [256]uint8 // by hash, from 1; 0 where there is none
}

// newColumnIndex gives nil if the hash does not tell the operators apart.
func newColumnIndex(operators []Operator) *columnIndex {
next:
	for factor := uint32(1); factor < 1<<10; factor += 2 {
		x := columnIndex{factor: factor}
		for i, op := range operators {
			at := &x.columns[x.hash(op[0], op[len(op)-1], len(op))]
			if *at != 0 {
				continue next
			}
			*at = uint8(i + 1)
		}
		return &x
	}
	return nil
}

func (x *columnIndex) hash(first, last byte, size int) uint8 {
	return uint8((uint32(first) + uint32(last)<<5 + uint32(size)<<10) * x.factor >> 7)
}

// column gives the only column that can have the name which ends before the first
// quote in 16 bytes, or -1.
func (x *columnIndex) column(b []byte) (column, size int) {
	const quotes = '"' * eachByte
	first, second := binary.LittleEndian.Uint64(b)^quotes, binary.LittleEndian.Uint64(b[8:16])^quotes
	// The lowest bit set is that of the first quote.
	first, second = (first-eachByte)&^first&highBits, (second-eachByte)&^second&highBits
	if first == 0 { // no branch in machine code, as it would be hard to predict
		first, size = second, 8
	}
	size += bits.TrailingZeros64(first) / 8
	if size == 0 || size >= 16 {
		return -1, 0
	}
	return int(x.columns[x.hash(b[0], b[size-1], size)]) - 1, size
}

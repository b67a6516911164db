package smscodec

import "encoding/binary"

// A columnIndex finds an operator's column by its name without a branch that is
// hard to predict: no two of its operators begin with the same eight bytes, nor do
// these have the same hash.
type columnIndex struct {
	factor  uint64
	columns [256]uint8 // by hash, from 1; 0 where there is none
	names   [maxMembers]shortName
}

// A shortName is a name of less than 16 bytes with the quote behind it, and which
// of the last eight belong to it.
type shortName struct{ first, last, mask uint64 }

// newColumnIndex gives nil if a name is too long, or nothing tells the operators
// apart.
func newColumnIndex(operators []Operator) *columnIndex {
	var names [maxMembers]shortName
	for i, op := range operators {
		if len(op) >= 16 {
			return nil
		}
		var b [16]byte
		n := copy(b[:], op+`"`)
		names[i] = shortName{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:]), 1<<(8*max(n-8, 0)) - 1}
	}
next:
	for try := range uint64(1 << 10) {
		x := columnIndex{factor: (2*try + 1) * 0x9E3779B97F4A7C15, names: names}
		for i := range operators {
			at := &x.columns[x.hash(names[i].first)]
			switch {
			case *at == 0:
			case names[*at-1].first == names[i].first:
				return nil
			default:
				continue next
			}
			*at = uint8(i + 1)
		}
		return &x
	}
	return nil
}

func (x *columnIndex) hash(first uint64) uint8 { return uint8(first * x.factor >> 56) }

// column gives the column whose name ends before the first quote in 16 bytes, and
// the size of that, or -1.
func (x *columnIndex) column(b *[16]byte) (column, size int) {
	first, last := binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])
	inFirst, inLast := quotes(first), quotes(last)
	first &= (inFirst&-inFirst)<<1 - 1 // up to the quote, if there is one
	column = int(x.columns[x.hash(first)]) - 1
	if column < 0 {
		return -1, 0
	}
	if name := &x.names[column%maxMembers]; name.first != first || (name.last^last)&name.mask != 0 {
		return -1, 0
	}
	return column, index16(inFirst, inLast)
}

// quotes finds the quotes in eight characters: the lowest bit set is the high bit
// of the first of them, if none before it is beyond ASCII.
func quotes(x uint64) uint64 { return (x ^ '"'*eachByte - eachByte) & highBits }

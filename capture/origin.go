package capture

import "sort"

// Origins: the positions of a body's bytes in the capture. A body may have been joined from
// pieces, such as chunks, or decoded from a JSON string. A body that was decompressed has
// only the position of its beginning.

// An origin is the place of a body in its capture.
type origin struct {
	at     Position // of the body's first byte
	form   originForm
	raw    []byte  // for asString and asBase64: the text between the quotes
	pieces []piece // for asPieces: at least one, in order
}

// A piece is a part of a body that is in the capture byte for byte.
type piece struct {
	from int // in the body
	at   Position
}

type originForm uint8

const (
	asOpaque originForm = iota // not byte for byte, such as compressed
	asIs                       // byte for byte
	asPieces                   // byte for byte, with other text in between
	asString                   // as a JSON string
	asBase64                   // as base64 in a JSON string
)

// maxPieces bounds how many pieces a body is kept in. Positions after them are not exact.
const maxPieces = 1 << 16

// position returns the position of a byte of a body.
func (o origin) position(body []byte, offset int) Position {
	switch o.form {
	case asIs:
		return o.at.after(body[:offset])
	case asPieces:
		last := o.pieces[o.pieceAt(offset)]
		return last.at.after(body[last.from:offset])
	case asString:
		return o.at.after(o.raw[:escapedLen(o.raw, offset)])
	case asBase64:
		return o.at.after(o.raw[:base64Len(o.raw, offset)])
	}
	return o.at
}

// pieceAt returns the index of the piece with an offset of the body.
func (o origin) pieceAt(offset int) int {
	return max(0, sort.Search(len(o.pieces), func(i int) bool { return o.pieces[i].from > offset })-1)
}

// part returns the origin of body[start:end] of a body in pieces.
func (o origin) part(body []byte, start, end int) origin {
	out := origin{at: o.position(body, start), form: asPieces}
	out.pieces = append(out.pieces, piece{0, out.at})
	for _, p := range o.pieces[o.pieceAt(start)+1:] {
		if p.from >= end {
			break
		}
		out.pieces = append(out.pieces, piece{p.from - start, p.at})
	}
	return out
}

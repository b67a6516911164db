package capture

import (
	"sort"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// Origins: the positions of a body's bytes in the capture. A body may have been joined from
// pieces, such as chunks, or decoded from a JSON string. A body that was decompressed has
// only the position of its beginning.

// An origin is the place of a body in its capture.
type origin struct {
	at     Position // of the body's first byte
	form   originForm
	raw    []byte  // for asString and asBase64: the text between the quotes
	pieces []piece // for asIs: in order; none for a body in one piece
}

// A piece is a part of a body that is in the capture byte for byte.
type piece struct {
	from int // in the body
	at   Position
}

type originForm uint8

const (
	asOpaque originForm = iota // not byte for byte, such as compressed
	asIs                       // byte for byte, perhaps with other text between pieces
	asString                   // as a JSON string
	asBase64                   // as base64 in a JSON string
)

// maxPieces bounds how many pieces a body is kept in. Positions after them are not exact.
const maxPieces = 1 << 16

// add adds the piece of the body from an offset on.
func (o *origin) add(from int, at Position) {
	if len(o.pieces) == 0 {
		o.at = at
	}
	if len(o.pieces) < maxPieces {
		o.pieces = append(o.pieces, piece{from, at})
	}
}

// position returns the position of a byte of a body.
func (o origin) position(body []byte, offset int) Position {
	switch o.form {
	case asIs:
		last := piece{0, o.at}
		if i := sort.Search(len(o.pieces), func(i int) bool { return o.pieces[i].from > offset }); i > 0 {
			last = o.pieces[i-1]
		}
		return last.at.after(body[last.from:offset])
	case asString, asBase64:
		return o.at.after(o.raw[:jsonscan.RawLen(o.raw, offset, o.form == asBase64)])
	}
	return o.at
}

// A place is the place in a capture of a text that is read, which may be there in pieces.
type place struct {
	at     Position // of the next byte
	passed int      // bytes of the text before that
	pieces []piece  // of the text, after the next byte
}

// skip skips text, and calls each, if there is one, with every part of it that is not divided.
func (p *place) skip(text []byte, each func(at Position, part []byte)) {
	for isDivided := true; isDivided; {
		n := len(text)
		if isDivided = len(p.pieces) > 0 && p.pieces[0].from <= p.passed+n; isDivided {
			n = p.pieces[0].from - p.passed
		}
		if n > 0 && each != nil {
			each(p.at, text[:n])
		}
		p.at = p.at.after(text[:n])
		p.passed += n
		text = text[n:]
		if isDivided {
			p.at, p.pieces = p.pieces[0].at, p.pieces[1:]
		}
	}
}

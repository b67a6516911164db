package oldredact

import "bytes"

// A Position is a place in a capture, after decompression of the file; of one in UTF-16,
// in UTF-8.
type Position struct {
	Offset int64 // bytes from 0
	Line   int   // from 1
	Col    int   // bytes, from 1
}

// after gives the position behind text that begins at p.
func (p Position) after(text []byte) Position {
	p.Offset += int64(len(text))
	if bytes.IndexByte(text, '\n') >= 0 { // which is faster than the last, and rare
		last := bytes.LastIndexByte(text, '\n')
		p.Line += bytes.Count(text[:last+1], []byte("\n"))
		p.Col = 1
		text = text[last+1:]
	}
	p.Col += len(text)
	return p
}

// start is where a capture begins.
func start() Position { return Position{Line: 1, Col: 1} }

// An origin is how a body stands in its capture.
type origin struct {
	at     Position // of the body's first byte
	form   originForm
	raw    []byte  // of asString and asBase64 what stands between the quotes
	pieces []piece // of asPieces
}

// A piece is a part of a body that has other text before it.
type piece struct {
	from int // in the body
	at   Position
}

type originForm uint8

const (
	asOpaque originForm = iota // not byte for byte: compressed, in chunks
	asIs                       // byte for byte
	asPieces                   // byte for byte, with other text in between
	asString                   // as a JSON string
	asBase64                   // as base64 within a JSON string
)

func (o origin) position(body []byte, offset int) Position {
	switch o.form {
	case asIs:
		return o.at.after(body[:offset])
	case asPieces:
		last := o.pieces[0]
		for _, p := range o.pieces {
			if p.from <= offset {
				last = p
			}
		}
		return last.at.after(body[last.from:offset])
	case asString:
		return o.at.after(o.raw[:escapedLen(o.raw, offset)])
	case asBase64:
		return o.at.after(o.raw[:base64Len(o.raw, offset)])
	}
	return o.at
}

// from gives how what is left of a body in pieces stands, from an offset on.
func (o origin) from(body []byte, offset int) origin {
	rest := []piece{{0, o.position(body, offset)}}
	for _, p := range o.pieces {
		if p.from > offset {
			rest = append(rest, piece{p.from - offset, p.at})
		}
	}
	return origin{at: rest[0].at, form: asPieces, pieces: rest}
}

// base64Len gives how many bytes of a JSON string of base64, without its quotes,
// come before the character that the n-th byte of what it says begins in. Line
// ends count for nothing, and characters may be escaped: many write "\/".
func base64Len(raw []byte, n int) int {
	characters := n * 8 / 6
	at := 0
	for at < len(raw) {
		size, character := 1, rune(raw[at])
		if character == '\\' {
			size, character = escape(raw[at:])
		}
		if character != '\r' && character != '\n' {
			if characters == 0 {
				break
			}
			characters--
		}
		at += size
	}
	return at
}

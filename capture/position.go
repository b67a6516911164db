package capture

import "bytes"

// A Position is a place in a capture after decompression of the file; in a capture in
// UTF-16, after conversion to UTF-8.
type Position struct {
	Offset int64 // bytes from 0
	Line   int   // from 1
	Col    int   // bytes, from 1
}

// after returns the position after text that begins at p.
func (p Position) after(text []byte) Position {
	p.Offset += int64(len(text))
	if n := bytes.Count(text, []byte("\n")); n > 0 { // faster than LastIndexByte, and rare
		p.Line += n
		p.Col = 1
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	p.Col += len(text)
	return p
}

// Origins: the positions of a body's bytes in the capture. A body may have been joined from
// pieces, such as chunks, or decoded from a JSON string. A body that was decompressed has
// only the position of its beginning.

// An origin is the place of a body in its capture.
type origin struct {
	at     Position // of the body's first byte
	raw    []byte   // of a JSON string, with text or base64: the text between its quotes
	pieces pieces   // the body, if it is in the capture byte for byte
}

// A piece is a part of a text that is in the capture byte for byte.
type piece struct {
	from int // in the text
	at   Position
}

// maxPieces bounds how many pieces a body is kept in. Positions after them are not exact.
const maxPieces = 1 << 16

// pieces are those of a text, in order.
type pieces []piece

// add adds the place of the text from an offset on, unless the last piece continues there.
func (p pieces) add(from int, at Position) pieces {
	n := len(p)
	if isNext := n > 0 && p[n-1].at.Offset+int64(from-p[n-1].from) == at.Offset; isNext || n == maxPieces {
		return p
	}
	return append(p, piece{from, at})
}

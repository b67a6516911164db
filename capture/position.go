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

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
	if bytes.IndexByte(text, '\n') >= 0 { // faster than LastIndexByte, and rare
		last := bytes.LastIndexByte(text, '\n')
		p.Line += bytes.Count(text[:last+1], []byte("\n"))
		p.Col = 1
		text = text[last+1:]
	}
	p.Col += len(text)
	return p
}

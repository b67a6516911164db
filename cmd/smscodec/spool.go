package main

// Text that is written later, kept in little memory.

import (
	"bytes"
	"compress/flate"
	"io"
)

// A spool keeps text compressed: what repeats from exchange to exchange takes memory about
// once. The zero value is empty.
type spool struct {
	compressed bytes.Buffer
	writer     *flate.Writer
}

func (s *spool) write(text []byte) {
	if s.writer == nil {
		s.writer, _ = flate.NewWriter(&s.compressed, flate.BestSpeed) // the level is valid
	}
	s.writer.Write(text) // a Buffer has no errors
}

// moveTo writes the text to w, and empties the spool.
func (s *spool) moveTo(w io.Writer) {
	if s.writer == nil {
		return
	}
	s.writer.Close()
	io.Copy(w, flate.NewReader(&s.compressed)) // environment.run reports errors of w
	s.compressed.Reset()
	s.writer.Reset(&s.compressed)
}

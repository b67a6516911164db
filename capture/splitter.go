package capture

import (
	"bytes"
	"errors"
	"io"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// The splitter of JSON: it collects entries, which are HAR entries, lines or indented
// exchanges, into parts. It finds values by quotes and brackets alone, so that a capture may
// have any size, and reading continues after an entry that is too large or malformed. The
// goroutine that reads a part parses its entries.

// A splitter collects entries.
type splitter struct {
	jsonscan.Scanner // of the text in memory
	in               *lookahead
	limit            int // bytes of an entry
	out              *gatherer

	number    int                // of entries so far
	part      *memberReader      // with its text
	parts     chan *memberReader // to be used again; a sync.Pool would outlive a small capture
	newReader func() *memberReader
}

// maxParts bounds how many parts are kept for reuse. No more are in use at once.
const maxParts = 64

func newSplitter(in *lookahead, limit int, out *gatherer, newReader func() *memberReader) *splitter {
	s := &splitter{in: in, limit: limit, out: out, part: newReader(), parts: make(chan *memberReader, maxParts), newReader: newReader}
	s.More = s.readMore
	return s
}

// position returns the position of what is read next.
func (s *splitter) position() Position {
	if s.Err == nil {
		s.in.skip(s.At)
		s.Text, s.At = s.in.text, 0
	}
	return s.in.at
}

// readMore reads text at the end of the text, and reports whether there is some.
func (s *splitter) readMore() bool {
	s.position()
	if s.Err == nil {
		s.Text = s.in.ahead(1)
	}
	return s.At < len(s.Text)
}

// values reads entries that are values, one after the other.
func (s *splitter) values() {
	for s.Next(); s.At < len(s.Text); s.Next() {
		s.value()
	}
}

// value reads an entry that is a value.
func (s *splitter) value() {
	if s.beginsValue() && !s.entry(new(jsonscan.End).Find, func(text []byte) bool { return string(text) != "null" }) {
		s.Want("its end")
	}
}

// entry adds an entry to the part, and reports whether it has its end. The function find works like
// jsonscan.End.Find. Keep reports whether an entry is read; others are only counted.
func (s *splitter) entry(find func(text []byte) (n int, found bool), keep func(text []byte) bool) (isWhole bool) {
	p := s.part
	s.number++
	start, at := len(p.buffer), s.position()
	buffer, size, isWhole := s.take(find, p.buffer, s.limit)
	isLarge := size > s.limit
	if !isWhole && s.in.failure() != nil || !isLarge && !keep(buffer[start:]) {
		return isWhole
	}
	if isLarge {
		buffer = buffer[:min(len(buffer), start+beginningSize)]
	}
	p.buffer = buffer
	p.entries = append(p.entries, jsonEntry{s.number, buffer[start:], isLarge, at})
	switch {
	case !isWhole && !isLarge:
		s.Fail(errCut, "") // the reader reports where the entry is cut off
	case len(p.buffer)+len(p.entries)<<6 >= partSize:
		s.flush()
	}
	return isWhole
}

// flush sends the part, unless it is empty.
func (s *splitter) flush() {
	p, entries := s.part, s.part.entries
	if len(entries) == 0 {
		return
	}
	select {
	case s.part = <-s.parts:
	default:
		s.part = s.newReader()
	}
	part := Part{size: cap(p.buffer), exchanges: func(yield func(*Exchange, error) bool) {
		for _, e := range entries {
			if !yield(p.read(e)) {
				return
			}
		}
		entries = nil // p is recycled: no exchange of it is in use now
		p.buffer, p.entries = p.buffer[:0], p.entries[:0]
		if cap(p.buffer) > 2*partSize { // the buffer of a large entry is dropped
			return
		}
		select {
		case s.parts <- p:
		default:
		}
	}}
	s.out.send(part)
}

// errCut reports that the last entry is cut off.
var errCut = errors.New("cut off")

// end sends the last part, and the error that ended the capture, unless that is one of its source.
func (s *splitter) end() {
	if s.Next(); s.At < len(s.Text) {
		s.Want("the end of the file")
	}
	s.flush()
	isCut := s.Err == errCut || s.Err == io.ErrUnexpectedEOF && s.in.failure() != nil
	if s.Err != nil && !isCut {
		s.out.yield(nil, scanError(&s.Scanner, s.part.format, 0, s.in.at))
	}
}

// take reads text up to the end that find finds. It appends up to limit bytes of it to dst, and
// returns how many there are, and whether they have that end.
func (s *splitter) take(find func(text []byte) (n int, found bool), dst []byte, limit int) (text []byte, size int, found bool) {
	for n := 0; !found && (s.At < len(s.Text) || s.readMore()); s.At += n {
		n, found = find(s.Text[s.At:])
		dst = append(dst, s.Text[s.At:][:min(n, max(0, limit-size))]...)
		size += n
	}
	return dst, size, found
}

// beginsValue skips white space, and reports whether a value follows.
func (s *splitter) beginsValue() bool {
	if bytes.IndexByte([]byte(",:]}"), s.Next()) >= 0 {
		s.Want("a value")
	}
	return s.At < len(s.Text)
}

// name reads the name of a member. It returns "" for a malformed or very long one.
func (s *splitter) name() string {
	if s.Next() != '"' {
		s.Want("a string")
	}
	text, _, _ := s.take(new(jsonscan.End).Find, nil, 256) // no known name is longer
	name := jsonscan.Scanner{Text: text}
	return string(name.String())
}

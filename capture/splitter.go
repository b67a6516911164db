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

// A jsonPart is a part with its reader. Both are recycled when the part has been read: fresh
// memory would have to be cleared, and is cold.
type jsonPart struct {
	text    []byte
	entries []jsonEntry
	reader  *memberReader
}

// A splitter collects entries. After an error it reads nothing more, and only the first error
// is kept.
type splitter struct {
	in     *lookahead
	format Format
	what   string // an entry, in errors
	limit  int    // bytes of an entry
	yield  func(Part) bool
	err    error // io.EOF wherever the capture ends

	number    int // of entries so far
	part      *jsonPart
	parts     chan *jsonPart // to be used again; a sync.Pool would outlive a small capture
	newReader func() *memberReader
}

// maxParts bounds how many parts are kept for reuse. No more are in use at once.
const maxParts = 64

func newSplitter(in *lookahead, f Format, what string, limit int, yield func(Part) bool, newReader func() *memberReader) *splitter {
	s := &splitter{in: in, format: f, what: what, limit: limit, yield: yield, parts: make(chan *jsonPart, maxParts), newReader: newReader}
	s.part = s.newPart()
	return s
}

// newPart returns an empty part.
func (s *splitter) newPart() *jsonPart {
	select {
	case p := <-s.parts:
		return p
	default:
		return &jsonPart{reader: s.newReader()}
	}
}

// values reads entries that are values, one after the other.
func (s *splitter) values() {
	for s.more() {
		s.value()
	}
}

// value reads an entry that is a value.
func (s *splitter) value() {
	if s.beginsValue(); s.err == nil {
		s.entry(new(jsonscan.End).Find, func(text []byte) bool { return string(text) != "null" })
	}
}

// entry adds an entry to the part. The function find works like jsonscan.End.Find. Keep reports
// whether an entry is read; others are only counted.
func (s *splitter) entry(find func(text []byte) (n int, found bool), keep func(text []byte) bool) {
	p := s.part
	if p.text == nil && s.number > 0 { // more than one entry: expect many
		p.text = make([]byte, 0, partSize+beginningSize)
	}
	s.number++
	e := jsonEntry{number: s.number, start: len(p.text), at: s.in.at}
	size := 0
	s.take(find, func(piece []byte) {
		p.text = append(p.text, piece[:min(len(piece), max(0, s.limit-size))]...)
		size += len(piece)
	})
	e.end = len(p.text)
	text := p.text[e.start:]
	switch {
	case size > s.limit:
		large := s.largePart(text, e)
		p.text = p.text[:e.start]
		s.flush()
		s.send(large)
	case s.err != nil && s.err != io.EOF, !keep(text):
		p.text = p.text[:e.start]
	default:
		p.entries = append(p.entries, e)
		if s.err == io.EOF || len(p.text)+len(p.entries)<<6 >= partSize {
			s.flush()
		}
		if s.err == io.EOF {
			s.err = errStopped // the reader reports where the entry is cut off
		}
	}
}

// flush sends the part, unless it is empty.
func (s *splitter) flush() {
	p, entries := s.part, s.part.entries
	if len(entries) == 0 {
		return
	}
	s.part = s.newPart()
	s.send(Part{size: cap(p.text), exchanges: func(yield func(*Exchange, error) bool) {
		for _, e := range entries {
			if !yield(p.reader.read(p.text[e.start:e.end], e)) {
				return
			}
		}
		entries = nil // p is recycled: no exchange of it is in use now
		p.text, p.entries = p.text[:0], p.entries[:0]
		if cap(p.text) > 2*partSize { // the buffer of a large entry is dropped
			return
		}
		select {
		case s.parts <- p:
		default:
		}
	}})
}

// errStopped reports that no more parts are wanted.
var errStopped = errors.New("stopped")

// send yields a part, unless no more are wanted.
func (s *splitter) send(p Part) {
	if s.err != errStopped && !s.yield(p) {
		s.err = errStopped
	}
}

// largePart returns a part for an entry that is too large: an error, unless its request, as
// far as it is in the beginning, went to another endpoint, such as one for a video.
func (s *splitter) largePart(text []byte, e jsonEntry) Part {
	reader := s.part.reader
	reader.read(text[:min(len(text), beginningSize)], e)
	x := &Exchange{Entry: e.number, Request: Request{Method: reader.exchange.Request.Method, URL: reader.exchange.Request.URL}}
	if x.Request.IsElsewhere() {
		return newPart(0, result{x, nil})
	}
	return failedPart(&Error{Format: s.format, Entry: e.number, Position: e.at, Err: ErrTooLarge, Detail: s.what})
}

// end sends the last part, and the error that ended the capture.
func (s *splitter) end() {
	s.flush()
	if s.err == nil {
		s.err = s.in.failure()
	}
	if s.err == io.EOF {
		s.err = &Error{Format: s.format, Position: s.in.at, Err: io.ErrUnexpectedEOF}
	}
	if s.err != nil {
		s.send(failedPart(s.err))
	}
}

// fail ends the reading because of a syntax error.
func (s *splitter) fail(detail string) {
	if s.err == nil {
		s.err = &Error{Format: s.format, Position: s.in.at, Err: ErrMalformed, Detail: detail}
	}
}

const jsonSpace = " \t\r\n"

// more skips white space, and reports whether text follows.
func (s *splitter) more() bool { return s.err == nil && s.in.skipSet(jsonSpace) }

// next skips white space, and returns the byte after it, or 0 after an error.
func (s *splitter) next() byte {
	if s.more() {
		return s.in.text[0]
	}
	if s.err == nil {
		s.err = s.in.err
	}
	return 0
}

// skipByte skips white space and a byte, if that is the next one.
func (s *splitter) skipByte(c byte) bool {
	if s.next() != c {
		return false
	}
	s.in.skip(1)
	return true
}

// elements reads elements in brackets, separated by commas.
func (s *splitter) elements(brackets, what string, each func()) {
	if !s.skipByte(brackets[0]) {
		s.fail("want " + what)
	}
	for more := !s.skipByte(brackets[1]); more && s.err == nil; {
		each()
		if more = !s.skipByte(brackets[1]); more && !s.skipByte(',') {
			s.fail("want a comma or the end of " + what)
		}
	}
}

// maxName bounds how many bytes of a name are read. No known name is longer.
const maxName = 256

// name reads the name of a member. It returns "" for a malformed or very long one.
func (s *splitter) name() string {
	if s.next() != '"' {
		s.fail("want a string")
	}
	text := s.in.ahead(maxName)
	name := jsonscan.Scanner{Text: text[:min(len(text), maxName)]}
	defer s.skipValue()
	return string(name.String())
}

// take skips text up to the end that find finds, and calls piece with each piece of it.
func (s *splitter) take(find func(text []byte) (n int, found bool), piece func([]byte)) {
	for found := false; !found && s.err == nil; {
		text := s.in.ahead(1)
		if len(text) == 0 {
			s.err = s.in.err
			return
		}
		var n int
		n, found = find(text)
		piece(text[:n])
		s.in.skip(n)
	}
}

// beginsValue skips white space, and fails if no value follows.
func (s *splitter) beginsValue() {
	if bytes.IndexByte([]byte(",:]}"), s.next()) >= 0 {
		s.fail("want a value")
	}
}

// skipValue skips a value.
func (s *splitter) skipValue() {
	s.beginsValue()
	s.take(new(jsonscan.End).Find, func([]byte) {})
}

package capture

import (
	"io"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// The splitter of JSON: it collects entries, which are HAR entries, lines or indented
// exchanges, into parts. The goroutine that reads a part parses its entries.

// A jsonEntry is the place of an entry.
type jsonEntry struct {
	number     int
	start, end int // in the text of the part
	at         Position
}

// An entryReader reads entries, all into the same exchange.
type entryReader interface {
	read(text []byte, e jsonEntry) (*Exchange, error)
	// asked returns the request of the last entry, even if that could not be read.
	asked() *Request
}

// A jsonPart is a part with its reader. Both are recycled when the part has been read: fresh
// memory would have to be cleared, and is cold.
type jsonPart struct {
	text    []byte
	entries []jsonEntry
	reader  entryReader
}

// A splitter collects entries.
type splitter struct {
	jsonStream
	what  string // an entry, in errors
	limit int    // bytes of an entry
	yield func(Part) bool

	number    int // of entries so far
	part      *jsonPart
	parts     chan *jsonPart // to be used again; a sync.Pool would outlive a small capture
	newReader func() entryReader
}

// maxParts bounds how many parts are kept for reuse. No more are in use at once.
const maxParts = 64

func newSplitter(in *lookahead, f Format, what string, limit int, yield func(Part) bool, newReader func() entryReader) *splitter {
	s := &splitter{jsonStream: jsonStream{in, f}, what: what, limit: limit, yield: yield, parts: make(chan *jsonPart, maxParts), newReader: newReader}
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

// entry adds an entry to the part. The function find works like jsonscan.End.Find. Keep reports
// whether an entry is read; others are only counted.
func (s *splitter) entry(find func(text []byte) (n int, found bool), keep func(text []byte) bool) error {
	p := s.part
	if p.text == nil && s.number > 0 { // more than one entry: expect many
		p.text = make([]byte, 0, partSize+beginningSize)
	}
	s.number++
	e := jsonEntry{number: s.number, start: len(p.text), at: s.in.at}
	size := 0
	err := s.take(find, func(piece []byte) {
		p.text = append(p.text, piece[:min(len(piece), max(0, s.limit-size))]...)
		size += len(piece)
	})
	e.end = len(p.text)
	text := p.text[e.start:]
	switch {
	case size > s.limit:
		x, tooLarge := p.beginning(text, e), &Error{Format: s.format, Entry: e.number, Position: e.at, Err: ErrTooLarge, Detail: s.what}
		p.text = p.text[:e.start]
		if s.flush() != nil || !s.yield(largePart(x, tooLarge)) {
			return errStopped
		}
		return err
	case err != nil && err != io.EOF, !keep(text):
		p.text = p.text[:e.start]
		return err
	}
	p.entries = append(p.entries, e)
	if err == io.EOF || len(p.text)+len(p.entries)<<6 >= partSize {
		if s.flush() != nil || err == io.EOF { // the reader reports where the entry is cut off
			return errStopped
		}
	}
	return nil
}

// flush yields the part, unless it is empty.
func (s *splitter) flush() error {
	p, entries := s.part, s.part.entries
	if len(entries) == 0 {
		return nil
	}
	s.part = s.newPart()
	if !s.yield(Part{size: cap(p.text), exchanges: func(yield func(*Exchange, error) bool) {
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
	}}) {
		return errStopped
	}
	return nil
}

// maxBeginning is how many bytes of a too large entry are searched for its request.
const maxBeginning = 64 << 10

// beginning returns an exchange with the request of an entry that is too large, as far as it
// is in the beginning.
func (p *jsonPart) beginning(text []byte, e jsonEntry) *Exchange {
	p.reader.read(text[:min(len(text), maxBeginning)], e)
	asked := p.reader.asked()
	return &Exchange{Entry: e.number, Request: Request{Method: asked.Method, URL: asked.URL}}
}

// largePart returns a part for an entry that is too large: an error, unless its request went
// to another endpoint, such as one for a video.
func largePart(x *Exchange, tooLarge error) Part {
	if !x.Request.IsElsewhere() {
		return failedPart(tooLarge)
	}
	return Part{exchanges: func(yield func(*Exchange, error) bool) { yield(x, nil) }}
}

// values reads entries that are values, one after the other.
func (s *splitter) values() error {
	for s.in.skipSet(jsonSpace) {
		if err := s.value(); err != nil {
			return err
		}
	}
	return s.in.failure()
}

// value reads an entry that is a value.
func (s *splitter) value() error {
	if err := s.beginsValue(); err != nil {
		return err
	}
	return s.entry(new(jsonscan.End).Find, func(text []byte) bool { return string(text) != "null" })
}

// end yields the last part, and the error that ended the capture.
func (s *splitter) end(err error) {
	if err == errStopped || s.flush() != nil || err == nil {
		return
	}
	if err == io.EOF {
		err = s.error(io.ErrUnexpectedEOF, "")
	}
	s.yield(failedPart(err))
}

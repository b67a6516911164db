package capture

import "io"

// The splitter of JSON: it collects entries, which are HAR entries, lines or indented
// exchanges, into parts. The goroutine that reads a part parses its entries, and recycles
// the buffer and the reader: fresh ones would have to be cleared, and are cold.

// A jsonEntry is the place of an entry.
type jsonEntry struct {
	number     int
	start, end int // in the text of the part
	at         Position
	noLog      bool // it is the first one of a HAR without "log"
}

// An entryReader reads entries, all into the same exchange.
type entryReader interface {
	read(text []byte, e jsonEntry) (*Exchange, error)
	// asked returns the request of the last entry, even if that could not be read.
	asked() *Request
}

// A splitter collects entries.
type splitter struct {
	jsonStream
	what      string // an entry, in errors
	limit     int    // bytes of an entry
	yield     func(Part) bool
	newReader func() entryReader

	number  int // of entries so far
	noLog   bool
	text    []byte // of the part
	part    []jsonEntry
	texts   freeList[[]byte]
	readers freeList[entryReader]
}

func newSplitter(in *lookahead, f Format, what string, limit int, yield func(Part) bool, newReader func() entryReader) *splitter {
	return &splitter{
		jsonStream: jsonStream{in, f}, what: what, limit: limit, yield: yield, newReader: newReader,
		texts: make(freeList[[]byte], maxFree), readers: make(freeList[entryReader], maxFree),
	}
}

// entry adds an entry to the part. The function find works like valueEnd.find. Keep reports
// whether an entry is read; others are only counted.
func (s *splitter) entry(find func(text []byte) (n int, found bool), keep func(text []byte) bool) error {
	if s.text == nil {
		s.text = s.texts.get()
	}
	if s.text == nil && s.number > 0 { // more than one entry: expect many
		s.text = make([]byte, 0, partSize+beginningSize)
	}
	s.number++
	e := jsonEntry{number: s.number, start: len(s.text), at: s.in.at, noLog: s.noLog}
	size := 0
	err := s.take(find, func(piece []byte) {
		s.text = append(s.text, piece[:min(len(piece), max(0, s.limit-size))]...)
		size += len(piece)
	})
	e.end = len(s.text)
	text := s.text[e.start:]
	switch {
	case size > s.limit:
		s.text = s.text[:e.start]
		if s.flush() != nil || !s.yield(s.largeEntry(text, e)) {
			return errStopped
		}
		return err
	case err != nil && err != io.EOF, !keep(text):
		s.text = s.text[:e.start]
		return err
	}
	s.noLog = false
	s.part = append(s.part, e)
	if err == io.EOF || len(s.text)+len(s.part)<<6 >= partSize {
		if s.flush() != nil || err == io.EOF { // the reader reports where the entry is cut off
			return errStopped
		}
	}
	return nil
}

// flush yields the part, unless it is empty.
func (s *splitter) flush() error {
	if len(s.part) == 0 {
		return nil
	}
	p := s.newPart(s.text, s.part)
	s.text, s.part = nil, nil
	if !s.yield(p) {
		return errStopped
	}
	return nil
}

// newPart returns a part of entries.
func (s *splitter) newPart(text []byte, entries []jsonEntry) Part {
	isRead := false
	return Part{size: cap(text), exchanges: func(yield func(*Exchange, error) bool) {
		if isRead {
			return
		}
		isRead = true
		r := s.readers.get()
		if r == nil {
			r = s.newReader()
		}
		for _, e := range entries {
			if !yield(r.read(text[e.start:e.end], e)) {
				return
			}
		}
		// No exchange of this part is in use now.
		if cap(text) <= 2*partSize { // the buffer of a large entry is dropped
			s.texts.put(text[:0])
		}
		s.readers.put(r)
	}}
}

// maxBeginning is how many bytes of a too large entry are searched for its request.
const maxBeginning = 64 << 10

// largeEntry returns a part for an entry that is too large: an error, unless its request
// went to another endpoint, such as one for a video.
func (s *splitter) largeEntry(beginning []byte, e jsonEntry) Part {
	r := s.newReader()
	r.read(beginning[:min(len(beginning), maxBeginning)], e)
	if asked := r.asked(); asked.IsElsewhere() {
		x := &Exchange{Entry: e.number, Request: Request{Method: asked.Method, URL: asked.URL}}
		return Part{exchanges: func(yield func(*Exchange, error) bool) { yield(x, nil) }}
	}
	return failedPart(&Error{Format: s.format, Entry: e.number, Position: e.at, Err: ErrTooLarge, Detail: s.what})
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
	return s.entry(new(valueEnd).find, func(text []byte) bool { return string(text) != "null" })
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

// A freeList recycles values between goroutines.
type freeList[T any] chan T

// maxFree bounds how many values are kept for reuse. No more are in use at once.
const maxFree = 64

// get returns a kept value, or the zero T.
func (l freeList[T]) get() (x T) {
	select {
	case x = <-l:
	default:
	}
	return x
}

// put keeps a value that is no longer in use.
func (l freeList[T]) put(x T) {
	select {
	case l <- x:
	default:
	}
}

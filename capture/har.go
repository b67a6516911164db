package capture

import (
	"errors"
	"io"
	"iter"
)

// HAR files: the splitter, which finds the entries. The goroutine that reads a part parses
// its entries; everything else in a HAR is skipped.

// readHAR yields parts of whole entries, of up to limit bytes each. Folder is the folder of
// the files that entries name, or "".
func readHAR(in *lookahead, limit int, folder string, yield func(Part) bool) {
	s := &harSplitter{
		jsonStream: jsonStream{in, HAR}, limit: limit, folder: folder, yield: yield,
		texts: newFreeList[[]byte](), readers: newFreeList[*harReader](),
	}
	err := s.document(harFormOf(in.beginning()))
	if err == errStopped || s.flush() != nil || err == nil {
		return
	}
	if err == io.EOF {
		err = s.error(io.ErrUnexpectedEOF, "")
	}
	yield(failedPart(err))
}

// A harForm says which levels of a HAR a text has.
type harForm uint8

const (
	noHAR      harForm = iota
	wholeHAR           // a log with its entries
	harLog             // the log alone
	harEntries         // entries alone, one after the other
)

// harFormOf returns the form of an object, by its first members. The text may be cut off.
func harFormOf(text []byte) (form harForm) {
	members := memberBeginnings(text)
	has := func(name string, begin byte) bool { return members[name] == begin }
	switch {
	case has("log", '{'):
		return wholeHAR
	case has("entries", '[') && (has("version", '"') || has("creator", '{') || has("browser", '{') || has("pages", '[')):
		return harLog
	case has("request", '{') && has("response", '{'), has("startedDateTime", '"') && (has("request", '{') || has("response", '{')):
		return harEntries
	}
	return noHAR
}

// maxMembers bounds how many members are examined to recognise an object.
const maxMembers = 64

// memberBeginnings returns the first byte of each member's value, by name, of the object
// that text begins with. The text may be cut off.
func memberBeginnings(text []byte) map[string]byte {
	members := make(map[string]byte)
	object(text, skipSpace(text, 0), func(name []byte, value int) (int, *jsonError) {
		if len(members) == maxMembers {
			return value, wantError(text, value, "no more")
		}
		members[string(name[:min(len(name), maxName)])] = firstByte(text, value)
		return skipValue(text, value)
	})
	return members
}

// errStopped reports that no more parts are wanted.
var errStopped = errors.New("stopped")

// A harSplitter walks to the entries of a HAR.
type harSplitter struct {
	jsonStream
	limit   int
	folder  string
	yield   func(Part) bool
	entries int  // number of entries so far
	noLog   bool // the log is missing, which the first entry reports
	part    []harEntry
	text    []byte // of the part's entries
	texts   freeList[[]byte]
	readers freeList[*harReader]
}

// document reads all of the HAR.
func (s *harSplitter) document(form harForm) error {
	switch form {
	case harEntries:
		for {
			if _, err := s.next(); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			if err := s.entry(); err != nil {
				return err
			}
		}
	case harLog:
		s.noLog = true
		if err := s.member("entries", s.array); err != nil {
			return err
		}
	default:
		err := s.member("log", func() error { return s.member("entries", s.array) })
		if err != nil {
			return err
		}
	}
	return s.atEnd()
}

// member reads the one member of an object that is needed. The object must have it.
func (s *harSplitter) member(name string, read func() error) error {
	seen := false
	err := s.object(func(other string) error {
		switch {
		case other != name:
			return s.skipValue()
		case seen:
			return s.error(ErrMalformed, "duplicate member")
		}
		seen = true
		return read()
	})
	if err == nil && !seen {
		err = s.error(ErrMalformed, "no "+name)
	}
	return err
}

// array reads the array of entries, or null.
func (s *harSplitter) array() error {
	if c, err := s.next(); err != nil {
		return err
	} else if c == 'n' {
		return s.skipValue()
	}
	return s.list('[', "an array", ']', s.entry)
}

// entry adds an entry to the part. It counts a null, and skips it.
func (s *harSplitter) entry() error {
	if s.text == nil {
		s.text = s.texts.get()
	}
	if s.text == nil && s.entries > 0 { // more than one entry: expect many
		s.text = make([]byte, 0, partSize+blockSize)
	}
	s.entries++
	e := harEntry{number: s.entries, start: len(s.text), at: s.in.at, noLog: s.noLog}
	size, err := s.appendValue(&s.text, s.limit)
	switch {
	case size > s.limit:
		large := s.largeEntry(s.text[e.start:], e)
		s.text = s.text[:e.start]
		if s.flush() != nil || !s.yield(large) {
			return errStopped
		}
		return err
	case err != nil && err != io.EOF:
		s.text = s.text[:e.start]
		return err
	case string(s.text[e.start:]) == "null":
		s.text = s.text[:e.start]
		return err
	}
	s.noLog = false
	e.end = len(s.text)
	s.part = append(s.part, e)
	if err == io.EOF {
		// The reader of the entry reports where it is cut off.
		s.flush()
		return errStopped
	}
	if len(s.text)+len(s.part)<<6 >= partSize {
		return s.flush()
	}
	return nil
}

// flush yields the part, unless it is empty.
func (s *harSplitter) flush() error {
	if len(s.part) == 0 {
		return nil
	}
	p := Part{s.readEntries(s.text, s.part), cap(s.text)}
	s.text, s.part = nil, nil
	if !s.yield(p) {
		return errStopped
	}
	return nil
}

// readEntries reads entries, all into the same exchange, and recycles their text.
func (s *harSplitter) readEntries(text []byte, entries []harEntry) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		if text == nil {
			return // has been read
		}
		h := s.readers.get()
		if h == nil {
			h = newHARReader(s.limit, s.folder)
		}
		defer func() { text = nil }()
		for _, e := range entries {
			if !yield(h.read(text[e.start:e.end], e)) {
				return
			}
		}
		// No exchange of this part is in use now.
		if cap(text) <= 2*partSize { // the buffer of a large entry is dropped
			s.texts.put(text[:0])
		}
		s.readers.put(h)
	}
}

// maxBeginning is how many bytes of a too large entry are searched for its request.
const maxBeginning = 64 << 10

// largeEntry returns a part for an entry that is too large: an error, unless its request
// went to another endpoint, such as one for a video.
func (s *harSplitter) largeEntry(beginning []byte, e harEntry) Part {
	h := newHARReader(s.limit, "")
	h.read(beginning[:min(len(beginning), maxBeginning)], e)
	if h.exchange.Request.IsElsewhere() {
		x := &Exchange{Entry: e.number, Request: Request{Method: h.exchange.Request.Method, URL: h.exchange.Request.URL}}
		return Part{exchanges: func(yield func(*Exchange, error) bool) { yield(x, nil) }}
	}
	return failedPart(&Error{Format: HAR, Entry: e.number, Position: e.at, Err: ErrTooLarge, Detail: "an entry"})
}

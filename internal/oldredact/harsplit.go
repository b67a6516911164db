package oldredact

import (
	"bytes"
	"errors"
	"io"
)

// A HAR is split into its entries by quotes and brackets alone, so that one of any
// size streams through, and an entry that is too large, or no JSON, is no reason to
// stop. What an entry says is read where the part is. Whatever else there is in a HAR
// is passed over.

// parseHAR makes parts of whole entries.
func (r Reader) parseHAR(in *input, yield func(Part) bool) {
	in.skipBOM()
	s := &harSplitter{in: in, maxEntry: r.maxEntry(), yield: yield, texts: newUsed[[]byte](), readers: newUsed[*harReader]()}
	err := s.document()
	if err == errStopped || s.flush() != nil || err == nil {
		return
	}
	if err == io.EOF {
		err = s.error(io.ErrUnexpectedEOF, "")
	}
	yield(Part{failure(err)})
}

// errStopped says that nobody wants more parts.
var errStopped = errors.New("stopped")

// A harSplitter walks to the entries of a HAR. Its methods pass on io.EOF wherever
// that comes.
type harSplitter struct {
	in       *input
	maxEntry int
	yield    func(Part) bool
	entries  int // so far
	part     []harEntry
	text     []byte // of the part's entries
	texts    used[[]byte]
	readers  used[*harReader]
}

// A harEntry is where an entry is.
type harEntry struct {
	number     int
	start, end int // in the text of the part
	at         Position
}

func (s *harSplitter) error(kind error, detail string) error {
	return &Error{Format: HAR, Position: s.in.at, Err: kind, Detail: detail}
}

// document reads all of the HAR.
func (s *harSplitter) document() error {
	err := s.member("log", func() error { return s.member("entries", s.array) })
	if err != nil {
		return err
	}
	switch _, err = s.next(); err {
	case io.EOF:
		return nil
	case nil:
		return s.error(ErrMalformed, "want the end of the file")
	}
	return err
}

// member reads an object for one of its members. There has to be one of that name.
func (s *harSplitter) member(name string, read func() error) error {
	seen := false
	err := s.object(func(other string) error {
		switch {
		case other != name:
			return s.value(func([]byte) {})
		case seen:
			return s.error(ErrMalformed, "a member twice")
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
		return s.value(func([]byte) {})
	}
	return s.list('[', "an array", ']', s.entry)
}

// entry adds an entry to the part.
func (s *harSplitter) entry() error {
	if s.text == nil {
		s.text = s.texts.get()
	}
	if s.text == nil && s.entries > 0 { // there are many
		s.text = make([]byte, 0, partSize+window)
	}
	s.entries++
	e := harEntry{number: s.entries, start: len(s.text), at: s.in.at}
	size := 0
	err := s.value(func(piece []byte) {
		if size += len(piece); size <= s.maxEntry {
			s.text = append(s.text, piece...)
		}
	})
	if size > s.maxEntry {
		large := readLarge(s.text[e.start:], e)
		s.text = s.text[:e.start]
		if s.flush() != nil || !s.yield(Part{large}) {
			return errStopped
		}
		return err
	}
	if err != nil && err != io.EOF {
		s.text = s.text[:e.start]
		return err
	}
	e.end = len(s.text)
	s.part = append(s.part, e)
	if err == io.EOF {
		// Reading the entry says what it lacks, and where.
		s.flush()
		return errStopped
	}
	if len(s.text)+len(s.part)<<6 >= partSize {
		return s.flush()
	}
	return nil
}

// flush yields the entries that there are.
func (s *harSplitter) flush() error {
	if len(s.part) == 0 {
		return nil
	}
	p := Part{readEntries(s.text, s.part, s.texts, s.readers)}
	s.text, s.part = nil, nil
	if !s.yield(p) {
		return errStopped
	}
	return nil
}

// object reads an object; member reads the value of each member.
func (s *harSplitter) object(member func(name string) error) error {
	return s.list('{', "an object", '}', func() error {
		name, err := s.name()
		if err != nil {
			return err
		}
		switch c, err := s.next(); {
		case err != nil:
			return err
		case c != ':':
			return s.error(ErrMalformed, "want a colon")
		}
		s.in.skip(1)
		if _, err := s.next(); err != nil {
			return err
		}
		return member(name)
	})
}

// list reads what stands in brackets, separated by commas.
func (s *harSplitter) list(begin byte, what string, end byte, element func() error) error {
	c, err := s.next()
	if err != nil {
		return err
	}
	if c != begin {
		return s.error(ErrMalformed, "want "+what)
	}
	s.in.skip(1)
	if c, err = s.next(); err == nil && c == end {
		s.in.skip(1)
		return nil
	}
	for err == nil {
		if err = element(); err != nil {
			break
		}
		if c, err = s.next(); err != nil {
			break
		}
		switch c {
		case end:
			s.in.skip(1)
			return nil
		case ',':
			s.in.skip(1)
			_, err = s.next()
		default:
			err = s.error(ErrMalformed, "want a comma or the end of "+what)
		}
	}
	return err
}

// maxName is how many bytes a name is looked at: none that counts has more.
const maxName = 256

// name reads the name of a member; "" is one that does not count.
func (s *harSplitter) name() (string, error) {
	if c, err := s.next(); err != nil {
		return "", err
	} else if c != '"' {
		return "", s.error(ErrMalformed, "want a string")
	}
	var text []byte
	err := s.value(func(piece []byte) { text = append(text, piece[:min(len(piece), maxName-len(text))]...) })
	name, _, problem := stringValue(nil, text, 0)
	if problem != nil {
		name = nil
	}
	return string(name), err
}

// next passes over white space, and gives the byte behind it.
func (s *harSplitter) next() (byte, error) {
	for {
		text, err := s.buffered()
		if err != nil {
			return 0, err
		}
		n := skipSpace(text, 0)
		s.in.skip(n)
		if n < len(text) {
			return text[n], nil
		}
	}
}

// buffered gives at least a byte of what comes next.
func (s *harSplitter) buffered() ([]byte, error) {
	if _, err := s.in.buf.Peek(1); err != nil {
		return nil, err
	}
	return s.in.buf.Peek(s.in.buf.Buffered())
}

// value passes over a value, and hands it on piece by piece.
func (s *harSplitter) value(piece func([]byte)) error {
	var v valueEnd
	for beginning := true; ; beginning = false {
		text, err := s.buffered()
		if err != nil {
			return err
		}
		n, found := v.find(text)
		if beginning && n == 0 {
			return s.error(ErrMalformed, "want a value")
		}
		piece(text[:n])
		s.in.skip(n)
		if found {
			return nil
		}
	}
}

// A valueEnd finds where a value ends that it is shown piece by piece. Of text that
// is no JSON it finds some end, or none.
type valueEnd struct {
	depth    int // of brackets, of whatever kind
	inString bool
	escaped  bool
}

// find gives how much of a piece belongs to the value, and whether that ends there.
func (v *valueEnd) find(text []byte) (n int, found bool) {
	for n < len(text) {
		if v.inString && !v.escaped {
			n += ordinary(text[n:])
			if first(text, n) == '\\' {
				n += skipBlocks(text[n:])
			}
			if n == len(text) {
				break
			}
		}
		c := text[n]
		n++
		switch {
		case v.escaped:
			v.escaped = false
			continue
		case v.inString:
			v.escaped = c == '\\'
			if c != '"' {
				continue
			}
			v.inString = false
		case c == '"':
			v.inString = true
			continue
		case c == '{', c == '[':
			v.depth++
			continue
		case v.depth == 0 && bytes.IndexByte([]byte(" \t\r\n,:]}"), c) >= 0:
			return n - 1, true
		case c == '}', c == ']':
			v.depth--
		default:
			continue
		}
		if v.depth == 0 {
			return n, true
		}
	}
	return n, false
}

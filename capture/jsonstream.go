package capture

import (
	"bytes"
	"io"
)

// JSON as a stream: a document is split into values by quotes and brackets alone, so that
// one of any size can be read, and a value that is too large, or is no JSON, does not end
// the reading.

// A jsonStream is at a place in a document. Its methods pass on io.EOF wherever that is.
type jsonStream struct {
	in     *input
	format Format
}

func (s *jsonStream) error(kind error, detail string) error {
	return &Error{Format: s.format, Position: s.in.at, Err: kind, Detail: detail}
}

// object reads an object; member reads the value of each member.
func (s *jsonStream) object(member func(name string) error) error {
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

// list reads what is in brackets, separated by commas.
func (s *jsonStream) list(begin byte, what string, end byte, element func() error) error {
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

// maxName bounds how many bytes of a name are read: no known one has more.
const maxName = 256

// name reads the name of a member; "" is one that is unknown.
func (s *jsonStream) name() (string, error) {
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

// next skips white space, and returns the byte after it.
func (s *jsonStream) next() (byte, error) {
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

// buffered returns at least a byte of what comes next.
func (s *jsonStream) buffered() ([]byte, error) {
	if _, err := s.in.buf.Peek(1); err != nil {
		return nil, err
	}
	return s.in.buf.Peek(s.in.buf.Buffered())
}

// value skips a value, and calls a function with each piece of it.
func (s *jsonStream) value(piece func([]byte)) error {
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

// skipValue skips a value.
func (s *jsonStream) skipValue() error { return s.value(func([]byte) {}) }

// appendValue skips a value, and appends it to a text, no more than a limit of it. It
// returns the size of the value.
func (s *jsonStream) appendValue(text *[]byte, limit int) (size int, err error) {
	err = s.value(func(piece []byte) {
		if size += len(piece); size <= limit {
			*text = append(*text, piece...)
		}
	})
	return size, err
}

// atEnd reports an error if anything follows.
func (s *jsonStream) atEnd() error {
	switch _, err := s.next(); err {
	case io.EOF:
		return nil
	case nil:
		return s.error(ErrMalformed, "want the end of the file")
	default:
		return err
	}
}

// A valueEnd finds the end of a value of which it sees one piece after the other. Of text
// that is no JSON it finds some end, or none.
type valueEnd struct {
	depth    int // of brackets of either kind
	inString bool
	escaped  bool
}

// find returns how much of a piece belongs to the value, and whether that ends there.
func (v *valueEnd) find(text []byte) (n int, found bool) {
	for n < len(text) {
		if v.inString && !v.escaped {
			n += ordinary(text[n:])
			if firstByte(text, n) == '\\' {
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

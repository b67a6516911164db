package capture

import (
	"bytes"
	"errors"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// JSON as a stream: splits a document into values by quotes and brackets alone. The document
// may have any size, and reading continues after a value that is too large or malformed.

const jsonSpace = " \t\r\n"

// errStopped reports that no more parts are wanted.
var errStopped = errors.New("stopped")

// A jsonStream reads a document. Its methods return io.EOF wherever the document ends.
type jsonStream struct {
	in     *lookahead
	format Format
}

func (s *jsonStream) error(kind error, detail string) error {
	return &Error{Format: s.format, Position: s.in.at, Err: kind, Detail: detail}
}

// object reads an object. It calls member for each member, to read the value, of which the
// first byte is in memory.
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

// list reads elements in brackets, separated by commas. The first byte of each element is in
// memory.
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

// maxName bounds how many bytes of a name are kept. No known name is longer.
const maxName = 256

// name reads the name of a member. It returns "" for a malformed or very long one.
func (s *jsonStream) name() (string, error) {
	if s.in.text[0] != '"' {
		return "", s.error(ErrMalformed, "want a string")
	}
	var text []byte
	err := s.take(new(jsonscan.End).Find, func(piece []byte) { text = append(text, piece[:min(len(piece), maxName-len(text))]...) })
	name, _, problem := jsonscan.AppendString(nil, text, 0)
	if problem != nil {
		name = nil
	}
	return string(name), err
}

// next skips white space, and returns the byte after it.
func (s *jsonStream) next() (byte, error) {
	if !s.in.skipSet(jsonSpace) {
		return 0, s.in.err
	}
	return s.in.text[0], nil
}

// take skips text up to the end that find finds, and calls piece with each piece of it.
func (s *jsonStream) take(find func(text []byte) (n int, found bool), piece func([]byte)) error {
	for {
		text := s.in.ahead(1)
		if len(text) == 0 {
			return s.in.err
		}
		n, found := find(text)
		piece(text[:n])
		s.in.skip(n)
		if found {
			return nil
		}
	}
}

// beginsValue skips white space, and fails if no value follows.
func (s *jsonStream) beginsValue() error {
	c, err := s.next()
	if err == nil && bytes.IndexByte([]byte(",:]}"), c) >= 0 {
		err = s.error(ErrMalformed, "want a value")
	}
	return err
}

// skipValue skips a value.
func (s *jsonStream) skipValue() error {
	if err := s.beginsValue(); err != nil {
		return err
	}
	return s.take(new(jsonscan.End).Find, func([]byte) {})
}

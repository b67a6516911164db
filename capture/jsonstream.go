package capture

import (
	"bytes"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// JSON as a stream: splits a document into values by quotes and brackets alone. The document
// may have any size, and reading continues after a value that is too large or malformed.

// A jsonStream reads a document. After an error it reads nothing more, and only the first
// error is kept.
type jsonStream struct {
	in     *lookahead
	format Format
	err    error // io.EOF wherever the document ends
}

// fail ends the reading because of a syntax error.
func (s *jsonStream) fail(detail string) {
	if s.err == nil {
		s.err = &Error{Format: s.format, Position: s.in.at, Err: ErrMalformed, Detail: detail}
	}
}

const jsonSpace = " \t\r\n"

// more skips white space, and reports whether text follows.
func (s *jsonStream) more() bool { return s.err == nil && s.in.skipSet(jsonSpace) }

// next skips white space, and returns the byte after it, or 0 after an error.
func (s *jsonStream) next() byte {
	if s.more() {
		return s.in.text[0]
	}
	if s.err == nil {
		s.err = s.in.err
	}
	return 0
}

// skipByte skips white space and a byte, if that is the next one.
func (s *jsonStream) skipByte(c byte) bool {
	if s.next() != c {
		return false
	}
	s.in.skip(1)
	return true
}

// elements reads elements in brackets, separated by commas.
func (s *jsonStream) elements(brackets, what string, each func()) {
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

// member reads an object, and in it the one member that is needed, which it must have.
func (s *jsonStream) member(name string, read func()) {
	seen := false
	s.elements("{}", "an object", func() {
		isNeeded := s.name() == name
		if !s.skipByte(':') {
			s.fail("want a colon")
		}
		switch s.next(); {
		case !isNeeded:
			s.skipValue()
		case seen:
			s.fail("duplicate member")
		default:
			seen = true
			read()
		}
	})
	if !seen {
		s.fail("no " + name)
	}
}

// maxName bounds how many bytes of a name are kept. No known name is longer.
const maxName = 256

// name reads the name of a member. It returns "" for a malformed or very long one.
func (s *jsonStream) name() string {
	if s.next() != '"' {
		s.fail("want a string")
	}
	var name jsonscan.Scanner
	s.take(new(jsonscan.End).Find, func(piece []byte) {
		name.Text = append(name.Text, piece[:min(len(piece), maxName-len(name.Text))]...)
	})
	return string(name.String())
}

// take skips text up to the end that find finds, and calls piece with each piece of it.
func (s *jsonStream) take(find func(text []byte) (n int, found bool), piece func([]byte)) {
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
func (s *jsonStream) beginsValue() {
	if bytes.IndexByte([]byte(",:]}"), s.next()) >= 0 {
		s.fail("want a value")
	}
}

// skipValue skips a value.
func (s *jsonStream) skipValue() {
	s.beginsValue()
	s.take(new(jsonscan.End).Find, func([]byte) {})
}

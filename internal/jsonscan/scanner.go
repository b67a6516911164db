// Package jsonscan reads JSON text. A Scanner reads text in memory, value by value, and may ask
// for more of it between them. An End finds the ends of values by quotes and brackets alone, in
// text that is not all in memory.
//
// Values in memory are read strictly, except that strings may have invalid UTF-8, which the
// body of a response may have.
package jsonscan

import (
	"errors"
	"io"
)

// ErrSyntax reports that the text is not JSON. Text that is cut off is an io.ErrUnexpectedEOF.
var ErrSyntax = errors.New("syntax error")

// A Scanner reads text. An error ends the text, so nothing more is read, and only the first
// error is kept.
type Scanner struct {
	Text []byte
	At   int // index of what is read next, or of the error
	// More, if not nil, replaces Text and At where the text ends before or after a value, and
	// reports whether there is more. After an error there is not.
	More    func() bool
	Err     error  // the kind of the error
	Detail  string // of the error, in English; quotes nothing from the text
	scratch []byte // for String
}

// Fail ends the reading with an error.
func (s *Scanner) Fail(kind error, detail string) {
	if s.Err == nil {
		s.Text, s.Err, s.Detail = s.Text[:s.At], kind, detail
	}
}

// Want fails because the text ends, or has something else.
func (s *Scanner) Want(what string) {
	if s.At == len(s.Text) {
		s.Fail(io.ErrUnexpectedEOF, "")
	} else {
		s.Fail(ErrSyntax, "want "+what)
	}
}

// Next skips white space, and returns the byte after it, or 0 at the end.
func (s *Scanner) Next() byte {
	for {
		at := s.At
		for at < len(s.Text) && (s.Text[at] == ' ' || s.Text[at] == '\t' || s.Text[at] == '\n' || s.Text[at] == '\r') {
			at++
		}
		s.At = at
		switch {
		case at < len(s.Text):
			return s.Text[at]
		case s.More == nil || !s.More():
			return 0
		}
	}
}

// SkipByte skips white space and a byte, if that is the next one.
func (s *Scanner) SkipByte(c byte) bool {
	if s.Next() != c {
		return false
	}
	s.At++
	return true
}

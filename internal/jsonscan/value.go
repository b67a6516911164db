package jsonscan

import (
	"encoding/json"
	"strings"
)

// Values: objects, arrays, and values that are skipped.

// Object reads an object. For each member it calls a function with the name, to read the
// value. The name is valid until the next string is read.
func (s *Scanner) Object(each func(name []byte)) {
	s.Elements("{}", "an object", func() {
		name := s.String()
		if s.SkipByte(':') {
			each(name)
		} else {
			s.Want("a colon")
		}
	})
}

// Array reads an array. It calls a function to read each element.
func (s *Scanner) Array(each func()) { s.Elements("[]", "an array", each) }

// Elements reads elements in brackets, separated by commas. It calls a function to read each.
func (s *Scanner) Elements(brackets, what string, each func()) {
	if !s.SkipByte(brackets[0]) {
		s.Want(what)
	}
	for more := !s.SkipByte(brackets[1]); more && s.Err == nil; {
		each()
		switch s.Next() {
		case ',':
			s.At++
		case brackets[1]:
			s.At++
			more = false
		default:
			s.Want("a comma or the end of " + what)
		}
	}
}

// Skip reads a value, and returns its text. An error in an array or object is at its beginning.
func (s *Scanner) Skip() []byte {
	c := s.Next()
	begin := s.At
	switch {
	case c == '"':
		s.String()
	case strings.IndexByte("{[-0123456789tfn", c) < 0:
		s.Want("a value")
	default:
		n, found := new(End).Find(s.Text[begin:])
		isValid := json.Valid(s.Text[begin : begin+n])
		if isValid || !found { // it may be cut off
			s.At += n
		}
		if !isValid {
			s.Want("a value")
		}
	}
	return s.Text[begin:s.At]
}

package jsonscan

import (
	"bytes"
	"encoding/json"
	"strconv"
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

// Skip reads a value.
func (s *Scanner) Skip() { s.skip(0) }

func (s *Scanner) skip(depth int) {
	switch c := s.Next(); {
	case depth == MaxDepth && s.At < len(s.Text):
		s.Fail(ErrDepth, "nested deeper than "+strconv.Itoa(MaxDepth))
	case c == '"':
		s.String()
	case c == '{':
		s.Object(func([]byte) { s.skip(depth + 1) })
	case c == '[':
		s.Array(func() { s.skip(depth + 1) })
	default:
		s.skipScalar()
	}
}

// skipScalar reads a number, true, false or null.
func (s *Scanner) skipScalar() {
	end := s.At
	for end < len(s.Text) && bytes.IndexByte([]byte("+-.0123456789Eaeflnrstu"), s.Text[end]) >= 0 {
		end++
	}
	isValid := json.Valid(s.Text[s.At:end])
	if isValid || end == len(s.Text) { // it may be cut off
		s.At = end
	}
	if !isValid {
		s.Want("a value")
	}
}

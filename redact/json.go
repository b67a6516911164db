package redact

// JSON: kept are the grammar, the literals, and in an answer or a row of a list the
// documented members with their codes, ids, names and recorded texts.

import (
	"bytes"
	"slices"

	"github.com/smscodec/smscodec/internal/wire"
)

// markJSON appends the marks of JSON, which may be malformed.
func markJSON(marks []mark, body []byte) []mark {
	s := jsonScanner{body: body, at: bomLen(body), marks: marks}
	for s.at < len(body) {
		switch c := body[s.at]; c {
		case ' ', '\t', '\r', '\n':
			s.at++
		case '{', '[':
			s.open = append(s.open, c)
			s.next()
		case '}', ']':
			s.open = s.open[:max(0, len(s.open)-1)]
			s.next()
			s.isName = false
		case ',':
			s.next()
		case ':':
			s.isName, s.isValue = false, true
			s.at++
		case '"':
			s.string()
		default:
			s.scalar()
		}
	}
	return s.marks
}

type jsonScanner struct {
	body  []byte
	at    int
	marks []mark
	open  []byte // the objects and arrays around at, by how they begin

	isRow   bool   // at is within an answer, or a row of a list
	isName  bool   // the next string is the name of a member
	member  string // the documented member that came last, or ""
	isValue bool   // its value comes next
}

// next skips the byte after which a value or a member may begin.
func (s *jsonScanner) next() {
	n := len(s.open)
	s.isName = n > 0 && s.open[n-1] == '{'
	s.isRow = s.isName && (n == 1 || n == 2 && s.open[0] == '[')
	s.member, s.isValue = "", false
	s.at++
}

// valueOf returns the documented member that a value at this place belongs to, or "".
func (s *jsonScanner) valueOf() (member string) {
	if s.isValue {
		member = s.member
	}
	s.member, s.isValue = "", false
	return member
}

func (s *jsonScanner) string() {
	start, end, isWhole := s.at, stringEnd(s.body, s.at), true
	if end < 0 {
		end, isWhole = len(s.body), false
	}
	s.at = end
	if !isWhole {
		s.mark(start+1, end, unknown)
		return
	}
	text := s.body[start+1 : end-1]
	if s.isName {
		s.isName = false
		if s.isRow {
			s.member = memberOf(text)
		}
		if s.member == "" {
			s.mark(start+1, end-1, unknown)
		}
		return
	}
	switch member := s.valueOf(); {
	case member == wire.KeySender:
		s.mark(start+1, end-1, senderName)
	case !isValue(member, text):
		s.mark(start+1, end-1, unknown)
	}
}

// stringEnd returns where a string ends that begins at an offset, or -1.
func stringEnd(body []byte, at int) int {
	for at++; at < len(body); at++ {
		switch body[at] {
		case '"':
			return at + 1
		case '\\':
			at++ // what is escaped
		}
	}
	return -1
}

// scalar scans a number or a literal, or what is none.
func (s *jsonScanner) scalar() {
	start := s.at
	for s.at < len(s.body) && bytes.IndexByte([]byte(" \t\r\n{}[],:\""), s.body[s.at]) < 0 {
		s.at++
	}
	text := s.body[start:s.at]
	switch member := s.valueOf(); {
	case isDigits(text) && isValue(member, text):
	case isNumber(text):
		s.mark(start, s.at, number)
	case slices.Contains(literals, string(text)):
	default:
		s.mark(start, s.at, unknown)
	}
}

var literals = []string{"true", "false", "null"}

// isNumber reports whether a text is one of the characters of numbers alone, one of them
// a digit.
func isNumber(text []byte) bool {
	hasDigit := false
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			hasDigit = true
		case bytes.IndexByte([]byte("+-.eE"), c) < 0:
			return false
		}
	}
	return hasDigit
}

func (s *jsonScanner) mark(start, end int, c class) {
	if start < end {
		s.marks = append(s.marks, mark{start, end, c})
	}
}

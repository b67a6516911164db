package redact

// JSON: the copy keeps the syntax, true, false and null, and the documented members of an
// answer or of a row of a list, with their codes, ids, names and recorded texts.

import (
	"bytes"
	"slices"

	"github.com/smscodec/smscodec/internal/wire"
)

// markJSON appends the marks of JSON, which may be malformed.
func markJSON(marks []mark, body []byte) []mark {
	s := jsonScanner{body: body, at: bomLen(body), marker: marker{marks}}
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
	marker
	body []byte
	at   int
	open []byte // the brackets of the objects and arrays around at

	isRow   bool   // at is in an answer, or in a row of a list
	isName  bool   // the next string is the name of a member
	member  string // the latest member, if it is documented, or ""
	isValue bool   // the next token is its value
}

// next skips the byte after which a value or a member may begin.
func (s *jsonScanner) next() {
	n := len(s.open)
	s.isName = n > 0 && s.open[n-1] == '{'
	s.isRow = s.isName && (n == 1 || n == 2 && s.open[0] == '[')
	s.member, s.isValue = "", false
	s.at++
}

// valueOf returns the documented member whose value is the next token, or "".
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

// stringEnd returns the end of the string that begins at an offset, or -1.
func stringEnd(body []byte, at int) int {
	for at++; at < len(body); at++ {
		switch body[at] {
		case '"':
			return at + 1
		case '\\':
			at++ // the escaped character
		}
	}
	return -1
}

// scalar scans a number, a literal, or text that is neither.
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

// isNumber reports whether a text consists of the characters of numbers, and has a digit.
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

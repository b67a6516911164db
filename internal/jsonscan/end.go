package jsonscan

import (
	"bytes"
	"strings"
)

// An End finds the end of a value that comes in pieces. In text that is not JSON it
// finds an arbitrary end, or none.
type End struct {
	depth    int // of brackets of either kind
	inString bool
	escaped  bool // the next character of the string
}

// Find returns how many bytes of a piece belong to the value, and whether the value ends
// after them.
func (e *End) Find(text []byte) (n int, found bool) {
	for n < len(text) && !found {
		if e.inString {
			n += e.skipString(text[n:])
			found = !e.inString && e.depth == 0
			continue
		}
		c := text[n]
		if e.depth == 0 && strings.IndexByte(" \t\r\n,:}]", c) >= 0 {
			return n, true
		}
		n++
		switch c {
		case '"':
			e.inString = true
		case '{', '[':
			e.depth++
		case '}', ']':
			e.depth--
			found = e.depth == 0
		case ' ', '\n':
			for n < len(text) && text[n] == ' ' { // of an indented line
				n++
			}
		}
	}
	return n, found
}

// skipString returns how many bytes of a piece belong to a string, or precede an escaped quote.
func (e *End) skipString(text []byte) int {
	if e.escaped {
		e.escaped = false
		return 1
	}
	n := bytes.IndexByte(text, '"')
	if n < 0 {
		n = len(text)
	}
	for i := n; i > 0 && text[i-1] == '\\'; i-- {
		e.escaped = !e.escaped
	}
	if e.inString = n == len(text) || e.escaped; e.inString {
		return n
	}
	return n + 1
}

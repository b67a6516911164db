package jsonscan

import "bytes"

// An End finds the end of a value that comes in pieces. In text that is not JSON it
// finds an arbitrary end, or none.
type End struct {
	depth    int // of brackets of either kind
	inString bool
	escaped  bool
}

// Find returns how many bytes of a piece belong to the value, and whether the value ends
// after them.
func (e *End) Find(text []byte) (n int, found bool) {
	for n < len(text) {
		if e.inString && !e.escaped {
			if n += ordinary(text[n:]); n == len(text) {
				break
			}
		}
		c := text[n]
		n++
		switch {
		case e.escaped:
			e.escaped = false
			continue
		case e.inString:
			if c == '\\' && n < len(text) {
				n++
			} else if c == '\\' {
				e.escaped = true
			}
			if c != '"' {
				continue
			}
			e.inString = false
		case c == '"':
			e.inString = true
			continue
		case c == '{', c == '[':
			e.depth++
			continue
		case e.depth == 0 && bytes.IndexByte([]byte(" \t\r\n,:]}"), c) >= 0:
			return n - 1, true
		case c == '}', c == ']':
			e.depth--
		default:
			continue
		}
		if e.depth == 0 {
			return n, true
		}
	}
	return n, false
}

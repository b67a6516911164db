package jsonscan

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
		c := text[n]
		n++
		switch {
		case e.escaped:
			e.escaped = false
		case e.inString && c == '\\':
			if e.escaped = n == len(text); !e.escaped {
				n++
			}
		case c == '"':
			if e.inString = !e.inString; !e.inString && e.depth == 0 {
				return n, true
			}
		case e.inString:
			n += ordinary(text[n:])
		case c == '{', c == '[':
			e.depth++
		case e.depth == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':' || c == '}' || c == ']'):
			return n - 1, true
		case c == '}', c == ']':
			if e.depth--; e.depth == 0 {
				return n, true
			}
		}
	}
	return n, false
}

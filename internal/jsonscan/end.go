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
		if e.inString {
			if !e.escaped {
				n += ordinary(text[n:])
			}
			if n == len(text) {
				break
			}
			c := text[n]
			n++
			switch {
			case e.escaped:
				e.escaped = false
			case c == '\\' && n < len(text):
				n++
			case c == '\\':
				e.escaped = true
			case c == '"':
				e.inString = false
				if e.depth == 0 {
					return n, true
				}
			}
			continue
		}
		switch text[n] {
		case '"':
			e.inString = true
		case '{', '[':
			e.depth++
		case '}', ']':
			if e.depth <= 1 {
				return n + e.depth, true // without a bracket that the value does not open
			}
			e.depth--
		case ' ', '\t', '\r', '\n', ',', ':':
			if e.depth == 0 {
				return n, true
			}
			for n+1 < len(text) && text[n+1] == ' ' { // indentation
				n++
			}
		}
		n++
	}
	return n, false
}

package jsonscan

import (
	"encoding/binary"
	"math/bits"
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
// after them. Inside of a string or brackets it looks only at the marked bytes of a block.
func (e *End) Find(text []byte) (n int, found bool) {
	for n < len(text) {
		size, marks := 1, uint64(1)
		switch {
		case e.escaped:
			e.escaped, marks = false, 0
		case (e.inString || e.depth > 0) && len(text)-n >= blockLen:
			size, marks = blockLen, structuralMarks(text[n:n+blockLen])
		}
		for marks != 0 {
			i := bits.TrailingZeros64(marks)
			marks &= marks - 1
			switch c := text[n+i]; {
			case c == '"':
				e.inString = !e.inString
				found = !e.inString && e.depth == 0
			case e.inString && c == '\\':
				marks &^= 2 << i
				e.escaped = i == size-1
			case e.inString:
			case c == '{', c == '[':
				e.depth++
			case e.depth == 0 && strings.IndexByte(" \t\r\n,:}]", c) >= 0:
				return n + i, true
			case c == '}', c == ']':
				e.depth--
				found = e.depth == 0
			}
			if found {
				return n + i + 1, true
			}
		}
		n += size
	}
	return n, false
}

// structuralMarks returns one bit for each byte of a block. It marks quotes, backslashes and brackets, and
// some other bytes that are rare.
func structuralMarks(block []byte) (marks uint64) {
	for i := 0; i < blockLen; i += wordLen {
		word := binary.LittleEndian.Uint64(block[i:])
		lower := (word | 0x20*ones) &^ highs // brackets and backslashes become { to }
		quotes := (word ^ '"'*ones) &^ highs // quotes become 0
		// The sums set the high bits of bytes from {, from ~ and from 1. Without highs, none carries.
		marked := (lower+(0x80-'{')*ones)&^(lower+(0x80-'~')*ones) | ^(quotes + (0x80-1)*ones)
		marks = marks>>wordLen | (marked&highs)*gather>>56<<56
	}
	return marks
}

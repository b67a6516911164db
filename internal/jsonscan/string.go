package jsonscan

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Strings. Bodies have many short escapes, so strings are read 64 bytes at a time: see
// stringBlock. FuzzJSON compares that with reading them character by character.

// String reads a string. The result is valid until the next string is read: it is a part
// of the text if there is nothing to unescape. It is nil after an error.
func (s *Scanner) String() []byte {
	if s.Next() == '"' {
		begin := s.At + 1
		end := begin + ordinary(s.Text[begin:])
		if end < len(s.Text) && s.Text[end] == '"' {
			s.At = end + 1
			return s.Text[begin:end]
		}
	}
	s.scratch = s.AppendString(s.scratch[:0])
	if s.Err != nil {
		return nil
	}
	return s.scratch
}

// AppendString reads a string, and appends it to dst.
func (s *Scanner) AppendString(dst []byte) []byte {
	if !s.skipByte('"') {
		s.Want("a string")
	}
	for more := true; more; {
		dst, s.At = appendBlocks(dst, s.Text, s.At)
		more = false
		for size, character := Escape(s.Text[s.At:]); size > 0; size, character = Escape(s.Text[s.At:]) {
			dst = utf8.AppendRune(dst, character) // often several in a row, as in non-Latin text
			s.At += size
			more = true
		}
	}
	switch rest := s.Text[s.At:]; {
	case len(rest) > 0 && rest[0] == '"':
		s.At++
	case len(rest) > 0 && rest[0] != '\\':
		s.Fail(ErrSyntax, "a control character in a string")
	case len(rest) < 2 || len(rest) < 6 && rest[1] == 'u':
		s.At = len(s.Text)
		s.Want("")
	default:
		s.Fail(ErrSyntax, "no such escape")
	}
	return dst
}

// wordLen is the number of bytes that are examined together.
const wordLen = 8

// ordinary returns the number of bytes before a quote, a backslash or a control character.
func ordinary(text []byte) int {
	n := 0
	for ; len(text)-n >= wordLen; n += wordLen {
		if special := specialBytes(binary.LittleEndian.Uint64(text[n:])); special != 0 {
			return n + bits.TrailingZeros64(special)/8
		}
	}
	for n < len(text) && text[n] != '"' && text[n] != '\\' && text[n] >= 0x20 {
		n++
	}
	return n
}

// A stringBlock is 64 bytes of a string that are read together. The bytes after them may be
// copied together with the last ones.
type stringBlock [blockLen + runLen]byte

const (
	blockLen = 64
	runLen   = 16 // bytes copied at once; may overshoot
)

// appendBlocks decodes a string from text[at] on, up to its end or to an escape that is not
// a short one, and returns the index where it stopped.
func appendBlocks(dst, text []byte, at int) ([]byte, int) {
	for stopped := false; !stopped; {
		dst = slices.Grow(dst, len(saidBlock{}))
		var block *stringBlock
		if len(text)-at >= len(block) {
			block = (*stringBlock)(text[at:])
		} else {
			block = new(stringBlock) // on the stack, padded with NULs, which end the reading
			copy(block[:], text[at:])
		}
		var read, said int
		read, said, stopped = block.unescape((*saidBlock)(dst[len(dst):cap(dst)]))
		at += read
		dst = dst[:len(dst)+said]
	}
	return dst, at
}

// A saidBlock has room for a decoded stringBlock. An index below 128 is masked with 127, so
// it needs no bounds check.
type saidBlock [2*blockLen + runLen]byte

// unescape decodes a block. It returns the number of bytes read and written, and whether it
// stopped at a byte that it does not decode.
//
// It finds all special bytes at once, so that no iteration waits for the previous one.
func (block *stringBlock) unescape(out *saidBlock) (read, said int, stopped bool) {
	put := func(i int) {
		*(*[runLen]byte)(out[(said+i)&(2*blockLen-1):]) = *(*[runLen]byte)(block[(read+i)&(blockLen-1):])
	}
	put(0)
	for marks := block.marks(); marks != 0; { // of the bytes from read on
		run := bits.TrailingZeros64(marks)
		for i := runLen; i < run; i += runLen {
			put(i)
		}
		read += run
		said += run
		marks >>= run
		c, second := block[read&(blockLen-1)], block[read&(blockLen-1)+1]
		if short := shortEscapes[second]; c == '\\' && short != 0 {
			out[said&(2*blockLen-1)] = short
			said++
			read += 2
			marks >>= 2 // the second may be marked too
		} else if c == '\\' || c == '"' || c < 0x20 {
			return read, said, true
		} else {
			marks &^= 1
		}
		put(0)
	}
	rest := max(0, blockLen-read)
	for i := runLen; i < rest; i += runLen {
		put(i)
	}
	return read + rest, said + rest, false
}

// marks returns one bit for each byte: specialBytes marks it.
func (block *stringBlock) marks() uint64 {
	return wordMarks(block[0:]) | wordMarks(block[8:])<<8 | wordMarks(block[16:])<<16 | wordMarks(block[24:])<<24 |
		wordMarks(block[32:])<<32 | wordMarks(block[40:])<<40 | wordMarks(block[48:])<<48 | wordMarks(block[56:])<<56
}

// wordMarks returns the bits for the first eight bytes of text.
func wordMarks(text []byte) uint64 {
	special := specialBytes(binary.LittleEndian.Uint64(text))
	return special * 0x0002040810204081 >> 56 // the high bits, in order, are the product's highest byte
}

// specialBytes sets the high bit of the first byte of a word, from the lowest on, that
// is a quote, a backslash or a control character. Above it, it may set bits of others.
func specialBytes(word uint64) uint64 {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	// With its second bit inverted, a quote follows the control characters.
	quotesAndControls := word ^ 0x02*ones
	backslashes := word ^ '\\'*ones
	return ((quotesAndControls - 0x21*ones) | (backslashes - ones)) & ^word & highs
}

// shortEscapes are the characters of the two-byte escapes, by the second byte.
var shortEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// Escape returns the length of the escape that text begins with, or 0, and its character. A
// lone surrogate is U+FFFD.
func Escape(text []byte) (size int, character rune) {
	if len(text) < 2 || text[0] != '\\' {
		return 0, 0
	}
	if short := shortEscapes[text[1]]; short != 0 {
		return 2, rune(short)
	}
	unit := unicodeEscape(text)
	if unit < 0 {
		return 0, 0
	}
	if utf16.IsSurrogate(unit) {
		if unit = utf16.DecodeRune(unit, unicodeEscape(text[6:])); unit != utf8.RuneError {
			return 12, unit
		}
	}
	return 6, unit
}

// unicodeEscape returns the code unit of \uXXXX, or -1.
func unicodeEscape(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	var unit [2]byte
	if _, err := hex.Decode(unit[:], text[2:6]); err != nil {
		return -1
	}
	return rune(unit[0])<<8 | rune(unit[1])
}

// RawLen returns how many bytes of a string, without its quotes, precede the character that
// has byte n of the decoded string. Of base64, it is the character in which byte n of the data
// begins; line ends do not count.
func RawLen(raw []byte, n int, isBase64 bool) int {
	if isBase64 {
		n = n * 8 / 6
	}
	at := 0
	for at < len(raw) {
		size, width, character := 1, 1, rune(raw[at])
		if character == '\\' { // many tools write "\/", also in base64
			size, character = Escape(raw[at:])
			width = utf8.RuneLen(character)
		}
		if isBase64 && (character == '\r' || character == '\n') {
			width = 0
		}
		if n -= width; n < 0 {
			break
		}
		at += size
	}
	return at
}

package jsonscan

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Strings. Bodies have many short escapes, which appendBlocks reads fast.

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
	if !s.SkipByte('"') {
		s.Want("a string")
	}
	for size, character := -1, rune(0); size != 0; s.At += size {
		if size <= shortLen { // after a longer escape, as in non-Latin text, another often follows
			dst, s.At = appendBlocks(dst, s.Text, s.At)
		}
		n := ordinary(s.Text[s.At:])
		dst = append(dst, s.Text[s.At:s.At+n]...)
		s.At += n
		if size, character = Escape(s.Text[s.At:]); size > 0 {
			dst = utf8.AppendRune(dst, character)
		}
	}
	switch rest := s.Text[s.At:]; {
	case len(rest) > 0 && rest[0] == '"':
		s.At++
	case len(rest) > 0 && rest[0] != '\\':
		s.Fail(ErrMalformed, "a control character in a string")
	case len(rest) < 2 || len(rest) < 6 && rest[1] == 'u':
		s.At = len(s.Text)
		s.Want("")
	default:
		s.Fail(ErrMalformed, "no such escape")
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

const (
	blockLen = 64
	runLen   = 16 // bytes copied at once; may overshoot
)

// appendBlocks decodes a string from text[at] on, block by block, and returns the index where it
// stopped: at the end of the string, at an escape that is not a short one, or near the end of the
// text, where less than a block and a run are left.
//
// It marks the special bytes of a block at once, so that no iteration waits for the previous one.
// Indexes into blocks are masked, so that they need no bounds checks.
func appendBlocks(dst, text []byte, at int) ([]byte, int) {
	n := len(dst)
	for len(text)-at >= blockLen+runLen {
		dst = slices.Grow(dst[:n], 2*blockLen+runLen)
		dst = dst[:cap(dst)]
		block, decoded := (*[blockLen + runLen]byte)(text[at:]), (*[2*blockLen + runLen]byte)(dst[n:])
		read, written := 0, 0
		put := func(run int) { // the first bytes without a branch
			for i := 0; i == 0 || i < run; i += runLen {
				*(*[runLen]byte)(decoded[(written+i)&(2*blockLen-1):]) = *(*[runLen]byte)(block[(read+i)&(blockLen-1):])
			}
			written += run
		}
		for marks := blockMarks(block); marks != 0; {
			special := bits.TrailingZeros64(marks) & (blockLen - 1)
			put(special - read)
			short := shortEscapes[block[special+1]]
			if block[special] != '\\' || short == 0 {
				return dst[:n+written], at + special
			}
			decoded[written&(2*blockLen-1)] = short
			written++
			read = special + shortLen
			marks &= ^uint64(3) << special // the second byte may be marked too
		}
		put(max(0, blockLen-read))
		n += written
		at += max(blockLen, read)
	}
	return dst[:n], at
}

// blockMarks returns one bit for each byte of a block: specialBytes marks it.
func blockMarks(b *[blockLen + runLen]byte) uint64 {
	return wordMarks(b[0:]) | wordMarks(b[8:])<<8 | wordMarks(b[16:])<<16 | wordMarks(b[24:])<<24 |
		wordMarks(b[32:])<<32 | wordMarks(b[40:])<<40 | wordMarks(b[48:])<<48 | wordMarks(b[56:])<<56
}

// wordMarks returns one bit for each of the first eight bytes of text: specialBytes marks it.
func wordMarks(text []byte) uint64 {
	return specialBytes(binary.LittleEndian.Uint64(text)) * gather >> 56
}

const (
	ones   = 0x0101010101010101
	highs  = 0x80 * ones        // the high bit of each byte of a word
	gather = 0x0002040810204081 // times high bits, has them, in order, in the product's highest byte
)

// specialBytes sets the high bit of each byte of a word that is a quote, a backslash or a
// control character.
func specialBytes(word uint64) uint64 {
	// With its second bit inverted, a quote follows the control characters.
	quotesAndControls := word ^ 0x02*ones
	backslashes := word ^ '\\'*ones
	// The sums set the high bits of all other ASCII characters.
	ordinary := (quotesAndControls&^highs+(0x80-0x21)*ones)&(backslashes&^highs+(0x80-1)*ones) | word
	return ^ordinary & highs
}

// shortLen is the length of the short escapes.
const shortLen = 2

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

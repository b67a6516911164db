package capture

import (
	"encoding/binary"
	"io"
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Strings of JSON text in memory: functions that read a string at an index, and return
// the index of its end, and with it what the string says. They are strict, except that
// bytes that are not UTF-8 are kept: a captured body may consist of them.
//
// Bodies are full of short escapes, so strings are read 64 bytes at a time: see
// stringBlock. FuzzJSON compares that with reading one character after the other.

// A jsonError reports what is wrong with JSON text, and where.
type jsonError struct {
	at     int
	err    error // ErrMalformed, ErrTooLarge or io.ErrUnexpectedEOF
	detail string
}

func (e *jsonError) Error() string { return e.err.Error() + ": " + e.detail }

// wantError reports that text continues with something else at an index, or ends.
func wantError(text []byte, at int, what string) *jsonError {
	if at >= len(text) {
		return &jsonError{len(text), io.ErrUnexpectedEOF, ""}
	}
	return &jsonError{at, ErrMalformed, "want " + what}
}

// skipString reads the string that begins at text[at].
func skipString(text []byte, at int) (int, *jsonError) {
	if at >= len(text) || text[at] != '"' {
		return at, wantError(text, at, "a string")
	}
	at++
	for {
		at += ordinary(text[at:]) // usually all of it
		if at >= len(text) {
			return at, wantError(text, at, "")
		}
		switch text[at] {
		case '"':
			return at + 1, nil
		case '\\':
			if n := skipBlocks(text[at:]); n > 0 {
				at += n
				continue
			}
			size, _ := escape(text[at:])
			if size == 0 {
				return at, escapeError(text, at)
			}
			at += size
		default:
			return at, &jsonError{at, ErrMalformed, "a control character in a string"}
		}
	}
}

// stringValue reads the string that begins at text[at], and appends what it says.
func stringValue(dst, text []byte, at int) ([]byte, int, *jsonError) {
	if at >= len(text) || text[at] != '"' {
		return dst, at, wantError(text, at, "a string")
	}
	at++
	for {
		dst, at = appendBlocks(dst, text, at)
		if at >= len(text) {
			return dst, at, wantError(text, at, "")
		}
		switch text[at] {
		case '"':
			return dst, at + 1, nil
		case '\\':
			// Several in a row: text that is not Latin consists of them.
			for at < len(text) && text[at] == '\\' {
				size, character := escape(text[at:])
				if size == 0 {
					return dst, at, escapeError(text, at)
				}
				dst = utf8.AppendRune(dst, character)
				at += size
			}
		default:
			return dst, at, &jsonError{at, ErrMalformed, "a control character in a string"}
		}
	}
}

// ordinary returns how many bytes precede a quote, a backslash or a control character.
func ordinary(text []byte) int {
	n := 0
	for ; len(text)-n >= 8; n += 8 {
		if special := specialBytes(binary.LittleEndian.Uint64(text[n:])); special != 0 {
			return n + bits.TrailingZeros64(special)/8
		}
	}
	for n < len(text) && text[n] != '"' && text[n] != '\\' && text[n] >= 0x20 {
		n++
	}
	return n
}

// A stringBlock is 64 bytes of a string that are read together, and after them those
// that may be copied with the last ones.
type stringBlock [blockLen + runLen]byte

const (
	blockLen = 64
	runLen   = 16 // bytes copied at once; may overshoot
)

// appendBlocks appends what a string says from text[at] on, up to its end or to what is
// no short escape, and returns the index of that.
func appendBlocks(dst, text []byte, at int) ([]byte, int) {
	n, room := len(dst), dst[:cap(dst)]
	for stopped := false; !stopped; {
		if len(room)-n < len(saidBlock{}) {
			room = slices.Grow(room[:n], len(saidBlock{}))
			room = room[:cap(room)]
		}
		var block *stringBlock
		if len(text)-at >= len(block) {
			block = (*stringBlock)(text[at:])
		} else {
			block = new(stringBlock) // on the stack, padded with NULs, which end the reading
			copy(block[:], text[at:])
		}
		var read, said int
		read, said, stopped = block.unescape((*saidBlock)(room[n:]))
		at += read
		n += said
	}
	return room[:n], at
}

// A saidBlock has room for what a stringBlock says. Its first 128 bytes are a power of
// two, so that masked indexes need no bounds check.
type saidBlock [2*blockLen + runLen]byte

// unescape writes what a block says. It returns how many bytes of the block that took,
// which end within it if reading stopped there, and how many it wrote.
//
// All bytes that matter are found together, so that none waits for the one before.
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

// skip returns how much of a block unescape would read, and writes nothing.
func (block *stringBlock) skip() (read int, stopped bool) {
	for marks := block.marks(); marks != 0; { // of the bytes from read on
		run := bits.TrailingZeros64(marks)
		read += run
		marks >>= run
		c, second := block[read&(blockLen-1)], block[read&(blockLen-1)+1]
		if c == '\\' && shortEscapes[second] != 0 {
			read += 2
			marks >>= 2
		} else if c == '\\' || c == '"' || c < 0x20 {
			return read, true
		} else {
			marks &^= 1
		}
	}
	return max(read, blockLen), false
}

// skipBlocks returns how much of text, within a string, block.skip skips.
func skipBlocks(text []byte) (n int) {
	for stopped := false; !stopped && len(text)-n >= len(stringBlock{}); {
		var read int
		read, stopped = (*stringBlock)(text[n:]).skip()
		n += read
	}
	return n
}

// marks returns a bit for each byte, as specialBytes marks them.
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

// shortEscapes are the characters of the escapes of two bytes, by the second.
var shortEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape returns the length of the escape that text begins with, 0 if it is none, and
// its character. A lone surrogate is U+FFFD.
func escape(text []byte) (size int, character rune) {
	if len(text) < 2 {
		return 0, 0
	}
	if short := shortEscapes[text[1]]; short != 0 {
		return 2, rune(short)
	}
	first, ok := unicodeEscape(text)
	if !ok {
		return 0, 0
	}
	if utf16.IsSurrogate(first) {
		if second, ok := unicodeEscape(text[6:]); ok {
			if r := utf16.DecodeRune(first, second); r != utf8.RuneError {
				return 12, r
			}
		}
		first = utf8.RuneError
	}
	return 6, first
}

// unicodeEscape reads \uXXXX.
func unicodeEscape(text []byte) (code rune, ok bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	for _, c := range text[2:6] {
		digit, ok := hexValue(c)
		if !ok {
			return 0, false
		}
		code = code<<4 | rune(digit)
	}
	return code, true
}

func escapeError(text []byte, at int) *jsonError {
	if len(text)-at < 6 && (len(text)-at < 2 || text[at+1] == 'u') {
		return wantError(text, len(text), "")
	}
	return &jsonError{at, ErrMalformed, "no such escape"}
}

// escapedLen returns how many bytes of a string, without its quotes, represent the
// first n bytes of what it says.
func escapedLen(raw []byte, n int) int {
	at := 0
	for n > 0 && at < len(raw) {
		size, width := 1, 1
		if raw[at] == '\\' {
			var character rune
			size, character = escape(raw[at:])
			width = utf8.RuneLen(character)
		}
		if width > n {
			break // within a character
		}
		at += size
		n -= width
	}
	return at
}

// base64Len returns how many bytes of a string of base64, without its quotes, precede
// the character in which byte n of what it encodes begins. Line ends do not count, and
// characters may be escaped: many tools write "\/".
func base64Len(raw []byte, n int) int {
	characters := n * 8 / 6
	at := 0
	for at < len(raw) {
		size, character := 1, rune(raw[at])
		if character == '\\' {
			size, character = escape(raw[at:])
		}
		if character != '\r' && character != '\n' {
			if characters == 0 {
				break
			}
			characters--
		}
		at += size
	}
	return at
}

package oldredact

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// This is the JSON of captures: text in memory, read by index, so that what a
// string says and where each byte of it stands come out of the same pass. It is
// strict, but for bytes that are no UTF-8, which are kept: a body may be made of
// them.

// maxDepth bounds how deep JSON may be nested.
const maxDepth = 256

// A jsonProblem says what JSON text has wrong, and where.
type jsonProblem struct {
	at     int
	err    error // ErrMalformed, ErrTooLarge or io.ErrUnexpectedEOF
	detail string
}

func (p *jsonProblem) Error() string { return p.err.Error() + ": " + p.detail }

// wanted is the problem that text goes on with something else.
func wanted(text []byte, at int, what string) *jsonProblem {
	if at >= len(text) {
		return &jsonProblem{len(text), io.ErrUnexpectedEOF, ""}
	}
	return &jsonProblem{at, ErrMalformed, "want " + what}
}

// skipSpace gives where white space ends.
func skipSpace(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
		at++
	}
	return at
}

// object reads the members of the object that begins at text[at], and gives
// where it ends. Each is handed the name, unquoted, and where the value begins; it
// reads the value, and gives where that ends.
func object(text []byte, at int, each func(name []byte, value int) (int, *jsonProblem)) (int, *jsonProblem) {
	if at >= len(text) || text[at] != '{' {
		return at, wanted(text, at, "an object")
	}
	at = skipSpace(text, at+1)
	if at < len(text) && text[at] == '}' {
		return at + 1, nil
	}
	for {
		end, problem := skipString(text, at)
		if problem != nil {
			return end, problem
		}
		name := text[at+1 : end-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name, _, _ = stringValue(nil, text, at)
		}
		at = skipSpace(text, end)
		if at >= len(text) || text[at] != ':' {
			return at, wanted(text, at, "a colon")
		}
		at = skipSpace(text, at+1)
		if at, problem = each(name, at); problem != nil {
			return at, problem
		}
		at = skipSpace(text, at)
		switch {
		case at < len(text) && text[at] == '}':
			return at + 1, nil
		case at >= len(text) || text[at] != ',':
			return at, wanted(text, at, "a comma or the end of the object")
		}
		at = skipSpace(text, at+1)
	}
}

// array reads the elements of the array that begins at text[at], as object does.
func array(text []byte, at int, each func(value int) (int, *jsonProblem)) (int, *jsonProblem) {
	if at >= len(text) || text[at] != '[' {
		return at, wanted(text, at, "an array")
	}
	at = skipSpace(text, at+1)
	if at < len(text) && text[at] == ']' {
		return at + 1, nil
	}
	for {
		var problem *jsonProblem
		if at, problem = each(at); problem != nil {
			return at, problem
		}
		at = skipSpace(text, at)
		switch {
		case at < len(text) && text[at] == ']':
			return at + 1, nil
		case at >= len(text) || text[at] != ',':
			return at, wanted(text, at, "a comma or the end of the array")
		}
		at = skipSpace(text, at+1)
	}
}

// skipValue reads the value that begins at text[at], and gives where it ends.
func skipValue(text []byte, at int) (int, *jsonProblem) { return skipNested(text, at, 0) }

func skipNested(text []byte, at, depth int) (int, *jsonProblem) {
	if at >= len(text) {
		return at, wanted(text, at, "")
	}
	if depth == maxDepth {
		return at, &jsonProblem{at, ErrTooLarge, "nested deeper than " + strconv.Itoa(maxDepth)}
	}
	switch c := text[at]; {
	case c == '"':
		return skipString(text, at)
	case c == '{':
		return object(text, at, func(_ []byte, value int) (int, *jsonProblem) { return skipNested(text, value, depth+1) })
	case c == '[':
		return array(text, at, func(value int) (int, *jsonProblem) { return skipNested(text, value, depth+1) })
	case c == 't':
		return literal(text, at, "true")
	case c == 'f':
		return literal(text, at, "false")
	case c == 'n':
		return literal(text, at, "null")
	case c == '-' || isDigit(c):
		return number(text, at)
	}
	return at, wanted(text, at, "a value")
}

func literal(text []byte, at int, word string) (int, *jsonProblem) {
	for i := range len(word) {
		if at+i >= len(text) || text[at+i] != word[i] {
			return at + i, wanted(text, at+i, word)
		}
	}
	return at + len(word), nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number reads a number.
func number(text []byte, at int) (int, *jsonProblem) {
	digits := func() bool {
		from := at
		for at < len(text) && isDigit(text[at]) {
			at++
		}
		return at > from
	}
	if text[at] == '-' {
		at++
	}
	if at < len(text) && text[at] == '0' {
		at++
	} else if !digits() {
		return at, wanted(text, at, "a digit")
	}
	if at < len(text) && text[at] == '.' {
		at++
		if !digits() {
			return at, wanted(text, at, "a digit")
		}
	}
	if at < len(text) && text[at]|0x20 == 'e' {
		at++
		if at < len(text) && (text[at] == '+' || text[at] == '-') {
			at++
		}
		if !digits() {
			return at, wanted(text, at, "a digit")
		}
	}
	return at, nil
}

// skipString reads the string that begins at text[at].
func skipString(text []byte, at int) (int, *jsonProblem) {
	if at >= len(text) || text[at] != '"' {
		return at, wanted(text, at, "a string")
	}
	at++
	for {
		at += ordinary(text[at:]) // all of most
		if at >= len(text) {
			return at, wanted(text, at, "")
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
				return at, escapeProblem(text, at)
			}
			at += size
		default:
			return at, &jsonProblem{at, ErrMalformed, "a control character in a string"}
		}
	}
}

// ordinary gives how many bytes come before a quote, a backslash or a control
// character.
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

// stringValue reads the string that begins at text[at], and appends what it says.
func stringValue(dst, text []byte, at int) ([]byte, int, *jsonProblem) {
	if at >= len(text) || text[at] != '"' {
		return dst, at, wanted(text, at, "a string")
	}
	at++
	for {
		dst, at = appendBlocks(dst, text, at)
		if at >= len(text) {
			return dst, at, wanted(text, at, "")
		}
		switch text[at] {
		case '"':
			return dst, at + 1, nil
		case '\\':
			// As often as there is one: text in other letters than Latin is made of them.
			for at < len(text) && text[at] == '\\' {
				size, character := escape(text[at:])
				if size == 0 {
					return dst, at, escapeProblem(text, at)
				}
				dst = utf8.AppendRune(dst, character)
				at += size
			}
		default:
			return dst, at, &jsonProblem{at, ErrMalformed, "a control character in a string"}
		}
	}
}

// A stringBlock is some bytes of a string that are looked at together, and behind them
// what may be copied with the last ones.
type stringBlock [blockLen + runLen]byte

const (
	blockLen = 64
	runLen   = 16 // bytes that are copied at once, be it that fewer are meant
)

// appendBlocks appends what a string says from text[at] on, up to what ends it or is
// no short escape, and gives where that is.
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
			block = new(stringBlock) // on the stack; NULs fill it up, at which reading stops
			copy(block[:], text[at:])
		}
		var read, said int
		read, said, stopped = block.unescape((*saidBlock)(room[n:]))
		at += read
		n += said
	}
	return room[:n], at
}

// A saidBlock is room for what a stringBlock says, its size in front of what is behind
// it a power of two: what it is indexed with needs no check.
type saidBlock [2*blockLen + runLen]byte

// unescape puts out what a block says. It gives how much of the block that is, which
// ends within it if it stopped there, and how much was put out.
//
// Answers in captures are full of short escapes, a few bytes apart. So all of a block
// are found together: none has to wait for the one before.
func (block *stringBlock) unescape(out *saidBlock) (read, said int, stopped bool) {
	put := func(i int) {
		*(*[runLen]byte)(out[(said+i)&(2*blockLen-1):]) = *(*[runLen]byte)(block[(read+i)&(blockLen-1):])
	}
	put(0)
	for marks := block.marks(); marks != 0; { // of what comes from read on
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
			marks >>= 2 // the second may have been marked too
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

// skip gives how much of a block unescape would read, without what it says.
func (block *stringBlock) skip() (read int, stopped bool) {
	for marks := block.marks(); marks != 0; { // of what comes from read on
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

// skipBlocks gives how much of text, within a string, block.skip passes over.
func skipBlocks(text []byte) (n int) {
	for stopped := false; !stopped && len(text)-n >= len(stringBlock{}); {
		var read int
		read, stopped = (*stringBlock)(text[n:]).skip()
		n += read
	}
	return n
}

// marks gives a bit for each byte, as specialBytes marks them.
func (block *stringBlock) marks() uint64 {
	return wordMarks(block[0:]) | wordMarks(block[8:])<<8 | wordMarks(block[16:])<<16 | wordMarks(block[24:])<<24 |
		wordMarks(block[32:])<<32 | wordMarks(block[40:])<<40 | wordMarks(block[48:])<<48 | wordMarks(block[56:])<<56
}

// wordMarks gives the bits for the first eight bytes of text.
func wordMarks(text []byte) uint64 {
	special := specialBytes(binary.LittleEndian.Uint64(text))
	return special * 0x0002040810204081 >> 56 // the product has the high bits, in order, in its highest byte
}

// specialBytes marks, with its high bit, the first byte of a word, from the lowest on,
// that is a quote, a backslash or a control character. Above it others may be
// marked that are none.
func specialBytes(word uint64) uint64 {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	// With its second bit turned over, a quote follows the control characters.
	quotesAndControls := word ^ 0x02*ones
	backslashes := word ^ '\\'*ones
	return ((quotesAndControls - 0x21*ones) | (backslashes - ones)) & ^word & highs
}

// shortEscapes are the characters of the escapes of two bytes, by the second.
var shortEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape gives the length of the escape that text begins with, 0 if it is none,
// and its character. A surrogate alone is U+FFFD.
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
		var digit byte
		switch {
		case isDigit(c):
			digit = c - '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			digit = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		code = code<<4 | rune(digit)
	}
	return code, true
}

func escapeProblem(text []byte, at int) *jsonProblem {
	if len(text)-at < 6 && (len(text)-at < 2 || text[at+1] == 'u') {
		return wanted(text, len(text), "")
	}
	return &jsonProblem{at, ErrMalformed, "no such escape"}
}

// escapedLen gives how many bytes of a string, without its quotes, stand for the
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

package capture

import (
	"encoding/binary"
	"io"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// Strings of JSON text in memory: functions that read the string at an index, and return
// the index of its end and the decoded string. They are strict, except that they keep
// invalid UTF-8, which a captured body may have.
//
// Bodies have many short escapes, so strings are read 64 bytes at a time: see stringBlock.
// FuzzJSON compares this with reading character by character.

// A jsonError reports a syntax error in JSON text, and its index.
type jsonError struct {
	at     int
	err    error // ErrMalformed, ErrTooLarge or io.ErrUnexpectedEOF
	detail string
}

func (e *jsonError) Error() string { return e.err.Error() + ": " + e.detail }

// wantError reports that text ends, or has something else at an index.
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

// stringValue reads the string that begins at text[at], and appends the decoded string.
func stringValue(dst, text []byte, at int) ([]byte, int, *jsonError) {
	if at >= len(text) || text[at] != '"' {
		return dst, at, wantError(text, at, "a string")
	}
	for at++; at < len(text); {
		if len(text)-at >= wordLen { // append a word, and keep its ordinary bytes
			word := binary.LittleEndian.Uint64(text[at:])
			n := bits.TrailingZeros64(specialBytes(word)) / 8
			dst = binary.LittleEndian.AppendUint64(dst, word)[:len(dst)+n]
			if at += n; n == wordLen {
				continue
			}
		}
		switch c := text[at]; {
		case c == '"':
			return dst, at + 1, nil
		case c == '\\' && at+1 < len(text) && shortEscapes[text[at+1]] != 0:
			dst = append(dst, shortEscapes[text[at+1]])
			at += 2
		case c == '\\':
			size, character := escape(text[at:])
			if size == 0 {
				return dst, at, escapeError(text, at)
			}
			dst = utf8.AppendRune(dst, character)
			at += size
		case c < 0x20:
			return dst, at, &jsonError{at, ErrMalformed, "a control character in a string"}
		default:
			dst = append(dst, c)
			at++
		}
	}
	return dst, at, wantError(text, at, "")
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

// escape returns the length of the escape that text begins with, or 0, and its character. A
// lone surrogate is U+FFFD.
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

// escapedLen returns how many bytes of a string, without its quotes, encode the first n
// bytes of the decoded string.
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

// base64Len returns how many bytes of a base64 string, without its quotes, precede the
// character in which decoded byte n begins. Line ends do not count, and characters may be
// escaped: many tools write "\/".
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

package smscodec

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Text, digits and offsets: functions that know neither the vendor nor the model.
//
//   - quote, shorten and oneLine bound and escape input that is shown in an error;
//   - a cursor turns offsets into lines and columns;
//   - digits, parseDecimal and isPlainKey recognise numbers and names.

const utf8BOM = "\xEF\xBB\xBF"

func isASCII(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// escapes say how the characters of ASCII are written: "" for a character that is written
// as itself, else its escape.
type escapes [utf8.RuneSelf]string

// noEscape marks a character that cannot be written.
const noEscape = "\x00"

// Output from hostile input is bounded: a quoted part to maxQuoted bytes, a
// whole text to maxText.
const (
	maxQuoted = 80
	maxText   = 300
	ellipsis  = "…"
)

// quote returns s in Go's quotes, shortened, with characters that do not print escaped.
func quote(s string) string {
	cut := false
	b := []byte{'"'}
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		var q string
		if r == utf8.RuneError && n == 1 {
			q = fmt.Sprintf(`\x%02x`, s[0])
		} else {
			q = strconv.Quote(s[:n])
			q = q[1 : len(q)-1]
		}
		if len(b)+len(q) > maxQuoted {
			cut = true
			break
		}
		b = append(b, q...)
		s = s[n:]
	}
	b = append(b, '"')
	if cut {
		b = append(b, ellipsis...)
	}
	return string(b)
}

// oneLine bounds a text whose parts of the input are quoted.
func oneLine(s string) string {
	if len(s) > maxText {
		s = cutText(s, maxText-len(ellipsis)) + ellipsis
	}
	return s
}

// shorten bounds the name of a member, for an error to keep.
func shorten(name string) string {
	if len(name) <= maxQuoted {
		return name
	}
	return cutText(name, maxQuoted-len(ellipsis)) + ellipsis
}

// cutText returns at most n bytes of a longer text, without cutting a character in two.
func cutText(s string, n int) string {
	for i := n; i > n-utf8.UTFMax; i-- {
		if utf8.RuneStart(s[i]) {
			return s[:i]
		}
	}
	return s[:n]
}

// A cursor turns offsets into lines and columns. The offsets must not decrease, so that it
// reads each byte once.
type cursor struct {
	offset    int // the last one
	line      int // LFs before it
	lineStart int // the offset after the last of them
}

func (c *cursor) position(data []byte, offset int) (line, col int) {
	passed := data[c.offset:offset]
	if n := bytes.Count(passed, []byte{'\n'}); n > 0 {
		c.line += n
		c.lineStart = c.offset + bytes.LastIndexByte(passed, '\n') + 1
	}
	c.offset = offset
	return c.line + 1, offset - c.lineStart + 1
}

// skipSpace returns the offset of the first byte from data[i] on that is not white space
// of JSON, which is also that of XML.
func skipSpace(data []byte, i int) int {
	for i < len(data) && data[i] <= ' ' && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

func hexDigit(c byte) rune {
	switch {
	case isDigit(c):
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits returns the number of digits that b begins with.
func digits(b []byte) int {
	n := 0
	for n < len(b) && isDigit(b[n]) {
		n++
	}
	return n
}

// digitsAtEnd returns the number of digits that b ends with.
func digitsAtEnd(b []byte) int {
	n := 0
	for n < len(b) && isDigit(b[len(b)-1-n]) {
		n++
	}
	return n
}

const maxID = 1<<63 - 1

// safeDigits is the number of digits that always fit in an int64.
const safeDigits = 18

// A textError says what is wrong in a text, for the Detail of a ParseError or an
// EncodeError.
type textError string

func (e textError) Error() string { return string(e) }

const (
	errNotDecimal textError = "want digits, without a sign or a leading zero"
	errTooLarge   textError = "number too large"
)

// parseDecimal reads a canonical decimal up to a limit.
func parseDecimal(text []byte, limit int64) (n int64, err error) {
	if len(text) == 0 || text[0] == '0' && len(text) > 1 {
		return 0, errNotDecimal
	}
	for i, c := range text {
		digit := int64(c - '0')
		switch {
		case !isDigit(c):
			return 0, errNotDecimal
		case i >= safeDigits && n > (maxID-digit)/10:
			if digits(text) < len(text) {
				return 0, errNotDecimal
			}
			return 0, errTooLarge
		}
		n = 10*n + digit
	}
	if n > limit {
		return 0, errTooLarge
	}
	return n, nil
}

// isPlainKey reports whether a member of a plain line may have the name.
func isPlainKey(name string) bool {
	return name != "" && plainKeyLen([]byte(name)) == len(name)
}

func isPlainKeyByte(c byte) bool { return 'a' <= c && c <= 'z' || isDigit(c) || c == '_' }

// plainKeyLen returns the number of bytes at the beginning of b that a plain member's name
// may have.
func plainKeyLen(b []byte) int {
	n := 0
	for n < len(b) && isPlainKeyByte(b[n]) {
		n++
	}
	return n
}

package capture

import "bytes"

// Classes of ASCII bytes, and line ends.

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// hexValue returns the value of a hexadecimal digit.
func hexValue(c byte) (value byte, ok bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// skipSpace returns where white space that begins at text[at] ends.
func skipSpace(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
		at++
	}
	return at
}

// lineEndLen returns the length of the line end that text begins with, or 0.
func lineEndLen(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\n")):
		return 1
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	}
	return 0
}

// firstByte returns text[at], or 0 at the end.
func firstByte(text []byte, at int) byte {
	if at >= len(text) {
		return 0
	}
	return text[at]
}

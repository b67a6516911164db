package smscodec

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// isJSONEnd reports whether a number ends before a character that may follow one.
func isJSONEnd(c byte) bool { return c == ',' || c == '}' || c == '\n' || c == ' ' }

// The scanners below give the end of what begins at data[i], or a problem and
// where it is.

// scanJSONString passes over a string.
func scanJSONString(data []byte, i int) (end int, escaped bool, problem string) {
	for i++; i < len(data); {
		i = JSON.alphabet().scan(data, i)
		if i == len(data) {
			break
		}
		switch c := data[i]; {
		case c == '"':
			return i + 1, escaped, ""
		case c < 0x20:
			return i, escaped, "control character in a string"
		case c == '\\':
			escaped = true
			if i, problem = scanJSONEscape(data, i); problem != "" {
				return i, escaped, problem
			}
		default:
			i++
		}
	}
	return i, escaped, "unterminated string"
}

// scanJSONEscape passes over an escape, or two that are a surrogate pair.
func scanJSONEscape(data []byte, i int) (end int, problem string) {
	if i+1 == len(data) {
		return i + 1, "unterminated escape"
	}
	switch data[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, ""
	case 'u':
	default:
		return i, "no such escape"
	}
	high, end, problem := scanJSONUnicode(data, i)
	if problem != "" || !utf16.IsSurrogate(high) {
		return end, problem
	}
	for k, c := range []byte(`\u`) {
		if end+k == len(data) {
			return end + k, "unterminated surrogate pair"
		}
		if data[end+k] != c {
			return i, "lone surrogate"
		}
	}
	low, end, problem := scanJSONUnicode(data, end)
	if problem == "" && utf16.DecodeRune(high, low) == utf8.RuneError {
		return i, "lone surrogate"
	}
	return end, problem
}

// scanJSONUnicode reads \uXXXX.
func scanJSONUnicode(data []byte, i int) (r rune, end int, problem string) {
	for end = i + 2; end < i+6; end++ {
		if end == len(data) {
			return 0, end, "unterminated escape"
		}
		digit := hexDigit(data[end])
		if digit < 0 {
			return 0, end, "want a hexadecimal digit"
		}
		r = r<<4 | digit
	}
	return r, end, ""
}

// scanJSONScalar passes over a number, true, false or null.
func scanJSONScalar(data []byte, i int) (end int, problem string) {
	for _, word := range []string{"true", "false", "null"} {
		if data[i] != word[0] {
			continue
		}
		for k := range len(word) {
			if i+k == len(data) || data[i+k] != word[k] {
				return i + k, "want " + word
			}
		}
		return i + len(word), ""
	}
	return scanJSONNumber(data, i)
}

// scanJSONNumber passes over a number.
func scanJSONNumber(data []byte, i int) (end int, problem string) {
	start := i
	if data[i] == '-' {
		i++
	}
	n := digits(data[i:])
	if n == 0 && i == start {
		return i, "want a value"
	}
	if n > 1 && data[i] == '0' {
		return i + 1, "digit behind a leading zero"
	}
	i += n
	if n > 0 && i < len(data) && data[i] == '.' {
		i++
		n = digits(data[i:])
		i += n
	}
	if n > 0 && i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		n = digits(data[i:])
		i += n
	}
	if n == 0 {
		return i, "want a digit"
	}
	return i, ""
}

// appendJSONText undoes the escapes in a string that has been scanned.
func appendJSONText(dst, raw []byte, charset Charset) []byte {
	for len(raw) > 0 {
		n := bytes.IndexByte(raw, '\\')
		if n < 0 {
			n = len(raw)
		}
		dst = charset.appendUTF8(dst, raw[:n])
		if raw = raw[n:]; len(raw) == 0 {
			break
		}
		c := raw[1]
		switch c {
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		case 'u':
			r, end, _ := scanJSONUnicode(raw, 0)
			if utf16.IsSurrogate(r) {
				var low rune
				low, end, _ = scanJSONUnicode(raw, end)
				r = utf16.DecodeRune(r, low)
			}
			dst = utf8.AppendRune(dst, r)
			raw = raw[end:]
			continue
		}
		dst = append(dst, c)
		raw = raw[2:]
	}
	return dst
}

var jsonEscapes = func() (esc escapes) {
	const hex = "0123456789abcdef"
	for c := range 0x20 {
		esc[c] = `\u00` + string([]byte{hex[c>>4], hex[c&15]})
	}
	esc['\b'], esc['\f'], esc['\n'], esc['\r'], esc['\t'] = `\b`, `\f`, `\n`, `\r`, `\t`
	esc['"'], esc['\\'] = `\"`, `\\`
	return esc
}()

package smscodec

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Strings, numbers and literals of JSON, RFC 8259.
//
// The scan functions find the end of a value that begins at data[i] without decoding it.
// On failure they return the offset of the error, which is len(data) if the data ends
// early. appendJSONText then decodes a string without checking it again.

// scanJSONString scans a string, and reports whether it has escapes.
func scanJSONString(data []byte, i int) (end int, escaped bool, err error) {
	for i++; i < len(data); {
		i = formats[JSON].alphabet.Scan(data, i)
		if i == len(data) {
			break
		}
		switch c := data[i]; {
		case c == '"':
			return i + 1, escaped, nil
		case c < 0x20:
			return i, escaped, textError("control character in a string")
		case c == '\\':
			escaped = true
			if i, err = scanJSONEscape(data, i); err != nil {
				return i, escaped, err
			}
		default:
			i++
		}
	}
	return i, escaped, textError("unterminated string")
}

// scanJSONEscape scans an escape, or the two of a surrogate pair.
func scanJSONEscape(data []byte, i int) (end int, err error) {
	if i+1 == len(data) {
		return i + 1, textError("unterminated escape")
	}
	switch data[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, nil
	case 'u':
	default:
		return i, textError("unknown escape")
	}
	high, end, err := scanJSONUnicode(data, i)
	if err != nil || !utf16.IsSurrogate(high) {
		return end, err
	}
	for k, c := range []byte(`\u`) {
		if end+k == len(data) {
			return end + k, textError("unterminated surrogate pair")
		}
		if data[end+k] != c {
			return i, textError("lone surrogate")
		}
	}
	low, end, err := scanJSONUnicode(data, end)
	if err == nil && utf16.DecodeRune(high, low) == utf8.RuneError {
		return i, textError("lone surrogate")
	}
	return end, err
}

// scanJSONUnicode reads \uXXXX.
func scanJSONUnicode(data []byte, i int) (r rune, end int, err error) {
	for end = i + 2; end < i+6; end++ {
		if end == len(data) {
			return 0, end, textError("unterminated escape")
		}
		digit := hexDigit(data[end])
		if digit < 0 {
			return 0, end, textError("want a hexadecimal digit")
		}
		r = r<<4 | digit
	}
	return r, end, nil
}

// scanJSONScalar scans a number, true, false or null.
func scanJSONScalar(data []byte, i int) (end int, err error) {
	for _, word := range []string{"true", "false", "null"} {
		if data[i] != word[0] {
			continue
		}
		for k := range len(word) {
			if i+k == len(data) || data[i+k] != word[k] {
				return i + k, textError("want " + word + ", or another value")
			}
		}
		return i + len(word), nil
	}
	return scanJSONNumber(data, i)
}

// scanJSONNumber scans a number.
func scanJSONNumber(data []byte, i int) (end int, err error) {
	start := i
	if data[i] == '-' {
		i++
	}
	n := digits(data[i:])
	if n == 0 && i == start {
		return i, textError("want a value")
	}
	if n > 1 && data[i] == '0' {
		return i + 1, textError("digit after a leading zero")
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
		return i, textError("want a digit")
	}
	return i, nil
}

// isJSONEnd reports whether a number ends before a character that usually follows one.
func isJSONEnd(c byte) bool { return c == ',' || c == '}' || c == '\n' || c == ' ' }

// appendJSONText appends the text of a string that has been scanned, in UTF-8.
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

// jsonEscapes are the characters that a string must escape.
var jsonEscapes = func() (esc escapes) {
	const hex = "0123456789abcdef"
	for c := range 0x20 {
		esc[c] = `\u00` + string([]byte{hex[c>>4], hex[c&15]})
	}
	esc['\b'], esc['\f'], esc['\n'], esc['\r'], esc['\t'] = `\b`, `\f`, `\n`, `\r`, `\t`
	esc['"'], esc['\\'] = `\"`, `\\`
	return esc
}()

package smscodec

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The three charsets agree with ASCII, so the grammars read the bytes as given
// and only what ends up in the model is converted. Offsets need no mapping.

var charmaps = [...]*charmap.Charmap{Windows1251: charmap.Windows1251, KOI8R: charmap.KOI8R}

// undefined1251 is the one byte that windows-1251 leaves undefined. KOI8-R leaves
// none.
const undefined1251 = 0x98

// invalid gives the offset of the first byte that is no text, or -1.
func (c Charset) invalid(data []byte) int {
	switch c {
	case UTF8:
		if utf8.Valid(data) {
			return -1
		}
		for i := 0; ; {
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n == 1 {
				return i
			}
			i += n
		}
	case Windows1251:
		return bytes.IndexByte(data, undefined1251)
	}
	return -1
}

// rune decodes the first character of text that is not empty.
func (c Charset) rune(text []byte) (r rune, size int) {
	switch {
	case text[0] < utf8.RuneSelf:
		return rune(text[0]), 1
	case c == UTF8:
		return utf8.DecodeRune(text)
	}
	return charmaps[c].DecodeByte(text[0]), 1
}

// appendUTF8 converts text to UTF-8.
func (c Charset) appendUTF8(dst, text []byte) []byte {
	if c == UTF8 {
		return append(dst, text...)
	}
	for _, b := range text {
		if b < utf8.RuneSelf {
			dst = append(dst, b)
		} else {
			dst = utf8.AppendRune(dst, charmaps[c].DecodeByte(b))
		}
	}
	return dst
}

// sizeUTF8 gives the length that text has in UTF-8.
func (c Charset) sizeUTF8(text []byte) int {
	size := len(text)
	if c == UTF8 {
		return size
	}
	for _, b := range text {
		if b >= utf8.RuneSelf {
			size += utf8.RuneLen(charmaps[c].DecodeByte(b)) - 1
		}
	}
	return size
}

// appendRune writes a character in the charset, if it has it.
func (c Charset) appendRune(dst []byte, r rune) ([]byte, bool) {
	if c == UTF8 {
		return utf8.AppendRune(dst, r), true
	}
	b, ok := charmaps[c].EncodeRune(r)
	if !ok {
		return dst, false
	}
	return append(dst, b), true
}

// sameInUTF8 reports whether text is the same bytes in UTF-8.
func (c Charset) sameInUTF8(text []byte) bool { return c == UTF8 || isASCII(text) }

package smscodec

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The charsets of answers.
//
// All three are ASCII in their lower half. So the grammars read the bytes as given, which
// keeps offsets as they are, and only the text of the model is converted: appendUTF8
// decodes text, appendRune encodes a character. invalid checks a whole answer first.

var charmaps = [...]*charmap.Charmap{Windows1251: charmap.Windows1251, KOI8R: charmap.KOI8R}

// undefined1251 is the only byte that windows-1251 does not define. KOI8-R defines all.
const undefined1251 = 0x98

// invalid returns the offset of the first byte that is not text in the charset, or -1.
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

// rune decodes the first character of text, which must not be empty.
func (c Charset) rune(text []byte) (r rune, size int) {
	switch {
	case text[0] < utf8.RuneSelf:
		return rune(text[0]), 1
	case c == UTF8:
		return utf8.DecodeRune(text)
	}
	return charmaps[c].DecodeByte(text[0]), 1
}

// appendUTF8 appends text in UTF-8.
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

// sizeUTF8 returns the size of text in UTF-8.
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

// appendRune appends a character in the charset, and reports whether the charset has it.
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

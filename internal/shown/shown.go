// Package shown decides which characters of a hostile text are shown as themselves, and
// writes the others as escapes. Shown text has no control or invisible character.
package shown

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"golang.org/x/text/encoding/charmap"
)

// Rune decodes the first character of a text that is not empty. It returns utf8.RuneError
// and size 1 for an invalid byte.
func Rune(text []byte, charset smscodec.Charset) (r rune, size int) {
	switch charset {
	case smscodec.Windows1251:
		return charmap.Windows1251.DecodeByte(text[0]), 1
	case smscodec.KOI8R:
		return charmap.KOI8R.DecodeByte(text[0]), 1
	}
	return utf8.DecodeRune(text)
}

// Is reports whether a character is shown as itself. Marks are not, because they change
// the character before them, nor are characters without a glyph.
func Is(r rune) bool {
	return unicode.IsPrint(r) && !unicode.Is(unicode.M, r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// AppendEscape appends the escape of a character that Rune has decoded from the beginning
// of a text.
func AppendEscape(dst, text []byte, r rune, size int) []byte {
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Appendf(dst, `\x%02x`, text[0])
	case r == '\t':
		return append(dst, `\t`...)
	case r == '\n':
		return append(dst, `\n`...)
	case r == '\r':
		return append(dst, `\r`...)
	case r < utf8.RuneSelf:
		return fmt.Appendf(dst, `\x%02x`, r)
	case r <= 0xFFFF:
		return fmt.Appendf(dst, `\u%04x`, r)
	}
	return fmt.Appendf(dst, `\U%08x`, r)
}

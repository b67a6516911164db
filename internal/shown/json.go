package shown

// JSON that is safe to show.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendJSON appends a value as JSON. Characters that are not safe to show are escaped
// as JSON has it.
func AppendJSON(dst []byte, value any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(value); err != nil {
		return dst, err
	}
	dst = slices.Grow(dst, b.Len())
	for text := b.Bytes(); len(text) > 0; {
		r, size := utf8.DecodeRune(text)
		switch {
		case (r == ':' || r == '#') && len(text) > 1 && rune(text[1]) == r:
			dst = fmt.Appendf(dst, `\u%04x`, r)
		case r == '\n' || Is(r):
			dst = append(dst, text[:size]...)
		default:
			for _, unit := range utf16.AppendRune(nil, r) {
				dst = fmt.Appendf(dst, `\u%04x`, unit)
			}
		}
		text = text[size:]
	}
	return dst, nil
}

// AppendJSONLine appends a value on a line. The value must be of a type that JSON can
// always represent.
func AppendJSONLine(dst []byte, value any) []byte {
	dst, _ = AppendJSON(dst, value, "")
	return dst
}

package smscodec

import (
	"bytes"
	"unicode/utf8"
)

// Characters, names and references of XML, and its text in UTF-8. Numbers in brackets are
// productions or, with a dot, sections of XML 1.0, fifth edition.
//
// xmlEntity, xmlCharRef, isXMLChar and isXMLName are used while scanning. The functions
// appendXMLContent and appendXMLAttr decode text that has been scanned, without checking
// it again.

// xmlEntity returns the character of an entity that needs no declaration, or 0.
func xmlEntity(name []byte) byte {
	switch string(name) {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	return 0
}

// xmlCharRef reads a character reference, &#N; or &#xN;, up to the first byte that is
// wrong. The reference is well formed if its last byte, data[n-1], is a semicolon.
func xmlCharRef(data []byte) (r rune, n int) {
	n = len("&#")
	base := rune(10)
	if n < len(data) && data[n] == 'x' {
		base = 16
		n++
	}
	first := n
	for ; n < len(data); n++ {
		digit := hexDigit(data[n])
		if digit < 0 || digit >= base {
			break
		}
		r = min(r*base+digit, utf8.MaxRune+1)
	}
	if n > first && n < len(data) && data[n] == ';' {
		n++
	}
	return r, n
}

// isXMLChar reports whether XML may hold a character [2].
func isXMLChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xE000:
		return r < 0xD800
	}
	return r != 0xFFFE && r != 0xFFFF && r <= utf8.MaxRune
}

// isXMLName reports whether a name may hold a character, or begin with it [4]
// [4a].
func isXMLName(r rune, first bool) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || r == '_' || r == ':' ||
			!first && ('0' <= r && r <= '9' || r == '-' || r == '.')
	}
	if !first && (r == 0xB7 || 0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040) {
		return true
	}
	for _, in := range xmlNameStart {
		if in[0] <= r && r <= in[1] {
			return true
		}
	}
	return false
}

// xmlNameStart has the characters of production [4] that are not ASCII.
var xmlNameStart = [...][2]rune{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F},
	{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
}

// appendXMLContent appends the text of an element: references are resolved, CDATA is
// joined with the text around it, comments are dropped, and line ends are normalised
// [2.11].
func appendXMLContent(dst, raw []byte, charset Charset) []byte {
	for len(raw) > 0 {
		n := bytes.IndexAny(raw, "<&\r")
		if n < 0 {
			n = len(raw)
		}
		dst = charset.appendUTF8(dst, raw[:n])
		if raw = raw[n:]; len(raw) == 0 {
			break
		}
		switch {
		case raw[0] == '<' && raw[2] == '-':
			raw = raw[len("<!--"):]
			raw = raw[bytes.Index(raw, []byte("-->"))+len("-->"):]
		case raw[0] == '<':
			end := bytes.Index(raw, []byte("]]>"))
			dst = appendXMLLines(dst, raw[len("<![CDATA["):end], charset)
			raw = raw[end+len("]]>"):]
		case raw[0] == '&':
			dst, raw = appendXMLReference(dst, raw)
		default:
			end := 1
			if len(raw) > 1 && raw[1] == '\n' {
				end = 2
			}
			dst = append(dst, '\n')
			raw = raw[end:]
		}
	}
	return dst
}

// appendXMLLines appends text with its line ends normalised [2.11].
func appendXMLLines(dst, raw []byte, charset Charset) []byte {
	for len(raw) > 0 {
		n := bytes.IndexByte(raw, '\r')
		if n < 0 {
			return charset.appendUTF8(dst, raw)
		}
		dst = append(charset.appendUTF8(dst, raw[:n]), '\n')
		raw = bytes.TrimPrefix(raw[n+1:], []byte("\n"))
	}
	return dst
}

// appendXMLAttr appends the value of an attribute, normalised [2.11, 3.3.3].
func appendXMLAttr(dst, raw []byte, charset Charset) []byte {
	for len(raw) > 0 {
		n := bytes.IndexAny(raw, "&\r\n\t")
		if n < 0 {
			n = len(raw)
		}
		dst = charset.appendUTF8(dst, raw[:n])
		if raw = raw[n:]; len(raw) == 0 {
			break
		}
		if raw[0] == '&' {
			dst, raw = appendXMLReference(dst, raw)
			continue
		}
		dst = append(dst, ' ')
		if len(raw) > 1 && raw[0] == '\r' && raw[1] == '\n' {
			raw = raw[1:]
		}
		raw = raw[1:]
	}
	return dst
}

// appendXMLReference appends the character of a reference and returns the data after it.
func appendXMLReference(dst, raw []byte) (text, rest []byte) {
	if raw[1] == '#' {
		r, n := xmlCharRef(raw)
		return utf8.AppendRune(dst, r), raw[n:]
	}
	end := bytes.IndexByte(raw, ';')
	return append(dst, xmlEntity(raw[1:end])), raw[end+1:]
}

var xmlTextEscapes = func() (esc escapes) {
	for c := range 0x20 {
		esc[c] = noEscape
	}
	esc['\t'], esc['\n'], esc['\r'] = "", "", "&#13;"
	esc['&'], esc['<'], esc['>'] = "&amp;", "&lt;", "&gt;"
	return esc
}()

var xmlAttrEscapes = func() escapes {
	esc := xmlTextEscapes
	esc['\t'], esc['\n'], esc['"'] = "&#9;", "&#10;", "&quot;"
	return esc
}()

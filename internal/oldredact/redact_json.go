package oldredact

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

// maxNested bounds how deep JSON in strings of JSON is read as JSON.
const maxNested = 4

// nestedJSON reports whether a text is a JSON object or array, and where it begins.
func nestedJSON(text []byte) (begin int, ok bool) {
	begin = skipSpace(text, 0)
	if c := first(text, begin); c != '{' && c != '[' {
		return 0, false
	}
	end, problem := skipValue(text, begin)
	return begin, problem == nil && skipSpace(text, end) == len(text)
}

// value masks the strings and numbers of the JSON value that begins at text[at], which
// has been read before, and gives where it ends.
func (m *masker) value(text []byte, at int, p place) int {
	end := at
	switch first(text, at) {
	case '{':
		return m.object(text, at, p)
	case '[':
		// Names and values of headers may be elements in turn.
		next := p
		end, _ = array(text, at, func(at int) (int, *jsonProblem) {
			of := next
			next = p
			end := m.value(text, at, of)
			if name := strings.ToLower(string(bytes.Trim(text[at:end], `"`))); secrets.IsHeader(name) {
				next = p.named(name)
			}
			return end, nil
		})
	case '"':
		return m.string(text, at, p)
	default:
		if end, _ = skipValue(text, at); first(text, at) == '-' || isDigit(first(text, at)) {
			m.number(text[at:end], p)
		}
	}
	return end
}

// named gives the place of what bears a name.
func (p place) named(name string) place {
	p.name, p.param = name, false
	p.secret = p.secret || secrets.IsName(name)
	p.form = isURLName(name)
	p.base64 = name == "bodybase64"
	return p
}

// object masks an object. Where it has a name and a value, the name tells what the
// value is, wherever in the object it stands; likewise encoding and text.
func (m *masker) object(text []byte, at int, p place) int {
	var name string
	var isBase64 bool
	var values, texts []int
	end := at + 1
	end, _ = object(text, at, func(member []byte, at int) (int, *jsonProblem) {
		key := strings.ToLower(string(member))
		m.string(text, end+bytes.IndexByte(text[end:], '"'), place{depth: p.depth})
		switch key {
		case "value":
			values = append(values, at)
			end, _ = skipValue(text, at)
			return end, nil
		case "text":
			texts = append(texts, at)
			end, _ = skipValue(text, at)
			return end, nil
		case "name", "encoding":
			if first(text, at) == '"' {
				says, _, _ := stringValue(nil, text, at)
				if key == "name" {
					name = parameterName(says)
				} else {
					isBase64 = isBase64 || strings.EqualFold(string(says), "base64")
				}
			}
		}
		of := p.named(key)
		of.secret = of.secret || p.name == "cookies" && !isCookieMember(key)
		end = m.value(text, at, of)
		return end, nil
	})
	for _, at := range values {
		of := p.named(name)
		of.param = true
		of.secret = of.secret || p.name == "cookies"
		m.value(text, at, of)
	}
	for _, at := range texts {
		of := p.named("text")
		of.base64 = isBase64
		of.form = p.name == "postdata"
		of.body = p.name == "content"
		m.value(text, at, of)
	}
	return end
}

// isCookieMember reports whether a cookie in a HAR has a member of a name, beside its
// value.
func isCookieMember(name string) bool {
	switch name {
	case "name", "path", "domain", "expires", "httponly", "secure", "samesite", "comment":
		return true
	}
	return false
}

// string masks the string that begins at text[at].
func (m *masker) string(text []byte, at int, p place) int {
	end, _ := skipString(text, at)
	raw := text[at+1 : end-1]
	if bytes.IndexByte(raw, '\\') < 0 {
		m.text(raw, p)
		return end
	}
	was, _, _ := stringValue(nil, text, at)
	now := bytes.Clone(was)
	m.text(now, p)
	if !bytes.Equal(was, now) {
		respell(raw, was, now)
	}
	return end
}

// respell writes into a string what it now says, in as many bytes and by the same
// escapes. What a backslash and a letter stood for becomes a slash, the only
// character that is spelt so and means nothing.
func respell(raw, was, now []byte) {
	for len(raw) > 0 {
		size, n := 1, 1
		if raw[0] == '\\' {
			var character rune
			size, character = escape(raw)
			n = utf8.RuneLen(character)
			if !bytes.Equal(was[:n], now[:n]) {
				appendEscape(raw[:0], size, now[:n])
			}
		} else {
			raw[0] = now[0]
		}
		raw, was, now = raw[size:], was[n:], now[n:]
	}
}

const hexDigits = "0123456789abcdef"

// appendEscape appends an escape of a size for a character.
func appendEscape(dst []byte, size int, character []byte) []byte {
	if size == 2 {
		return append(dst, `\/`...)
	}
	r, n := utf8.DecodeRune(character)
	if n != len(character) || r == utf8.RuneError {
		r = masks[len(character)] // only a part of it was masked
	}
	for _, unit := range utf16.AppendRune(nil, r) {
		dst = append(dst, '\\', 'u', hexDigits[unit>>12], hexDigits[unit>>8&15], hexDigits[unit>>4&15], hexDigits[unit&15])
	}
	return dst
}

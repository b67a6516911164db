package secrets

// Parameters: queries and forms, split into names and values in their order.

import (
	"bytes"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"regexp"
	"strings"
)

// Query yields the parameters of a query, or of a form that is one, as the server's PHP
// splits it: at "&" only, and a "%" that begins no escape is literal.
func Query(query string) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			if pair != "" && !yield(unescape(name), unescape(value)) {
				return
			}
		}
	}
}

func unescape(text string) string {
	if !strings.ContainsAny(text, "%+") {
		return text
	}
	unescaped := make([]byte, 0, len(text))
	for at := 0; at < len(text); {
		c, size := text[at], 1
		switch {
		case c == '+':
			c = ' '
		case c == '%' && at+2 < len(text) && isHexDigit(text[at+1]) && isHexDigit(text[at+2]):
			c, size = hexValue(text[at+1])<<4|hexValue(text[at+2]), 3
		}
		unescaped = append(unescaped, c)
		at += size
	}
	return string(unescaped)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func hexValue(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// maxPart bounds the value of a part of a form. Longer ones are files.
const maxPart = 64 << 10

// parts matches the beginning of a form in parts, whose boundary the header may lack.
var parts = regexp.MustCompile(`^--(\S+)\r?\n(?i:content-disposition:)`)

// Form yields the parameters of a request's body: of one in parts those that are no
// files; any other is read as a query.
func Form(contentType string, body []byte) iter.Seq2[string, string] {
	mediaType, parameters, _ := mime.ParseMediaType(contentType)
	boundary := parameters["boundary"]
	if at := parts.FindSubmatch(body); boundary == "" && at != nil {
		boundary = string(at[1])
	} else if mediaType != "multipart/form-data" {
		return Query(string(bytes.TrimSpace(body)))
	}
	return func(yield func(name, value string) bool) {
		for form := multipart.NewReader(bytes.NewReader(body), boundary); ; {
			part, err := form.NextRawPart()
			if err != nil {
				return
			}
			value, _ := io.ReadAll(io.LimitReader(part, maxPart))
			if part.FileName() == "" && !yield(part.FormName(), string(value)) {
				return
			}
		}
	}
}

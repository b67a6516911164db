// Package http1 has scanners of HTTP/1 text, which return lengths and offsets: of start lines
// and header fields, also of messages that begin within a line, and of bodies in chunks.
package http1

import (
	"bytes"
	"regexp"
	"slices"
)

const (
	// MaxHeader bounds a start line with its header, and a start line that is searched for.
	MaxHeader     = 64 << 10
	maxStatusLine = 512      // bytes of one, with its reason
	maxFieldName  = 256      // bytes of a header field's name
	maxTarget     = 32 << 10 // bytes of a request's target where it is searched for
	maxMethod     = 16       // bytes of a request's method
	// Overlap is how many bytes of a text must be scanned again when more text has been
	// read: a status line or the end of a request line, and a field name.
	Overlap = maxStatusLine + maxFieldName + 2
)

// A Kind is the kind of message that a text begins with.
type Kind uint8

// The kinds.
const (
	None Kind = iota
	Request
	Response
	Cut // the text ends within the start line
)

// KindOf returns the kind of message that text begins with, by its start line. Ended says
// that no more text follows.
func KindOf(text []byte, ended bool) Kind {
	switch {
	case StatusLineLen(text) > 0:
		return Response
	case RequestLineLen(text) > 0:
		return Request
	case !ended || len(text) == 0 || bytes.IndexByte(text, '\n') >= 0:
		return None
	case bytes.HasPrefix(text, []byte("HTTP/")), bytes.HasPrefix([]byte("HTTP/"), text):
		return Cut
	}
	if method, _, ok := bytes.Cut(text, []byte(" ")); ok && slices.Contains(methods, string(method)) {
		return Cut
	}
	return None
}

var (
	statusLine  = regexp.MustCompile(`^HTTP/[0-9](?:\.[0-9])? [0-9]{3}(?: [^\n]{0,500})?\r?\n`)
	requestLine = regexp.MustCompile(`^[A-Z]{1,16} [^ \n]+ HTTP/[0-9](?:\.[0-9])?\r?\n`)
)

// StatusLineLen returns the length of the status line that text begins with, or 0.
func StatusLineLen(text []byte) int {
	if !bytes.HasPrefix(text, []byte("HTTP/")) {
		return 0
	}
	return len(statusLine.Find(text))
}

// RequestLineLen returns the length of the request line that text begins with, or 0.
func RequestLineLen(text []byte) int {
	if len(text) == 0 || !isCapital(text[0]) {
		return 0
	}
	return len(requestLine.Find(text[:min(LineLen(text), MaxHeader)]))
}

// VersionLen returns the length of the HTTP/1.1 or HTTP/2 that text begins with, or 0.
func VersionLen(text []byte) int {
	switch {
	case len(text) < len("HTTP/2") || string(text[:5]) != "HTTP/" || !isDigit(text[5]):
		return 0
	case len(text) >= len("HTTP/1.1") && text[6] == '.' && isDigit(text[7]):
		return len("HTTP/1.1")
	}
	return len("HTTP/2")
}

// methods are the methods that are recognised within a line.
var methods = []string{"CONNECT", "OPTIONS", "DELETE", "PATCH", "TRACE", "HEAD", "POST", "GET", "PUT"}

// FindMessage returns where the first message begins in a text, or -1. It may begin
// within a line, after a body without a line end. A header field or an empty line must
// follow the start line. The version in it is not before from.
func FindMessage(text []byte, from int, ended bool) int {
	for at := from; ; at++ {
		i := bytes.Index(text[at:], []byte("HTTP/"))
		if i < 0 {
			return -1
		}
		at += i
		if n := StatusLineLen(text[at:]); n > 0 {
			if IsHeader(text[at+n:], ended) {
				return at
			}
			continue
		}
		version := VersionLen(text[at:])
		n := LineEndLen(text[at+version:])
		if version == 0 || n == 0 || !IsHeader(text[at+version+n:], ended) {
			continue
		}
		if start := requestStart(text[:at]); start >= 0 {
			return start
		}
	}
}

// requestStart returns the offset of the request line whose version follows text, or -1.
func requestStart(text []byte) int {
	target := len(text) - 1 // its end
	if target <= 0 || text[target] != ' ' {
		return -1
	}
	least := max(0, target-maxTarget)
	space := bytes.LastIndexAny(text[least:target], " \n")
	if space < 0 || least+space == target-1 || text[least+space] != ' ' {
		return -1
	}
	end := least + space
	start := end
	for start > max(0, end-maxMethod) && isCapital(text[start-1]) {
		start--
	}
	if start < end && (start == 0 || text[start-1] == '\n') {
		return start
	}
	for _, method := range methods {
		if bytes.HasSuffix(text[start:end], []byte(method)) {
			return end - len(method)
		}
	}
	return -1
}

// IsHeader reports whether text begins with a header field or an empty line.
func IsHeader(text []byte, ended bool) bool {
	if LineEndLen(text) > 0 {
		return true
	}
	n := FieldNameLen(text)
	if n == len(text) {
		return ended
	}
	return n > 0 && text[n] == ':'
}

// FieldNameLen returns the length of the token that text begins with.
func FieldNameLen[T []byte | string](text T) int {
	n := 0
	for n < min(len(text), maxFieldName) {
		c := text[n]
		if c <= ' ' || c >= 0x7f || c == ':' || c == '(' || c == ')' || c == '<' || c == '>' || c == '"' || c == '{' || c == '}' {
			break
		}
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// LineEndLen returns the length of the line end that text begins with, or 0.
func LineEndLen(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\n")):
		return 1
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	}
	return 0
}

// LineLen returns the length of the line that text begins with, with its end.
func LineLen(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n + 1
	}
	return len(text)
}

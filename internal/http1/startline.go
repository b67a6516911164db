// Package http1 has scanners of HTTP/1 text, which return lengths and offsets: of start lines
// and header fields, also of messages that begin within a line, and of bodies in chunks.
package http1

import (
	"bytes"
	"net/http"
	"regexp"
)

const (
	// MaxHeader bounds a start line with its header, and a start line that is searched for.
	MaxHeader        = 64 << 10
	maxStatusLine    = 512      // bytes of one, with its reason
	maxVersion       = 16       // bytes that the expressions of a version and what follows it match
	maxFieldName     = 256      // bytes of a header field's name
	maxBeforeVersion = 32 << 10 // bytes of a request line where it is searched for
)

// IsBodiless reports whether responses with a status to requests with a method have no body
// (RFC 9112, 6.3).
func IsBodiless(method string, status int) bool {
	return method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified
}

const version = `HTTP/[0-9](?:\.[0-9])?`

var (
	// statusLine matches the beginning of a status line.
	statusLine  = regexp.MustCompile(`^` + version + ` [0-9]{3}(?: |\r?\n)`)
	requestLine = regexp.MustCompile(`^[A-Z]{1,16} [^ \n]+ ` + version + `\r?\n`)
	// versionLine matches the end of a request line, and lineStart what is before it: any
	// method at the beginning of a line, or a known one within it.
	versionLine = regexp.MustCompile(`^` + version + `\r?\n`)
	lineStart   = regexp.MustCompile(`(?:^[A-Z]{1,16}|CONNECT|OPTIONS|DELETE|PATCH|TRACE|HEAD|POST|GET|PUT) [^ ]+ $`)
)

// StatusLineLen returns the length of the status line that text begins with, or 0.
func StatusLineLen(text []byte) int {
	line := lineOf(text, maxStatusLine)
	if !bytes.HasSuffix(line, []byte("\n")) || !statusLine.Match(line[:min(len(line), maxVersion)]) {
		return 0
	}
	return len(line)
}

// RequestLineLen returns the length of the request line that text begins with, or 0.
func RequestLineLen(text []byte) int { return len(requestLine.Find(lineOf(text, MaxHeader))) }

// lineOf returns the line that text begins with, or most bytes of it. An expression is slow on
// a longer text.
func lineOf(text []byte, most int) []byte { return text[:LineLen(text[:min(len(text), most)])] }

// StartsMessage reports whether text begins with the start line of a message.
func StartsMessage(text []byte) bool { return StatusLineLen(text) > 0 || RequestLineLen(text) > 0 }

// FindMessage returns where the first message begins in a text, or -1. It may begin
// within a line, after a body without a line end. A header field or an empty line must
// follow the start line; ended says that no text follows.
func FindMessage(text []byte, ended bool) int {
	for at := 0; ; at++ {
		i := bytes.Index(text[at:], []byte("HTTP/"))
		if i < 0 {
			return -1
		}
		at += i
		start, n := at, StatusLineLen(text[at:])
		if n == 0 {
			n = len(versionLine.Find(text[at:min(len(text), at+maxVersion)]))
			if start = -1; n > 0 {
				start = requestStart(text[:at])
			}
		}
		if start >= 0 && IsHeader(text[at+n:], ended) {
			return start
		}
	}
}

// requestStart returns the offset of the request line whose version follows text, or -1.
func requestStart(text []byte) int {
	first := max(bytes.LastIndexByte(text, '\n')+1, len(text)-maxBeforeVersion)
	at := lineStart.FindIndex(text[first:])
	if at == nil {
		return -1
	}
	return first + at[0]
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
	most := min(len(text), maxFieldName)
	for n := range most {
		if c := text[n]; c <= ' ' || c >= 0x7f || c == ':' || c == '(' || c == ')' || c == '<' || c == '>' || c == '"' || c == '{' || c == '}' {
			return n
		}
	}
	return most
}

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

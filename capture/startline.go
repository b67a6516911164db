package capture

import (
	"bytes"
	"regexp"
	"slices"
)

// Pure scanners of HTTP/1 start lines and header fields, which return lengths and offsets in
// a text. They also find messages that begin within a line.

const (
	// maxHeader bounds a start line with its header, and a start line that is searched for.
	maxHeader     = 64 << 10
	maxStatusLine = 512      // bytes of one, with its reason
	maxFieldName  = 256      // bytes of a header field's name
	maxTarget     = 32 << 10 // bytes of a request's target where it is searched for
	maxMethod     = 16       // bytes of a request's method
	// overlap is how many bytes of a text must be scanned again when more text has been
	// read: a status line or the end of a request line, and a field name.
	overlap = maxStatusLine + maxFieldName + 2
)

// A messageKind is the kind of message that a text begins with.
type messageKind uint8

const (
	noMessage messageKind = iota
	requestMessage
	responseMessage
	cutMessage // the text ends within the start line
)

// kindOf returns the kind of message that text begins with, by its start line. Ended says
// that no more text follows.
func kindOf(text []byte, ended bool) messageKind {
	switch {
	case statusLineLen(text) > 0:
		return responseMessage
	case requestLineLen(text) > 0:
		return requestMessage
	case !ended || len(text) == 0 || bytes.IndexByte(text, '\n') >= 0:
		return noMessage
	case bytes.HasPrefix(text, []byte("HTTP/")), bytes.HasPrefix([]byte("HTTP/"), text):
		return cutMessage
	}
	if method, _, ok := bytes.Cut(text, []byte(" ")); ok && slices.Contains(methods, string(method)) {
		return cutMessage
	}
	return noMessage
}

var (
	statusLine  = regexp.MustCompile(`^HTTP/[0-9](?:\.[0-9])? [0-9]{3}(?: [^\n]{0,500})?\r?\n`)
	requestLine = regexp.MustCompile(`^[A-Z]{1,16} [^ \n]+ HTTP/[0-9](?:\.[0-9])?\r?\n`)
)

// statusLineLen returns the length of the status line that text begins with, or 0.
func statusLineLen(text []byte) int {
	if !bytes.HasPrefix(text, []byte("HTTP/")) {
		return 0
	}
	return len(statusLine.Find(text))
}

// requestLineLen returns the length of the request line that text begins with, or 0.
func requestLineLen(text []byte) int {
	if len(text) == 0 || !isCapital(text[0]) {
		return 0
	}
	return len(requestLine.Find(text[:min(lineLen(text), maxHeader)]))
}

// versionLen returns the length of the HTTP/1.1 or HTTP/2 that text begins with, or 0.
func versionLen(text []byte) int {
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

// findMessage returns where the first message begins in a text, or -1. It may begin
// within a line, after a body without a line end. A header field or an empty line must
// follow the start line. The version in it is not before from.
func findMessage(text []byte, from int, ended bool) int {
	for at := from; ; at++ {
		i := bytes.Index(text[at:], []byte("HTTP/"))
		if i < 0 {
			return -1
		}
		at += i
		if n := statusLineLen(text[at:]); n > 0 {
			if isHeader(text[at+n:], ended) {
				return at
			}
			continue
		}
		version := versionLen(text[at:])
		n := lineEndLen(text[at+version:])
		if version == 0 || n == 0 || !isHeader(text[at+version+n:], ended) {
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

// isHeader reports whether text begins with a header field or an empty line.
func isHeader(text []byte, ended bool) bool {
	if lineEndLen(text) > 0 {
		return true
	}
	n := fieldNameLen(text)
	if n == len(text) {
		return ended
	}
	return n > 0 && text[n] == ':'
}

// fieldNameLen returns the length of the token that text begins with.
func fieldNameLen[T []byte | string](text T) int {
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

// lineEndLen returns the length of the line end that text begins with, or 0.
func lineEndLen(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\n")):
		return 1
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	}
	return 0
}

// lineLen returns the length of the line that text begins with, with its end.
func lineLen(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n + 1
	}
	return len(text)
}

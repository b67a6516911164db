package oldredact

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
)

const (
	maxStatusLine = 512      // bytes of one, with its reason
	maxFieldName  = 256      // bytes of a header field's name
	maxTarget     = 32 << 10 // bytes of a request's target where it is looked for
	maxMethod     = 16       // bytes of a request's method
	// overlap is how much of a text has to be looked at again when more of it is
	// there: a status line or the end of a request line, and a name.
	overlap = maxStatusLine + maxFieldName + 2
)

// A messageKind is what a text begins with.
type messageKind uint8

const (
	noMessage messageKind = iota
	requestMessage
	responseMessage
	cutMessage // the text ends within the start line
)

// kindOf tells by the start line. Ended says that nothing comes behind the text.
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

// statusLineLen gives the length of the status line that text begins with, or 0.
func statusLineLen(text []byte) int {
	at := versionLen(text)
	if at == 0 || len(text) < at+5 || text[at] != ' ' ||
		!isDigit(text[at+1]) || !isDigit(text[at+2]) || !isDigit(text[at+3]) {
		return 0
	}
	at += 4
	end := at + bytes.IndexByte(text[at:min(len(text), maxStatusLine)], '\n') + 1
	if end == at || text[at] != ' ' && lineEndLen(text[at:]) == 0 {
		return 0
	}
	return end
}

// requestLineLen gives the length of the request line that text begins with, or 0.
func requestLineLen(text []byte) int {
	method := 0
	for method < min(len(text), maxMethod) && isCapital(text[method]) {
		method++
	}
	if method == 0 || method == len(text) || text[method] != ' ' {
		return 0
	}
	target := bytes.IndexAny(text[method+1:min(len(text), maxHeader)], " \n")
	version := method + 1 + target + 1
	if target <= 0 || text[version-1] != ' ' {
		return 0
	}
	n := versionLen(text[version:])
	end := lineEndLen(text[version+n:])
	if n == 0 || end == 0 {
		return 0
	}
	return version + n + end
}

// versionLen gives the length of the HTTP/1.1 or HTTP/2 that text begins with, or 0.
func versionLen(text []byte) int {
	switch {
	case len(text) < len("HTTP/2") || string(text[:5]) != "HTTP/" || !isDigit(text[5]):
		return 0
	case len(text) >= len("HTTP/1.1") && text[6] == '.' && isDigit(text[7]):
		return len("HTTP/1.1")
	}
	return len("HTTP/2")
}

// lineEndLen gives the length of the line end that text begins with, or 0.
func lineEndLen(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("\n")):
		return 1
	case bytes.HasPrefix(text, []byte("\r\n")):
		return 2
	}
	return 0
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

// methods are those that are recognised within a line.
var methods = []string{"CONNECT", "OPTIONS", "DELETE", "PATCH", "TRACE", "HEAD", "POST", "GET", "PUT"}

// findMessage gives where the first message begins in a text, or -1. It may begin
// within a line: what precedes is a body without a line end. A header field or an
// empty line has to follow the start line. The version in it is not before from.
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

// requestStart gives where the request line begins whose version follows the
// text, or -1.
func requestStart(text []byte) int {
	target := len(text) - 1 // where it ends
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

// fieldNameLen gives the length of the token that text begins with.
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

// A head is what stands before the body of a message.
type head struct {
	line    string // the start line, without its end
	status  int    // of a response
	header  Header
	lineEnd string // what lines end in
	defects []Defect
}

// readHead passes over a start line and the header behind it, or, with a problem,
// over the start line at least.
func (l *lookahead) readHead() (h head, problem *Defect) {
	text := l.ahead(maxHeader)
	text = text[:min(len(text), maxHeader)]
	first := bytes.IndexByte(text, '\n') + 1
	for end := first; first > 0; {
		n := bytes.IndexByte(text[end:], '\n') + 1
		switch {
		case n == 0 && len(text) == maxHeader:
			l.skip(first)
			return h, &Defect{ErrTooLarge, "a header"}
		case n == 0:
			first = 0
			continue
		case lineEndLen(text[end:]) > 0:
			h.parse(string(text[:end]))
			l.skip(end + n)
			return h, nil
		case kindOf(text[end:], false) != noMessage:
			l.skip(first)
			return h, &Defect{ErrMalformed, "a header ends where another message begins"}
		}
		end += n
	}
	l.skip(len(text))
	return h, &Defect{io.ErrUnexpectedEOF, "the header is cut off"}
}

// parse reads the lines of a head.
func (h *head) parse(text string) {
	h.line, text, _ = strings.Cut(text, "\n")
	h.lineEnd = "\n"
	if strings.HasSuffix(h.line, "\r") {
		h.line, h.lineEnd = h.line[:len(h.line)-1], "\r\n"
	}
	if version := versionLen([]byte(h.line)); version > 0 {
		h.status, _ = strconv.Atoi(h.line[version+1 : version+4])
	}
	h.header = make(Header, 0, strings.Count(text, "\n"))
	for text != "" {
		// A line goes on in those that begin with white space (RFC 9112, 5.2).
		end := 0
		folded := false
		for {
			end += strings.IndexByte(text[end:], '\n') + 1
			if end == len(text) || text[end] != ' ' && text[end] != '\t' {
				break
			}
			folded = true
		}
		n := fieldNameLen(text)
		if n == 0 || text[n] != ':' {
			h.defects = []Defect{{ErrMalformed, "a line of a header is no field"}}
		} else {
			value := strings.TrimSpace(text[n+1 : end])
			if folded {
				value = strings.Join(strings.Fields(value), " ")
			}
			h.header = append(h.header, Field{text[:n], value})
		}
		text = text[end:]
	}
}

// toMessage passes over everything up to the next message.
func (l *lookahead) toMessage() { l.skipTo(findMessage) }

// skipTo passes over everything up to what is found, where find is like
// findMessage.
func (l *lookahead) skipTo(find func(text []byte, from int, ended bool) int) {
	from := 0
	for {
		text := l.ahead(blockSize / 2)
		ended := l.err != nil
		at := find(text, from, ended)
		switch {
		case at >= 0:
			l.skip(at)
			return
		case ended:
			l.skip(len(text))
			return
		}
		l.skip(len(text) - maxHeader)
		from = maxHeader - overlap
	}
}

// findMessage gives where the next message begins at or after an offset, or all
// text ends. ok says that this is within the limit.
func (l *lookahead) findMessage(after, limit int) (end int, ok bool) {
	if l.alone {
		return len(l.text), true
	}
	from := 0
	for n := after + maxHeader; ; n *= 2 {
		text := l.ahead(n)[after:]
		ended := l.err != nil
		end = findMessage(text, from, ended)
		switch {
		case end < 0 && ended:
			end = len(text)
		case end < 0 && after+len(text) <= limit+maxHeader:
			from = max(0, len(text)-overlap)
			continue
		}
		return after + end, end >= 0 && after+end <= limit
	}
}

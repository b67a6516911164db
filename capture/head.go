package capture

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/http1"
)

// Heads of messages: start lines and headers.

// A head is the start line and the header of a message.
type head struct {
	line    string // the start line, without its end
	status  int    // of a response
	header  Header
	other   Header // the lines that are not fields
	lineEnd string // of the start line
	defects []Defect
}

// readHead reads a start line and the header after it, and skips them. If it fails, it has
// skipped at least the start line. starts reports whether a line begins another message or
// record.
func (l *lookahead) readHead(starts func(text []byte) bool) (h head, failure *Defect) {
	text := l.ahead(http1.MaxHeader)
	text = text[:min(len(text), http1.MaxHeader)]
	first := bytes.IndexByte(text, '\n') + 1
	for end := first; first > 0; {
		n := bytes.IndexByte(text[end:], '\n') + 1
		switch {
		case n == 0 && len(text) == http1.MaxHeader:
			l.skip(first)
			return h, &Defect{ErrTooLarge, "a header"}
		case n == 0:
			first = 0
			continue
		case http1.LineEndLen(text[end:]) > 0:
			h.parse(string(text[:end]))
			l.skip(end + n)
			return h, nil
		case starts(text[end:]):
			l.skip(first)
			return h, &Defect{ErrMalformed, "a header ends where another begins"}
		}
		end += n
	}
	l.skip(len(text))
	return h, &Defect{io.ErrUnexpectedEOF, "the header is cut off"}
}

// startsMessage reports whether text begins with a message.
func startsMessage(text []byte) bool { return http1.KindOf(text, false) != http1.None }

// parse reads the lines of a head.
func (h *head) parse(text string) {
	h.line, text, _ = strings.Cut(text, "\n")
	h.lineEnd = "\n"
	if strings.HasSuffix(h.line, "\r") {
		h.line, h.lineEnd = h.line[:len(h.line)-1], "\r\n"
	}
	if version := http1.VersionLen([]byte(h.line)); version > 0 {
		h.status, _ = strconv.Atoi(h.line[version+1 : version+4])
	}
	if strings.Contains(text, "\n ") || strings.Contains(text, "\n\t") {
		text = folds.ReplaceAllString(text, " ")
	}
	h.header = make(Header, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		n := http1.FieldNameLen(line)
		if n == 0 || line[n] != ':' {
			h.defects = []Defect{{ErrMalformed, "a line of a header is not a field"}}
			h.other = append(h.other, Field{Value: line})
			continue
		}
		h.header = append(h.header, Field{line[:n], strings.TrimSpace(line[n+1:])})
	}
}

// folds matches where a field continues on another line (RFC 9112, 5.2).
var folds = regexp.MustCompile(`[ \t\r]*\n[ \t]+`)

// request returns the request of a request line and its header.
func (h *head) request() Request {
	method, rest, _ := strings.Cut(h.line, " ")
	target, _, _ := strings.Cut(rest, " ")
	return Request{Method: method, URL: target, Header: h.header}
}

// isInterim reports whether another response to the same request follows.
func (h *head) isInterim() bool {
	if 100 <= h.status && h.status < 200 {
		return h.status != http.StatusSwitchingProtocols
	}
	// QUIRK: curl -i also prints a proxy's answer to its CONNECT.
	_, reason, _ := strings.Cut(h.line, " 200 ")
	return strings.EqualFold(reason, "Connection established")
}

// isBodiless reports whether a response has no body, whatever its header says
// (RFC 9112, 6.3).
func (h *head) isBodiless(method string) bool {
	return isBodiless(method, h.status) || method == http.MethodConnect && h.status/100 == 2
}

// isOftenBare reports whether this may be the head of a response whose body is not in
// the capture.
//
// QUIRK: curl -i -L prints redirects without their bodies. With --anyauth, --digest and the
// like it prints the preceding refusals without bodies too.
func (h *head) isOftenBare() bool {
	return 300 <= h.status && h.status < 400 || h.status == 401 || h.status == 407
}

// encodings returns the encodings of the body, in the order in which they were applied,
// and whether chunks are the last.
func (h *head) encodings() (list string, chunked bool) {
	list = h.header.Get("Content-Encoding")
	transfer := h.header.Get("Transfer-Encoding")
	before, last := "", transfer
	if i := strings.LastIndexByte(transfer, ','); i >= 0 {
		before, last = transfer[:i], transfer[i+1:]
	}
	switch chunked = strings.EqualFold(strings.TrimSpace(last), "chunked"); {
	case before == "":
	case list == "":
		list = before
	default:
		list += "," + before
	}
	return list, chunked
}

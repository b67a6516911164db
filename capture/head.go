package capture

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"slices"
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
	// The capture is known to have no body after this head, or to lack it.
	isEmpty, isOmitted bool
}

// readHead reads a start line and the header after it, and skips them. If it fails, it has
// skipped at least the start line, and h has what could be read. starts reports whether a line
// begins another message or record.
func (l *lookahead) readHead(starts func(text []byte) bool) (h head, failure *Defect) {
	text := l.ahead(http1.MaxHeader)
	text = text[:min(len(text), http1.MaxHeader)]
	first := bytes.IndexByte(text, '\n') + 1
	for end := first; first > 0 && end < len(text); end += http1.LineLen(text[end:]) {
		rest := text[end:]
		if n := http1.LineEndLen(rest); n > 0 {
			h.parse(string(text[:end]))
			l.skip(end + n)
			return h, nil
		}
		if starts(rest) {
			h.parse(string(text[:min(end, maxNote)]))
			l.skip(first)
			return h, &Defect{ErrMalformed, "a header ends where another begins"}
		}
	}
	if first > 0 && len(text) == http1.MaxHeader {
		h.parse(string(text[:first]))
		l.skip(first)
		return h, &Defect{ErrTooLarge, "a header"}
	}
	h.parse(string(text[:min(len(text), maxNote)]))
	l.skip(len(text))
	return h, &Defect{io.ErrUnexpectedEOF, "the header is cut off"}
}

// startsMessage reports whether text begins with a message.
func startsMessage(text []byte) bool { return http1.KindOf(text, false) != http1.None }

// parse reads the lines of a head.
func (h *head) parse(text string) {
	h.line, text, _ = strings.Cut(text, "\n")
	h.lineEnd = "\n"
	if line, ok := strings.CutSuffix(h.line, "\r"); ok {
		h.line, h.lineEnd = line, "\r\n"
	}
	if version, rest, _ := strings.Cut(h.line, " "); strings.HasPrefix(version, "HTTP/") {
		h.status, _ = strconv.Atoi(rest[:min(len(rest), 3)])
	}
	if strings.Contains(text, "\n ") || strings.Contains(text, "\n\t") {
		text = folds.ReplaceAllString(text, " ")
	}
	h.header = make(Header, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		n := http1.FieldNameLen(line)
		if n == 0 || n == len(line) || line[n] != ':' {
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

// texts returns the texts of a damaged head.
func (h *head) texts() Header {
	return slices.Concat(Header{{Value: h.request().URL}}, h.header, h.other)
}

// isInterim reports whether another response to the same request follows.
func (h *head) isInterim() bool {
	// QUIRK: curl -i also prints a proxy's answer to its CONNECT.
	_, reason, _ := strings.Cut(h.line, " 200 ")
	return h.status/100 == 1 && h.status != http.StatusSwitchingProtocols || strings.EqualFold(reason, "Connection established")
}

// isBodiless reports whether a response has no body, whatever its header says
// (RFC 9112, 6.3).
func (h *head) isBodiless(method string) bool {
	return h.isEmpty || http1.IsBodiless(method, h.status) || method == http.MethodConnect && h.status/100 == 2
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
	last := strings.LastIndexByte(transfer, ',') + 1
	if last > 1 {
		list = strings.TrimPrefix(list+","+transfer[:last-1], ",")
	}
	return list, strings.EqualFold(strings.TrimSpace(transfer[last:]), "chunked")
}

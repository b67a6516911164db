package capture

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/http1"
)

// Heads of messages: start lines and headers.

// A head is the start line and the header of a message.
type head struct {
	at         Position
	failure    *Defect   // if not nil, the head has only what could be read
	text       string    // all lines
	start      [3]string // the start line: method, target and version, or version, status and reason
	status     int       // of a response
	header     Header
	isDamaged  bool // a line of the header is not a field
	isReceived bool // a log of curl -v says that a part of the body was received
}

// readHead reads a start line and the header after it, and skips them. If it fails, it does not
// skip the line end before the rest. starts reports whether a line begins another message or record.
func (l *lookahead) readHead(starts func(text []byte) bool) *head {
	h := &head{at: l.at}
	text := l.upTo(http1.MaxHeader)
	end := http1.LineLen(text)
	for end < len(text) && http1.LineEndLen(text[end:]) == 0 && !starts(text[end:]) {
		end += http1.LineLen(text[end:])
	}
	h.parse(string(text[:end]))
	n := http1.LineEndLen(text[end:])
	switch {
	case n > 0:
		l.skip(end + n)
		return h
	case end < len(text):
		h.failure = &Defect{ErrMalformed, "a header ends where another begins"}
	case end == http1.MaxHeader:
		h.failure = &Defect{ErrTooLarge, "a header"}
		end = bytes.LastIndexByte(text, '\n') + 1 // a message may begin after that
	default:
		h.failure = &Defect{io.ErrUnexpectedEOF, "the header is cut off, or has no empty line after it"}
	}
	l.skip(max(0, end-1))
	return h
}

func (h *head) parse(text string) {
	h.text = text
	line, text, _ := strings.Cut(text, "\n")
	copy(h.start[:], strings.SplitN(strings.TrimSuffix(line, "\r"), " ", 3))
	if !h.isRequest() {
		h.status, _ = strconv.Atoi(h.start[1])
	}
	h.header = make(Header, 0, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		n := http1.FieldNameLen(line)
		if n == 0 || n == len(line) || line[n] != ':' {
			h.isDamaged = true
			continue
		}
		h.header = append(h.header, Field{line[:n], strings.TrimSpace(line[n+1:])})
	}
}

func (h *head) isRequest() bool { return !strings.HasPrefix(h.start[0], "HTTP/") }

func (h *head) request() Request {
	return Request{Method: h.start[0], URL: h.start[1], Header: h.header}
}

// noteHead adds a head to an exchange, beside its messages.
func (x *Exchange) noteHead(h *head) {
	if h.isDamaged {
		x.addDefect(&Defect{ErrMalformed, "a line of a header is not a field"})
	}
	x.note([]byte(h.text))
}

// isInterim reports whether another response to the same request follows.
func (h *head) isInterim() bool {
	// QUIRK: curl -i also prints a proxy's answer to its CONNECT.
	isConnected := h.status == http.StatusOK && strings.EqualFold(h.start[2], "Connection established")
	return h.status/100 == 1 && h.status != http.StatusSwitchingProtocols || isConnected
}

// isBodiless reports whether a response has no body, whatever its header says
// (RFC 9112, 6.3).
func (h *head) isBodiless(method string) bool {
	return http1.IsBodiless(method, h.status) || method == http.MethodConnect && h.status/100 == 2
}

// isOftenBare reports whether this may be the head of a response whose body is not in
// the capture.
//
// QUIRK: curl -L prints redirects without their bodies. With --anyauth, --digest and the
// like it prints the preceding refusals without bodies too.
func (h *head) isOftenBare() bool {
	return 300 <= h.status && h.status < 400 || h.status == 401 || h.status == 407
}

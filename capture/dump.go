package capture

import (
	"net/http"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// Dumps: HTTP messages one after the other, with or without requests. Output of a shell and
// of curl may be around them.

// maxPending bounds how many requests wait for their responses.
const maxPending = 1 << 10

// readDump reads messages of up to limit bytes each.
func readDump(in *lookahead, limit int, yield func(*Exchange, error) bool) bool {
	d := newDumpReader(in, limit, yield)
	return d.read() && d.release(0, 0)
}

// A dumpReader reads messages.
type dumpReader struct {
	*pairing
	*lookahead
	bodies *contentDecoder
}

func newDumpReader(in *lookahead, limit int, yield func(*Exchange, error) bool) dumpReader {
	return dumpReader{&pairing{format: Dump, most: maxPending, limit: limit, yield: yield}, in, &contentDecoder{limit: limit}}
}

// read reads all messages.
func (d *dumpReader) read() bool {
	for d.skipSet("\r\n") {
		if !d.readMessage() {
			return false
		}
	}
	return true
}

// readMessage reads a message, or skips other text.
func (d *dumpReader) readMessage() bool {
	at, text := d.at, d.upTo(http1.MaxHeader)
	switch http1.KindOf(text, d.err != nil) {
	case http1.Request:
		h, failure := d.readHead(startsMessage)
		return d.readRequest(&h, at, failure)
	case http1.None:
		if n := curl.LeadingNotesLen(text); n > 0 {
			d.note(text[:n])
			d.skip(n)
			return true
		}
		d.skipTo(http1.FindMessage, d.note)
		return d.fail(0, at, &Defect{ErrMalformed, "want a request line or a status line"})
	}
	h, failure := d.readHead(startsMessage)
	return d.readResponse(&h, at, failure)
}

// readRequest reads a request that begins at a position, unless its head could not be read.
// A damaged request waits too, so that its response is not taken for the next request's.
func (d *dumpReader) readRequest(h *head, at Position, failure *Defect) bool {
	request := &half{isRequest: true, exchange: d.open()}
	if failure == nil {
		failure = d.bodies.readRequest(d.lookahead, h, request.exchange)
		d.note(d.after)
	}
	if failure == nil {
		return d.wait(request)
	}
	x := request.exchange
	request.isDamaged, x.Request = true, Request{}
	x.note([]byte(h.text))
	d.skipTo(http1.FindMessage, x.note)
	if r := h.request(); r.IsElsewhere() {
		x.Request.URL = r.URL
	}
	return d.wait(request) && d.fail(0, at, failure)
}

// readResponse reads a response that begins at a position, unless its head could not be
// read.
func (d *dumpReader) readResponse(h *head, at Position, failure *Defect) bool {
	if h.isInterim() && d.method(0) != http.MethodConnect {
		to := d.exchange(0)
		to.noteHead(h)
		if failure == nil {
			return true
		}
		d.skipTo(http1.FindMessage, to.note)
		return d.fail(0, at, failure)
	}
	var x *Exchange
	if len(d.waiting) > 0 {
		x = d.take(0).exchange
	} else {
		x = d.open()
	}
	if failure == nil {
		failure = d.bodies.readResponse(d.lookahead, h, x)
		d.note(d.after)
	}
	if failure != nil {
		d.skipTo(http1.FindMessage, x.note)
		d.number++
		return d.fail(d.number, at, failure)
	}
	return d.yieldNext(x)
}

// exchange returns the exchange of a request that waits, by its place in their order, or of
// the next message.
func (d *dumpReader) exchange(i int) *Exchange {
	if i < len(d.waiting) {
		return d.waiting[i].exchange
	}
	return &d.next
}

// method returns the method of the request of such an exchange, or "".
func (d *dumpReader) method(i int) string { return d.exchange(i).Request.Method }

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
		d.other.note(d.after)
		d.after = ""
		if !d.readMessage() {
			return false
		}
	}
	return true
}

// readMessage reads a message, or skips other text.
func (d *dumpReader) readMessage() bool {
	text := d.ahead(http1.MaxHeader)
	kind := http1.KindOf(text, d.err != nil)
	at := d.at
	if kind == http1.None {
		if n := curl.LeadingNotesLen(text[:min(len(text), http1.MaxHeader)]); n > 0 {
			d.other.note(lastNote(text[:n]))
			d.skip(n)
			return true
		}
		d.skip(1)
		d.skipTo(http1.FindMessage)
		return d.fail(0, at, &Defect{ErrMalformed, "want a request line or a status line"})
	}
	h, failure := d.readHead(startsMessage)
	if kind == http1.Request {
		return d.readRequest(&h, at, failure)
	}
	return d.readResponse(&h, at, failure)
}

// readRequest reads a request that begins at a position, unless its head could not be read.
// A damaged request waits too, so that its response is not taken for the next request's.
func (d *dumpReader) readRequest(h *head, at Position, failure *Defect) bool {
	request := &half{isRequest: true, exchange: new(Exchange)}
	if failure == nil {
		failure = d.bodies.readRequest(d.lookahead, h, request.exchange)
	}
	if failure == nil {
		return d.wait(request)
	}
	d.skipTo(http1.FindMessage)
	request.exchange.Other = h.texts()
	request.damage(failure)
	if r := h.request(); r.IsElsewhere() {
		request.exchange.Request.URL = r.URL
	}
	return d.wait(request) && d.fail(0, at, failure)
}

// readResponse reads a response that begins at a position, unless its head could not be
// read.
func (d *dumpReader) readResponse(h *head, at Position, failure *Defect) bool {
	if h.isInterim() && d.method(0) != http.MethodConnect {
		d.noteInterim(0, h)
		if failure != nil {
			d.skipTo(http1.FindMessage)
		}
		return failure == nil || d.fail(0, at, failure)
	}
	x := &Exchange{Other: d.other}
	if len(d.waiting) > 0 {
		x = d.take(0).exchange
	} else {
		d.other = nil
	}
	if failure == nil {
		failure = d.bodies.readResponse(d.lookahead, h, x)
	}
	if failure != nil {
		d.skipTo(http1.FindMessage)
		d.number++
		return d.fail(d.number, at, failure)
	}
	return d.yieldNext(x)
}

// maxInterim bounds the fields of interim responses of an exchange: with as many, no further
// header is kept.
const maxInterim = 64

// noteInterim adds the header of an interim response to the exchange of a request that
// waits, or to the next exchange.
func (d *dumpReader) noteInterim(i int, h *head) {
	to := &d.other
	if i < len(d.waiting) {
		to = &d.waiting[i].exchange.Other
	}
	if len(*to) < maxInterim {
		*to = append(append(*to, h.header...), h.other...)
	}
}

// method returns the method of a request that waits, by its place in their order, or "".
func (d *dumpReader) method(i int) string {
	if i >= len(d.waiting) {
		return ""
	}
	return d.waiting[i].exchange.Request.Method
}

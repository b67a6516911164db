package capture

import (
	"io"
	"iter"
	"net/http"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// Dumps: HTTP messages one after the other, with or without requests. Output of a shell and
// of curl may be around them.

// maxPending bounds how many requests wait for their responses.
const maxPending = 1 << 10

// readDump reads messages of up to limit bytes each.
func readDump(in *lookahead, limit int) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		d := dumpReader{&pairing{yield: yield, limit: limit}, in, newBodyReader(limit)}
		if d.read() && d.yieldUnanswered(0) && d.err != io.EOF {
			yield(nil, d.err)
		}
	}
}

// A pairing joins responses to requests in their order, and numbers the exchanges.
type pairing struct {
	yield   func(*Exchange, error) bool
	limit   int
	number  int         // of the last exchange
	pending []*Exchange // requests without their response, oldest first
	waiting int         // bytes of their bodies
	other   Header      // of the next exchange
}

// addRequest takes a request, and yields the oldest ones as unanswered if too many wait.
func (p *pairing) addRequest(x *Exchange) bool {
	x.Other = append(p.other, x.Other...)
	p.other = nil
	p.pending = append(p.pending, x)
	p.waiting += len(x.Request.Body)
	for len(p.pending) > maxPending || p.waiting > p.limit {
		if !p.yieldUnanswered(len(p.pending) - 1) {
			return false
		}
	}
	return true
}

// addDamagedRequest adds a request that cannot be read, so that its response is not taken
// for the response to another request.
func (p *pairing) addDamagedRequest() { p.pending = append(p.pending, new(Exchange)) }

// next returns the exchange of the next response.
func (p *pairing) next() *Exchange {
	if len(p.pending) == 0 {
		x := &Exchange{Other: p.other}
		p.other = nil
		return x
	}
	x := p.pending[0]
	p.pending = p.pending[1:]
	p.waiting -= len(x.Request.Body)
	return x
}

// noteInterim adds the header of an interim response to the exchange that it belongs to.
func (p *pairing) noteInterim(h Header) {
	to := &p.other
	if len(p.pending) > 0 {
		to = &p.pending[0].Other
	}
	if len(*to) <= 1 { // of the first one
		*to = append(*to, h...)
	}
}

// isConnecting reports whether the next response answers a CONNECT.
func (p *pairing) isConnecting() bool {
	return len(p.pending) > 0 && p.pending[0].Request.Method == http.MethodConnect
}

// yieldUnanswered yields the oldest requests as exchanges without a response, until no
// more than left are pending.
func (p *pairing) yieldUnanswered(left int) bool {
	for len(p.pending) > left {
		x := p.next()
		if x.Request.Method == "" { // damaged
			continue
		}
		p.number++
		x.Entry = p.number
		x.Response.Lost = true
		if !p.yield(x, nil) {
			return false
		}
	}
	return true
}

func (p *pairing) fail(entry int, at Position, failure *Defect) bool {
	return p.yield(nil, failure.failure(Dump, entry, at))
}

// A dumpReader reads messages.
type dumpReader struct {
	*pairing
	*lookahead
	bodies *bodyReader
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
	if kind == http1.None {
		if n := curl.LeadingNotesLen(text[:min(len(text), http1.MaxHeader)]); n > 0 {
			d.other.note(lastNote(text[:n]))
			d.skip(n)
			return true
		}
		at := d.at
		d.skip(1)
		d.skipTo(http1.FindMessage)
		return d.fail(0, at, &Defect{ErrMalformed, "want a request line or a status line"})
	}
	at := d.at
	h, failure := d.readHead(startsMessage)
	switch {
	case failure != nil && kind == http1.Request:
		d.skipTo(http1.FindMessage)
		d.addDamagedRequest()
		return d.fail(0, at, failure)
	case failure != nil:
		d.skipTo(http1.FindMessage)
		d.number++
		d.next()
		return d.fail(d.number, at, failure)
	case kind == http1.Request:
		return d.readRequest(h, at)
	}
	return d.readResponse(h, at)
}

func (d *dumpReader) readRequest(h head, at Position) bool {
	x := new(Exchange)
	if failure := d.bodies.readRequest(d.lookahead, &h, x); failure != nil {
		d.skipTo(http1.FindMessage)
		d.addDamagedRequest()
		return d.fail(0, at, failure)
	}
	return d.addRequest(x)
}

func (d *dumpReader) readResponse(h head, at Position) bool {
	if h.isInterim() && !d.isConnecting() {
		d.noteInterim(h.header)
		return true
	}
	x := d.next()
	d.number++
	x.Entry = d.number
	if failure := d.bodies.readResponse(d.lookahead, &h, x); failure != nil {
		d.skipTo(http1.FindMessage)
		return d.fail(d.number, at, failure)
	}
	return d.yield(x, nil)
}

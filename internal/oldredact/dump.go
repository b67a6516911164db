package oldredact

import (
	"bytes"
	"io"
	"iter"
	"net/http"
	"strings"
)

// maxPending bounds how many requests wait for their responses.
const maxPending = 1 << 10

// readDump reads HTTP messages that stand one after the other, or as curl -v prints
// them.
func (r Reader) readDump(in *input) iter.Seq2[*Exchange, error] {
	if beginning, _ := in.buf.Peek(window); isVerbose(beginning) {
		return r.readVerbose(in)
	}
	return func(yield func(*Exchange, error) bool) {
		d := dumpReader{lookahead: in.lookahead(), bodies: r.bodyReader(), yield: yield}
		for d.skipLineEnds() {
			if !d.readMessage() {
				return
			}
		}
		for len(d.pending) > 0 {
			if !d.lose() {
				return
			}
		}
		if d.err != io.EOF {
			yield(nil, d.err)
		}
	}
}

// A dumpReader reads messages, and joins responses to requests in their order.
type dumpReader struct {
	*lookahead
	bodies  bodyReader
	yield   func(*Exchange, error) bool
	number  int         // of the exchange
	pending []*Exchange // requests without their response, oldest first
	waiting int         // bytes of their bodies
}

// readMessage reads a message, or passes over what is none.
func (d *dumpReader) readMessage() bool {
	at := d.at
	kind := kindOf(d.ahead(maxHeader), d.err != nil)
	if kind == noMessage {
		d.skip(1)
		d.toMessage()
		return d.fail(0, at, ErrMalformed, "want a request line or a status line")
	}
	h, problem := d.readHead()
	if problem != nil {
		d.toMessage()
		if kind == requestMessage {
			// Its response is not that to the request before.
			d.pending = append(d.pending, new(Exchange))
			return d.fail(0, at, problem.Err, problem.Detail)
		}
		d.number++
		d.next()
		return d.fail(d.number, at, problem.Err, problem.Detail)
	}
	if kind == requestMessage {
		return d.readRequest(h, at)
	}
	return d.readResponse(h, at)
}

func (d *dumpReader) readRequest(h head, at Position) bool {
	method, rest, _ := strings.Cut(h.line, " ")
	target, _, _ := strings.Cut(rest, " ")
	x := &Exchange{Request: Request{Method: method, URL: target, Header: h.header}}
	b, problem := d.bodies.read(d.lookahead, &h, false)
	if problem != nil {
		d.toMessage()
		d.pending = append(d.pending, new(Exchange))
		return d.fail(0, at, problem.Err, problem.Detail)
	}
	x.Request.Body, x.Defects = b.content, b.defects
	if h.header.Get("Content-Length") == "" && h.header.Get("Transfer-Encoding") == "" {
		// Empty lines between this message and the next, or no body.
		x.Request.Body = bytes.TrimRight(x.Request.Body, "\r\n")
	}
	d.pending = append(d.pending, x)
	d.waiting += len(x.Request.Body)
	for len(d.pending) > maxPending || d.waiting > d.bodies.limit {
		if !d.lose() {
			return false
		}
	}
	return true
}

func (d *dumpReader) readResponse(h head, at Position) bool {
	connecting := len(d.pending) > 0 && d.pending[0].Request.Method == http.MethodConnect
	if h.isInterim() && !connecting {
		return true
	}
	x := d.next()
	d.number++
	x.Entry = d.number
	x.Response = Response{Status: h.status, Header: h.header, Body: []byte{}, origin: origin{at: d.at, form: asIs}}
	if h.isBodiless(x.Request.Method) {
		x.Defects = append(x.Defects, h.defects...)
	} else {
		b, problem := d.bodies.read(d.lookahead, &h, x.Request.IsElsewhere())
		if problem != nil {
			d.toMessage()
			return d.fail(d.number, at, problem.Err, problem.Detail)
		}
		x.Response.Body, x.Response.origin = b.content, b.origin
		x.Defects = append(x.Defects, b.defects...)
	}
	if x.Request.IsElsewhere() {
		x.Response.Body = nil
	}
	return d.yield(x, nil)
}

// next gives the exchange whose response is next.
func (d *dumpReader) next() *Exchange {
	if len(d.pending) == 0 {
		return new(Exchange)
	}
	x := d.pending[0]
	d.pending = d.pending[1:]
	d.waiting -= len(x.Request.Body)
	return x
}

// lose yields the oldest request as one without a response.
func (d *dumpReader) lose() bool {
	x := d.next()
	if x.Request.Method == "" {
		return true
	}
	d.number++
	x.Entry = d.number
	x.Response.Lost = true
	return d.yield(x, nil)
}

func (d *dumpReader) fail(entry int, at Position, kind error, detail string) bool {
	return d.yield(nil, &Error{Format: Dump, Entry: entry, Position: at, Err: kind, Detail: detail})
}

// isInterim reports whether another response to the same request comes behind.
func (h *head) isInterim() bool {
	if 100 <= h.status && h.status < 200 {
		return h.status != http.StatusSwitchingProtocols
	}
	// QUIRK: curl -i prints a proxy's answer to its CONNECT too.
	_, reason, _ := strings.Cut(h.line, " 200 ")
	return strings.EqualFold(reason, "Connection established")
}

// isBodiless reports whether a response has no body, whatever its header says
// (RFC 9112, 6.3).
func (h *head) isBodiless(method string) bool {
	return method == http.MethodHead || h.status == http.StatusNoContent || h.status == http.StatusNotModified ||
		method == http.MethodConnect && h.status/100 == 2
}

// A bodyReader reads the bodies of messages, one after the other.
type bodyReader struct {
	limit   int
	content contentDecoder
}

func (r Reader) bodyReader() bodyReader {
	return bodyReader{limit: r.maxEntry(), content: contentDecoder{limit: r.maxEntry()}}
}

// A readBody is a body in memory of its own, and what is wrong with the message.
type readBody struct {
	content []byte
	origin  origin
	defects []Defect
}

// read reads the body behind a head; an unwanted one is passed over. A problem is
// that of a message that cannot be read.
func (r *bodyReader) read(l *lookahead, h *head, unwanted bool) (read readBody, problem *Defect) {
	b, ok := l.lookAtBody(h, r.limit)
	if !ok {
		return read, &Defect{ErrTooLarge, "a body"}
	}
	read.origin = origin{at: l.at.after(l.text[:b.start]), form: b.form}
	read.defects = h.defects
	if !unwanted {
		encoding := h.header.Get("Content-Encoding")
		content, undone, defect := r.content.decode(b.bytes, encoding)
		if defect != nil && defect.Err == ErrTooLarge {
			l.skip(b.length)
			return read, defect
		}
		if !undone {
			content = append([]byte{}, content...)
		}
		read.content = content
		if undone {
			read.origin.form = asOpaque
		}
		// QUIRK: curl -i --compressed prints the decoded body under the encoded length.
		asSent := encoding == "" || strings.EqualFold(encoding, "identity") || undone || defect != nil
		if b.defect != nil && asSent {
			read.defects = append(read.defects, *b.defect)
		}
		if defect != nil {
			read.defects = append(read.defects, *defect)
		}
	}
	l.skip(b.length)
	return read, nil
}

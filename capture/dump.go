package capture

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// Dumps: HTTP messages one after the other, with or without requests. Output of a shell and
// of curl may be around them.

// A dumpReader reads messages of up to limit bytes each.
type dumpReader struct {
	*pairing
	*lookahead
	bodies *contentDecoder
}

// read reads all messages, and skips other text.
func (d *dumpReader) read() {
	for d.skipSet("\r\n") {
		at, text := d.at, d.upTo(http1.MaxHeader)
		if http1.StartsMessage(text) {
			d.readMessage(d.readHead(http1.StartsMessage))
		} else if n := curl.LeadingNotesLen(text); n > 0 {
			d.prompt = cmp.Or(curl.PromptOf(text[:n]), d.prompt)
			d.note(text[:n])
			d.skip(n)
		} else {
			d.skipTo(http1.FindMessage, d.note)
			d.fail(0, at, &Defect{ErrMalformed, "want a request line or a status line"})
		}
	}
}

// readMessage reads the rest of a message, unless its head could not be read. A damaged request
// waits too, so that its response is not taken for the next request's.
func (d *dumpReader) readMessage(h *head) {
	x, failure := d.exchange(0), h.failure
	switch {
	case h.isRequest():
		x = d.open()
		failure = d.readRequest(x, h)
		d.wait(&half{isRequest: true, exchange: x, isDamaged: failure != nil})
	case h.isInterim() && x.Request.Method != http.MethodConnect:
		x.noteHead(h)
	default:
		if len(d.waiting) > 0 {
			request := d.take(0)
			x.note(d.before)                // such as a form that the server has waited for
			if n := len(d.waiting); n > 0 { // the last request, if those before it have no response
				x.noteRequest(&d.waiting[n-1].exchange.Request)
			}
			if request.isDamaged { // nothing can be noted after that
				x.addDefect(dropped)
			}
		} else {
			x = d.open()
		}
		if failure == nil {
			x.Response, failure = d.readBody(h, x)
		}
		d.count(x)
		if failure == nil {
			d.yield(x, nil)
		} else { // a response that follows may be to the same request
			x.noteRequest(&x.Request)
			d.next.Other = slices.Clip(x.Other)
			if slices.Contains(x.Defects, *dropped) {
				d.next.addDefect(dropped)
			}
		}
	}
	if failure != nil {
		d.skipTo(http1.FindMessage, x.note)
		d.fail(x.Entry, h.at, failure)
	}
}

// noteRequest adds a request to which the response of an exchange may belong.
func (x *Exchange) noteRequest(r *Request) {
	x.note([]byte(r.URL + "\n" + string(r.Body)))
	x.Other = append(x.Other, r.Header...)
}

// readRequest reads the rest of a request, unless its head could not be read.
func (d *dumpReader) readRequest(x *Exchange, h *head) *Defect {
	form, failure := Response{}, h.failure
	if failure == nil {
		form, failure = d.readBody(h, x)
	}
	if failure != nil {
		x.note([]byte(h.text))
		if r := h.request(); r.IsElsewhere() {
			x.Request.URL = r.URL
		}
		return failure
	}
	x.Request = h.request()
	x.Request.Body = form.Body
	if !h.header.statesBody() && !d.exact {
		// These are empty lines between this message and the next.
		x.Request.Body = bytes.TrimRight(form.Body, "\r\n")
	}
	x.Request.findOmission(form.BodyOmitted)
	return nil
}

// readBody returns the message with a head and the body after it, unframed and decoded, and
// skips that. It does not keep the body of a response from elsewhere. It adds defects to an
// exchange. A failure means that the message cannot be read.
func (d *dumpReader) readBody(h *head, x *Exchange) (message Response, failure *Defect) {
	if h.isDamaged {
		x.noteHead(h)
	}
	message = Response{Status: h.status, Header: h.header, Text: d.converted, origin: origin{at: d.at}}
	isElsewhere := !h.isRequest() && x.Request.IsElsewhere()
	if !isElsewhere {
		message.Body = []byte{}
	}
	if h.isBodiless(x.Request.Method) {
		return message, nil
	}
	f, failure := d.frameBody(h, d.limit)
	switch {
	case failure != nil:
		return message, failure
	case isElsewhere:
	case f.omitted:
		message.omitBody()
	default:
		message.Body, message.origin = d.join(f.data)
		encodings, _ := h.header.encodings()
		defect := d.bodies.decode(&message, encodings)
		// QUIRK: curl -i --compressed prints the decoded body under the encoded length.
		if encodings == "" || message.Decoded || defect != nil {
			x.addDefect(f.defect)
		}
		x.addDefect(defect)
		switch {
		case defect != nil && defect.Err == ErrTooLarge:
			failure = defect
		case len(message.Body) == 0 && (defect.isLoss() || f.defect.isLoss()):
			message.omitBody()
		}
	}
	if n := len(f.data); n > 0 {
		after := d.text[f.data[n-1].End:f.length]
		if h.isRequest() && f.defect != nil { // a form, and what may be the rest of it
			x.note(d.text[:f.length])
		}
		x.note(curl.Meter.ReplaceAll(after, nil)) // such as a trailer
		d.note(after)                             // such as a command before the next message
	}
	d.skip(f.length)
	return message, failure
}

// exchange returns the exchange of a request that waits, by its place in their order, or of
// the next message.
func (d *dumpReader) exchange(i int) *Exchange {
	if i < len(d.waiting) {
		return d.waiting[i].exchange
	}
	return &d.next
}

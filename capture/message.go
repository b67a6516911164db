package capture

import (
	"bytes"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// The bodies of messages, unframed and decoded.

// readRequest reads the body after the head of a request into an exchange.
func (d *contentDecoder) readRequest(l *lookahead, h *head, x *Exchange) *Defect {
	body, failure := d.readBody(l, h, x, true)
	x.Request = h.request()
	x.Request.Body = body.Body
	if !h.header.statesBody() && !l.exact {
		// These are empty lines between this message and the next.
		x.Request.Body = bytes.TrimRight(x.Request.Body, "\r\n")
	}
	x.Request.findOmission(body.BodyOmitted)
	if failure != nil {
		x.addDefect(tooMuch)
	}
	return failure
}

// readResponse reads the body after the head of a response into an exchange. It does not
// keep the body of a response from elsewhere.
func (d *contentDecoder) readResponse(l *lookahead, h *head, x *Exchange) (failure *Defect) {
	isElsewhere := x.Request.IsElsewhere()
	x.Response, failure = d.readBody(l, h, x, !isElsewhere)
	if isElsewhere {
		x.Response.Body, x.Response.BodyOmitted = nil, false
	}
	return failure
}

// readBody returns the message with a head and the body after it, and skips that. A body
// that is not wanted is only skipped. It adds defects to an exchange. A failure means that
// the message cannot be read.
func (d *contentDecoder) readBody(l *lookahead, h *head, x *Exchange, wanted bool) (message Response, failure *Defect) {
	l.after = nil
	if len(h.defects) > 0 {
		x.noteHead(h)
	}
	message = Response{Status: h.status, Header: h.header, Body: []byte{}, origin: origin{at: l.at, form: asIs}}
	if h.isOmitted {
		message.omitBody()
	}
	if h.isOmitted || h.isBodiless(x.Request.Method) {
		return message, nil
	}
	f := l.frameBody(h, d.limit)
	switch {
	case f.failed:
		return message, f.defect
	case f.omitted:
		message.omitBody()
	case wanted:
		encoded, where := l.join(f.data)
		encodings, _ := h.encodings()
		out := d.decode(encoded, encodings)
		message.Body, message.Decoded, message.origin = out.bytes, out.undone, where
		if out.undone {
			message.origin.form = asOpaque
		}
		// QUIRK: curl -i --compressed prints the decoded body under the encoded length.
		isAsSent := encodings == "" || encodings == "identity" || out.undone || out.defect != nil
		isTrailing := out.defect != nil && out.defect.Err == ErrTrailing
		if f.defect != nil && isAsSent && !isTrailing {
			x.Defects = append(x.Defects, *f.defect)
		}
		if out.defect != nil {
			x.Defects = append(x.Defects, *out.defect)
			if out.defect.Err == ErrTooLarge {
				failure = out.defect
			}
		}
	}
	if n := len(f.data); n > 0 {
		l.after = l.text[f.data[n-1].End:f.length]
		x.note(curl.WithoutMeter(l.after)) // such as a trailer
	}
	l.skip(f.length)
	return message, failure
}

// join joins chunks of the text.
func (l *lookahead) join(data []http1.Chunk) (joined []byte, where origin) {
	joined, where = []byte{}, origin{at: l.at, form: asIs}
	place, last := l.place, 0
	for _, c := range data {
		place.skip(l.text[last:c.Start])
		for last = c.Start; ; {
			where.add(len(joined)+last-c.Start, place.at)
			next := c.End
			if len(place.pieces) > 0 {
				next = min(next, last+place.pieces[0].from-place.passed)
			}
			place.skip(l.text[last:next])
			if last = next; last == c.End {
				break
			}
		}
		joined = append(joined, l.text[c.Start:c.End]...)
	}
	return joined, where
}

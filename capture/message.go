package capture

import (
	"bytes"

	"github.com/smscodec/smscodec/internal/http1"
)

// The bodies of messages, unframed and decoded.

// A bodyReader reads the bodies of messages, one after the other.
type bodyReader struct {
	limit   int
	content contentDecoder
}

func newBodyReader(limit int) *bodyReader {
	return &bodyReader{limit: limit, content: contentDecoder{limit: limit}}
}

// readRequest reads the body after the head of a request into an exchange.
func (r *bodyReader) readRequest(l *lookahead, h *head, x *Exchange) *Defect {
	h.addTo(x)
	body, failure := r.read(l, h, x, true)
	if failure != nil {
		return failure
	}
	x.Request = h.request()
	x.Request.Body = body.Body
	if !h.header.statesBody() && !l.exact {
		// These are empty lines between this message and the next.
		x.Request.Body = bytes.TrimRight(x.Request.Body, "\r\n")
	}
	x.Request.findOmission(body.BodyOmitted)
	return nil
}

// readResponse reads the body after the head of a response into an exchange.
func (r *bodyReader) readResponse(l *lookahead, h *head, x *Exchange) *Defect {
	h.addTo(x)
	if h.isBodiless(x.Request.Method) {
		x.respond(h.response(l.at))
		return nil
	}
	response, failure := r.read(l, h, x, !x.Request.IsElsewhere())
	if failure == nil {
		x.respond(response)
	}
	return failure
}

// addTo adds what is wrong with a head to its exchange.
func (h *head) addTo(x *Exchange) {
	x.Defects = append(x.Defects, h.defects...)
	x.Other = append(x.Other, h.other...)
}

// respond sets the response, whose body is not kept if it came from elsewhere.
func (x *Exchange) respond(response Response) {
	x.Response = response
	if x.Request.IsElsewhere() {
		x.Response.Body, x.Response.BodyOmitted = nil, false
	}
}

// response returns the response with a head and an empty body at a position.
func (h *head) response(at Position) Response {
	return Response{Status: h.status, Header: h.header, Body: []byte{}, origin: origin{at: at, form: asIs}}
}

// read reads the body after a head, and skips it. A body that is not wanted is only skipped.
// It adds defects of the body to an exchange. A failure means that the message cannot be
// read.
func (r *bodyReader) read(l *lookahead, h *head, x *Exchange, wanted bool) (message Response, failure *Defect) {
	frame, failure := l.frameBody(h, r.limit)
	if failure != nil {
		return message, failure
	}
	message = h.response(l.at)
	switch {
	case frame.omitted:
		message.omitBody()
	case wanted:
		failure = r.decode(&message, x, l, h, &frame)
	}
	if n := len(frame.data); n > 0 {
		l.after = lastNote(l.text[frame.data[n-1].End:frame.length])
		x.Other.note(l.after) // such as a trailer
	}
	l.skip(frame.length)
	return message, failure
}

// decode sets the body of a message from its frame.
func (r *bodyReader) decode(message *Response, x *Exchange, l *lookahead, h *head, frame *framedBody) (failure *Defect) {
	encoded, where := l.join(frame.data)
	encodings, _ := h.encodings()
	out := r.content.decode(encoded, encodings)
	if out.defect != nil && out.defect.Err == ErrTooLarge {
		return out.defect
	}
	message.Decoded, message.origin = out.undone, where
	if out.undone {
		message.origin.form = asOpaque
	}
	message.Body = append(message.Body, out.bytes...) // which may alias the text
	isTrailing := out.defect != nil && out.defect.Err == ErrTrailing
	// QUIRK: curl -i --compressed prints the decoded body under the encoded length.
	isAsSent := encodings == "" || encodings == "identity" || out.undone || out.defect != nil
	if frame.defect != nil && isAsSent && !isTrailing {
		x.Defects = append(x.Defects, *frame.defect)
	}
	if out.defect != nil {
		x.Defects = append(x.Defects, *out.defect)
	}
	return nil
}

// join joins chunks of the text. A single chunk aliases the text.
func (l *lookahead) join(data []http1.Chunk) (joined []byte, where origin) {
	if len(data) == 1 {
		joined = l.text[data[0].Start:data[0].End]
	}
	where = origin{at: l.at, form: asIs}
	n, last := 0, 0
	place := l.place
	for _, c := range data {
		place.skip(l.text[last:c.Start])
		last = c.End
		where.add(n, place.at)
		for rest := l.text[c.Start:c.End]; len(rest) > 0; {
			piece := rest
			if len(place.pieces) > 0 {
				piece = rest[:min(len(rest), place.pieces[0].from-place.passed)]
			}
			place.skip(piece)
			rest = rest[len(piece):]
			n += len(piece)
			if len(rest) > 0 {
				where.add(n, place.at)
			}
		}
		if len(data) > 1 {
			joined = append(joined, l.text[c.Start:c.End]...)
		}
	}
	return joined, where
}

package capture

import (
	"bytes"
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

// A messageBody is a body in memory of its own, with the defects of the message.
type messageBody struct {
	content []byte
	decoded bool // an encoding was undone
	omitted bool // the capture does not have it
	origin  origin
	defects []Defect
}

// noBody returns the empty body of a message without one, at a position.
func noBody(h *head, at Position) messageBody {
	return messageBody{content: []byte{}, origin: origin{at: at, form: asIs}, defects: h.defects}
}

// readRequest reads the body after the head of a request into an exchange.
func (r *bodyReader) readRequest(l *lookahead, h *head, x *Exchange) *Defect {
	body, failure := r.read(l, h, true)
	if failure != nil {
		return failure
	}
	x.Request = h.request()
	x.Request.Body = body.content
	if !h.header.statesBody() && !l.exact {
		// These are empty lines between this message and the next.
		x.Request.Body = bytes.TrimRight(x.Request.Body, "\r\n")
	}
	x.Request.findOmission(body.omitted)
	x.Defects = append(x.Defects, body.defects...)
	return nil
}

// readResponse reads the body after the head of a response into an exchange.
func (r *bodyReader) readResponse(l *lookahead, h *head, x *Exchange) *Defect {
	body := noBody(h, l.at)
	if !h.isBodiless(x.Request.Method) {
		var failure *Defect
		if body, failure = r.read(l, h, !x.Request.IsElsewhere()); failure != nil {
			return failure
		}
	}
	respond(x, h, body)
	return nil
}

// respond makes a response of a head and a body.
func respond(x *Exchange, h *head, body messageBody) {
	x.Response = Response{Status: h.status, Header: h.header, Body: body.content, Decoded: body.decoded, origin: body.origin}
	x.Defects = append(x.Defects, body.defects...)
	switch {
	case x.Request.IsElsewhere():
		x.Response.Body = nil
	case body.omitted:
		x.Response.omitBody()
	}
}

// read reads the body after a head, and skips it. A body that is not wanted is only skipped.
// A failure means that the message cannot be read.
func (r *bodyReader) read(l *lookahead, h *head, wanted bool) (messageBody, *Defect) {
	frame, failure := l.frameBody(h, r.limit)
	if failure != nil {
		return messageBody{}, failure
	}
	body := noBody(h, l.at)
	body.omitted = frame.omitted
	if wanted && !frame.omitted {
		failure = r.decode(&body, l, h, &frame)
	}
	l.skip(frame.length)
	return body, failure
}

// decode sets the content of a body from its frame.
func (r *bodyReader) decode(body *messageBody, l *lookahead, h *head, frame *framedBody) (failure *Defect) {
	encoded, where := l.join(frame.data)
	encodings, _ := h.encodings()
	out := r.content.decode(encoded, encodings)
	if out.defect != nil && out.defect.Err == ErrTooLarge {
		return out.defect
	}
	body.content, body.decoded, body.origin = out.bytes, out.undone, where
	switch {
	case out.undone:
		body.origin.form = asOpaque
	case len(frame.data) == 1: // it aliases the text, which will be overwritten
		body.content = bytes.Clone(out.bytes)
	}
	if body.content == nil {
		body.content = []byte{}
	}
	isTrailing := out.defect != nil && out.defect.Err == ErrTrailing
	// QUIRK: curl -i --compressed prints the decoded body under the encoded length.
	isAsSent := encodings == "" || encodings == "identity" || out.undone || out.defect != nil
	if frame.defect != nil && isAsSent && !isTrailing {
		body.defects = append(body.defects, *frame.defect)
	}
	if out.defect != nil {
		body.defects = append(body.defects, *out.defect)
	}
	return nil
}

// join joins chunks of the text. A single chunk aliases the text.
func (l *lookahead) join(data []chunk) (joined []byte, where origin) {
	if len(data) == 1 {
		joined = l.text[data[0].start:data[0].end]
	}
	where = origin{at: l.at, form: asIs}
	n, last := 0, 0
	place := l.place
	for _, c := range data {
		place.skip(l.text[last:c.start])
		last = c.end
		where.add(n, place.at)
		for rest := l.text[c.start:c.end]; len(rest) > 0; {
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
			joined = append(joined, l.text[c.start:c.end]...)
		}
	}
	return joined, where
}

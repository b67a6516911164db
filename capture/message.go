package capture

import (
	"bytes"
)

// The bodies of messages: out of their frames, and decoded.

// A bodyReader reads the bodies of messages, one after the other.
type bodyReader struct {
	limit   int
	content contentDecoder
}

func newBodyReader(limit int) bodyReader {
	return bodyReader{limit: limit, content: contentDecoder{limit: limit}}
}

// A messageBody is a body in memory of its own, and what is wrong with the message.
type messageBody struct {
	content []byte
	decoded bool // an encoding was undone
	omitted bool // the capture does not have it
	origin  origin
	defects []Defect
}

// noBody returns the body of a message that has none, which would be at a position.
func noBody(h *head, at Position) messageBody {
	return messageBody{content: []byte{}, origin: origin{at: at, form: asIs}, defects: h.defects}
}

// read reads the body after a head, and skips it; one that is not wanted is skipped
// alone. A failure is that of a message that cannot be read.
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

// decode makes what is in a frame the content of a body.
func (r *bodyReader) decode(body *messageBody, l *lookahead, h *head, frame *framedBody) (failure *Defect) {
	encoded, where := join(l.text, l.at, frame.data)
	encodings, _ := h.encodings()
	out := r.content.decode(encoded, encodings)
	if out.defect != nil && out.defect.Err == ErrTooLarge {
		return out.defect
	}
	body.content, body.decoded, body.origin = out.bytes, out.undone, where
	switch {
	case out.undone:
		body.origin.form = asOpaque
	case len(frame.data) == 1: // a part of the text, which is read over
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

// join joins the chunks of a text that begins at a position. One alone is a part of the
// text.
func join(text []byte, at Position, data []chunk) ([]byte, origin) {
	if len(data) == 1 {
		return text[data[0].start:data[0].end], origin{at: at.after(text[:data[0].start]), form: asIs}
	}
	var joined []byte
	where := origin{at: at, form: asPieces}
	last := 0
	for _, c := range data {
		if len(where.pieces) < maxPieces {
			at = at.after(text[last:c.start])
			last = c.start
			where.pieces = append(where.pieces, piece{len(joined), at})
		}
		joined = append(joined, text[c.start:c.end]...)
	}
	if len(data) == 0 {
		where.form = asIs
	} else {
		where.at = where.pieces[0].at
	}
	return joined, where
}

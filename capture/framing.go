package capture

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// Framing: finds the end of a message's body. The header states its length, but the text
// decides: tools print decoded bodies under the header of the encoded ones, omit bodies,
// and print other text after them.

// maxLineEnds bounds the bytes of empty lines between a body and the next message.
const maxLineEnds = 16

// A framedBody is a body in the text after its head.
type framedBody struct {
	length  int           // size in the text, including ignored bytes after the body
	data    []http1.Chunk // its content
	omitted bool          // the capture does not have it
	defect  *Defect       // of the framing
}

// frameBody finds the body, of up to limit bytes, of a message whose head has been read. It
// skips nothing.
func (l *lookahead) frameBody(h *head, limit int) (framedBody, *Defect) {
	list, chunked := h.encodings()
	if chunked {
		if b, ok, failure := l.frameChunks(h.lineEnd, limit); ok || failure != nil {
			return b, failure
		}
		// QUIRK: curl -i joins the chunks.
		end, ok := l.findMessage(0, limit)
		return framed(end, end, nil), tooLargeUnless(ok)
	}
	stated := h.header.Get("Content-Length")
	length, err := strconv.ParseUint(stated, 10, 63)
	if n := int(length); err == nil && length <= uint64(limit) {
		if text := l.ahead(n + maxLineEnds + http1.MaxHeader); len(text) >= n && l.messageFollows(text[n:]) && !(l.alone && areLineEndsChanged(text, n)) {
			return framed(n, n, nil), nil
		}
	}
	end, ok := l.findMessage(0, limit)
	switch {
	case !ok:
		return framedBody{}, tooLargeUnless(ok)
	case stated == "":
		return framed(end-l.notesLen(l.text[:end]), end, nil), nil
	case end == 0 && (err == nil && length > 0 || h.isOftenBare() && !l.endsAt(0)):
		return framedBody{omitted: true}, nil
	case err != nil:
		return framed(end, end, &Defect{ErrLength, "Content-Length is not a length"}), nil
	case uint64(end) < length && l.endsAt(end):
		return framed(end, end, &Defect{io.ErrUnexpectedEOF, "the body is cut off"}), nil
	case uint64(end) < length:
		return framed(end, end, &Defect{ErrLength, "a body is shorter than Content-Length"}), nil
	}
	return l.frameLong(int(length), end, list != "")
}

func tooLargeUnless(ok bool) *Defect {
	if ok {
		return nil
	}
	return &Defect{ErrTooLarge, "a body"}
}

// framed returns a body of n bytes that is in the text byte for byte.
func framed(n, length int, defect *Defect) framedBody {
	return framedBody{length: length, data: []http1.Chunk{{End: n}}, defect: defect}
}

// frameLong frames a body that is longer than the header states.
func (l *lookahead) frameLong(stated, end int, encoded bool) (framedBody, *Defect) {
	text := l.text[:end]
	rest := text[stated:]
	switch {
	case encoded: // the tool may have decoded it
		return framed(end, end, &Defect{ErrLength, "a body is longer than Content-Length"}), nil
	case areLineEndsChanged(text, stated):
		return framedBody{}, lineEndsChanged
	case stated > 0 && len(rest) <= stated && utf8.Valid(text) && utf8.RuneCount(text) == stated:
		return framed(end, end, &Defect{ErrLength, "a body is longer than Content-Length, as if it was converted from another charset"}), nil
	}
	b := framed(stated, end, nil)
	if rest = rest[:len(rest)-l.notesLen(rest)]; len(bytes.TrimSpace(rest)) > 0 {
		b.defect = &Defect{ErrTrailing, "bytes after the end of the body, such as curl -w writes, were omitted"}
	}
	return b, nil
}

// lineEndsChanged is the failure of a body whose line ends were converted, so its original
// bytes are unknown.
var lineEndsChanged = &Defect{ErrLength, "the line ends of the body were changed; save it with curl -i -o FILE"}

// areLineEndsChanged reports whether a text has the stated length with shorter line ends.
func areLineEndsChanged(text []byte, stated int) bool {
	return len(text) > stated && len(text)-bytes.Count(text, []byte("\r\n")) == stated
}

// notesLen returns how many bytes at the end of a text are lines that a shell and curl
// print before a message, without the line end before them.
func (l *lookahead) notesLen(text []byte) int {
	if l.exact {
		return 0
	}
	return curl.TrailingNotesLen(text)
}

// messageFollows reports whether a text that has been read ahead continues with a
// message, or ends.
func (l *lookahead) messageFollows(text []byte) bool {
	ends := text[:min(len(text), maxLineEnds)]
	text = text[len(ends)-len(bytes.TrimLeft(ends, "\r\n")):]
	return len(text) == 0 || !l.alone && http1.KindOf(text, l.err != nil) != http1.None
}

// frameChunks finds a chunked body. ok reports whether the body is chunked.
func (l *lookahead) frameChunks(lineEnd string, limit int) (b framedBody, ok bool, failure *Defect) {
	var c http1.ChunkedBody
	for n := http1.MaxHeader; ; n *= 2 {
		text := l.ahead(min(n, limit))
		c.Split(text[:min(len(text), limit)], lineEnd)
		if c.State != http1.CutOff || l.err != nil || len(text) >= limit {
			break
		}
	}
	switch {
	case c.State == http1.Whole:
		return framedBody{length: c.At, data: c.Data}, true, nil
	case !c.Begun || lineEnd != "\r\n":
		// With \n as the line end, this may be a body that begins with a number.
		return b, false, nil
	}
	end, ok := l.findMessage(c.At, limit)
	if !ok {
		return b, true, tooLargeUnless(ok)
	}
	if c.IsData && end > c.At {
		c.Data = append(c.Data, http1.Chunk{Start: c.At, End: end})
	}
	b = framedBody{length: end, data: c.Data, defect: &Defect{ErrLength, "of a chunk"}}
	if c.State == http1.CutOff && l.endsAt(end) {
		b.defect = &Defect{io.ErrUnexpectedEOF, "the body in chunks is cut off"}
	}
	return b, true, nil
}

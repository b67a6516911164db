package oldredact

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

const (
	maxLineEnds  = 16      // bytes of empty lines between a body and the next message
	maxChunkLine = 1 << 10 // bytes of the line that states a chunk's size
)

// A body is what stands behind a head. It stays as long as nothing more is looked
// at.
type body struct {
	bytes  []byte
	length int // of all that belongs to it
	start  int // of its first byte in that
	form   originForm
	defect *Defect
}

// lookAtBody finds the body of a message whose head has been read, and passes
// nothing over. ok says that it is within the limit.
//
// The header says how long the body is, but what is there has the last word: tools
// print bodies decoded under the header of the encoded ones, and leave them out.
func (l *lookahead) lookAtBody(h *head, limit int) (b body, ok bool) {
	if strings.EqualFold(h.header.Get("Transfer-Encoding"), "chunked") {
		if b, chunked, ok := l.lookAtChunks(h.lineEnd, limit); chunked {
			return b, ok
		}
		// QUIRK: curl -i joins the chunks.
		end, ok := l.findMessage(0, limit)
		return l.body(end, nil), ok
	}
	stated := h.header.Get("Content-Length")
	length, err := strconv.ParseUint(stated, 10, 63)
	if n := int(length); err == nil && length <= uint64(limit) {
		if text := l.ahead(n + maxLineEnds + maxHeader); len(text) >= n && l.messageFollows(text[n:]) {
			return l.body(n, nil), true
		}
	}
	end, ok := l.findMessage(0, limit)
	switch {
	case !ok:
		return b, false
	case stated == "":
		return l.body(end, nil), true
	case end == 0 && h.isOftenBare() && !l.endsAt(0):
		return l.body(0, nil), true
	case err != nil:
		return l.body(end, &Defect{ErrLength, "Content-Length is no length"}), true
	case uint64(end) < length && l.endsAt(end):
		return l.body(end, &Defect{io.ErrUnexpectedEOF, "the body is cut off"}), true
	case uint64(end) < length:
		return l.body(end, &Defect{ErrLength, "a body is shorter than Content-Length"}), true
	}
	return l.body(end, &Defect{ErrLength, "a body is longer than Content-Length"}), true
}

// isOftenBare reports whether this may be the head of a response whose body is not
// in the capture.
//
// QUIRK: curl -i -L prints the heads of redirects alone, and with --anyauth,
// --digest and the like those of the refusals that precede.
func (h *head) isOftenBare() bool {
	return 300 <= h.status && h.status < 400 || h.status == 401 || h.status == 407
}

// body is one that stands byte for byte.
func (l *lookahead) body(n int, defect *Defect) body {
	return body{bytes: l.text[:n], length: n, form: asIs, defect: defect}
}

// endsAt reports whether no more than n bytes are left.
func (l *lookahead) endsAt(n int) bool { return l.err != nil && n == len(l.text) }

// messageFollows reports whether a text that has been looked at goes on with a
// message, or ends.
func (l *lookahead) messageFollows(text []byte) bool {
	ends := text[:min(len(text), maxLineEnds)]
	text = text[len(ends)-len(bytes.TrimLeft(ends, "\r\n")):]
	return len(text) == 0 || !l.alone && kindOf(text, l.err != nil) != noMessage
}

// lookAtChunks finds a body in chunks. chunked says that there are any.
func (l *lookahead) lookAtChunks(lineEnd string, limit int) (b body, chunked, ok bool) {
	var c chunks
	for n := maxHeader; ; n *= 2 {
		text := l.ahead(min(n, limit))
		c = chunks{joined: c.joined[:0], lineEnd: lineEnd}
		c.read(text[:min(len(text), limit)])
		if c.state != chunksCut || l.err != nil || len(text) >= limit {
			break
		}
	}
	switch {
	case c.state == chunksWhole:
		return c.body(c.at, nil), true, true
	case !c.begun || lineEnd != "\r\n":
		// Where a line end is \n, a number in a line of its own is no rare body.
		return b, false, true
	}
	end, ok := l.findMessage(c.at, limit)
	if !ok {
		return b, true, false
	}
	if c.inData && end > c.at {
		c.joined = append(c.joined, l.text[c.at:end]...)
		c.count++
	}
	if c.state == chunksCut && l.endsAt(end) {
		return c.body(end, &Defect{io.ErrUnexpectedEOF, "the body in chunks is cut off"}), true, true
	}
	return c.body(end, &Defect{ErrLength, "of a chunk"}), true, true
}

// chunks are what RFC 9112, 7.1, calls a chunked-body.
type chunks struct {
	lineEnd string
	joined  []byte
	count   int
	start   int  // where the data of the first one begins
	begun   bool // the first size is one
	at      int  // where reading came to: the end, or what is not whole
	inData  bool // which is the data of a chunk
	state   chunksState
}

type chunksState uint8

const (
	chunksWhole  chunksState = iota
	chunksCut                // the text ends before
	chunksBroken             // a size is none, or is not that of the chunk
)

// read reads chunks as long as they are whole.
func (c *chunks) read(text []byte) {
	for {
		c.inData = false
		line, _, ok := bytes.Cut(text[c.at:min(len(text), c.at+maxChunkLine)], []byte(c.lineEnd))
		if !ok {
			c.state = chunksBroken
			if len(text)-c.at < maxChunkLine {
				c.state = chunksCut
			}
			return
		}
		digits, _, _ := bytes.Cut(line, []byte(";"))
		size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
		if err != nil {
			c.state = chunksBroken
			return
		}
		c.at += len(line) + len(c.lineEnd)
		if !c.begun {
			c.begun, c.start = true, c.at
		}
		if size == 0 {
			c.readTrailer(text)
			return
		}
		c.inData = true
		if size > uint64(len(text)-c.at) {
			c.state = chunksCut
			return
		}
		end := c.at + int(size)
		if !bytes.HasPrefix(text[end:], []byte(c.lineEnd)) {
			c.state = chunksBroken
			if bytes.HasPrefix([]byte(c.lineEnd), text[end:]) {
				c.state = chunksCut
			}
			return
		}
		c.joined = append(c.joined, text[c.at:end]...)
		c.count++
		c.at = end + len(c.lineEnd)
	}
}

// readTrailer passes over the fields behind the last chunk.
func (c *chunks) readTrailer(text []byte) {
	for {
		n := bytes.IndexByte(text[c.at:], '\n') + 1
		switch {
		case n == 0:
			c.state = chunksCut
			return
		case lineEndLen(text[c.at:]) > 0:
			c.at += n
			return
		case !isHeader(text[c.at:], false):
			c.state = chunksBroken
			return
		}
		c.at += n
	}
}

// body is one in chunks. Of a single chunk it is known where each byte stands.
func (c *chunks) body(length int, defect *Defect) body {
	b := body{bytes: c.joined, length: length, start: c.start, defect: defect}
	if c.count <= 1 {
		b.form = asIs
	}
	return b
}

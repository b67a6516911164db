package capture

import (
	"bytes"
	"strconv"
)

// Chunked bodies (RFC 9112, 7.1): a pure splitter, which returns the places of the chunks'
// data in a text.

// maxChunkLine bounds the line that states a chunk's size.
const maxChunkLine = 1 << 10

// A chunkedBody is the result of splitting a text.
type chunkedBody struct {
	data   []chunk
	at     int  // where splitting stopped: the end of the body, or an incomplete part
	isData bool // that part is the data of a chunk
	begun  bool // the first line states a size
	state  chunksState
}

// A chunk is the place of a chunk's data in the text.
type chunk struct{ start, end int }

type chunksState uint8

const (
	chunksWhole  chunksState = iota
	chunksCut                // the text ends early
	chunksBroken             // a size is malformed, or differs from the chunk's
)

// splitChunks splits a text that begins with a chunk, up to the first incomplete part.
// lineEnd is the line end of the message.
func splitChunks(text []byte, lineEnd string) (c chunkedBody) {
	for {
		c.isData = false
		line, _, ok := bytes.Cut(text[c.at:min(len(text), c.at+maxChunkLine)], []byte(lineEnd))
		if !ok {
			c.state = chunksBroken
			if len(text)-c.at < maxChunkLine {
				c.state = chunksCut
			}
			return c
		}
		digits, _, _ := bytes.Cut(line, []byte(";"))
		size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
		if err != nil {
			c.state = chunksBroken
			return c
		}
		c.at += len(line) + len(lineEnd)
		c.begun = true
		if size == 0 {
			c.splitTrailer(text)
			return c
		}
		c.isData = true
		if size > uint64(len(text)-c.at) {
			c.state = chunksCut
			return c
		}
		end := c.at + int(size)
		if !bytes.HasPrefix(text[end:], []byte(lineEnd)) {
			c.state = chunksBroken
			if bytes.HasPrefix([]byte(lineEnd), text[end:]) {
				c.state = chunksCut
			}
			return c
		}
		c.data = append(c.data, chunk{c.at, end})
		c.at = end + len(lineEnd)
	}
}

// splitTrailer skips the fields after the last chunk, up to maxHeader bytes of them.
func (c *chunkedBody) splitTrailer(text []byte) {
	for from := c.at; ; {
		n := bytes.IndexByte(text[c.at:], '\n') + 1
		switch {
		case n == 0:
			c.state = chunksCut
			return
		case lineEndLen(text[c.at:]) > 0:
			c.at += n
			return
		case !isHeader(text[c.at:], false), c.at-from > maxHeader:
			c.state = chunksBroken
			return
		}
		c.at += n
	}
}

package http1

import (
	"bytes"
	"strconv"
)

// maxChunkLine bounds the line that states a chunk's size.
const maxChunkLine = 1 << 10

// A ChunkedBody is a body in chunks (RFC 9112, 7.1), as far as it could be split.
type ChunkedBody struct {
	Data   []Chunk
	At     int  // where splitting stopped: the end of the body, or an incomplete part
	IsData bool // that part is the data of a chunk
	Begun  bool // the first line states a size
	State  State
}

// A Chunk is the place of a chunk's data in the text.
type Chunk struct{ Start, End int }

// A State says why splitting stopped.
type State uint8

// The states.
const (
	Whole  State = iota // at the end of the body
	CutOff              // the text ends early
	Broken              // a size is malformed, or differs from the chunk's
)

// SplitChunks splits a text that begins with a chunk, up to the first incomplete part.
// lineEnd is the line end of the message.
func SplitChunks(text []byte, lineEnd string) (c ChunkedBody) {
	for {
		c.IsData = false
		line, _, ok := bytes.Cut(text[c.At:min(len(text), c.At+maxChunkLine)], []byte(lineEnd))
		if !ok {
			c.State = Broken
			if len(text)-c.At < maxChunkLine {
				c.State = CutOff
			}
			return c
		}
		digits, _, _ := bytes.Cut(line, []byte(";"))
		size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
		if err != nil {
			c.State = Broken
			return c
		}
		c.At += len(line) + len(lineEnd)
		c.Begun = true
		if size == 0 {
			c.splitTrailer(text)
			return c
		}
		c.IsData = true
		if size > uint64(len(text)-c.At) {
			c.State = CutOff
			return c
		}
		end := c.At + int(size)
		if !bytes.HasPrefix(text[end:], []byte(lineEnd)) {
			c.State = Broken
			if bytes.HasPrefix([]byte(lineEnd), text[end:]) {
				c.State = CutOff
			}
			return c
		}
		c.Data = append(c.Data, Chunk{c.At, end})
		c.At = end + len(lineEnd)
	}
}

// splitTrailer skips the fields after the last chunk, up to MaxHeader bytes of them.
func (c *ChunkedBody) splitTrailer(text []byte) {
	for from := c.At; ; {
		n := bytes.IndexByte(text[c.At:], '\n') + 1
		switch {
		case n == 0:
			c.State = CutOff
			return
		case LineEndLen(text[c.At:]) > 0:
			c.At += n
			return
		case !IsHeader(text[c.At:], false), c.At-from > MaxHeader:
			c.State = Broken
			return
		}
		c.At += n
	}
}

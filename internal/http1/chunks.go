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

	size    uint64 // of that data
	trailer int    // where the fields after the last chunk begin, or 0
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

// Split splits a text that begins with a chunk, up to the first incomplete part. lineEnd is
// the line end of the message. If the text was cut off and there is more of it now, another
// call continues.
func (c *ChunkedBody) Split(text []byte, lineEnd string) {
	for c.trailer == 0 {
		if !c.IsData && !c.splitSize(text, lineEnd) {
			return
		}
		if c.trailer > 0 {
			break
		}
		if c.State = CutOff; c.size > uint64(len(text)-c.At) {
			return
		}
		end := c.At + int(c.size)
		if after := text[end:]; !bytes.HasPrefix(after, []byte(lineEnd)) {
			if !bytes.HasPrefix([]byte(lineEnd), after) {
				c.State = Broken
			}
			return
		}
		c.Data = append(c.Data, Chunk{c.At, end})
		c.At = end + len(lineEnd)
		c.IsData = false
	}
	c.splitTrailer(text)
}

// splitSize reads the line that states the size of a chunk, and reports whether it could.
func (c *ChunkedBody) splitSize(text []byte, lineEnd string) bool {
	line, _, isWhole := bytes.Cut(text[c.At:min(len(text), c.At+maxChunkLine)], []byte(lineEnd))
	if !isWhole && len(text)-c.At < maxChunkLine {
		c.State = CutOff
		return false
	}
	digits, _, _ := bytes.Cut(line, []byte(";"))
	size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
	if !isWhole || err != nil {
		c.State = Broken
		return false
	}
	c.At += len(line) + len(lineEnd)
	c.Begun = true
	if size == 0 {
		c.trailer = c.At
	} else {
		c.IsData, c.size = true, size
	}
	return true
}

// splitTrailer skips the fields after the last chunk, up to MaxHeader bytes of them.
func (c *ChunkedBody) splitTrailer(text []byte) {
	for c.State = CutOff; ; {
		n := bytes.IndexByte(text[c.At:], '\n') + 1
		switch {
		case n == 0:
			return
		case LineEndLen(text[c.At:]) > 0:
			c.At += n
			c.State = Whole
			return
		case !IsHeader(text[c.At:], false), c.At-c.trailer > MaxHeader:
			c.State = Broken
			return
		}
		c.At += n
	}
}

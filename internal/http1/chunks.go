package http1

import (
	"bytes"
	"strconv"
)

// maxChunkLine bounds the line that states a chunk's size.
const maxChunkLine = 1 << 10

// A ChunkedBody is a body in chunks (RFC 9112, 7.1), as far as it could be split.
type ChunkedBody struct {
	Data    []Chunk
	At      int  // where splitting stopped: the end of the body, or an incomplete or malformed part; 0 if there is no chunk
	IsData  bool // that part is the data of a chunk
	IsWhole bool // the body has its end
}

// A Chunk is the place of a chunk's data in the text.
type Chunk struct{ Start, End int }

// SplitChunks splits a text that begins with a chunk.
func SplitChunks(text []byte) (b ChunkedBody) {
	for {
		line, _, _ := bytes.Cut(text[b.At:min(len(text), b.At+maxChunkLine)], []byte("\n"))
		digits, _, _ := bytes.Cut(line, []byte(";"))
		size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t\r")), 16, 63)
		if err != nil || b.At+len(line) == len(text) || len(line) == maxChunkLine {
			return b
		}
		b.At += len(line) + 1
		if size == 0 {
			b.splitTrailer(text)
			return b
		}
		b.IsData = true
		if size > uint64(len(text)-b.At) {
			return b
		}
		end := b.At + int(size)
		lineEnd := LineEndLen(text[end:])
		if lineEnd == 0 {
			return b
		}
		b.Data = append(b.Data, Chunk{b.At, end})
		b.At, b.IsData = end+lineEnd, false
	}
}

// splitTrailer skips the fields after the last chunk, up to MaxHeader bytes of them.
func (b *ChunkedBody) splitTrailer(text []byte) {
	for most := b.At + MaxHeader; b.At <= most && !b.IsWhole && IsHeader(text[b.At:], false); {
		n := bytes.IndexByte(text[b.At:], '\n') + 1
		if n == 0 {
			return
		}
		b.IsWhole = LineEndLen(text[b.At:]) > 0
		b.At += n
	}
}

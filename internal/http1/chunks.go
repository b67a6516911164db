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
	At     int  // where splitting stopped: the end of the body, or an incomplete part; 0 if there is no chunk
	IsData bool // that part is the data of a chunk
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

// SplitChunks splits a text that begins with a chunk, up to the first incomplete part. lineEnd
// is the line end of the message.
func SplitChunks(text []byte, lineEnd string) (b ChunkedBody) {
	b.State = CutOff
	for {
		line, _, isWhole := bytes.Cut(text[b.At:min(len(text), b.At+maxChunkLine)], []byte(lineEnd))
		if !isWhole && len(text)-b.At < maxChunkLine {
			return b
		}
		digits, _, _ := bytes.Cut(line, []byte(";"))
		size, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
		if !isWhole || err != nil {
			b.State = Broken
			return b
		}
		b.At += len(line) + len(lineEnd)
		if size == 0 {
			b.splitTrailer(text)
			return b
		}
		if b.IsData = true; size > uint64(len(text)-b.At) {
			return b
		}
		end := b.At + int(size)
		if after := text[end:]; !bytes.HasPrefix(after, []byte(lineEnd)) {
			if !bytes.HasPrefix([]byte(lineEnd), after) {
				b.State = Broken
			}
			return b
		}
		b.Data = append(b.Data, Chunk{b.At, end})
		b.At, b.IsData = end+len(lineEnd), false
	}
}

// splitTrailer skips the fields after the last chunk, up to MaxHeader bytes of them.
func (b *ChunkedBody) splitTrailer(text []byte) {
	for most := b.At + MaxHeader; ; {
		n := bytes.IndexByte(text[b.At:], '\n') + 1
		switch {
		case n == 0:
			return
		case LineEndLen(text[b.At:]) > 0:
			b.At += n
			b.State = Whole
			return
		case !IsHeader(text[b.At:], false), b.At > most:
			b.State = Broken
			return
		}
		b.At += n
	}
}

package capture

import (
	"bytes"
	"io"
)

// A window over a text that is not all in memory, for formats in which later text decides
// where a part ends.

// blockSize is the initial size of the window. It has room for some small messages and for
// another header.
const blockSize = 4 * maxHeader

// A lookahead is a text whose beginning is in memory.
type lookahead struct {
	src   io.Reader
	text  []byte   // read, and not yet skipped
	at    Position // of text[0]
	err   error    // of src; if set, text is the rest of the input
	block []byte   // text is a part of it
	alone bool     // the text is one message, even if it seems to have several
}

func (in *input) lookahead() *lookahead {
	in.skipBOM()
	return &lookahead{src: in.buf, at: in.at}
}

// oneMessage returns a lookahead at a text in memory that is one message.
func oneMessage(text []byte, at Position) *lookahead {
	return &lookahead{text: text, at: at, err: io.EOF, alone: true}
}

// ahead returns the next n bytes or more, or the rest of the input. The result is valid
// until the next call.
func (l *lookahead) ahead(n int) []byte {
	for len(l.text) < n && l.err == nil {
		if cap(l.text) < n {
			block := l.block
			if 2*n > len(block) {
				block = make([]byte, max(2*n, blockSize))
			}
			l.text = block[:copy(block, l.text)]
			l.block = block
		}
		var more int
		more, l.err = l.src.Read(l.text[len(l.text):cap(l.text)])
		l.text = l.text[:len(l.text)+more]
	}
	return l.text
}

// endsAt reports whether exactly n bytes are left.
func (l *lookahead) endsAt(n int) bool { return l.err != nil && n == len(l.text) }

// skip skips n bytes of text.
func (l *lookahead) skip(n int) {
	l.at = l.at.after(l.text[:n])
	l.text = l.text[n:]
}

// skipFar skips n bytes, which need not be in memory, and reports whether there were that
// many.
func (l *lookahead) skipFar(n int64) bool {
	for n > 0 {
		text := l.ahead(int(min(n, blockSize/2)))
		if len(text) == 0 {
			return false
		}
		piece := min(n, int64(len(text)))
		l.skip(int(piece))
		n -= piece
	}
	return true
}

// skipLineEnds skips empty lines, and reports whether more text follows.
func (l *lookahead) skipLineEnds() bool {
	for len(l.ahead(maxHeader)) > 0 {
		rest := bytes.TrimLeft(l.text, "\r\n")
		l.skip(len(l.text) - len(rest))
		if len(rest) > 0 {
			return true
		}
	}
	return false
}

// skipTo skips the text up to the offset that find returns, or all of it. The function find
// works like findMessage.
func (l *lookahead) skipTo(find func(text []byte, from int, ended bool) int) {
	from := 0
	for {
		text := l.ahead(blockSize / 2)
		ended := l.err != nil
		at := find(text, from, ended)
		switch {
		case at >= 0:
			l.skip(at)
			return
		case ended:
			l.skip(len(text))
			return
		}
		l.skip(len(text) - maxHeader)
		from = maxHeader - overlap
	}
}

// findMessage returns where the next message begins at or after an offset, or the end
// of the text. ok reports whether that is within the limit.
func (l *lookahead) findMessage(after, limit int) (end int, ok bool) {
	if l.alone {
		return len(l.text), true
	}
	from := 0
	for n := after + maxHeader; ; n *= 2 {
		text := l.ahead(n)[after:]
		ended := l.err != nil
		end = findMessage(text, from, ended)
		switch {
		case end < 0 && ended:
			end = len(text)
		case end < 0 && after+len(text) <= limit+maxHeader:
			from = max(0, len(text)-overlap)
			continue
		}
		return after + end, end >= 0 && after+end <= limit
	}
}

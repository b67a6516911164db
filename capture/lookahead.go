package capture

import (
	"bytes"
	"io"
)

// A window over a text that is not all in memory, for formats in which what follows
// decides where something ends.

// blockSize is what a lookahead begins with: some small messages, and the header of one
// more.
const blockSize = 4 * maxHeader

// A lookahead is a text of which the beginning is in memory.
type lookahead struct {
	src   io.Reader
	text  []byte   // read, and not yet skipped
	at    Position // of text[0]
	err   error    // of src: if there is one, text is all that is left
	block []byte   // of which text is a part
	alone bool     // it is one message, whatever else looks like one in it
}

func (in *input) lookahead() *lookahead {
	in.skipBOM()
	return &lookahead{src: in.buf, at: in.at}
}

// oneMessage returns a lookahead at a text in memory that is one message.
func oneMessage(text []byte, at Position) *lookahead {
	return &lookahead{text: text, at: at, err: io.EOF, alone: true}
}

// ahead returns what comes next: n bytes, more, or all that is left. It is valid until
// the next call.
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

// endsAt reports whether no more than n bytes are left.
func (l *lookahead) endsAt(n int) bool { return l.err != nil && n == len(l.text) }

// skip skips n bytes of text.
func (l *lookahead) skip(n int) {
	l.at = l.at.after(l.text[:n])
	l.text = l.text[n:]
}

// skipFar skips n bytes, which need not be in memory, and reports whether there were
// so many.
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

// skipLineEnds skips empty lines, and reports whether anything follows.
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

// skipTo skips everything up to what find finds, which is a function like findMessage.
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

package oldredact

import (
	"bytes"
	"io"
)

const (
	// maxHeader bounds a start line with the header behind it, and a start line that
	// is looked for ahead.
	maxHeader = 64 << 10
	// blockSize is what a lookahead begins with: some small messages, and the header
	// of one more.
	blockSize = 4 * maxHeader
)

// A lookahead is a text that has to be looked at before it is clear where what
// comes next ends.
type lookahead struct {
	src   io.Reader
	text  []byte   // read, and not yet passed over
	at    Position // of text[0]
	err   error    // of src: where there is one, text is all that is left
	block []byte   // what text is a part of
	alone bool     // it is one message, whatever else looks like one in it
}

func (in *input) lookahead() *lookahead {
	in.skipBOM()
	return &lookahead{src: in.buf, at: in.at}
}

// ahead gives what comes next: n bytes, more, or all that is left. It stays as it
// is until more is asked for.
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

// skip passes over n bytes of text.
func (l *lookahead) skip(n int) {
	l.at = l.at.after(l.text[:n])
	l.text = l.text[n:]
}

// skipFar passes over n bytes, which need not have been looked at, and says
// whether there were so many.
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

// skipLineEnds passes over empty lines, and says whether anything comes behind.
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

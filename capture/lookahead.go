package capture

import (
	"bytes"
	"io"
	"iter"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// A window over a text that is not all in memory: later text decides where a part ends.

const (
	// blockSize is the initial size of the window. It has room for some small messages and
	// for another header.
	blockSize = 4 * http1.MaxHeader
	// beginningSize is how many bytes of a capture are examined to recognise it.
	beginningSize = 64 << 10

	utf8BOM = "\xEF\xBB\xBF"
)

// A lookahead is a text whose beginning is in memory.
type lookahead struct {
	src     io.Reader
	text    []byte      // read, and not yet skipped
	at      Position    // of text[0]
	skipped int         // bytes of the text before that
	pieces  pieces      // of the text, after text[0], if it is in the capture in pieces
	err     error       // of src; if set, text is the rest of the input
	stopped bool        // nothing more is wanted
	block   []byte      // text is a part of it
	alone   bool        // the text is one message, even if it seems to have several
	exact   bool        // no notes are around messages
	prompt  curl.Prompt // of the shell whose output the text is, if known
	// converted means that the capture is in UTF-16, so a shell has decoded the bodies.
	converted bool
}

func newLookahead(src io.Reader) *lookahead {
	return &lookahead{src: src, at: Position{Line: 1, Col: 1}}
}

// ahead returns the next n bytes or more, or the rest of the input. The result is valid
// until the next call.
func (l *lookahead) ahead(n int) []byte {
	for len(l.text) < n && l.err == nil {
		if len(l.text) == 0 {
			l.text = l.block[:0] // which is in the caches
		}
		if cap(l.text) < n {
			block := l.block
			if 2*n > len(block) {
				block = make([]byte, max(2*n, blockSize))
			}
			l.text = block[:copy(block, l.text)]
			l.block = block
		}
		var more int
		more, l.err = l.src.Read(l.text[len(l.text):min(cap(l.text), max(n, len(l.text)+beginningSize))])
		l.text = l.text[:len(l.text)+more]
	}
	return l.text
}

// begins reports whether the text begins with another. It reads no more bytes than needed:
// a client that writes an empty line may wait for the result.
func (l *lookahead) begins(with string) bool {
	for n := range len(with) {
		if text := l.ahead(n + 1); len(text) <= n || text[n] != with[n] {
			return false
		}
	}
	return true
}

// upTo returns the next n bytes, or the rest of the input if that is less.
func (l *lookahead) upTo(n int) []byte {
	text := l.ahead(n)
	return text[:min(len(text), n)]
}

// beginning returns the first bytes of a capture, without a byte order mark.
func (l *lookahead) beginning() []byte {
	return bytes.TrimPrefix(l.upTo(beginningSize), []byte(utf8BOM))
}

// Read reads bytes, and skips them.
func (l *lookahead) Read(p []byte) (n int, err error) {
	n = copy(p, l.ahead(1))
	l.skip(n)
	if n == 0 {
		err = l.err
	}
	return n, err
}

// readAll reads the rest of the text, and reports whether it has no more than limit bytes.
func (l *lookahead) readAll(limit int) (text []byte, fits bool) {
	text, _ = io.ReadAll(io.LimitReader(l, int64(limit)+1)) // failure returns an error
	return text, len(text) <= limit
}

// failure returns the error of the source that ended the text, or nil if that is whole.
func (l *lookahead) failure() error {
	if l.err == io.EOF {
		return nil
	}
	return l.err
}

// endsAt reports whether exactly n bytes are left.
func (l *lookahead) endsAt(n int) bool { return l.err != nil && n == len(l.text) }

func (l *lookahead) skip(n int) {
	from := 0
	for ; len(l.pieces) > 0 && l.pieces[0].from <= l.skipped+n; l.pieces = l.pieces[1:] {
		l.at, from = l.pieces[0].at, l.pieces[0].from-l.skipped
	}
	l.at = l.at.after(l.text[from:n])
	l.text = l.text[n:]
	l.skipped += n
}

// skipFar skips n bytes, which need not be in memory, and reports whether there were that
// many.
func (l *lookahead) skipFar(n int64) bool {
	_, err := io.CopyN(io.Discard, l, n)
	return err == nil
}

// skipSet skips characters of a set, and reports whether more text follows, and is wanted.
func (l *lookahead) skipSet(set string) bool {
	for !l.stopped && len(l.ahead(1)) > 0 {
		l.skip(len(l.text) - len(bytes.TrimLeft(l.text, set)))
		if len(l.text) > 0 {
			return true
		}
	}
	return false
}

// skipTo skips the text up to the offset that find returns, or all of it, and calls note with
// each piece of it. The function find works like http1.FindMessage.
func (l *lookahead) skipTo(find func(text []byte, ended bool) int, note func(skipped []byte)) {
	for isFound := false; !isFound; {
		text := l.ahead(blockSize / 2)
		n := find(text, l.err != nil)
		switch isFound = n >= 0 || l.err != nil; {
		case !isFound:
			n = len(text) - http1.MaxHeader // a message may begin in the rest
		case n < 0:
			n = len(text)
		}
		note(text[:n])
		l.skip(n)
	}
}

// growing yields beginnings of the text, each about twice as long as the one before, up to
// the end of the text or to limit bytes.
func (l *lookahead) growing(limit int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for n := http1.MaxHeader; ; n *= 2 {
			text := l.ahead(min(n, limit))
			text = text[:min(len(text), limit)]
			if !yield(text) || l.err != nil || len(text) == limit {
				return
			}
		}
	}
}

// findMessage returns where the next message begins at or after an offset, or the end of the
// text, unless that is more than limit.
func (l *lookahead) findMessage(after, limit int) (end int, failure *Defect) {
	for text := range l.growing(limit + http1.MaxHeader) {
		end = len(text)
		if at := http1.FindMessage(text[after:], l.err != nil); at >= 0 && !l.alone {
			end = after + at
			break
		}
	}
	if end > limit {
		return 0, &Defect{ErrTooLarge, "a body"}
	}
	return end, nil
}

// join joins chunks of the text. It skips nothing.
func (l *lookahead) join(data []http1.Chunk) (joined []byte, where origin) {
	joined, where = []byte{}, origin{at: l.at}
	rest := *l
	for _, c := range data {
		rest.skip(l.skipped + c.Start - rest.skipped)
		for n := c.End - c.Start; n > 0; {
			part := rest.text[:n]
			if len(rest.pieces) > 0 {
				part = part[:min(n, rest.pieces[0].from-rest.skipped)]
			}
			where.pieces = where.pieces.add(len(joined), rest.at)
			joined = append(joined, part...)
			rest.skip(len(part))
			n -= len(part)
		}
	}
	return joined, where
}

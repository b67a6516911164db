package capture

import (
	"bytes"
	"io"
	"iter"
)

// JSON Lines: one exchange per line, as docs/schemas/exchange.json describes it, or indented
// exchanges, over several lines each.

// readLines yields parts of whole lines, of up to limit bytes each. The goroutine that reads
// a part parses its lines. Blank lines are skipped, or reported as errors.
func readLines(in *lookahead, limit int, reportBlank bool, yield func(Part) bool) {
	at := in.at
	var rest []byte // the beginning of a line
	s := lineSplitter{limit: limit, reportBlank: reportBlank, blocks: newFreeList[[]byte](), readers: newFreeList[*lineReader]()}
	for {
		block := s.blocks.get()
		if len(block) < 2*len(rest) || len(block) < partSize {
			block = make([]byte, max(partSize, 2*len(rest)))
		}
		block, err := fill(block, rest, in)
		whole := bytes.LastIndexByte(block, '\n') + 1
		if err == io.EOF {
			whole = len(block)
		}
		end := at.after(block[:whole])
		rest = bytes.Clone(block[whole:])
		if whole > 0 && !yield(Part{s.lines(block[:whole], at), cap(block)}) {
			return
		}
		at = end
		if err == nil && len(rest) > limit {
			if !yield(failedPart(largeLine(at))) {
				return
			}
			var skipped int64
			skipped, err = skipLine(in)
			at = Position{at.Offset + int64(len(rest)) + skipped, at.Line + 1, 1}
			rest = nil
		}
		if err != nil {
			if err != io.EOF {
				yield(failedPart(err))
			}
			return
		}
	}
}

// fill copies the beginning into a block, and fills it up from src.
func fill(block, beginning []byte, src *lookahead) ([]byte, error) {
	n := copy(block, beginning)
	for n < len(block) {
		more, err := src.Read(block[n:])
		n += more
		switch {
		case err != nil:
			return block[:n], err
		case len(src.text) == 0 && bytes.IndexByte(block[n-more:n], '\n') >= 0:
			return block[:n], nil // a client that writes line by line may wait for the results
		}
	}
	return block, nil
}

// skipLine skips the rest of a line, and returns its length.
func skipLine(src *lookahead) (n int64, err error) {
	for {
		text := src.ahead(1)
		line := text[:lineLen(text)]
		src.skip(len(line))
		n += int64(len(line))
		if len(line) == 0 {
			return n, src.err
		}
		if line[len(line)-1] == '\n' {
			return n, nil
		}
	}
}

func largeLine(at Position) error {
	return &Error{Format: JSONLines, Entry: at.Line, Position: at, Err: ErrTooLarge, Detail: "a line"}
}

// A lineSplitter reads the lines of parts, on any goroutine.
type lineSplitter struct {
	limit       int
	reportBlank bool
	blocks      freeList[[]byte]
	readers     freeList[*lineReader]
}

// lines reads whole lines, all into the same exchange, and recycles their block.
func (s *lineSplitter) lines(text []byte, at Position) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		if text == nil {
			return // has been read
		}
		l := s.readers.get()
		if l == nil {
			l = newLineReader()
		}
		defer func() { text = nil }()
		for line := range bytes.Lines(text) {
			more := true
			switch {
			case len(bytes.TrimSuffix(line, []byte("\n"))) > s.limit:
				more = yield(nil, largeLine(at))
			case len(bytes.TrimSpace(line)) > 0:
				more = yield(l.read(bytes.TrimRight(line, "\r\n"), at.Line, at))
			case s.reportBlank:
				more = yield(nil, &Error{Format: JSONLines, Entry: at.Line, Position: at, Err: ErrBlankLine})
			}
			if !more {
				return
			}
			at.Offset += int64(len(line))
			at.Line++
			at.Col = 1
		}
		// No exchange of this part is in use now.
		s.blocks.put(text[:cap(text)])
		s.readers.put(l)
	}
}

// isIndented reports whether the first exchange extends over several lines: its second line
// begins with a member.
func isIndented(text []byte) bool {
	line := text[:lineLen(text)]
	var v valueEnd
	if _, isWhole := v.find(line); isWhole {
		return false
	}
	return firstByte(text, skipSpace(text, len(line))) == '"'
}

// readIndented reads exchanges, of up to limit bytes each, one after the other.
func readIndented(in *lookahead, limit int) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		s := jsonStream{in, JSONLines}
		for entry := 1; ; entry++ {
			switch _, err := s.next(); {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, err)
				return
			}
			at := in.at
			var text []byte
			size, err := s.appendValue(&text, limit)
			more := true
			switch {
			case size > limit:
				more = yield(nil, &Error{Format: JSONLines, Entry: entry, Position: at, Err: ErrTooLarge, Detail: "an exchange"})
			case err == nil, err == io.EOF: // the reader reports where it is cut off
				more = yield(newLineReader().read(text, entry, at))
			}
			if !more {
				return
			}
			if err != nil {
				if err != io.EOF {
					yield(nil, err)
				}
				return
			}
		}
	}
}

// A lineReader reads the exchanges of lines.
type lineReader struct {
	memberReader
	line       valueReader
	post       string
	isExchange bool // the members include url or status
}

func newLineReader() *lineReader {
	l := new(lineReader)
	request, response := &l.exchange.Request, &l.exchange.Response
	l.line = l.object(
		member{"url", l.ofExchange(l.string("url", &request.URL))},
		member{"method", l.string("method", &request.Method)},
		member{"requestHeaders", l.header("requestHeaders", "a request header", &request.Header)},
		member{"post", l.string("post", &l.post)},
		member{"status", l.ofExchange(l.status("status"))},
		member{"headers", l.header("headers", "a header", &response.Header)},
		member{"body", l.soleBody(l.orIllTyped('"', "body is not a string", l.textBody))},
		member{"bodyBase64", l.soleBody(l.orIllTyped('"', "bodyBase64 is not a string", l.base64Body))},
		member{"bodyOmitted", l.soleBody(l.omission("bodyOmitted"))},
	)
	return l
}

// read reads an exchange that begins at a position.
func (l *lineReader) read(text []byte, entry int, at Position) (*Exchange, error) {
	l.reset(entry, text, at)
	l.post, l.isExchange = "", false
	end, err := l.line(skipSpace(text, 0))
	if err == nil {
		if end = skipSpace(text, end); end < len(text) {
			err = wantError(text, end, "the end of the line")
		}
	}
	if err == nil && !l.isExchange {
		err = &jsonError{skipSpace(text, 0), ErrMalformed, "neither url nor status, so not an exchange"}
	}
	if err != nil {
		return nil, l.failure(JSONLines, err)
	}
	x := &l.exchange
	if l.post != "" {
		x.Request.Body = []byte(l.post)
	}
	x.Request.findOmission(false)
	switch r := &x.Response; {
	case x.Request.IsElsewhere():
		r.Body = nil
	case r.Body != nil || r.BodyOmitted:
	case r.Status == 0:
		r.Lost = true
	case isBodiless(x.Request.Method, r.Status):
		r.Body = []byte{}
	default:
		r.omitBody()
	}
	return x, nil
}

// ofExchange reads a member that makes the line an exchange.
func (l *lineReader) ofExchange(read valueReader) valueReader {
	return func(value int) (int, *jsonError) {
		l.isExchange = true
		return read(value)
	}
}

// soleBody reads a body, and fails if there was one before.
func (l *lineReader) soleBody(read valueReader) valueReader {
	return func(value int) (int, *jsonError) {
		if r := &l.exchange.Response; r.Body != nil || r.BodyOmitted {
			return value, &jsonError{value, ErrMalformed, "body, bodyBase64 and bodyOmitted exclude each other"}
		}
		return read(value)
	}
}

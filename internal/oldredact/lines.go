package oldredact

import (
	"bufio"
	"bytes"
	"io"
	"iter"
)

// parseLines makes parts of whole lines, which are read where the part is.
func (r Reader) parseLines(in *input, yield func(Part) bool) {
	in.skipBOM()
	at := in.at
	var rest []byte // the beginning of a line
	blocks, readers := newUsed[[]byte](), newUsed[*lineReader]()
	for {
		block := blocks.get()
		if len(block) < 2*len(rest) || len(block) < partSize {
			block = make([]byte, max(partSize, 2*len(rest)))
		}
		block, err := fill(block, rest, in.buf)
		whole := bytes.LastIndexByte(block, '\n') + 1
		if err == io.EOF {
			whole = len(block)
		}
		end := at.after(block[:whole])
		rest = bytes.Clone(block[whole:])
		if whole > 0 && !yield(Part{r.readLines(block[:whole], at, blocks, readers)}) {
			return
		}
		at = end
		if err == nil && len(rest) > r.maxEntry() {
			if !yield(Part{failure(largeLine(at))}) {
				return
			}
			var skipped int64
			skipped, err = skipLine(in.buf)
			at = Position{at.Offset + int64(len(rest)) + skipped, at.Line + 1, 1}
			rest = nil
		}
		if err != nil {
			if err != io.EOF {
				yield(Part{failure(err)})
			}
			return
		}
	}
}

// fill copies the beginning into a block, and fills it up from src.
func fill(block, beginning []byte, src *bufio.Reader) ([]byte, error) {
	n := copy(block, beginning)
	for n < len(block) {
		more, err := src.Read(block[n:])
		n += more
		switch {
		case err != nil:
			return block[:n], err
		case src.Buffered() == 0 && bytes.IndexByte(block[n-more:n], '\n') >= 0:
			return block[:n], nil // who writes line by line may wait for what comes of them
		}
	}
	return block, nil
}

// skipLine passes over what is left of a line, and gives its length.
func skipLine(src *bufio.Reader) (n int64, err error) {
	for {
		piece, err := src.ReadSlice('\n')
		n += int64(len(piece))
		if err != bufio.ErrBufferFull {
			return n, err
		}
	}
}

func largeLine(at Position) error {
	return &Error{Format: JSONLines, Entry: at.Line, Position: at, Err: ErrTooLarge, Detail: "a line"}
}

// readLines reads whole lines, all into the same exchange, and gives the block that
// they are in back to be used again.
func (r Reader) readLines(text []byte, at Position, blocks used[[]byte], readers used[*lineReader]) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		if text == nil {
			return // has been read
		}
		l := readers.get()
		if l == nil {
			l = newLineReader()
		}
		defer func() { text = nil }()
		for line := range bytes.Lines(text) {
			more := true
			switch {
			case len(bytes.TrimSuffix(line, []byte("\n"))) > r.maxEntry():
				more = yield(nil, largeLine(at))
			case len(bytes.TrimSpace(line)) > 0:
				more = yield(l.read(bytes.TrimRight(line, "\r\n"), at))
			case r.BlankLines:
				more = yield(nil, &Error{Format: JSONLines, Entry: at.Line, Position: at, Err: ErrBlankLine})
			}
			if !more {
				return
			}
			at.Offset += int64(len(line))
			at.Line++
			at.Col = 1
		}
		// Nobody has an exchange of these any more.
		blocks.put(text[:cap(text)])
		readers.put(l)
	}
}

// A lineReader reads lines.
type lineReader struct {
	memberReader
	line reading
	post string
}

func newLineReader() *lineReader {
	l := new(lineReader)
	request := &l.exchange.Request
	l.line = l.object(
		member{"url", l.string("url", &request.URL)},
		member{"method", l.string("method", &request.Method)},
		member{"post", l.string("post", &l.post)},
		member{"status", l.status("status")},
		member{"headers", l.orIllTyped('{', "headers is no object", l.headers)},
		member{"body", l.onlyBody(l.orIllTyped('"', "body is no string", l.textBody))},
		member{"bodyBase64", l.onlyBody(l.orIllTyped('"', "bodyBase64 is no string", l.base64Body))},
	)
	return l
}

// read reads a line that begins at a position.
func (l *lineReader) read(line []byte, at Position) (*Exchange, error) {
	l.reset(at.Line, line, at)
	l.post = ""
	end, problem := l.line(skipSpace(line, 0))
	if problem == nil {
		if end = skipSpace(line, end); end < len(line) {
			problem = wanted(line, end, "the end of the line")
		}
	}
	if problem != nil {
		return nil, l.failure(JSONLines, problem)
	}
	x := &l.exchange
	if l.post != "" {
		x.Request.Body = []byte(l.post)
	}
	x.Response.Lost = x.Response.Body == nil
	if x.Request.IsElsewhere() {
		x.Response.Body = nil
	}
	return x, nil
}

// onlyBody reads a body where there has been none.
func (l *lineReader) onlyBody(read reading) reading {
	return func(value int) (int, *jsonProblem) {
		if l.exchange.Response.Body != nil {
			return value, &jsonProblem{value, ErrMalformed, "body and bodyBase64 exclude each other"}
		}
		return read(value)
	}
}

// headers reads an object whose values are strings, or arrays of them.
func (l *lineReader) headers(value int) (int, *jsonProblem) {
	header := &l.exchange.Response.Header
	var f Field
	field := l.orIllTyped('"', "a header is no string", func(value int) (end int, problem *jsonProblem) {
		text, end, problem := l.briefly(value)
		f.Value = l.remembered(text, likely(*header).Value)
		l.add(header, f)
		return end, problem
	})
	return object(l.text, value, func(name []byte, value int) (int, *jsonProblem) {
		f.Name = l.remembered(name, likely(*header).Name)
		switch first(l.text, value) {
		case '[':
			return array(l.text, value, field)
		case 'n':
			return skipValue(l.text, value)
		}
		return field(value)
	})
}

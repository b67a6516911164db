package capture

import (
	"bytes"
	"io"

	"github.com/smscodec/smscodec/internal/http1"
	"github.com/smscodec/smscodec/internal/jsonscan"
)

// JSON Lines: one exchange per line, as docs/schemas/exchange.json describes it, or indented
// exchanges, over several lines each.

// readLines yields parts of whole lines, of up to limit bytes each. Blank lines are skipped,
// or reported as errors.
func readLines(in *lookahead, limit int, reportBlank bool, yield func(Part) bool) {
	s := newSplitter(in, JSONLines, "a line", limit, yield, func() entryReader { return newLineReader() })
	keep := func(line []byte) bool { return reportBlank || len(bytes.TrimSpace(line)) > 0 }
	for len(in.ahead(1)) > 0 {
		err := s.entry(findLineEnd, keep)
		if err == nil {
			in.skip(1)
		}
		if err == nil && len(in.text) == 0 {
			err = s.flush() // a client that writes line by line may wait for the results
		}
		if err == io.EOF {
			break // in a blank line
		}
		if err != nil {
			s.end(err)
			return
		}
	}
	s.end(in.failure())
}

func findLineEnd(text []byte) (n int, found bool) {
	n = bytes.IndexByte(text, '\n')
	if n < 0 {
		return len(text), false
	}
	return n, true
}

// isIndented reports whether the first exchange extends over several lines: its second line
// begins with a member.
func isIndented(text []byte) bool {
	line := text[:http1.LineLen(text)]
	var v jsonscan.End
	if _, isWhole := v.Find(line); isWhole {
		return false
	}
	return jsonscan.ByteAt(text, jsonscan.SkipSpace(text, len(line))) == '"'
}

// readIndented yields parts of whole exchanges, of up to limit bytes each.
func readIndented(in *lookahead, limit int, yield func(Part) bool) {
	s := newSplitter(in, JSONLines, "an exchange", limit, yield, func() entryReader { return newLineReader() })
	s.end(s.values())
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
		member{"startedDateTime", l.time},
		member{"time", l.time},
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

// read reads an exchange.
func (l *lineReader) read(text []byte, e jsonEntry) (*Exchange, error) {
	text = bytes.TrimRight(text, "\r")
	l.reset(e, text)
	if jsonscan.SkipSpace(text, 0) == len(text) {
		return nil, &Error{Format: JSONLines, Entry: e.number, Position: e.at, Err: ErrBlankLine}
	}
	l.post, l.isExchange = "", false
	end, err := l.line(jsonscan.SkipSpace(text, 0))
	if err == nil {
		if end = jsonscan.SkipSpace(text, end); end < len(text) {
			err = jsonscan.Want(text, end, "the end of the line")
		}
	}
	if err == nil && !l.isExchange {
		err = &jsonscan.Error{At: jsonscan.SkipSpace(text, 0), Err: ErrMalformed, Detail: "neither url nor status, so not an exchange"}
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
	return func(value int) (int, *jsonscan.Error) {
		l.isExchange = true
		return read(value)
	}
}

// soleBody reads a body, and fails if there was one before.
func (l *lineReader) soleBody(read valueReader) valueReader {
	return func(value int) (int, *jsonscan.Error) {
		if r := &l.exchange.Response; r.Body != nil || r.BodyOmitted {
			return value, &jsonscan.Error{At: value, Err: ErrMalformed, Detail: "body, bodyBase64 and bodyOmitted exclude each other"}
		}
		return read(value)
	}
}

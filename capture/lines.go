package capture

import (
	"bytes"

	"github.com/smscodec/smscodec/internal/http1"
	"github.com/smscodec/smscodec/internal/jsonscan"
)

// JSON Lines: one exchange per line, as docs/schemas/exchange.json describes it, or indented
// exchanges, over several lines each.

// readLines yields parts of whole lines, or of whole indented exchanges, of up to limit bytes
// each. Blank lines are skipped. If they are reported as errors instead, each line is an
// exchange.
func readLines(in *lookahead, limit int, reportBlank bool, out *gatherer) {
	s := newSplitter(in, limit, out, func() *memberReader { return newLineReader(limit) })
	if !reportBlank && isIndented(in.beginning()) {
		s.values()
	}
	for s.At < len(s.Text) || s.readMore() {
		s.entry(findLineEnd, func(line []byte) bool { return reportBlank || len(bytes.TrimSpace(line)) > 0 })
		if s.At < len(s.Text) {
			s.At++
		}
		if s.At == len(s.Text) {
			s.flush() // a client that writes line by line may wait for the results
		}
	}
	s.end()
}

func findLineEnd(text []byte) (n int, found bool) {
	line, _, found := bytes.Cut(text, []byte("\n"))
	return len(line), found
}

// isIndented reports whether the first exchange extends over several lines: its second line
// begins with a member.
func isIndented(text []byte) bool {
	line := text[:http1.LineLen(text)]
	_, isWhole := new(jsonscan.End).Find(line)
	return !isWhole && bytes.HasPrefix(bytes.TrimLeft(text[len(line):], " \t\r\n"), []byte(`"`))
}

// newLineReader returns the reader of lines, and of indented exchanges.
func newLineReader(limit int) *memberReader {
	m := &memberReader{format: JSONLines, decoder: contentDecoder{limit: limit}}
	request, response := &m.exchange.Request, &m.exchange.Response
	isExchange := false
	exchange := func() { isExchange = true } // the members include url or status
	noBody := func() {
		if response.Body != nil || response.BodyOmitted {
			m.Fail(ErrMalformed, "body, bodyBase64 and bodyOmitted exclude each other")
		}
	}
	line := m.members(
		m.time("startedDateTime"),
		m.time("time"),
		m.string("url", &request.URL).after(exchange),
		m.string("method", &request.Method),
		m.header("requestHeaders", "a request header", &request.Header),
		m.typed("post", '"', func() { request.Body = append(request.Body, m.String()...) }),
		m.integer("status", &response.Status, 0, 999, "an HTTP status").after(exchange),
		m.header("headers", "a header", &response.Header),
		m.text("body", m.respond).after(noBody),
		m.text("bodyBase64", m.respondBase64).after(noBody),
		m.omission("bodyOmitted").after(noBody),
	)
	m.entry = func() {
		m.Text = bytes.TrimRight(m.Text, "\r")
		if m.Next(); m.At == len(m.Text) {
			m.At = 0
			m.Fail(ErrBlankLine, "")
			return
		}
		begin := m.At
		isExchange = false
		line()
		if m.Next(); m.At < len(m.Text) {
			m.Want("the end of the line")
		}
		switch {
		case m.Err != nil:
		case isExchange:
			m.decoder.complete(&m.exchange, false, false)
		default:
			m.At = begin
			m.Fail(ErrMalformed, "neither url nor status, so not an exchange")
		}
	}
	return m
}

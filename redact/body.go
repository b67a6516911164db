package redact

// Bodies: which are copied, and how.

import (
	"bytes"
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/wire"
)

// body copies a body, or returns of what kind the one is that is left out.
func (c *copier) body(x, out *capture.Exchange, request copiedRequest) (kind string) {
	body := x.Response.Body
	marks, kind := c.marks(body, request.before)
	if kind != "" {
		return kind
	}
	if c.phones != nil && slices.ContainsFunc(marks, func(m mark) bool { return m.class == senderName && escapedDigit.Match(body[m.start:m.end]) }) {
		return kindAnswer
	}
	found := c.finder.Find(body)
	copied, taken := apply(body, marks, found, c.phones)
	if len(found) > 0 || !bytes.Equal(copied, body) {
		c.taken = append(c.taken, taken)
	}
	if !c.keeps(x, out, copied, request) {
		return kindAnswer
	}
	return ""
}

// keeps puts a body into a copy, as text if possible. It reports false if there would be
// other findings about it than before.
func (c *copier) keeps(x, out *capture.Exchange, copied []byte, request copiedRequest) bool {
	r := &out.Response
	r.Body, r.Text = copied, utf8.Valid(copied)
	if r.Text == x.Response.Text && bytes.Equal(copied, x.Response.Body) && request.before == request.after &&
		x.Request.Method == out.Request.Method && sameFields(x.Response.Header, r.Header) {
		return true // there is nothing else that lint looks at
	}
	before := *x
	before.Defects = nil // about the capture, which the copy is not
	want := c.findings(&before)
	for {
		if slices.Equal(c.findings(out), want) {
			return true
		}
		if !r.Text || x.Response.Text {
			return false
		}
		r.Text = false
	}
}

// sameFields reports whether a copied header says the same as it did before.
func sameFields(before, after capture.Header) bool {
	for _, field := range responseFields {
		if before.Get(field.name) != after.Get(field.name) {
			return false
		}
	}
	return (len(before) == 0) == (len(after) == 0)
}

// A finding is what must not change of one.
type finding struct {
	rule                                string
	line, column, offset, sender, count int
}

func (c *copier) findings(x *capture.Exchange) (all []finding) {
	for _, f := range c.linter.Check(x).Findings {
		all = append(all, finding{f.Rule.ID, f.Line, f.Col, f.Offset, f.Row, f.Count})
	}
	return all
}

// formats are those of what answers begin as.
var formats = map[wire.Kind]smscodec.Format{
	wire.PlainList: smscodec.Plain, wire.PlainAdded: smscodec.Plain, wire.PlainRefusal: smscodec.Plain, wire.BareOK: smscodec.Plain,
	wire.CSVRefusal: smscodec.CSV, wire.XMLAnswer: smscodec.XML, wire.JSONAnswer: smscodec.JSON,
}

// marks returns the marks of a body that is an answer, or what other kind of body it is:
// also an answer that cannot be copied.
func (c *copier) marks(body []byte, asked question) (marks []mark, kind string) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, ""
	}
	format, isAnswer := formats[wire.Begins(body)]
	isKnown := asked.Op != 0
	if !isAnswer && isKnown && answers(body, asked.Request) {
		format, isAnswer = asked.Format, true
	}
	if !isAnswer {
		if kind = kindOf(body); c.keepBodies && kind != kindBinary {
			return []mark{{0, len(body), senderName}}, ""
		}
		return nil, kind
	}
	switch format {
	case smscodec.JSON:
		c.buffer = markJSON(c.buffer[:0], body)
		return c.buffer, ""
	case smscodec.XML:
		c.buffer = markXML(c.buffer[:0], body)
		return c.buffer, ""
	}
	lines := lineScanner{marks: c.buffer[:0], isCSV: isKnown && asked.Format == smscodec.CSV, isID: asked.Op == smscodec.OpAdd}
	lines.scan(body)
	c.buffer = lines.marks
	if lines.isOddly && !c.keepBodies {
		return nil, kindAnswer
	}
	return lines.marks, ""
}

// answers reports whether a body is an answer to a request, in some charset.
func answers(body []byte, req smscodec.Request) bool {
	for _, charset := range []smscodec.Charset{smscodec.UTF8, smscodec.Windows1251, smscodec.KOI8R} {
		req.Charset = charset
		_, err := smscodec.Decode(body, req)
		if _, isRefusal := errors.AsType[*smscodec.APIError](err); err == nil || isRefusal {
			return true
		}
	}
	return false
}

// kindOf returns what a body is that is no answer.
func kindOf(body []byte) string {
	switch {
	case response.IsPage(body):
		return kindPage
	case bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' }):
		return kindBinary
	}
	return kindText
}

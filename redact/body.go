package redact

// Bodies: which of them are copied.

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

// body copies the body of an exchange to its copy. It returns the kind of the body if it
// must be omitted, or "".
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

// keeps sets the body of a copy, as text if possible. It reports whether lint has the same
// findings about it as about the original body.
func (c *copier) keeps(x, out *capture.Exchange, copied []byte, request copiedRequest) bool {
	r := &out.Response
	r.Body, r.Text = copied, utf8.Valid(copied)
	if r.Text == x.Response.Text && bytes.Equal(copied, x.Response.Body) && request.before == request.after &&
		x.Request.Method == out.Request.Method && sameFields(x.Response.Header, r.Header) {
		return true // lint checks nothing else
	}
	before := *x
	before.Defects = nil // they concern the capture, and the copy is another one
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

// sameFields reports whether a copied header has the same values as the original one.
func sameFields(before, after capture.Header) bool {
	for _, field := range responseFields {
		if before.Get(field.name) != after.Get(field.name) {
			return false
		}
	}
	return (len(before) == 0) == (len(after) == 0)
}

// A finding is the part of a lint.Finding that must not change.
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

// formats are the formats of answers, by how these begin.
var formats = map[wire.Kind]smscodec.Format{
	wire.PlainList: smscodec.Plain, wire.PlainAdded: smscodec.Plain, wire.PlainRefusal: smscodec.Plain, wire.BareOK: smscodec.Plain,
	wire.CSVRefusal: smscodec.CSV, wire.XMLAnswer: smscodec.XML, wire.JSONAnswer: smscodec.JSON,
}

// marks returns the marks of an answer, or the kind of a body that must be omitted: it is
// not an answer, or an answer that cannot be copied safely.
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
	lines := lineScanner{marker: marker{c.buffer[:0]}, isCSV: isKnown && asked.Format == smscodec.CSV, isID: asked.Op == smscodec.OpAdd}
	lines.scan(body)
	c.buffer = lines.marks
	if lines.hasOddName && !c.keepBodies {
		return nil, kindAnswer
	}
	return lines.marks, ""
}

// answers reports whether a body is an answer to a request in any charset.
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

// kindOf returns the kind of a body that is not an answer.
func kindOf(body []byte) string {
	switch {
	case response.IsPage(body):
		return kindPage
	case bytes.ContainsFunc(body, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' }):
		return kindBinary
	}
	return kindText
}

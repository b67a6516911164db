package redact

// The copier: one exchange after another, each copied or left out.

import (
	"bytes"
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// Why an exchange is left out.
var (
	errTooMany       = &LeftOutError{"more secret values than can be looked for"}
	errSecret        = &LeftOutError{"a secret value would be left in the copy"}
	errNotRecognised = &LeftOutError{"not recognised as a capture or an answer"}
)

// A LeftOutError says why an exchange that was read is not copied.
type LeftOutError struct {
	Reason string // in English
}

// Error returns one line, without a part of the exchange.
func (e *LeftOutError) Error() string { return "redact: " + e.Reason }

type copier struct {
	keepBodies bool
	phones     *phones // nil if phone numbers stay

	finders  captured.Finders
	finder   *secrets.Finder // of the exchange's secrets
	taken    [][]byte        // what the copy has taken from the exchange
	buffer   []mark          // of a body
	linter   lint.Linter
	requests memo.Memo[string, copiedRequest]
	fields   memo.Memo[capture.Field, string] // of headers, with the values that are copied
}

// copy returns the copy of an exchange; nil for one that is of another endpoint; or why
// it is left out.
func (c *copier) copy(x *capture.Exchange) (*capture.Exchange, error) {
	c.taken = c.taken[:0]
	if c.finder = c.finders.Of(x); c.finder.TooMany() {
		return nil, errTooMany
	}
	request := c.requestOf(x)
	if !request.ours {
		return nil, nil
	}
	out := &capture.Exchange{Entry: x.Entry, Request: request.copied}
	out.Response = capture.Response{Status: x.Response.Status, Header: c.header(x.Response.Header)}
	if x.Response.Lost || x.Response.Body == nil {
		out.Response.Lost = true
		if omitted := x.Response.Omitted; slices.Contains(kinds, omitted.Kind) {
			out.Response.BodyOmitted, out.Response.Omitted = true, omitted
		}
	} else if kind := c.body(x, out, request); kind != "" {
		if x.Entry == 0 && kind != kindAnswer {
			return nil, errNotRecognised
		}
		out.Response = capture.Response{
			Status: x.Response.Status, Header: out.Response.Header, Lost: true,
			BodyOmitted: true, Omitted: capture.Omitted{Kind: kind, Size: len(x.Response.Body)},
		}
	}
	if slices.ContainsFunc(c.taken, func(text []byte) bool { return len(c.finder.Find(text)) > 0 }) {
		return nil, errSecret
	}
	return out, nil
}

// A copiedRequest is a request and its copy.
type copiedRequest struct {
	copied        capture.Request
	ours          bool // it is for the endpoint
	before, after question
}

// requestOf returns the copy of a request. One from which nothing is taken is remembered.
func (c *copier) requestOf(x *capture.Exchange) copiedRequest {
	make := func() (r copiedRequest, isLasting bool) {
		r.copied, r.ours = c.request(&x.Request)
		r.before, r.after = questionOf(&x.Request), questionOf(&r.copied)
		return r, len(c.taken) == 0
	}
	if len(x.Request.Body) > 0 || x.Request.BodyOmitted {
		r, _ := make()
		return r
	}
	key := x.Request.Method + " " + x.Request.Header.Get("Content-Type") + "\n" + x.Request.URL
	return c.requests.Get(key, len(key), make)
}

// A question is what was asked.
type question struct {
	smscodec.Request      // the zero Request if the captured one is not valid
	isCaptured       bool // some request is known
}

func questionOf(r *capture.Request) (q question) {
	if r.BodyOmitted || r.URL == "" && len(r.Body) == 0 {
		return q
	}
	if values, err := r.Values(); err == nil {
		q.Request, _ = smscodec.ParseQuery(values)
	}
	q.isCaptured = true
	return q
}

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

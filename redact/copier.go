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

	finder *secrets.Finder // of the secrets of the exchange
	values []string        // these
	taken  [][]byte        // what the copy has taken from the exchange, beside the body
	linter lint.Linter
}

// copy returns the copy of an exchange; nil for one that is of another endpoint; or why
// it is left out.
func (c *copier) copy(x *capture.Exchange) (*capture.Exchange, error) {
	c.taken = c.taken[:0]
	if values := captured.Secrets(x); c.finder == nil || !slices.Equal(values, c.values) {
		c.finder, c.values = secrets.NewFinder(values), values
	}
	if c.finder.TooMany() {
		return nil, errTooMany
	}
	request, ours := c.request(&x.Request)
	if !ours {
		return nil, nil
	}
	out := &capture.Exchange{Entry: x.Entry, Request: request}
	out.Response.Status = x.Response.Status
	out.Response.Header = c.header(x.Response.Header)
	c.response(&out.Response, x, out)
	if x.Entry == 0 && out.Response.BodyOmitted && out.Response.Omitted.Kind != kindAnswer {
		return nil, errNotRecognised
	}
	if slices.ContainsFunc(c.taken, func(text []byte) bool { return len(c.finder.Find(text)) > 0 }) {
		return nil, errSecret
	}
	return out, nil
}

// response copies the body, or says what was left out.
func (c *copier) response(out *capture.Response, x, whole *capture.Exchange) {
	body := x.Response.Body
	if body == nil {
		*out = capture.Response{Status: out.Status, Header: out.Header, Lost: true}
		if kind := x.Response.Omitted.Kind; slices.Contains(kinds, kind) {
			out.BodyOmitted, out.Omitted = true, x.Response.Omitted
		}
		return
	}
	marks, kind := c.marks(x)
	if c.phones != nil && slices.ContainsFunc(marks, func(m mark) bool { return m.class == senderName && escapedDigit.Match(body[m.start:m.end]) }) {
		kind = kindAnswer
	}
	if kind == "" {
		copied, taken := apply(body, marks, c.finder.Find(body), c.phones)
		if c.keeps(x, whole, copied) {
			c.taken = append(c.taken, taken)
			return
		}
		kind = kindAnswer
	}
	*out = capture.Response{Status: out.Status, Header: out.Header, Lost: true, BodyOmitted: true, Omitted: capture.Omitted{Kind: kind, Size: len(body)}}
}

// keeps puts a body into the copy of an exchange, as text if possible. It reports false
// if there would be other findings about it than before.
func (c *copier) keeps(x, whole *capture.Exchange, copied []byte) bool {
	before := *x
	before.Defects = nil // about the capture, which the copy is not
	want := c.findings(&before)
	out := &whole.Response
	out.Body = copied
	for _, isText := range []bool{true, false} {
		if out.Text = isText; isText && !utf8.Valid(copied) || !isText && x.Response.Text && utf8.Valid(copied) {
			continue
		}
		if slices.Equal(c.findings(whole), want) {
			return true
		}
	}
	return false
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
func (c *copier) marks(x *capture.Exchange) (marks []mark, kind string) {
	body := x.Response.Body
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, ""
	}
	req, isKnown := asked(x)
	format, isAnswer := formats[wire.Begins(body)]
	if !isAnswer && isKnown && answers(body, req) {
		format, isAnswer = req.Format, true
	}
	if !isAnswer {
		if kind = kindOf(body); c.keepBodies && kind != kindBinary {
			return []mark{{0, len(body), senderName}}, ""
		}
		return nil, kind
	}
	switch format {
	case smscodec.JSON:
		marks = markJSON(body)
	case smscodec.XML:
		marks = markXML(body)
	default:
		lines := lineScanner{isCSV: isKnown && req.Format == smscodec.CSV, isID: req.Op == smscodec.OpAdd}
		lines.scan(body)
		if marks = lines.marks; lines.isOddly && !c.keepBodies {
			return nil, kindAnswer
		}
	}
	return marks, ""
}

// asked returns what was asked, if that is known.
func asked(x *capture.Exchange) (req smscodec.Request, isKnown bool) {
	if x.Request.BodyOmitted || x.Request.URL == "" && len(x.Request.Body) == 0 {
		return req, false
	}
	values, err := x.Request.Values()
	if err != nil {
		return req, false
	}
	req, err = smscodec.ParseQuery(values)
	return req, err == nil
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

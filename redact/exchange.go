package redact

// Exchanges: each is copied or excluded, and each copy is checked.

import (
	"bytes"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// The reasons for which an exchange is excluded.
var (
	errTooMany       = &ExcludedError{"more secret values than can be searched for"}
	errSecret        = &ExcludedError{"the copy would still have a secret value"}
	errNotRecognised = &ExcludedError{"not recognised as a capture or an answer"}
)

// An ExcludedError reports why an exchange that was read is not copied.
type ExcludedError struct {
	Reason string // in English
}

// Error returns one line, which quotes nothing from the exchange.
func (e *ExcludedError) Error() string { return "redact: " + e.Reason }

// A copier copies exchanges.
type copier struct {
	taker
	keepBodies bool
	url        string // of a request that was not captured, or ""
	finders    captured.Finders
	linter     lint.Linter
}

// copy returns the copy of an exchange, nil for one with another endpoint, or an error if
// the exchange is excluded.
func (c *copier) copy(x *capture.Exchange) (*capture.Exchange, error) {
	c.taken = c.taken[:0]
	if x.Request.URL == "" && len(x.Request.Body) == 0 && c.url != "" {
		asked := *x
		asked.Request.URL, asked.Request.BodyOmitted = c.url, false
		x = &asked
	}
	if c.finder = c.finders.Of(x); c.finder.TooMany() {
		return nil, errTooMany
	}
	request := c.requestOf(x)
	if !request.isOurs {
		return nil, nil
	}
	out := &capture.Exchange{Entry: x.Entry, Request: request.copied}
	out.Response = capture.Response{Status: x.Response.Status, Header: c.header(x.Response.Header), Lost: true}
	omitted := x.Response.Omitted
	if !x.Response.Lost && x.Response.Body != nil {
		omitted = capture.Omitted{Kind: c.body(x, out, request), Size: len(x.Response.Body)}
		if x.Entry == 0 && omitted.Kind != kindKept && omitted.Kind != kindAnswer && !request.before.isCaptured {
			return nil, errNotRecognised
		}
	}
	if slices.Contains(kinds, omitted.Kind) {
		out.Response.BodyOmitted, out.Response.Omitted = true, omitted
		c.taken = append(c.taken, strconv.AppendInt(nil, int64(omitted.Size), 10))
	}
	if slices.ContainsFunc(c.taken, func(text []byte) bool { return len(c.finder.Find(text)) > 0 }) {
		return nil, errSecret
	}
	return out, nil
}

// body copies the body of an exchange to its copy, and returns kindKept; or it returns the
// kind of a body that must be omitted.
func (c *copier) body(x, out *capture.Exchange, request copiedRequest) (kind string) {
	body, req := x.Response.Body, request.before.Request
	if status := x.Response.Status; status >= http.StatusMultipleChoices && status != http.StatusNotModified {
		req = smscodec.Request{} // nearly any text is a list in CSV, also that of an error
	}
	marks, kind := c.marks(body, req)
	if kind != kindKept {
		return kind
	}
	if c.phones != nil && slices.ContainsFunc(marks, func(m mark) bool { return m.class == senderName && escapedDigit.Match(body[m.start:m.end]) }) {
		return kindAnswer
	}
	found := c.finder.Find(body)
	copied, taken := apply(body, marks, found, c.phones)
	r := out.Response
	r.Body, r.Text, r.Lost = copied, utf8.Valid(copied), false
	isSame := len(found) == 0 && bytes.Equal(copied, body)
	if !isSame {
		c.taken = append(c.taken, taken)
	}
	before, after := *x, *out
	after.Response = r
	if !isSame || !isLintedAlike(&before, &after) || request.before != request.after {
		before.Defects = nil // they concern the capture, and the copy is another one
		want := c.findings(&before)
		if !slices.Equal(c.findings(&after), want) {
			after.Response.Text = x.Response.Text && r.Text
			if !slices.Equal(c.findings(&after), want) {
				return kindAnswer
			}
		}
	}
	*out = after
	return kindKept
}

// isLintedAlike reports whether exchanges with the same body and parameters are the same
// for lint.
func isLintedAlike(before, after *capture.Exchange) bool {
	for _, field := range responseFields {
		if before.Response.Header.Get(field.name) != after.Response.Header.Get(field.name) {
			return false
		}
	}
	return before.Request.Method == after.Request.Method && before.Response.Text == after.Response.Text &&
		(len(before.Response.Header) == 0) == (len(after.Response.Header) == 0)
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

// marks returns the marks of a body and kindKept, or the kind of a body that must be
// omitted: it is not an answer to the request, or an answer that cannot be copied safely.
func (c *copier) marks(body []byte, req smscodec.Request) (marks []mark, kind string) {
	format, isAnswer := formats[wire.Begins(body)]
	reads, isDocumented := decode(body, req)
	switch {
	case len(bytes.TrimSpace(body)) == 0, isDocumented && c.phones == nil:
		return nil, kindKept
	case !isAnswer && reads:
		format = req.Format
	case !isAnswer:
		if kind = kindOf(body); c.keepBodies && kind != kindBinary {
			return []mark{{0, len(body), senderName}}, kindKept
		}
		return nil, kind
	}
	s := newScanner(body)
	switch format {
	case smscodec.JSON:
		s.json()
	case smscodec.XML:
		s.xml()
	default:
		s.lines(req.Op != 0 && req.Format == smscodec.CSV, req.Op == smscodec.OpAdd)
	}
	if s.hasOddName && !c.keepBodies {
		return nil, kindAnswer
	}
	return s.marks, kindKept
}

// decode reports whether a body is an answer to a request, in any charset, and whether it
// has nothing but syntax, documented members with their codes and ids, recorded texts, and
// names, which in plain and CSV are as documented.
func decode(body []byte, req smscodec.Request) (isAnswer, isDocumented bool) {
	if req.Op == 0 {
		return false, false
	}
	charsets := []smscodec.Charset{smscodec.UTF8}
	if !utf8.Valid(body) {
		charsets = []smscodec.Charset{smscodec.Windows1251, smscodec.KOI8R}
	}
	hasLines := req.Format == smscodec.Plain || req.Format == smscodec.CSV
	for _, req.Charset = range charsets {
		isDocumented = req.Format != smscodec.XML || !undocumentedXML.Match(body[len(declaration.Find(body[:min(len(body), maxDeclaration)])):])
		var err error
		for s, wrong := range (smscodec.Codec{EmptyList: true}).Senders(body, req) {
			err = wrong
			isDocumented = isDocumented && (!hasLines || err != nil || isDocumentedName(s.Name)) && areDocumented(s.Extra)
		}
		refusal, isRefusal := errors.AsType[*smscodec.APIError](err)
		if isRefusal {
			isDocumented = isDocumented && (refusal.Text == "" || isRecorded([]byte(refusal.Text))) && areDocumented(refusal.Extra)
		}
		if err == nil || isRefusal {
			return true, isDocumented
		}
	}
	return false, false
}

// areDocumented reports whether members that the codec does not know may be copied.
func areDocumented(extra []smscodec.Field) bool {
	return !slices.ContainsFunc(extra, func(f smscodec.Field) bool { return !isValue(f.Name, []byte(f.Value)) })
}

// undocumentedXML matches comments, instructions and the like, which the codec skips.
var undocumentedXML = regexp.MustCompile(`<[!?]`)

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

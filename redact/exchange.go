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
	request := c.copiedOf(&x.Request)
	if !request.isOurs {
		return nil, nil
	}
	header, isSame := c.header(x.Response.Header)
	request.isSame = request.isSame && isSame
	out := &capture.Exchange{Entry: x.Entry, Request: request.request}
	out.Response = capture.Response{Status: x.Response.Status, Header: header, Lost: true}
	omitted := x.Response.Omitted
	if !x.Response.Lost && x.Response.Body != nil {
		omitted = capture.Omitted{Kind: c.body(x, out, request), Size: len(x.Response.Body)}
		if x.Entry == 0 && omitted.Kind != kindKept && omitted.Kind != kindAnswer && !request.isCaptured {
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
func (c *copier) body(x, out *capture.Exchange, request copied) (kind string) {
	body, req := x.Response.Body, request.asked
	if status := x.Response.Status; status >= http.StatusMultipleChoices && status != http.StatusNotModified {
		req = smscodec.Request{} // nearly any text is a list in CSV, also that of an error
	}
	text := newText(body, c.phones)
	text.hideSecrets(c.finder.Find(body)) // first: a part that is hidden looks the same with a secret and without
	if kind = c.scan(text, req); kind != kindKept {
		return kind
	}
	if text.isReplaced {
		c.taken = append(c.taken, text.taken)
	}
	after := *out
	r := &after.Response
	r.Body, r.Text, r.Lost = text.copied, utf8.Valid(text.copied), false
	if text.isReplaced || !request.isSame || r.Text != x.Response.Text {
		original := *x
		original.Defects = nil // they concern the capture, and the copy is another one
		want := c.findings(&original)
		if !slices.Equal(c.findings(&after), want) {
			r.Text = r.Text && x.Response.Text
			if !slices.Equal(c.findings(&after), want) {
				return kindAnswer
			}
		}
	}
	*out = after
	return kindKept
}

// findings returns what lint finds in an exchange, without the texts.
func (c *copier) findings(x *capture.Exchange) []lint.Finding {
	all := slices.Clone(c.linter.Check(x).Findings)
	for i := range all {
		all[i].Message, all[i].Field = "", ""
	}
	return all
}

// formats are the formats of answers, by how these begin.
var formats = map[wire.Kind]smscodec.Format{
	wire.PlainList: smscodec.Plain, wire.PlainAdded: smscodec.Plain, wire.PlainRefusal: smscodec.Plain, wire.BareOK: smscodec.Plain,
	wire.CSVRefusal: smscodec.CSV, wire.XMLAnswer: smscodec.XML, wire.JSONAnswer: smscodec.JSON,
}

// scan copies a body and returns kindKept, or the kind of a body that must be omitted: it is
// not an answer to the request, or an answer that cannot be copied safely.
func (c *copier) scan(text *text, req smscodec.Request) (kind string) {
	s := scanner{text: text}
	body := text.original
	format, isAnswer := formats[wire.Begins(body)]
	reads, isDocumented := decode(body, req)
	if !isAnswer {
		format, isAnswer = req.Format, reads
	}
	s.keep(len(body) - len(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF"))))
	switch {
	case len(bytes.TrimSpace(body)) == 0, isDocumented && c.phones == nil: // kept
	case !isAnswer:
		if kind = kindOf(body); !c.keepBodies || kind == kindBinary {
			return kind
		}
		s.name(len(s.rest()))
	case format == smscodec.JSON:
		s.json()
	case format == smscodec.XML:
		s.xml()
	default:
		s.lines(req.Op != 0 && req.Format == smscodec.CSV, req.Op == smscodec.OpAdd)
	}
	if s.hasEscapes || s.hasOddName && !c.keepBodies {
		return kindAnswer
	}
	return kindKept
}

// decode reports whether a body is an answer to a request, in any charset, and whether it is
// a list that has nothing but syntax, documented members with their codes, and names, which
// in plain and CSV are as documented.
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
		var err error
		isDocumented = req.Op == smscodec.OpGet
		for s, wrong := range (smscodec.Codec{EmptyList: true}).Senders(body, req) {
			isDocumented = isDocumented && len(s.Extra) == 0 && (!hasLines || isDocumentedName(s.Name))
			err = wrong
		}
		if _, isRefusal := errors.AsType[*smscodec.APIError](err); err == nil || isRefusal {
			isSkipped := req.Format == smscodec.XML && skippedXML.Match(body[len(declaration.Find(body[:min(len(body), maxDeclaration)])):])
			return true, isDocumented && err == nil && !isSkipped
		}
	}
	return false, false
}

// skippedXML matches comments, instructions and the like, which the codec skips.
var skippedXML = regexp.MustCompile(`<[!?]`)

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

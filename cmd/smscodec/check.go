package main

// The checks of validate on one exchange: findings of package lint become findings
// with their place in the file, an excerpt and what makes them equal. Secrets are removed
// here, so nothing above this file sees one.

import (
	"bytes"
	"mime"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// A checker checks exchanges. Each goroutine needs one of its own.
type checker struct {
	linter  lint.Linter
	asked   *asked // of exchanges whose request was not captured; may be nil
	filter  *filter
	finders captured.Finders // of the secrets in the exchanges and in the flags
	assumed string           // what the flags asked, as askedText returns it; "" without flags

	texts memo.Memo[string, string] // what was asked, by URLs of requests without a form
}

// check returns what there is to report about an exchange.
func (c *checker) check(s *source, x *capture.Exchange) checked {
	guess := ""
	if c.asked != nil {
		var request smscodec.Request
		request, guess = c.asked.in(x.Response.Body)
		c.linter.Request = &request
	}
	result := c.linter.Check(x)
	if result.Elsewhere {
		return checked{source: s, entry: x.Entry, elsewhere: elsewhere(&x.Request)}
	}
	out := checked{source: s, entry: x.Entry, pos: x.Response.Position(0), request: result.Request, asked: c.askedBy(&x.Request)}
	if guess != "" && !saysCharset(x) {
		out.guess = guess
	}
	switch {
	case x.Response.Lost:
		out.absence = noResponse
	case x.Response.BodyOmitted:
		out.absence = noBody
	case result.NoBody:
		out.absence = noContent
	case result.Reply != nil:
		out.answer = replyjson.Kind(result.Reply)
	}
	var hide *secrets.Finder
	for _, f := range result.Findings {
		if !c.filter.wants(f.Rule) {
			continue
		}
		if hide == nil {
			hide = c.finders.Of(x)
		}
		if len(c.finders.More) > 0 && !isKnownField(f.Field) { // lint does not know these
			f.Field = hide.Mask(f.Field)
		}
		found := newFinding(f, x, result, hide)
		found.known = newKnown(out.asked, f)
		out.findings = append(out.findings, found)
	}
	return out
}

// saysCharset reports whether an exchange was captured with what says its charset.
func saysCharset(x *capture.Exchange) bool {
	_, parameters, _ := mime.ParseMediaType(x.Response.Header.Get("Content-Type"))
	return parameters["charset"] != "" || x.Response.Text || x.Request.URL != "" || len(x.Request.Body) > 0
}

// askedBy returns what a request asked, or what the flags asked if it was not captured.
func (c *checker) askedBy(r *capture.Request) string {
	switch {
	case r.URL == "" && len(r.Body) == 0:
		return c.assumed
	case len(r.Body) > 0:
		return askedText(r)
	}
	return c.texts.Get(r.URL, len(r.URL), func() (string, bool) { return askedText(r), true })
}

// isKnownField reports whether a field is named by the endpoint, not by the answer.
func isKnownField(field string) bool {
	return slices.Contains(wire.Keys(), field) || wire.IsOperator(field)
}

func newFinding(f lint.Finding, x *capture.Exchange, of lint.Result, hide *secrets.Finder) finding {
	out := finding{Finding: f}
	req := of.Request
	if f.Rule.ID == "ambiguous" {
		for _, reading := range of.Readings {
			out.readings = append(out.readings, readingText(reading, hide))
		}
	}
	if f.Line > 0 {
		charset := req.Charset
		if x.Response.Text {
			charset = smscodec.UTF8
		}
		out.pos = x.Response.Position(f.Offset)
		out.column = column(&x.Response, f.Offset, out.pos)
		next := f.Offset + characterLen(x.Response.Body[f.Offset:], charset)
		if end := x.Response.Position(next); end.Line == out.pos.Line {
			out.endColumn = column(&x.Response, next, end)
			out.length = int(end.Offset - out.pos.Offset)
		}
		if of.Reply != nil || isAnswer(x.Response.Body, req) {
			line, offset := hiddenLine(x.Response.Body, f.Offset, hide)
			var text []byte
			text, out.caret = shownAround(line, offset, charset)
			out.text = string(text)
		}
	}
	return out
}

// characterLen returns the length in bytes of the first character of text, 0 if text
// is empty.
func characterLen(text []byte, charset smscodec.Charset) int {
	if charset == smscodec.UTF8 {
		_, size := utf8.DecodeRune(text)
		return size
	}
	return min(len(text), 1)
}

// column returns the column, in the file, of an offset in a body, in UTF-16 code units
// and from 1, or 0 if it is not known. It assumes that the text before the body on the
// same line, such as names and URLs, is ASCII.
func column(r *capture.Response, offset int, at capture.Position) int {
	from, start := 0, r.Position(0)
	if at.Line != start.Line {
		from = bytes.LastIndexByte(r.Body[:offset], '\n') + 1
		start = r.Position(from)
	}
	text := r.Body[from:offset]
	units := 0
	for _, character := range string(text) { // an invalid byte counts as one unit
		units += utf16.RuneLen(character)
	}
	switch {
	case at.Offset-start.Offset == int64(len(text)): // the file has the text unescaped
		return start.Col + units
	case units == len(text): // the text is ASCII, and so are its escapes
		return at.Col
	}
	return 0
}

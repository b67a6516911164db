// Package findings checks captured exchanges: findings of package lint become findings with
// their place in the file, an excerpt and what makes them equal. It removes secrets, so
// nothing that uses the package sees one.
package findings

import (
	"bytes"
	"mime"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/excerpt"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// A Checker checks exchanges. Each goroutine needs one of its own.
type Checker struct {
	Linter  lint.Linter
	Request *Asked // of exchanges whose request was not captured; may be nil
	Assumed string // what that asked, as AskedText returns it; "" without it
	Filter  *Filter
	Finders captured.Finders // of the secrets in the exchanges and in the flags

	texts memo.Memo[string, string] // what was asked, by URLs of requests without a form
}

// Check returns what there is to report about an exchange.
func (c *Checker) Check(x *capture.Exchange) Checked {
	guess := ""
	if c.Request != nil {
		var request smscodec.Request
		request, guess = c.Request.In(x.Response.Body)
		c.Linter.Request = &request
	}
	result := c.Linter.Check(x)
	if result.Elsewhere {
		return Checked{Entry: x.Entry, Elsewhere: elsewhere(&x.Request)}
	}
	out := Checked{Entry: x.Entry, Pos: x.Response.Position(0), Request: result.Request, Asked: c.askedBy(&x.Request)}
	if guess != "" && !saysCharset(x) {
		out.Guess = guess
	}
	switch {
	case x.Response.Lost:
		out.Absence = NoResponse
	case x.Response.BodyOmitted:
		out.Absence = NoBody
	case result.NoBody:
		out.Absence = NoContent
	case result.Reply != nil:
		out.Answer = replyjson.Kind(result.Reply)
	}
	var hide *secrets.Finder
	for _, f := range result.Findings {
		if !c.Filter.Wants(f.Rule) {
			continue
		}
		if hide == nil {
			if hide = c.Finders.Of(x); captured.IsUnread(x) {
				hide = secrets.Everything
			}
		}
		if len(c.Finders.More) > 0 && !IsKnownField(f.Field) { // lint does not know these
			f.Field = hide.Mask(f.Field)
		}
		found := newFinding(f, x, result, hide)
		found.Known = NewKnown(out.Asked, f)
		out.Findings = append(out.Findings, found)
	}
	return out
}

// saysCharset reports whether an exchange was captured with what says its charset.
func saysCharset(x *capture.Exchange) bool {
	_, parameters, _ := mime.ParseMediaType(x.Response.Header.Get("Content-Type"))
	return parameters["charset"] != "" || x.Response.Text || x.Request.URL != "" || len(x.Request.Body) > 0
}

// askedBy returns what a request asked, or what the flags asked if it was not captured.
func (c *Checker) askedBy(r *capture.Request) string {
	switch {
	case r.URL == "" && len(r.Body) == 0:
		return c.Assumed
	case len(r.Body) > 0:
		return AskedText(r)
	}
	return c.texts.Get(r.URL, len(r.URL), func() (string, bool) { return AskedText(r), true })
}

// IsKnownField reports whether a field is named by the endpoint, not by the answer.
func IsKnownField(field string) bool {
	return slices.Contains(wire.Keys(), field) || wire.IsOperator(field)
}

func newFinding(f lint.Finding, x *capture.Exchange, of lint.Result, hide *secrets.Finder) Finding {
	out := Finding{Finding: f}
	req := of.Request
	if f.Rule.ID == "ambiguous" && len(of.Readings) > 1 { // one reading is of what may not be an answer
		for _, reading := range of.Readings {
			out.Readings = append(out.Readings, readingText(reading, hide))
		}
	}
	if f.Line > 0 {
		charset := req.Charset
		if x.Response.Text {
			charset = smscodec.UTF8
		}
		out.Pos = x.Response.Position(f.Offset)
		out.Column = column(&x.Response, f.Offset, out.Pos)
		next := f.Offset + characterLen(x.Response.Body[f.Offset:], charset)
		if end := x.Response.Position(next); end.Line == out.Pos.Line {
			out.EndColumn = column(&x.Response, next, end)
			out.Length = int(end.Offset - out.Pos.Offset)
		}
		if hide != secrets.Everything && (of.Reply != nil || excerpt.IsAnswer(x.Response.Body, req)) {
			var text []byte
			text, out.Caret = excerpt.Line(x.Response.Body, f.Offset, charset, hide)
			out.Text = string(text)
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

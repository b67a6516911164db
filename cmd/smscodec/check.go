package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// A checked exchange is what there is to report of one, or of what could not be
// read in its place. There are no secrets in it.
type checked struct {
	source   source
	entry    int              // in the file, from 1; 0 where that is one body
	err      error            // why it could not be read; then there is nothing below
	at       capture.Position // of the body in the file, or the zero Position
	result   lint.Result
	findings []finding
	known    int // findings that the baseline has
}

// A finding is one of lint's, with what is shown beside it.
type finding struct {
	lint.Finding
	at          capture.Position // in the file; the zero Position if it is not about a place
	column      int              // of at in UTF-16 code units, from 1; 0 if that is not known
	endColumn   int              // behind the character that it is about, likewise
	length      int              // bytes of that character in the file; 0 if it does not stand there
	text        string           // what is around it in the body, as it is shown; "" if that is no answer
	caret       int              // the column of the text, from 0, that it is about
	readings    []string         // of an ambiguous answer
	fingerprint string           // the same for the same thing in another entry or file, but of an incident
}

// A checker checks exchanges, on one goroutine.
type checker struct {
	linter  lint.Linter
	filter  *filter
	secrets []string // of the request that flags give
}

// check gives what there is to report of an exchange. It is valid until the next
// call.
func (c *checker) check(s source, x *capture.Exchange) checked {
	out := checked{source: s, entry: x.Entry, at: x.Response.Position(0), result: c.linter.Check(x)}
	var hide *secrets.Finder
	for _, f := range out.result.Findings {
		if !c.filter.wants(f.Rule) {
			continue
		}
		if hide == nil {
			hide = secrets.NewFinder(slices.Concat(captured.Secrets(x), c.secrets))
		}
		if len(c.secrets) > 0 && f.Field != "" && !isKnownField(f.Field) { // lint knows nothing of these
			f.Field = hide.Mask(f.Field)
		}
		found := describe(f, x, out, hide)
		if c.filter.baseline[found.fingerprint] {
			out.known++
			continue
		}
		out.findings = append(out.findings, found)
	}
	return out
}

// isKnownField reports whether a field is one of the endpoint's, not of the answer alone.
func isKnownField(field string) bool {
	return slices.Contains(wire.Keys(), field) || wire.IsOperator(field)
}

func describe(f lint.Finding, x *capture.Exchange, of checked, hide *secrets.Finder) finding {
	out := finding{Finding: f}
	req := of.result.Request
	what := f.Message
	if f.Rule.ID == "ambiguous" {
		for _, reading := range of.result.Readings {
			out.readings = append(out.readings, readingText(reading, hide))
		}
	}
	if f.Line > 0 {
		charset := req.Charset
		if x.Response.Text {
			charset = smscodec.UTF8
		}
		out.at = x.Response.Position(f.Offset)
		out.column = column(&x.Response, f.Offset, out.at)
		next := f.Offset + characterLen(x.Response.Body[f.Offset:], charset)
		if end := x.Response.Position(next); end.Line == out.at.Line {
			out.endColumn = column(&x.Response, next, end)
			out.length = int(end.Offset - out.at.Offset)
		}
		if of.result.Reply != nil || isAnswer(x.Response.Body) {
			line, offset := hiddenLine(x.Response.Body, f.Offset, hide)
			var text []byte
			text, out.caret = shownAround(line, offset, charset)
			out.text = string(text)
			what = out.text
		}
	}
	if f.Rule.Incident {
		what += " in " + of.place()
	}
	// The charset is left out, as it changes nothing of what was found.
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%v %v %v %v\n%s\n%s", f.Rule.ID, req.Op, req.Format, req.All, req.Operators, f.Field, what))
	out.fingerprint = hex.EncodeToString(sum[:8])
	return out
}

// characterLen gives the length of the character that a text begins with, 0 at its end.
func characterLen(text []byte, charset smscodec.Charset) int {
	if charset == smscodec.UTF8 {
		_, size := utf8.DecodeRune(text)
		return size
	}
	return min(len(text), 1)
}

// column gives the column of a place in UTF-16 code units, from 1, or 0 if that is
// not known. What a capture has on the line before a body, names and URLs, is taken
// for ASCII.
func column(r *capture.Response, offset int, at capture.Position) int {
	from, start := 0, r.Position(0)
	if at.Line != start.Line {
		from = bytes.LastIndexByte(r.Body[:offset], '\n') + 1
		start = r.Position(from)
	}
	text := r.Body[from:offset]
	units := 0
	for _, character := range string(text) { // a byte that is no UTF-8 counts as one
		units += utf16.RuneLen(character)
	}
	switch {
	case at.Offset-start.Offset == int64(len(text)): // it stands there as it is
		return start.Col + units
	case units == len(text): // ASCII, and so are its escapes
		return at.Col
	}
	return 0
}

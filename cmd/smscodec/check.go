package main

// The checks of validate on one exchange: findings of package lint become findings
// with their place in the file, an excerpt and a fingerprint. Secrets are removed
// here, so nothing above this file sees one.

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
	"github.com/smscodec/smscodec/internal/oldredact"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/lint"
)

// A checker checks exchanges. Each goroutine needs one of its own.
type checker struct {
	linter  lint.Linter
	filter  *filter
	secrets []string // from the request that the flags describe
}

// check returns what there is to report about an exchange. The result is valid until
// the next call.
func (c *checker) check(s source, x *capture.Exchange) checked {
	out := checked{source: s, entry: x.Entry, pos: x.Response.Position(0), result: c.linter.Check(x)}
	var values []string
	for _, f := range out.result.Findings {
		if !c.filter.wants(f.Rule) {
			continue
		}
		if values == nil {
			values = slices.Concat(oldredact.Secrets(x), c.secrets)
		}
		if len(c.secrets) > 0 { // lint does not know these
			f.Field = secrets.Redact(f.Field, c.secrets...)
		}
		found := newFinding(f, x, out, values)
		if c.filter.baseline[found.fingerprint] {
			out.inBaseline++
			continue
		}
		out.findings = append(out.findings, found)
	}
	return out
}

func newFinding(f lint.Finding, x *capture.Exchange, of checked, values []string) finding {
	out := finding{Finding: f}
	req := of.result.Request
	what := f.Message
	if f.Rule.ID == "ambiguous" {
		for _, reading := range of.result.Readings {
			out.readings = append(out.readings, readingText(reading, values))
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
		line, offset := redactedLine(x.Response.Body, f.Offset, values)
		var text []byte
		text, out.caret = shownAround(line, offset, charset)
		out.text = string(text)
		what = out.text
	}
	if f.Rule.Incident {
		what += " in " + of.place()
	}
	// The charset is not part of it: the finding is the same in any charset.
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%v %v %v %v\n%s\n%s", f.Rule.ID, req.Op, req.Format, req.All, req.Operators, f.Field, what))
	out.fingerprint = hex.EncodeToString(sum[:8])
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

// redactWindow is how many bytes on either side of an offset are searched for secrets.
// An excerpt is much shorter.
const redactWindow = 4 << 10

// redactedLine returns the line around an offset, with secrets removed and cut to
// redactWindow, and the offset within it.
func redactedLine(body []byte, offset int, values []string) ([]byte, int) {
	// A secret's name may be on the previous line.
	text := body
	if cut := offset - redactWindow; cut > 0 {
		for !utf8.RuneStart(text[cut]) && cut < offset {
			cut++
		}
		text, offset = text[cut:], offset-cut
	}
	find := secrets.SpansOfCut // the end of the body may cut off a secret
	if len(text) > offset+redactWindow {
		text = text[:offset+redactWindow]
		find = secrets.Spans
	}
	spans := find(string(text), values...)
	if len(spans) == 0 {
		return lineAround(text, offset)
	}
	var redacted []byte
	end, at := 0, offset
	for _, s := range spans {
		redacted = append(redacted, text[end:s.Start]...)
		if offset >= s.Start {
			at = len(redacted) + max(0, offset-s.End)
		}
		redacted = append(redacted, "..."...)
		if offset >= s.End {
			at = len(redacted) + offset - s.End
		}
		end = s.End
	}
	return lineAround(append(redacted, text[end:]...), at)
}

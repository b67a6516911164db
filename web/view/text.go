package view

import (
	"bytes"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

// A Line is a line of a text, or a part of a long one.
type Line struct {
	Number int    `json:"n"` // from 1; 0 for text that is left out
	Parts  []Part `json:"parts"`
}

// A Part is a part of a line that is shown alike.
type Part struct {
	Text  string `json:"t"`
	Kind  string `json:"k,omitempty"` // escape, hidden, cut, end, or "" for text
	Marks []int  `json:"m,omitempty"` // indexes of the findings that are about it
}

// The bounds of what is shown of a text, in bytes.
const (
	maxBeginning = 16 << 10
	maxAround    = 1 << 10 // on both sides of a finding's place
	maxToken     = 40      // of the word that is marked
)

// lines returns the beginning of a body and what is around the places of findings. Secrets
// are hidden.
func lines(body []byte, charset smscodec.Charset, hide *secrets.Finder, findings []lint.Finding) []Line {
	windows := []secrets.Span{{Start: 0, End: min(len(body), maxBeginning)}}
	for _, f := range findings {
		if f.Line > 0 {
			windows = append(windows, secrets.Span{Start: max(0, f.Offset-maxAround), End: min(len(body), f.Offset+maxAround)})
		}
	}
	slices.SortFunc(windows, func(a, b secrets.Span) int { return a.Start - b.Start })
	w := textWriter{body: body, charset: charset, hidden: hide.Find(body), findings: findings}
	end := 0
	for i, window := range windows {
		if i > 0 && window.Start > end {
			w.cut()
			end = window.Start
		}
		if window.End > end || i == 0 {
			w.write(max(window.Start, end), window.End)
			end = window.End
		}
	}
	if end < len(body) {
		w.cut()
	}
	return w.lines
}

// A textWriter appends the parts of a body to lines.
type textWriter struct {
	body     []byte
	charset  smscodec.Charset
	hidden   []secrets.Span
	findings []lint.Finding
	lines    []Line
	isOpen   bool // the last line may be continued
}

// cut appends a mark for text that is left out.
func (w *textWriter) cut() {
	w.lines = append(w.lines, Line{Parts: []Part{{Text: "…", Kind: "cut"}}})
	w.isOpen = false
}

func (w *textWriter) append(parts ...Part) {
	last := &w.lines[len(w.lines)-1]
	last.Parts = append(last.Parts, parts...)
}

// write appends the text between two offsets.
func (w *textWriter) write(from, to int) {
	for at := from; at < to; {
		w.open(at)
		marks := w.marksIn(at, at+1)
		end := w.next(at, to)
		span, isHidden := w.spanAt(at)
		switch {
		case isHidden:
			end = span.End
			w.append(Part{Text: "…", Kind: "hidden", Marks: w.marksIn(at, end)})
		case w.body[at] == '\n':
			end = at + 1
			if len(marks) > 0 {
				w.append(Part{Text: `\n`, Kind: "escape", Marks: marks})
			}
			w.isOpen = false
		case len(marks) > 0:
			end = min(end, at+w.tokenLen(at))
			for _, p := range appendParts(nil, w.body[at:end], w.charset) {
				p.Marks = marks
				w.append(p)
			}
		default:
			w.append(appendParts(nil, w.body[at:end], w.charset)...)
		}
		at = end
	}
	if marks := w.marksIn(to, to+1); to == len(w.body) && len(marks) > 0 {
		w.open(to)
		w.append(Part{Kind: "end", Marks: marks})
	}
}

// open makes sure that there is a line for the text at an offset.
func (w *textWriter) open(at int) {
	if !w.isOpen {
		w.lines = append(w.lines, Line{Number: bytes.Count(w.body[:at], []byte("\n")) + 1, Parts: []Part{}})
		w.isOpen = true
	}
}

// next returns the end of the text after an offset that has no line end, no secret and no
// place of a finding.
func (w *textWriter) next(at, to int) int {
	end := to
	if n := bytes.IndexByte(w.body[at:to], '\n'); n >= 0 {
		end = at + n
	}
	for _, s := range w.hidden {
		if s.Start > at {
			end = min(end, s.Start)
		}
	}
	for _, f := range w.findings {
		if f.Line > 0 && f.Offset > at {
			end = min(end, f.Offset)
		}
	}
	return end
}

// spanAt returns the secret at an offset.
func (w *textWriter) spanAt(at int) (secrets.Span, bool) {
	for _, s := range w.hidden {
		if s.Start <= at && at < s.End {
			return s, true
		}
	}
	return secrets.Span{}, false
}

// marksIn returns the findings whose places are between two offsets.
func (w *textWriter) marksIn(from, to int) (marks []int) {
	for i, f := range w.findings {
		if f.Line > 0 && from <= f.Offset && f.Offset < to {
			marks = append(marks, i)
		}
	}
	return marks
}

// tokenLen returns the length of the character at an offset, or of the word that begins
// there.
func (w *textWriter) tokenLen(at int) int {
	n := 0
	for n < maxToken && at+n < len(w.body) && isWord(w.body[at+n]) {
		n++
	}
	_, size := shown.Rune(w.body[at:], w.charset)
	return max(n, size)
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// appendParts appends a text as parts: characters that are not safe to show are escaped.
func appendParts(parts []Part, text []byte, charset smscodec.Charset) []Part {
	var run []byte
	flush := func() {
		if len(run) > 0 {
			parts = append(parts, Part{Text: string(run)})
			run = nil
		}
	}
	for len(text) > 0 {
		r, size := shown.Rune(text, charset)
		if shown.Is(r) && !(r == '\uFFFD' && size == 1) {
			run = append(run, string(r)...)
		} else {
			flush()
			parts = append(parts, Part{Text: string(shown.AppendEscape(nil, text, r, size)), Kind: "escape"})
		}
		text = text[size:]
	}
	flush()
	return parts
}

// shownText returns a text with characters that are not safe to show escaped.
func shownText(text string) string {
	var out string
	for _, p := range appendParts(nil, []byte(text), smscodec.UTF8) {
		out += p.Text
	}
	return out
}

package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/lint"
)

// A report is a form of what validate writes.
type report interface {
	// append appends what is written of a checked exchange, at once and by many
	// goroutines.
	append(dst []byte, x checked) []byte
	// holds reports whether finish wants what has been checked.
	holds() bool
	// finish appends what is written at the end.
	finish(dst []byte, h *held, t *totals) ([]byte, error)
}

// place gives FILE[ENTRY], and FILE where that is one body.
func (x checked) place() string {
	if x.entry == 0 {
		return x.source.label
	}
	return fmt.Sprintf("%s[%d]", x.source.label, x.entry)
}

// message gives a line for what could not be read.
func (x checked) message() string {
	place := x.place()
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok && wrong.Line > 0 {
		place += fmt.Sprintf(":%d:%d", wrong.Line, wrong.Col)
	}
	return fmt.Sprintf("%s: cannot be read: %s\n", place, x.what())
}

// what says why it could not be read.
func (x checked) what() string {
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
		return escape(wrong.What())
	}
	return escape(cause(x.err))
}

// message gives what a finding says, without its place.
func (f finding) message() string {
	text := f.Message
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.Count > 1 && !f.Others { // which says so
		text += fmt.Sprintf(" (%d times)", f.Count)
	}
	return escape(text)
}

// readingText returns a reading in a line, with secrets hidden.
func readingText(r lint.Reading, hide *secrets.Finder) string {
	return requestText(r.Request) + ": " + hide.Mask(summary(r.Reply))
}

// A textReport is for people.
type textReport struct{ color bool }

// SGR parameters of colours.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "1;36"
	green  = "1;32"
)

// hasColor reports whether a person would see colours. See no-color.org.
func hasColor(terminal bool) bool {
	return terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func (r textReport) paint(color, text string) string {
	if !r.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func (r textReport) append(dst []byte, x checked) []byte {
	for _, f := range x.findings {
		place := x.place()
		if f.Line > 0 {
			place += fmt.Sprintf(":%d:%d", f.Line, f.Col)
		}
		color := map[lint.Severity]string{lint.Note: cyan, lint.Warning: yellow, lint.Error: red}[f.Rule.Severity]
		dst = fmt.Appendf(dst, "%s: %s %s [%s]\n", r.paint(bold, place), r.paint(color, f.Rule.Severity.String()+":"), f.message(), f.Rule.ID)
		if f.text != "" {
			dst = fmt.Appendf(dst, "%5d | %s\n      | %*s\n", f.Line, f.text, f.caret+len(r.paint(green, "^")), r.paint(green, "^"))
		}
		for _, reading := range f.readings {
			dst = fmt.Appendf(dst, "      = %s\n", reading)
		}
	}
	return dst
}

func (r textReport) holds() bool { return false }

func (r textReport) finish(dst []byte, _ *held, t *totals) ([]byte, error) {
	if t.findings > 0 {
		dst = append(dst, '\n')
	}
	return appendTotals(dst, t), nil
}

// A jsonReport is for programs: a finding a line.
type jsonReport struct{}

// The JSON of a finding. docs/schemas/finding.json describes it.
type findingJSON struct {
	File        string        `json:"file"`
	Entry       int           `json:"entry,omitempty"`
	Line        int           `json:"line,omitempty"` // in the body, as the next ones
	Col         int           `json:"col,omitempty"`
	Offset      *int          `json:"offset,omitempty"`
	At          *positionJSON `json:"at,omitempty"` // in the file
	Severity    lint.Severity `json:"severity"`
	ID          string        `json:"id"`
	Message     string        `json:"message"`
	Field       string        `json:"field,omitempty"`
	Sender      int           `json:"sender,omitempty"` // from 1
	Count       int           `json:"count"`
	Text        string        `json:"text,omitempty"`
	Request     *requestJSON  `json:"request,omitempty"`
	Readings    []string      `json:"readings,omitempty"`
	Fingerprint string        `json:"fingerprint"`
}

type positionJSON struct {
	Offset int64 `json:"offset"`
	Line   int   `json:"line"`
	Col    int   `json:"col"`
}

type requestJSON struct {
	Op        smscodec.Op      `json:"op"`
	Format    smscodec.Format  `json:"fmt"`
	Charset   smscodec.Charset `json:"charset"`
	All       bool             `json:"all,omitempty"`
	Operators bool             `json:"operators,omitempty"`
}

func newRequestJSON(req smscodec.Request) *requestJSON {
	if req.Op == 0 {
		return nil
	}
	return &requestJSON{req.Op, req.Format, req.Charset, req.All, req.Operators}
}

func newFindingJSON(x checked, f finding) findingJSON {
	out := findingJSON{
		File: x.source.label, Entry: x.entry, Line: f.Line, Col: f.Col,
		Severity: f.Rule.Severity, ID: f.Rule.ID, Message: f.Message, Field: f.Field, Sender: f.Row + 1, Count: f.Count,
		Text: f.text, Readings: f.readings, Request: newRequestJSON(x.result.Request), Fingerprint: f.fingerprint,
	}
	if f.Line > 0 {
		out.Offset = &f.Offset
		out.At = &positionJSON{f.at.Offset, f.at.Line, f.at.Col}
	}
	return out
}

func (jsonReport) append(dst []byte, x checked) []byte {
	for _, f := range x.findings {
		dst = appendJSONLine(dst, newFindingJSON(x, f))
	}
	return dst
}

// appendJSONLine appends a value of one of the types here, which JSON can always
// hold.
func appendJSONLine(dst []byte, value any) []byte {
	dst, _ = appendJSON(dst, value, "")
	return dst
}

func (jsonReport) holds() bool { return false }

func (jsonReport) finish(dst []byte, _ *held, _ *totals) ([]byte, error) { return dst, nil }

// A linesReport writes a line for each line that was read.
type linesReport struct{}

// The JSON of a checked line. docs/schemas/checked.json describes it.
type checkedJSON struct {
	File     string          `json:"file,omitempty"` // missing for the standard input
	Line     int             `json:"line,omitempty"` // missing where nothing could be read
	Error    string          `json:"error,omitempty"`
	Answer   string          `json:"answer,omitempty"` // list, added, done, error; missing where there is none
	Request  *requestJSON    `json:"request,omitempty"`
	Findings []findingInLine `json:"findings,omitempty"`
}

type findingInLine struct {
	findingJSON
	// These hide those of findingJSON: the line has them.
	File    string       `json:"file,omitempty"`
	Entry   int          `json:"entry,omitempty"`
	Request *requestJSON `json:"request,omitempty"`
}

func (linesReport) append(dst []byte, x checked) []byte {
	line := checkedJSON{Line: x.entry, Request: newRequestJSON(x.result.Request)}
	if x.source.path != "" {
		line.File = x.source.label
	}
	if x.err != nil {
		line.Error = cause(x.err)
		if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
			line.Error = wrong.What()
		}
	}
	if x.result.Reply != nil {
		line.Answer = replyjson.Kind(x.result.Reply)
	}
	for _, f := range x.findings {
		line.Findings = append(line.Findings, findingInLine{findingJSON: newFindingJSON(x, f)})
	}
	return appendJSONLine(dst, line)
}

func (linesReport) holds() bool { return false }

func (linesReport) finish(dst []byte, _ *held, _ *totals) ([]byte, error) { return dst, nil }

package main

// Reports in JSON Lines: -o jsonl and --lines.

import (
	"bufio"
	"errors"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// A jsonlReport is for programs. It writes a finding a line.
type jsonlReport struct{}

// A findingJSON is a finding in JSON. docs/schemas/finding.json describes it.
type findingJSON struct {
	File        string        `json:"file"`
	Entry       int           `json:"entry,omitempty"`
	Line        int           `json:"line,omitempty"` // in the body, as the next ones
	Col         int           `json:"col,omitempty"`
	Offset      *int          `json:"offset,omitempty"`
	At          *positionJSON `json:"at,omitempty"` // in the file
	Severity    lint.Severity `json:"severity"`
	ID          string        `json:"id"`
	About       lint.Subject  `json:"about"`
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
		Severity: f.Rule.Severity, ID: f.Rule.ID, About: f.About, Message: f.Message, Field: f.Field, Sender: f.Row + 1, Count: f.Count,
		Text: f.text, Readings: f.readings, Request: newRequestJSON(x.request), Fingerprint: f.known.fingerprint(),
	}
	if f.Line > 0 {
		out.Offset = &f.Offset
		out.At = &positionJSON{f.pos.Offset, f.pos.Line, f.pos.Col}
	}
	return out
}

func (jsonlReport) begin(*bufio.Writer) {}

func (jsonlReport) add(w *bufio.Writer, x checked) {
	for _, f := range x.findings {
		w.Write(appendJSONLine(w.AvailableBuffer(), newFindingJSON(x, f)))
	}
}

func (jsonlReport) end(*bufio.Writer, *totals, string) {}

// A linesReport is for worker processes. It writes a line for each line of input.
type linesReport struct{}

// A checkedJSON is a checked exchange in JSON. docs/schemas/checked.json describes it.
type checkedJSON struct {
	File     string          `json:"file,omitempty"` // missing for the standard input
	Line     int             `json:"line,omitempty"` // missing if nothing could be read
	Error    string          `json:"error,omitempty"`
	Answer   string          `json:"answer,omitempty"` // list, added, done or error; missing if there is none
	Request  *requestJSON    `json:"request,omitempty"`
	Findings []findingInLine `json:"findings,omitempty"`
}

type findingInLine struct {
	findingJSON
	// These hide the fields of findingJSON that the line itself has.
	File    string       `json:"file,omitempty"`
	Entry   int          `json:"entry,omitempty"`
	Request *requestJSON `json:"request,omitempty"`
}

func (linesReport) begin(*bufio.Writer) {}

func (linesReport) add(w *bufio.Writer, x checked) {
	line := checkedJSON{Line: x.entry, Answer: x.answer, Request: newRequestJSON(x.request)}
	if x.source.path != "" {
		line.File = x.source.label
	}
	if x.err != nil {
		line.Error = cause(x.err)
		if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
			line.Error = wrong.What()
		}
	}
	for _, f := range x.findings {
		line.Findings = append(line.Findings, findingInLine{findingJSON: newFindingJSON(x, f)})
	}
	w.Write(appendJSONLine(w.AvailableBuffer(), line))
}

func (linesReport) end(*bufio.Writer, *totals, string) {}

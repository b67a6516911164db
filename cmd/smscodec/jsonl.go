package main

// Reports in JSON Lines: -o jsonl and --lines.

import (
	"bufio"

	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
)

// A jsonlReport is for programs. It writes a finding a line.
type jsonlReport struct{}

func (jsonlReport) begin(*bufio.Writer) {}

func (jsonlReport) add(w *bufio.Writer, x checked) {
	for _, f := range x.Findings {
		w.Write(shown.AppendJSONLine(w.AvailableBuffer(), findings.NewJSON(x.source.label, &x.Checked, &f)))
	}
}

func (jsonlReport) end(*bufio.Writer, *totals, string) {}

// A linesReport is for worker processes. It writes a line for each line of input.
type linesReport struct{}

// A checkedJSON is a checked exchange in JSON. docs/schemas/checked.json describes it.
type checkedJSON struct {
	File     string                `json:"file,omitempty"` // missing for the standard input
	Line     int                   `json:"line,omitempty"` // missing if nothing could be read
	Error    string                `json:"error,omitempty"`
	Answer   string                `json:"answer,omitempty"` // list, added, done or error; missing if there is none
	Request  *findings.RequestJSON `json:"request,omitempty"`
	Findings []findingInLine       `json:"findings,omitempty"`
}

type findingInLine struct {
	findings.JSON
	// These hide the fields of JSON that the line itself has.
	File    string                `json:"file,omitempty"`
	Entry   int                   `json:"entry,omitempty"`
	Request *findings.RequestJSON `json:"request,omitempty"`
}

func (linesReport) begin(*bufio.Writer) {}

func (linesReport) add(w *bufio.Writer, x checked) {
	line := checkedJSON{Line: x.Entry, Answer: x.Answer, Request: findings.NewRequestJSON(x.Request)}
	if x.source.path != "" {
		line.File = x.source.label
	}
	if x.Err != nil {
		line.Error = x.Reason()
	}
	for _, f := range x.Findings {
		line.Findings = append(line.Findings, findingInLine{JSON: findings.NewJSON(x.source.label, &x.Checked, &f)})
	}
	w.Write(shown.AppendJSONLine(w.AvailableBuffer(), line))
}

func (linesReport) end(*bufio.Writer, *totals, string) {}

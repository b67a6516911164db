package findings

// The JSON form of a finding.

import (
	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/lint"
)

// A JSON is a finding in JSON. docs/schemas/finding.json describes it.
type JSON struct {
	File        string        `json:"file"`
	Entry       int           `json:"entry,omitempty"`
	Line        int           `json:"line,omitempty"` // in the body, as the next ones
	Col         int           `json:"col,omitempty"`
	Offset      *int          `json:"offset,omitempty"`
	At          *PositionJSON `json:"at,omitempty"` // in the file
	Severity    lint.Severity `json:"severity"`
	ID          string        `json:"id"`
	About       lint.Subject  `json:"about"`
	Message     string        `json:"message"`
	Field       string        `json:"field,omitempty"`
	Sender      int           `json:"sender,omitempty"` // from 1
	Count       int           `json:"count"`
	Text        string        `json:"text,omitempty"`
	Request     *RequestJSON  `json:"request,omitempty"`
	Readings    []string      `json:"readings,omitempty"`
	Fingerprint string        `json:"fingerprint"`
}

// A PositionJSON is a place in a file in JSON.
type PositionJSON struct {
	Offset int64 `json:"offset"`
	Line   int   `json:"line"`
	Col    int   `json:"col"`
}

// A RequestJSON is a request in JSON.
type RequestJSON struct {
	Op        smscodec.Op      `json:"op"`
	Format    smscodec.Format  `json:"fmt"`
	Charset   smscodec.Charset `json:"charset"`
	All       bool             `json:"all,omitempty"`
	Operators bool             `json:"operators,omitempty"`
}

// NewRequestJSON returns a request in JSON, nil if it is the zero Request.
func NewRequestJSON(req smscodec.Request) *RequestJSON {
	if req.Op == 0 {
		return nil
	}
	return &RequestJSON{req.Op, req.Format, req.Charset, req.All, req.Operators}
}

// NewJSON returns a finding of an exchange in JSON. The file is named as it is shown.
func NewJSON(file string, x *Checked, f *Finding) JSON {
	out := JSON{
		File: file, Entry: x.Entry, Line: f.Line, Col: f.Col,
		Severity: f.Rule.Severity, ID: f.Rule.ID, About: f.About, Message: f.Message, Field: f.Field, Sender: f.Row + 1, Count: f.Count,
		Text: f.Text, Readings: f.Readings, Request: NewRequestJSON(x.Request), Fingerprint: f.Known.Fingerprint(),
	}
	if f.Line > 0 {
		out.Offset = &f.Offset
		out.At = &PositionJSON{f.Pos.Offset, f.Pos.Line, f.Pos.Col}
	}
	return out
}

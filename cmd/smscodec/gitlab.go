package main

// The report -o gitlab.

import (
	"bufio"
	"fmt"

	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

// A gitlabReport is for the Code Quality of GitLab:
// https://docs.gitlab.com/ci/testing/code_quality/. It has only findings: what cannot be read is on stderr.
type gitlabReport struct {
	host    *codeHost
	isBegun bool
}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

var gitlabSeverities = map[lint.Severity]string{lint.Note: "info", lint.Warning: "minor", lint.Error: "major"}

func (r *gitlabReport) begin(w *bufio.Writer) { w.WriteString("[\n") }

func (r *gitlabReport) add(w *bufio.Writer, x checked) {
	if x.Err != nil {
		return
	}
	x, _ = r.host.admit(x)
	for _, f := range x.Findings {
		if r.isBegun {
			w.WriteByte(',')
		}
		r.isBegun = true
		issue := gitlabIssue{
			Description: x.place() + ": " + message(&f), CheckName: f.Rule.ID, Fingerprint: r.host.fingerprint(&f), Severity: gitlabSeverities[f.Rule.Severity],
			Location: gitlabLocation{Path: artifactURI(x.source.path)},
		}
		issue.Location.Lines.Begin = max(lineOf(&f, x), 1)
		w.Write(shown.AppendJSONLine(nil, issue))
	}
}

func (r *gitlabReport) end(w *bufio.Writer, _ *totals, _ string) { fmt.Fprintln(w, "]") }

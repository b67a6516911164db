package main

// The report -o junit.

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

// A junitReport is for CI services. Each file is a suite, and each exchange with the
// endpoint a test case.
type junitReport struct {
	failOn lint.Severity
	writer junitWriter
}

func (r *junitReport) begin(w *bufio.Writer) { r.writer.begin(w, "smscodec validate") }

func (r *junitReport) add(w *bufio.Writer, x checked) {
	if x.Elsewhere != "" {
		return
	}
	test := junitCase{Name: junitName(x), File: artifactURI(x.source.path), Line: x.Pos.Line}
	switch {
	case x.Err != nil:
		test.Line = x.ErrorPosition().Line
		test.Error = &junitResult{Message: "cannot be read: " + shown.Escape(x.Reason()), Text: strings.TrimSuffix(x.errorText(), "\n")}
	case len(x.Findings) > 0:
		r.judge(&test, x)
	case x.Absence != 0:
		test.Skipped = &junitResult{Message: x.Absence.String()}
	}
	r.writer.add(w, x.source.label, test)
}

// junitName returns the name of a test case: the operation, the format and the path.
func junitName(x checked) string {
	path, _, _ := strings.Cut(x.Asked, "?")
	switch {
	case x.Err != nil && x.Entry > 0:
		return "unreadable exchange"
	case x.Err != nil:
		return "unreadable file"
	case x.Request.Op != 0:
		return strings.TrimSpace(fmt.Sprintf("%v %v %s", x.Request.Op, x.Request.Format, path))
	}
	return strings.TrimSpace("unknown request " + path)
}

// judge sets the result of a test case from the findings of an exchange. It is a
// failure if a finding fails the run.
func (r *junitReport) judge(test *junitCase, x checked) {
	worst, isFailure := x.Findings[0], false
	for _, f := range x.Findings {
		if f.Rule.Severity > worst.Rule.Severity {
			worst = f
		}
		isFailure = isFailure || findings.Fails(f.Rule, r.failOn)
	}
	text := strings.TrimSuffix(string(textReport{}.append(nil, x)), "\n")
	if isFailure {
		test.Failure = &junitResult{Message: fmt.Sprintf("%s [%s]", message(&worst), worst.Rule.ID), Type: worst.Rule.ID, Text: text}
		return
	}
	if x.Absence != 0 {
		test.Skipped = &junitResult{Message: x.Absence.String()}
	}
	test.SystemOut = &junitOutput{text}
}

// end reports a failure of the whole run as a test case: CI services take a report without
// test cases for a success.
func (r *junitReport) end(w *bufio.Writer, _ *totals, failure string) {
	if failure != "" {
		r.writer.add(w, "smscodec validate", junitCase{Name: "captures", Error: &junitResult{Message: failure}})
	}
	r.writer.endSuite(w)
	r.writer.end(w)
}

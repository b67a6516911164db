package main

// The report -o junit.

import (
	"bufio"
	"fmt"
	"strings"

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
	if x.elsewhere != "" {
		return
	}
	test := junitCase{Name: junitName(x), File: artifactURI(x.source.path), Line: x.pos.Line}
	switch {
	case x.err != nil:
		test.Line, _ = x.errorLine()
		test.Error = &junitResult{Message: "cannot be read: " + x.reason(), Text: strings.TrimSuffix(x.errorText(), "\n")}
	case len(x.findings) > 0:
		r.judge(&test, x)
	case x.absence != 0:
		test.Skipped = &junitResult{Message: absences[x.absence].one}
	}
	r.writer.add(w, x.source.label, test)
}

// junitName returns the name of a test case: the operation, the format and the path.
func junitName(x checked) string {
	path, _, _ := strings.Cut(x.asked, "?")
	switch {
	case x.err != nil && x.entry > 0:
		return "unreadable exchange"
	case x.err != nil:
		return "unreadable file"
	case x.request.Op != 0:
		return strings.TrimSpace(fmt.Sprintf("%v %v %s", x.request.Op, x.request.Format, path))
	}
	return strings.TrimSpace("unknown request " + path)
}

// judge sets the result of a test case from the findings of an exchange. It is a
// failure if a finding fails the run.
func (r *junitReport) judge(test *junitCase, x checked) {
	worst, isFailure := x.findings[0], false
	for _, f := range x.findings {
		if f.Rule.Severity > worst.Rule.Severity {
			worst = f
		}
		isFailure = isFailure || fails(f.Rule, r.failOn)
	}
	text := strings.TrimSuffix(string(textReport{}.append(nil, x)), "\n")
	if isFailure {
		test.Failure = &junitResult{Message: fmt.Sprintf("%s [%s]", worst.message(), worst.Rule.ID), Type: worst.Rule.ID, Text: text}
		return
	}
	if x.absence != 0 {
		test.Skipped = &junitResult{Message: absences[x.absence].one}
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

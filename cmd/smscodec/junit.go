package main

// The report -o junit.

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/smscodec/smscodec/lint"
)

// A junitReport is for CI services. It writes JUnit XML after the schema junit-10.xsd
// of Jenkins' xUnit plugin. Each file is a suite. Its test cases are the exchanges that
// have findings or could not be read; one more test case is for all others, as a month
// of logs would be a million test cases.
type junitReport struct{ failOn lint.Severity }

func (junitReport) append(dst []byte, _ checked) []byte { return dst }

func (junitReport) needsFindings() bool { return true }

func (r junitReport) finish(dst []byte, h *collector, _ *totals) ([]byte, error) {
	suites := junit.Testsuites{Name: "smscodec validate"}
	for i, file := range h.files {
		suite := r.suite(file)
		suite.ID = i
		suites.AddSuite(suite)
	}
	text, err := xml.MarshalIndent(suites, "", "  ")
	return slices.Concat(dst, []byte(xml.Header), text, []byte("\n")), err
}

func (r junitReport) suite(file collectedFile) junit.Testsuite {
	label := file.source.label
	suite := junit.Testsuite{Name: label, Time: "0"}
	suite.AddProperty("clean", strconv.Itoa(file.clean))
	for _, x := range file.checked {
		test := junit.Testcase{Name: x.name(), Classname: label, Time: "0"}
		if x.err != nil {
			test.Error = &junit.Result{Message: "cannot be read: " + x.reason(), Data: strings.TrimSuffix(x.errorLine(), "\n")}
		} else {
			r.judge(&test, x)
		}
		suite.AddTestcase(test)
	}
	if file.clean > 0 {
		suite.AddTestcase(junit.Testcase{Name: "exchanges without findings", Classname: label, Time: "0"})
	}
	if omitted := file.omitted; omitted != (omission{}) {
		suite.AddProperty("omitted", strconv.Itoa(omitted.findings+omitted.unreadable))
		test := junit.Testcase{Name: "findings omitted", Classname: label, Time: "0"}
		switch result := (&junit.Result{Message: omitted.String(), Type: "omitted"}); {
		case omitted.unreadable > 0:
			test.Error = result
		case omitted.worst >= r.failOn:
			test.Failure = result
		}
		suite.AddTestcase(test)
	}
	return suite
}

// judge sets the result of a test case from the findings of an exchange. It is a
// failure if a finding is of failOn or above.
func (r junitReport) judge(test *junit.Testcase, x checked) {
	worst := x.findings[0]
	for _, f := range x.findings {
		if f.Rule.Severity > worst.Rule.Severity {
			worst = f
		}
	}
	text := strings.TrimSuffix(string(textReport{}.append(nil, x)), "\n")
	if worst.Rule.Severity >= r.failOn {
		test.Failure = &junit.Result{Message: fmt.Sprintf("%s [%s]", worst.message(), worst.Rule.ID), Type: worst.Rule.ID, Data: text}
	} else {
		test.SystemOut = &junit.Output{Data: text}
	}
}

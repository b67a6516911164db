package main

// JUnit XML, for the reports of validate and conform.

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// A junitWriter writes JUnit XML after the schema junit-10.xsd of Jenkins' xUnit plugin, and
// the attributes file and line, which CI services link. The head of a suite has the totals
// of its test cases, so these are kept, compressed, until it ends.
type junitWriter struct {
	suite                            string
	cases                            spool
	names                            map[string]int // how often the test cases have them
	tests, failures, errors, skipped int
}

type junitCase struct {
	XMLName   xml.Name     `xml:"testcase"`
	Name      string       `xml:"name,attr"`
	Classname string       `xml:"classname,attr"`
	File      string       `xml:"file,attr,omitempty"`
	Line      int          `xml:"line,attr,omitempty"`
	Time      string       `xml:"time,attr"`
	Skipped   *junitResult `xml:"skipped"`
	Error     *junitResult `xml:"error"`
	Failure   *junitResult `xml:"failure"`
	SystemOut *junitOutput `xml:"system-out"`
}

type junitResult struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

type junitOutput struct {
	Text string `xml:",cdata"`
}

func (j *junitWriter) begin(w io.Writer, name string) {
	fmt.Fprintf(w, "%s<testsuites name=\"%s\">\n", xml.Header, name)
}

func (j *junitWriter) end(w io.Writer) { fmt.Fprintln(w, "</testsuites>") }

// add adds a test case to a suite, whose name is another one than before if it is new. CI
// services know a test case by its name: equal names get numbers.
func (j *junitWriter) add(w io.Writer, suite string, test junitCase) {
	if j.suite != suite {
		j.endSuite(w)
		j.suite, j.names = suite, make(map[string]int)
	}
	j.tests++
	switch {
	case test.Error != nil:
		j.errors++
	case test.Failure != nil:
		j.failures++
	case test.Skipped != nil:
		j.skipped++
	}
	j.names[test.Name]++
	if n := j.names[test.Name]; n > 1 {
		test.Name += fmt.Sprintf(", %d", n)
	}
	test.Classname, test.Time = suite, "0"
	text, _ := xml.MarshalIndent(test, "    ", "  ") // it has only strings and numbers
	j.cases.write(append(text, '\n'))
}

// endSuite writes the current suite, if it has test cases.
func (j *junitWriter) endSuite(w io.Writer) {
	if j.tests == 0 {
		return
	}
	var name strings.Builder
	xml.EscapeText(&name, []byte(j.suite)) // a Builder has no errors
	fmt.Fprintf(w, "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"0\">\n",
		&name, j.tests, j.failures, j.errors, j.skipped)
	j.cases.moveTo(w)
	fmt.Fprintln(w, "  </testsuite>")
	*j = junitWriter{cases: j.cases}
}

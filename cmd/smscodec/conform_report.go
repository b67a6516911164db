package main

// The output of conform: text, TAP, JUnit XML and JSON Lines.

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/smscodec/smscodec"
)

// conformForms are the forms of the output.
var conformForms = map[string]func([]conformResult) []byte{
	"text": conformText, "tap": conformTAP, "junit": conformJUnit, "json": conformJSON,
}

// maxShownBody bounds how many bytes of a body are shown.
const maxShownBody = 300

// shownBody returns the beginning of a body, escaped.
func shownBody(r conformResult) string {
	more := ""
	body := r.Body
	if len(body) > maxShownBody {
		body, more = body[:maxShownBody], fmt.Sprintf("… (%d bytes)", len(r.Body))
	}
	return `"` + string(appendEscaped(nil, body, r.Request.Charset)) + `"` + more
}

// losses describe by verdict the consequences for a client that uses the decoder.
var losses = [...]string{
	lost:     "valid answers refused: the client sees a failure where there was none",
	misread:  "answers decoded to another reply: the client works with wrong data",
	missed:   "refusals by the server missed: the client goes on as if it had succeeded",
	invented: "malformed bodies accepted: the client takes damaged data for an answer",
	broken:   "cases with neither a reply nor a refusal: see smscodec docs conformance.md",
}

func conformText(results []conformResult) []byte {
	var dst []byte
	var counts [len(verdictNames)]int
	formats := [][]string{{"FORMAT", "ANSWERS PASSED", "FAILED", "MALFORMED PASSED", "FAILED"}}
	for _, format := range smscodec.Formats() {
		var n [2][2]int // valid and malformed bodies, by passed and failed
		for _, r := range results {
			if r.Request.Format != format {
				continue
			}
			kind, failed := 0, 0
			if r.Refused != nil {
				kind = 1
			}
			counts[r.verdict]++
			if r.verdict != passed {
				failed = 1
				dst = fmt.Appendf(dst, "%s: %v (%s)\n  read: %s\n  want: %s\n  body: %s\n", r.name(), r.verdict, escape(r.Why), r.read, r.want(), shownBody(r))
			}
			n[kind][failed]++
		}
		if n != [2][2]int{} {
			formats = append(formats, []string{format.String(), fmt.Sprint(n[0][0]), fmt.Sprint(n[0][1]), fmt.Sprint(n[1][0]), fmt.Sprint(n[1][1])})
		}
	}
	if len(dst) > 0 {
		dst = append(dst, '\n')
	}
	dst = appendTable(dst, slices.Values(formats), defaultWidth)
	for v := lost; v <= broken; v++ {
		if counts[v] > 0 {
			dst = fmt.Appendf(dst, "%d %s\n", counts[v], losses[v])
		}
	}
	return dst
}

func conformTAP(results []conformResult) []byte {
	dst := fmt.Appendf(nil, "TAP version 13\n1..%d\n", len(results))
	for i, r := range results {
		if r.verdict == passed {
			dst = fmt.Appendf(dst, "ok %d - %s\n", i+1, r.name())
			continue
		}
		dst = fmt.Appendf(dst, "not ok %d - %s\n# %v: %s\n# read: %s\n# want: %s\n# body: %s\n",
			i+1, r.name(), r.verdict, escape(r.Why), r.read, r.want(), shownBody(r))
	}
	return dst
}

func conformJUnit(results []conformResult) []byte {
	suites := junit.Testsuites{Name: "smscodec conform"}
	for _, format := range smscodec.Formats() {
		suite := junit.Testsuite{Name: format.String(), Time: "0"}
		for _, r := range results {
			if r.Request.Format != format {
				continue
			}
			test := junit.Testcase{Name: r.Name, Classname: format.String(), Time: "0"}
			if r.verdict != passed {
				test.Failure = &junit.Result{
					Message: r.Why, Type: r.verdict.String(),
					Data: fmt.Sprintf("read: %s\nwant: %s\nbody: %s", r.read, r.want(), shownBody(r)),
				}
			}
			suite.AddTestcase(test)
		}
		if len(suite.Testcases) > 0 {
			suites.AddSuite(suite)
		}
	}
	text, err := xml.MarshalIndent(suites, "", "  ")
	if err != nil {
		return []byte(xml.Header) // not reached: all values are strings
	}
	return slices.Concat([]byte(xml.Header), text, []byte("\n"))
}

func conformJSON(results []conformResult) []byte {
	var dst []byte
	for _, r := range results {
		dst = appendJSONLine(dst, struct {
			Case    string  `json:"case"`
			Verdict verdict `json:"verdict"`
			Why     string  `json:"why"`
			Read    string  `json:"read"`
			Want    string  `json:"want"`
			Body    []byte  `json:"body"`
		}{r.name(), r.verdict, r.Why, r.read, r.want(), r.Body})
	}
	return dst
}

// caseLines returns the names of cases with their reasons.
func caseLines(results []conformResult) []byte {
	var b strings.Builder
	for _, r := range results {
		fmt.Fprintf(&b, "%s: %s\n", r.name(), escape(r.Why))
	}
	return []byte(b.String())
}

package main

// The output of conform: text, TAP, JUnit XML and JSON Lines.

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
)

// conformForms are the forms of the output. The text fits a width.
var conformForms = map[string]func(results []conformResult, width int) []byte{
	"text": conformText, "tap": conformTAP, "junit": conformJUnit, "json": conformJSON,
}

// detailLines returns the details of a result, a line each.
func (r conformResult) detailLines() []string {
	var lines []string
	for _, d := range r.details {
		lines = append(lines, d.label+": "+d.text)
	}
	return lines
}

func conformText(results []conformResult, width int) []byte {
	var dst []byte
	for _, r := range results {
		if r.verdict != passed {
			dst = fmt.Appendf(dst, "%s: %v (%s)\n  %s\n", r.name, r.verdict, shown.Escape(r.why), strings.Join(r.detailLines(), "\n  "))
		}
	}
	if len(dst) > 0 {
		dst = append(dst, '\n')
	}
	return append(appendTable(dst, slices.Values(countsOf(results)), width), "\n"+strings.Join(conformSummary(results), "\n")+"\n"...)
}

// countsOf returns a table: of the cases in a format and of a kind, how many passed.
func countsOf(results []conformResult) [][]string {
	kinds := []string{"list", "added", "done", "error", mustRefuse}
	rows := [][]string{{"PASSED"}}
	for _, kind := range kinds {
		rows[0] = append(rows[0], strings.ToUpper(kind))
	}
	for _, format := range smscodec.Formats() {
		row := []string{format.String()}
		isEmpty := true
		for _, kind := range kinds {
			all, good := 0, 0
			for _, r := range results {
				if r.request.Format == format && r.kind() == kind {
					all++
					if r.verdict == passed {
						good++
					}
				}
			}
			cell := "-"
			if all > 0 {
				cell, isEmpty = fmt.Sprintf("%d of %d", good, all), false
			}
			row = append(row, cell)
		}
		if !isEmpty {
			rows = append(rows, row)
		}
	}
	return rows
}

// conformSummary returns lines about all results: how many passed, what a client would
// suffer, and notes.
func conformSummary(results []conformResult) []string {
	good := 0
	var notes []conformResult
	for _, r := range results {
		if r.verdict == passed {
			good++
		}
		if r.note != "" {
			notes = append(notes, r)
		}
	}
	lines := []string{fmt.Sprintf("%d of %d cases passed", good, len(results))}
	if good < len(results) {
		lines[0] += "; the program"
	}
	if text := refusesAll(results); text != "" {
		return append(lines, "  "+text)
	}
	for _, l := range lossesOf(results) {
		lines = append(lines, "  "+l.String())
	}
	if len(notes) > 0 {
		lines = append(lines, fmt.Sprintf("note: %d of them are spelled otherwise than documented, such as %s: %s", len(notes), notes[0].name, notes[0].note))
	}
	return lines
}

// refusesAll returns a text about a program that refuses all cases, as one that does not
// start does. For another program it returns "".
func refusesAll(results []conformResult) string {
	lastError := ""
	isLost := false
	for _, r := range results {
		if r.verdict != lost && (r.verdict != passed || r.refused == nil) {
			return ""
		}
		isLost = isLost || r.verdict == lost
		lastError = cmp.Or(lastError, r.stderr)
	}
	if !isLost {
		return ""
	}
	if lastError != "" {
		lastError = ", and its first error output was: " + shown.Escape(lastError)
	}
	return "refuses all cases; maybe it does not start" + lastError
}

func conformTAP(results []conformResult, _ int) []byte {
	dst := fmt.Appendf(nil, "TAP version 13\n1..%d\n", len(results))
	for i, r := range results {
		if r.verdict == passed {
			dst = fmt.Appendf(dst, "ok %d - %s\n", i+1, r.name)
		} else {
			dst = fmt.Appendf(dst, "not ok %d - %s\n# %v: %s\n# %s\n", i+1, r.name, r.verdict, shown.Escape(r.why), strings.Join(r.detailLines(), "\n# "))
		}
	}
	for _, line := range conformSummary(results) {
		dst = append(dst, "# "+line+"\n"...)
	}
	return dst
}

func conformJUnit(results []conformResult, _ int) []byte {
	var dst bytes.Buffer
	var suites junitWriter
	suites.begin(&dst, "smscodec conform")
	for _, format := range smscodec.Formats() {
		for _, r := range results {
			if r.request.Format != format {
				continue
			}
			test := junitCase{Name: r.name}
			switch {
			case r.verdict != passed:
				test.Failure = &junitResult{Message: shown.Escape(r.why), Type: r.verdict.String(), Text: strings.Join(r.detailLines(), "\n")}
			case r.note != "":
				test.SystemOut = &junitOutput{r.note}
			}
			suites.add(&dst, format.String(), test)
		}
	}
	suites.endSuite(&dst)
	suites.end(&dst)
	return dst.Bytes()
}

// conformJSON returns a line for each case. docs/conformance.md describes it.
func conformJSON(results []conformResult, _ int) []byte {
	var dst []byte
	for _, r := range results {
		body := r.body
		if r.written != nil {
			body = r.written
		}
		details := map[string]string{}
		for _, d := range r.details {
			details[d.label] = d.text
		}
		dst = shown.AppendJSONLine(dst, struct {
			Case    string            `json:"case"`
			Verdict verdict           `json:"verdict"`
			Why     string            `json:"why"`
			Losses  []string          `json:"losses,omitempty"`
			Details map[string]string `json:"details,omitempty"`
			Note    string            `json:"note,omitempty"`
			Body    []byte            `json:"body"`
		}{r.name, r.verdict, r.why, r.losses, details, r.note, body})
	}
	return dst
}

// caseLines returns the names of cases with their reasons.
func caseLines(cases []conformCase) []byte {
	var b strings.Builder
	for _, c := range cases {
		fmt.Fprintf(&b, "%s: %s\n", c.name, shown.Escape(c.why))
	}
	return []byte(b.String())
}

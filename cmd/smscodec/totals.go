package main

// What validate counts, and the summary at its end.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/lint"
)

// totals count exchanges and findings.
type totals struct {
	answers    map[answerKind]int       // by what was asked
	refusals   int                      // answers that are an error of the server
	notAnswers int                      // responses that are not an answer, or are ambiguous
	absences   map[findings.Absence]int // exchanges without an answer to check
	elsewhere  int                      // exchanges with other endpoints
	endpoints  []string                 // the first of the other endpoints
	skipped    sample                   // files found in folders and by patterns that are not captures
	barren     sample                   // files, folders and patterns without an exchange
	unreadable int                      // files and exchanges
	inBaseline int                      // findings that are not reported because the baseline has them
	findings   int                      // that are reported
	counts     map[*lint.Rule]int       // how often each rule was broken
	guessed    int                      // answers whose charset nothing says
	guess      string                   // what was done about the first of them
}

type answerKind struct {
	op     smscodec.Op
	format smscodec.Format
}

func newTotals() *totals {
	return &totals{answers: make(map[answerKind]int), absences: make(map[findings.Absence]int), counts: make(map[*lint.Rule]int)}
}

func (t *totals) add(x checked) {
	switch {
	case x.Err != nil:
		t.unreadable++
		return
	case x.Elsewhere != "":
		t.elsewhere++
		if len(t.endpoints) < maxInLine && !slices.Contains(t.endpoints, x.Elsewhere) {
			t.endpoints = append(t.endpoints, x.Elsewhere)
		}
		return
	case x.Absence != 0:
		t.absences[x.Absence]++
	case x.Answer == "":
		t.notAnswers++
	default:
		t.answers[answerKind{x.Request.Op, x.Request.Format}]++
		if x.Answer == replyjson.Kind(&smscodec.APIError{}) {
			t.refusals++
		}
	}
	if x.Guess != "" {
		t.guessed++
		t.guess = cmp.Or(t.guess, x.Guess)
	}
	for _, f := range x.Findings {
		t.findings++
		t.counts[f.Rule] += f.Count
	}
}

// A sample counts names and keeps the first of them.
type sample struct {
	n     int
	names []string
}

const (
	maxSample = 100 // names that are kept
	maxInLine = 3   // of them that a line has
)

func (s *sample) add(name string) {
	s.n++
	if len(s.names) < maxSample {
		s.names = append(s.names, name)
	}
}

// String returns the first names, separated by commas.
func (s sample) String() string {
	names := s.names[:min(len(s.names), maxInLine)]
	text := strings.Join(names, ", ")
	if more := s.n - len(names); more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// list returns the names, a line each if a line has no room for them.
func (s sample) list() string {
	if s.n <= maxInLine {
		return " " + s.String()
	}
	const indent = "\n   "
	text := indent + strings.Join(s.names, indent)
	if more := s.n - len(s.names); more > 0 {
		text += fmt.Sprintf("%sand %d more", indent, more)
	}
	return text
}

// appendTotals appends the summary at the end of a report for people.
func appendTotals(dst []byte, t *totals, width int) []byte {
	dst = append(dst, t.line()...)
	dst = append(dst, '\n')
	if len(t.answers) > 0 {
		dst = append(dst, '\n')
		dst = appendTable(dst, slices.Values(t.answerRows()), width)
	}
	if len(t.counts) > 0 {
		dst = append(dst, '\n')
		dst = appendTable(dst, slices.Values(t.ruleRows()), width)
	}
	return dst
}

// answerRows returns a row for each operation that was answered, with the number of
// answers in each format.
func (t *totals) answerRows() [][]string {
	formats := smscodec.Formats()
	header := []string{"OPERATION"}
	for _, format := range formats {
		header = append(header, format.String())
	}
	rows := [][]string{header}
	for _, op := range smscodec.Ops() {
		row := []string{op.String()}
		sum := 0
		for _, format := range formats {
			n := t.answers[answerKind{op, format}]
			sum += n
			row = append(row, countCell(n))
		}
		if sum > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// ruleRows returns a row for each rule that has findings, the most severe and frequent
// first.
func (t *totals) ruleRows() [][]string {
	rules := slices.SortedFunc(maps.Keys(t.counts), func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(t.counts[b], t.counts[a]), cmp.Compare(a.ID, b.ID))
	})
	rows := [][]string{{"FINDING", "SEVERITY", "COUNT", "MEANING"}}
	for _, rule := range rules {
		rows = append(rows, []string{rule.ID, rule.Severity.String(), strconv.Itoa(t.counts[rule]), rule.Meaning})
	}
	return rows
}

// fails reports whether a finding fails the run.
func (t *totals) fails(failOn lint.Severity) bool {
	for rule := range t.counts {
		if findings.Fails(rule, failOn) {
			return true
		}
	}
	return false
}

// line returns a line with all counts.
func (t *totals) line() string {
	answers := 0
	for _, n := range t.answers {
		answers += n
	}
	text := plural(answers, "answer") + " read"
	if t.refusals > 0 {
		text += fmt.Sprintf(", %d of them refusals", t.refusals)
	}
	if t.notAnswers > 0 {
		text += ", " + plural(t.notAnswers, "response") + " not read as an answer"
	}
	for a := findings.NoResponse; a <= findings.NoContent; a++ {
		if n := t.absences[a]; n > 0 {
			text += ", " + a.Count(n)
		}
	}
	if t.elsewhere > 0 {
		text += ", " + plural(t.elsewhere, "other exchange") + " skipped"
	}
	if t.unreadable > 0 {
		text += fmt.Sprintf(", %d unreadable", t.unreadable)
	}
	text += ": " + plural(t.findings, "finding")
	if t.inBaseline > 0 {
		text += fmt.Sprintf(", and %d more in the baseline", t.inBaseline)
	}
	return text
}

// isEmpty reports whether there was nothing to check.
func (t *totals) isEmpty() bool { return len(t.answers) == 0 && t.notAnswers == 0 }

// instead returns what there was if there was nothing to check.
func (t *totals) instead() string {
	var parts []string
	if t.elsewhere > 0 {
		parts = append(parts, fmt.Sprintf("%s with other endpoints (%s)", plural(t.elsewhere, "exchange"), strings.Join(t.endpoints, ", ")))
	}
	for a := findings.NoResponse; a <= findings.NoContent; a++ {
		if n := t.absences[a]; n > 0 {
			parts = append(parts, a.Count(n))
		}
	}
	switch t.skipped.n {
	case 0:
	case 1:
		parts = append(parts, "1 file that is neither a capture nor an answer ("+t.skipped.String()+")")
	default:
		parts = append(parts, fmt.Sprintf("%d files that are neither captures nor answers (%s)", t.skipped.n, t.skipped))
	}
	if t.barren.n > 0 {
		parts = append(parts, "no exchanges in "+t.barren.String())
	}
	return strings.Join(parts, "; ")
}

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
	"github.com/smscodec/smscodec/lint"
)

// totals count exchanges and findings.
type totals struct {
	answers    map[answerKind]int // by what was asked
	refusals   int                // answers that are an error of the server
	notAnswers int                // responses that are not an answer, or are ambiguous
	omitted    int                // responses that the capture does not have
	elsewhere  int                // exchanges with other endpoints
	skipped    skippedFiles       // files found in folders and by patterns that are not captures
	unreadable int                // files and exchanges
	inBaseline int                // findings that are not reported because the baseline has them
	findings   int                // that are reported
	counts     map[*lint.Rule]int // how often each rule was broken
	worst      lint.Severity
	guessed    int    // answers whose charset nothing says
	guess      string // what was done about the first of them
}

type answerKind struct {
	op     smscodec.Op
	format smscodec.Format
}

func newTotals() *totals {
	return &totals{answers: make(map[answerKind]int), counts: make(map[*lint.Rule]int)}
}

func (t *totals) add(x checked) {
	switch {
	case x.err != nil:
		t.unreadable++
		return
	case x.result.Elsewhere:
		t.elsewhere++
		return
	case x.result.NoBody:
		t.omitted++
	case x.result.Reply == nil:
		t.notAnswers++
	default:
		t.answers[answerKind{x.result.Request.Op, x.result.Request.Format}]++
		if _, refused := x.result.Reply.(*smscodec.APIError); refused {
			t.refusals++
		}
	}
	t.inBaseline += x.inBaseline
	if x.guess != "" {
		t.guessed++
		t.guess = cmp.Or(t.guess, x.guess)
	}
	for _, f := range x.findings {
		t.findings++
		t.counts[f.Rule] += f.Count
		t.worst = max(t.worst, f.Rule.Severity)
	}
}

func (t *totals) merge(o *totals) {
	for kind, n := range o.answers {
		t.answers[kind] += n
	}
	for rule, n := range o.counts {
		t.counts[rule] += n
	}
	t.findings += o.findings
	t.refusals += o.refusals
	t.notAnswers += o.notAnswers
	t.omitted += o.omitted
	t.elsewhere += o.elsewhere
	t.skipped.merge(o.skipped)
	t.unreadable += o.unreadable
	t.inBaseline += o.inBaseline
	t.worst = max(t.worst, o.worst)
	t.guessed += o.guessed
	t.guess = cmp.Or(t.guess, o.guess)
}

// skippedFiles are counted, and the first of them named.
type skippedFiles struct {
	n      int
	labels []string
}

const maxSkippedLabels = 3

func (o *skippedFiles) add(label string) { o.merge(skippedFiles{1, []string{label}}) }

func (o *skippedFiles) merge(p skippedFiles) {
	o.n += p.n
	o.labels = append(o.labels, p.labels[:min(len(p.labels), maxSkippedLabels-len(o.labels))]...)
}

func (o skippedFiles) String() string {
	text := fmt.Sprintf("%s, neither captures nor answers: %s", plural(o.n, "other file"), strings.Join(o.labels, ", "))
	if more := o.n - len(o.labels); more > 0 {
		text += fmt.Sprintf(", and %d more", more)
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
	if t.omitted > 0 {
		text += ", " + plural(t.omitted, "response") + " not captured"
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
func (t *totals) isEmpty() bool { return len(t.answers) == 0 && t.notAnswers == 0 && t.unreadable == 0 }

// verdict returns the failure that validate ends with, or nil.
func (t *totals) verdict(failOn lint.Severity) error {
	switch {
	case t.unreadable > 0:
		return &failure{code: exitFailed}
	case t.skipped.n > 0 && t.isEmpty() && t.elsewhere == 0, // the same as an empty folder
		t.omitted > 0 && t.isEmpty():
		return &failure{code: exitFailed}
	case t.worst >= failOn:
		return &failure{code: exitFound}
	}
	return nil
}

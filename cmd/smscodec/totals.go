package main

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

// Totals count what was checked.
type totals struct {
	answers   map[answerKind]int // that were understood, by what was asked; refusals apart
	refusals  int                // the server's, a part of answers
	failures  int                // responses that were not read as an answer, or in several ways
	elsewhere int                // exchanges that are none with the endpoint
	others    others             // files in folders that are no captures
	omitted   int                // responses whose body the capture does not have
	unread    int                // what could not be read
	known     int                // findings that the baseline has
	findings  int                // as they are reported
	times     map[*lint.Rule]int // how often there was what a rule is about
	worst     lint.Severity
}

type answerKind struct {
	op     smscodec.Op
	format smscodec.Format
}

func newTotals() *totals {
	return &totals{answers: make(map[answerKind]int), times: make(map[*lint.Rule]int)}
}

func (t *totals) add(x checked) {
	switch {
	case x.err != nil:
		t.unread++
		return
	case x.result.Elsewhere:
		t.elsewhere++
		return
	case x.result.NoBody:
		t.omitted++
	case x.result.Reply == nil:
		t.failures++
	default:
		t.answers[answerKind{x.result.Request.Op, x.result.Request.Format}]++
		if _, refused := x.result.Reply.(*smscodec.APIError); refused {
			t.refusals++
		}
	}
	t.known += x.known
	for _, f := range x.findings {
		t.findings++
		t.times[f.Rule] += f.Count
		t.worst = max(t.worst, f.Rule.Severity)
	}
}

func (t *totals) merge(o *totals) {
	for kind, n := range o.answers {
		t.answers[kind] += n
	}
	for rule, n := range o.times {
		t.times[rule] += n
	}
	t.findings += o.findings
	t.refusals += o.refusals
	t.failures += o.failures
	t.elsewhere += o.elsewhere
	t.others.merge(o.others)
	t.omitted += o.omitted
	t.unread += o.unread
	t.known += o.known
	t.worst = max(t.worst, o.worst)
}

// others are the files that were passed over, of which the first are named.
type others struct {
	n      int
	labels []string
}

const maxOthers = 3

func (o *others) add(label string) { o.merge(others{1, []string{label}}) }

func (o *others) merge(p others) {
	o.n += p.n
	o.labels = append(o.labels, p.labels[:min(len(p.labels), maxOthers-len(o.labels))]...)
}

func (o others) String() string {
	text := fmt.Sprintf("%s in folders, neither captures nor answers: %s", plural(o.n, "other file"), strings.Join(o.labels, ", "))
	if more := o.n - len(o.labels); more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// appendTotals appends the tables that close a report for people.
func appendTotals(dst []byte, t *totals) []byte {
	dst = append(dst, t.line()...)
	dst = append(dst, '\n')
	if len(t.answers) > 0 {
		dst = append(dst, '\n')
		dst = appendTable(dst, func(yield func([]string) bool) {
			rows := [][]string{{"ASKED"}}
			formats := []smscodec.Format{smscodec.Plain, smscodec.CSV, smscodec.XML, smscodec.JSON}
			for _, format := range formats {
				rows[0] = append(rows[0], format.String())
			}
			for op := smscodec.OpGet; op <= smscodec.OpDelete; op++ {
				row := []string{op.String()}
				sum := 0
				for _, format := range formats {
					n := t.answers[answerKind{op, format}]
					sum += n
					row = append(row, count(n))
				}
				if sum > 0 {
					rows = append(rows, row)
				}
			}
			for _, row := range rows {
				if !yield(row) {
					return
				}
			}
		})
	}
	if len(t.times) > 0 {
		dst = append(dst, '\n')
		dst = appendTable(dst, func(yield func([]string) bool) {
			if !yield([]string{"FINDING", "SEVERITY", "TIMES", "MEANING"}) {
				return
			}
			rules := slices.SortedFunc(maps.Keys(t.times), func(a, b *lint.Rule) int {
				return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(t.times[b], t.times[a]), cmp.Compare(a.ID, b.ID))
			})
			for _, rule := range rules {
				if !yield([]string{rule.ID, rule.Severity.String(), strconv.Itoa(t.times[rule]), rule.Meaning}) {
					return
				}
			}
		})
	}
	return dst
}

func count(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

// line says how many there were of everything.
func (t *totals) line() string {
	answers := 0
	for _, n := range t.answers {
		answers += n
	}
	text := plural(answers, "answer") + " read"
	if t.refusals > 0 {
		text += fmt.Sprintf(", %d of them refusals", t.refusals)
	}
	if t.failures > 0 {
		text += ", " + plural(t.failures, "response") + " not read as an answer"
	}
	if t.elsewhere > 0 {
		text += ", " + plural(t.elsewhere, "other exchange") + " passed over"
	}
	if t.unread > 0 {
		text += fmt.Sprintf(", %d unreadable", t.unread)
	}
	text += ": " + plural(t.findings, "finding")
	if t.known > 0 {
		text += fmt.Sprintf(" beside %d in the baseline", t.known)
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// isNothing reports whether there was nothing to check.
func (t *totals) isNothing() bool { return len(t.answers) == 0 && t.failures == 0 && t.unread == 0 }

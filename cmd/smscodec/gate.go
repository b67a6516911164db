package main

// What the checked exchanges of validate come to: the baseline, the totals, the report, the
// exit code.

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

// A gate takes the outcomes of a pipeline in order, and decides at the end.
type gate struct {
	gateOptions
	command  string
	filter   *findings.Filter
	baseline findings.Baseline // what is known and not yet found; nil without a baseline
	found    findings.Baseline // what is found, to be written; nil if it is not written
	totals   *totals
	stdout   *bufio.Writer
	stderr   io.Writer
	isBarren bool // nothing came from the current source
}

type gateOptions struct {
	report     report
	host       *codeHost // of the report; nil if it is not for a code host
	failOn     lint.Severity
	allowEmpty bool
	known      string // the file of the baseline, or ""
	write      string // the file for a new one, or ""
}

// add takes an outcome. It returns the error of writing the output.
func (g *gate) add(out outcome) error {
	for _, x := range out.checked {
		g.isBarren = g.isBarren && x.isBlank
		g.addChecked(x)
	}
	for _, label := range out.skipped {
		g.isBarren = false
		g.totals.skipped.add(label)
	}
	if out.isEnd {
		if g.isBarren {
			g.totals.barren.add(out.source.label)
		}
		g.isBarren = true
	}
	return g.stdout.Flush()
}

func (g *gate) addChecked(x checked) {
	if x.isBlank { // not counted
		g.report.add(g.stdout, x)
		return
	}
	if x.Err != nil {
		io.WriteString(g.stderr, x.errorText())
	}
	unknown := x.Findings[:0]
	for _, f := range x.Findings {
		if g.found != nil {
			g.found[f.Known]++
		}
		if g.baseline.Take(f.Known) {
			g.totals.inBaseline++
			continue
		}
		unknown = append(unknown, f)
	}
	x.Findings = unknown
	g.totals.add(x)
	g.report.add(g.stdout, x)
}

// end writes the end of the report and returns the failure of the run, or nil.
func (g *gate) end(ctx context.Context) error {
	t := g.totals
	var problem string
	if t.isEmpty() && !g.allowEmpty && t.unreadable == 0 {
		problem = "nothing was checked: " + t.instead()
	}
	g.report.end(g.stdout, t, problem)
	if g.stdout.Flush() != nil {
		return nil // environment.run reports it
	}
	if g.host != nil && g.host.omitted != (omission{}) {
		fmt.Fprintf(g.stderr, "%s: %s\n", g.command, g.host.omitted)
	}
	if t.guessed > 0 {
		g.note("%s %s", plural(t.guessed, "answer"), t.guess)
	}
	if t.skipped.n > maxInLine || t.skipped.n > 0 && !t.isEmpty() {
		g.note("skipped %s, neither capture nor answer:%s", plural(t.skipped.n, "other file"), t.skipped.list())
	}
	switch {
	case t.unreadable > 0:
		return &failure{code: exitFailed}
	case problem != "":
		return failed("%s: %s; --allow-empty accepts that", g.command, problem)
	case t.isEmpty():
		g.note("nothing was checked: %s", t.instead())
	}
	for _, line := range g.baseline.Gone(g.filter) {
		g.note("%s", line)
	}
	if g.found != nil {
		return g.writeBaseline(ctx)
	}
	if t.fails(g.failOn) {
		return &failure{code: exitFound}
	}
	return nil
}

func (g *gate) writeBaseline(ctx context.Context) error {
	err := replaceFile(ctx, g.write, func(w io.Writer) error {
		_, err := w.Write(g.found.Append(nil))
		return err
	})
	if err != nil {
		return failed("%s: %s", shown.Label(safePath(g.write)), shown.Escape(cause(err)))
	}
	g.note("wrote %s to %s", plural(g.totals.findings, "known finding"), shown.Label(safePath(g.write)))
	return nil
}

func (g *gate) note(format string, args ...any) {
	fmt.Fprintf(g.stderr, "%s: note: %s\n", g.command, fmt.Sprintf(format, args...))
}

func readBaseline(name string) (findings.Baseline, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return findings.ReadBaseline(file)
}

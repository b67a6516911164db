package main

// Reading and checking on several cores.

import (
	"errors"
	"io"
	"iter"
	"path/filepath"

	"github.com/smscodec/smscodec/capture"
)

// A pipeline reads captures in parts, checks the parts on several goroutines, and
// yields the outcomes in the order of the captures.
type pipeline struct {
	reader      capture.Reader
	stdin       io.Reader
	jobs        int
	memory      *budget
	checker     func() *checker
	report      report
	maxFindings int                       // kept for a report that is written at the end
	watch       func(io.Reader) io.Reader // wraps a source to observe what is read
}

// A task is a part of a capture to check, and where its outcome is sent.
type task struct {
	source source
	part   capture.Part
	memory int64 // that the part takes
	err    error // if the source could not be opened; then there is no part
	done   chan outcome
}

// An outcome is the result of a task.
type outcome struct {
	output    []byte // written by the report
	errors    []string
	totals    *totals
	collected *collector
}

// run yields the outcomes in order. If the caller stops early, run does not wait for
// the rest: the input may never end.
func (p *pipeline) run(sources iter.Seq[source]) iter.Seq[outcome] {
	return func(yield func(outcome) bool) {
		// The buffer is large enough to keep all goroutines busy, and bounds how
		// many parts are in memory, as the budget does for large ones.
		inOrder := make(chan task, 2*p.jobs)
		toCheck := make(chan task)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(inOrder)
			defer close(toCheck)
			for w := range p.tasks(sources) {
				w.done = make(chan outcome, 1)
				select {
				case inOrder <- w:
				case <-stop:
					return
				}
				toCheck <- w
			}
		}()
		for range p.jobs {
			go func() {
				c := p.checker()
				for w := range toCheck {
					out := p.check(c, w)
					p.memory.parts.Release(w.memory)
					w.done <- out
				}
			}()
		}
		for w := range inOrder {
			if !yield(<-w.done) {
				return
			}
		}
	}
}

// tasks yields the parts of the sources.
func (p *pipeline) tasks(sources iter.Seq[source]) iter.Seq[task] {
	return func(yield func(task) bool) {
		for s := range sources {
			if !p.tasksOf(s, yield) {
				return
			}
		}
	}
}

func (p *pipeline) tasksOf(s source, yield func(task) bool) bool {
	if s.isSpecial {
		return yield(task{source: s})
	}
	file, err := s.open(p.stdin)
	if err != nil {
		return yield(task{source: s, err: err})
	}
	defer file.Close()
	reader := p.reader
	if s.path != "" {
		reader.Folder = filepath.Dir(s.path)
	}
	for part := range reader.Parts(p.watch(file)) {
		if !yield(task{source: s, part: part, memory: p.memory.forPart(part)}) {
			return false
		}
	}
	return true
}

// check runs a task.
func (p *pipeline) check(c *checker, w task) outcome {
	out := outcome{totals: newTotals(), collected: &collector{room: p.maxFindings}}
	add := func(x checked) {
		out.totals.add(x)
		if x.err != nil {
			out.errors = append(out.errors, x.errorLine())
		}
		out.output = p.report.append(out.output, x)
		if p.report.needsFindings() {
			out.collected.add(x)
		}
	}
	switch {
	case w.source.isSpecial:
		out.totals.skipped.add(w.source.label)
		return out
	case w.err != nil:
		add(checked{source: w.source, err: w.err})
		return out
	}
	for x, err := range w.part.Exchanges() {
		if err != nil {
			entry := 0
			if wrong, ok := errors.AsType[*capture.Error](err); ok {
				entry = wrong.Entry
			}
			if errors.Is(err, capture.ErrBlankLine) { // not an error, and not counted
				out.output = p.report.append(out.output, checked{source: w.source, entry: entry})
				continue
			}
			if w.source.inFolder && errors.Is(err, capture.ErrNotRecognised) {
				out.totals.skipped.add(w.source.label)
				continue
			}
			add(checked{source: w.source, entry: entry, err: err})
			continue
		}
		taken := p.memory.forCheck(x.Response.Body)
		answer := c.check(w.source, x)
		p.memory.checks.Release(taken)
		add(answer)
	}
	return out
}

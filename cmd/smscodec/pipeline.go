package main

import (
	"errors"
	"io"
	"iter"
	"path/filepath"

	"github.com/smscodec/smscodec/capture"
)

// A pipeline reads captures in parts, checks the parts on several goroutines, and
// hands over what they found in the order of the captures.
type pipeline struct {
	reader  capture.Reader
	stdin   io.Reader
	jobs    int
	checker func() *checker
	report  report
	hold    int                       // how many findings the report wants to see at its end
	watch   func(io.Reader) io.Reader // sees what is read
}

// A work is a part of a capture to be checked, and the place for what comes of it.
type work struct {
	source source
	part   capture.Part
	err    error // in place of a part
	done   chan outcome
}

// An outcome is what came of a part.
type outcome struct {
	output []byte // what the report writes of it
	errors []string
	totals *totals
	held   *held
}

// run yields the outcomes in order. Who stops early does not wait: the input may never
// end.
func (p *pipeline) run(sources iter.Seq[source]) iter.Seq[outcome] {
	return func(yield func(outcome) bool) {
		// As many parts are under way as are needed to keep all at work; so much
		// memory, no more, is in use.
		inOrder := make(chan work, 2*p.jobs)
		toCheck := make(chan work)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(inOrder)
			defer close(toCheck)
			for w := range p.works(sources) {
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
					w.done <- p.check(c, w)
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

// works reads the sources in parts.
func (p *pipeline) works(sources iter.Seq[source]) iter.Seq[work] {
	return func(yield func(work) bool) {
		for s := range sources {
			if !p.worksOf(s, yield) {
				return
			}
		}
	}
}

func (p *pipeline) worksOf(s source, yield func(work) bool) bool {
	file, err := s.open(p.stdin)
	if err != nil {
		return yield(work{source: s, err: err})
	}
	defer file.Close()
	reader := p.reader
	if s.path != "" {
		reader.Folder = filepath.Dir(s.path)
	}
	for part := range reader.Parts(p.watch(file)) {
		if !yield(work{source: s, part: part}) {
			return false
		}
	}
	return true
}

// check checks a part.
func (p *pipeline) check(c *checker, w work) outcome {
	out := outcome{totals: newTotals(), held: &held{room: p.hold}}
	add := func(x checked) {
		out.totals.add(x)
		if x.err != nil {
			out.errors = append(out.errors, x.message())
		}
		out.output = p.report.append(out.output, x)
		if p.report.holds() {
			out.held.add(x)
		}
	}
	if w.err != nil {
		add(checked{source: w.source, err: w.err})
		return out
	}
	for x, err := range w.part.Exchanges() {
		if err != nil {
			entry := 0
			if wrong, ok := errors.AsType[*capture.Error](err); ok {
				entry = wrong.Entry
			}
			if errors.Is(err, capture.ErrBlankLine) { // nothing is wrong with it, nor is it counted
				out.output = p.report.append(out.output, checked{source: w.source, entry: entry})
				continue
			}
			if w.source.walked && errors.Is(err, capture.ErrNotRecognised) {
				out.totals.others.add(w.source.label)
				continue
			}
			add(checked{source: w.source, entry: entry, err: err})
			continue
		}
		add(c.check(w.source, x))
	}
	return out
}

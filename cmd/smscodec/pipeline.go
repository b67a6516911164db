package main

// Reading and checking on several cores.

import (
	"errors"
	"io"
	"iter"
	"path/filepath"
	"sync"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/findings"
)

// A pipeline reads captures in parts, checks the parts on several goroutines, and
// yields the outcomes in the order of the captures.
type pipeline struct {
	reader     capture.Reader
	stdin      io.Reader
	jobs       int
	memory     *budget
	checker    func() *findings.Checker
	allowEmpty bool
	watch      func(io.Reader) io.Reader // wraps a source to observe what is read
	used       sync.Pool                 // slices of outcomes, to be used again
}

// A task is a part of a capture to check, and where its outcome is sent.
type task struct {
	source *source
	part   capture.Part
	memory int64 // that the part takes
	err    error // if the source could not be opened; then there is no part
	isEnd  bool  // of the source; then there is no part
	done   chan outcome
}

// An outcome is the result of a task.
type outcome struct {
	source  *source
	isEnd   bool // of the source
	checked []checked
	skipped []string // labels of files that are not captures, with what these look like
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
			out := <-w.done
			if !yield(out) {
				return
			}
			clear(out.checked)
			p.used.Put(&out.checked)
		}
	}
}

// tasks yields the parts of the sources.
func (p *pipeline) tasks(sources iter.Seq[source]) iter.Seq[task] {
	return func(yield func(task) bool) {
		for s := range sources {
			if !p.tasksOf(&s, yield) {
				return
			}
		}
	}
}

func (p *pipeline) tasksOf(s *source, yield func(task) bool) bool {
	if s.isSpecial {
		return yield(task{source: s})
	}
	end := task{source: s, isEnd: true}
	if p.allowEmpty && (s.err == errEmptyFolder || s.err == errNoMatch) {
		return yield(end)
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
	input := &findings.Input{Reader: p.watch(file)}
	for part := range reader.Parts(input) {
		if p.allowEmpty && input.IsEmpty() {
			break // otherwise an empty file is one that is not recognised
		}
		if !yield(task{source: s, part: part, memory: p.memory.forPart(part)}) {
			return false
		}
	}
	return yield(end)
}

// check runs a task.
func (p *pipeline) check(c *findings.Checker, w task) outcome {
	out := outcome{source: w.source, isEnd: w.isEnd}
	switch {
	case w.isEnd:
		return out
	case w.source.isSpecial:
		out.skipped = append(out.skipped, w.source.label)
		return out
	case w.err != nil:
		out.checked = append(out.checked, checked{source: w.source, Checked: findings.Unreadable(w.err)})
		return out
	}
	if used, ok := p.used.Get().(*[]checked); ok {
		out.checked = (*used)[:0]
	}
	for x, err := range w.part.Exchanges() {
		switch {
		case err == nil:
			taken := p.memory.forCheck(x.Response.Body)
			answer := c.Check(x)
			p.memory.checks.Release(taken)
			out.checked = append(out.checked, checked{source: w.source, Checked: answer})
		case errors.Is(err, capture.ErrBlankLine): // not an error
			out.checked = append(out.checked, checked{source: w.source, isBlank: true, Checked: findings.Checked{Entry: findings.Unreadable(err).Entry}})
		case w.source.inFolder && errors.Is(err, capture.ErrNotRecognised):
			label := w.source.label
			if wrong, ok := errors.AsType[*capture.Error](err); ok && wrong.Detail != "" {
				label += " (" + wrong.Detail + ")"
			}
			out.skipped = append(out.skipped, label)
		default:
			out.checked = append(out.checked, checked{source: w.source, Checked: findings.Unreadable(err)})
		}
	}
	return out
}

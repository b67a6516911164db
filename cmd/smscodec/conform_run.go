package main

// Runs a program on all cases, on all cores.

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/smscodec/smscodec/internal/shown"
)

// An asker sends a program a case. It returns an error if the program cannot be run.
type asker func(context.Context, direction, conformCase) (attempt, error)

// runEach starts the program for each case.
func (p program) runEach(ctx context.Context, d direction, cases []conformCase) ([]conformResult, error) {
	return runCases(ctx, d, cases, func() (asker, func()) { return p.runOnce, func() {} })
}

// maxFailures is how often a persistent program may fail before it has answered once.
const maxFailures = 5

// runPersistent starts the program once for each core, and again after a failure.
func (p program) runPersistent(ctx context.Context, d direction, cases []conformCase) ([]conformResult, error) {
	var hasAnswered atomic.Bool
	var failures atomic.Int32
	return runCases(ctx, d, cases, func() (asker, func()) {
		s := &session{program: p}
		ask := func(ctx context.Context, d direction, c conformCase) (attempt, error) {
			got, err := s.ask(ctx, d, c)
			switch {
			case got.broken == "":
				hasAnswered.Store(true)
			case failures.Add(1) >= maxFailures && !hasAnswered.Load():
				err = fmt.Errorf("it has not answered a case: it %s", got.broken)
				if got.stderr != "" {
					err = fmt.Errorf("%w; its last error output: %s", err, got.stderr)
				}
			}
			return got, err
		}
		return ask, func() { s.end(false) }
	})
}

// runCases passes each case to one of as many askers as there are cores. It stops at the
// first error, and returns it.
func runCases(ctx context.Context, d direction, cases []conformCase, newAsker func() (ask asker, end func())) ([]conformResult, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	results := make([]conformResult, len(cases))
	indexes := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.NumCPU(), len(cases)) {
		workers.Go(func() {
			ask, end := newAsker()
			defer end()
			for i := range indexes {
				got, err := ask(ctx, d, cases[i])
				if err != nil {
					cancel(err)
					continue
				}
				results[i] = verdictOn(d, cases[i], got)
			}
		})
	}
	for i := range cases {
		if ctx.Err() != nil {
			break
		}
		indexes <- i
	}
	close(indexes)
	workers.Wait()
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return nil, errInterrupted
	}
	return results, context.Cause(ctx)
}

// verdictOn returns the verdict on an attempt.
func verdictOn(d direction, c conformCase, got attempt) conformResult {
	r := conformResult{conformCase: c, verdict: broken, details: []detail{{"it", got.broken}}}
	if got.broken == "" {
		r = d.judge(c, got)
	}
	if r.verdict == broken {
		r.losses = []string{"breaks the contract (smscodec docs conformance.md)"}
	}
	r.stderr = got.stderr
	if r.verdict != passed && got.stderr != "" {
		r.details = append(r.details, detail{"stderr", shown.Escape(got.stderr)})
	}
	return r
}

package main

// Runs the cases round by round and computes medians and ratios from the samples.

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"

	"github.com/smscodec/smscodec"
)

// A result has the samples of a case.
type result struct {
	benchCase
	size     int                 // of smscodec's body, in bytes
	subjects []string            // names, smscodec first
	samples  map[string][]sample // by subject, one sample per round
}

// runCases measures all cases, round by round. The template has the settings that all
// jobs share.
func runCases(cases []benchCase, rounds int, template job, progress io.Writer) ([]*result, error) {
	results := make([]*result, len(cases))
	for i, c := range cases {
		results[i] = &result{benchCase: c, samples: map[string][]sample{}}
		if err := results[i].checkSubjects(); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name(), err)
		}
	}
	start := time.Now()
	for round := range rounds {
		for _, r := range results {
			if err := r.runRound(round, template); err != nil {
				return nil, fmt.Errorf("%s: %w", r.name(), err)
			}
		}
		fmt.Fprintf(progress, "round %d of %d, %v\n", round+1, rounds, time.Since(start).Round(time.Second))
	}
	return results, nil
}

// checkSubjects checks that all subjects have the same result.
func (r *result) checkSubjects() error {
	f := r.prepare()
	r.size = f.size
	want := f.want()
	for _, s := range f.subjects {
		r.subjects = append(r.subjects, s.name)
		if err := s.check(want); err != nil {
			return err
		}
	}
	return nil
}

// runRound measures one round of a case. The order of the subjects differs from round to
// round, so that the state of the caches after one of them does not always affect the same
// next one.
func (r *result) runRound(round int, j job) (err error) {
	first := round / 2 % len(r.subjects)
	order := slices.Concat(r.subjects[first:], r.subjects[:first])
	if round%2 == 1 {
		slices.Reverse(order)
	}
	j.caseName = r.name()
	var workers []*worker
	defer func() {
		for _, w := range workers {
			err = errors.Join(err, w.stop())
		}
	}()
	for _, j.subject = range order {
		j.estimate = 0
		if earlier := r.samples[j.subject]; len(earlier) > 0 {
			j.estimate = earlier[len(earlier)-1].perOp()
		}
		w, err := startWorker(j)
		if err != nil {
			return fmt.Errorf("%s: %w", j.subject, err)
		}
		workers = append(workers, w)
	}
	totals := make([]sample, len(order))
	for range parts {
		for i, w := range workers {
			s, err := w.measurePart()
			if err != nil {
				return fmt.Errorf("%s: %w", order[i], err)
			}
			totals[i].add(s)
		}
	}
	for i, name := range order {
		r.samples[name] = append(r.samples[name], totals[i])
	}
	return nil
}

// check runs one iteration and compares the result.
func (s subject) check(want any) error {
	if err := s.loop(1); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if s.result == nil {
		return nil
	}
	defer s.reset()
	if got := s.result(); !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s: result %.200v, want %.200v", s.name, got, want)
	}
	return nil
}

// findResult returns the result of a case, or nil if it was not measured.
func findResult(results []*result, op string, format smscodec.Format, kind string, n int) *result {
	for _, r := range results {
		if r.op == op && r.format == format && r.kind == kind && r.n == n {
			return r
		}
	}
	return nil
}

// perRow returns the median of the nanoseconds per row, and whether the subject was
// measured.
func (r *result) perRow(name string) (float64, bool) {
	samples, ok := r.samples[name]
	return median(len(samples), func(round int) float64 { return samples[round].perOp() / float64(r.divisor()) }), ok
}

// allocs returns the median of the allocations per iteration.
func (r *result) allocs(name string) uint64 {
	samples := r.samples[name]
	return uint64(median(len(samples), func(round int) float64 { return float64(samples[round].allocs()) }))
}

// ratio returns the time of a subject divided by the time of smscodec: the median of the
// ratios of all rounds. It also reports whether the subject was measured.
func (r *result) ratio(name string) (float64, bool) {
	base := r.samples[smscodecName]
	samples, ok := r.samples[name]
	return median(len(samples), func(round int) float64 { return samples[round].perOp() / base[round].perOp() }), ok
}

// median returns the median of a value per round, or 0 if there are no rounds.
func median(rounds int, of func(round int) float64) float64 {
	if rounds == 0 {
		return 0
	}
	values := make([]float64, rounds)
	for round := range values {
		values[round] = of(round)
	}
	slices.Sort(values)
	return (values[(rounds-1)/2] + values[rounds/2]) / 2
}

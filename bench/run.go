package main

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"time"
)

// A result is what was measured in a case.
type result struct {
	benchCase
	size    int                 // of smscodec's body, in bytes
	by      []string            // who was measured: smscodec first
	samples map[string][]sample // of each, one a round
}

// run measures all cases, round by round. The orders are as the first one, but
// for what is to be measured.
func run(cases []benchCase, rounds int, first order, progress io.Writer) ([]*result, error) {
	results := make([]*result, len(cases))
	for i, c := range cases {
		results[i] = &result{benchCase: c, samples: map[string][]sample{}}
		if err := results[i].prepare(); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name(), err)
		}
	}
	start := time.Now()
	for round := range rounds {
		for _, r := range results {
			if err := r.run(round, first); err != nil {
				return nil, fmt.Errorf("%s: %w", r.name(), err)
			}
		}
		fmt.Fprintf(progress, "round %d of %d, %v\n", round+1, rounds, time.Since(start).Round(time.Second))
	}
	return results, nil
}

// prepare checks that all say the same.
func (r *result) prepare() error {
	t := r.subjects()
	r.size = t.size
	want := t.want()
	for _, s := range t.subjects {
		r.by = append(r.by, s.name)
		if err := s.check(want); err != nil {
			return err
		}
	}
	return nil
}

// run measures one round of a case, each in another order: what one leaves in the
// caches meets everybody.
func (r *result) run(round int, o order) error {
	first := round / 2 % len(r.by)
	inTurn := slices.Concat(r.by[first:], r.by[:first])
	if round%2 == 1 {
		slices.Reverse(inTurn)
	}
	o.what = r.name()
	for _, o.by = range inTurn {
		o.guess = 0
		if earlier := r.samples[o.by]; len(earlier) > 0 {
			o.guess = earlier[len(earlier)-1].perOp()
		}
		m, err := measureApart(o)
		if err != nil {
			return fmt.Errorf("%s: %w", o.by, err)
		}
		r.samples[o.by] = append(r.samples[o.by], m)
	}
	return nil
}

// check does the thing once and compares what it said.
func (s subject) check(want any) error {
	if err := s.loop(1); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	if s.said == nil {
		return nil
	}
	defer s.drop()
	if got := s.said(); !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s says something else: %.200v, not %.200v", s.name, got, want)
	}
	return nil
}

// perRow gives the median of the nanoseconds that a row took, and whether this
// was measured.
func (r *result) perRow(name string) (float64, bool) {
	samples, ok := r.samples[name]
	if !ok {
		return 0, false
	}
	return median(samples, sample.perOp) / float64(r.rows()), true
}

// allocs gives the median of the allocations.
func (r *result) allocs(name string) uint64 {
	return uint64(median(r.samples[name], func(s sample) float64 { return float64(s.allocs()) }))
}

// ratio gives how many times as long as smscodec somebody took.
func (r *result) ratio(name string) (float64, bool) {
	peer, ok := r.perRow(name)
	own, _ := r.perRow(self)
	return peer / own, ok
}

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

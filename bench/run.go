package main

import (
	"errors"
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
func (r *result) run(round int, o order) (err error) {
	first := round / 2 % len(r.by)
	inTurn := slices.Concat(r.by[first:], r.by[:first])
	if round%2 == 1 {
		slices.Reverse(inTurn)
	}
	o.what = r.name()
	var measurers []*measurer
	defer func() {
		for _, m := range measurers {
			err = errors.Join(err, m.stop())
		}
	}()
	for _, o.by = range inTurn {
		o.guess = 0
		if earlier := r.samples[o.by]; len(earlier) > 0 {
			o.guess = earlier[len(earlier)-1].perOp()
		}
		m, err := startMeasurer(o)
		if err != nil {
			return fmt.Errorf("%s: %w", o.by, err)
		}
		measurers = append(measurers, m)
	}
	whole := make([]sample, len(inTurn))
	for range parts {
		for i, m := range measurers {
			s, err := m.part()
			if err != nil {
				return fmt.Errorf("%s: %w", inTurn[i], err)
			}
			whole[i].add(s)
		}
	}
	for i, by := range inTurn {
		r.samples[by] = append(r.samples[by], whole[i])
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
	return median(len(samples), func(round int) float64 { return samples[round].perOp() / float64(r.rows()) }), ok
}

// allocs gives the median of the allocations.
func (r *result) allocs(name string) uint64 {
	samples := r.samples[name]
	return uint64(median(len(samples), func(round int) float64 { return float64(samples[round].allocs()) }))
}

// ratio gives how many times as long as smscodec somebody took: the median of what
// it was in a round.
func (r *result) ratio(name string) (float64, bool) {
	own := r.samples[self]
	samples, ok := r.samples[name]
	return median(len(samples), func(round int) float64 { return samples[round].perOp() / own[round].perOp() }), ok
}

// median gives that of a value of each round, 0 if there is none.
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

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

// run measures all cases, round by round.
func run(cases []benchCase, rounds int, each time.Duration, progress io.Writer) ([]*result, error) {
	results := make([]*result, len(cases))
	for i, c := range cases {
		results[i] = &result{benchCase: c, samples: map[string][]sample{}}
	}
	start := time.Now()
	for round := range rounds {
		for _, r := range results {
			if err := r.run(round, each); err != nil {
				return nil, fmt.Errorf("%s: %w", r.name(), err)
			}
		}
		fmt.Fprintf(progress, "round %d of %d, %v\n", round+1, rounds, time.Since(start).Round(time.Second))
	}
	return results, nil
}

// run measures one round of a case. The first checks that all say the same. The
// order is another in each: what one leaves in the caches meets everybody.
func (r *result) run(round int, each time.Duration) error {
	t := r.subjects()
	if round == 0 {
		r.size = t.size
		want := t.want()
		for _, s := range t.subjects {
			r.by = append(r.by, s.name)
			if err := s.check(want); err != nil {
				return err
			}
		}
	}
	t.want = nil // and with it the list, which nobody is to be measured beside
	first := round / 2 % len(t.subjects)
	order := slices.Concat(t.subjects[first:], t.subjects[:first])
	if round%2 == 1 {
		slices.Reverse(order)
	}
	for _, s := range order {
		guess := 0.0
		if earlier := r.samples[s.name]; len(earlier) > 0 {
			guess = earlier[len(earlier)-1].perOp()
		}
		m, err := measure(s.loop, guess, each)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		r.samples[s.name] = append(r.samples[s.name], m)
		if s.drop != nil {
			s.drop()
		}
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

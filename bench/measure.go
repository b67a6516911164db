package main

import (
	"runtime"
	"time"
)

// A sample is one measurement.
type sample struct {
	n       int // how often the thing was done
	elapsed time.Duration
	mallocs uint64
	bytes   uint64 // allocated
}

// perOp gives the nanoseconds that doing it once took.
func (s sample) perOp() float64 { return float64(s.elapsed.Nanoseconds()) / float64(s.n) }

// allocs gives the allocations of doing it once, rounded down as by package testing.
func (s sample) allocs() uint64 { return s.mallocs / uint64(s.n) }

// A thing is done at least fewest times in a measurement, unless it takes longer than
// slow times the measurement.
const (
	fewest = 3
	slow   = 3
)

// measure does a thing as often as fills the time, beginning with a guess of
// the nanoseconds that it takes, or 0.
func measure(loop func(n int) error, guess float64, atLeast time.Duration) (sample, error) {
	n := 1
	if guess > 0 && guess < float64(slow*atLeast.Nanoseconds()) {
		n = rounds(atLeast, guess)
	}
	for {
		s, err := once(loop, n)
		if err != nil {
			return s, err
		}
		if n >= fewest && s.elapsed >= atLeast*9/10 || s.elapsed >= slow*atLeast {
			return s, nil
		}
		// As package testing does: aim a little higher, and do not trust a
		// short measurement too far.
		n = max(fewest, n+1, min(rounds(atLeast*11/10, s.perOp()), 100*n))
	}
}

func rounds(d time.Duration, perOp float64) int {
	return max(fewest, int(float64(d.Nanoseconds())/max(perOp, 0.1)))
}

// once does a thing n times, on a warm heap.
func once(loop func(n int) error, n int) (sample, error) {
	var before, after runtime.MemStats
	if err := warmUp(loop, n); err != nil {
		return sample{}, err
	}
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := loop(n)
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	return sample{
		n:       n,
		elapsed: elapsed,
		mallocs: after.Mallocs - before.Mallocs,
		bytes:   after.TotalAlloc - before.TotalAlloc,
	}, err
}

// warmUp does a thing n times without measuring it, and if it allocates, again until
// the garbage collector has run a few times: then the heap is as large as it needs it.
func warmUp(loop func(n int) error, n int) error {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	collected, allocated := stats.NumGC, stats.Mallocs
	for range 4 {
		if err := loop(n); err != nil {
			return err
		}
		runtime.ReadMemStats(&stats)
		if stats.Mallocs-allocated < uint64(n) || stats.NumGC-collected > 2 {
			break
		}
	}
	return nil
}

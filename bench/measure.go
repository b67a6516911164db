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

// add adds another sample.
func (s *sample) add(o sample) {
	s.n += o.n
	s.elapsed += o.elapsed
	s.mallocs += o.mallocs
	s.bytes += o.bytes
}

// perOp gives the nanoseconds that doing it once took.
func (s sample) perOp() float64 { return float64(s.elapsed.Nanoseconds()) / float64(s.n) }

// allocs gives the allocations of doing it once, rounded down as by package testing.
func (s sample) allocs() uint64 { return s.mallocs / uint64(s.n) }

// parts are the pieces that a measurement is made in. The subjects of a case are
// measured by turns, a part of each, so that what the machine does meanwhile meets all
// alike.
const parts = 8

// What takes so long that it would be done only a few times is measured until it was
// done many times, but at most longest times as long: the collector runs in one of them
// and not in the next. It is done in every part at least.
const (
	minRuns    = 64
	maxStretch = 6
)

// calibrate gives how often to do a thing so that it fills the time and all parts,
// beginning with a guess of the nanoseconds that it takes, or 0, and warms the heap up.
func calibrate(loop func(n int) error, estimate float64, minTime time.Duration) (n int, err error) {
	n = 1
	if estimate > 0 {
		n = iterations(targetTime(minTime, estimate), estimate)
	}
	for warm := false; ; {
		s, err := measureLoop(loop, n)
		if err != nil {
			return n, err
		}
		target := targetTime(minTime, s.perOp())
		switch {
		case s.elapsed < target*9/10:
			// As package testing does: aim a little higher, and do not trust a
			// short measurement too far.
			n = max(n+1, min(iterations(target*11/10, s.perOp()), 100*n))
		case warm:
			return max(n, parts), nil
		default:
			warm = true
			if err := warmUp(loop, n, maxWarmUp*minTime); err != nil {
				return n, err
			}
		}
	}
}

// targetTime gives how long to measure what takes so many nanoseconds.
func targetTime(minTime time.Duration, perOp float64) time.Duration {
	return min(max(minTime, time.Duration(minRuns*perOp)), maxStretch*minTime)
}

func iterations(d time.Duration, perOp float64) int {
	return max(1, int(float64(d.Nanoseconds())/max(perOp, 0.1)))
}

// measureLoop does a thing n times.
func measureLoop(loop func(n int) error, n int) (sample, error) {
	var before, after runtime.MemStats
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

// maxWarmUp is how many times as long as a measurement a warm-up takes at most.
const maxWarmUp = 20

// warmUp does a thing n times without measuring it, and if it allocates, again until
// the garbage collector has run a few times and the heap no longer grows: to write to
// memory that was not used before takes many times as long.
func warmUp(loop func(n int) error, n int, maxTime time.Duration) error {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	collected := before.NumGC
	for start := time.Now(); ; before = after {
		if err := loop(n); err != nil {
			return err
		}
		runtime.ReadMemStats(&after)
		switch {
		case after.Mallocs-before.Mallocs < uint64(n),
			after.NumGC-collected > 2 && after.HeapSys == before.HeapSys,
			time.Since(start) > maxTime:
			return nil
		}
	}
}

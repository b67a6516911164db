package main

// How a loop is measured: calibrate finds the number of iterations, measureLoop runs
// them and returns a sample. processor says on what.

import (
	"os"
	"runtime"
	"strings"
	"time"
)

// A sample is one measurement of a loop.
type sample struct {
	n       int // iterations
	elapsed time.Duration
	mallocs uint64
	bytes   uint64 // allocated in all
}

// add adds another sample.
func (s *sample) add(o sample) {
	s.n += o.n
	s.elapsed += o.elapsed
	s.mallocs += o.mallocs
	s.bytes += o.bytes
}

// perOp returns the nanoseconds per iteration.
func (s sample) perOp() float64 { return float64(s.elapsed.Nanoseconds()) / float64(s.n) }

// allocs returns the allocations per iteration, rounded down as in package testing.
func (s sample) allocs() uint64 { return s.mallocs / uint64(s.n) }

// parts is the number of parts that a measurement consists of. The subjects of a case
// take turns, one part each, so that other load on the machine affects all alike.
const parts = 8

// A slow loop is measured for longer than the minimum time, until it has had minRuns
// iterations, because the garbage collector runs in some iterations and not in others;
// but for at most maxStretch times the minimum time. Each part has at least one
// iteration.
const (
	minRuns    = 64
	maxStretch = 6
)

// calibrate warms up the heap and returns the number of iterations that fill the time
// and all parts. The estimate is in nanoseconds per iteration, 0 if there is none.
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
			// As in package testing: aim a little higher, and do not extrapolate
			// far from a short measurement.
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

// targetTime returns how long to measure an iteration of perOp nanoseconds.
func targetTime(minTime time.Duration, perOp float64) time.Duration {
	return min(max(minTime, time.Duration(minRuns*perOp)), maxStretch*minTime)
}

// iterations returns how many iterations of perOp nanoseconds fit into d, at least one.
func iterations(d time.Duration, perOp float64) int {
	return max(1, int(float64(d.Nanoseconds())/max(perOp, 0.1)))
}

// measureLoop measures n iterations.
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

// maxWarmUp is the longest warm-up, as a multiple of the minimum time.
const maxWarmUp = 20

// warmUp runs n iterations without measuring them. If they allocate, it repeats them
// until the garbage collector has run a few times and the heap no longer grows, because
// the first write to new memory takes many times as long as later ones.
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

// processor returns the name of the processor, where the system has /proc/cpuinfo.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

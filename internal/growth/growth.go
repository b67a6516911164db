// Package growth measures how the time of a function grows with the size of its input.
package growth

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// Measure runs a benchmark of what prepare returns for each size: a function, and how many
// bytes it works on. The metric "exponent" is the slope of the shortest time over the bytes,
// both as logarithms: 1 is linear, 2 is quadratic.
func Measure(b *testing.B, sizes []int, prepare func(size int) (n int, run func())) {
	var logSizes, logTimes []float64
	for _, size := range sizes {
		n, run := prepare(size)
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(n))
			b.ReportAllocs()
			shortest := time.Duration(math.MaxInt64)
			for b.Loop() {
				start := clock()
				run()
				shortest = min(shortest, clock()-start)
			}
			logSizes = append(logSizes, math.Log(float64(n)))
			logTimes = append(logTimes, math.Log(float64(max(shortest, 1))))
		})
	}
	b.Run("exponent", func(b *testing.B) {
		b.ReportMetric(slope(logSizes, logTimes), "exponent")
		b.ReportMetric(0, "ns/op")
	})
}

// slope returns the slope of the line through points, by least squares.
func slope(x, y []float64) float64 {
	var meanX, meanY, up, down float64
	for i := range x {
		meanX += x[i] / float64(len(x))
		meanY += y[i] / float64(len(x))
	}
	for i := range x {
		up += (x[i] - meanX) * (y[i] - meanY)
		down += (x[i] - meanX) * (x[i] - meanX)
	}
	return up / down
}

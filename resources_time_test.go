//go:build !race

package smscodec_test

import (
	"fmt"
	"math"
	"testing"
)

// Rule 11 on time, as a benchmark.

// BenchmarkGrowth decodes hostile bodies of growing sizes, and appends the replies
// that were read. The metric "exponent" is the slope of the time over the size, both
// as logarithms: 1 is linear, 2 is quadratic. More than 1.2 is a defect; slightly
// more than 1 is due to caches and the garbage collector.
//
//	go test -run '^$' -bench Growth -benchtime 0.2s . | grep exponent
func BenchmarkGrowth(b *testing.B) {
	for _, h := range hostileBodies {
		b.Run("decode/"+h.name, func(b *testing.B) {
			growth(b, func(size int) (int, func()) {
				body := h.body(size)
				return len(body), func() { h.codec.Decode(body, h.request) }
			})
		})
		small, err := h.codec.Decode(h.body(64<<10), h.request)
		if err != nil {
			continue
		}
		if body, err := h.codec.Append(nil, small, h.request); err != nil || len(body) < 16<<10 {
			continue // not every reply can be written, or grows with the body
		}
		b.Run("append/"+h.name, func(b *testing.B) {
			growth(b, func(size int) (int, func()) {
				reply, err := h.codec.Decode(h.body(size), h.request)
				if err != nil {
					b.Fatal(err)
				}
				body, err := h.codec.Append(nil, reply, h.request)
				if err != nil {
					b.Fatal(err)
				}
				return len(body), func() { h.codec.Append(body[:0], reply, h.request) }
			})
		})
	}
}

// growth benchmarks a call on growing sizes and reports the exponent.
func growth(b *testing.B, prepare func(size int) (written int, call func())) {
	var sizes, times []float64
	for _, size := range []int{64 << 10, 512 << 10, 2 << 20, 8 << 20} {
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			n, call := prepare(size)
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
			sizes = append(sizes, math.Log(float64(n)))
			times = append(times, math.Log(float64(b.Elapsed())/float64(b.N)))
		})
	}
	b.Run("exponent", func(b *testing.B) {
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(slope(sizes, times), "exponent")
	})
}

// slope returns the slope of the least-squares line.
func slope(x, y []float64) float64 {
	var sumX, sumY, sumXX, sumXY float64
	for i := range x {
		sumX += x[i]
		sumY += y[i]
		sumXX += x[i] * x[i]
		sumXY += x[i] * y[i]
	}
	n := float64(len(x))
	return (n*sumXY - sumX*sumY) / (n*sumXX - sumX*sumX)
}

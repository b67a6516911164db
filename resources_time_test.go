//go:build !race

package smscodec_test

import (
	"testing"

	"github.com/smscodec/smscodec/internal/growth"
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
			growth.Measure(b, growthSizes, func(size int) (int, func()) {
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
			growth.Measure(b, growthSizes, func(size int) (int, func()) {
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

var growthSizes = []int{64 << 10, 512 << 10, 2 << 20, 8 << 20}

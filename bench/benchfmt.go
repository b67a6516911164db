package main

// Writes the samples for benchstat.

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// writeBenchfmt writes all samples to a file, in the format of Go benchmarks.
func writeBenchfmt(file string, results []*result) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "goos: %s\ngoarch: %s\npkg: github.com/smscodec/smscodec/bench\ncpu: %s\n", runtime.GOOS, runtime.GOARCH, processor())
	word := strings.NewReplacer(" ", "-", "/", "_")
	for _, r := range results {
		for _, name := range r.subjects {
			op := strings.ToUpper(r.op[:1]) + r.op[1:]
			for _, s := range r.samples[name] {
				fmt.Fprintf(&b, "Benchmark%s/format=%v/kind=%s/n=%d/by=%s-%d\t%d\t%.6g ns/op\t%.6g MB/s\t%d B/op\t%d allocs/op\n",
					op, r.format, word.Replace(r.kind), r.n, word.Replace(name), runtime.GOMAXPROCS(0),
					s.n, s.perOp(), float64(r.size)/s.perOp()*1000, s.bytes/uint64(s.n), s.allocs())
			}
		}
	}
	return os.WriteFile(file, b.Bytes(), 0o666)
}

//go:build !unix

package capture_test

import "time"

var start = time.Now()

// cpuTime returns the time that has passed, in place of the CPU time of the process.
func cpuTime() time.Duration { return time.Since(start) }

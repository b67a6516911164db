//go:build !unix

package growth

import "time"

var start = time.Now()

func clock() time.Duration { return time.Since(start) }

package smsctest

import (
	"sync"
	"time"
)

// A Clock is a clock that a test moves; Config.Now may be its Now. It may be used
// by several goroutines at once.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock gives a clock that shows a time.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now gives what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

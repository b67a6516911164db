package main

// The memory budget of validate, shared by its goroutines.

import (
	"context"
	"runtime/debug"

	"golang.org/x/sync/semaphore"

	"github.com/smscodec/smscodec/capture"
)

// The default and the limits of --max-memory, in bytes.
const (
	defaultMemory = 256 << 20
	minMemory     = 64 << 20
	maxMemory     = 1 << 40

	// entriesInMemory is how many entries of the largest size must fit into the memory.
	entriesInMemory = 8
)

// A budget divides memory: half of it is for the entries that the goroutines are checking,
// a quarter for parts that have been read and not yet checked, and a quarter for the
// checks of large answers.
type budget struct {
	bytes  int64
	parts  *semaphore.Weighted
	checks *semaphore.Weighted
}

func newBudget(bytes int64) *budget {
	return &budget{bytes: bytes, parts: semaphore.NewWeighted(bytes / 4), checks: semaphore.NewWeighted(bytes / 4)}
}

// jobs returns how many goroutines, up to the wanted number, have room for one entry each.
func (b *budget) jobs(wanted int, r capture.Reader) int {
	return int(max(1, min(int64(wanted), b.bytes/2/int64(r.MaxEntry))))
}

// smallAnswer is the largest body that is checked without reserving memory: below it, the
// memory of a check depends little on the size of the body.
const smallAnswer = 256 << 10

// memoryOfBody is the memory that the check of a body takes, as a multiple of its size: for
// the names of a list in UTF-8, and for the body with another XML declaration.
const memoryOfBody = 3

// forPart waits for the memory of a part, and returns how much it reserved.
func (b *budget) forPart(p capture.Part) int64 { return take(b.parts, b.bytes/4, int64(p.Size())) }

// forCheck waits for the memory to check a body, and returns how much it reserved.
func (b *budget) forCheck(body []byte) int64 {
	if len(body) <= smallAnswer {
		return 0
	}
	return take(b.checks, b.bytes/4, memoryOfBody*int64(len(body)))
}

// take waits for memory. A request for more than all waits for all.
func take(from *semaphore.Weighted, all, bytes int64) int64 {
	bytes = min(bytes, all)
	_ = from.Acquire(context.Background(), bytes) // the context is never cancelled
	return bytes
}

// limitHeap makes the garbage collector run rarely while the heap is small, and often when
// it is near the budget. It returns a function that restores the settings.
func (b *budget) limitHeap() (undo func()) {
	percent := debug.SetGCPercent(200)
	limit := debug.SetMemoryLimit(b.bytes / 8 * 7) // the rest is for memory that the runtime does not manage
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

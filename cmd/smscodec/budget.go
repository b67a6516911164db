package main

// The memory of validate, shared among its goroutines.

import (
	"context"
	"runtime/debug"

	"golang.org/x/sync/semaphore"

	"github.com/smscodec/smscodec/capture"
)

// Bounds of the memory of validate.
const (
	defaultMemory = 256 << 20
	minMemory     = 64 << 20
	maxMemory     = 1 << 40

	// entriesInMemory is how many entries of the maximal size must fit into the memory.
	entriesInMemory = 8
)

// A budget shares memory. Half of it is for the entry that each goroutine checks, a quarter
// for parts that were read and are not checked yet, and a quarter for checking large
// answers.
type budget struct {
	bytes  int64
	parts  *semaphore.Weighted
	checks *semaphore.Weighted
}

func newBudget(bytes int64) *budget {
	return &budget{bytes: bytes, parts: semaphore.NewWeighted(bytes / 4), checks: semaphore.NewWeighted(bytes / 4)}
}

// jobs returns how many goroutines, of the wanted number, have room for an entry each.
func (b *budget) jobs(wanted int, r capture.Reader) int {
	return int(max(1, min(int64(wanted), b.bytes/2/int64(r.MaxEntry))))
}

// smallAnswer is the largest body that is checked without asking: the check needs about
// as much memory for any smaller one.
const smallAnswer = 256 << 10

// memoryOfBody is how many times the size of a body its check takes: the names of a list,
// in UTF-8, and the body with another XML declaration.
const memoryOfBody = 3

// forPart waits for the memory of a part, and returns how much it took.
func (b *budget) forPart(p capture.Part) int64 { return take(b.parts, b.bytes/4, int64(p.Size())) }

// forCheck waits for the memory to check a body, and returns how much it took.
func (b *budget) forCheck(body []byte) int64 {
	if len(body) <= smallAnswer {
		return 0
	}
	return take(b.checks, b.bytes/4, memoryOfBody*int64(len(body)))
}

// take waits for memory. What needs more than all waits for all of it.
func take(from *semaphore.Weighted, all, bytes int64) int64 {
	bytes = min(bytes, all)
	_ = from.Acquire(context.Background(), bytes) // the context does not end
	return bytes
}

// limitHeap makes the garbage collector run seldom while there is memory, which is
// short-lived here, and often when there is not. It returns a function that undoes this.
func (b *budget) limitHeap() (undo func()) {
	percent := debug.SetGCPercent(400)
	limit := debug.SetMemoryLimit(b.bytes / 8 * 7) // the rest is for what is not the heap's
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

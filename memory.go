package smscodec

import (
	"bytes"
	"slices"
	"strings"
)

// How what is decoded is kept: a list grows in few steps, and its rows share
// memory in small pieces.

// list reads the rows of a list.
func (d *decoder) list() List {
	list := List{}
	for len(list) == cap(list) { // after one row, as a rule
		var s Sender
		if !d.next(&s) {
			return list
		}
		list = append(d.grow(list), s)
	}
	list = d.manyRows(list)
	if len(list) < cap(list)/3 {
		list = slices.Clone(list)
	}
	return list
}

// manyRows reads the rest of them. It is apart since a single row is not to pay
// for the skeleton.
func (d *decoder) manyRows(list List) List {
	var k skeleton
	k.start(d)
	for {
		if len(list) < cap(list) {
			n := d.fill(list[len(list):cap(list)], &k)
			if n == 0 {
				return list
			}
			list = list[:len(list)+n]
			continue
		}
		var row [1]Sender
		if d.fill(row[:], &k) == 0 {
			return list
		}
		list = append(d.grow(list), row[0])
	}
}

// fill reads rows behind the first into the room there is, at least one unless
// there is none.
func (d *decoder) fill(room []Sender, k *skeleton) int {
	if n := k.read(d, room); n > 0 {
		return n
	}
	if !d.next(&room[0]) {
		return 0
	}
	k.learn(d)
	return 1
}

// grow makes room for a row that has been read, and for those that are likely to
// follow.
func (d *decoder) grow(list List) List {
	n := len(list) + 1
	more := d.moreRows(n, n-d.grownTo, d.pos-d.grownAt)
	d.grownTo, d.grownAt = n, d.pos
	if n == 1 {
		return make(List, 0, 1+more)
	}
	return slices.Grow(list, 1+more)
}

// moreRows estimates how many rows follow. The rest of the data is taken to be
// rows as long as the last ones, and a little is added; but while that would
// multiply the list by over 128, it grows 32-fold: a list that is grown in a few
// large steps costs little more than its rows, and a hostile body little at all.
func (d *decoder) moreRows(rows, lastRows, lastBytes int) int {
	rest := d.data[d.pos:]
	if len(rest) == 0 {
		return 0
	}
	more := int64(len(rest)) * int64(lastRows) / int64(max(lastBytes, 1))
	if more > 0 {
		more += more/16 + 1
	}
	if more > 128*int64(rows) {
		return 31 * rows
	}
	if d.isLines() {
		return min(int(more), 1+bytes.Count(rest, []byte{'\n'}))
	}
	return int(more)
}

// chunks hold the text of a list's rows. A chunk is shared by many rows, as an
// allocation for each would cost more than the text, but is small enough that a
// row kept alone keeps little.
type chunks struct {
	last  strings.Builder
	total int // bytes in all of them
}

const (
	minChunk = 64
	maxChunk = 32 << 10
)

// string gives text as a string of its own.
func (d *decoder) string(text []byte) string {
	chunk := &d.chunks.last
	if chunk.Cap()-chunk.Len() < len(text) {
		if len(text) > maxChunk/4 {
			return string(text)
		}
		d.newChunk(len(text))
	}
	d.chunks.total += len(text)
	start := chunk.Len()
	chunk.Write(text)
	return chunk.String()[start:]
}

// newChunk begins a chunk, with room for a text at least. The rest of the data
// is taken to hold as much text as what has been read, a little is added, and at
// most it becomes 32 times as much.
func (d *decoder) newChunk(size int) {
	c := &d.chunks
	more := int(int64(len(d.data)-d.pos) * int64(c.total) / int64(max(d.pos, 1)))
	more = min(more+more/16, 32*c.total, maxChunk)
	c.last = strings.Builder{}
	c.last.Grow(max(size, more, minChunk))
}

// A few is a list whose first elements need no memory of their own.
type few[T any] struct {
	n     int
	first [2]T
	more  []T
}

func (l *few[T]) at(i int) *T {
	if i < len(l.first) {
		return &l.first[i]
	}
	return &l.more[i-len(l.first)]
}

func (l *few[T]) add(x T) {
	if l.n < len(l.first) {
		l.first[l.n] = x
	} else {
		l.more = append(l.more[:l.n-len(l.first)], x)
	}
	l.n++
}

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
	grownTo, grownAt := 0, 0 // rows and bytes read when it was last grown
	for {
		var s Sender
		if !d.next(&s) {
			break
		}
		if n := len(list); n == cap(list) {
			list = slices.Grow(list, d.moreRows(n, n-grownTo, d.pos-grownAt))
			grownTo, grownAt = n, d.pos
		}
		list = append(list, s)
	}
	if len(list) < cap(list)/3 {
		list = slices.Clone(list)
	}
	return list
}

// moreRows gives by how much to grow a full list. The rest of the data is taken
// to be rows as long as the last ones, but while that would multiply the list by
// over 64, it grows eightfold: a list that is grown in a few large steps costs
// little more than its rows, and a hostile body little at all.
func (d *decoder) moreRows(rows, lastRows, lastBytes int) int {
	if rows == 0 {
		return 1
	}
	rest := d.data[d.pos:]
	more := int64(len(rest)) * int64(lastRows) / int64(max(lastBytes, 1))
	if more += more/32 + 1; more > 64*int64(rows) {
		return 7 * rows
	}
	if d.req.Format == Plain || d.req.Format == CSV {
		return min(int(more), 1+bytes.Count(rest, []byte{'\n'}))
	}
	return int(more)
}

// chunks hold the text of a list's rows. A chunk is shared by many rows, as an
// allocation for each would cost more than the text, but is small enough that a
// row kept alone keeps little.
type chunks struct {
	chunk strings.Builder
	size  int
}

const (
	minChunk = 32
	maxChunk = 32 << 10
)

// copy gives text as a string of its own.
func (c *chunks) copy(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if c.chunk.Cap()-c.chunk.Len() < len(text) {
		if len(text) > maxChunk/4 {
			return string(text)
		}
		c.size = min(max(2*c.size, minChunk), maxChunk)
		c.chunk = strings.Builder{}
		c.chunk.Grow(max(c.size, len(text)))
	}
	start := c.chunk.Len()
	c.chunk.Write(text)
	return c.chunk.String()[start:]
}

package smscodec

import (
	"bytes"
	"slices"
	"strings"
)

// How what is decoded is kept: a list grows in few steps, and its rows share
// memory in small pieces. How much is needed is estimated from what has been read.

// An arena keeps what is decoded.
type arena struct {
	data  []byte
	lines int // that a row takes, 0 if that is not known

	// The text of rows is kept in chunks. A chunk is shared by many rows, as an
	// allocation for each would cost more than the text, but is small enough that a
	// row kept alone keeps little.
	chunk strings.Builder
	text  int // bytes in all chunks

	rows, read int // and bytes read when the list was last grown
}

// grow makes room in a list for rows that have been read, up to an offset, and for
// those that are likely to follow.
func (a *arena) grow(list List, n, pos int) List {
	if cap(list)-len(list) >= n {
		return list
	}
	rows := len(list) + n
	more := a.moreRows(rows, pos)
	a.rows, a.read = rows, pos
	return slices.Grow(list, n+more)
}

// moreRows estimates how many rows follow. The rest of the data is taken to be
// rows as long as the last ones. As much is added as names that are shorter by a
// quarter would make of it: what stands between them is mostly of one length. But
// while that would multiply the list by over 128, it grows 32-fold: a list that is
// grown in a few large steps costs little more than its rows, and a hostile body
// little at all.
func (a *arena) moreRows(rows, pos int) int {
	rest := a.data[pos:]
	if len(rest) == 0 {
		return 0
	}
	more := int64(len(rest)) * int64(rows-a.rows) / int64(max(pos-a.read, 1))
	if more > 0 {
		more += more*int64(a.text)/int64(4*max(pos, 1)) + 1
	}
	if more > 128*int64(rows) {
		return 31 * rows
	}
	if a.lines > 0 && a.text > pos/8 { // otherwise what is added is little
		return min(int(more), 1+bytes.Count(rest, []byte{'\n'})/a.lines)
	}
	return int(more)
}

// shrink gives back the memory of a list that is much larger than its rows.
func shrink(list List) List {
	if len(list) < cap(list)/3 {
		return slices.Clone(list)
	}
	return list
}

const maxChunk = 32 << 10

// string gives text that was read up to an offset as a string of its own.
func (a *arena) string(text []byte, pos int) string {
	if a.chunk.Cap()-a.chunk.Len() < len(text) {
		if len(text) > maxChunk/4 {
			return string(text)
		}
		a.newChunk(len(text), pos)
	}
	a.text += len(text)
	start := a.chunk.Len()
	a.chunk.Write(text)
	return a.chunk.String()[start:]
}

// newChunk begins a chunk, with room for a text at least. The rest of the data
// is taken to hold as much text as what has been read, a little is added, and at
// most it becomes 32 times as much.
func (a *arena) newChunk(size, pos int) {
	text := a.text + size
	more := int(int64(len(a.data)-pos) * int64(text) / int64(max(pos, 1)))
	a.chunk = strings.Builder{}
	a.chunk.Grow(min(size+min(more+more/16, 32*text), maxChunk))
}

// An inlineList is a list whose first elements need no memory of their own.
type inlineList[T any] struct {
	n     int
	first [2]T
	more  []T
}

func (l *inlineList[T]) at(i int) *T {
	if i < len(l.first) {
		return &l.first[i]
	}
	return &l.more[i-len(l.first)]
}

func (l *inlineList[T]) add(x T) {
	if l.n < len(l.first) {
		l.first[l.n] = x
	} else {
		l.more = append(l.more[:l.n-len(l.first)], x)
	}
	l.n++
}

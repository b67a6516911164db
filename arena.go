package smscodec

import (
	"bytes"
	"slices"
	"strings"
)

// The memory of decoded answers.
//
// An arena allocates it in few steps: grow the rows of a list, string the text. How much
// is needed is estimated from the data read so far, and the estimate is bounded, so that
// a hostile body does not make the decoder allocate much more than its own size. An
// inlineList is a list whose first elements need no allocation.

// An arena allocates what is decoded.
type arena struct {
	data  []byte
	lines int // lines of a row, 0 if unknown

	// Text is in chunks. A chunk is shared by many rows, as an allocation for each would
	// cost more than the text, but is small enough that a row kept alone keeps little.
	chunk strings.Builder
	text  int // bytes in all chunks

	rows, read int // rows and bytes read when the list was last grown
}

// grow makes room in a list for n rows, which end at pos, and for the rows that probably
// follow.
func (a *arena) grow(list List, n, pos int) List {
	if cap(list)-len(list) >= n {
		return list
	}
	rows := len(list) + n
	more := a.moreRows(rows, pos)
	a.rows, a.read = rows, pos
	return slices.Grow(list, n+more)
}

// moreRows estimates how many rows follow pos.
//
//   - The rest of the data is taken for rows as long as the last ones, with names that
//     are shorter by a quarter: the text between names usually has one length.
//   - If that would multiply the list by more than 128, the list grows 32-fold instead.
//     A few large steps cost little more than the rows do, and a hostile body, of which
//     only the first rows are short, costs little.
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
	if a.lines > 0 && a.text > pos/8 { // with less text the estimate is close
		return min(int(more), 1+bytes.Count(rest, []byte{'\n'})/a.lines)
	}
	return int(more)
}

// shrink returns the list without its spare memory if that is most of it.
func shrink(list List) List {
	if len(list) < cap(list)/3 {
		return slices.Clone(list)
	}
	return list
}

const maxChunk = 32 << 10

// string copies text, which ends at pos, into the arena.
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

// newChunk begins a chunk with room for a text of size bytes at least. The rest of the
// data is taken to hold as much text as the data before pos, and a little more, but at
// most 32 times as much as there is.
func (a *arena) newChunk(size, pos int) {
	text := a.text + size
	more := int(int64(len(a.data)-pos) * int64(text) / int64(max(pos, 1)))
	a.chunk = strings.Builder{}
	a.chunk.Grow(min(size+min(more+more/16, 32*text), maxChunk))
}

// An inlineList is a list whose first elements are part of it.
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

package main

// What the forms of the output of validate have in common.

import (
	"bufio"
	"strconv"
	"strings"
)

// A report is a form of the output of validate. It writes what it can at once, so that it
// takes little memory. environment.run reports errors of writing.
type report interface {
	begin(w *bufio.Writer)
	// add is called for each exchange, in order.
	add(w *bufio.Writer, x checked)
	// end is called once. failure is why the run failed, or "".
	end(w *bufio.Writer, t *totals, failure string)
}

// A codeHost prepares findings for reports that code hosts read. They bound the number of
// findings, and take two with one fingerprint for one finding. A nil codeHost bounds
// nothing.
type codeHost struct {
	room    int           // for so many more findings and errors
	seen    map[known]int // how many findings were equal
	omitted omission
}

func newCodeHost(room int) *codeHost { return &codeHost{room: room, seen: make(map[known]int)} }

// admit returns the exchange with the findings for which there is room, and reports whether
// there is room for any. An exchange that could not be read needs the room of a finding.
func (h *codeHost) admit(x checked) (checked, bool) {
	if x.err != nil {
		if h.room == 0 {
			h.omitted.unreadable++
			return x, false
		}
		h.room--
		return x, true
	}
	fit := min(h.room, len(x.findings))
	h.omitted.findings += len(x.findings) - fit
	h.room -= fit
	x.findings = x.findings[:fit]
	for i := range x.findings {
		f := &x.findings[i]
		h.seen[f.known]++
		f.ordinal = h.seen[f.known]
	}
	return x, fit > 0
}

// An omission counts what a code host has no room for.
type omission struct{ findings, unreadable int }

// String returns a sentence for people.
func (l omission) String() string {
	var parts []string
	if l.findings > 0 {
		parts = append(parts, plural(l.findings, "finding"))
	}
	if l.unreadable > 0 {
		parts = append(parts, strconv.Itoa(l.unreadable)+" unreadable")
	}
	return strings.Join(parts, " and ") + " omitted; --max-findings sets the limit"
}

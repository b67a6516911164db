package main

// What the forms of the output of validate have in common.

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/findings"
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
	room    int                    // for so many more findings and errors
	seen    map[findings.Known]int // how many findings were equal
	omitted omission
}

func newCodeHost(room int) *codeHost {
	return &codeHost{room: room, seen: make(map[findings.Known]int)}
}

// admit returns the exchange with the findings for which there is room, and reports whether
// there is room for any. An exchange that could not be read needs the room of a finding.
func (h *codeHost) admit(x checked) (checked, bool) {
	if x.Err != nil {
		if h.room == 0 {
			h.omitted.unreadable++
			return x, false
		}
		h.room--
		return x, true
	}
	fit := min(h.room, len(x.Findings))
	h.omitted.findings += len(x.Findings) - fit
	h.room -= fit
	x.Findings = x.Findings[:fit]
	return x, fit > 0
}

// fingerprint returns a fingerprint of a finding that other findings do not have.
func (h *codeHost) fingerprint(f *findings.Finding) string {
	h.seen[f.Known]++
	return fmt.Sprintf("%s:%d", f.Known.Fingerprint(), h.seen[f.Known])
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

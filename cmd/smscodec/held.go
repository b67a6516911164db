package main

import (
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/lint"
)

// Held is what a report that is written at the end knows of what was checked: the
// first findings, and how many there were behind them.
type held struct {
	room  int // how many more fit
	files []heldFile
}

type heldFile struct {
	source  source
	checked []checked // what has findings, and what could not be read
	clean   int       // exchanges without findings
	left    leftOut
}

// A leftOut counts what did not fit.
type leftOut struct {
	findings int
	worst    lint.Severity
	unread   int
}

// add holds what was checked. What could not be read takes the room of a finding.
func (h *held) add(x checked) {
	f := h.file(x.source)
	switch {
	case x.err != nil && h.room == 0:
		f.left.unread++
		return
	case x.err != nil:
		h.room--
	case x.result.Elsewhere:
		return
	case len(x.findings) == 0:
		f.clean++
		return
	default:
		fit := min(h.room, len(x.findings))
		for _, finding := range x.findings[fit:] {
			f.left.findings++
			f.left.worst = max(f.left.worst, finding.Rule.Severity)
		}
		if fit == 0 {
			return
		}
		x.findings = x.findings[:fit]
		h.room -= fit
	}
	x.result = lint.Result{Request: x.result.Request} // replies may be large
	f.checked = append(f.checked, x)
}

// merge holds what was held of what comes next.
func (h *held) merge(o *held) {
	for _, of := range o.files {
		for _, x := range of.checked {
			h.add(x)
		}
		f := h.file(of.source)
		f.clean += of.clean
		f.left.add(of.left)
	}
}

// file gives the file that is being added to.
func (h *held) file(s source) *heldFile {
	if n := len(h.files); n == 0 || h.files[n-1].source.label != s.label {
		h.files = append(h.files, heldFile{source: s})
	}
	return &h.files[len(h.files)-1]
}

// left sums up what was left out of all files.
func (h *held) left() leftOut {
	var sum leftOut
	for _, f := range h.files {
		sum.add(f.left)
	}
	return sum
}

func (l *leftOut) add(o leftOut) {
	l.findings += o.findings
	l.worst = max(l.worst, o.worst)
	l.unread += o.unread
}

// String says how many were left out.
func (l leftOut) String() string {
	var parts []string
	if l.findings > 0 {
		parts = append(parts, plural(l.findings, "finding"))
	}
	if l.unread > 0 {
		parts = append(parts, strconv.Itoa(l.unread)+" unreadable")
	}
	return strings.Join(parts, " and ") + " left out; --max-findings makes room for more"
}

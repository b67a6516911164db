package main

// What reports that are written at the end (SARIF, JUnit) remember of the input, in
// bounded memory.

import (
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/lint"
)

// A collector keeps the first findings for reports that are written at the end, and
// counts the findings after them.
type collector struct {
	room  int // for so many more findings and errors
	files []collectedFile
}

type collectedFile struct {
	source  source
	checked []checked // with findings, or unreadable
	clean   int       // exchanges without findings
	omitted omission
}

// An omission counts what a collector had no room for.
type omission struct {
	findings   int
	worst      lint.Severity
	unreadable int
}

// add collects a checked exchange. One that could not be read needs the room of a
// finding.
func (h *collector) add(x checked) {
	f := h.file(x.source)
	switch {
	case x.err != nil && h.room == 0:
		f.omitted.unreadable++
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
			f.omitted.findings++
			f.omitted.worst = max(f.omitted.worst, finding.Rule.Severity)
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

// merge adds what another collector collected from the next part of the input.
func (h *collector) merge(o *collector) {
	for _, of := range o.files {
		for _, x := range of.checked {
			h.add(x)
		}
		f := h.file(of.source)
		f.clean += of.clean
		f.omitted.add(of.omitted)
	}
}

// file returns the entry of a source, which is the last entry or a new one.
func (h *collector) file(s source) *collectedFile {
	if n := len(h.files); n == 0 || h.files[n-1].source.label != s.label {
		h.files = append(h.files, collectedFile{source: s})
	}
	return &h.files[len(h.files)-1]
}

// omitted returns the sum over all files.
func (h *collector) omitted() omission {
	var sum omission
	for _, f := range h.files {
		sum.add(f.omitted)
	}
	return sum
}

func (l *omission) add(o omission) {
	l.findings += o.findings
	l.worst = max(l.worst, o.worst)
	l.unreadable += o.unreadable
}

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

package main

// What validate knows about an exchange once it is checked, and how that is said. All
// reports are made from it.

import (
	"fmt"

	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
)

// checked is an exchange of a source that was checked, or could not be read.
type checked struct {
	source  *source
	isBlank bool // an empty line, which --lines reports
	findings.Checked
}

// place returns FILE[ENTRY], or FILE if that is one body.
func (x checked) place() string {
	if x.Entry == 0 {
		return x.source.label
	}
	return fmt.Sprintf("%s[%d]", x.source.label, x.Entry)
}

// errorText returns a line for stderr about an exchange that could not be read.
func (x checked) errorText() string {
	place := x.place()
	if at := x.ErrorPosition(); at.Line > 0 {
		place += fmt.Sprintf(":%d:%d", at.Line, at.Col)
	}
	return fmt.Sprintf("%s: cannot be read: %s\n", place, shown.Escape(x.Reason()))
}

// message returns the text of a finding without its place.
func message(f *findings.Finding) string {
	text := f.Message
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.Count > 1 && !f.Others { // the message of Others has the count
		text += fmt.Sprintf(" (%d times)", f.Count)
	}
	return shown.Escape(text)
}

// lineOf returns the line of a finding in the file of its exchange, 0 if it has none.
func lineOf(f *findings.Finding, x checked) int {
	if f.Pos.Line > 0 {
		return f.Pos.Line
	}
	return x.Pos.Line
}

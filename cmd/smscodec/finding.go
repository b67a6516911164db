package main

// What validate knows about an exchange once it is checked, and how that is said. All
// reports are made from it.

import (
	"errors"
	"fmt"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/lint"
)

// checked is what there is to report about an exchange, or why it could not be read.
// It has no secrets, and nothing of the answer.
type checked struct {
	source    *source
	entry     int              // number in the file, from 1; 0 if the file is one body
	err       error            // why it could not be read; if not nil, the fields below are zero
	elsewhere string           // names another endpoint, to which the request went; if not "", the fields below are zero
	pos       capture.Position // of the body in the file, or the zero Position
	request   smscodec.Request // the zero Request if it is not known
	isBlank   bool             // an empty line, which --lines reports
	asked     string           // as askedText returns it
	absence   absence
	answer    string // list, added, done or error; "" if there is none
	findings  []finding
	guess     string // the note about its charset, if it has one
}

// An absence is why an exchange has no answer to check.
type absence uint8

const (
	noResponse absence = iota + 1 // the capture has no response
	noBody                        // the capture does not have the body
	noContent                     // the request was a HEAD
)

var absences = [...]struct{ one, many string }{
	noResponse: {"request without a response", "requests without a response"},
	noBody:     {"response without its body", "responses without their bodies"},
	noContent:  {"answer to HEAD", "answers to HEAD"},
}

// count returns a number of exchanges in words.
func (a absence) count(n int) string {
	if n == 1 {
		return "1 " + absences[a].one
	}
	return fmt.Sprintf("%d %s", n, absences[a].many)
}

// A finding is a finding of package lint with its place and what is shown of it.
type finding struct {
	lint.Finding
	pos       capture.Position // in the file; the zero Position if the finding has no place
	column    int              // of pos in UTF-16 code units, from 1; 0 if not known
	endColumn int              // after the character at pos, likewise
	length    int              // of the character in bytes of the file; 0 if the file does not have it
	text      string           // the line around the finding, as it is shown
	caret     int              // column in text, from 0
	readings  []string         // of an ambiguous answer
	known     known            // equal for equal findings in other entries and files
	ordinal   int              // among equal findings, from 1; 0 if they are not counted
}

// place returns FILE[ENTRY], or FILE if that is one body.
func (x checked) place() string {
	if x.entry == 0 {
		return x.source.label
	}
	return fmt.Sprintf("%s[%d]", x.source.label, x.entry)
}

// errorText returns a line for stderr about an exchange that could not be read.
func (x checked) errorText() string {
	place := x.place()
	if line, col := x.errorLine(); line > 0 {
		place += fmt.Sprintf(":%d:%d", line, col)
	}
	return fmt.Sprintf("%s: cannot be read: %s\n", place, x.reason())
}

// errorLine returns where the exchange could not be read, or zeros.
func (x checked) errorLine() (line, col int) {
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
		return wrong.Line, wrong.Col
	}
	return 0, 0
}

// reason returns why the exchange could not be read.
func (x checked) reason() string {
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
		return escape(wrong.What())
	}
	return escape(cause(x.err))
}

// message returns the text of a finding without its place.
func (f finding) message() string {
	text := f.Message
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.Count > 1 && !f.Others { // the message of Others has the count
		text += fmt.Sprintf(" (%d times)", f.Count)
	}
	return escape(text)
}

// line returns the line of a finding in the file of its exchange, 0 if it has none.
func (f finding) line(x checked) int {
	if f.pos.Line > 0 {
		return f.pos.Line
	}
	return x.pos.Line
}

// unique returns a fingerprint that other findings do not have.
func (f finding) unique() string { return fmt.Sprintf("%s:%d", f.known.fingerprint(), f.ordinal) }

// readingText returns a reading in a line, with secrets hidden.
func readingText(r lint.Reading, hide *secrets.Finder) string {
	text := summary(r.Reply)
	if list, ok := r.Reply.(smscodec.List); ok {
		text = listSummary(list, r.Senders)
	}
	return flagsFor(r.Request) + ": " + hide.Mask(text)
}

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
// It has no secrets.
type checked struct {
	source     source
	entry      int              // number in the file, from 1; 0 if the file is one body
	err        error            // why it could not be read; if not nil, the fields below are zero
	pos        capture.Position // of the body in the file, or the zero Position
	result     lint.Result
	findings   []finding
	inBaseline int    // how many findings the baseline has
	guess      string // the note about its charset, if it has one
}

// A finding is a finding of package lint with its place and what is shown of it.
type finding struct {
	lint.Finding
	pos         capture.Position // in the file; the zero Position if the finding has no place
	column      int              // of pos in UTF-16 code units, from 1; 0 if not known
	endColumn   int              // after the character at pos, likewise
	length      int              // of the character in bytes of the file; 0 if the file does not have it
	text        string           // the line around the finding, as it is shown
	caret       int              // column in text, from 0
	readings    []string         // of an ambiguous answer
	fingerprint string           // equal for equal findings in other entries and files, except for incidents
}

// place returns FILE[ENTRY], or FILE if that is one body.
func (x checked) place() string {
	if x.entry == 0 {
		return x.source.label
	}
	return fmt.Sprintf("%s[%d]", x.source.label, x.entry)
}

// errorLine returns a line for stderr about an exchange that could not be read.
func (x checked) errorLine() string {
	place := x.place()
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok && wrong.Line > 0 {
		place += fmt.Sprintf(":%d:%d", wrong.Line, wrong.Col)
	}
	return fmt.Sprintf("%s: cannot be read: %s\n", place, x.reason())
}

// reason returns why the exchange could not be read.
func (x checked) reason() string {
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
		return escape(wrong.What())
	}
	return escape(cause(x.err))
}

// name returns the name of the exchange within its file.
func (x checked) name() string {
	switch {
	case x.entry > 0:
		return fmt.Sprintf("exchange %d", x.entry)
	case x.err != nil:
		return "file"
	}
	return "answer"
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

// readingText returns a reading in a line, with secrets hidden.
func readingText(r lint.Reading, hide *secrets.Finder) string {
	text := summary(r.Reply)
	if list, ok := r.Reply.(smscodec.List); ok {
		text = listSummary(list, r.Senders)
	}
	return flagsFor(r.Request) + ": " + hide.Mask(text)
}

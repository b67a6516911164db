package main

import (
	"errors"
	"fmt"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/lint"
)

// A checked exchange is what there is to report of one, or of what could not be
// read in its place. There are no secrets in it.
type checked struct {
	source     source
	entry      int              // in the file, from 1; 0 where that is one body
	err        error            // why it could not be read; then there is nothing below
	pos        capture.Position // of the body in the file, or the zero Position
	result     lint.Result
	findings   []finding
	inBaseline int // findings that the baseline has
}

// A finding is one of lint's, with what is shown beside it.
type finding struct {
	lint.Finding
	pos         capture.Position // in the file; the zero Position if it is not about a place
	column      int              // of at in UTF-16 code units, from 1; 0 if that is not known
	endColumn   int              // behind the character that it is about, likewise
	length      int              // bytes of that character in the file; 0 if it does not stand there
	text        string           // what is around it in the body, as it is shown
	caret       int              // the column of the text, from 0, that it is about
	readings    []string         // of an ambiguous answer
	fingerprint string           // the same for the same thing in another entry or file, but of an incident
}

// place gives FILE[ENTRY], and FILE where that is one body.
func (x checked) place() string {
	if x.entry == 0 {
		return x.source.label
	}
	return fmt.Sprintf("%s[%d]", x.source.label, x.entry)
}

// message gives a line for what could not be read.
func (x checked) errorLine() string {
	place := x.place()
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok && wrong.Line > 0 {
		place += fmt.Sprintf(":%d:%d", wrong.Line, wrong.Col)
	}
	return fmt.Sprintf("%s: cannot be read: %s\n", place, x.reason())
}

// what says why it could not be read.
func (x checked) reason() string {
	if wrong, ok := errors.AsType[*capture.Error](x.err); ok {
		return escape(wrong.What())
	}
	return escape(cause(x.err))
}

// name gives what an exchange is called within its file.
func (x checked) name() string {
	switch {
	case x.entry > 0:
		return fmt.Sprintf("exchange %d", x.entry)
	case x.err != nil:
		return "file"
	}
	return "answer"
}

// message gives what a finding says, without its place.
func (f finding) message() string {
	text := f.Message
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.Count > 1 && !f.Others { // which says so
		text += fmt.Sprintf(" (%d times)", f.Count)
	}
	return escape(text)
}

// readingText gives a reading in a line, without the values, which are secret.
func readingText(r lint.Reading, values []string) string {
	return flagsFor(r.Request) + ": " + secrets.Redact(summary(r.Reply), values...)
}

package findings

// What is known about an exchange once it is checked.

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/summary"
	"github.com/smscodec/smscodec/lint"
)

// Checked is what there is to report about an exchange, or why it could not be read. It has
// no secrets, and nothing of the answer.
type Checked struct {
	Entry     int              // number in the file, from 1; 0 if the file is one body
	Err       error            // why it could not be read; if not nil, the fields below are zero
	Elsewhere string           // names another endpoint, to which the request went; if not "", the fields below are zero
	Pos       capture.Position // of the body in the file, or the zero Position
	Request   smscodec.Request // the zero Request if it is not known
	Asked     string           // as AskedText returns it
	Absence   Absence
	Answer    string // list, added, done or error; "" if there is none
	Findings  []Finding
	Guess     string // the note about its charset, if it has one
}

// An Absence is why an exchange has no answer to check.
type Absence uint8

const (
	NoResponse Absence = iota + 1 // the capture has no response
	NoBody                        // the capture does not have the body
	NoContent                     // the request was a HEAD
)

// absences are their names.
var absences = [...]struct{ one, many string }{
	NoResponse: {"request without a response", "requests without a response"},
	NoBody:     {"response without its body", "responses without their bodies"},
	NoContent:  {"answer to HEAD", "answers to HEAD"},
}

// String returns the name of one exchange.
func (a Absence) String() string { return absences[a].one }

// Count returns a number of exchanges in words.
func (a Absence) Count(n int) string {
	if n == 1 {
		return "1 " + absences[a].one
	}
	return fmt.Sprintf("%d %s", n, absences[a].many)
}

// A Finding is a finding of package lint with its place and what is shown of it.
type Finding struct {
	lint.Finding
	Pos       capture.Position // in the file; the zero Position if the finding has no place
	Column    int              // of Pos in UTF-16 code units, from 1; 0 if not known
	EndColumn int              // after the character at Pos, likewise
	Length    int              // of the character in bytes of the file; 0 if the file does not have it
	Text      string           // the line around the finding, as it is shown
	Caret     int              // column in Text, from 0
	Readings  []string         // of an ambiguous answer
	Known     Known            // equal for equal findings in other entries and files
}

// Unreadable returns what there is to report about an exchange that could not be read.
func Unreadable(err error) Checked {
	out := Checked{Err: err}
	if wrong, ok := errors.AsType[*capture.Error](err); ok {
		out.Entry = wrong.Entry
	}
	return out
}

// ErrorPosition returns where the exchange could not be read, or the zero Position.
func (x *Checked) ErrorPosition() capture.Position {
	if wrong, ok := errors.AsType[*capture.Error](x.Err); ok {
		return wrong.Position
	}
	return capture.Position{}
}

// Reason returns why the exchange could not be read. It may have to be escaped.
func (x *Checked) Reason() string {
	if wrong, ok := errors.AsType[*capture.Error](x.Err); ok {
		return wrong.What()
	}
	if of, ok := errors.AsType[*fs.PathError](x.Err); ok {
		return of.Err.Error()
	}
	return x.Err.Error()
}

// readingText returns a reading in a line, with secrets hidden.
func readingText(r lint.Reading, hide *secrets.Finder) string {
	reply := summary.Masked(r.Reply, hide.Mask)
	text := summary.Reply(reply)
	if list, ok := reply.(smscodec.List); ok {
		text = summary.List(list, r.Senders)
	}
	return summary.Flags(r.Request) + ": " + hide.Mask(text)
}

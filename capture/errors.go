package capture

import (
	"errors"
	"fmt"
)

// What is wrong with a capture: an Error in place of an exchange, or a Defect of one.

// The kinds of Error and Defect, beside io.ErrUnexpectedEOF for what is cut off.
var (
	// ErrNotRecognised: text that begins as no capture and as no answer.
	ErrNotRecognised = errors.New("not recognised as a capture or an answer")
	// ErrMalformed: a part of a capture that is not of its format.
	ErrMalformed = errors.New("malformed")
	// ErrTooLarge: more than a limit of the Reader.
	ErrTooLarge = errors.New("too large")
	// ErrLength: a stated length that differs from that of the bytes.
	ErrLength = errors.New("length disagrees")
	// ErrTrailing: bytes after the end of a body, which were omitted.
	ErrTrailing = errors.New("trailing data")
	// ErrEncoding: a Content-Encoding, base64 or compression that cannot be undone.
	ErrEncoding = errors.New("encoding cannot be undone")
	// ErrMember: a member of another type than the format has there.
	ErrMember = errors.New("ill-typed member")
	// ErrBlankLine: a line of white space, if the Reader reports those.
	ErrBlankLine = errors.New("empty line")
)

// An Error reports where and why a capture, or an entry of it, cannot be read. Its
// text has no part of the capture, in which there may be secrets.
type Error struct {
	Format   Format
	Entry    int // as in Exchange, or 0
	Position     // where the trouble begins; the zero Position if that is unknown
	Err      error
	Detail   string // what is wrong, in English, or ""
	Hint     string // what to do instead, in English, or ""
}

// Error returns one line.
func (e *Error) Error() string {
	text := "capture: "
	if e.Format != Auto {
		text += e.Format.String() + ": "
	}
	if e.Line > 0 {
		text += fmt.Sprintf("line %d, column %d: ", e.Line, e.Col)
	}
	return text + e.What()
}

// What returns the part of Error after the position.
func (e *Error) What() string {
	text := e.Err.Error()
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Unwrap returns the kind of the error.
func (e *Error) Unwrap() error { return e.Err }

// A Defect is something wrong with a captured exchange that was read in spite of it.
type Defect struct {
	Err    error  // the kind: ErrMalformed, ErrLength, ErrTrailing, ErrEncoding, ErrMember, ErrTooLarge or io.ErrUnexpectedEOF
	Detail string // in English, without a part of the capture
}

// failure returns the defect as the error of an entry that cannot be read.
func (d *Defect) failure(f Format, entry int, at Position) *Error {
	return &Error{Format: f, Entry: entry, Position: at, Err: d.Err, Detail: d.Detail}
}

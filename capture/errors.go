package capture

import (
	"errors"
	"fmt"
	"io"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// Errors: an Error takes the place of an exchange, a Defect belongs to one.

// The kinds of Error and Defect. A capture that is cut off is an io.ErrUnexpectedEOF.
var (
	// ErrNotRecognised: the input begins neither as a capture nor as an answer.
	ErrNotRecognised = errors.New("not recognised as a capture or an answer")
	// ErrMalformed: a part of a capture has a syntax error.
	ErrMalformed = jsonscan.ErrMalformed
	// ErrTooLarge: a limit of the Reader is exceeded.
	ErrTooLarge = errors.New("too large")
	// ErrLength: a stated length differs from the real one.
	ErrLength = errors.New("length disagrees")
	// ErrTrailing: bytes after the end of a body were omitted.
	ErrTrailing = errors.New("trailing data")
	// ErrEncoding: a Content-Encoding or compression cannot be undone.
	ErrEncoding = errors.New("encoding cannot be undone")
	// ErrBody: the capture does not keep a body as it says, such as in base64.
	ErrBody = errors.New("body of another kind")
	// ErrMember: a member has another type than its format requires.
	ErrMember = errors.New("ill-typed member")
	// ErrDropped: not all that a request has, or that is beside the messages, could be read or
	// kept. It may have secrets, which are then not known.
	ErrDropped = errors.New("dropped")
	// ErrBlankLine: a line has only white space, and Reader.BlankLines is set.
	ErrBlankLine = errors.New("empty line")
)

// An Error reports where and why a capture, or an entry of it, cannot be read. Its text
// quotes nothing from the capture, which may have secrets.
type Error struct {
	Format   Format
	Entry    int // as in Exchange, or 0
	Position     // the start of the unreadable part; the zero Position if unknown
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

// A Defect is a flaw of a captured exchange that could be read nevertheless.
type Defect struct {
	Err    error  // the kind: ErrMalformed, ErrLength, ErrTrailing, ErrEncoding, ErrBody, ErrMember, ErrTooLarge, ErrDropped or io.ErrUnexpectedEOF
	Detail string // in English; quotes nothing from the capture
}

// isLoss reports whether an empty body may have been another one, because of the defect.
func (d *Defect) isLoss() bool {
	return d != nil && (d.Err == io.ErrUnexpectedEOF || d.Err == ErrEncoding)
}

// failure returns the defect as the error of an entry that cannot be read.
func (d *Defect) failure(f Format, entry int, at Position) *Error {
	return &Error{Format: f, Entry: entry, Position: at, Err: d.Err, Detail: d.Detail}
}

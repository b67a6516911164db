package oldredact

import (
	"errors"
	"fmt"
)

// The kinds of Error and Defect, beside io.ErrUnexpectedEOF for what is cut off.
var (
	// ErrMalformed: a capture that is not of its format.
	ErrMalformed = errors.New("malformed")
	// ErrTooLarge: more than a limit of the Reader.
	ErrTooLarge = errors.New("too large")
	// ErrLength: a length that a header states, and that the bytes do not have.
	ErrLength = errors.New("length disagrees")
	// ErrEncoding: a Content-Encoding, base64 or compression that cannot be undone.
	ErrEncoding = errors.New("encoding cannot be undone")
	// ErrMember: a member of another type than the format has there.
	ErrMember = errors.New("ill-typed member")
	// ErrBlankLine: a line with nothing in it, if the Reader is to tell of those.
	ErrBlankLine = errors.New("empty line")
	// ErrUnsafe: something in which a Redactor cannot find secrets for sure.
	ErrUnsafe = errors.New("cannot be redacted")
)

// An Error says where and why a capture cannot be read. The text has no part of
// the capture, in which there may be secrets.
type Error struct {
	Format   Format
	Entry    int // as in Exchange, or 0
	Position     // where the trouble begins; the zero Position where that is unknown
	Err      error
	Detail   string // in English
}

// Error gives one line.
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

// What gives the part of Error that follows the position.
func (e *Error) What() string {
	if e.Detail == "" {
		return e.Err.Error()
	}
	return e.Err.Error() + ": " + e.Detail
}

// Unwrap gives the kind of the error.
func (e *Error) Unwrap() error { return e.Err }

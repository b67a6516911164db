// Package jsonscan reads JSON text by index: a function reads the value that begins at an
// index, and returns the index of its end. Text that is not all in memory is split into
// values by quotes and brackets alone.
//
// Values in memory are read strictly, except that strings may have invalid UTF-8, which the
// body of a response may have.
package jsonscan

import (
	"errors"
	"io"
)

// The kinds of Error. Text that is cut off is an io.ErrUnexpectedEOF.
var (
	// ErrSyntax: the text is not JSON.
	ErrSyntax = errors.New("syntax error")
	// ErrDepth: arrays and objects are nested deeper than MaxDepth.
	ErrDepth = errors.New("nested too deep")
)

// An Error reports that text cannot be read, and where.
type Error struct {
	At     int    // index in the text
	Err    error  // the kind
	Detail string // in English; quotes nothing from the text
}

func (e *Error) Error() string { return e.Err.Error() + ": " + e.Detail }

// Want reports that text ends, or has something else at an index.
func Want(text []byte, at int, what string) *Error {
	if at >= len(text) {
		return &Error{len(text), io.ErrUnexpectedEOF, ""}
	}
	return &Error{at, ErrSyntax, "want " + what}
}

// SkipSpace returns where white space that begins at text[at] ends.
func SkipSpace(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
		at++
	}
	return at
}

// ByteAt returns text[at], or 0 at the end.
func ByteAt(text []byte, at int) byte {
	if at >= len(text) {
		return 0
	}
	return text[at]
}

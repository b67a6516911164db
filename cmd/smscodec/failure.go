package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Exit codes.
const (
	exitOK      = 0
	exitRefused = 1  // the answer is the server's refusal
	exitFailed  = 2  // no answer, or it cannot be read or written
	exitUsage   = 64 // EX_USAGE of sysexits.h
)

// A failure is an end other than exitOK.
type failure struct {
	code int
	text string // for stderr, with its line end; may be empty
}

func (f *failure) Error() string { return f.text }

func failed(format string, args ...any) error {
	return &failure{exitFailed, fmt.Sprintf(format, args...) + "\n"}
}

// exitFound is the exit code for findings of --fail-on or above.
const exitFound = 1

// cause gives the text of a file's error without the file's name.
func cause(err error) string {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err
	}
	return err.Error()
}

// libraryText gives the text of an error of the library, which shows nothing of
// a request and has escaped what it shows of an answer.
func libraryText(err error) string {
	return escape(strings.TrimPrefix(err.Error(), "smscodec: "))
}

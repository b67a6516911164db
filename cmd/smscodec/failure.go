package main

// How a command fails: exit codes and error texts.

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/smscodec/smscodec/internal/shown"
)

// Exit codes. The help of the commands explains them.
const (
	exitOK         = 0
	exitRefused    = 1  // the answer is an error of the server
	exitFound      = 1  // validate: findings of --fail-on or above
	exitNotConform = 1  // conform: failed cases
	exitFailed     = 2  // something cannot be read or written, or is not an answer
	exitUsage      = 64 // EX_USAGE of sysexits.h

	exitInterrupted = 130 // by Ctrl-C: 128 and the number of the signal, as in shells
)

// A failure is an exit code other than exitOK, as an error.
type failure struct {
	code int
	text string // for stderr, with a line end; may be empty
}

func (f *failure) Error() string { return f.text }

func failed(format string, args ...any) error {
	return &failure{exitFailed, fmt.Sprintf(format, args...) + "\n"}
}

func interrupted(place string) error { return &failure{exitInterrupted, place + ": interrupted\n"} }

// cause returns the text of an error about a file, without the file's name.
func cause(err error) string {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err
	}
	return err.Error()
}

// libraryText returns the text of an error of package smscodec. Such an error shows
// nothing of a request, and escapes what it shows of an answer.
func libraryText(err error) string {
	return shown.Escape(strings.TrimPrefix(err.Error(), "smscodec: "))
}

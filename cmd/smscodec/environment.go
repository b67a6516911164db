package main

// What the command is given by the process that runs it, files aside.

import (
	"io"
	"runtime/debug"
)

// An environment holds the standard streams of the command.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stdout is a terminal, which obeys escape sequences
	progress       bool // stderr is a terminal, where progress is shown
}

// An output records the first error of its writes. Package cli ignores those of its
// help.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	o.err = err
	return n, err
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

package main

import (
	"io"
	"runtime/debug"
)

// An environment is what the command knows of the world but for files.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stdout is a terminal, which would obey escape sequences
	progress       bool // stderr is a terminal, where a person waits
}

// An output remembers that a write failed, which the package cli does not say
// of its help.
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

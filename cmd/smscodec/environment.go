package main

// What the command is given by the process that runs it, files aside.

import (
	"io"
	"runtime"
)

// An environment holds the standard streams of the command.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stdout is a terminal, which obeys escape sequences
	progress       bool // stderr is a terminal, where progress is shown
	typed          bool // stdin and stderr are a terminal: what is read is typed there
	columns        int  // of the terminal; 0 if not known
}

// The widths for which help and tables are laid out, in columns.
const (
	defaultWidth = 80
	minWidth     = 60
)

// width returns how wide help and tables may be.
func (e environment) width() int {
	if e.columns <= 0 {
		return defaultWidth
	}
	return max(e.columns, minWidth)
}

// announcedInput reports on stderr that input is read which is typed on a terminal: the
// user may have forgotten the FILE.
type announcedInput struct {
	io.Reader
	stderr    io.Writer
	announced bool
}

func (r *announcedInput) Read(p []byte) (int, error) {
	if !r.announced {
		r.announced = true
		io.WriteString(r.stderr, "smscodec: reading the standard input; "+endOfInput+" ends it\n")
	}
	return r.Reader.Read(p)
}

// endOfInput is what ends input that is typed.
var endOfInput = map[bool]string{false: "Ctrl-D", true: "Ctrl-Z and Enter"}[runtime.GOOS == "windows"]

// An output records the first error of its writes, so that not every command has to
// check them.
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

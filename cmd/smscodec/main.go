// Smscodec reads answers of the SMSC HTTP API about sender names and writes
// them in another format. See smscodec --help.
package main

import (
	"context"
	"io"
	"os"

	"golang.org/x/term"
)

func main() {
	e := environment{
		stdin:    os.Stdin,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		terminal: term.IsTerminal(int(os.Stdout.Fd())),
		progress: term.IsTerminal(int(os.Stderr.Fd())),
	}
	os.Exit(e.run(context.Background(), os.Args))
}

// An environment is what the command knows of the world but for files.
type environment struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	terminal       bool // stdout is a terminal, which would obey escape sequences
	progress       bool // stderr is a terminal, where a person waits
}

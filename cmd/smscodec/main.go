// Smscodec reads answers of the SMSC HTTP API about sender names and writes
// them in another format. See smscodec --help.
package main

import (
	"context"
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

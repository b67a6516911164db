// Smscodec reads, converts and checks answers of the sender-name endpoint of the SMSC
// HTTP API. See smscodec --help.
package main

// Plan of the files, from the top; each uses only files below it.
//
//	main.go, command.go   the process; the command with its subcommands
//	decode.go, convert.go, detect.go, validate.go, explain.go, redact.go, serve.go,
//	conform.go, completion.go, docs.go, version.go
//	                      a command each: flags, options and what it does
//	help.go               help and the manual page, from what commands declare
//	conform_report.go     conform: the forms of its output
//	conform_run.go, conform_program.go, process_unix.go, process_other.go
//	                      conform: all cases on all cores; the program under test
//	conform_decoder.go, conform_encoder.go, conform_losses.go, conform_case.go
//	                      conform: cases, verdicts and what a client would suffer
//	control.go            serve: the second listener, on which a test steers the fake
//	pipeline.go           validate: files in, checked exchanges out, on several cores
//	gate.go               validate: what they come to, and the exit code
//	text.go, jsonl.go, sarif.go, junit.go, gitlab.go
//	                      validate: a form of its output each; report.go is what they share
//	filter.go, totals.go, finding.go
//	                      validate: which findings count, how many there are, and their text;
//	                      package internal/findings has the checks
//	answer.go, mend.go, request.go, source.go, names.go, state.go, lock.go
//	                      input: answers, what was asked, files; of serve its names, its state
//	                      and the lock of that
//	reply.go, table.go, layout.go, progress.go, server_log.go, replace.go, spool.go,
//	junit_suite.go
//	                      output
//	usage.go, flags.go, failure.go, environment.go
//	                      what all commands share: usage errors, what a command declares

import (
	"context"
	"os"
	"strconv"

	"golang.org/x/term"
)

func main() {
	e := environment{
		stdin:    os.Stdin,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		terminal: isTerminal(os.Stdout),
		progress: isTerminal(os.Stderr),
		typed:    isTerminal(os.Stdin) && isTerminal(os.Stderr),
		columns:  columns(),
	}
	os.Exit(e.run(context.Background(), os.Args))
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// columns returns the width of the terminal, 0 if there is none. The environment variable
// COLUMNS overrides it, as elsewhere.
func columns() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	n, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return n
}

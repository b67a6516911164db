package main

// The command conform: checks a decoder in any language with the conformance cases.

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smsctest"
)

const conformDescription = `Runs each conformance case of smscodec against a program, a decoder in any language.
The program reads the body from its standard input, and the request from environment
variables: SMSCODEC_OP, SMSCODEC_FORMAT, SMSCODEC_CHARSET, SMSCODEC_ALL and
SMSCODEC_OPERATORS, or all of them as SMSCODEC_QUERY. It writes the reply as the JSON
of "smscodec decode -o json" and exits with 0, or refuses the body with another exit
code. smscodec docs conformance.md has the details.

For each failed case, conform prints the program's result, the expected result and
the reason for the case. A summary describes the consequences for a client that uses
the decoder.

Exit codes: 0 all cases passed; 1 some failed; 2 the program cannot be run.

Examples:

   smscodec conform --only-format json -- php decode.php
   smscodec conform -o junit -- python3 decode.py
   smscodec conform --list --only-format csv`

type conformOptions struct {
	command []string
	format  *smscodec.Format // nil for all
	list    bool
	export  string // a folder, or ""
	form    func([]conformResult) []byte
	timeout time.Duration // for each case
}

func (e environment) conformCommand() command {
	return command{
		name:        "conform",
		usage:       "check a decoder in any language",
		arguments:   "-- COMMAND [ARG...]",
		description: conformDescription,
		options: []option{
			{group: inputOptions, name: "only-format", value: "", values: texts(smscodec.Formats()), usage: "run only the cases in a `FORMAT`: " + choices(smscodec.Formats())},
			{group: outputOptions, name: "list", value: false, usage: "list the cases instead of running them"},
			{group: outputOptions, name: "export", value: "", files: true, usage: "write the cases to a new `FOLDER` instead of running them"},
			{group: outputOptions, name: "output", short: "o", value: "text", values: []string{"text", "tap", "junit", "json"}, usage: "`FORM` of the output: text, tap, junit or json"},
			{group: inputOptions, name: "timeout", value: 10 * time.Second, usage: "`TIME` limit for each case"},
		},
		action: action(parseConform, e.conform),
	}
}

func parseConform(cmd arguments) (o conformOptions, err error) {
	o.command = cmd.args
	o.list, o.export, o.timeout = cmd.Bool("list"), cmd.String("export"), cmd.Duration("timeout")
	if cmd.IsSet("only-format") {
		format, err := parseFormat(cmd, "only-format")
		if err != nil {
			return o, err
		}
		o.format = &format
	}
	var ok bool
	if o.form, ok = conformForms[cmd.String("output")]; !ok {
		return o, cmd.wrongValue("output", cmd.String("output"))
	}
	runs := !o.list && o.export == ""
	switch {
	case cmd.IsSet("export") && o.export == "":
		return o, usage(cmd, "--export must not be an empty string")
	case runs && len(o.command) == 0:
		return o, usage(cmd, "no COMMAND given")
	case !runs && len(o.command) > 0:
		return o, usage(cmd, "--list and --export take no COMMAND")
	case o.timeout <= 0:
		return o, usage(cmd, "--timeout must be greater than 0")
	}
	return o, nil
}

func (e environment) conform(ctx context.Context, o conformOptions) error {
	if o.export != "" {
		return exportCases(o.export)
	}
	var results []conformResult
	for c, err := range smsctest.Cases() {
		if err != nil {
			return failed("smscodec conform: %s", escape(err.Error())) // not reached: the cases are tested
		}
		if c.ForAnyDecoder() && (o.format == nil || c.Request.Format == *o.format) {
			results = append(results, conformResult{Case: c})
		}
	}
	if o.list {
		e.stdout.Write(caseLines(results))
		return nil
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	if err := runCases(ctx, o.command, o.timeout, results); err != nil {
		return failed("smscodec conform: cannot run %s: %s", label(o.command[0]), escape(runCause(err)))
	}
	e.stdout.Write(o.form(results))
	for _, r := range results {
		if r.verdict != passed {
			return &failure{code: exitNotConform}
		}
	}
	return nil
}

// runCases runs a program on each case, on all cores. It stops at the first error, and
// returns it.
func runCases(ctx context.Context, command []string, timeout time.Duration, results []conformResult) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	indexes := make(chan int)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for i := range indexes {
				var err error
				if results[i], err = runCase(ctx, command, timeout, results[i].Case); err != nil {
					cancel(err)
				}
			}
		})
	}
	for i := range results {
		if ctx.Err() != nil {
			break
		}
		indexes <- i
	}
	close(indexes)
	workers.Wait()
	if errors.Is(context.Cause(ctx), context.Canceled) {
		return errInterrupted
	}
	return context.Cause(ctx)
}

// runCause returns the text of an error of package exec without the program's name.
func runCause(err error) string {
	if of, ok := errors.AsType[*exec.Error](err); ok {
		err = of.Err
	}
	return cause(err)
}

// exportCases writes the cases to a new folder.
func exportCases(folder string) error {
	if err := os.Mkdir(folder, 0o777); err != nil {
		return failed("%s: %s", label(folder), escape(cause(err)))
	}
	if err := os.CopyFS(folder, smsctest.Corpus()); err != nil {
		return failed("%s: %s", label(folder), escape(cause(err)))
	}
	return nil
}

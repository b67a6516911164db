package main

// The command conform: checks a decoder or an encoder in any language with the
// conformance cases.

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

const conformDescription = `Runs each conformance case of smscodec against a program, a decoder in any language.
The program reads the body from its standard input, and the request from environment
variables: SMSCODEC_OP, SMSCODEC_FORMAT, SMSCODEC_CHARSET, SMSCODEC_ALL and
SMSCODEC_OPERATORS, or all of them as SMSCODEC_QUERY. It writes the reply as the JSON
of "smscodec decode -o json" and exits with 0, or refuses the body with another exit
code.

With --persistent the program is started once for each core. It reads one case per
line and writes one line for each, both in JSON. A program that hangs or crashes is
reported and started again.

With --encoder the program is an encoder: it reads the JSON of a reply and writes the
body, which smscodec then decodes. smscodec docs conformance.md has the details.

With --documented it runs only the cases whose body is as the vendor documents or must
be refused. It is for a program that refuses the known departures.

For each failed case, conform prints the program's result, the expected result and
the reason for the case. A summary says what a client with this program would lose.

Exit codes: 0 all cases passed; 1 some failed; 2 the program cannot be run; 64 wrong
usage.

Examples:

   smscodec conform --only-format json -- php decode.php
   smscodec conform --persistent -o junit -- python3 decode.py
   smscodec conform --encoder --only-format csv --only-op get -- node encode.js
   smscodec conform --list --only-format csv`

type conformOptions struct {
	program
	persistent bool
	direction  direction
	format     *smscodec.Format // nil for all
	op         smscodec.Op      // 0 for all
	documented bool             // leave out the known departures
	list       bool
	export     string // a folder, or ""
	form       func(results []conformResult, width int) []byte
}

func (e environment) conformCommand() command {
	return command{
		name:        "conform",
		usage:       "check a decoder or an encoder in any language",
		arguments:   "-- COMMAND [ARG...]",
		description: conformDescription,
		options: []option{
			{group: inputOptions, name: "encoder", value: false, usage: "check an encoder instead of a decoder"},
			{group: inputOptions, name: "persistent", value: false, usage: "start the program once for each core, and give it a case a line"},
			{group: inputOptions, name: "only-format", value: "", values: texts(smscodec.Formats()), usage: "run only the cases in a `FORMAT`: " + choices(smscodec.Formats())},
			{group: inputOptions, name: "only-op", value: "", values: texts(smscodec.Ops()), usage: "run only the answers to an `OPERATION`: " + choices(smscodec.Ops())},
			{group: inputOptions, name: "documented", value: false, usage: "run only the cases whose body is as the vendor documents or must be refused"},
			{group: inputOptions, name: "timeout", value: 10 * time.Second, usage: "`TIME` limit for each case"},
			{group: outputOptions, name: "list", value: false, usage: "list the cases instead of running them"},
			{group: outputOptions, name: "export", value: "", files: true, usage: "write the cases to a new `FOLDER` instead of running them"},
			{group: outputOptions, name: "output", short: "o", value: "text", values: []string{"text", "tap", "junit", "json"}, usage: "`FORM` of the output: text, tap, junit or json"},
		},
		action: action(parseConform, e.conform),
	}
}

func parseConform(cmd arguments) (o conformOptions, err error) {
	o.command, o.timeout, o.persistent = cmd.args, cmd.Duration("timeout"), cmd.Bool("persistent")
	o.documented, o.list, o.export = cmd.Bool("documented"), cmd.Bool("list"), cmd.String("export")
	o.direction = decoderDirection{}
	if cmd.Bool("encoder") {
		o.direction = encoderDirection{}
	}
	if cmd.IsSet("only-format") {
		format, err := parseFormat(cmd, "only-format")
		if err != nil {
			return o, err
		}
		o.format = &format
	}
	if cmd.IsSet("only-op") {
		if o.op.UnmarshalText([]byte(cmd.String("only-op"))) != nil {
			return o, cmd.wrongValue("only-op", cmd.String("only-op"))
		}
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
		return o, usage(cmd, "--timeout must be greater than 0, not %v", o.timeout)
	}
	return o, nil
}

func (e environment) conform(ctx context.Context, o conformOptions) error {
	if o.export != "" {
		return exportCases(o.export)
	}
	cases, err := o.direction.cases()
	if err != nil {
		return failed("smscodec conform: %s", shown.Escape(err.Error())) // not reached: the cases are tested
	}
	cases = slices.DeleteFunc(cases, func(c conformCase) bool {
		return o.format != nil && c.request.Format != *o.format ||
			o.op != 0 && c.request.Op != o.op ||
			o.documented && c.departures != 0
	})
	if o.list {
		e.stdout.Write(caseLines(cases))
		return nil
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	run := o.program.runEach
	if o.persistent {
		run = o.program.runPersistent
	}
	results, err := run(ctx, o.direction, cases)
	if err != nil {
		if ctx.Err() != nil {
			return interrupted("smscodec conform")
		}
		return failed("smscodec conform: cannot run %s: %s", shown.Label(o.command[0]), shown.Escape(runCause(err)))
	}
	e.stdout.Write(o.form(results, e.width()))
	for _, r := range results {
		if r.verdict != passed {
			return &failure{code: exitNotConform}
		}
	}
	return nil
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
		return failed("%s: %s", shown.Label(folder), shown.Escape(cause(err)))
	}
	if err := os.CopyFS(folder, smsctest.Corpus()); err != nil {
		return failed("%s: %s", shown.Label(folder), shown.Escape(cause(err)))
	}
	return nil
}

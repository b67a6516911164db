package main

// The command validate: its flags, options and exit code.

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/urfave/cli/v3"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

const validateDescription = `Says what in captured answers departs from the vendor's documentation, and where:

   FILE[ENTRY]:LINE:COL: SEVERITY: MESSAGE [ID]

LINE and COL are those of the answer's body. smscodec explain ID says more.

A FILE is recognised by its content, also if compressed with gzip or zstd, or in UTF-16:

   HAR           what the developer tools of browsers, and proxies, save
   HTTP dumps    what curl -i and curl -v print, what httputil.DumpResponse gives,
                 with or without the requests, several after one another
   JSON Lines    an exchange a line: {"url": "…", "method": "…", "post": "…",
                 "status": 200, "headers": {"…": "…"}, "body": "…"}; "bodyBase64"
                 in place of "body" for bytes that are not UTF-8
   WARC, and the YAML cassettes of VCR, go-vcr and vcrpy
   anything else is the body of one answer

A folder stands for all captures and answers in it, a pattern for the files that it
matches, hidden ones apart; - or none is the standard input. What was asked comes from the
captured request, or where there is none from the flags, as for decode. With
neither, an answer that can be read in several ways is shown in all of them.

-o jsonl and --lines write JSON, which docs/schemas describes; -o sarif SARIF 2.1.0
for code hosts and editors, -o junit JUnit XML for CI services. The last two are
written at the end, with the first --max-findings.

Exit codes: 0 nothing found; 1 findings of --fail-on or above; 2 something could
not be read, or a folder has no capture; 64 wrong usage.

Examples:

   smscodec validate session.har
   smscodec validate --severity warning 'logs/*.jsonl.gz'
   smscodec validate --query 'get=1&fmt=3&charset=utf-8' testdata/answers/names.json
   smscodec validate -o sarif captures > findings.sarif`

type validateOptions struct {
	args        []string // files, folders, patterns or -
	reader      capture.Reader
	columns     *smscodec.Columns
	request     *smscodec.Request // for exchanges whose request was not captured; may be nil
	secrets     []string          // in that request
	filter      filterOptions
	report      report
	maxFindings int // kept for a report that is written at the end
	failOn      lint.Severity
	jobs        int
}

func (e environment) validateCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: "`FORM` of the output: text, jsonl, sarif or junit"},
		&cli.IntFlag{Name: "max-findings", Value: 10_000, Usage: "hold `N` findings at most, in -o sarif and junit"},
		&cli.StringFlag{Name: "fail-on", Value: "warning", Usage: "exit with 1 at findings of this `SEVERITY` and above: note, warning or error"},
		&cli.StringFlag{Name: "as", Value: "auto", Usage: "read each FILE as this `FORM` of capture: auto, body, dump, har, jsonl, warc or cassette"},
		&cli.BoolFlag{Name: "lines", Usage: "read JSON Lines, and write a line for each, in order; for worker processes"},
		&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "check on `N` cores at once; 0 is all", DefaultText: "all"},
		&cli.IntFlag{Name: "max-entry", Value: capture.DefaultMaxEntry >> 20, Usage: "refuse exchanges and lines larger than `MIB`"},
	}
	return &cli.Command{
		Name:        "validate",
		Usage:       "say what in captured answers departs from the documentation, and where",
		ArgsUsage:   "[FILE|FOLDER|PATTERN|-]...",
		Description: validateDescription,
		Flags:       slices.Concat(flags, filterFlags(), requestFlags()),
		Action:      action(e.parseValidate, e.validate),
	}
}

func (e environment) parseValidate(cmd *cli.Command) (o validateOptions, err error) {
	o.args = cmd.Args().Slice()
	if o.failOn, err = parseSeverity(cmd, "fail-on"); err != nil {
		return o, err
	}
	if o.filter, err = parseFilter(cmd); err != nil {
		return o, err
	}
	if o.columns, err = parseColumns(cmd); err != nil {
		return o, err
	}
	if slices.ContainsFunc([]string{"op", "fmt", "all", "operators", "charset", "query", "url"}, cmd.IsSet) {
		req, err := parseRequest(cmd)
		if err != nil {
			return o, err
		}
		o.request = &req
		o.secrets = requestSecrets(cmd)
	}
	if o.reader, err = parseReader(cmd); err != nil {
		return o, err
	}
	if o.report, err = parseReport(cmd, o.failOn, hasColor(e.terminal)); err != nil {
		return o, err
	}
	if o.maxFindings, err = parseMaxFindings(cmd, o.report); err != nil {
		return o, err
	}
	o.jobs = cmd.Int("jobs")
	if o.jobs <= 0 {
		o.jobs = runtime.GOMAXPROCS(0)
	}
	return o, nil
}

func parseReader(cmd *cli.Command) (capture.Reader, error) {
	r := capture.Reader{MaxEntry: cmd.Int("max-entry") << 20}
	if size := cmd.Int("max-entry"); size <= 0 || size > 1<<10 {
		return r, usage(cmd, "--max-entry is no number of MiB from 1 to 1024")
	}
	if cmd.Bool("lines") {
		if cmd.IsSet("as") {
			return r, usage(cmd, "--lines and --as exclude each other")
		}
		r.Format, r.BlankLines = capture.JSONLines, true
		return r, nil
	}
	if r.Format.UnmarshalText([]byte(cmd.String("as"))) != nil {
		return r, usage(cmd, "--as is none of auto, body, dump, har, jsonl, warc, cassette")
	}
	return r, nil
}

func parseReport(cmd *cli.Command, failOn lint.Severity, color bool) (report, error) {
	if cmd.Bool("lines") {
		if cmd.IsSet("output") {
			return nil, usage(cmd, "--lines and --output exclude each other")
		}
		return linesReport{}, nil
	}
	switch cmd.String("output") {
	case "text":
		return textReport{color}, nil
	case "jsonl":
		return jsonlReport{}, nil
	case "sarif":
		return sarifReport{}, nil
	case "junit":
		return junitReport{failOn}, nil
	}
	return nil, usage(cmd, "--output is none of text, jsonl, sarif, junit")
}

func parseMaxFindings(cmd *cli.Command, r report) (int, error) {
	n := cmd.Int("max-findings")
	switch {
	case !r.needsFindings() && cmd.IsSet("max-findings"):
		return 0, usage(cmd, "--max-findings goes with -o sarif and -o junit")
	case n < 1:
		return 0, usage(cmd, "--max-findings is no number from 1 on")
	}
	return n, nil
}

func (e environment) validate(_ context.Context, o validateOptions) error {
	filter, err := newFilter(o.filter)
	if err != nil {
		return err
	}
	p := &pipeline{reader: o.reader, stdin: e.stdin, jobs: o.jobs, report: o.report, maxFindings: o.maxFindings}
	p.checker = func() *checker {
		return &checker{linter: lint.Linter{Columns: o.columns, Request: o.request}, filter: filter, secrets: o.secrets}
	}

	// Memory is short-lived here. By default, the garbage collector would run all the
	// time to keep a small heap small.
	defer debug.SetGCPercent(debug.SetGCPercent(400))

	totals, collected := e.runPipeline(p, o.args)
	if omitted := collected.omitted(); omitted != (omission{}) {
		fmt.Fprintf(e.stderr, "smscodec validate: %s\n", omitted)
	}
	end, err := o.report.finish(nil, collected, totals)
	if err != nil {
		return failed("smscodec validate: %s", escape(err.Error()))
	}
	e.stdout.Write(end)
	if totals.skipped.n > 0 {
		fmt.Fprintf(e.stderr, "smscodec validate: note: passed over %s\n", totals.skipped)
	}
	if totals.isEmpty() {
		fmt.Fprintln(e.stderr, "smscodec validate: note: there was no answer of the endpoint to check")
	}
	return totals.verdict(o.failOn)
}

// runPipeline checks the sources that arguments name, and writes what the report
// appends for each exchange. It stops early if a write fails.
func (e environment) runPipeline(p *pipeline, args []string) (*totals, *collector) {
	var bar *progress
	if e.progress {
		bar = newProgress(e.stderr, sources(args))
	}
	defer bar.end()
	p.watch = bar.watch
	stdout, stderr := bar.above(e.stdout), bar.above(e.stderr)
	totals, collected := newTotals(), &collector{room: p.maxFindings}
	for out := range p.run(sources(args)) {
		totals.merge(out.totals)
		collected.merge(out.collected)
		for _, line := range out.errors {
			io.WriteString(stderr, line)
		}
		if _, err := stdout.Write(out.output); err != nil {
			break // environment.run reports it
		}
	}
	return totals, collected
}

package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/urfave/cli/v3"

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
   the body of one answer, if it begins as one, or if it is said what was asked

Anything else is refused, or skipped and named in a folder.
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

// exitFound is the exit code for findings of --fail-on or above.
const exitFound = 1

func validateFlags() []cli.Flag {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: "`FORM` of the output: text, jsonl, sarif or junit"},
		&cli.IntFlag{Name: "max-findings", Value: 10_000, Usage: "hold `N` findings at most, in -o sarif and junit"},
		&cli.StringFlag{Name: "fail-on", Value: "warning", Usage: "exit with 1 at findings of this `SEVERITY` and above: note, warning or error"},
		&cli.StringFlag{Name: "as", Value: "auto", Usage: "read each FILE as this `FORM` of capture: auto, body, dump, har, jsonl, warc or cassette"},
		&cli.BoolFlag{Name: "lines", Usage: "read JSON Lines, and write a line for each, in order; for worker processes"},
		&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Usage: "check on `N` cores at once; 0 is all", DefaultText: "all"},
		&cli.IntFlag{Name: "max-entry", Value: capture.DefaultMaxEntry >> 20, Usage: "refuse exchanges and lines, and cassettes, larger than `MIB`; cassettes than 4 if not set"},
	}
	return slices.Concat(flags, filterFlags(), askedFlags())
}

func (e environment) validate(_ context.Context, cmd *cli.Command) error {
	failOn, err := parseSeverity(cmd, "fail-on")
	if err != nil {
		return err
	}
	filter, err := parseFilter(cmd)
	if err != nil {
		return err
	}
	linter, err := parseLinter(cmd)
	if err != nil {
		return err
	}
	secrets := askedSecrets(cmd)
	p := &pipeline{stdin: e.stdin, jobs: cmd.Int("jobs")}
	if p.reader, err = parseReader(cmd); err != nil {
		return err
	}
	p.reader.Asked = linter.Request != nil
	if p.report, err = e.parseReport(cmd, failOn); err != nil {
		return err
	}
	if p.hold, err = parseHold(cmd, p.report); err != nil {
		return err
	}
	if p.jobs <= 0 {
		p.jobs = runtime.GOMAXPROCS(0)
	}
	p.checker = func() *checker {
		return &checker{linter: lint.Linter{Columns: linter.Columns, Request: linter.Request}, filter: filter, secrets: secrets}
	}
	args := cmd.Args().Slice()
	var shown *progress
	if e.progress {
		shown = newProgress(e.stderr, sources(args))
	}
	p.watch = shown.watch
	stdout, stderr := shown.above(e.stdout), shown.above(e.stderr)

	// What is read lives for a moment: the collector would run all the time to keep
	// a few megabytes small.
	defer debug.SetGCPercent(debug.SetGCPercent(400))

	totals, held := newTotals(), &held{room: p.hold}
	for out := range p.run(sources(args)) {
		totals.merge(out.totals)
		held.merge(out.held)
		for _, line := range out.errors {
			io.WriteString(stderr, line)
		}
		if _, err := stdout.Write(out.output); err != nil {
			break // said by run
		}
	}
	shown.end()
	if left := held.left(); left != (leftOut{}) {
		fmt.Fprintf(e.stderr, "smscodec validate: %s\n", left)
	}
	end, err := p.report.finish(nil, held, totals)
	if err != nil {
		return failed("smscodec validate: %s", escape(err.Error()))
	}
	e.stdout.Write(end)
	if totals.others.n > 0 {
		fmt.Fprintf(e.stderr, "smscodec validate: note: passed over %s\n", totals.others)
	}
	if totals.isNothing() {
		fmt.Fprintln(e.stderr, "smscodec validate: note: there was no answer of the endpoint to check")
	}
	switch {
	case totals.unread > 0:
		return &failure{code: exitFailed}
	case totals.others.n > 0 && totals.isNothing() && totals.elsewhere == 0, // as of an empty folder
		totals.omitted > 0 && totals.isNothing():
		return &failure{code: exitFailed}
	case totals.worst >= failOn:
		return &failure{code: exitFound}
	}
	return nil
}

// parseLinter gives what the flags say of the answers.
func parseLinter(cmd *cli.Command) (*lint.Linter, error) {
	codec, err := parseCodec(cmd)
	if err != nil {
		return nil, err
	}
	linter := &lint.Linter{Columns: codec.Columns}
	if !slices.ContainsFunc([]string{"op", "fmt", "all", "operators", "charset", "query", "url"}, cmd.IsSet) {
		return linter, nil
	}
	req, err := parseRequest(cmd)
	if err != nil {
		return nil, err
	}
	linter.Request = &req
	return linter, nil
}

func parseReader(cmd *cli.Command) (capture.Reader, error) {
	r := capture.Reader{MaxEntry: cmd.Int("max-entry") << 20}
	if size := cmd.Int("max-entry"); size <= 0 || size > 1<<10 {
		return r, usage(cmd, "--max-entry is no number of MiB from 1 to 1024")
	}
	if cmd.IsSet("max-entry") {
		r.MaxCassette = r.MaxEntry
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

func (e environment) parseReport(cmd *cli.Command, failOn lint.Severity) (report, error) {
	if cmd.Bool("lines") {
		if cmd.IsSet("output") {
			return nil, usage(cmd, "--lines and --output exclude each other")
		}
		return linesReport{}, nil
	}
	switch cmd.String("output") {
	case "text":
		return textReport{color: hasColor(e.terminal)}, nil
	case "jsonl":
		return jsonReport{}, nil
	case "sarif":
		return sarifReport{}, nil
	case "junit":
		return junitReport{failOn}, nil
	}
	return nil, usage(cmd, "--output is none of text, jsonl, sarif, junit")
}

// parseHold gives how many findings are held for the end of a report.
func parseHold(cmd *cli.Command, r report) (int, error) {
	n := cmd.Int("max-findings")
	switch {
	case !r.holds() && cmd.IsSet("max-findings"):
		return 0, usage(cmd, "--max-findings goes with -o sarif and -o junit")
	case n < 1:
		return 0, usage(cmd, "--max-findings is no number from 1 on")
	}
	return n, nil
}

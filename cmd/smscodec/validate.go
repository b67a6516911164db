package main

// The command validate: its flags, options and exit code.

import (
	"bufio"
	"context"
	"runtime"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

const validateDescription = `Reports where captured answers depart from the vendor's documentation:

   FILE[ENTRY]:LINE:COL: SEVERITY: MESSAGE [ID]

LINE and COL count in the body of the answer. smscodec explain ID explains a finding.

A FILE is recognised by its content, even if it is compressed with gzip or zstd, or
in UTF-16:

   HAR           as saved by proxies and the developer tools of browsers
   HTTP dumps    as printed by curl -i, curl -v or httputil.DumpResponse, or saved
                 by Fiddler as text, with or without requests, one or several
   JSON Lines    an exchange a line: {"url": "…", "method": "…", "post": "…",
                 "status": 200, "headers": {"…": "…"}, "body": "…"}; "bodyBase64"
                 instead of "body" for bytes that are not UTF-8
   WARC, and the YAML cassettes of VCR, go-vcr and vcrpy
   the body of one answer, if it begins like one, or if flags describe the request

Anything else is refused. In a folder it is skipped, and a note says so.

A folder means all captures and answers in it, a pattern the files that it matches.
Hidden files are skipped in both. The argument - or no argument is the standard
input. If a request was not captured, describe it with flags, as for decode.
Otherwise validate lists every meaning that an ambiguous answer can have.

-o jsonl and --lines write JSON; smscodec docs finding.json and checked.json have the
schemas, exchange.json that of JSON Lines. -o sarif writes SARIF 2.1.0 for code hosts
and editors, -o gitlab the Code Quality of GitLab: these two write at most the first
--max-findings findings. -o junit writes JUnit XML for CI services.

A baseline has known findings: --write-baseline writes it, and --baseline reports only
findings that are not in it. Two findings are equal if they have the same ID, field,
message and request; the baseline has the number of equal findings, and more of them
are reported. smscodec docs known.json has the schema.

Exit codes: 0 success; 1 findings of --fail-on or above, or an empty body unless it is
ignored; 2 something cannot be read, or nothing was checked; 64 wrong usage.

Examples:

   smscodec validate session.har
   smscodec validate --severity warning 'logs/*.jsonl.gz'
   smscodec validate --query 'get=1&fmt=3&charset=utf-8' answer.json
   smscodec validate -o sarif captures > findings.sarif
   smscodec validate --write-baseline known.jsonl captures
   smscodec validate --baseline known.jsonl captures`

var outputForms = []string{"text", "jsonl", "sarif", "junit", "gitlab"}

func captureForms() []string {
	return texts([]capture.Format{capture.Auto, capture.Body, capture.Dump, capture.HAR, capture.JSONLines, capture.WARC, capture.Cassette})
}

type validateOptions struct {
	args    []string // files, folders, patterns or -
	reader  capture.Reader
	columns *smscodec.Columns
	request *findings.Asked // of exchanges whose request was not captured; may be nil
	secrets []string        // in that request
	asked   string          // by that request, as findings.AskedText returns it
	filter  *findings.Filter
	gate    gateOptions
	jobs    int
	memory  int64 // bytes
}

func (e environment) validateCommand() command {
	flags := []option{
		{group: outputOptions, name: "output", short: "o", value: "text", values: outputForms, usage: "`FORM` of the output: " + oneOf(outputForms)},
		{group: outputOptions, name: "max-findings", value: 10_000, usage: "write at most `N` findings with -o sarif and gitlab"},
		{group: findingOptions, name: "fail-on", value: "warning", values: severities(), usage: "exit with code 1 on findings of this `SEVERITY` and above: " + oneOf(severities())},
		{group: findingOptions, name: "baseline", value: "", files: true, usage: "report only findings that are not in this `FILE`, which --write-baseline wrote"},
		{group: findingOptions, name: "write-baseline", value: "", files: true, usage: "write the findings to this `FILE` as known, and exit with code 0 if everything could be read"},
		{group: inputOptions, name: "allow-empty", value: false, usage: "exit with code 0 if there is nothing to check"},
		{group: inputOptions, name: "as", value: "auto", values: captureForms(), usage: "read each FILE as this `FORM` of capture: " + oneOf(captureForms())},
		{group: inputOptions, name: "lines", value: false, usage: "read JSON Lines and write a line for each, in order; for worker processes"},
		{group: inputOptions, name: "jobs", short: "j", value: 0, usage: "use `N` cores; 0 is all", shown: "all"},
		{group: inputOptions, name: "max-entry", value: capture.DefaultMaxEntry >> 20, usage: "refuse exchanges, lines and cassettes larger than `MIB`; by default, cassettes larger than 4"},
		{group: inputOptions, name: "max-memory", value: defaultMemory >> 20, usage: "use at most about `MIB` of memory for captures and answers, whatever --jobs is"},
	}
	return command{
		name:        "validate",
		usage:       "check captured answers against the vendor's documentation",
		arguments:   "[FILE|FOLDER|PATTERN|-]...",
		description: validateDescription,
		options:     slices.Concat(flags, filterFlags(), requestFlags()),
		action:      action(e.parseValidate, e.validate),
	}
}

func (e environment) parseValidate(cmd arguments) (o validateOptions, err error) {
	o.args = cmd.args
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
		if o.asked, err = askedByFlags(cmd, req); err != nil {
			return o, err
		}
	}
	if o.reader, err = parseReader(cmd); err != nil {
		return o, err
	}
	if cmd.Bool("lines") {
		if cmd.IsSet("as") {
			return o, usage(cmd, "--lines and --as cannot be used together")
		}
		o.reader.Format, o.reader.BlankLines = capture.JSONLines, true
	}
	o.reader.Asked = o.request != nil
	if o.memory, err = parseMemory(cmd, o.reader); err != nil {
		return o, err
	}
	if o.gate, err = parseGate(cmd, hasColor(e.terminal), e.width()); err != nil {
		return o, err
	}
	o.jobs = cmd.Int("jobs")
	if o.jobs <= 0 {
		o.jobs = runtime.GOMAXPROCS(0)
	}
	return o, nil
}

// askedByFlags returns what the request asked that the flags describe.
func askedByFlags(cmd arguments, req findings.Asked) (string, error) {
	url, err := parseURL(cmd)
	if err != nil || url != "" {
		return findings.AskedText(&capture.Request{URL: url}), err
	}
	values := req.Query()
	if req.FindCharset {
		values.Del(wire.ParamCharset)
	}
	return findings.AskedOf(wire.Path, values), nil
}

func parseReader(cmd arguments) (capture.Reader, error) {
	r := capture.Reader{MaxEntry: cmd.Int("max-entry") << 20}
	if size := cmd.Int("max-entry"); size <= 0 || size > 1<<10 {
		return r, usage(cmd, "--max-entry must be 1 to 1024 MiB, not %d", size)
	}
	if cmd.IsSet("max-entry") {
		r.MaxCassette = r.MaxEntry
	}
	if r.Format.UnmarshalText([]byte(cmd.String("as"))) != nil {
		return r, cmd.wrongValue("as", cmd.String("as"))
	}
	return r, nil
}

func parseMemory(cmd arguments, r capture.Reader) (int64, error) {
	bytes := int64(cmd.Int("max-memory")) << 20
	switch {
	case bytes < minMemory || bytes > maxMemory:
		return 0, usage(cmd, "--max-memory must be %d to %d MiB, not %d", minMemory>>20, maxMemory>>20, cmd.Int("max-memory"))
	case int64(r.MaxEntry) > bytes/entriesInMemory:
		return 0, usage(cmd, "--max-entry %d needs --max-memory %d or more", cmd.Int("max-entry"), entriesInMemory*cmd.Int("max-entry"))
	}
	return bytes, nil
}

func parseGate(cmd arguments, color bool, width int) (o gateOptions, err error) {
	if o.failOn, err = parseSeverity(cmd, "fail-on"); err != nil {
		return o, err
	}
	o.known, o.write = cmd.String("baseline"), cmd.String("write-baseline")
	for _, flag := range []string{"baseline", "write-baseline"} {
		if cmd.IsSet(flag) && cmd.String(flag) == "" {
			return o, usage(cmd, "--%s must not be an empty string", flag)
		}
		if cmd.IsSet(flag) && cmd.Bool("lines") { // a worker process sees a part of the captures
			return o, usage(cmd, "--lines and --%s cannot be used together", flag)
		}
	}
	if o.known != "" && o.write != "" {
		return o, usage(cmd, "--baseline and --write-baseline cannot be used together")
	}
	// A worker process may get a part without an answer.
	o.allowEmpty = cmd.Bool("allow-empty") || cmd.Bool("lines")
	if n := cmd.Int("max-findings"); n < 1 {
		return o, usage(cmd, "--max-findings must be at least 1, not %d", n)
	} else if form := cmd.String("output"); form == "sarif" || form == "gitlab" {
		o.host = newCodeHost(n)
	} else if cmd.IsSet("max-findings") {
		return o, usage(cmd, "--max-findings needs -o sarif or -o gitlab")
	}
	o.report, err = parseReport(cmd, o, color, width)
	return o, err
}

func parseReport(cmd arguments, o gateOptions, color bool, width int) (report, error) {
	if cmd.Bool("lines") {
		if cmd.IsSet("output") {
			return nil, usage(cmd, "--lines and --output cannot be used together")
		}
		return linesReport{}, nil
	}
	switch cmd.String("output") {
	case "text":
		return textReport{color, width}, nil
	case "jsonl":
		return jsonlReport{}, nil
	case "sarif":
		return &sarifReport{host: o.host}, nil
	case "junit":
		return &junitReport{failOn: o.failOn}, nil
	case "gitlab":
		return &gitlabReport{host: o.host}, nil
	}
	return nil, cmd.wrongValue("output", cmd.String("output"))
}

func (e environment) validate(ctx context.Context, o validateOptions) error {
	g := &gate{gateOptions: o.gate, command: "smscodec validate", filter: o.filter, totals: newTotals(), isBarren: true}
	if o.gate.known != "" {
		var err error
		if g.baseline, err = readBaseline(o.gate.known); err != nil {
			return failed("%s: %s", shown.Label(safePath(o.gate.known)), shown.Escape(cause(err)))
		}
	}
	if o.gate.write != "" {
		g.found = make(findings.Baseline)
	}
	memory := newBudget(o.memory)
	defer memory.limitHeap()()
	p := &pipeline{reader: o.reader, stdin: e.stdin, jobs: memory.jobs(o.jobs, o.reader), memory: memory, allowEmpty: g.allowEmpty}
	p.checker = func() *findings.Checker {
		return &findings.Checker{Linter: lint.Linter{Columns: o.columns}, Request: o.request, Assumed: o.asked, Filter: o.filter, Finders: captured.Finders{More: o.secrets}}
	}
	e.runPipeline(p, o.args, g)
	g.stdout, g.stderr = bufio.NewWriter(e.stdout), e.stderr
	return g.end(ctx)
}

// runPipeline checks the sources that arguments name. It stops early if a write fails.
func (e environment) runPipeline(p *pipeline, args []string, g *gate) {
	var bar *progress
	if e.progress && !(e.typed && readsStdin(args)) { // what is typed has no progress
		bar = newProgress(e.stderr, sources(args))
	}
	defer bar.end()
	p.watch = bar.watch
	g.stdout, g.stderr = bufio.NewWriter(bar.above(e.stdout)), bar.above(e.stderr)
	g.report.begin(g.stdout)
	for out := range p.run(sources(args)) {
		if g.add(out) != nil {
			break // environment.run reports it
		}
	}
}

package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/beam"
)

// flags are the flags of the command. Beam and its runners add theirs.
type flags struct {
	input, output string
	op, format    string
	all, ops      bool
	charset       string
	columns       string
	severity      string
	only, ignore  string
	baseline      string
	allowEmpty    bool
	jobs          int
	logLevel      string
}

const usage = `usage: smscodec-beam --input PATTERNS --output FOLDER [options]

Checks captured exchanges as smscodec validate does, on a runner of Apache Beam. FOLDER
gets findings-*.jsonl, unreadable-*.jsonl and totals.jsonl.

`

const usageOfBeam = `
--runner is prism, which runs on this machine, flink, spark, dataflow or universal. Beam and
these have more flags, such as --endpoint, --environment_type, --project and --region: see
the documentation of the runner.

Exit codes: 0 done, whatever was found; 2 the pipeline failed, or nothing was checked;
64 wrong usage.
`

func newFlags(set *flag.FlagSet) *flags {
	f := new(flags)
	var own []string
	add := func(name string) string { own = append(own, name); return name }
	set.StringVar(&f.input, add("input"), "", "`PATTERNS` of the files, separated by commas")
	set.StringVar(&f.output, add("output"), "", "write to this `FOLDER`")
	set.StringVar(&f.op, add("op"), "get", "`OPERATION` that was requested, of exchanges without a request")
	set.StringVar(&f.format, add("fmt"), "", "`FORMAT` that was requested: plain, csv, xml or json, or 0 to 3")
	set.BoolVar(&f.all, add("all"), false, "the request had all=1")
	set.BoolVar(&f.ops, add("operators"), false, "the request had operators=1")
	set.StringVar(&f.charset, add("charset"), autoCharset, "`CHARSET` of the answer; auto is what the answer declares, else utf-8 if it is that, else the server's default")
	set.StringVar(&f.columns, add("columns"), "", "`OPERATORS` in the order of the CSV columns, separated by commas, if they are not the documented ten")
	set.StringVar(&f.severity, add("severity"), "note", "report findings of this `SEVERITY` and above: note, warning or error")
	set.StringVar(&f.only, add("only"), "", "report only findings with these `IDS`, separated by commas")
	set.StringVar(&f.ignore, add("ignore"), "", "do not report findings with these `IDS`, separated by commas")
	set.StringVar(&f.baseline, add("baseline"), "", "leave out the findings in this `FILE`, which smscodec validate --write-baseline wrote")
	set.BoolVar(&f.allowEmpty, add("allow-empty"), false, "exit with code 0 if there is nothing to check")
	set.IntVar(&f.jobs, add("jobs"), 0, "with prism, use `N` cores, up to 8; 0 is all")
	set.StringVar(&f.logLevel, add("log-level"), "warn", "what Beam logs to stderr: debug, info, warn or error")
	set.Usage = func() {
		w := set.Output()
		fmt.Fprint(w, usage)
		shown := flag.NewFlagSet("", flag.ContinueOnError)
		shown.SetOutput(w)
		set.VisitAll(func(option *flag.Flag) {
			if slices.Contains(own, option.Name) {
				shown.Var(option.Value, option.Name, option.Usage)
			}
		})
		shown.PrintDefaults()
		fmt.Fprint(w, usageOfBeam)
	}
	return f
}

// autoCharset is the value of --charset for one that is found.
const autoCharset = "auto"

// parse returns the patterns and the options that the flags describe.
func (f *flags) parse(set *flag.FlagSet) (patterns []string, o beam.Options, err error) {
	switch {
	case set.NArg() > 0:
		return nil, o, fmt.Errorf("unexpected argument %q; files are given by --input", set.Arg(0))
	case f.input == "":
		return nil, o, errors.New("--input is missing")
	case f.output == "":
		return nil, o, errors.New("--output is missing")
	case !slices.Contains([]string{"debug", "info", "warn", "error"}, f.logLevel):
		return nil, o, errors.New("--log-level must be debug, info, warn or error")
	case !slices.Contains(knownRunners, runner()):
		return nil, o, fmt.Errorf("--runner must be one of %s", strings.Join(knownRunners, ", "))
	}
	patterns = strings.Split(f.input, ",")
	if slices.Contains(patterns, "") {
		return nil, o, errors.New("--input has an empty pattern")
	}
	if err := f.parseRequest(set, &o); err != nil {
		return nil, o, err
	}
	if err := o.Severity.UnmarshalText([]byte(f.severity)); err != nil {
		return nil, o, errors.New("--severity must be note, warning or error")
	}
	o.Only, o.Ignore = list(f.only), list(f.ignore)
	for _, operator := range list(f.columns) {
		o.Columns = append(o.Columns, smscodec.Operator(operator))
	}
	if f.baseline != "" {
		if o.Baseline, err = os.ReadFile(f.baseline); err != nil {
			return nil, o, err
		}
	}
	o.AllowEmpty = f.allowEmpty
	if runner() == "prism" { // the others divide the work
		o.Branches = f.jobs
		if o.Branches <= 0 {
			o.Branches = runtime.GOMAXPROCS(0)
		}
	}
	return patterns, o, o.Validate()
}

var knownRunners = []string{"prism", "flink", "spark", "dataflow", "universal"}

func runner() string {
	if *runners.Runner == "" {
		return "prism"
	}
	return *runners.Runner
}

// parseRequest sets the request of exchanges without one, if flags describe it.
func (f *flags) parseRequest(set *flag.FlagSet, o *beam.Options) error {
	isGiven := false
	set.Visit(func(option *flag.Flag) {
		isGiven = isGiven || slices.Contains([]string{"op", "fmt", "all", "operators", "charset"}, option.Name)
	})
	if !isGiven {
		return nil
	}
	req := smscodec.Request{All: f.all, Operators: f.ops}
	if err := req.Op.UnmarshalText([]byte(strings.ToLower(f.op))); err != nil {
		return fmt.Errorf("--op must be one of %v", smscodec.Ops())
	}
	if len(f.format) == 1 && '0' <= f.format[0] && f.format[0] <= '3' {
		req.Format = smscodec.Format(f.format[0] - '0')
	} else if err := req.Format.UnmarshalText([]byte(strings.ToLower(f.format))); err != nil {
		return fmt.Errorf("--fmt must be one of %v, or 0 to 3", smscodec.Formats())
	}
	if o.FindCharset = f.charset == autoCharset; !o.FindCharset {
		if err := req.Charset.UnmarshalText([]byte(f.charset)); err != nil {
			return fmt.Errorf("--charset must be auto or one of %v", smscodec.Charsets())
		}
	}
	switch {
	case (req.All || req.Operators) && req.Op != smscodec.OpGet:
		return errors.New("--all and --operators need --op get")
	case req.All && req.Operators:
		return errors.New("--all and --operators cannot be used together")
	}
	o.Request = &req
	return nil
}

// list returns the values of a list.
func list(text string) []string {
	if text == "" {
		return nil
	}
	values := strings.Split(text, ",")
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	return values
}

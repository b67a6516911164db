package main

// The flags of the command.

import (
	"errors"
	"flag"
	"io"
	"regexp"
	"time"
)

// options are the parsed flags.
type options struct {
	runs, rounds, cores int
	minTime             time.Duration
	only                *regexp.Regexp
	list, quick         bool
	samplesFile         string
	markdownFile        string
}

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	var only string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.runs, "runs", 1, "`number` of times to measure everything; floors must hold in every run, tables show the last one")
	flags.IntVar(&o.rounds, "rounds", 6, "`number` of measurements of each subject; the median counts")
	flags.DurationVar(&o.minTime, "time", 60*time.Millisecond, "minimum `duration` of a measurement")
	flags.IntVar(&o.cores, "cpu", 1, "`number` of cores to use; on one, garbage collection counts toward the subject that causes it")
	flags.StringVar(&only, "run", "", "measure only the cases whose names match this `regexp`")
	flags.BoolVar(&o.list, "list", false, "list the cases and exit")
	flags.BoolVar(&o.quick, "quick", false, "2 rounds of short measurements, no list of more than 1000 rows: for a first impression")
	flags.StringVar(&o.samplesFile, "benchfmt", "", "write all samples to this `file`, for benchstat")
	flags.StringVar(&o.markdownFile, "write", "", "write the tables between the marks in this Markdown `file`, and the plots into plots/")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.rounds < 1 || o.runs < 1 || o.cores < 1 {
		return o, errors.New("unexpected arguments, or a number below 1: see -help")
	}
	if o.markdownFile != "" && (only != "" || o.quick) {
		return o, errors.New("-write cannot be combined with -run or -quick: the tables would have gaps")
	}
	if o.quick {
		o.rounds, o.minTime = 2, 15*time.Millisecond
	}
	var err error
	o.only, err = regexp.Compile(only)
	return o, err
}

// cases returns the cases that the flags select.
func (o options) cases() []benchCase {
	var cases []benchCase
	for _, c := range allCases() {
		if o.only.MatchString(c.name()) && (!o.quick || c.n <= standardRows) {
			cases = append(cases, c)
		}
	}
	return cases
}

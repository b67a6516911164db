package main

import (
	"errors"
	"flag"
	"io"
	"regexp"
	"time"
)

// options are the flags of the command.
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
	flags.IntVar(&o.runs, "runs", 1, "how often to measure all that: a floor has to hold in every run, and the tables are of the last")
	flags.IntVar(&o.rounds, "rounds", 6, "measurements of everything, of which the median counts")
	flags.DurationVar(&o.minTime, "time", 60*time.Millisecond, "`duration` of a measurement")
	flags.IntVar(&o.cores, "cpu", 1, "`cores` in use: on one, the collector's work counts for whoever makes it")
	flags.StringVar(&only, "run", "", "measure only the cases that this `regexp` matches")
	flags.BoolVar(&o.list, "list", false, "list the cases and stop")
	flags.BoolVar(&o.quick, "quick", false, "2 rounds of short measurements, no list above 1000 rows: for a first impression")
	flags.StringVar(&o.samplesFile, "benchfmt", "", "write all samples to a `file` for benchstat")
	flags.StringVar(&o.markdownFile, "write", "", "write the tables between the marks in a Markdown `file`, and the plots below plots/")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 || o.rounds < 1 || o.runs < 1 || o.cores < 1 {
		return o, errors.New("wrong usage: see -help")
	}
	if o.markdownFile != "" && (only != "" || o.quick) {
		return o, errors.New("-write goes with neither -run nor -quick: the tables would have gaps")
	}
	if o.quick {
		o.rounds, o.minTime = 2, 15*time.Millisecond
	}
	var err error
	o.only, err = regexp.Compile(only)
	return o, err
}

// cases returns the chosen cases.
func (o options) cases() []benchCase {
	var cases []benchCase
	for _, c := range allCases() {
		if o.only.MatchString(c.name()) && (!o.quick || c.n <= standardRows) {
			cases = append(cases, c)
		}
	}
	return cases
}

// Command bench compares smscodec with other ways to decode and encode the same answers,
// all in one run, and reports whether its floors and limits hold: see README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
)

func main() {
	if text := os.Getenv(jobVariable); text != "" {
		if err := runJob(text, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(2)
		}
		return
	}
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errBoundViolated):
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

// errBoundViolated means that a floor or limit does not hold; the report says which.
var errBoundViolated = errors.New("a floor or limit does not hold")

// run runs the command with the given arguments and output streams.
func run(args []string, stdout, stderr io.Writer) error {
	o, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	cases := o.cases()
	if o.list {
		for _, c := range cases {
			fmt.Fprintln(stdout, c.name())
		}
		return nil
	}

	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(o.cores)) // as in the worker processes
	m, err := measureRuns(o, cases, stderr)
	if err != nil {
		return err
	}
	report(stdout, m.results, m.memories)
	if o.samplesFile != "" {
		if err := writeBenchfmt(o.samplesFile, m.results); err != nil {
			return err
		}
	}
	if o.markdownFile != "" {
		if err := writeMarkdown(o.markdownFile, m.results, m.memories); err != nil {
			return err
		}
	}
	if len(m.violations) == 0 {
		fmt.Fprintln(stdout, "\nAll floors and limits of the measured cases hold in every run.")
		return nil
	}
	fmt.Fprintln(stdout, "\nFloors and limits that do not hold:")
	for _, v := range m.violations {
		fmt.Fprintln(stdout, "- "+v)
	}
	return errBoundViolated
}

// measurements are the results of the last run and the violations of all runs.
type measurements struct {
	results    []*result
	memories   []memory
	violations []string
}

// measureRuns measures the cases o.runs times.
func measureRuns(o options, cases []benchCase, progress io.Writer) (m measurements, err error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return m, err
	}
	defer os.RemoveAll(dir)
	program, err := buildWithoutSonic(dir)
	if err != nil {
		return m, err
	}
	template := job{minTime: o.minTime, cores: o.cores, program: program}
	for i := range o.runs {
		if m.results, err = runCases(cases, o.rounds, template, progress); err != nil {
			return m, err
		}
		if m.memories, err = measureMemories(o.only); err != nil {
			return m, err
		}
		found := violations(m.results, m.memories)
		fmt.Fprintf(progress, "run %d of %d: floors and limits that do not hold: %d\n", i+1, o.runs, len(found))
		for _, v := range found {
			m.violations = append(m.violations, fmt.Sprintf("run %d: %s", i+1, v))
		}
	}
	return m, nil
}

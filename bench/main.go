// Command bench compares smscodec with other ways to read and write the same
// answers, all in one run, and says whether its floors hold: see README.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"time"
)

func main() {
	if text := os.Getenv(jobVariable); text != "" {
		if err := runJob(text, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(2)
		}
		return
	}
	err := command(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errBoundViolated):
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

// errBoundViolated is that a floor does not hold; the report says which.
var errBoundViolated = errors.New("a floor does not hold")

func command(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	runs := flags.Int("runs", 1, "how often to measure all that: a floor has to hold in every run, and the tables are of the last")
	rounds := flags.Int("rounds", 6, "measurements of everything, of which the median counts")
	each := flags.Duration("time", 60*time.Millisecond, "`duration` of a measurement")
	cpu := flags.Int("cpu", 1, "`cores` in use: on one, the collector's work counts for whoever makes it")
	only := flags.String("run", "", "measure only the cases that this `regexp` matches")
	list := flags.Bool("list", false, "list the cases and stop")
	quick := flags.Bool("quick", false, "2 rounds of short measurements, no list above 1000 rows: for a first impression")
	samples := flags.String("benchfmt", "", "write all samples to a `file` for benchstat")
	write := flags.String("write", "", "write the tables between the marks in a Markdown `file`, and the plots below plots/")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *rounds < 1 || *runs < 1 || *cpu < 1 {
		return errors.New("wrong usage: see -help")
	}
	chosen, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	if *write != "" && (*only != "" || *quick) {
		return errors.New("-write goes with neither -run nor -quick: the tables would have gaps")
	}
	if *quick {
		*rounds, *each = 2, 15*time.Millisecond
	}

	var cases []benchCase
	for _, c := range allCases() {
		if chosen.MatchString(c.name()) && (!*quick || c.n <= standardRows) {
			cases = append(cases, c)
		}
	}
	if *list {
		for _, c := range cases {
			fmt.Fprintln(stdout, c.name())
		}
		return nil
	}

	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	withoutSonic, err := buildWithoutSonic(dir)
	if err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(*cpu)) // as the processes that measure
	var results []*result
	var memories []memory
	var failures []string
	for i := range *runs {
		if results, err = runCases(cases, *rounds, job{minTime: *each, cores: *cpu, program: withoutSonic}, stderr); err != nil {
			return err
		}
		if memories, err = measureMemories(chosen); err != nil {
			return err
		}
		found := violations(results, memories)
		fmt.Fprintf(stderr, "run %d of %d, floors that do not hold: %d\n", i+1, *runs, len(found))
		for _, failure := range found {
			failures = append(failures, fmt.Sprintf("run %d: %s", i+1, failure))
		}
	}

	report(stdout, results, memories)
	if *samples != "" {
		if err := writeBenchfmt(*samples, results); err != nil {
			return err
		}
	}
	if *write != "" {
		if err := writeMarkdown(*write, results, memories); err != nil {
			return err
		}
	}
	if len(failures) == 0 {
		fmt.Fprintln(stdout, "\nAll floors of what was measured hold, in every run.")
		return nil
	}
	fmt.Fprintln(stdout, "\nFloors that do not hold:")
	for _, failure := range failures {
		fmt.Fprintln(stdout, "- "+failure)
	}
	return errBoundViolated
}

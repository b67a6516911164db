package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/smscodec/smscodec/beam"
)

// Exit codes. The usage explains them.
const (
	exitFailed = 2
	exitUsage  = 64
)

// In Prism 2.77, a job fails if one of Prism's goroutines waits a tenth of a second for a
// thread: its stage for GroupByKey or Flatten then asks a worker that it does not have about
// its progress.
const (
	prismCores = 2 // threads of Prism beside those that check, which make this rare
	prismFault = "panic in stage.Execute"
	prismTries = 4
)

// run runs the pipeline that the flags describe, and returns the exit code.
func run(ctx context.Context, f *flags, set *flag.FlagSet, stdout, stderr io.Writer) int {
	fail := func(code int, format string, args ...any) int {
		fmt.Fprintf(stderr, "smscodec-beam: "+format+"\n", args...)
		return code
	}
	patterns, o, err := f.parse(set)
	if err != nil {
		return fail(exitUsage, "%v; see smscodec-beam --help", err)
	}
	log.SetupLogging(f.logLevel, "text")
	if err := checkOutput(ctx, f.output); err != nil {
		return fail(exitFailed, "%v", err)
	}
	if runner() == "prism" { // this process is runner and worker
		debug.SetGCPercent(400) // the heap is small
		runtime.GOMAXPROCS(o.Branches + prismCores)
	}
	err = check(ctx, patterns, f.output, o)
	for try := 1; err != nil && try < prismTries && strings.Contains(err.Error(), prismFault); try++ {
		fail(0, "Prism failed, not the check: trying again")
		if err = removeOutput(ctx, f.output); err == nil {
			err = check(ctx, patterns, f.output, o)
		}
	}
	if err != nil {
		return fail(exitFailed, "the pipeline failed: %v", err)
	}
	if *jobopts.Async {
		return fail(0, "the job has been submitted")
	}
	totals, err := beam.ReadTotals(ctx, f.output)
	if err != nil {
		return fail(exitFailed, "%v", err)
	}
	sums := make(map[string]int64)
	for _, t := range totals {
		sums[t.What] += t.Count
	}
	fmt.Fprintln(stdout, summary(sums))
	switch {
	case sums[beam.Answers]+sums[beam.Refusals]+sums[beam.NotAnswers] > 0:
	case sums[beam.Unreadable] > 0:
		return fail(exitFailed, "nothing was checked; unreadable-*.jsonl says why")
	case !f.allowEmpty:
		return fail(exitFailed, "nothing was checked; --allow-empty accepts that")
	}
	return 0
}

// check runs the pipeline.
func check(ctx context.Context, patterns []string, folder string, o beam.Options) error {
	p, s := sdk.NewPipelineWithRoot()
	beam.CheckFiles(s, patterns, folder, o)
	return beamx.Run(ctx, p)
}

// removeOutput removes what a failed run has written to a folder. There was no output before.
func removeOutput(ctx context.Context, folder string) error {
	for _, pattern := range append(beam.OutputFiles(folder), beam.UnfinishedFiles(folder)) {
		system, err := filesystem.New(ctx, pattern)
		if err != nil {
			return err
		}
		defer system.Close()
		remover, ok := system.(filesystem.Remover)
		if !ok {
			return fmt.Errorf("%s: files cannot be removed there", folder)
		}
		names, err := system.List(ctx, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := remover.Remove(ctx, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkOutput refuses a folder that has the output of another run: of the files of both,
// nobody could say which belong together.
func checkOutput(ctx context.Context, folder string) error {
	for _, pattern := range beam.OutputFiles(folder) {
		system, err := filesystem.New(ctx, pattern)
		if err != nil {
			return err
		}
		defer system.Close()
		if names, err := system.List(ctx, pattern); err != nil {
			return err
		} else if len(names) > 0 {
			return fmt.Errorf("%s is there already; choose another --output", names[0])
		}
	}
	return nil
}

// summary returns a line with the counts, as validate has it.
func summary(n map[string]int64) string {
	text := fmt.Sprintf("answers read: %d", n[beam.Answers]+n[beam.Refusals])
	for _, part := range []struct{ name, what string }{
		{"of them refusals", beam.Refusals}, {"not read as an answer", beam.NotAnswers}, {"without a response", beam.NoResponses},
		{"without a body", beam.NoBodies}, {"answers to HEAD", beam.Heads}, {"to other endpoints", beam.Elsewhere}, {"unreadable", beam.Unreadable},
		{"findings", beam.Findings}, {"findings in the baseline", beam.Known},
	} {
		if count := n[part.what]; count > 0 || part.what == beam.Findings {
			text += fmt.Sprintf("; %s: %d", part.name, count)
		}
	}
	return text
}

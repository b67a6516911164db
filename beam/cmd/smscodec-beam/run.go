package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

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

// prismCores are threads of Prism beside those that check. In 2.77, the pipeline fails if a
// goroutine of Prism waits a tenth of a second for one: its stage for GroupByKey or Flatten
// then asks a worker that it does not have about its progress.
const prismCores = 2

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
	p, s := sdk.NewPipelineWithRoot()
	beam.CheckFiles(s, patterns, f.output, o)
	if err := beamx.Run(ctx, p); err != nil {
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

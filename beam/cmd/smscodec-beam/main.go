// Smscodec-beam checks the logs of many machines for departures from the documentation of
// the sender-name endpoint, as smscodec validate does, on a runner of Apache Beam.
package main

// Plan of the files, from the top; each uses only files below it.
//
//	main.go     the process
//	run.go      the pipeline, and what it came to
//	flags.go    the flags

import (
	"context"
	"errors"
	"flag"
	"os"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
)

func main() {
	flag.CommandLine.Init("smscodec-beam", flag.ContinueOnError)
	f := newFlags(flag.CommandLine)
	err := flag.CommandLine.Parse(os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(0)
	case err != nil:
		os.Exit(exitUsage)
	}
	sdk.Init() // a worker ends here
	os.Exit(run(context.Background(), f, flag.CommandLine, os.Stdout, os.Stderr))
}

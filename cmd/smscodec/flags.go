package main

// Parsing of arguments, and errors about them.

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/urfave/cli/v3"
)

// usage returns a failure for wrong arguments. The text must not show the values of
// --query and --url, which hold logins and passwords, nor an argument that may be such
// a value in the wrong place.
func usage(cmd *cli.Command, format string, args ...any) *failure {
	name := cmd.FullName()
	return &failure{exitUsage, fmt.Sprintf("%s: %s; see %[1]s --help\n", name, fmt.Sprintf(format, args...))}
}

// action returns the action of a command: parse turns flags and arguments into options
// for run. So a test can run a command without arguments.
func action[O any](parse func(*cli.Command) (O, error), run func(context.Context, O) error) cli.ActionFunc {
	return func(ctx context.Context, cmd *cli.Command) error {
		options, err := parse(cmd)
		if err != nil {
			return err
		}
		return run(ctx, options)
	}
}

// usageError rewrites an error of package cli so that it shows no value. Package cli
// has no types for its errors.
func usageError(_ context.Context, cmd *cli.Command, err error, _ bool) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		if isWord(name) {
			return usage(cmd, "unknown flag --%s", name)
		}
		return usage(cmd, "unknown flag")
	}
	for _, flag := range cmd.Flags {
		for _, name := range flag.Names() {
			if strings.HasSuffix(text, "flag needs an argument: --"+name) || strings.HasSuffix(text, "flag needs an argument: -"+name) {
				return usage(cmd, "--%s needs a value", flag.Names()[0])
			}
			if strings.Contains(text, " for flag -"+name+": ") {
				return usage(cmd, "the value of --%s is malformed", flag.Names()[0])
			}
		}
	}
	return usage(cmd, "malformed flags")
}

// choices returns the text forms of two or more values, such as
// "plain, csv, xml or json".
func choices[T fmt.Stringer](values []T) string {
	var texts []string
	for _, value := range values {
		texts = append(texts, value.String())
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

// isWord reports whether an argument can only be a misspelt command or flag, not a
// value.
func isWord(arg string) bool { return word.MatchString(arg) }

var word = regexp.MustCompile(`^[a-z][a-z-]{0,15}$`)

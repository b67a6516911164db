package main

// The version of the program.

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

func (e environment) versionCommand() command {
	return command{
		name:        "version",
		usage:       "print the version, the commit and the version of Go",
		arguments:   noArguments,
		description: "Prints what the program was built from.",
		action: func(_ context.Context, a arguments) error {
			if len(a.args) > 0 {
				return usage(a, "unexpected argument")
			}
			return e.printVersion()
		},
	}
}

func (e environment) printVersion() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	_, err := fmt.Fprintln(e.stdout, versionText(info))
	return err
}

// version returns the version of the module.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return cmp.Or(info.Main.Version, unknownVersion)
	}
	return unknownVersion
}

const unknownVersion = "(devel)"

// versionText returns a line with what a program was built from.
func versionText(info *debug.BuildInfo) string {
	version, commit, modified := cmp.Or(info.Main.Version, unknownVersion), "unknown", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			modified = ", modified"
		}
	}
	return fmt.Sprintf("smscodec version %s, commit %s%s, %s", version, commit, modified, runtime.Version())
}

package main

// The command with its subcommands, and how a run of it ends.

import (
	"context"
	"errors"
	"io"

	"github.com/urfave/cli/v3"
)

// run runs the command with args as in os.Args, and returns the exit code.
func (e environment) run(ctx context.Context, args []string) int {
	out := &output{to: e.stdout}
	e.stdout = out
	root := e.command()
	err := root.Run(ctx, args)
	if out.err != nil {
		err = failed("smscodec: cannot write: %s", escape(cause(out.err)))
	}
	if err == nil {
		return exitOK
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		// An error of package cli may quote an argument.
		f = usage(root, "no such command")
	}
	io.WriteString(e.stderr, f.text)
	return f.code
}

const rootDescription = `The meaning of an answer depends on its request. decode and convert therefore need
the request, described by flags or as captured, in --query or --url. FILE is the
body of an HTTP response, up to 8 MiB; - or no FILE is the standard input.

Exit codes: 0 success; 1 the answer is an error of the server; 2 the FILE is not an
answer to the request, or something cannot be read or written; 64 wrong usage.`

func (e environment) command() *cli.Command {
	commands := []*cli.Command{
		e.decodeCommand(),
		e.convertCommand(),
		e.detectCommand(),
		e.validateCommand(),
		e.explainCommand(),
		e.redactCommand(),
		e.serveCommand(),
		e.conformCommand(),
	}
	for _, cmd := range commands {
		if cmd.ArgsUsage == "" {
			cmd.ArgsUsage = "[FILE|-]"
		}
		// Without this, package cli takes a FILE named help for its help command.
		cmd.HideHelpCommand = true
		cmd.OnUsageError = usageError
		cmd.CommandNotFound = func(ctx context.Context, cmd *cli.Command, _ string) {
			// Package cli takes a FILE before --help for a help topic.
			_ = cli.ShowCommandHelp(ctx, cmd.Root(), cmd.Name)
		}
	}
	return &cli.Command{
		Name:         "smscodec",
		Usage:        "read, convert and check answers of the sender-name endpoint of the SMSC HTTP API",
		Description:  rootDescription,
		Version:      version(),
		Reader:       e.stdin,
		Writer:       e.stdout,
		ErrWriter:    e.stderr,
		OnUsageError: usageError,
		// By default, package cli prints the error and exits.
		ExitErrHandler:        func(context.Context, *cli.Command, error) {},
		EnableShellCompletion: true,
		ConfigureShellCompletionCommand: func(cmd *cli.Command) {
			cmd.Hidden = false
			cmd.OnUsageError = usageError
			for _, shell := range cmd.Commands {
				shell.OnUsageError = usageError
			}
		},
		Action: func(_ context.Context, cmd *cli.Command) error {
			if name := cmd.Args().First(); isWord(name) {
				return usage(cmd, "unknown command %s", name)
			} else if name != "" {
				return usage(cmd, "unknown command")
			}
			return usage(cmd, "no command given")
		},
		Commands: commands,
	}
}

package main

import (
	"context"
	"errors"
	"io"

	"github.com/urfave/cli/v3"
)

// run is the whole command: args as in os.Args. It gives the exit code.
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
		// The package cli's own, which may quote an argument.
		f = usage(root, "no such command")
	}
	io.WriteString(e.stderr, f.text)
	return f.code
}

const rootDescription = `An answer does not describe itself, so decode and convert want to know what was
asked: either in flags, or as captured, in --query or --url. FILE is
the body of the HTTP response, up to 8 MiB; - or none is the standard input.

Exit codes: 0 fine; 1 the server refused, its error is the output; 2 not an
answer to this request, or one that cannot be read or written; 64 wrong usage.`

func (e environment) command() *cli.Command {
	// The commands have no command help of their own: a FILE may be called so.
	leaf := func(cmd *cli.Command) *cli.Command {
		cmd.ArgsUsage = "[FILE|-]"
		cmd.HideHelpCommand = true
		cmd.OnUsageError = usageError
		cmd.CommandNotFound = func(ctx context.Context, cmd *cli.Command, _ string) {
			// --help behind a FILE, which it takes for a topic.
			_ = cli.ShowCommandHelp(ctx, cmd.Root(), cmd.Name)
		}
		return cmd
	}
	serve := leaf(&cli.Command{
		Name:        "serve",
		Usage:       "answer requests, as a fake of the server to test clients on",
		Description: serveDescription,
		Flags:       serveFlags(),
		Action:      e.serve,
	})
	serve.ArgsUsage = " " // or cli writes of arguments
	validate := leaf(&cli.Command{
		Name:        "validate",
		Usage:       "say what in captured answers departs from the documentation, and where",
		Description: validateDescription,
		Flags:       validateFlags(),
		Action:      e.validate,
	})
	validate.ArgsUsage = "[FILE|FOLDER|PATTERN|-]..."
	explain := leaf(&cli.Command{
		Name:        "explain",
		Usage:       "say what a finding of validate means",
		Description: explainDescription,
		Action:      e.explain,
	})
	explain.ArgsUsage = "[ID]..."
	return &cli.Command{
		Name:         "smscodec",
		Usage:        "read and convert answers of the SMSC HTTP API about sender names",
		Description:  rootDescription,
		Version:      version(),
		Reader:       e.stdin,
		Writer:       e.stdout,
		ErrWriter:    e.stderr,
		OnUsageError: usageError,
		// Without one, cli prints errors and ends the process itself.
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
			return usage(cmd, "want a command; smscodec --help lists them")
		},
		Commands: []*cli.Command{
			leaf(&cli.Command{
				Name:        "decode",
				Usage:       "print what an answer says",
				Description: decodeDescription,
				Flags: append(requestFlags(), &cli.StringFlag{
					Name: "output", Aliases: []string{"o"}, Value: "table", Usage: "`FORM` of the output: table or json",
				}),
				Action: e.decode,
			}),
			leaf(&cli.Command{
				Name:        "convert",
				Usage:       "write an answer in another format",
				Description: convertDescription,
				Flags: append(requestFlags(),
					&cli.StringFlag{Name: "to", Usage: "`FORMAT` to write: plain, csv, xml or json"},
					&cli.StringFlag{Name: "to-charset", Usage: "`CHARSET` to write, if another: utf-8, windows-1251 or koi8-r"},
				),
				Action: e.convert,
			}),
			leaf(&cli.Command{
				Name:        "detect",
				Usage:       "list the requests that an answer can be the answer to",
				Description: detectDescription,
				Action:      e.detect,
			}),
			validate,
			explain,
			leaf(&cli.Command{
				Name:        "redact",
				Usage:       "copy a capture without its logins, passwords and cookies",
				Description: redactDescription,
				Flags:       redactFlags(),
				Action:      e.redact,
			}),
			serve,
		},
	}
}

package main

// The command with its subcommands, and how a run of it ends.

import (
	"context"
	"errors"
	"io"

	"github.com/smscodec/smscodec/internal/shown"
	"github.com/spf13/cobra"
)

// run runs the command with args as in os.Args, and returns the exit code.
func (e environment) run(ctx context.Context, args []string) int {
	out := &output{to: e.stdout}
	e.stdout = out
	if e.typed {
		e.stdin = &announcedInput{Reader: e.stdin, stderr: e.stderr}
	}
	err := newCommandTree(e).run(ctx, args[1:])
	if out.err != nil {
		err = failed("smscodec: cannot write: %s", shown.Escape(cause(out.err)))
	}
	if err == nil {
		return exitOK
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		f = &failure{exitFailed, "smscodec: " + shown.Escape(err.Error()) + "\n"}
	}
	io.WriteString(e.stderr, f.text)
	return f.code
}

const rootDescription = `The meaning of an answer depends on its request. decode and convert therefore need
the request: describe it with flags, or give it as captured with --query or --url.
Their FILE is the body of an HTTP response, up to 8 MiB; - or no FILE is the standard
input.

Exit codes of decode, convert and detect: 0 success; 1 the answer is an error of the
server; 2 the FILE is not an answer to the request, or something cannot be read or
written; 64 wrong usage. The help of another command has its own.`

const versionOption = "version"

var rootCommand = command{
	usage:       "read, convert and check answers of the sender-name endpoint of the SMSC HTTP API",
	arguments:   "COMMAND",
	description: rootDescription,
	options:     []option{{name: versionOption, value: false, usage: "print the version"}},
}

// A commandTree is the command with its subcommands, as package cobra takes them. Cobra
// finds the command that is called, parses its flags, and completes what a user types.
type commandTree struct {
	environment
	root     *cobra.Command
	commands []command
	declared map[*cobra.Command]command
}

func newCommandTree(e environment) *commandTree {
	p := &commandTree{environment: e, declared: make(map[*cobra.Command]command)}
	p.root = p.cobra(rootCommand)
	p.root.TraverseChildren = true // a flag before the name of a command is not the command's
	p.root.CompletionOptions.DisableDefaultCmd = true
	p.root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { p.help(p.declared[cmd]) })
	p.root.RunE = func(_ *cobra.Command, args []string) error { return p.runRoot(args) }
	p.root.ValidArgsFunction = nil
	p.commands = []command{
		e.decodeCommand(),
		e.convertCommand(),
		e.detectCommand(),
		e.validateCommand(),
		e.explainCommand(),
		e.redactCommand(),
		e.serveCommand(),
		e.conformCommand(),
		e.completionCommand(p.root),
		e.docsCommand(),
		e.versionCommand(),
		p.helpCommand(),
		p.manCommand(),
	}
	for _, c := range p.commands {
		if c.name == helpOption {
			p.root.SetHelpCommand(p.cobra(c))
		} else {
			p.root.AddCommand(p.cobra(c))
		}
	}
	return p
}

// cobra returns a command as package cobra takes it.
func (p *commandTree) cobra(c command) *cobra.Command {
	cmd := &cobra.Command{
		Use:           c.name,
		Short:         c.usage,
		Hidden:        c.hidden,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.action(cmd.Context(), arguments{c, cmd.Flags(), args})
		},
		ValidArgsFunction: func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return c.completeArgument(typed)
		},
	}
	if c.name == "" {
		cmd.Use = programName
	}
	cmd.SetOut(p.stdout)
	cmd.SetErr(p.stderr)
	cmd.Flags().SortFlags = false
	for _, o := range c.options {
		o.declare(cmd.Flags())
		complete := func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return o.complete(typed)
		}
		if err := cmd.RegisterFlagCompletionFunc(o.name, complete); err != nil {
			panic(err) // the option is declared twice
		}
	}
	cmd.Flags().BoolP(helpOption, "h", false, "print this help")
	p.declared[cmd] = c
	return cmd
}

// run runs the command that arguments call. Its error is a *failure, unless something
// fails that cannot.
func (p *commandTree) run(ctx context.Context, args []string) error {
	p.root.SetArgs(args)
	called, err := p.root.ExecuteContextC(ctx)
	if _, ok := errors.AsType[*failure](err); err == nil || ok {
		return err
	}
	return usageError(arguments{p.declared[called], called.Flags(), nil}, err)
}

// runRoot runs the command without a subcommand.
func (p *commandTree) runRoot(args []string) error {
	a := arguments{rootCommand, p.root.Flags(), args}
	switch {
	case a.Bool(versionOption):
		return p.printVersion()
	case len(args) == 0:
		return p.help(rootCommand)
	}
	return p.unknownCommand(args[0])
}

func (p *commandTree) unknownCommand(name string) error {
	a := arguments{rootCommand, p.root.Flags(), nil}
	if !isWord(name) {
		return usage(a, "unknown command")
	}
	return usage(a, "unknown command %s%s", name, didYouMean(name, p.commandNames(), ""))
}

// commandNames returns the commands that are not hidden, each with what it does.
func (p *commandTree) commandNames() []string {
	var names []string
	for _, c := range p.commands {
		if !c.hidden {
			names = append(names, c.name)
		}
	}
	return names
}

// helpCommand is "smscodec help".
func (p *commandTree) helpCommand() command {
	return command{
		name:        helpOption,
		usage:       "print the help of a command",
		arguments:   "[COMMAND]",
		description: "Prints the same as COMMAND --help.",
		complete:    p.commandNames,
		action: func(_ context.Context, a arguments) error {
			if len(a.args) == 0 {
				return p.help(rootCommand)
			}
			for _, c := range p.commands {
				if c.name == a.args[0] {
					return p.help(c)
				}
			}
			return p.unknownCommand(a.args[0])
		},
	}
}

// help prints the help of a command.
func (p *commandTree) help(c command) error {
	_, err := p.stdout.Write(appendHelp(nil, c, p.commands, p.width()))
	return err
}

// manCommand is "smscodec man".
func (p *commandTree) manCommand() command {
	return command{
		name:        "man",
		usage:       "print the manual page",
		arguments:   noArguments,
		description: "Prints the manual page, in the language of roff, with all commands.",
		hidden:      true,
		action: func(_ context.Context, a arguments) error {
			if len(a.args) > 0 {
				return usage(a, "unexpected argument")
			}
			_, err := p.stdout.Write(appendManual(nil, rootCommand, p.commands))
			return err
		},
	}
}

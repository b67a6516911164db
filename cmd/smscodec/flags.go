package main

// What a command declares: its options and arguments. Parsing, help, completion and the
// manual page are all made from that.

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// A command is a command as it is declared.
type command struct {
	name        string
	usage       string // a line, without a full stop
	arguments   string // as help shows them; "" is one FILE
	description string // see parseText
	options     []option
	complete    func() []string // returns what an argument can be, if not a file
	hidden      bool
	action      func(context.Context, arguments) error
}

const (
	fileArgument = "[FILE|-]"
	noArguments  = "-"
)

// synopsis returns the command as it is typed.
func (c command) synopsis() string {
	text := programName
	if c.name != "" {
		text += " " + c.name
	}
	if len(c.options) > 0 {
		text += " [options]"
	}
	switch c.arguments {
	case "":
		return text + " " + fileArgument
	case noArguments:
		return text
	}
	return text + " " + c.arguments
}

const programName = "smscodec"

// An option is a flag of a command.
type option struct {
	group  string // the heading in help, "" for otherOptions
	name   string
	short  string   // a letter, or ""
	value  any      // the default; its type is the option's
	shown  string   // in help, instead of the default
	usage  string   // the name of the value is in backquotes
	values []string // that it can have, each maybe followed by a tab and its meaning; nil if any
	list   bool     // of values, separated by commas
	files  bool     // it is the name of a file
}

// Headings of options.
const (
	inputOptions   = "Input"
	requestOptions = "What was requested"
	findingOptions = "Findings"
	outputOptions  = "Output"
	addressOptions = "Addresses"
	accountOptions = "Account"
	namesOptions   = "Sender names"
	servedOptions  = "Answers"
	otherOptions   = "Other" // of an option without a heading
)

// headings has the headings in the order of help.
var headings = []string{
	inputOptions, requestOptions, findingOptions, outputOptions, addressOptions, accountOptions, namesOptions, servedOptions, otherOptions,
}

// declare adds the option to a set of flags.
func (o option) declare(to *pflag.FlagSet) {
	switch value := o.value.(type) {
	case bool:
		to.BoolP(o.name, o.short, value, o.usage)
	case int:
		to.IntP(o.name, o.short, value, o.usage)
	case string:
		to.StringP(o.name, o.short, value, o.usage)
	case []string:
		to.StringSliceP(o.name, o.short, value, o.usage)
	case time.Duration:
		to.DurationP(o.name, o.short, value, o.usage)
	default:
		panic(fmt.Sprintf("option %s of type %T", o.name, o.value))
	}
}

// words returns the values that the option can have, without their meanings.
func (o option) words() []string { return withoutMeanings(o.values) }

// withoutMeanings returns values without the tab and the meaning that may follow each.
func withoutMeanings(values []string) []string {
	var words []string
	for _, value := range values {
		word, _, _ := strings.Cut(value, "\t")
		words = append(words, word)
	}
	return words
}

// arguments are what a command was called with. Asking for an option that the command
// does not declare panics.
type arguments struct {
	command command
	flags   *pflag.FlagSet
	args    []string // that are not options
}

func (a arguments) Bool(name string) bool              { return must(a.flags.GetBool(name)) }
func (a arguments) Int(name string) int                { return must(a.flags.GetInt(name)) }
func (a arguments) String(name string) string          { return must(a.flags.GetString(name)) }
func (a arguments) Strings(name string) []string       { return must(a.flags.GetStringSlice(name)) }
func (a arguments) Duration(name string) time.Duration { return must(a.flags.GetDuration(name)) }
func (a arguments) IsSet(name string) bool             { return a.flags.Changed(name) }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// first returns the first argument, or "".
func (a arguments) first() string {
	if len(a.args) == 0 {
		return ""
	}
	return a.args[0]
}

// option returns the declaration of an option.
func (a arguments) option(name string) option {
	for _, o := range a.command.options {
		if o.name == name {
			return o
		}
	}
	panic("no option " + name)
}

// action returns the action of a command: parse turns flags and arguments into options
// for run. So a test can run a command without arguments.
func action[O any](parse func(arguments) (O, error), run func(context.Context, O) error) func(context.Context, arguments) error {
	return func(ctx context.Context, cmd arguments) error {
		options, err := parse(cmd)
		if err != nil {
			return err
		}
		return run(ctx, options)
	}
}

// texts returns the text forms of values.
func texts[T fmt.Stringer](values []T) []string {
	var texts []string
	for _, value := range values {
		texts = append(texts, value.String())
	}
	return texts
}

// choices returns the text forms of two or more values, such as
// "plain, csv, xml or json".
func choices[T fmt.Stringer](values []T) string { return oneOf(texts(values)) }

// oneOf joins two or more texts, as in "plain, csv, xml or json".
func oneOf(texts []string) string {
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

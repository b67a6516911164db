package main

// Wrong usage: what is wrong, what would be right, and what was probably meant.

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/agext/levenshtein"
	"github.com/spf13/pflag"

	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/shown"
)

// usage returns a failure for wrong arguments. The text must not show the values of
// --query and --url, which hold logins and passwords, nor an argument that may be such
// a value in the wrong place; see notValue.
func usage(cmd arguments, format string, args ...any) *failure {
	name := programName
	if cmd.command.name != "" {
		name += " " + cmd.command.name
	}
	return &failure{exitUsage, fmt.Sprintf("%s: %s; see %[1]s --help\n", name, fmt.Sprintf(format, args...))}
}

// wrongValue returns a failure for an option that has a value, or in a list of values
// one, that it cannot have.
func (a arguments) wrongValue(name, value string) *failure {
	o := a.option(name)
	if o.list {
		return usage(a, "--%s has an unknown value, %s%s; the values are %s", name, quoted(value), didYouMean(value, o.words(), ""), strings.Join(o.words(), ", "))
	}
	return usage(a, "--%s must be %s%s%s", name, oneOf(o.words()), notValue(value), didYouMean(value, o.words(), ""))
}

// unknown returns the first value in a list that the option cannot have, or "".
func (a arguments) unknown(name string) string {
	words := a.option(name).words()
	for value := range strings.SplitSeq(a.String(name), ",") {
		if value = strings.TrimSpace(value); !slices.Contains(words, value) {
			return value
		}
	}
	return ""
}

// notValue returns ", not VALUE".
func notValue(value string) string { return ", not " + quoted(value) }

// quoted returns a value in quotes for an error, shortened, with the secrets of a
// request in "…".
func quoted(value string) string {
	if value = credentials.HideParameters(value); len(value) > shown.MaxBeginning {
		return shown.Beginning(value)
	}
	return shown.Quote(value)
}

// didYouMean returns " (did you mean WORD?)" with the known word that is most similar to
// a word, or "" if none is similar.
func didYouMean(word string, known []string, prefix string) string {
	best, least := "", 0
	for _, candidate := range known {
		d := levenshtein.Distance(strings.ToLower(word), candidate, nil)
		if strings.HasPrefix(candidate, strings.ToLower(word)) && len(word) > 1 {
			d = min(d, 1)
		}
		if 2*d <= min(len(word), len(candidate)) && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + prefix + best + "?)"
}

// usageError returns the failure for an error of package pflag about arguments.
func usageError(cmd arguments, err error) *failure {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := unknown.GetSpecifiedName()
		switch {
		case unknown.GetSpecifiedShortnames() != "" && isWord(name):
			return usage(cmd, "unknown flag -%s", name)
		case isWord(name):
			return usage(cmd, "unknown flag --%s%s", name, didYouMean(name, flagNames(cmd.flags), "--"))
		}
		return usage(cmd, "unknown flag")
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usage(cmd, "--%s needs a value", missing.GetFlag().Name)
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		name := wrong.GetFlag().Name
		form := "true or false"
		if name != helpOption {
			switch cmd.option(name).value.(type) {
			case int:
				form = "a whole number"
			case time.Duration:
				form = "a time such as 10s"
			case []string:
				form = "values separated by commas"
			}
		}
		return usage(cmd, "--%s must be %s%s", name, form, notValue(wrong.GetValue()))
	}
	return usage(cmd, "malformed flags")
}

// helpOption is the name of the option that every command has.
const helpOption = "help"

func flagNames(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// isWord reports whether an argument can only be a misspelt command or flag, not a
// value.
func isWord(arg string) bool { return word.MatchString(arg) }

var word = regexp.MustCompile(`^[a-z][a-z-]{0,15}$`)

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/smscodec/smscodec/lint"
)

const explainDescription = `Prints the page of each ID that a finding of validate has: what it means, why it
matters, what to do. Without an ID it lists them all.

Example:

   smscodec explain other-form`

func (e environment) explain(_ context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() == 0 {
		e.stdout.Write(appendTable(nil, func(yield func([]string) bool) {
			if !yield([]string{"ID", "SEVERITY", "MEANING"}) {
				return
			}
			for rule := range lint.Rules() {
				if !yield([]string{rule.ID, rule.Severity.String(), rule.Meaning}) {
					return
				}
			}
		}))
		return nil
	}
	var out []byte
	for i, id := range cmd.Args().Slice() {
		rule := lint.Lookup(strings.Trim(id, "[]"))
		if rule == nil {
			return usage(cmd, "no finding has this ID; smscodec explain lists them")
		}
		if i > 0 {
			out = append(out, '\n')
		}
		out = appendPage(out, rule)
	}
	e.stdout.Write(out)
	return nil
}

// appendPage appends the page of a rule, in Markdown. docs/findings.md has them all.
func appendPage(dst []byte, rule *lint.Rule) []byte {
	severity := rule.Severity.String()
	dst = fmt.Appendf(dst, "## %s\n\n%s%s. %s\n", rule.ID, strings.ToUpper(severity[:1]), severity[1:], rule.Meaning)
	if rule.About != "" {
		dst = fmt.Appendf(dst, "\n%s\n", rule.About)
	}
	return fmt.Appendf(dst, "\nWhat to do: %s\n", rule.Remedy)
}

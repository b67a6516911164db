package main

// The command explain: the rules of validate.

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/lint"
)

const explainDescription = `Prints a page for the ID of a finding: what it means, why it matters and what to do.
Without an ID, it lists all of them.

Example:

   smscodec explain other-form`

func (e environment) explainCommand() command {
	return command{
		name:        "explain",
		usage:       "explain the findings of validate",
		arguments:   "[ID]...",
		complete:    ruleIDs,
		description: explainDescription,
		action:      action(parseExplain, e.explain),
	}
}

// parseExplain returns the rules that the arguments name.
func parseExplain(cmd arguments) ([]*lint.Rule, error) {
	var rules []*lint.Rule
	for _, id := range cmd.args {
		rule := lint.Lookup(strings.Trim(id, "[]"))
		if rule == nil {
			return nil, usage(cmd, "unknown ID of a finding, %s%s; smscodec explain lists them all", quoted(id), didYouMean(id, withoutMeanings(ruleIDs()), ""))
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// explain prints the pages of rules; without any, it lists all rules.
func (e environment) explain(_ context.Context, rules []*lint.Rule) error {
	var out []byte
	if len(rules) == 0 {
		out = appendRules(out, e.width())
	}
	for i, rule := range rules {
		if i > 0 {
			out = append(out, '\n')
		}
		for line := range strings.Lines(string(appendPage(nil, rule))) {
			out = appendWrapped(out, strings.TrimSuffix(line, "\n"), 0, 0, min(e.width(), maxHelpWidth), "")
		}
	}
	e.stdout.Write(out)
	return nil
}

func appendRules(dst []byte, width int) []byte {
	rows := [][]string{{"ID", "SEVERITY", "ABOUT", "MEANING"}}
	for rule := range lint.Rules() {
		rows = append(rows, []string{rule.ID, rule.Severity.String(), rule.About.String(), rule.Meaning})
	}
	return appendTable(dst, slices.Values(rows), width)
}

// appendPage appends the page of a rule, in Markdown. docs/findings.md has all pages.
func appendPage(dst []byte, rule *lint.Rule) []byte {
	severity := rule.Severity.String()
	dst = fmt.Appendf(dst, "## %s\n\n%s%s. %s\n", rule.ID, strings.ToUpper(severity[:1]), severity[1:], rule.Meaning)
	if rule.Background != "" {
		dst = fmt.Appendf(dst, "\n%s\n", rule.Background)
	}
	return fmt.Appendf(dst, "\nAbout: %s.\n\nWhat to do: %s\n", rule.About.Text(), rule.Remedy)
}

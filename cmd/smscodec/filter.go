package main

// The flags that say which findings validate looks for.

import (
	"strings"

	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/lint"
)

func filterFlags() []option {
	return []option{
		{group: findingOptions, name: "severity", value: "note", values: severities(), usage: "report empty bodies, and findings of this `SEVERITY` and above: " + oneOf(severities())},
		{group: findingOptions, name: "only", value: "", list: true, values: ruleIDs(), usage: "report only findings with these `IDS`, separated by commas"},
		{group: findingOptions, name: "ignore", value: "", list: true, values: ruleIDs(), usage: "do not report findings with these `IDS`, separated by commas"},
	}
}

func parseFilter(cmd arguments) (*findings.Filter, error) {
	severity, err := parseSeverity(cmd, "severity")
	if err != nil {
		return nil, err
	}
	only, err := parseRules(cmd, "only")
	if err != nil {
		return nil, err
	}
	ignored, err := parseRules(cmd, "ignore")
	if err != nil {
		return nil, err
	}
	filter, err := findings.NewFilter(severity, only, ignored)
	if err != nil { // all IDs are known
		return nil, usage(cmd, "--only and --ignore have an ID in common")
	}
	return filter, nil
}

func severities() []string { return texts([]lint.Severity{lint.Note, lint.Warning, lint.Error}) }

func parseSeverity(cmd arguments, flag string) (severity lint.Severity, err error) {
	if severity.UnmarshalText([]byte(cmd.String(flag))) != nil {
		return severity, cmd.wrongValue(flag, cmd.String(flag))
	}
	return severity, nil
}

// ruleIDs returns the IDs of the findings and what they mean.
func ruleIDs() []string {
	var ids []string
	for rule := range lint.Rules() {
		ids = append(ids, rule.ID+"\t"+rule.Meaning)
	}
	return ids
}

// parseRules returns the IDs of the findings that a flag lists, nil if it is not set.
func parseRules(cmd arguments, flag string) (ids []string, err error) {
	if !cmd.IsSet(flag) {
		return nil, nil
	}
	for id := range strings.SplitSeq(cmd.String(flag), ",") {
		id = strings.TrimSpace(id)
		if lint.Lookup(id) == nil {
			return nil, usage(cmd, "--%s has an unknown ID, %s%s; smscodec explain lists them all", flag, quoted(id), didYouMean(id, cmd.option(flag).words(), ""))
		}
		ids = append(ids, id)
	}
	return ids, nil
}

package main

// Which findings validate reports: the flags, and the baseline of known findings.

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/smscodec/smscodec/lint"
)

// A filter decides which findings are reported.
type filter struct {
	severity lint.Severity // and above
	rules    map[*lint.Rule]bool
	baseline map[string]bool // fingerprints of known findings
}

func (f *filter) wants(rule *lint.Rule) bool {
	return rule.Severity >= f.severity && f.rules[rule]
}

func filterFlags() []option {
	return []option{
		{group: findingOptions, name: "severity", value: "note", values: severities(), usage: "report findings of this `SEVERITY` and above: " + oneOf(severities())},
		{group: findingOptions, name: "only", value: "", list: true, values: ruleIDs(), usage: "report only findings with these `IDS`, separated by commas"},
		{group: findingOptions, name: "ignore", value: "", list: true, values: ruleIDs(), usage: "do not report findings with these `IDS`, separated by commas"},
		{group: findingOptions, name: "baseline", value: "", files: true, usage: "do not report findings that are in this `FILE`, which an earlier -o jsonl wrote"},
	}
}

type filterOptions struct {
	severity lint.Severity
	rules    map[*lint.Rule]bool
	baseline string // a file, or "" for none
}

func parseFilter(cmd arguments) (filterOptions, error) {
	o := filterOptions{rules: make(map[*lint.Rule]bool), baseline: cmd.String("baseline")}
	var err error
	if o.severity, err = parseSeverity(cmd, "severity"); err != nil {
		return o, err
	}
	only, err := parseRules(cmd, "only")
	if err != nil {
		return o, err
	}
	ignored, err := parseRules(cmd, "ignore")
	if err != nil {
		return o, err
	}
	for rule := range ignored {
		if only[rule] {
			return o, usage(cmd, "--only and --ignore have an ID in common")
		}
	}
	for rule := range lint.Rules() {
		o.rules[rule] = (only == nil || only[rule]) && !ignored[rule]
	}
	if cmd.IsSet("baseline") && o.baseline == "" {
		return o, usage(cmd, "--baseline must not be an empty string")
	}
	return o, nil
}

// newFilter returns a filter, after reading the baseline.
func newFilter(o filterOptions) (*filter, error) {
	f := &filter{severity: o.severity, rules: o.rules}
	if o.baseline == "" {
		return f, nil
	}
	var err error
	if f.baseline, err = readBaseline(o.baseline); err != nil {
		return nil, failed("%s: %s", label(safePath(o.baseline)), escape(cause(err)))
	}
	return f, nil
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

// parseRules returns the rules that a flag lists, nil if it is not set.
func parseRules(cmd arguments, flag string) (map[*lint.Rule]bool, error) {
	if !cmd.IsSet(flag) {
		return nil, nil
	}
	rules := make(map[*lint.Rule]bool)
	for id := range strings.SplitSeq(cmd.String(flag), ",") {
		rule := lint.Lookup(strings.TrimSpace(id))
		if rule == nil {
			id = strings.TrimSpace(id)
			return nil, usage(cmd, "--%s has an unknown ID, %s%s; smscodec explain lists them all", flag, quoted(id), didYouMean(id, cmd.option(flag).words(), ""))
		}
		rules[rule] = true
	}
	return rules, nil
}

// readBaseline reads fingerprints from a file that has a finding, in JSON, on each
// line. A baseline made from one log serves for later logs: the fingerprint does not
// depend on the file and the entry, except for incidents.
func readBaseline(name string) (map[string]bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	known := make(map[string]bool)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxBody)
	for n := 1; lines.Scan(); n++ {
		var line struct{ Fingerprint string }
		if json.Unmarshal(lines.Bytes(), &line) != nil || line.Fingerprint == "" {
			return nil, fmt.Errorf("line %d is not a finding", n)
		}
		known[line.Fingerprint] = true
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, errors.New("a line is too long to be a finding")
	}
	return known, lines.Err()
}

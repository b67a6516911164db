package findings

// Which findings are looked for, and which of them matter.

import (
	"errors"
	"fmt"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/lint"
)

// A Filter selects findings.
type Filter struct {
	Severity lint.Severity // and above
	Rules    map[*lint.Rule]bool
}

// NewFilter returns a Filter of the rules with the IDs in only, or of all rules if that is
// empty, without those in ignore. An unknown ID, or one in both lists, is an error.
func NewFilter(severity lint.Severity, only, ignore []string) (*Filter, error) {
	for _, id := range slices.Concat(only, ignore) {
		if lint.Lookup(id) == nil {
			return nil, fmt.Errorf("unknown ID of a finding, %q; smscodec explain lists them all", id)
		}
	}
	f := &Filter{Severity: severity, Rules: make(map[*lint.Rule]bool)}
	for rule := range lint.Rules() {
		f.Rules[rule] = len(only) == 0
	}
	for _, id := range only {
		f.Rules[lint.Lookup(id)] = true
	}
	for _, id := range ignore {
		if slices.Contains(only, id) {
			return nil, errors.New("the findings to report and to ignore have an ID in common")
		}
		f.Rules[lint.Lookup(id)] = false
	}
	return f, nil
}

// Wants reports whether findings of a rule are selected.
func (f *Filter) Wants(rule *lint.Rule) bool {
	return (rule.Severity >= f.Severity || rule == emptyRule) && f.Rules[rule]
}

// emptyRule is the rule about an empty body, which may be a lost answer. It is a warning, and
// fails a run whatever --severity and --fail-on are: only --ignore accepts it.
var emptyRule = lint.Lookup(smscodec.QuirkEmpty.String())

// Fails reports whether a finding of a rule fails a run.
func Fails(rule *lint.Rule, failOn lint.Severity) bool {
	return rule.Severity >= failOn || rule == emptyRule
}

package findings

// Which findings are looked for, and which of them matter.

import (
	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/lint"
)

// A Filter selects findings.
type Filter struct {
	Severity lint.Severity // and above
	Rules    map[*lint.Rule]bool
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

package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/lint"
)

// TestRuleTexts: each rule can be explained.
func TestRuleTexts(t *testing.T) {
	seen := make(map[string]bool)
	for rule := range lint.Rules() {
		if lint.Lookup(rule.ID) != rule || seen[rule.ID] {
			t.Errorf("%s is the id of two rules", rule.ID)
		}
		seen[rule.ID] = true
		for _, text := range []string{rule.Meaning, rule.Remedy} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
				t.Errorf("%s: %q is not a sentence in a line", rule.ID, text)
			}
		}
		if rule.Background != "" && !strings.HasSuffix(rule.Background, ".") {
			t.Errorf("%s: %q ends without a full stop", rule.ID, rule.Background)
		}
	}
	if lint.Lookup("") != nil || lint.Lookup("BOM") != nil {
		t.Error("a rule without an id, or with another case")
	}
	var first []string
	for rule := range lint.Rules() {
		if first = append(first, rule.ID); len(first) == len(seen) {
			break
		}
	}
	if quirks := strings.Split(smscodec.AllQuirks.String(), ","); !slices.Equal(first[:len(quirks)], quirks) {
		t.Errorf("the rules begin with %v, want %v", first[:len(quirks)], quirks)
	}
}

// TestTextForms: severities and subjects as text, and numbers that are neither.
func TestTextForms(t *testing.T) {
	for want, s := range map[string]lint.Severity{"note": lint.Note, "warning": lint.Warning, "error": lint.Error} {
		var back lint.Severity
		text, err := s.MarshalText()
		if string(text) != want || s.String() != want || err != nil || back.UnmarshalText(text) != nil || back != s {
			t.Errorf("%v: %q, %v, back %v", s, text, err, back)
		}
	}
	for want, s := range map[string]lint.Severity{"Severity(0)": 0, "Severity(4)": 4} {
		if _, err := s.MarshalText(); err == nil || s.String() != want {
			t.Errorf("%v is a severity, %v", s, err)
		}
	}
	for _, text := range []string{"", "Note", "fatal"} {
		s := lint.Warning
		if err := s.UnmarshalText([]byte(text)); err == nil || err.Error() != "lint: no such severity; want note, warning or error" || s != lint.Warning {
			t.Errorf("%q is the severity %v, %v", text, s, err)
		}
	}
	for want, s := range map[string]lint.Subject{"answer": lint.Answer, "request": lint.Client, "capture": lint.Capture, "between": lint.Between} {
		if text, err := s.MarshalText(); string(text) != want || s.String() != want || err != nil {
			t.Errorf("%v: %q, %v", s, text, err)
		}
	}
	for want, s := range map[string]lint.Subject{
		"the server's answer": lint.Answer, "the client's request": lint.Client, "the capture": lint.Capture,
		"the way between client and server": lint.Between, "Subject(0)": 0, "Subject(5)": 5,
	} {
		if s.Text() != want {
			t.Errorf("%v: %q, want %q", s, s.Text(), want)
		}
		if _, err := s.MarshalText(); (err != nil) != strings.HasPrefix(want, "Subject(") {
			t.Errorf("%v: %v", s, err)
		}
	}
}

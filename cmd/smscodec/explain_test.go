package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec/lint"
)

const findingsBeginning = `# Findings

These are the findings of ` + "`smscodec validate`" + `, by id. The ids never change. ` + "`smscodec explain ID`" + ` prints the same text. The
column "about" says where the finding is: in the server's answer, in the client's request, between the two, or in the capture. The
exchanges in [lint/testdata](../lint/testdata) show what each finding reports, and what it does not. "Documented" means: in the
vendor's [documentation of the API](https://smsc.ru/api/http/). ` + "`go test ./cmd/smscodec -run TestFindingsPage -update`" + ` writes
this page.

| id | severity | about | meaning |
|---|---|---|---|
`

// TestFindingsPage compares docs/findings.md with the table of rules.
func TestFindingsPage(t *testing.T) {
	const file = "../../docs/findings.md"
	want := []byte(findingsBeginning)
	for rule := range lint.Rules() {
		want = fmt.Appendf(want, "| [%[1]s](#%[1]s) | %[2]s | %[3]s | %[4]s |\n", rule.ID, rule.Severity, rule.About, rule.Meaning)
	}
	for rule := range lint.Rules() {
		want = append(want, '\n')
		want = appendPage(want, rule)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}

package findings

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// The column of a finding is 0 or that of the text in the file.
func TestColumn(t *testing.T) {
	for _, test := range []struct {
		name, file string
		isKnown    bool
	}{
		{"a body", "[{\n\"sender\": \"zxcabs\",\n\"ё😀\": \"ё\", \"x\": 1\n}]", true},
		{"invalid UTF-8", "[{\"sender\": \"\xff\xfe\", \"x\": 1}]", true},
		{"JSON Lines", `{"url": "/sys/senders.php?get=1&fmt=3", "body": "[{\n\"sender\": \"zxcabs\", \"x\": 1}]"}`, true},
		{"JSON Lines, nothing escaped", `{"url": "/sys/senders.php?get=1&fmt=0", "body": "name = ё😀, x\n"}`, true},
		{"JSON Lines, not ASCII", `{"url": "/sys/senders.php?get=1&fmt=3", "body": "[{\n\"sender\": \"ё😀\", \"x\": 1}]"}`, false},
		{"JSON Lines, base64", `{"url": "/sys/senders.php?get=1&fmt=0", "bodyBase64": "bmFtZSA9INGRLCB4"}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := 0
			c := &Checker{Filter: &Filter{Rules: map[*lint.Rule]bool{lint.Lookup("extra"): true, lint.Lookup("comma"): true, lint.Lookup("name"): true, lint.Lookup("charset"): true, lint.Lookup("syntax"): true}}}
			c.Linter.Request = &smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: smscodec.UTF8}
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(test.file)) {
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range c.Check(x).Findings {
					found++
					before := test.file[:f.Pos.Offset]
					before = before[strings.LastIndexByte(before, '\n')+1:]
					want := len(utf16.Encode([]rune(before))) + 1
					if f.Column != want && (f.Column != 0 || test.isKnown) {
						t.Errorf("%s at %v is at column %d, want %d", f.Rule.ID, f.Pos, f.Column, want)
					}
					there := []rune(test.file[f.Pos.Offset : f.Pos.Offset+int64(f.Length)])
					if end := want + len(utf16.Encode(there)); f.EndColumn != end && (f.EndColumn != 0 || test.isKnown) {
						t.Errorf("%s at %v, %q, ends before column %d, want %d", f.Rule.ID, f.Pos, string(there), f.EndColumn, end)
					}
				}
			}
			if found == 0 {
				t.Error("no findings")
			}
		})
	}
}

package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
)

func TestMain(m *testing.M) {
	sdk.Init()
	os.Exit(m.Run())
}

// TestRun runs the command as it is typed.
func TestRun(t *testing.T) {
	t.Chdir(t.TempDir())
	const url = `{"url": "/sys/senders.php?get=1&fmt=0", "status": 200, "body": `
	for name, text := range map[string]string{
		"logs/a.jsonl":      url + `"name = a"}` + "\n" + url + `"ERROR = 2 (authorise error)"}` + "\n{\n",
		"logs/b.jsonl":      url + `"name = a\r\n"}` + "\n",
		"answers/a":         "name = a\r\n",
		"elsewhere/a.jsonl": `{"url": "/sys/send.php", "status": 200}`,
		"known.jsonl":       `{"id":"crlf","request":"/sys/senders.php?get=1&fmt=0","field":"","message":"CR LF line ending","count":1}` + "\n",
		"full/totals.jsonl": "",
		"empty/a.jsonl":     "",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name           string
		args           []string
		code           int
		stdout, stderr string // a part of each; "" is that it is empty
	}{
		{"a folder of logs", []string{"--input", "logs/*", "--runner", "prism"}, 0, "answers read: 3; of them refusals: 1; unreadable: 1; findings: 1\n", ""},
		{"two patterns", []string{"--input", "logs/a*,logs/b*", "--jobs", "1"}, 0, "answers read: 3; of them refusals: 1; unreadable: 1; findings: 1\n", ""},
		{"a baseline", []string{"--input", "logs/b*", "--baseline", "known.jsonl"}, 0, "answers read: 1; findings: 0; findings in the baseline: 1\n", ""},
		{"a request", []string{"--input", "answers/*", "--fmt", "plain", "--charset", "utf-8"}, 0, "answers read: 1; findings: 1\n", ""},
		{"some findings", []string{"--input", "logs/*", "--ignore", "crlf"}, 0, "; findings: 0\n", ""},
		{"no file", []string{"--input", "nothing*"}, exitFailed, "answers read: 0; unreadable: 1; findings: 0\n", "nothing was checked; unreadable-*.jsonl says why"},
		{"no file, which is accepted", []string{"--input", "nothing*", "--allow-empty"}, 0, "answers read: 0; findings: 0\n", ""},
		{"no answer", []string{"--input", "elsewhere/*"}, exitFailed, "answers read: 0; to other endpoints: 1; findings: 0\n", "nothing was checked; --allow-empty accepts that"},
		{"an empty file, which is accepted", []string{"--input", "empty/*", "--allow-empty"}, 0, "answers read: 0; findings: 0\n", ""},
		{"output that is there", []string{"--input", "logs/*", "--output", "full"}, exitFailed, "", "full/totals.jsonl is there already"},
		{"no input", nil, exitUsage, "", "--input is missing"},
		{"no output", []string{"--input", "logs/*", "--output", ""}, exitUsage, "", "--output is missing"},
		{"an argument", []string{"--input", "logs/a.jsonl", "logs/b.jsonl"}, exitUsage, "", `unexpected argument "logs/b.jsonl"`},
		{"an empty pattern", []string{"--input", "logs/*,"}, exitUsage, "", "an empty pattern"},
		{"an unknown finding", []string{"--input", "logs/*", "--only", "crfl"}, exitUsage, "", `unknown ID of a finding, "crfl"`},
		{"an unknown format", []string{"--input", "logs/*", "--fmt", "4"}, exitUsage, "", "--fmt must be"},
		{"an unknown charset", []string{"--input", "logs/*", "--fmt", "1", "--charset", "utf-16"}, exitUsage, "", "--charset must be"},
		{"an unknown operation", []string{"--input", "logs/*", "--fmt", "1", "--op", "send"}, exitUsage, "", "--op must be"},
		{"flags that exclude each other", []string{"--input", "logs/*", "--fmt", "1", "--all", "--operators"}, exitUsage, "", "cannot be used together"},
		{"an unknown severity", []string{"--input", "logs/*", "--severity", "bad"}, exitUsage, "", "--severity must be"},
		{"a baseline that is not there", []string{"--input", "logs/*", "--baseline", "none.jsonl"}, exitUsage, "", "none.jsonl"},
		{"a baseline that is none", []string{"--input", "logs/*", "--baseline", "logs/a.jsonl"}, exitUsage, "", "line 1 is not a known finding"},
		{"an unknown log level", []string{"--input", "logs/*", "--log-level", "all"}, exitUsage, "", "--log-level must be"},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := flag.NewFlagSet("smscodec-beam", flag.ContinueOnError)
			set.SetOutput(io.Discard)
			set.String("runner", "", "") // which Beam adds
			f := newFlags(set)
			args := append([]string{"--output", filepath.Join(t.TempDir(), "output")}, test.args...)
			if err := set.Parse(args); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr bytes.Buffer
			if code := run(t.Context(), f, set, &stdout, &stderr); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			for _, out := range []struct{ name, got, want string }{{"stdout", stdout.String(), test.stdout}, {"stderr", stderr.String(), test.stderr}} {
				if !strings.Contains(out.got, out.want) || out.want == "" && out.got != "" {
					t.Errorf("%s is %q, want %q", out.name, out.got, out.want)
				}
			}
		})
	}
}

// TestRemoveOutput: what a failed run has left is removed, and nothing else.
func TestRemoveOutput(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"findings-00000-of-00002.jsonl", "unreadable-00000-of-00001.jsonl", "totals.jsonl", ".unfinished-findings-A", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := removeOutput(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 || left[0].Name() != "notes.txt" {
		t.Errorf("%v are left, %v", left, err)
	}
}

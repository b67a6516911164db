package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// manyLines gives JSON Lines with findings, without, and some that cannot be read.
func manyLines(n int) string {
	var lines strings.Builder
	for i := range n {
		switch i % 7 {
		case 0:
			fmt.Fprintf(&lines, `{"url": "/sys/senders.php?get=1&fmt=1&psw=hunter2", "body": "name %d\r\n"}`+"\n", i)
		case 3:
			fmt.Fprintf(&lines, `{"url": "/sys/senders.php?get=1&fmt=3", "status": %d, "body": "[]"}`+"\n", 500+i%100)
		case 5:
			fmt.Fprintf(&lines, `{"line": %d, "body": }`+"\n", i)
		default:
			fmt.Fprintf(&lines, `{"url": "/sys/senders.php?get=1&fmt=3", "status": 200, "body": "[{\n\"sender\": \"n%d\"\n}]"}`+"\n", i)
		}
	}
	return lines.String()
}

// The output is the same whatever the jobs.
func TestValidateJobs(t *testing.T) {
	lines := manyLines(6000)
	for _, form := range []string{"-o=text", "-o=jsonl", "-o=sarif", "-o=junit", "--lines", "-o=sarif --max-findings=100", "-o=junit --max-findings=100"} {
		t.Run(form, func(t *testing.T) {
			var want string
			for _, jobs := range []int{1, 2, 8} {
				var stdout, stderr bytes.Buffer
				e := environment{stdin: strings.NewReader(lines), stdout: &stdout, stderr: &stderr}
				args := append([]string{"smscodec", "validate", "--as=jsonl", fmt.Sprint("--jobs=", jobs)}, strings.Fields(form)...)
				if form == "--lines" {
					args = []string{"smscodec", "validate", form, fmt.Sprint("--jobs=", jobs)}
				}
				if code := e.run(t.Context(), args); code != exitFailed {
					t.Fatalf("exit code %d, stderr %.200q", code, &stderr)
				}
				got := stdout.String() + "\n" + stderr.String()
				if want == "" {
					want = got
				}
				if got != want {
					t.Errorf("other with --jobs=%d", jobs)
				}
				if strings.Contains(got, "hunter") {
					t.Error("it has a secret")
				}
			}
		})
	}
}

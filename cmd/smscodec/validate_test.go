package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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

// slow takes some time for each read.
type slow struct {
	io.Reader
	delay time.Duration
}

func (r slow) Read(p []byte) (int, error) {
	time.Sleep(r.delay)
	return r.Reader.Read(p[:min(len(p), 64<<10)])
}

func TestProgress(t *testing.T) {
	const erase = "\x1b[2K\r"
	lines := manyLines(20_000)
	validate := func(t *testing.T, delay time.Duration, onTerminal bool) string {
		var screen bytes.Buffer // what a person sees of stdout and stderr
		synctest.Test(t, func(t *testing.T) {
			e := environment{stdin: slow{strings.NewReader(lines), delay}, stdout: &screen, stderr: &screen, progress: onTerminal}
			if code := e.run(t.Context(), []string{"smscodec", "validate", "--as=jsonl", "--jobs=2"}); code != exitFailed {
				t.Errorf("exit code %d", code)
			}
		})
		return screen.String()
	}

	want := validate(t, 0, false)
	if strings.Contains(want, "\r") {
		t.Error("in a pipe something is drawn")
	}
	if got := validate(t, time.Millisecond, true); got != want {
		t.Error("within a second something is drawn")
	}
	got := validate(t, 200*time.Millisecond, true)
	if !strings.Contains(got, "MiB") {
		t.Error("after a second nothing is drawn")
	}
	// What is drawn begins with a carriage return, and is erased before what is
	// printed.
	var printed strings.Builder
	for i, piece := range strings.Split(got, erase) {
		if drawn := strings.IndexByte(piece, '\r'); drawn >= 0 {
			piece = piece[:drawn]
		}
		if i == 0 || piece != "" {
			printed.WriteString(piece)
		}
	}
	if printed.String() != want {
		t.Error("what is printed is not what is printed without")
	}
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/lint"
)

// manyLines returns JSON Lines with findings, without findings, and malformed.
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

// The output does not depend on the number of jobs.
func TestValidateJobs(t *testing.T) {
	lines := manyLines(6000)
	for _, form := range []string{"-o=text", "-o=jsonl", "-o=sarif", "-o=junit", "--lines", "-o=sarif --max-findings=100", "-o=gitlab", "-o=gitlab --max-findings=100"} {
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
					t.Errorf("other output with --jobs=%d", jobs)
				}
				if strings.Contains(got, "hunter") {
					t.Error("the output has a secret")
				}
			}
		})
	}
}

// slow delays each read.
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
		var screen bytes.Buffer // stdout and stderr as a terminal shows them
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
		t.Error("a bar in a pipe")
	}
	if got := validate(t, time.Millisecond, true); got != want {
		t.Error("a bar within the first second")
	}
	got := validate(t, 200*time.Millisecond, true)
	if !strings.Contains(got, "MiB") {
		t.Error("no bar after a second")
	}
	// A bar begins with a carriage return, and is erased before lines are printed.
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
		t.Error("the lines differ from those without a bar")
	}
}

// validate runs with options, without arguments or flags.
func TestValidateOptions(t *testing.T) {
	const (
		clean   = `{"url": "/sys/senders.php?get=1&fmt=3", "body": "[]"}` + "\n"
		note    = `{"url": "/sys/senders.php?get=1&fmt=0", "body": "name = a\r\n"}` + "\n"
		failing = `{"url": "/sys/senders.php?get=1&fmt=3", "body": "["}` + "\n"
		other   = `{"url": "/", "body": ""}` + "\n"
	)
	for _, test := range []struct {
		name   string
		lines  string
		failOn lint.Severity
		code   int
		stdout string
	}{
		{"no findings", clean, lint.Note, exitOK, "1 answer read: 0 findings"},
		{"findings below --fail-on", note, lint.Warning, exitOK, "1 answer read: 1 finding"},
		{"findings of --fail-on", note, lint.Note, exitFound, "1 answer read: 1 finding"},
		{"findings above --fail-on", failing, lint.Warning, exitFound, "0 answers read, 1 response not read as an answer: 1 finding"},
		{"other endpoints", clean + other, lint.Note, exitOK, "1 answer read, 1 other exchange skipped: 0 findings"},
		{"malformed line", clean + "{", lint.Error, exitFailed, "1 answer read, 1 unreadable: 0 findings"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout bytes.Buffer
			e := environment{stdin: strings.NewReader(test.lines), stdout: &stdout, stderr: io.Discard}
			o := validateOptions{
				reader: capture.Reader{Format: capture.JSONLines, MaxEntry: capture.DefaultMaxEntry}, filter: &findings.Filter{Rules: make(map[*lint.Rule]bool)},
				gate: gateOptions{report: textReport{}, failOn: test.failOn}, jobs: 1, memory: defaultMemory,
			}
			for rule := range lint.Rules() {
				o.filter.Rules[rule] = true
			}
			code := exitOK
			if err := e.validate(t.Context(), o); err != nil {
				f, ok := errors.AsType[*failure](err)
				if !ok {
					t.Fatal(err)
				}
				code = f.code
			}
			if code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if got := stdout.String(); !strings.Contains(got, test.stdout+"\n") {
				t.Errorf("stdout %q, want the line %q", got, test.stdout)
			}
		})
	}
}

//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/smscodec/smscodec/internal/shown"
)

// A terminal is a pseudo-terminal with a program on it.
type terminal struct {
	t       *testing.T
	file    *os.File
	program *exec.Cmd

	mu     sync.Mutex
	screen bytes.Buffer // all that was written

	silent chan struct{} // closed once no program has the terminal, and all was read
}

// startOn runs a program on a terminal of so many columns, in a folder.
func startOn(t *testing.T, columns int, folder string, environment []string, name string, args ...string) *terminal {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = folder
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "TERM=xterm", "GORACE=atexit_sleep_ms=0"}, environment...)
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: uint16(columns)})
	if err != nil {
		t.Fatal(err)
	}
	terminal := &terminal{t: t, file: file, program: cmd, silent: make(chan struct{})}
	go func() {
		io.Copy(terminal, file) // ends with an error, as terminals do
		close(terminal.silent)
	}()
	t.Cleanup(func() {
		cmd.Process.Kill()
		file.Close()
	})
	return terminal
}

func (x *terminal) Write(p []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.Write(p)
}

func (x *terminal) output() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.String()
}

func (x *terminal) types(text string) {
	x.t.Helper()
	if _, err := x.file.WriteString(text); err != nil {
		x.t.Fatal(err)
	}
}

// patience is how long something may take that ends a test if it does not happen.
const patience = time.Minute

// waitsFor waits until something is true.
func (x *terminal) waitsFor(what string, is func() bool) {
	x.t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			x.t.Fatalf("no %s; the screen has %q", what, x.output())
		}
	}
}

func (x *terminal) shows(text string) {
	x.t.Helper()
	x.waitsFor(text, func() bool { return strings.Contains(x.output(), text) })
}

// ends waits for the end of the program, and returns its exit code as a shell has it.
func (x *terminal) ends() int {
	x.t.Helper()
	err := x.program.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		if status := exit.Sys().(syscall.WaitStatus); status.Signaled() {
			return 128 + int(status.Signal())
		}
		return exit.ExitCode()
	}
	if err != nil {
		x.t.Fatal(err)
	}
	return 0
}

// all waits for the end of the program and of its output.
func (x *terminal) all() string {
	x.t.Helper()
	x.ends()
	<-x.silent
	return strings.ReplaceAll(x.output(), "\r\n", "\n")
}

// Help and tables are as wide as the terminal, unless COLUMNS says otherwise.
func TestTerminalWidth(t *testing.T) {
	folder := t.TempDir()
	body := `[{"sender": "zxcabs", "mega": "2", "mts": "2", "mega_step": "2", "bee_step": "2", "motiv_step": "1", "mts_step": "2", "tele2_step": "2", "tele2": "2", "ua_reg": "0", "ua_int": "0"}]`
	if err := os.WriteFile(filepath.Join(folder, "answer.json"), []byte(body), 0o666); err != nil {
		t.Fatal(err)
	}
	widest := func(text string) int {
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			n = max(n, shown.Width(line))
		}
		return n
	}
	for _, command := range [][]string{{"validate", "--help"}, {"explain"}, {"decode", "--fmt", "json", "--operators", "answer.json"}} {
		t.Run(command[0], func(t *testing.T) {
			for _, columns := range []int{60, 80, 120} {
				shown := startOn(t, columns, folder, nil, "smscodec", command...).all()
				if n := widest(shown); n > columns || n < columns/2 {
					t.Errorf("%d columns of %d:\n%s", n, columns, shown)
				}
				overridden := startOn(t, 200, folder, []string{fmt.Sprint("COLUMNS=", columns)}, "smscodec", command...).all()
				if overridden != shown {
					t.Errorf("COLUMNS=%d on a terminal of 200 columns:\n%s\nwant:\n%s", columns, overridden, shown)
				}
			}
			// Without a terminal it is 80.
			shown := startOn(t, 80, folder, nil, "smscodec", command...).all()
			cmd := exec.Command("smscodec", command...)
			cmd.Dir, cmd.Env = folder, []string{"PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0"}
			if piped, err := cmd.Output(); err != nil || string(piped) != shown {
				t.Errorf("in a pipe: %s, %v\nwant:\n%s", piped, err, shown)
			}
		})
	}
}

func TestTerminalColor(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "log.jsonl"), []byte(`{"url": "/sys/senders.php?get=1&fmt=3", "body": "["}`+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		environment string
		color       bool
	}{{"A=B", true}, {"NO_COLOR=1", false}, {"TERM=dumb", false}} {
		shown := startOn(t, 80, folder, []string{test.environment}, "smscodec", "validate", "log.jsonl").all()
		if color := strings.Contains(shown, "\x1b[1;31merror:"); color != test.color {
			t.Errorf("%s: colours: %v in %q", test.environment, color, shown)
		}
		if !test.color && strings.Contains(shown, "\x1b") {
			t.Errorf("%s: an escape in %q", test.environment, shown)
		}
	}
}

// A command that reads what is typed says so. Ctrl-D ends the input, Ctrl-C the command.
func TestTerminalInput(t *testing.T) {
	const announced = "smscodec: reading the standard input; Ctrl-D ends it\r\n"
	for _, command := range []string{"decode --fmt csv", "convert --fmt csv --to xml", "detect", "validate --fmt csv", "redact --query get=1&fmt=1"} {
		x := startOn(t, 80, t.TempDir(), nil, "smscodec", strings.Fields(command)...)
		x.shows(announced)
		x.types("zxcabs\n\x04")
		if code := x.ends(); code != exitOK {
			t.Errorf("%s: exit code %d, the screen has %q", command, code, x.output())
		}
		x = startOn(t, 80, t.TempDir(), nil, "smscodec", strings.Fields(command)...)
		x.shows(announced)
		x.types("\x03")
		if code := x.ends(); code != exitInterrupted {
			t.Errorf("%s: exit code %d after Ctrl-C, want 130", command, code)
		}
	}
}

// A FIFO that is read for more than a second has a progress bar, which Ctrl-C removes.
func TestTerminalProgress(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := startOn(t, 80, folder, nil, "smscodec", "validate", "--as", "jsonl", "fifo")
	fifo, err := os.OpenFile(filepath.Join(folder, "fifo"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer fifo.Close()
	line := []byte(`{"url": "/sys/senders.php?get=1&fmt=3", "body": "[]"}` + "\n")
	x.waitsFor("progress bar", func() bool {
		fifo.Write(line)
		return strings.Contains(x.output(), "B/s")
	})
	x.types("\x03")
	if code := x.ends(); code != exitInterrupted {
		t.Errorf("exit code %d after Ctrl-C, want 130", code)
	}
	x.waitsFor("end of the bar", func() bool { return strings.HasSuffix(x.output(), "\x1b[2K\r") })
}

// Tab completes in the shells, as a user presses it.
func TestCompletion(t *testing.T) {
	const bashCompletion = "/usr/share/bash-completion/bash_completion"
	for _, shell := range []struct {
		name, needs string
		command     []string
		setup       string
	}{
		{"bash without bash-completion", "bash", []string{"bash", "--norc", "--noprofile", "-i"}, "source <(smscodec completion bash)"},
		{"bash with bash-completion", bashCompletion, []string{"bash", "--norc", "--noprofile", "-i"}, "source " + bashCompletion + "; source <(smscodec completion bash)"},
		{"zsh", "zsh", []string{"zsh", "-f", "-i"}, "autoload -Uz compinit; compinit -u -D; source <(smscodec completion zsh)"},
		{"fish", "fish", []string{"fish", "--no-config", "-i"}, "smscodec completion fish | source"},
	} {
		t.Run(shell.name, func(t *testing.T) {
			if _, err := exec.LookPath(shell.needs); err != nil {
				if _, err := os.Stat(shell.needs); err != nil {
					t.Skipf("%s is not installed", shell.needs)
				}
			}
			testCompletion(t, shell.command, shell.setup)
		})
	}
}

func testCompletion(t *testing.T, shell []string, setup string) {
	folder := t.TempDir()
	for _, name := range []string{"session.har", "my answer.json"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	// A smscodec that completes as the real one, and otherwise records its arguments.
	real, err := exec.LookPath("smscodec")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	called := filepath.Join(bin, "called")
	script := fmt.Sprintf("#!/bin/sh\ncase $1 in __complete*|completion) exec '%s' \"$@\";; esac\nfor a in \"$@\"; do printf '[%%s]' \"$a\"; done >> '%s'\necho >> '%[2]s'\n", real, called)
	if err := os.WriteFile(filepath.Join(bin, "smscodec"), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	x := startOn(t, 120, folder, []string{"PATH=" + bin + ":" + os.Getenv("PATH")}, shell[0], shell[1:]...)
	x.types(setup + "; echo re''ady\r")
	x.shows("ready\r\n")

	calls := 0
	for _, test := range []struct{ typed, want string }{
		{"val", "[validate]"},
		{"decode --fm", "[decode][--fmt]"},
		{"decode --fmt j", "[decode][--fmt][json]"},
		{"decode --fmt=j", "[decode][--fmt=json]"},
		{"decode --op send", "[decode][--op][send_code]"},
		{"decode --charset w", "[decode][--charset][windows-1251]"},
		{"validate -o sar", "[validate][-o][sarif]"},
		{"validate --severity n", "[validate][--severity][note]"},
		{"serve --fault bare", "[serve][--fault][bare-ok]"},
		{"explain other", "[explain][other-form]"},
		{"validate --only other", "[validate][--only][other-form]"},
		{"validate --ignore crlf,other", "[validate][--ignore][crlf,other-form]"},
		{"decode --fmt json sess", "[decode][--fmt][json][session.har]"},
		{"validate --baseline sess", "[validate][--baseline][session.har]"},
		{"validate my", "[validate][my answer.json]"},
	} {
		x.types("smscodec " + test.typed + "\t\r")
		var got []string
		x.waitsFor("call", func() bool {
			text, err := os.ReadFile(called)
			got = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
			return err == nil && strings.HasSuffix(string(text), "\n") && len(got) > calls
		})
		calls++
		if got := got[len(got)-1]; got != test.want {
			t.Errorf("%s: got %s, want %s", test.typed, got, test.want)
		}
	}
}

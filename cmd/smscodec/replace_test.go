package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// interrupting interrupts the process that reads it, and never ends.
type interrupting struct{}

func (interrupting) Read(p []byte) (int, error) {
	process, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = process.Signal(os.Interrupt)
	}
	if err != nil {
		return 0, err
	}
	select {}
}

// Who interrupts a copy finds no part of it, nor the file gone that it was to replace.
func TestRedactInterrupted(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "copy")
	if err := os.WriteFile(name, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	e := environment{stdin: interrupting{}, stderr: &stderr}
	if code := e.run(t.Context(), []string{"smscodec", "redact", "-o", name}); code != exitInterrupted || !strings.HasSuffix(stderr.String(), ": interrupted\n") {
		t.Errorf("exit code %d, stderr %q", code, &stderr)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if text, _ := os.ReadFile(name); string(text) != "before" {
		t.Errorf("it is %q", text)
	}
}

// TestRedactItself: a capture with an exchange that is not in its copy stays, by whatever name it
// is read and written.
func TestRedactItself(t *testing.T) {
	const text = `{"url":"/sys/senders.php?get=1&fmt=3","status":200,"body":"[]"}` + "\n" + `{"url":7` + "\n"
	for _, test := range []struct {
		name, read, written string // read is "" for the standard input
	}{
		{"the same name", "a", "a"},
		{"the standard input", "", "a"},
		{"a symbolic link to it", "a", "symbolic"},
		{"read by a symbolic link", "symbolic", "a"},
		{"the standard input, and a symbolic link to it", "", "symbolic"},
		{"a hard link to it", "a", "hard"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile("a", []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("a", "symbolic"); err != nil {
				t.Fatal(err)
			}
			if err := os.Link("a", "hard"); err != nil {
				t.Fatal(err)
			}
			args, stdin := []string{"smscodec", "redact", "-o", test.written, test.read}, io.Reader(strings.NewReader(""))
			if test.read == "" {
				file, err := os.Open("a")
				if err != nil {
					t.Fatal(err)
				}
				defer file.Close()
				args, stdin = args[:4], file
			}
			var stderr bytes.Buffer
			e := environment{stdin: stdin, stdout: new(bytes.Buffer), stderr: &stderr}
			if code := e.run(t.Context(), args); code != exitFailed || !strings.Contains(stderr.String(), " is unchanged, since ") {
				t.Errorf("exit code %d, stderr %q", code, &stderr)
			}
			for _, name := range []string{"a", "symbolic", "hard"} {
				if got, err := os.ReadFile(name); string(got) != text {
					t.Errorf("%s is %q, %v", name, got, err)
				}
			}
			if info, err := os.Lstat("symbolic"); err != nil || info.Mode()&os.ModeSymlink == 0 {
				t.Errorf("the symbolic link is %v, %v", info, err)
			}
		})
	}
}

//go:build unix

package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A FIFO is skipped by its name where a folder or a pattern has it: opening it would wait.
func TestFIFO(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, arg := range []string{folder, filepath.Join(folder, "p*")} {
		var stderr bytes.Buffer
		e := environment{stdin: strings.NewReader(""), stdout: new(bytes.Buffer), stderr: &stderr}
		if code := e.run(t.Context(), []string{"smscodec", "validate", arg}); code != exitFailed {
			t.Errorf("exit code %d, want %d", code, exitFailed)
		}
		if got := stderr.String(); !strings.Contains(got, "nothing was checked: 1 file that is neither a capture nor an answer (") || !strings.Contains(got, "pipe)") {
			t.Errorf("stderr %q", got)
		}
	}
}

package main

import (
	"bytes"
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

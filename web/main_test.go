package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestRun: the page is written to a folder, and the same page is served.
func TestRun(t *testing.T) {
	want := page(t)
	out := filepath.Join(t.TempDir(), "site")
	if err := run(t.Context(), io.Discard, out, ""); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(out, "index.html")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes were written, want %d, %v", len(got), len(want), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	done := make(chan error)
	go func() { done <- run(ctx, write, "", "0") }()
	line := make([]byte, 200)
	n, err := read.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	url := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/`).Find(line[:n])
	response, err := http.Get(string(url))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got, err := io.ReadAll(response.Body); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes were served, want %d, %v", len(got), len(want), err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestAssemble: a part that would end its element is refused.
func TestAssemble(t *testing.T) {
	parts := map[string][]byte{"style": nil, "script": nil, "worker": nil, "codec": nil, "russian": nil, "examples": []byte(`"</Script>"`)}
	if _, err := assemble(parts); err == nil {
		t.Error("assembled")
	}
}

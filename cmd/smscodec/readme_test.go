package main

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The first command of the README files runs in the repository, on the input that
// they show, and prints the output that they show.
func TestReadmeCommand(t *testing.T) {
	t.Chdir("../..")
	input, err := os.ReadFile("testdata/answers/statuses.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"README.md", "README.ru.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		shown := regexp.MustCompile("(?s)```text\n(.*?)\n```\n.*?" +
			"```sh\ngo run ./cmd/smscodec (.*?)\n```\n.*?```text\n(.*?)```").FindSubmatch(text)
		if shown == nil {
			t.Errorf("%s shows no input, command and output", file)
			continue
		}
		if !bytes.Equal(shown[1], input) {
			t.Errorf("%s shows %q, the file has %q", file, shown[1], input)
		}
		var stdout, stderr bytes.Buffer
		e := environment{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr}
		args := append([]string{"smscodec"}, strings.Fields(string(shown[2]))...)
		if code := e.run(context.Background(), args); code != exitOK || stderr.Len() > 0 {
			t.Errorf("%s: exit code %d, stderr %q", file, code, &stderr)
		}
		if got := stdout.String(); got != string(shown[3]) {
			t.Errorf("%s shows %q, the command prints %q", file, shown[3], got)
		}
	}
}

// The output of validate in README.md is the actual output.
func TestReadmeValidate(t *testing.T) {
	t.Chdir("../..")
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```sh\nsmscodec (validate [^\n]*)\n```\n.*?```text\n(.*?)```").FindSubmatch(text)
	if shown == nil {
		t.Fatal("README.md shows no findings")
	}
	var stdout, stderr bytes.Buffer
	e := environment{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr}
	args := append([]string{"smscodec"}, strings.Fields(string(shown[1]))...)
	if code := e.run(context.Background(), args); code != exitFound || stderr.Len() > 0 {
		t.Errorf("exit code %d, stderr %q", code, &stderr)
	}
	if got := stdout.String(); got != string(shown[2]) {
		t.Errorf("README.md shows\n%s\nthe command prints\n%s", shown[2], got)
	}
}

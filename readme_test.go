package smscodec_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The Go in the README files is that of the examples, which run.
func TestReadmeShowsTheExamples(t *testing.T) {
	examples, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?m)^\t`).ReplaceAllString(string(examples), "")
	for _, file := range []string{"README.md", "README.ru.md"} {
		blocks := codeBlocks(t, file, "go")
		if len(blocks) == 0 {
			t.Errorf("%s shows no Go", file)
		}
		for _, block := range blocks {
			if !strings.Contains(code, block) {
				t.Errorf("%s shows Go that no example has:\n%s", file, block)
			}
		}
	}
}

// Both README files show the same commands and the same Go.
func TestReadmesAreInStep(t *testing.T) {
	for _, language := range []string{"go", "sh"} {
		comment := regexp.MustCompile(`(?m) +#.*$`)
		english := codeBlocks(t, "README.md", language)
		for _, block := range codeBlocks(t, "README.ru.md", language) {
			bare := comment.ReplaceAllString(block, "")
			if !slices.ContainsFunc(english, func(b string) bool { return comment.ReplaceAllString(b, "") == bare }) {
				t.Errorf("README.ru.md shows what README.md does not:\n%s", block)
			}
		}
	}
}

func codeBlocks(t *testing.T, file, language string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, match := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1) {
		blocks = append(blocks, string(match[1]))
	}
	return blocks
}

package smscodec_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The README files, compared with the examples and with each other.

// All Go code in the README files is in the examples, which run.
func TestReadmeShowsTheExamples(t *testing.T) {
	examples, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?m)^\t`).ReplaceAllString(string(examples), "")
	for _, file := range []string{"README.md", "README.ru.md"} {
		blocks := codeBlocks(t, file, "go")
		if len(blocks) == 0 {
			t.Errorf("%s shows no Go code", file)
		}
		for _, block := range blocks {
			if !strings.Contains(code, block) {
				t.Errorf("%s shows Go code that is in no example:\n%s", file, block)
			}
		}
	}
}

// Both README files have the same sections, code blocks and tables in the same order.
// Code blocks are equal except for comments; tables have the same number of rows and
// the same code in each row.
func TestReadmesAreInStep(t *testing.T) {
	english, russian := outline(t, "README.md"), outline(t, "README.ru.md")
	for i := range max(len(english), len(russian)) {
		at := func(outline []string) string {
			if i < len(outline) {
				return outline[i]
			}
			return "nothing"
		}
		if at(english) != at(russian) {
			t.Fatalf("README.md has\n%s\nbut README.ru.md has\n%s", at(english), at(russian))
		}
	}
}

// outline returns the parts of a README file that are the same in both languages.
func outline(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var outline []string
	comment := regexp.MustCompile(` +#.*$`)
	code := regexp.MustCompile("`[^`]*`")
	inBlock := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			inBlock = !inBlock
			outline = append(outline, line)
		case inBlock:
			outline = append(outline, comment.ReplaceAllString(line, ""))
		case strings.HasPrefix(line, "#"):
			level, _, _ := strings.Cut(line, " ")
			outline = append(outline, level+" section")
		case strings.HasPrefix(line, "|"):
			outline = append(outline, "row with "+strings.Join(code.FindAllString(line, -1), " "))
		}
	}
	return outline
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

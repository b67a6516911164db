package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

// declaredCommands returns the root command and all subcommands.
func declaredCommands() []command {
	return append([]command{rootCommand}, newCommandTree(environment{stdout: io.Discard, stderr: io.Discard}).commands...)
}

// Help fits the width, and is broken between words.
func TestHelpWidth(t *testing.T) {
	commands := declaredCommands()
	for _, width := range []int{60, 61, 80, 100, 200} {
		for _, c := range commands {
			for line := range strings.Lines(string(appendHelp(nil, c, commands[1:], width))) {
				if n := shown.Width(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%s: %d columns of %d: %s", c.synopsis(), n, width, line)
				}
			}
		}
	}
}

// Whatever the width, help has the same words.
func TestHelpWords(t *testing.T) {
	commands := declaredCommands()
	words := func(c command, width int) []string {
		return strings.Fields(strings.ReplaceAll(string(appendHelp(nil, c, commands[1:], width)), " \\\n", "\n"))
	}
	for _, c := range commands {
		if narrow, wide := words(c, 60), words(c, 100); !slices.Equal(narrow, wide) {
			t.Errorf("%s: help for 60 columns has %q, for 100 %q", c.synopsis(), narrow, wide)
		}
	}
}

// Help has each option, in a group, and what it can be.
func TestHelpOptions(t *testing.T) {
	for _, c := range declaredCommands() {
		help := string(appendHelp(nil, c, nil, 100))
		for _, o := range c.options {
			if !strings.Contains(help, "   "+o.term()+" ") && !strings.Contains(help, "   "+o.term()+"\n") {
				t.Errorf("%s: help has no %s", c.synopsis(), o.term())
			}
			if o.group != "" && !slices.Contains(headings, o.group) {
				t.Errorf("%s: no place for %s", c.synopsis(), o.group)
			}
		}
	}
}

// Whoever reads help has the program, not its repository.
func TestHelpAlone(t *testing.T) {
	commands := declaredCommands()
	for _, c := range commands {
		help := string(appendHelp(nil, c, commands[1:], 100))
		for _, path := range []string{"testdata", "docs/", "examples/", "README", "go run"} {
			if strings.Contains(help, path) {
				t.Errorf("%s: help has %s", c.synopsis(), path)
			}
		}
	}
}

func TestHelpHasEveryFault(t *testing.T) {
	for _, fault := range smsctest.Faults() {
		if !strings.Contains(serveDescription, fault.String()) {
			t.Errorf("help has no %v", fault)
		}
	}
}

// The manual page has the options of all commands, and no line that roff takes for a
// request by mistake.
func TestManual(t *testing.T) {
	commands := declaredCommands()
	manual := string(appendManual(nil, commands[0], commands[1:]))
	for _, c := range commands {
		for _, o := range c.options {
			if !strings.Contains(manual, "\n.B "+roff(o.term())+"\n") {
				t.Errorf("%s: no %s", c.synopsis(), o.term())
			}
		}
	}
	for line := range strings.Lines(manual) {
		if strings.HasPrefix(line, ".") && !strings.HasPrefix(line, ".TH ") && !strings.HasPrefix(line, ".SH ") && !strings.HasPrefix(line, ".SS ") &&
			!strings.HasPrefix(line, ".B ") && line != ".TP\n" && line != ".PP\n" && line != ".EX\n" && line != ".EE\n" {
			t.Errorf("a request: %s", line)
		}
	}
}

func TestParseText(t *testing.T) {
	got := parseText("One\ntwo.\n\n   HAR    as\n          saved\n   x y\n      z\n\n   smscodec -h\n")
	want := []textPart{
		{paragraph, "", "One two.", false},
		{definition, "HAR", "as saved", false},
		{example, "", "x y z", true},
		{example, "", "smscodec -h", false},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

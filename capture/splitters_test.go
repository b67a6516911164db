package capture

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The splitters by themselves: a text in, places out.

func TestSplitCassette(t *testing.T) {
	for _, tt := range []struct {
		name, text string // § before each interaction, ▸ at its end if the next is not there
		isList     bool
	}{
		{"none, with a comment", "interactions: [] # a\n", true},
		{"none", "interactions: []\nversion: 1\n", true},
		{"at the margin", "interactions:\n§- a\n§- b\n  c\n\n▸version: 1\n§- d\n", true},
		{"another list after it", "interactions:\n§- a\n▸requests:\n- b\n'more': # c\n- d\n", true},
		{"documents", "%YAML 1.2\n---\ninteractions:\n§- a\n▸...\n--- # b\ninteractions:\n  § - c\n▸---\n", true},
		{"a flow that ends at the margin", "other: {\n  a: b,\n}\ninteractions:\n§- a\n▸others: [\n  b\n]\n", true},
		{"marks of a conflict", "interactions:\n§- a\n•<<<<<<< HEAD: b\n§- c\n•=======\n  x\n§- d\n•>>>>>>> e\n▸version: 1\n", true},
		{"a line before the first", "interactions:\n§oops\n§- a\n", true},
		{"a line after the last member", "interactions:\n§- a\n▸version: 1\n§oops\n", true},
		{"indented", "version: 1\ninteractions:\n# a\n\n  § - a\n     b\n  # c\n  § - d\n", true},
		{"another list", "requests:\n- a\ninteractions:\n§- b\n", true},
		{"in a flow", "interactions: [a]\n", false},
		{"in a flow, after others", "version: 1\ninteractions: {a: b} # c\n§- d\n", false},
		{"a key with a comment", "interactions: # recorded\n§- a\n", true},
		{"a longer key", "interactions_of_others:\n- a\n", false},
		{"with carriage returns", "interactions:\r\n§- a\r\n\r\n  b\r\n§- c\r\n", true},
		{"a sequence that is less indented", "interactions:\n  § - a\n•- b\n", true},
		{"other members that go on at the margin", "interactions:\n§- a\n▸a: [\n1,\n2]\nb: \"c\nd\"\n$e: >\nf: g\nзаписано: VCR\n? h\n: i\n/j: k\n&l m: n\n!!str o: p\n", true},
		{"a line of dashes", "interactions:\n§- a\n•-- \n§-\n  b\n", true},
		{"a member that is complete", "interactions:\n§- a\n▸a: [1, 2]\n§- b\n", true},
		{"a sequence that is more indented", "interactions:\n§- a\n - b\n§- c\n", true},
		{"a dash alone, and one space", "interactions:\n§-\n a\n§- b\n", true},
		{"spaces at the end", "interactions:\n§- a\n   ", true},
		{"the key at the end", "interactions:", true},
		{"the key in a text", "interactions:\n§- a: |\n    interactions:\n    - b\n", true},
	} {
		// A mark is before the line, whose indentation is a part of the interaction. A line that begins
		// with • is at the margin.
		text := strings.NewReplacer("  § -", "§   -").Replace(tt.text)
		var want []interaction
		clean, isWithin := "", false
		for _, r := range text {
			switch r {
			case '§':
				want = append(want, interaction{start: len(clean), end: len(clean)})
				isWithin = true
			case '•':
				want[len(want)-1].margin = len(clean)
			case '▸':
				isWithin = false
			default:
				if clean += string(r); isWithin {
					want[len(want)-1].end = len(clean)
				}
			}
		}
		got, isList := splitCassette([]byte(clean))
		if !slices.Equal(got, want) || isList != tt.isList {
			t.Errorf("%s: %v, %v; want %v, %v", tt.name, got, isList, want, tt.isList)
		}
	}
}

// TestHARForms: where the entries of a HAR are, by how much of a HAR an object is.
func TestHARForms(t *testing.T) {
	for text, want := range map[string]string{
		`{"log": {`:                                      "log.entries",
		`{"a": 1, "log": {}}`:                            "log.entries",
		`{"log": "text"}`:                                "none",
		`{"version": "1.2", "entries": [`:                "entries",
		`{"entries": [], "creator": {}}`:                 "entries",
		`{"entries": []}`:                                "none",
		`{"entries": {}, "version": "1"}`:                "none",
		`{"startedDateTime": "2025", "request": {`:       "",
		`{"request": {}, "response": {}}`:                "",
		`{"request": {}, "response": []}`:                "none",
		`{"request": [], "response": {}}`:                "none",
		`{"startedDateTime": "", "response": {`:          "",
		`{"startedDateTime": "", "time": 1}`:             "none",
		`{"startedDateTime": 1, "request": {}}`:          "none",
		`{"browser": {}, "entries": []}`:                 "entries",
		`{"entries": [], "pages": []}`:                   "entries",
		`{"entries": [{"request": {}, "response": {`:     "entries",
		`{"entries": [{"request": {}}]}`:                 "none",
		`{"request": {"a": "}"}, "response": {"b": "{`:   "",
		`[{"log": {}}]`:                                  "none",
		`{`:                                              "none",
		``:                                               "none",
		"{" + strings.Repeat(`"a":1,`, 65) + `"log":{}}`: "log.entries", // one name, again and again
		"{" + manyMembers(1000) + `"log":{}}`:            "log.entries",
	} {
		path, isHAR := entriesPath([]byte(text))
		got := strings.Join(path, ".")
		if !isHAR {
			got = "none"
		}
		if got != want {
			t.Errorf("%.60s: %q, want %q", text, got, want)
		}
	}
}

func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"m%d":1,`, i)
	}
	return b.String()
}

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
		flow       int
	}{
		{"none", "interactions: []\nversion: 1\n", -1},
		{"at the margin", "interactions:\n§- a\n§- b\n  c\n\n▸version: 1\n- d\n", -1},
		{"indented", "version: 1\ninteractions:\n# a\n\n  § - a\n     b\n  # c\n  § - d\n", -1},
		{"two lists", "interactions:\n§- a\n▸http_interactions:\n§- b\n", -1},
		{"another list", "requests:\n- a\ninteractions:\n§- b\n", -1},
		{"in a flow", "interactions: [a]\n", 0},
		{"in a flow, after others", "version: 1\ninteractions: {a: b} # c\n- d\n", 11},
		{"a key with a comment", "interactions: # recorded\n§- a\n", -1},
		{"a longer key", "interactions_of_others:\n- a\n", -1},
		{"two flows", "interactions: {}\nhttp_interactions: [b]\n", 0},
		{"with carriage returns", "interactions:\r\n§- a\r\n\r\n  b\r\n§- c\r\n", -1},
		{"a sequence that is less indented", "interactions:\n  § - a\n▸- b\n", -1},
		{"a sequence that is more indented", "interactions:\n§- a\n - b\n§- c\n", -1},
		{"a dash alone, and one space", "interactions:\n§-\n a\n§- b\n", -1},
		{"spaces at the end", "interactions:\n§- a\n   ", -1},
		{"the key at the end", "interactions:", -1},
		{"the key in a text", "interactions:\n§- a: |\n    interactions:\n    - b\n", -1},
	} {
		// A mark is before the line, whose indentation is a part of the interaction.
		text := strings.NewReplacer("  § -", "§   -").Replace(tt.text)
		var want []interaction
		clean, isWithin := "", false
		for _, r := range text {
			switch r {
			case '§':
				want = append(want, interaction{len(clean), len(clean)})
				isWithin = true
			case '▸':
				isWithin = false
			default:
				if clean += string(r); isWithin {
					want[len(want)-1].end = len(clean)
				}
			}
		}
		got, flow := splitCassette([]byte(clean))
		if !slices.Equal(got, want) || flow != tt.flow {
			t.Errorf("%s: %v, %d; want %v, %d", tt.name, got, flow, want, tt.flow)
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
		"{" + manyMembers(63) + `"log":{}}`:              "log.entries",
		"{" + manyMembers(64) + `"log":{}}`:              "none",
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

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/web/view"
)

// TestExamples: each kind of answer is there, and each example has the findings that it is
// there for.
func TestExamples(t *testing.T) {
	want := map[string]string{
		"A list with statuses":        "1 get plain all: list []",
		"A list with operators":       "1 get json operators: list []",
		"The id of a new name":        "1 add xml: added []",
		"OK":                          "1 del json: done []",
		"A refusal":                   "1 get json: error []",
		"Damaged: cut off":            "1 get json all: none [cut-off]",
		"Damaged: three more columns": "1 get csv operators: none [shape]",
		"Damaged: a web page":         "1 get json: none [http-status not-an-answer]",
		"Damaged: a log with several": "1 del json: done [other-form], 2 get json all: list [number], 3 get plain all: list [crlf name name-alphabet blank-line], 4 get xml: list [name-alphabet]",
		"What was asked is not known": "0 : several [ambiguous]",
	}
	for _, e := range examples() {
		session := view.Open(func() io.Reader { return strings.NewReader(e.Text) }, nil, false)
		session.Read()
		var got []string
		for i, row := range session.Opened.Rows {
			var ids []string
			for _, f := range session.Exchange(i).Findings {
				ids = append(ids, f.ID)
			}
			got = append(got, fmt.Sprintf("%d %s: %s %v", row.Entry, row.Asked, row.Answer, ids))
		}
		if got := strings.Join(got, ", "); got != want[e.Title] || session.Opened.Failure != nil {
			t.Errorf("%s: %s, want %s; %v", e.Title, got, want[e.Title], session.Opened.Failure)
		}
		delete(want, e.Title)
	}
	if len(want) > 0 {
		t.Errorf("no examples %v", slices.Collect(func(yield func(string) bool) {
			for title := range want {
				if !yield(title) {
					return
				}
			}
		}))
	}
}

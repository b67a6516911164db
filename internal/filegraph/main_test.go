package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	const path = "github.com/smscodec/smscodec/internal/filegraph/testdata/"
	for _, test := range []struct {
		name string
		args []string
		code int
		want string // after path, in each line
	}{
		{
			name: "no circle, and tests do not count",
			args: []string{"-graph", "./testdata/layers"},
			want: `layers: files 3, floors 3, circles 0
   2 top.go: bottom.go, middle.go
   1 middle.go: bottom.go
   0 bottom.go
`,
		},
		{
			name: "circle of functions",
			args: []string{"-graph", "./testdata/functions"},
			code: 1,
			want: `functions: files 4, floors 2, circles 1
   1 a.go: b.go
   1 b.go: beside.go, c.go
   1 c.go: a.go
   0 beside.go
circle in functions: a.go -> b.go -> c.go -> a.go
	a.go -> b.go: b
	b.go -> c.go: c
	c.go -> a.go: a
`,
		},
		{
			name: "circle through a method of a generic type",
			args: []string{"./testdata/methods"},
			code: 1,
			want: `methods: files 2, floors 1, circles 1
circle in methods: element.go -> list.go -> element.go
	element.go -> list.go: list, list.len
	list.go -> element.go: element
`,
		},
		{
			name: "fields do not count",
			args: []string{"-graph", "./testdata/fields"},
			want: `fields: files 3, floors 3, circles 0
   2 line.go: pair.go
   1 pair.go: point.go
   0 point.go
`,
		},
		{
			name: "methods of an interface count for its file",
			args: []string{"-graph", "./testdata/interfaces"},
			want: `interfaces: files 2, floors 2, circles 0
   1 square.go: shape.go
   0 shape.go
`,
		},
		{
			name: "allowed circle",
			args: []string{"-allow", "./testdata/methods", "./testdata/methods", "./testdata/fields"},
			want: `methods: files 2, floors 1, circles 1
fields: files 3, floors 3, circles 0
`,
		},
		{
			name: "allowed package without a circle",
			args: []string{"-allow", "./testdata/fields,./testdata/methods", "./testdata/fields"},
			code: 1,
			want: `fields: files 3, floors 3, circles 0
no circle in fields: remove it from -allow
no circle in methods: remove it from -allow
`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			if code := run(test.args, &stdout, &stderr); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if got := strings.ReplaceAll(stdout.String(), path, ""); got != test.want {
				t.Errorf("output:\n%s\nwant:\n%s", got, test.want)
			}
			if stderr.Len() > 0 {
				t.Errorf("stderr: %s", stderr.String())
			}
		})
	}
}

func TestRunFails(t *testing.T) {
	for _, args := range [][]string{
		{"./testdata/missing"},
		{"-allow", "./testdata/missing", "./testdata/layers"},
		{"-missing"},
	} {
		var stdout, stderr strings.Builder
		if code := run(args, &stdout, &stderr); code != 2 || stdout.Len() > 0 || stderr.Len() == 0 {
			t.Errorf("run(%q): exit code %d, stdout %q, stderr %q", args, code, stdout.String(), stderr.String())
		}
	}
}

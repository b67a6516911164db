package beam

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/google/go-cmp/cmp"
)

// collect runs a pipeline and returns what is in a collection of strings, sorted.
func collect(t *testing.T, p *sdk.Pipeline, s sdk.Scope, lines sdk.PCollection) []string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "output")
	writeShards(s, folder, "lines", lines)
	execute(t, p, folder)
	return sortedLines(readShards(t, folder, "lines"))
}

// Lines of any source have the findings that they have in a file.
func TestCheck(t *testing.T) {
	samples(t)
	log := strings.TrimPrefix(month(t, 100_000), "\xEF\xBB\xBF")
	write(t, "month.jsonl", log)
	validate(t, "--write-baseline", "known.jsonl", "samples/[!b]*.jsonl")
	known, err := os.ReadFile("known.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var lines []Line
	offset, n := int64(0), int64(0)
	for line := range strings.Lines(log) {
		n++
		lines = append(lines, Line{"month.jsonl", n, offset, strings.TrimSuffix(line, "\n")})
		offset += int64(len(line))
	}
	for _, test := range []struct {
		name string
		o    Options
		args []string
	}{
		{"all findings", Options{}, nil},
		{"with a baseline", Options{Baseline: known}, []string{"--baseline", "known.jsonl"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := validate(t, append(test.args, "month.jsonl")...)
			p, s := sdk.NewPipelineWithRoot()
			checked := Check(s, sdk.CreateList(s, lines), test.o)
			if diff := cmp.Diff(want.findings, collect(t, p, s, checked.Findings)); diff != "" {
				t.Error(diff)
			}
			p, s = sdk.NewPipelineWithRoot()
			checked = Check(s, sdk.CreateList(s, lines), test.o)
			var unreadable []string
			for _, line := range collect(t, p, s, checked.Unreadable) {
				unreadable = append(unreadable, errorText(t, line))
			}
			slices.Sort(unreadable)
			if diff := cmp.Diff(want.unreadable, unreadable); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A line whose place is not known has no entry, and line ends in it are white space.
func TestCheckStrings(t *testing.T) {
	p, s := sdk.NewPipelineWithRoot()
	checked := Check(s, sdk.Create(s, "{\n  \"url\": \"/sys/senders.php?get=1&fmt=0\",\n  \"body\": \"name = a\\r\\n\"\n}"), Options{Only: []string{"crlf"}})
	want := []string{`{"file":"","line":1,"col":9,"offset":8,"at":{"offset":62,"line":1,"col":63},"severity":"note","id":"crlf","about":"answer",` +
		`"message":"CR LF line ending","sender":1,"count":1,"text":"name = a\\r","request":{"op":"get","fmt":"plain","charset":"windows-1251"},"fingerprint":"88ae53ab1f95cfb7"}`}
	if diff := cmp.Diff(want, collect(t, p, s, checked.Findings)); diff != "" {
		t.Error(diff)
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{Only: []string{"no-such-finding"}}, {Only: []string{"crlf"}, Ignore: []string{"crlf"}}, {Baseline: []byte("{}\n")}, {Severity: 9}} {
		if o.Validate() == nil {
			t.Errorf("%+v is valid", o)
		}
	}
}

// The program in README.md is the example.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, program, found := strings.Cut(string(readme), "```go\n")
	program, _, _ = strings.Cut(program, "```")
	for line := range strings.Lines(program) {
		if !strings.Contains(string(example), "\t"+line) {
			t.Errorf("the example does not have the line %q", line)
		}
	}
	if !found {
		t.Error("README.md has no program")
	}
}

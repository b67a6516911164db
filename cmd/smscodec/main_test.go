package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"smscodec": main,
		// The same with a terminal as its output.
		"smscodec-on-terminal": func() {
			e := environment{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, terminal: true}
			os.Exit(e.run(context.Background(), os.Args))
		},
	})
}

var update = flag.Bool("update", false, "rewrite the output that the scripts expect")

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		UpdateScripts:      *update,
		Setup: func(env *testscript.Env) error {
			// A script cannot contain it.
			env.Setenv("HOSTILE", "\x1b[2J\n::error::x")
			// Otherwise each process waits a second at its end, under the race detector.
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			env.Values[servedKey{}] = new(served)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"bytes":        writeBytes,
			"exits":        runAndCheck,
			"start":        startServer,
			"post":         post,
			"postas":       postAs,
			"ask":          ask,
			"end":          endServer,
			"schema":       checkSchema,
			"junit":        checkJUnit,
			"fingerprints": checkFingerprints,
		},
	})
}

// writeBytes is the script command "bytes FILE TEXT...". It writes the texts, which may
// have the escapes of a Go string, for bytes that a script cannot contain.
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bytes FILE TEXT...")
	}
	var data string
	for _, arg := range args[1:] {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(arg, `"`, `\"`) + `"`)
		ts.Check(err)
		data += text
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data), 0o666))
}

// runAndCheck is the script command "exits CODE PROGRAM ARG...". It runs the program,
// and fails if the exit code differs or if the output is not harmless. The output of
// convert is not checked, as it is data.
func runAndCheck(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	if problem := harm(ts.ReadFile("stderr")); problem != "" {
		ts.Fatalf("stderr has %s", problem)
	}
	if args[1] == "smscodec" && slices.Contains(args, "convert") {
		return
	}
	if problem := harm(ts.ReadFile("stdout")); problem != "" {
		ts.Fatalf("stdout has %s", problem)
	}
}

// harm returns what in an output could control a terminal, reverse the direction of
// text, or give a command to a CI service that reads its log. It returns "" for a
// harmless output.
func harm(output string) string {
	if !utf8.ValidString(output) {
		return "invalid UTF-8"
	}
	for line := range strings.SplitSeq(output, "\n") {
		for _, r := range line {
			switch {
			case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029', r == '\ufeff':
				return "the character " + strconv.QuoteRuneToASCII(r)
			}
		}
		// CI services ignore leading white space.
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			return "a line that begins with ::"
		}
		if strings.Contains(line, "##[") || strings.Contains(line, "##vso[") || strings.Contains(line, "##teamcity[") {
			return "a command in ##"
		}
	}
	return ""
}

// The check that the scripts rely on can fail.
func TestHarm(t *testing.T) {
	for _, test := range []struct{ output, want string }{
		{"NAME\nzxcabs\n", ""},
		{"Магазин, a::b, #1\n", ""},
		{"a\x1b[2Jb", `the character '\x1b'`},
		{"a\rb", `the character '\r'`},
		{"a\tb", `the character '\t'`},
		{"a\u009bb", `the character '\u009b'`},
		{"a\u202eb", `the character '\u202e'`},
		{"a\u061cb", `the character '\u061c'`},
		{"a\n  ::error::b", "a line that begins with ::"},
		{"a ##[error]b", "a command in ##"},
		{"a\xff", "invalid UTF-8"},
	} {
		if got := harm(test.output); got != test.want {
			t.Errorf("harm(%q) = %q, want %q", test.output, got, test.want)
		}
	}
}

// TestRun has the cases that a script cannot arrange.
func TestRun(t *testing.T) {
	broken := errors.New("broken::pipe")
	list := "[" + strings.Repeat(" ", maxBody-2) + "]"
	for _, test := range []struct {
		name   string
		args   []string
		stdin  io.Reader
		stdout io.Writer // nil discards the output
		code   int
		stderr string
	}{
		{
			name: "largest body", args: []string{"decode", "--fmt=json"}, stdin: strings.NewReader(list),
			code: 0,
		},
		{
			name: "body too large by a byte", args: []string{"decode", "--fmt=json"}, stdin: strings.NewReader(list + "\n"),
			code: 2, stderr: "<stdin>: larger than 8 MiB\n",
		},
		{
			name: "endless body", args: []string{"detect"}, stdin: endless{},
			code: 2, stderr: "<stdin>: larger than 8 MiB\n",
		},
		{
			name: "decode, read error", args: []string{"decode", "--fmt=json"}, stdin: iotest.ErrReader(broken),
			code: 2, stderr: "<stdin>: broken\\x3a:pipe\n",
		},
		{
			name: "decode, write error", args: []string{"decode", "--fmt=json"}, stdin: strings.NewReader("[]"),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "convert, write error", args: []string{"convert", "--fmt=json", "--to=xml"}, stdin: strings.NewReader("[]"),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "detect, write error", args: []string{"detect"}, stdin: strings.NewReader("[]"),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "validate, read error", args: []string{"validate", "-o=jsonl"}, stdin: iotest.ErrReader(broken),
			code: 2, stderr: "<stdin>: cannot be read: broken\\x3a:pipe\n",
		},
		{
			name: "validate, write error", args: []string{"validate", "--op=del", "--fmt=plain"}, stdin: strings.NewReader("OK"),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "validate, write error of SARIF", args: []string{"validate", "--op=del", "--fmt=plain", "-o=sarif"}, stdin: strings.NewReader("OK"),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "redact, a long log", args: []string{"redact", "--max-entry=1"},
			stdin: strings.NewReader("< HTTP/1.1 200 OK\n< \n" + strings.Repeat("a\n", 1<<20)),
			code:  2, stderr: "<stdin>[1]:3:1: not copied: too large: a body; see --max-entry\nsmscodec redact: 0 copied, 1 excluded\n",
		},
		{
			name: "help, write error", args: []string{"decode", "--help"}, stdin: strings.NewReader(""),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "completion, write error", args: []string{"completion", "bash"}, stdin: strings.NewReader(""),
			stdout: failingWriter{broken}, code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
		{
			name: "convert, write error of a refusal, which is not reported as written", args: []string{"convert", "--fmt=plain", "--to=xml"},
			stdin: strings.NewReader("ERROR = 2 (x)"), stdout: failingWriter{broken},
			code: 2, stderr: "smscodec: cannot write: broken\\x3a:pipe\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stderr strings.Builder
			e := environment{stdin: test.stdin, stdout: test.stdout, stderr: &stderr}
			if e.stdout == nil {
				e.stdout = io.Discard
			}
			if code := e.run(t.Context(), append([]string{"smscodec"}, test.args...)); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			if stderr.String() != test.stderr {
				t.Errorf("stderr is %q, want %q", stderr.String(), test.stderr)
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

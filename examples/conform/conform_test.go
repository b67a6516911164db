// Package conform tests the decoders of this folder, with smscodec conform.
package conform

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A language has a program that makes a decoder one for smscodec conform.
type language struct {
	folder      string
	interpreter string
	extension   string
}

var languages = []language{{"php", "php", ".php"}, {"python", "python3", ".py"}, {"node", "node", ".js"}}

func (l language) file(name string) string { return filepath.Join(l.folder, name+l.extension) }

// A smscodec is the file of the command.
type smscodec string

func build(t *testing.T) smscodec {
	t.Helper()
	file := filepath.Join(t.TempDir(), "smscodec")
	if output, err := exec.Command("go", "build", "-o", file, "../../cmd/smscodec").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return smscodec(file)
}

// conform checks the decoder in a file. It returns the table and the summary, and the
// exit code.
func (command smscodec) conform(t *testing.T, l language, format, decoder string) (summary string, code int) {
	t.Helper()
	cmd := exec.Command(string(command), "conform", "--persistent", "--only-format", format, "--only-op", "get", "--", l.interpreter, l.file("conform"), decoder)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) || stderr.Len() > 0 {
		t.Fatalf("%v: %s", err, &stderr)
	}
	i := bytes.LastIndex(output, []byte("PASSED"))
	if i < 0 {
		t.Fatalf("no table in %s", output)
	}
	return string(output[i:]), cmd.ProcessState.ExitCode()
}

// need skips a test without the interpreter, unless the script run requires all of them.
func (l language) need(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath(l.interpreter); err != nil && os.Getenv("REQUIRE_INTERPRETERS") == "" {
		t.Skip(err)
	}
}

// The careful decoders pass all cases.
func TestCareful(t *testing.T) {
	command := build(t)
	for _, l := range languages {
		t.Run(l.folder, func(t *testing.T) {
			l.need(t)
			if summary, code := command.conform(t, l, "json", l.file("decode")); code != 0 || !strings.Contains(summary, "json    99 of 99") {
				t.Errorf("exit code %d: %s", code, summary)
			}
		})
	}
}

var update = flag.Bool("update", false, "rewrite what README.md says that the naive decoders lose")

// README.md shows what the naive decoders lose.
func TestNaive(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		defer func() { os.WriteFile("README.md", readme, 0o666) }()
	}
	command := build(t)
	for _, test := range []struct {
		language
		decoder, format string
	}{
		{languages[0], "naive", "json"}, {languages[0], "split", "csv"}, {languages[1], "naive", "json"}, {languages[2], "naive", "json"},
	} {
		t.Run(test.file(test.decoder), func(t *testing.T) {
			test.need(t)
			summary, code := command.conform(t, test.language, test.format, test.file(test.decoder))
			title := "`" + test.file(test.decoder) + "`\n\n```text\n"
			before, after, isThere := strings.Cut(string(readme), title)
			shown, after, isClosed := strings.Cut(after, "```")
			if *update {
				readme = []byte(before + title + summary + "```" + after)
				shown = summary
			}
			if code != 1 || !isThere || !isClosed || shown != summary {
				t.Errorf("exit code %d; README.md does not have\n%s", code, summary)
			}
		})
	}
}

// The README files show a decoder in PHP, and how its report ends.
func TestReadme(t *testing.T) {
	if os.Getenv("REQUIRE_INTERPRETERS") == "" {
		t.Skip("takes long; the script run runs it")
	}
	command := build(t)
	for _, file := range []string{"README.md", "README.ru.md"} {
		text, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		shown := regexp.MustCompile("(?s)```php\n(.*?)```\n\n```sh\nsmscodec (conform [^\n]*)\n```\n.*?```text\n(.*?)```").FindSubmatch(text)
		if shown == nil {
			t.Fatalf("%s shows no decoder", file)
		}
		cmd := exec.Command(string(command), strings.Fields(string(shown[2]))...)
		cmd.Dir = t.TempDir()
		if err := os.WriteFile(filepath.Join(cmd.Dir, "decode.php"), shown[1], 0o666); err != nil {
			t.Fatal(err)
		}
		output, _ := cmd.Output() // the exit code is checked
		if cmd.ProcessState.ExitCode() != 1 || !bytes.HasSuffix(output, append([]byte("\n"), shown[3]...)) {
			t.Errorf("%s shows\n%s\nbut the command prints\n%s", file, shown[3], output[max(0, len(output)-2000):])
		}
	}
}

// A fault is planted in the careful decoders: for each language a text, and what replaces it.
type fault struct {
	name              string
	php, python, node [2]string
	found             string // in the summary
}

var faults = []fault{
	{
		"no error codes",
		[2]string{"parent::__construct($text, (int) $code)", "parent::__construct($text, 0)"},
		[2]string{"= text, code, extra", "= text, 0, extra"},
		[2]string{"{ code, extra }", "{ code: 0, extra }"},
		"  loses error codes in JSON: ",
	},
	{
		"no error texts",
		[2]string{"parent::__construct($text,", "parent::__construct('',"},
		[2]string{"= text, code, extra", `= "", code, extra`},
		[2]string{"super(text)", "super('')"},
		"  loses error texts in JSON: ",
	},
	{
		"errors are lists without rows",
		[2]string{"throw new Refusal($answer->error, number", "return []; throw new Refusal($answer->error, number"},
		[2]string{"raise Refusal(text, code, answer)", "return []"},
		[2]string{"throw new Refusal(answer.error, Number(code), m)", "return []"},
		"  takes refusals by the server for success and loses error codes in JSON: ",
	},
	{
		"no plain errors",
		[2]string{"/^ERROR =", "/^NEVER ="},
		[2]string{`r"ERROR =`, `r"NEVER =`},
		[2]string{"/^ERROR =", "/^NEVER ="},
		"  refuses valid answers with a known departure (other-form) in JSON: ",
	},
	{
		"no byte order mark",
		[2]string{`/^\xEF\xBB\xBF/`, `/^\xEF\xBB\xBF\xBF/`},
		[2]string{`b"\xef\xbb\xbf"`, `b"\xef\xbb\xbf\xbf"`},
		[2]string{`/^\uFEFF/`, `/^\uFEFF\uFEFF/`},
		"  refuses valid answers with a known departure (bom) in JSON: ",
	},
	{
		"UTF-8 alone",
		[2]string{"@iconv($charset, ", "@iconv('utf-8', "},
		[2]string{"body.decode(charset)", "body.decode()"},
		[2]string{"new TextDecoder(charset,", "new TextDecoder('utf-8',"},
		"  refuses valid answers in windows-1251 in JSON: ",
	},
	{
		"duplicate members",
		[2]string{"!== $names", "> $names"},
		[2]string{"name in result or ", ""},
		[2]string{"names === 0", "names >= 0"},
		"  accepts duplicate members in JSON: ",
	},
	{
		"any status",
		[2]string{"number($m['status'] ?? '', 255)", "number($m['status'] ?? '', 256)"},
		[2]string{`number(row.pop("status", ""), 255)`, `number(row.pop("status", ""), 256)`},
		[2]string{"number(take('status'), 255n)", "number(take('status'), 256n)"},
		"  accepts values out of range in JSON: ",
	},
	{
		"no statuses",
		[2]string{"$sender['status'] = (int) number", "$other['status'] = (int) number"},
		[2]string{`result["status"] = number(`, `number(`},
		[2]string{"sender.status = Number(number", "Number(number"},
		"  loses statuses in JSON: ",
	},
	{
		"no new operators",
		[2]string{", 'by_reg'", ""},
		[2]string{" by_reg", ""},
		[2]string{" by_reg", ""},
		"  loses registrations with operators in JSON: ",
	},
	{
		"no undocumented members",
		[2]string{"['extra' => $m]", "['extra' => []]"},
		[2]string{`"extra": row}`, `"extra": {}}`},
		[2]string{"take('sender'), extra }", "take('sender'), extra: new Map() }"},
		"  loses undocumented members of senders in JSON: ",
	},
	{
		"trimmed names",
		[2]string{"? $m['sender'] : throw", "? trim($m['sender']) : throw"},
		[2]string{`{"name": name,`, `{"name": name.strip(),`},
		[2]string{"{ name: take('sender'),", "{ name: take('sender').trim(),"},
		"  alters sender names in JSON: ",
	},
}

// Each fault is found, in each language.
func TestFaults(t *testing.T) {
	if os.Getenv("REQUIRE_INTERPRETERS") == "" {
		t.Skip("takes long; the script run runs it")
	}
	command := build(t)
	for i, l := range languages {
		text, err := os.ReadFile(l.file("decode"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range faults {
			t.Run(l.folder+"/"+f.name, func(t *testing.T) {
				l.need(t)
				change := [][2]string{f.php, f.python, f.node}[i]
				faulty := strings.ReplaceAll(string(text), change[0], change[1])
				if faulty == string(text) {
					t.Fatalf("no %q in %s", change[0], l.file("decode"))
				}
				file := filepath.Join(t.TempDir(), "decode"+l.extension)
				if err := os.WriteFile(file, []byte(faulty), 0o666); err != nil {
					t.Fatal(err)
				}
				if summary, code := command.conform(t, l, "json", file); code != 1 || !strings.Contains(summary, f.found) {
					t.Errorf("exit code %d, want %q in\n%s", code, f.found, summary)
				}
			})
		}
	}
}

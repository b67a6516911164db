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
	"slices"
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

// conform checks the decoder in a file, with further options. It returns the table and the
// summary, and the exit code.
func (command smscodec) conform(t *testing.T, l language, decoder string, options ...string) (summary string, code int) {
	t.Helper()
	args := slices.Concat([]string{"conform", "--persistent", "--only-op", "get"}, options, []string{"--", l.interpreter, l.file("conform"), decoder})
	cmd := exec.Command(string(command), args...)
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

// The careful decoders pass all documented cases, and are short.
func TestCareful(t *testing.T) {
	command := build(t)
	for _, l := range languages {
		t.Run(l.folder, func(t *testing.T) {
			l.need(t)
			if summary, code := command.conform(t, l, l.file("decode"), "--only-format", "json", "--documented"); code != 0 || !strings.Contains(summary, "json    73 of 73") {
				t.Errorf("exit code %d: %s", code, summary)
			}
			text, err := os.ReadFile(l.file("decode"))
			if lines := bytes.Count(text, []byte("\n")); err != nil || lines >= 50 {
				t.Errorf("%d lines, %v", lines, err)
			}
		})
	}
}

var update = flag.Bool("update", false, "rewrite the summaries in README.md")

// README.md shows the summaries of all cases; the careful decoders have the same one.
func TestSummaries(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		defer func() { os.WriteFile("README.md", readme, 0o666) }()
	}
	command := build(t)
	php, python, node := languages[0], languages[1], languages[2]
	const careful = "`php/decode.php`, `python/decode.py` and `node/decode.js`"
	for _, test := range []struct {
		language
		decoder, format string
		title           string
	}{
		{php, "decode", "json", careful},
		{python, "decode", "json", careful},
		{node, "decode", "json", careful},
		{php, "naive", "json", "`php/naive.php`"},
		{php, "split", "csv", "`php/split.php`"},
		{python, "naive", "json", "`python/naive.py`"},
		{node, "naive", "json", "`node/naive.js`"},
	} {
		t.Run(test.file(test.decoder), func(t *testing.T) {
			test.need(t)
			summary, code := command.conform(t, test.language, test.file(test.decoder), "--only-format", test.format)
			title := test.title + "\n\n```text\n"
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
		[2]string{"number($answer->error_code ?? null, 9999)", "0"},
		[2]string{`number(answer["error_code"])`, "0"},
		[2]string{"number(answer.error_code, 9999)", "0"},
		"  loses error codes in JSON: ",
	},
	{
		"no error texts",
		[2]string{"new Refusal($answer->error,", "new Refusal('',"},
		[2]string{`raise Refusal(answer["error"],`, `raise Refusal("",`},
		[2]string{"new Refusal(answer.error)", "new Refusal('')"},
		"  loses error texts in JSON: ",
	},
	{
		"errors are lists without rows",
		[2]string{"throw new Refusal($answer", "return []; throw new Refusal($answer"},
		[2]string{"raise Refusal(answer", "return []; raise Refusal(answer"},
		[2]string{"throw Object.assign(new Refusal", "return []; throw Object.assign(new Refusal"},
		"  takes refusals by the server for success and loses error codes in JSON: ",
	},
	{
		"undocumented members of errors",
		[2]string{"count((array) $answer) === 2", "isset($answer->error_code)"},
		[2]string{`answer.keys() == {"error", "error_code"}`, `answer.keys() >= {"error", "error_code"}`},
		[2]string{"Object.keys(answer).length === 2", "'error_code' in answer"},
		"  accepts what does not answer the request in JSON: ",
	},
	{
		"UTF-8 alone",
		[2]string{"@iconv($charset, ", "@iconv('utf-8', "},
		[2]string{"body.decode(charset)", "body.decode()"},
		[2]string{"new TextDecoder(charset,", "new TextDecoder('utf-8',"},
		"  refuses valid answers in windows-1251 in JSON: ",
	},
	{
		"windows-1251 alone",
		[2]string{"@iconv($charset, ", "@iconv('windows-1251', "},
		[2]string{"body.decode(charset)", `body.decode("windows-1251")`},
		[2]string{"new TextDecoder(charset,", "new TextDecoder('windows-1251',"},
		"  alters sender names in JSON: ",
	},
	{
		"duplicate members",
		[2]string{"json_encode($answer) !== preg", "$answer === preg"},
		[2]string{"len(dict(pairs)) < len(pairs)", "len(dict(pairs)) > len(pairs)"},
		[2]string{"JSON.stringify(answer) !== written", "answer === written"},
		"  accepts duplicate members in JSON: ",
	},
	{
		"any status",
		[2]string{"number($row['status'] ?? null, 255)", "number($row['status'] ?? null, 256)"},
		[2]string{`number(row["status"], 255)`, `number(row["status"], 256)`},
		[2]string{"number(row.status, 255)", "number(row.status, 256)"},
		"  accepts values out of range in JSON: 1 case, such as json/n_status_256",
	},
	{
		"leading zeros",
		[2]string{`(0|[1-9]\d{0,3})`, `\d{1,4}`},
		[2]string{"0|[1-9][0-9]{0,3}", "[0-9]{1,4}"},
		[2]string{`(0|[1-9]\d{0,3})`, `\d{1,4}`},
		"  accepts values out of range in JSON: 1 case, such as json/n_number_quoted_leading_zero",
	},
	{
		"no statuses",
		[2]string{"'status' => $all", "'state' => $all"},
		[2]string{`"status": number(`, `"state": number(`},
		[2]string{"status: all", "state: all"},
		"  loses statuses in JSON: ",
	},
	{
		"no registrations",
		[2]string{"'registrations' => array_map", "'operators' => array_map"},
		[2]string{`"registrations": {`, `"operators": {`},
		[2]string{"registrations: new Map", "operators: new Map"},
		"  loses registrations with operators in JSON: ",
	},
	{
		"trimmed names",
		[2]string{"'name' => $row['sender']", "'name' => trim($row['sender'])"},
		[2]string{`"name": row["sender"]`, `"name": row["sender"].strip()`},
		[2]string{"name: row.sender", "name: row.sender.trim()"},
		"  alters sender names in JSON: ",
	},
	{
		"empty names",
		[2]string{" && $row['sender'] !== ''", ""},
		[2]string{`not row.get("sender")`, `"sender" not in row`},
		[2]string{" && row.sender !== ''", ""},
		"  accepts values out of range in JSON: 2 cases, such as json/n_name_empty",
	},
	{
		"undocumented members of senders",
		[2]string{"count($row) !== 1", "count($row) < 1"},
		[2]string{"len(row) != 1", "len(row) < 1"},
		[2]string{"Object.keys(row).length !== 1", "Object.keys(row).length < 1"},
		"  accepts what does not answer the request in JSON: 6 cases, such as json/n_error_attribute_of_row",
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
				if summary, code := command.conform(t, l, file, "--only-format", "json", "--documented"); code != 1 || !strings.Contains(summary, f.found) {
					t.Errorf("exit code %d, want %q in\n%s", code, f.found, summary)
				}
			})
		}
	}
}

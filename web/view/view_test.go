package view

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/lint"
)

func open(text string, chosen *smscodec.Request) *Session {
	s := Open(func() io.Reader { return strings.NewReader(text) }, chosen, false)
	s.Read()
	return s
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

const line = `{"url": "/sys/senders.php?get=1&fmt=1&charset=utf-8", "status": 200, "body": "zxcabs"}` + "\n"

func TestOpen(t *testing.T) {
	json := &smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON}
	for _, test := range []struct {
		name, text string
		chosen     *smscodec.Request
		want       string // format, packing, guess, failure, broken parts, rows
	}{
		{"lines", line, nil, `jsonl "" false "" 0 [1 list ]`},
		{"lines in gzip", packed(line), nil, `jsonl "gzip" false "" 0 [1 list ]`},
		{"cut-off gzip", packed(strings.Repeat(line, 1000))[:100], nil, `jsonl "gzip" false "" 1 []`},
		{"an answer", `[{"sender": "a"}]`, nil, `body "" false "" 0 [0 list ]`},
		{"an answer with its request", `[{"sender": "a"}]`, json, `body "" false "" 0 [0 list ]`},
		{"a text", "hello", nil, `body "" true "" 0 [0 several ambiguous]`},
		{"a text, with a request", "hello", json, `body "" false "" 0 [0 none syntax]`},
		{"digits", "123", nil, `body "" true "" 0 [0 several ambiguous]`},
		{"an answer that is cut off", `[{"sender": "a", "status": 1},`, nil, `body "" false "" 0 [0 none cut-off]`},
		{"an answer with departures", "name = a, status = 1\r\n", nil, `body "" false "" 0 [0 list crlf]`},
		{"a page", "<html><body>", nil, `body "" true "" 0 [0 none not-an-answer]`},
		{"an archive", "PK\x03\x04", nil, ` "" false "not recognised as a capture or an answer: a ZIP archive" 0 []`},
		{"a line that is broken", line + "{]\n" + line, nil, `jsonl "" false "" 1 [1 list  3 list ]`},
		{"no response", `{"url": "/sys/senders.php?get=1"}`, nil, `jsonl "" false "" 0 [1 missing no-body]`},
		{"a refusal", `ERROR = 2 (authorise error)`, nil, `body "" false "" 0 [0 error ]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(test.text, test.chosen)
			var rows []string
			for i, row := range s.Opened.Rows {
				var ids []string
				for _, f := range s.Exchange(i).Findings {
					ids = append(ids, f.ID)
				}
				rows = append(rows, fmt.Sprint(row.Entry, " ", row.Answer, " ", strings.Join(ids, ",")))
			}
			failure := ""
			if s.Opened.Failure != nil {
				failure = s.Opened.Failure.What
			}
			got := fmt.Sprintf("%s %q %t %q %d %v", s.Opened.Format, s.Opened.Packing, s.Opened.Guess != nil, failure, len(s.Opened.Broken), rows)
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestMany: all exchanges are counted; those with findings are listed before the others are.
func TestMany(t *testing.T) {
	damaged := strings.Replace(line, "zxcabs", "a=b", 1)
	s := open(strings.Repeat(line, 500)+strings.Repeat(damaged, 1500), nil)
	o := s.Opened
	if o.Answers != 2000 || len(o.Rows) != maxClean+maxDamaged || o.Unlisted != 800 {
		t.Errorf("%d answers, %d listed, %d not", o.Answers, len(o.Rows), o.Unlisted)
	}
	if len(o.Findings) == 0 || o.Findings[0].Count != 1500 {
		t.Errorf("findings %v", o.Findings)
	}
	if x := s.Exchange(maxClean); x.Entry != 501 || len(x.Findings) == 0 {
		t.Errorf("row %d is exchange %d with %v", maxClean, x.Entry, x.Findings)
	}
}

// TestPasted: a text that was pasted is UTF-8, though the server sent windows-1251; a file
// with the same bytes is not what was asked for. A link says which of the two it holds.
func TestPasted(t *testing.T) {
	for _, text := range []string{"[{\"sender\": \"Маг\"}]", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n\nHTTP/1.1 200 OK\n\n[{\"sender\": \"Маг\"}]"} {
		chosen := Chosen("get=1&fmt=3")
		src := func() io.Reader { return strings.NewReader(text) }
		for _, isText := range []bool{true, false} {
			s := Open(src, chosen, isText)
			s.Read()
			x := s.Exchange(0)
			isGarbled := len(x.Findings) > 0 && x.Findings[0].ID == "charset"
			if isGarbled == isText {
				t.Errorf("%s: text %t: findings %v", text, isText, x.Findings)
			}
			if linked := ParseLink(x.Link.Fragment); linked.IsText != isText || linked.Request.Charset != smscodec.Windows1251 || !x.Link.HasBody {
				t.Errorf("%s: text %t: linked as %+v", text, isText, linked)
			}
		}
	}
}

func TestParseRequest(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"get=1&fmt=3&charset=utf-8", "charset=utf-8&fmt=3&get=1"},
		{" ?get=1&all=1 ", "all=1&charset=windows-1251&fmt=0&get=1"},
		{"https://smsc.ru/sys/senders.php?del=1&fmt=2&charset=koi8-r&psw=secret#x", "charset=koi8-r&del=1&fmt=2"},
		{"sys/senders.php?add=1", "add=1&charset=windows-1251&fmt=0"},
		{"https://smsc.ru/sys/balance.php?get=1", errElsewhere.Error()},
		{"https://smsc.ru/sys/senders.php", "invalid request: no operation is asked for"},
		{"hello", errNoRequest.Error()},
		{"get=1&fmt=secret", "invalid request: fmt is none of 0, 1, 2, 3"},
	} {
		got := ""
		if req, err := ParseRequest(test.text); err != nil {
			got = err.Error()
		} else {
			got = req.Query
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestSupposed(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{`[{"sender": "a", "status": 1},`, "all=1&charset=utf-8&fmt=3&get=1"},
		{`[{"sender": "a"},`, "charset=utf-8&fmt=3&get=1"},
		{`[{"sender": "a", "mts": "1"`, "charset=utf-8&fmt=3&get=1&operators=1"},
		{`{"sender": 12`, "add=1&charset=utf-8&fmt=3"},
		{`{"result": "O`, "charset=utf-8&chg=1&fmt=3"},
		{`{"error": "a", "error_code": `, "charset=utf-8&fmt=3&get=1"},
		{`<list><sender status="1">a</sen`, "all=1&charset=utf-8&fmt=2&get=1"},
		{"<sender>\n<id>1", "add=1&charset=utf-8&fmt=2"},
		{"<result>OK", "charset=utf-8&chg=1&fmt=2"},
		{"name = a, mts = 1\r\n", "charset=utf-8&fmt=0&get=1&operators=1"},
		{"ID = 1\r", "add=1&charset=utf-8&fmt=0"},
		{"ERROR = 2", "charset=utf-8&fmt=0&get=1"},
		{"name = \xcc\xe0\xe3\r", "charset=windows-1251&fmt=0&get=1"},
		{"hello", ""},
	} {
		got := ""
		if req := supposed([]byte(test.body)); req != nil {
			got = req.Query().Encode()
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.body, got, test.want)
		}
	}
}

// marked writes lines as text: marks in brackets, escapes and hidden text as they are shown.
func marked(lines []Line) string {
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&b, "%d:", line.Number)
		for _, p := range line.Parts {
			if p.Kind != "" {
				p.Text = p.Kind + "(" + p.Text + ")"
			}
			if len(p.Marks) > 0 {
				p.Text = fmt.Sprint("[", p.Text, " ", p.Marks, "]")
			}
			b.WriteString(p.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func at(offsets ...int) (findings []lint.Finding) {
	for _, offset := range offsets {
		findings = append(findings, lint.Finding{Offset: offset, Line: 1})
	}
	return findings
}

func TestLines(t *testing.T) {
	none := secrets.NewFinder(nil)
	for _, test := range []struct {
		name     string
		body     string
		charset  smscodec.Charset
		hide     *secrets.Finder
		findings []lint.Finding
		want     string
	}{
		{"plain", "a\nb", 0, none, nil, "1:a\n2:b\n"},
		{"a line end at the end", "a\n", 0, none, nil, "1:a\n"},
		{"empty", "", 0, none, nil, ""},
		{"a word", "one two three", 0, none, at(4), "1:one [two [0]] three\n"},
		{"two at one place", "one two", 0, none, at(4, 4), "1:one [two [0 1]]\n"},
		{"inside a word", "one", 0, none, at(0, 1), "1:[o [0]][ne [1]]\n"},
		{"a line end", "a\r\nb", 0, none, at(1, 2), "1:a[escape(\\r) [0]][escape(\\n) [1]]\n2:b\n"},
		{"the end", "a\nb", 0, none, at(3), "1:a\n2:b[end() [0]]\n"},
		{"the end, after a line end", "a\n", 0, none, at(2), "1:a\n2:[end() [0]]\n"},
		{"an empty body", "", 0, none, at(0), "1:[end() [0]]\n"},
		{"hostile", "a\u202eb\x00\xff", 0, none, nil, "1:aescape(\\u202e)bescape(\\x00)escape(\\xff)\n"},
		{"windows-1251", "\xcc\xe0\xe3", smscodec.Windows1251, none, at(1), "1:М[а [0]]г\n"},
		{"a secret", "one secret two", 0, secrets.NewFinder([]string{"secret"}), at(5), "1:one [hidden(…) [0]] two\n"},
		{"a secret at the end", "one secret", 0, secrets.NewFinder([]string{"secret"}), at(10), "1:one hidden(…)[end() [0]]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := marked(lines([]byte(test.body), test.charset, test.hide, test.findings)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestLongText: of a long text its beginning is shown, and what is around each finding.
func TestLongText(t *testing.T) {
	body := []byte(strings.Repeat("0123456789\n", 100_000))
	got := lines(body, smscodec.UTF8, secrets.NewFinder(nil), at(550_000, len(body)))
	size, cuts, marks := 0, 0, 0
	for _, line := range got {
		for _, p := range line.Parts {
			size += len(p.Text)
			marks += len(p.Marks)
			if p.Kind == "cut" {
				cuts++
			}
		}
	}
	if size > maxBeginning+4*maxAround || cuts != 2 || marks != 2 {
		t.Errorf("%d bytes, %d cuts, %d marks", size, cuts, marks)
	}
	if n := got[len(got)-1].Number; n != 100_001 {
		t.Errorf("the last line is %d", n)
	}
}

func TestConvert(t *testing.T) {
	for _, test := range []struct {
		name, text string
		to         smscodec.Format
		want       string
	}{
		{"to XML", line, smscodec.XML, "<list>\n<sender>zxcabs</sender>\n</list>"},
		{"a refusal", `{"url": "/sys/senders.php?get=1&fmt=0&charset=utf-8", "body": "ERROR = 2 (authorise error)"}`, smscodec.JSON, "{\n\"error\": \"authorise error\",\n\"error_code\": 2\n}"},
		{"bytes in windows-1251", `{"url": "/sys/senders.php?get=1&fmt=1", "bodyBase64": "zODj"}`, smscodec.Plain, "name = Маг"},
		{"text that was in windows-1251", `{"url": "/sys/senders.php?get=1&fmt=2", "headers": {"Content-Type": "application/xml; charset=windows-1251"}, "body": "<?xml version=\"1.0\" encoding=\"windows-1251\"?><list><sender>Маг</sender></list>"}`, smscodec.CSV, "Маг"},
		{"a name that CSV cannot carry", `{"url": "/sys/senders.php?get=1&fmt=3&charset=utf-8", "body": "[{\"sender\": \"a\\nb\"}]"}`, smscodec.CSV, "error: csv: row 1: name: cannot be represented: control character U+000A"},
		{"a damaged answer", `{"url": "/sys/senders.php?get=1&fmt=3&charset=utf-8", "body": "[{"}`, smscodec.CSV, "error: " + errNotRead.Error()},
		{"a secret", `{"url": "/sys/senders.php?get=1&fmt=1&charset=utf-8&psw=zxcabs", "body": "zxcabs"}`, smscodec.XML, "error: " + errSecret.Error()},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := open(test.text, nil).Convert(0, test.to)
			if err != nil {
				got = "error: " + err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestLink: a link has the body if a redacted copy has it unchanged, and holds it exactly.
func TestLink(t *testing.T) {
	for _, test := range []struct {
		name, text string
		body       string // in the link; or
		why        string
	}{
		{"an answer", line, "zxcabs", ""},
		{"bytes", `{"url": "/sys/senders.php?get=1&fmt=3", "bodyBase64": "WyB7ICJzZW5kZXIiOiAiYSAmICUgKyIgfV0="}`, `[ { "sender": "a & % +" }]`, ""},
		{"bytes in windows-1251", `{"url": "/sys/senders.php?get=1&fmt=0", "bodyBase64": "bmFtZSA9IMzg4w=="}`, "", "it contains more than what is known to be free of secrets"},
		{"a body alone", `[{"sender": "a b"}]`, `[{"sender": "a b"}]`, ""},
		{"a member that is not documented", `[{"sender": "a", "note": "private"}]`, "", "it contains more than what is known to be free of secrets"},
		{"a secret", `{"url": "/sys/senders.php?get=1&fmt=1&charset=utf-8&psw=zxcabs", "body": "zxcabs"}`, "", "it contains more than what is known to be free of secrets"},
		{"a secret in a form", `{"url": "/sys/senders.php", "method": "POST", "post": "get=1&fmt=1&charset=utf-8&psw=zxcabs", "body": "zxcabs"}`, "", "it contains more than what is known to be free of secrets"},
		{"a long one", strings.Replace(line, "zxcabs", strings.Repeat(`zxcabs\n`, 400), 1), "", "it is too long"},
		{"none", `{"url": "/sys/senders.php?get=1"}`, "", "there is none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := open(test.text, nil).Exchange(0)
			linked := ParseLink(x.Link.Fragment)
			if string(linked.Body) != test.body || x.Link.Why != test.why || x.Link.HasBody != (test.body != "") {
				t.Errorf("%+v has %q, want %q", x.Link, linked.Body, test.body)
			}
			if x.Request != nil && (linked.Request == nil || *linked.Request != *x.Request) {
				t.Errorf("%+v has the request %v, want %v", x.Link, linked.Request, x.Request)
			}
			if strings.Contains(x.Link.Fragment, "psw") {
				t.Errorf("the link has a password: %s", x.Link.Fragment)
			}
		})
	}
}

func TestCopy(t *testing.T) {
	src := func(text string) func() io.Reader { return func() io.Reader { return strings.NewReader(text) } }
	chosen := &smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV}
	var b strings.Builder
	got := Copy(&b, src("zxcabs"), chosen, CopyOptions{})
	if want := `{"url":"/sys/senders.php?charset=utf-8&fmt=1&get=1","status":0,"headers":{},"body":"zxcabs"}` + "\n"; b.String() != want || got.Copied != 1 {
		t.Errorf("%+v\n%s, want\n%s", got, &b, want)
	}
	b.Reset()
	got = Copy(&b, src(strings.Replace(line, "zxcabs", "79001234567", 1)), nil, CopyOptions{HAR: true, Phones: true})
	if !strings.HasPrefix(b.String(), `{"log":`) || strings.Contains(b.String(), "79001234567") || got.Copied != 1 {
		t.Errorf("%+v\n%s", got, &b)
	}
	b.Reset()
	if got = Copy(&b, src("hello"), nil, CopyOptions{}); got.Failure == nil || b.Len() > 0 {
		t.Errorf("%+v\n%s", got, &b)
	}
}

// FuzzOpen: whatever is opened, what is shown has only characters that are safe to show,
// and each finding with a place is marked once.
func FuzzOpen(f *testing.F) {
	for _, pattern := range []string{"../../lint/testdata/*", "../../capture/testdata/*.*", "../../capture/testdata/har/session.har"} {
		paths, err := filepath.Glob(filepath.FromSlash(pattern))
		if err != nil || len(paths) == 0 {
			f.Fatalf("%s: %d files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text, "", false)
		}
	}
	f.Add([]byte("123"), "", true)
	f.Add([]byte("[{"), "get=1&fmt=3", true)
	f.Fuzz(func(t *testing.T, text []byte, query string, isText bool) {
		s := Open(func() io.Reader { return bytes.NewReader(text) }, Chosen(query), isText)
		s.Read()
		for i := range s.Opened.Rows {
			x := s.Exchange(i)
			marks := make(map[int]int)
			check := func(parts []Part) {
				for _, p := range parts {
					for _, r := range p.Text {
						if !shown.Is(r) {
							t.Fatalf("%q is shown as itself", r)
						}
					}
				}
			}
			for _, line := range x.Text {
				check(line.Parts)
				last := -1
				for _, p := range line.Parts {
					for _, m := range p.Marks {
						if m != last {
							marks[m]++
						}
						last = m
					}
				}
			}
			for m, finding := range x.Findings {
				if (finding.Line > 0) != (marks[m] > 0) {
					t.Fatalf("finding %d, of line %d, is marked %d times", m, finding.Line, marks[m])
				}
			}
			tables := []*Table{x.Table}
			for _, r := range x.Readings {
				tables = append(tables, r.Table)
			}
			for _, table := range tables {
				if table != nil {
					for _, row := range table.Rows {
						for _, cell := range row {
							check(cell.Parts)
						}
					}
				}
			}
		}
		Copy(io.Discard, func() io.Reader { return bytes.NewReader(text) }, Chosen(query), CopyOptions{})
	})
}

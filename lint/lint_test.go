package lint_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// TestRules compares each rule with its file in testdata: exchanges that it fires for, and
// some that it does not fire for. Their member want, which the reader skips, has the ids of
// all findings.
func TestRules(t *testing.T) {
	for rule := range lint.Rules() {
		if rule.ID == "trailing" {
			continue // no line can have that: see TestTrailing
		}
		t.Run(rule.ID, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join("testdata", rule.ID+".jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			fires, not := 0, 0
			lines := slices.Collect(bytes.Lines(file))
			for x, err := range (capture.Reader{Format: capture.JSONLines}).Exchanges(bytes.NewReader(file)) {
				if err != nil {
					t.Fatal(err)
				}
				var line struct {
					Why   string
					Want  []string
					Names int // if not 0, the body is a CSV list of so many different names
				}
				if err := json.Unmarshal(lines[x.Entry-1], &line); err != nil {
					t.Fatal(err)
				}
				for i := range line.Names {
					x.Response.Body = fmt.Appendf(x.Response.Body, "n%d\n", i)
				}
				var linter lint.Linter
				got := []string{}
				for _, f := range linter.Check(x).Findings {
					got = append(got, f.Rule.ID)
				}
				slices.Sort(got)
				slices.Sort(line.Want)
				if diff := cmp.Diff(line.Want, got); diff != "" {
					t.Errorf("%s: findings (-want +got)\n%s", line.Why, diff)
				}
				if slices.Contains(got, rule.ID) {
					fires++
				} else {
					not++
				}
			}
			if fires == 0 || not == 0 {
				t.Errorf("fires for %d, and not for %d", fires, not)
			}
		})
	}
}

// Bytes after a body are a note about the capture, and no part of the answer.
func TestTrailing(t *testing.T) {
	for _, rest := range []string{"", "\n200 0.01\n"} {
		dump := "GET /sys/senders.php?del=1&fmt=0 HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 2\n\nOK" + rest
		for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(dump)) {
			if err != nil {
				t.Fatal(err)
			}
			var linter lint.Linter
			result := linter.Check(x)
			if result.Reply != (smscodec.Done{}) || len(result.Findings) > 0 != (rest != "") {
				t.Fatalf("%q: %+v", rest, result)
			}
			for _, f := range result.Findings {
				if f.Rule.ID != "trailing" || f.Rule.Severity != lint.Note {
					t.Errorf("%q: %+v", rest, f)
				}
			}
		}
	}
}

func TestEveryFileHasARule(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if id := strings.TrimSuffix(filepath.Base(file), ".jsonl"); lint.Lookup(id) == nil {
			t.Errorf("%s is of no rule", file)
		}
	}
}

// TestQuirksHaveRules: a quirk that smscodec gets must get a rule.
func TestQuirksHaveRules(t *testing.T) {
	for id := range strings.SplitSeq(smscodec.AllQuirks.String(), ",") {
		if lint.Lookup(id) == nil {
			t.Errorf("no rule for the quirk %s", id)
		}
	}
}

// TestPlaces compares the positions of findings with a mark in the body, which is before
// the byte that the first finding is about.
func TestPlaces(t *testing.T) {
	const mark = "¦"
	for _, test := range []struct{ query, body, id string }{
		{"get=1&fmt=0", "name = a\nname = ¦abcdefghijkl", "name-length"},
		{"get=1&fmt=0", "name = a\n\nname = ¦Ж", "name-alphabet"},
		{"get=1&fmt=1", "a\r\n¦-1\r\n", "csv-formula"},
		{"get=1&fmt=1&all=1", "a,1\nb,1\n¦a,1", "duplicate-name"},
		{"get=1&fmt=2", "<!-- <sender> --><list><sender>a</sender><sender>¦Ж</sender></list>", "name-alphabet"},
		{"get=1&fmt=2&all=1", "<list><sender status='1'>¦&#1046;</sender></list>", "name-alphabet"},
		{"get=1&fmt=3", "[{\"sender\": \"sender\"},{\"id\": \"{[\", \"sender\" : \"¦Ж\"}]", "name-alphabet"},
		{"get=1&fmt=3", "[{\"sender\": ¦1234567890123456}]", "name-length"},
		{"get=1&fmt=3", "[{\"sender\" : \"¦: Ж\"}]", "name-alphabet"},
		{"get=1&fmt=3", "[{\"id\": \"sender\", \"sender\": \"¦Ж\"}]", "name-alphabet"},
		{"get=1&fmt=0", "\uFEFFname = ¦Ж", "name-alphabet"},
		{"get=1&fmt=1", "\uFEFFa\n¦Ж", "name-alphabet"},
		{"get=1&fmt=2", "\uFEFF<list><sender>¦Ж</sender></list>", "name-alphabet"},
		{"get=1&fmt=3", "\uFEFF[{\"sender\": \"¦Ж\"}]", "name-alphabet"},
		{"get=1&fmt=3", "[{\"sender\": \"a\"},¦]", "syntax"},
		{"get=1&fmt=3", "[{\"sender\": \"¦\uFFFD\"}]", "charset"},
	} {
		before, after, _ := strings.Cut(test.body, mark)
		x := &capture.Exchange{
			Request:  capture.Request{URL: "/sys/senders.php?charset=utf-8&" + test.query},
			Response: capture.Response{Body: []byte(before + after), Text: true},
		}
		var linter lint.Linter
		result := linter.Check(x)
		at := slices.IndexFunc(result.Findings, func(f lint.Finding) bool { return f.Rule.ID == test.id })
		if at < 0 {
			t.Errorf("%q: no %s in %v", test.body, test.id, result.Findings)
			continue
		}
		f := result.Findings[at]
		line := strings.Count(before, "\n") + 1
		col := len(before) - strings.LastIndex(before, "\n")
		if f.Offset != len(before) || f.Line != line || f.Col != col {
			t.Errorf("%q: %s at %d, %d:%d, want %d, %d:%d", test.body, test.id, f.Offset, f.Line, f.Col, len(before), line, col)
		}
	}
}

// TestFindingsAreCounted: equal findings are one, with a count.
func TestFindingsAreCounted(t *testing.T) {
	x := &capture.Exchange{
		Request:  capture.Request{URL: "/sys/senders.php?get=1&fmt=1&charset=utf-8"},
		Response: capture.Response{Body: []byte(strings.Repeat("a1\r\n", 1000))},
	}
	var linter lint.Linter
	got := map[string]int{}
	for _, f := range linter.Check(x).Findings {
		got[f.Rule.ID] = f.Count
	}
	if diff := cmp.Diff(map[string]int{"crlf": 1000, "duplicate-name": 999}, got); diff != "" {
		t.Errorf("counts (-want +got)\n%s", diff)
	}
}

// TestFindingsAreBounded: members can have any names.
func TestFindingsAreBounded(t *testing.T) {
	var body strings.Builder
	body.WriteString("[")
	for i := range 1000 {
		if i > 0 {
			body.WriteString(",")
		}
		fmt.Fprintf(&body, `{"sender": "a%d", "x%d": "1"}`, i, i)
	}
	body.WriteString(`, {"sender": "abcdefghijkl"}]`)
	x := &capture.Exchange{
		Request:  capture.Request{URL: "/sys/senders.php?get=1&fmt=3&charset=utf-8"},
		Response: capture.Response{Body: []byte(body.String())},
	}
	var linter lint.Linter
	findings := linter.Check(x).Findings
	if last := findings[len(findings)-1]; last.Rule.ID != "name-length" || last.Count != 1 || last.Others {
		t.Errorf("a finding of another rule: %+v", last)
	}
	findings = findings[:len(findings)-1]
	sum := 0
	for _, f := range findings {
		sum += f.Count
	}
	if len(findings) != 17 || sum != 1000 {
		t.Fatalf("%d findings with a total count of %d, want 17 with 1000", len(findings), sum)
	}
	others := findings[16]
	if !others.Others || others.Message != "and 984 more like it" || others.Field != "" || others.Offset != strings.Index(body.String(), `"x16"`) {
		t.Errorf("%+v", others)
	}
}

// TestTextsAreShared: the texts of equal findings of many exchanges take the memory of one.
func TestTextsAreShared(t *testing.T) {
	var first lint.Finding
	for range 2 {
		x := &capture.Exchange{
			Request:  capture.Request{URL: "/sys/senders.php?get=1&fmt=3&charset=utf-8"},
			Response: capture.Response{Body: []byte(`[{"sender": "a", "undocumented": "1"}]`)},
		}
		var linter lint.Linter
		f := linter.Check(x).Findings[0]
		if first.Message == "" {
			first = f
		} else if unsafe.StringData(f.Message) != unsafe.StringData(first.Message) || unsafe.StringData(f.Field) != unsafe.StringData(first.Field) {
			t.Errorf("%q and %q are a duplicate", f.Message, f.Field)
		}
	}
}

// TestNoSecrets: no finding shows a secret of the exchange, though the answer
// quotes it in the name of a member, which findings do show.
func TestNoSecrets(t *testing.T) {
	x := &capture.Exchange{
		Request: capture.Request{
			URL:    "https://smsc.ru/sys/senders.php?get=1&fmt=3&charset=utf-8&login=alice&psw=hun%74er2",
			Header: capture.Header{{Name: "Cookie", Value: "session=hunter3"}},
		},
		Response: capture.Response{
			Body:   []byte(`[{"sender": "a", "hunter2": "1", "alice": "3", "hunter3": "4"}]`),
			Header: capture.Header{{Name: "Content-Type", Value: "hunter2/x"}},
		},
	}
	var linter lint.Linter
	findings := linter.Check(x).Findings
	for _, f := range findings {
		for _, secret := range []string{"hunter", "alice"} {
			if strings.Contains(f.Message+f.Field, secret) {
				t.Errorf("%s: %s: %s", f.Rule.ID, f.Field, f.Message)
			}
		}
	}
	if len(findings) != 4 {
		t.Errorf("%d findings, want 4", len(findings))
	}
}

// TestNoSecretsOfHeaders: what the header or the capture says of the body may be a secret.
func TestNoSecretsOfHeaders(t *testing.T) {
	for _, response := range []capture.Response{
		{Body: []byte("[]"), Header: capture.Header{{Name: "Content-Type", Value: "Hunter2/x"}}},
		{Body: []byte("[]"), Header: capture.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "Content-Length", Value: "7777777"}}},
		{BodyOmitted: true, Omitted: capture.Omitted{Kind: "the hunter", Size: 7777777}},
	} {
		x := &capture.Exchange{Request: capture.Request{URL: "/sys/senders.php?get=1&fmt=3&charset=utf-8&login=the+hunter&psw=Hunter2&code=7777777"}, Response: response}
		findings := new(lint.Linter).Check(x).Findings
		if len(findings) != 1 {
			t.Errorf("%+v: %+v, want one finding", response, findings)
		}
		for _, f := range findings {
			if strings.Contains(strings.ToLower(f.Message), "hunter") || strings.Contains(f.Message, "7777777") {
				t.Errorf("%s: %s", f.Rule.ID, f.Message)
			}
		}
	}
}

// TestHints: a body that is malformed in one format may be a valid answer in another, or
// may be one with other text after it.
func TestHints(t *testing.T) {
	const (
		isXML    = "; it is a valid answer in xml"
		trailing = "; the text before it is a complete answer: remove the trailing data, such as the output of curl -w"
	)
	for _, test := range []struct{ name, query, body, want string }{
		{"another format", "get=1&fmt=3", "<list>\n<sender>zxcabs</sender>\n</list>", "want a value" + isXML},
		{"plain", "get=1&fmt=3", "name = zxcabs", "; it is a valid answer in plain"},
		{"a result in JSON", "get=1&fmt=2", `{"result":"OK"}`, "; it is a valid answer in json"},
		{"OK", "get=1&fmt=3", "OK", "found OK, want a list of sender names"},
		{"text after a line of CSV", "get=1&fmt=1", "a\n\x01b", "malformed: control character"},
		{"another format, malformed", "get=1&fmt=3", "<list>\n<sender>zxcabs\n</list>", "want a value"},
		{"text that CSV takes for a name", "get=1&fmt=3", "Service Unavailable", "want a value"},
		{"text after JSON", "get=1&fmt=3", "[{\n\"sender\": \"a\"\n}]\n200 0.03", trailing},
		{"text after XML", "get=1&fmt=2", "<list>\n<sender>a</sender>\n</list>\n200 0.03", trailing},
		{"text after plain", "get=1&fmt=0", "name = a\nElapsed time: 0.03s", trailing},
		{"text within a line of plain", "add=1&fmt=0", "ID = 1x", "malformed: not a line of this format"},
		{"text between lines of plain", "get=1&fmt=0", "name = a\nElapsed time: 0.03s\nname = b", "malformed: not a line of this format"},
		{"text that is not plain", "get=1&fmt=0", "Elapsed time: 0.03s", "malformed: not a line of this format"},
		{"text after an error", "get=1&fmt=3", `{"error": "x", "error_code": 1}200`, trailing},
		{"a bare &", "get=1&fmt=2", "<list>\n<sender>Tom & Co</sender>\n</list>", "malformed: a bare & must be written &amp;"},
		{"no status", "get=1&all=1&fmt=3", `[{"sender": "a"}]`, `no "status" in the first sender, though all=1 was requested`},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := &capture.Exchange{
				Request:  capture.Request{URL: "/sys/senders.php?charset=utf-8&" + test.query},
				Response: capture.Response{Body: []byte(test.body)},
			}
			var linter lint.Linter
			findings := linter.Check(x).Findings
			if len(findings) != 1 || !strings.HasSuffix(findings[0].Message, test.want) {
				t.Errorf("%+v, want %q", findings, test.want)
			}
		})
	}
}

// TestDropped: that a part of a request was not kept says nothing about the answer.
func TestDropped(t *testing.T) {
	x := &capture.Exchange{
		Response: capture.Response{Status: 200, Body: []byte(`[{"wrong":1}]`)},
		Defects:  []capture.Defect{{Err: capture.ErrDropped}},
	}
	findings := new(lint.Linter).Check(x).Findings
	if len(findings) != 1 || findings[0].Rule.ID != "not-an-answer" {
		t.Errorf("%+v, want not-an-answer", findings)
	}
}

// TestShortLength: a body that is cut at a Content-Length that is too small is the fault of
// the capture, whether the request is known or not.
func TestShortLength(t *testing.T) {
	for _, test := range []struct{ name, url, body, rule, want string }{
		{"JSON", "/sys/senders.php?get=1&fmt=3&charset=utf-8", `[{"sender": "zx`, "cut-off", "unexpected EOF at the Content-Length, after which the body continues"},
		{"without a request", "", `[{"sender": "zx`, "cut-off", "unexpected EOF at the Content-Length, after which the body continues; read as the answer to get in json, because the request is not known"},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := &capture.Exchange{
				Request:  capture.Request{URL: test.url},
				Response: capture.Response{Body: []byte(test.body)},
				Defects:  []capture.Defect{{Err: capture.ErrTrailing}},
			}
			findings := new(lint.Linter).Check(x).Findings
			if len(findings) != 2 || findings[1].Rule.ID != test.rule || findings[1].About != lint.Capture || findings[1].Message != test.want {
				t.Errorf("%+v, want %s", findings, test.want)
			}
		})
	}
}

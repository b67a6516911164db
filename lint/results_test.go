package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// asked returns a request as a query, or "unknown".
func asked(req smscodec.Request) string {
	if req.Op == 0 {
		return "unknown"
	}
	return req.Query().Encode()
}

// outcome returns a result in a line, without its findings:
//
//	get=1&fmt=3: smscodec.List, 2 senders | readings
func outcome(r lint.Result) string {
	text := asked(r.Request) + ":"
	if r.Elsewhere {
		text += " elsewhere"
	}
	if r.NoBody {
		text += " no body"
	}
	if r.Reply != nil {
		text += fmt.Sprintf(" %T", r.Reply)
	}
	if r.Senders > 0 {
		text += fmt.Sprintf(", %d senders", r.Senders)
	}
	for _, reading := range r.Readings {
		text += fmt.Sprintf(" | %s %T", asked(reading.Request), reading.Reply)
		if reading.Senders > 0 {
			text += fmt.Sprintf(", %d senders", reading.Senders)
		}
	}
	return text
}

// TestResults: what a response is read as, and which request it answers.
func TestResults(t *testing.T) {
	given := &smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: smscodec.UTF8}
	const form = `"url":"/sys/senders.php","method":"POST",`
	for _, tt := range []struct {
		name    string
		request *smscodec.Request // of the Linter
		line    string
		want    string
		ids     string // of the findings
	}{
		{"elsewhere", nil, `{"url":"https://smsc.ru/","status":500,"body":"[]"}`, "unknown: elsewhere", ""},
		{"a preflight", nil, `{"url":"/sys/senders.php","method":"OPTIONS","status":500,"body":""}`, "unknown: elsewhere", ""},
		{"no response", nil, get("fmt=3", `"method":"GET"`), "charset=windows-1251&fmt=3&get=1: no body", "no-body"},
		{"no response, and no request", nil, `{"method":"GET","status":0}`, "unknown: no body", "no-body"},
		{"a list", nil, get("fmt=1", `"status":200,"body":"a\nb"`), "charset=windows-1251&fmt=1&get=1: smscodec.List, 2 senders", ""},
		{"an empty list", nil, get("fmt=3", `"status":200,"body":"[]"`), "charset=windows-1251&fmt=3&get=1: smscodec.List", ""},
		{"a refusal", nil, get("fmt=3", `"status":200,"body":"{\"error\": \"x\", \"error_code\": 2}"`), "charset=windows-1251&fmt=3&get=1: *smscodec.APIError", ""},
		{"a refusal in an empty text", nil, get("fmt=1", `"status":200,"body":"0,-2"`), "charset=windows-1251&fmt=1&get=1: *smscodec.APIError", ""},
		{"no answer", nil, get("fmt=3", `"status":200,"body":"x"`), "charset=windows-1251&fmt=3&get=1:", "syntax"},
		{"a form", nil, `{` + form + `"post":"add=1&sender=a&fmt=1","status":200,"body":"7"}`, "add=1&charset=windows-1251&fmt=1: smscodec.Added", ""},
		{"a form, and one like it", nil, `{` + form + `"post":"del=1&id=1&fmt=1","status":200,"body":"OK"}`, "charset=windows-1251&del=1&fmt=1: smscodec.Done", ""},
		{"a form without a URL", nil, `{"post":"get=1&fmt=1","status":200,"body":"a"}`, "charset=windows-1251&fmt=1&get=1: smscodec.List, 1 senders", ""},
		{"a failure, and text that is a name", nil, get("fmt=1", `"status":500,"body":"Oops"`), "charset=windows-1251&fmt=1&get=1:", "http-status"},
		{"a failure, and an answer", nil, get("fmt=3", `"status":500,"body":"{\"error\": \"x\", \"error_code\": 2}"`), "charset=windows-1251&fmt=3&get=1: *smscodec.APIError", "http-status"},
		{"HEAD", nil, `{"url":"/sys/senders.php?get=1&fmt=3","method":"HEAD","status":200,"body":""}`, "charset=windows-1251&fmt=3&get=1: no body", ""},
		{"a page", nil, get("fmt=0", `"status":200,"body":"<html>"`), "charset=windows-1251&fmt=0&get=1:", "not-an-answer"},

		{"a request that is given", given, `{"status":200,"body":"[]"}`, "charset=utf-8&fmt=3&get=1: smscodec.List", ""},
		{"a request that is given, in another charset", given, `{"status":200,` + base64Body("[{\"sender\": \"\xe6\"}]") + `,"headers":{"Content-Type":"application/json; charset=windows-1251"}}`, "charset=windows-1251&fmt=3&get=1: smscodec.List, 1 senders", "name-alphabet"},
		{"a request that is given, and one that is captured", given, get("fmt=1", `"status":200,"body":"a"`), "charset=windows-1251&fmt=1&get=1: smscodec.List, 1 senders", ""},
		{"a request that is given, and a form that is not there", given, `{` + form + `"status":200,"body":"[]"}`, "charset=utf-8&fmt=3&get=1: smscodec.List", ""},
		{"a form that is not there", nil, `{` + form + `"status":200,"body":"[]"}`, "charset=utf-8&fmt=3&get=1&operators=1: smscodec.List", "no-request"},

		{"a number", nil, `{"status":200,"body":"123"}`, "unknown: | add=1&charset=utf-8&fmt=1 smscodec.Added | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"a number as CSV", nil, `{"status":200,"body":"123","headers":{"Content-Type":"text/csv"}}`, "unknown: | add=1&charset=utf-8&fmt=1 smscodec.Added | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"a number as JSON", nil, `{"status":200,"body":"123",` + inJSON + `}`, "unknown: | add=1&charset=utf-8&fmt=1 smscodec.Added | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"OK", nil, `{"status":200,"body":"OK"}`, "unknown: | charset=utf-8&chg=1&fmt=0 smscodec.Done | charset=utf-8&chg=1&fmt=1 smscodec.Done | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"OK as JSON", nil, `{"status":200,"body":"OK",` + inJSON + `}`, "unknown: | charset=utf-8&del=1&fmt=3 smscodec.Done | charset=utf-8&chg=1&fmt=0 smscodec.Done | charset=utf-8&chg=1&fmt=1 smscodec.Done | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"OK as text", nil, `{"status":200,"body":"OK",` + inText + `}`, "unknown: | charset=utf-8&chg=1&fmt=0 smscodec.Done | charset=utf-8&chg=1&fmt=1 smscodec.Done | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"OK as CSV", nil, `{"status":200,"body":"OK","headers":{"Content-Type":"text/csv"}}`, "unknown: | charset=utf-8&chg=1&fmt=1 smscodec.Done | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"OK with a line end as JSON", nil, `{"status":200,"body":"OK\n",` + inJSON + `}`, "unknown: | charset=utf-8&del=1&fmt=3 smscodec.Done | charset=utf-8&chg=1&fmt=0 smscodec.Done | charset=utf-8&chg=1&fmt=1 smscodec.Done | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"statuses of two operators", nil, `{"status":200,"body":"a,1\nb,2","headers":{"Content-Type":"text/csv"}}`, "all=1&charset=utf-8&fmt=1&get=1: smscodec.List, 2 senders", ""},
		{"a list in CSV, or other text", nil, `{"status":200,"body":"a,1\nb,2"}`, "unknown: | all=1&charset=utf-8&fmt=1&get=1 smscodec.List, 2 senders", "ambiguous"},
		{"a text", nil, `{"status":200,"body":"Service unavailable",` + inText + `}`, "unknown: | charset=utf-8&fmt=1&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"a list in XML", nil, `{"status":200,"body":"<list>\n<sender>a</sender>\n</list>"}`, "charset=utf-8&fmt=2&get=1: smscodec.List, 1 senders", ""},
		{"a list in XML as JSON", nil, `{"status":200,"body":"<list>\n<sender>a</sender>\n</list>",` + inJSON + `}`, "charset=utf-8&fmt=2&get=1: smscodec.List, 1 senders", "content-type"},
		{"XML that was decoded", nil, `{"status":200,"body":"<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<list><sender>Ж</sender></list>"}`, "charset=windows-1251&fmt=2&get=1: smscodec.List, 1 senders", "name-alphabet"},
		{"XML that was decoded from another charset than the header's", nil, `{"status":200,"body":"<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<list><sender>Ж</sender></list>","headers":{"Content-Type":"text/xml; charset=koi8-r"}}`, "unknown:", "charset"},
		{"XML in its charset", nil, `{"status":200,` + base64Body("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<list><sender>\xc6</sender></list>") + `}`, "charset=windows-1251&fmt=2&get=1: smscodec.List, 1 senders", "name-alphabet"},
		{"bytes of either charset", nil, `{"status":200,` + base64Body("[{\"sender\": \"\xc6\"}]") + `}`, "unknown: | charset=windows-1251&fmt=3&get=1 smscodec.List, 1 senders | charset=koi8-r&fmt=3&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"bytes of the charset of the header", nil, `{"status":200,` + base64Body("[{\"sender\": \"\xc6\"}]") + `,"headers":{"Content-Type":"application/json; charset=koi8-r"}}`, "charset=koi8-r&fmt=3&get=1: smscodec.List, 1 senders", "name-alphabet"},
		{"UTF-8 in another charset by the header", nil, `{"status":200,` + base64Body("[{\"sender\": \"Ж\"}]") + `,"headers":{"Content-Type":"application/json; charset=koi8-r"}}`, "charset=koi8-r&fmt=3&get=1: smscodec.List, 1 senders", "charset"},
		{"bytes of either charset, in a later name", nil, `{"status":200,` + base64Body("[{\"sender\": \"a\"},{\"sender\": \"\xc6\"}]") + `}`, "unknown: | charset=windows-1251&fmt=3&get=1 smscodec.List, 2 senders | charset=koi8-r&fmt=3&get=1 smscodec.List, 2 senders", "ambiguous"},
		{"bytes of either charset, in a comment", nil, `{"status":200,` + base64Body("<list><!-- \xc6 -->\n<sender>a</sender><sender>b</sender></list>") + `}`, "charset=windows-1251&fmt=2&get=1: smscodec.List, 2 senders", ""},
		{"nothing", nil, `{"status":200,"body":" \n"}`, "unknown:", "not-an-answer"},
		{"nothing documented", nil, `{"status":200,"body":"{\"a\": 1}"}`, "unknown:", "not-an-answer"},
		{"nothing documented, of a body that is cut off", nil, `{"status":200,"bodyBase64":"W3sKInNlbmRlciI6ICJhYmMiCn1"}`, "unknown:", "cut-off cut-off"},
		{"an undocumented member", nil, `{"status":200,"body":"[{\"sender\":\"a\",\"id\":1}]"}`, "charset=utf-8&fmt=3&get=1: smscodec.List, 1 senders", "extra"},
		{"statuses in quotes", nil, `{"status":200,"body":"[{\"sender\":\"a\",\"status\":\"1\"}]"}`, "all=1&charset=utf-8&fmt=3&get=1: smscodec.List, 1 senders", "number"},
		{"a status out of range", nil, `{"status":200,"body":"[{\"sender\":\"a\",\"status\":1},{\"sender\":\"b\",\"status\":300}]"}`, "unknown:", "value"},
		{"a status that is missing", nil, `{"status":200,"body":"name = a, status = 1\nname = b"}`, "unknown:", "shape"},
		{"departures in bytes of either charset", nil, `{"status":200,` + base64Body("[{\"sender\": \"\xc6\", \"x\": 1}]") + `}`, "unknown: | charset=windows-1251&fmt=3&get=1 smscodec.List, 1 senders | charset=koi8-r&fmt=3&get=1 smscodec.List, 1 senders", "ambiguous"},
		{"an id that is cut off", nil, `{"status":200,"body":"ID = 2"}`, "add=1&charset=utf-8&fmt=0: smscodec.Added", ""},
		{"a byte order mark", nil, `{"status":200,"body":"\ufeff[{\"sender\":\"a\"}]"}`, "charset=utf-8&fmt=3&get=1: smscodec.List, 1 senders", "bom"},
		{"a refusal with an id", nil, `{"status":200,"body":"ERROR = 7 (invalid number), ID - 34"}`, "charset=utf-8&fmt=0&get=1: *smscodec.APIError", "extra"},
		{"CR LF", nil, `{"status":200,"body":"name = a\r\nname = b\r\n"}`, "charset=utf-8&fmt=0&get=1: smscodec.List, 2 senders", "crlf"},
		{"OK with CR LF as JSON", nil, `{"status":200,"body":"OK\r\n",` + inJSON + `}`, "unknown: | charset=utf-8&del=1&fmt=3 smscodec.Done | charset=utf-8&chg=1&fmt=0 smscodec.Done", "ambiguous"},
		{"bytes of another charset than the header's", nil, `{"status":200,` + base64Body("[{\"sender\": \"\xc6\"}]") + `,"headers":{"Content-Type":"application/json; charset=utf-8"}}`, "unknown:", "charset"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			linter := lint.Linter{Request: tt.request}
			for x, err := range (capture.Reader{Format: capture.JSONLines}).Exchanges(strings.NewReader(tt.line)) {
				if err != nil {
					t.Fatal(err)
				}
				result := linter.Check(x)
				var ids []string
				for _, f := range result.Findings {
					ids = append(ids, f.Rule.ID)
				}
				if got, ids := outcome(result), strings.Join(ids, " "); got != tt.want || ids != tt.ids {
					t.Errorf("got %s (%s)\nwant %s (%s)", got, ids, tt.want, tt.ids)
				}
			}
		})
	}
}

// TestLongListRows: rows of a list that is read in pieces, and names that are too many.
func TestLongListRows(t *testing.T) {
	var linter lint.Linter
	check := func(names int, last string) []string {
		var body strings.Builder
		for i := range names {
			fmt.Fprintf(&body, "n%d\n", i)
		}
		body.WriteString(last)
		x := &capture.Exchange{Request: capture.Request{URL: "/sys/senders.php?get=1&fmt=1"}, Response: capture.Response{Body: []byte(body.String())}}
		var got []string
		for _, f := range linter.Check(x).Findings {
			got = append(got, describe(f))
		}
		return got
	}
	for _, n := range []int{511, 512, 20000, 20479, 20480} {
		want := []string{fmt.Sprintf(`csv-formula answer row %d at %d:1 "name": begins with -`, n, n+1)}
		if got := check(n, "-b"); !slices.Equal(got, want) {
			t.Errorf("after %d rows: %q, want %q", n, got, want)
		}
	}
	if got, want := check(1<<17+2, "n7"), []string{
		"long-list answer: 2 names after the first 131072 different ones were not searched for duplicates among them",
		`duplicate-name answer row 131074 at 131075:1 "name": the same name as an earlier sender`,
	}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := check(10, "n10"); len(got) > 0 {
		t.Errorf("a short list after a long one: %q", got)
	}
}

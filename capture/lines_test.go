package capture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smscodec/smscodec/capture"
)

var (
	lines = capture.Reader{Format: capture.JSONLines}
	hars  = capture.Reader{Format: capture.HAR}

	// comparable leaves out where a body stood; checkPositions looks at that.
	comparable = cmp.Options{cmpopts.IgnoreUnexported(capture.Exchange{}, capture.Response{}), cmpopts.EquateErrors(), cmpopts.EquateEmpty()}
)

func TestLine(t *testing.T) {
	const url = "https://smsc.ru/sys/senders.php"
	tests := []struct {
		name, line string
		want       capture.Exchange
	}{
		{"every member",
			`{"url":"https://smsc.ru/sys/senders.php","method":"POST","post":"get=1&fmt=1","status":200,"headers":{"Content-Type":"text/csv","Set-Cookie":["a=1","b=2"]},"body":"zxcabs\u002c1"}`,
			capture.Exchange{
				Request: capture.Request{Method: "POST", URL: url, Body: []byte("get=1&fmt=1")},
				Response: capture.Response{
					Status: 200, Header: capture.Header{{"Content-Type", "text/csv"}, {"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}},
					Body: []byte("zxcabs,1"), Text: true,
				},
			}},
		{"a body as bytes", `{"status":0,"bodyBase64":"zMDD"}`,
			capture.Exchange{Response: capture.Response{Body: []byte("\xcc\xc0\xc3")}}},
		{"base64 with escapes and line ends", `{"status":0,"bodyBase64":"z\u004dD\/\r\n8w=="}`,
			capture.Exchange{Response: capture.Response{Body: []byte("\xcc\xc0\xff\xf3")}}},
		{"an empty body", `{"status":0,"body":""}`,
			capture.Exchange{Response: capture.Response{Body: []byte{}, Text: true}}},
		{"no body", `{"url":"https://smsc.ru/sys/senders.php"}`,
			capture.Exchange{Request: capture.Request{URL: url}, Response: capture.Response{Lost: true}}},
		{"nothing", ` { "status" : 0 } `, capture.Exchange{Response: capture.Response{Lost: true}}},
		{"nulls", `{"url":null,"status":0,"headers":{"Content-Type":null},"body":null,"bodyBase64":"T0s="}`,
			capture.Exchange{Response: capture.Response{Body: []byte("OK")}}},
		{"members of others", `{"@timestamp":1,"status":0,"body":"OK","k8s":{"pod":["a",{}]}}`,
			capture.Exchange{Response: capture.Response{Body: []byte("OK"), Text: true}}},
		{"a time", `{"time":"2026-11-30T09:15:00Z","status":0}`,
			capture.Exchange{Time: "2026-11-30T09:15:00Z", Response: capture.Response{Lost: true}}},
		{"a time as in a HAR, and a number", `{"time":1764494100.5,"startedDateTime":"2026-11-30","status":0}`,
			capture.Exchange{Time: "2026-11-30", Response: capture.Response{Lost: true}}},
		{"for another site", `{"url":"https://example.org/senders","body":"OK"}`,
			capture.Exchange{Request: capture.Request{URL: "https://example.org/senders"}, Response: capture.Response{Text: true}}},
		{"ill-typed members", `{"url":1,"method":[],"post":{},"status":"200","headers":[],"body":false}`,
			capture.Exchange{Response: capture.Response{Lost: true}, Defects: []capture.Defect{
				{capture.ErrMember, "url is not a string"}, {capture.ErrMember, "method is not a string"}, {capture.ErrMember, "post is not a string"},
				{capture.ErrMember, "status is not an HTTP status"}, {capture.ErrMember, "headers is not an object"}, {capture.ErrMember, "body is not a string"},
			}}},
		{"ill-typed headers", `{"status":0,"headers":{"A":1,"B":["b",2,{}],"C":"c"},"body":"OK"}`,
			capture.Exchange{
				Response: capture.Response{Header: capture.Header{{"A", "1"}, {"B", "b"}, {"B", "2"}, {"C", "c"}}, Body: []byte("OK"), Text: true},
				Defects:  []capture.Defect{{capture.ErrMember, "a header is not a string"}},
			}},
		{"too many headers", `{"status":0,"headers":{"A":[""` + strings.Repeat(`,""`, 1024) + `]},"body":"OK"}`,
			capture.Exchange{
				Response: capture.Response{Header: slices.Repeat(capture.Header{{"A", ""}}, 1024), Body: []byte("OK"), Text: true},
				Defects:  []capture.Defect{{capture.ErrTooLarge, "more than 1024 headers or parameters"}},
			}},
		{"the greatest status", `{"status":999,"body":"OK"}`, capture.Exchange{Response: capture.Response{Status: 999, Body: []byte("OK"), Text: true}}},
		{"a status that is too great", `{"status":1000,"body":"OK"}`,
			capture.Exchange{Response: capture.Response{Body: []byte("OK"), Text: true}, Defects: []capture.Defect{{capture.ErrMember, "status is not an HTTP status"}}}},
		{"a status with a fraction", `{"status":200.0,"body":"OK"}`,
			capture.Exchange{Response: capture.Response{Body: []byte("OK"), Text: true}, Defects: []capture.Defect{{capture.ErrMember, "status is not an HTTP status"}}}},
		{"other ill-typed members", `{"status":0,"requestHeaders":[],"bodyBase64":1,"bodyOmitted":{"kind":1,"size":-1}}`,
			capture.Exchange{Response: capture.Response{BodyOmitted: true}, Defects: []capture.Defect{
				{capture.ErrMember, "requestHeaders is not an object"}, {capture.ErrMember, "bodyBase64 is not a string"},
				{capture.ErrMember, "bodyOmitted.kind is not a string"}, {capture.ErrMember, "bodyOmitted.size is not a size"},
			}}},
		{"an omitted body that may be of no response", `{"status":0,"bodyOmitted":{}}`, capture.Exchange{Response: capture.Response{BodyOmitted: true}}},
		{"a null among values", `{"status":0,"headers":{"A":["b",null]},"body":"OK"}`,
			capture.Exchange{
				Other:    capture.Header{{"", "null"}},
				Response: capture.Response{Header: capture.Header{{"A", "b"}}, Body: []byte("OK"), Text: true},
				Defects:  []capture.Defect{{capture.ErrMember, "a header is not a string"}},
			}},
		{"two letters of text for base64", `{"status":0,"bodyBase64":"OK"}`,
			capture.Exchange{Response: capture.Response{Body: []byte("OK"), Text: true}, Defects: []capture.Defect{{capture.ErrBody, "the body is not base64, and was read as text"}}}},
		{"text that begins like base64", `{"status":0,"bodyBase64":"zxcabs,1"}`,
			capture.Exchange{Response: capture.Response{Body: []byte("zxcabs,1"), Text: true}, Defects: []capture.Defect{{capture.ErrBody, "the body is not base64, and was read as text"}}}},
		{"a body as it was sent, in base64", `{"status":0,"headers":{"Content-Encoding":"gzip"},"bodyBase64":"` + base64.StdEncoding.EncodeToString([]byte(gzipped("OK"))) + `"}`,
			capture.Exchange{Response: capture.Response{Header: capture.Header{{"Content-Encoding", "gzip"}}, Body: []byte("OK"), Decoded: true}}},
		{"deflate, in base64", `{"status":0,"headers":{"Content-Encoding":"deflate"},"bodyBase64":"eJzz9wYAAOsAmw=="}`,
			capture.Exchange{Response: capture.Response{Header: capture.Header{{"Content-Encoding", "deflate"}}, Body: []byte("OK"), Decoded: true}}},
		{"a Transfer-Encoding, in base64", `{"status":0,"headers":{"Transfer-Encoding":"gzip, chunked"},"bodyBase64":"` + base64.StdEncoding.EncodeToString([]byte(gzipped("OK"))) + `"}`,
			capture.Exchange{Response: capture.Response{Header: capture.Header{{"Transfer-Encoding", "gzip, chunked"}}, Body: []byte("OK"), Decoded: true}}},
		{"an encoding that was undone, in base64", `{"status":0,"headers":{"Content-Encoding":"br"},"bodyBase64":"zw=="}`,
			capture.Exchange{Response: capture.Response{Header: capture.Header{{"Content-Encoding", "br"}}, Body: []byte("\xcf")}}},
		{"an empty body that was longer", `{"status":200,"headers":{"Content-Length":"24"},"body":""}`,
			capture.Exchange{Response: capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "24"}}, BodyOmitted: true}}},
		{"an empty body that is shorter when packed", `{"status":200,"headers":{"Content-Length":"20","Content-Encoding":"gzip"},"body":""}`,
			capture.Exchange{Response: capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "20"}, {"Content-Encoding", "gzip"}}, Body: []byte{}, Text: true}}},
		{"an empty answer to HEAD", `{"method":"HEAD","status":200,"headers":{"Content-Length":"24"},"body":""}`,
			capture.Exchange{Request: capture.Request{Method: "HEAD"}, Response: capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "24"}}, Body: []byte{}, Text: true}}},
		{"a status that is none", `{"status":-1,"body":"OK"}`,
			capture.Exchange{Response: capture.Response{Body: []byte("OK"), Text: true}, Defects: []capture.Defect{{capture.ErrMember, "status is not an HTTP status"}}}},
		{"base64 that is cut off", `{"status":0,"bodyBase64":"bmFtZSA9IGF"}`,
			capture.Exchange{
				Response: capture.Response{Body: []byte("name =")},
				Defects:  []capture.Defect{{io.ErrUnexpectedEOF, "the base64 of the body is cut off"}},
			}},
		{"text for base64", `{"status":0,"bodyBase64":"<list/>"}`,
			capture.Exchange{
				Response: capture.Response{Body: []byte("<list/>"), Text: true},
				Defects:  []capture.Defect{{capture.ErrBody, "the body is not base64, and was read as text"}},
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Entry = 1
			n := 0
			for x, err := range lines.Exchanges(strings.NewReader(tt.line)) {
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(tt.name, "ill-typed") {
					x.Other = nil // the texts of the values
				}
				if diff := cmp.Diff(&tt.want, x, comparable); diff != "" {
					t.Error(diff)
				}
				if x.Response.Body != nil {
					checkBodyPositions(t, []byte(tt.line), x)
				}
				n++
			}
			if n != 1 {
				t.Errorf("%d exchanges", n)
			}
		})
	}
}

func TestLineErrors(t *testing.T) {
	const good = `{"status":0}`
	tests := []struct {
		line   string // ▸ is before what is wrong
		err    error
		detail string
	}{
		{`{"body":"a"▸`, io.ErrUnexpectedEOF, "the exchange is cut off"},
		{`{"body":"a▸`, io.ErrUnexpectedEOF, "the exchange is cut off"},
		{`▸["body"]`, capture.ErrMalformed, "want an object"},
		{`{"body":"a"} ▸{}`, capture.ErrMalformed, "want the end of the line"},
		{`{"body":"a","body":▸"a"}`, capture.ErrMalformed, "duplicate member"},
		{`{"body":"a","bodyBase64":▸""}`, capture.ErrMalformed, "body, bodyBase64 and bodyOmitted exclude each other"},
		{`{"bodyOmitted":{},"body":▸"a"}`, capture.ErrMalformed, "body, bodyBase64 and bodyOmitted exclude each other"},
		{`{"bodyOmitted":{"kind":"a","kind":▸"b"}}`, capture.ErrMalformed, "duplicate member"},
		{`{"headers":{"A":▸x}}`, capture.ErrMalformed, "want a value"},
		{`{"body":"a","bodyOmitted":▸{}}`, capture.ErrMalformed, "body, bodyBase64 and bodyOmitted exclude each other"},
		{` ▸{"path":"/sys/senders.php","body":"Z2V0PTE=","isBase64Encoded":true}`, capture.ErrMalformed, "neither url nor status, so not an exchange"},
		{`▸{}`, capture.ErrMalformed, "neither url nor status, so not an exchange"},
		{`▸{"url":null,"status":null,"body":"OK"}`, capture.ErrMalformed, "neither url nor status, so not an exchange"},
		{`{"x":▸` + strings.Repeat("[", 1<<14) + strings.Repeat("]", 1<<14) + "}", capture.ErrMalformed, "want a value"},
	}
	for _, tt := range tests {
		at := strings.Index(tt.line, "▸")
		file := "\n" + good + "\n" + strings.Replace(tt.line, "▸", "", 1) + "\n" + good + "\n"
		if errors.Is(tt.err, io.ErrUnexpectedEOF) {
			file = strings.TrimSuffix(file, "\n"+good+"\n")
		}
		want := capture.Error{Format: capture.JSONLines, Entry: 3, Position: capture.Position{Offset: int64(len(good) + 2 + at), Line: 3, Col: at + 1}, Err: tt.err, Detail: tt.detail}
		var entries []int
		var got capture.Error
		for x, err := range lines.Exchanges(strings.NewReader(file)) {
			if err != nil {
				got = *err.(*capture.Error)
				continue
			}
			entries = append(entries, x.Entry)
		}
		if diff := cmp.Diff(want, got, comparable); diff != "" {
			t.Errorf("%s: %s", tt.line, diff)
		}
		if after := strings.HasSuffix(file, good+"\n"); after != slices.Equal(entries, []int{2, 4}) {
			t.Errorf("%s: exchanges %v", tt.line, entries)
		}
	}
}

func TestLinesBetween(t *testing.T) {
	file := "\xEF\xBB\xBF" + `{"status":0,"body":"a"}` + "\r\n\r\n \t\n" + `{"status":0,"body":"b"}`
	var got []string
	for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(file)) {
		if err != nil {
			t.Fatal(err)
		}
		checkBodyPositions(t, []byte(file), x)
		got = append(got, string(x.Response.Body))
	}
	if !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("%q", got)
	}
}

// Carriage returns are a part of line ends.
func TestLineEnds(t *testing.T) {
	checkOutcomes(t, lines, []outcomeCase{
		{"a line that is cut off", "{\"status\":0\r\n{\"status\":0}\r\n", []string{`capture: jsonl: line 1, column 12: unexpected EOF: the exchange is cut off`, `2 lost`}},
		{"a line with white space", "\t{\"status\":0} \r\n", []string{`1 lost`}},
		{"a last line without its end", "{\"status\":0}\n{\"status\":1", []string{`1 lost`, `capture: jsonl: line 2, column 12: unexpected EOF: the exchange is cut off`}},
	})
}

// Empty lines are reported, if that is asked for: in order, also at the end.
func TestBlankLines(t *testing.T) {
	checkOutcomes(t, capture.Reader{Format: capture.JSONLines, BlankLines: true}, []outcomeCase{
		{"among others", "\n{\"status\":0,\"body\":\"a\"}\n \t\r\n{\"status\":0}\n\n  ", []string{
			"capture: jsonl: line 1, column 1: empty line", `2 0 "a" 2:21`, "capture: jsonl: line 3, column 1: empty line", "4 lost",
			"capture: jsonl: line 5, column 1: empty line", "capture: jsonl: line 6, column 1: empty line"}},
		{"none at the end", "{\"status\":0}\n", []string{"1 lost"}},
		{"nothing", "", nil},
	})
}

// Who writes a line, however short, and waits for what comes of it gets that.
func TestLineByLine(t *testing.T) {
	r, w := io.Pipe()
	heard := make(chan bool)
	go func() {
		defer w.Close()
		for _, line := range []string{"\n", "{\"status\":0}\n", "x\n", "\n"} {
			io.WriteString(w, line)
			<-heard
		}
	}()
	n := 0
	for range (capture.Reader{Format: capture.JSONLines, BlankLines: true}).Exchanges(r) {
		n++
		heard <- true
	}
	if n != 4 {
		t.Errorf("%d lines, want 4", n)
	}
}

// TestLineMembers: the members that only lines have.
func TestLineMembers(t *testing.T) {
	const form = `--B1\r\nContent-Disposition: form-data; name=\"get\"\r\n\r\n1\r\n--B1--\r\n`
	const asked = `"url":"/sys/senders.php","method":"POST",`
	checkOutcomes(t, lines, []outcomeCase{
		{"a multipart form", `{` + asked + `"requestHeaders":{"Content-Type":"multipart/form-data; boundary=B1"},"post":"` + form + `","status":200,"body":"OK"}`,
			[]string{`1 POST /sys/senders.php "--B1\r\nContent-Disposition: form-data; name=\"get\"\r\n\r\n1\r\n--B1--\r\n" 200 "OK" 1:218`}},
		{"ill-typed request headers", `{"status":200,"requestHeaders":{"A":1},"body":"OK"}`, []string{`1 200 "OK" 1:48 ill-typed member: a request header is not a string`}},
		{"an omitted body", `{"status":200,"bodyOmitted":{"kind":"html page","size":1200}}`, []string{`1 200 omitted`}},
		{"an omitted body of no kind", `{"status":200,"bodyOmitted":{}}`, []string{`1 200 omitted`}},
		{"an omitted body of a kind that may not be shown", `{"status":200,"bodyOmitted":{"kind":"::error::"}}`, []string{`1 200 omitted ill-typed member: bodyOmitted.kind is not up to 32 lower-case letters and spaces`}},
		{"an omitted body that is ill-typed", `{"status":200,"bodyOmitted":true}`, []string{`1 200 omitted ill-typed member: bodyOmitted is not an object`}},
		{"no body", `{"url":"/sys/senders.php","status":200}`, []string{`1 /sys/senders.php 200 omitted`}},
		{"an ill-typed body", `{"status":200,"body":false}`, []string{`1 200 omitted ill-typed member: body is not a string`}},
		{"a response that has no body", `{"status":204}`, []string{`1 204 "" 1:1`}},
		{"a method whose responses have no body", `{"url":"/sys/senders.php","method":"HEAD","status":200}`, []string{`1 HEAD /sys/senders.php 200 "" 1:1`}},
		{"an empty body", `{"status":200,"body":""}`, []string{`1 200 "" 1:23`}},
		{"no response", `{"url":"/sys/senders.php"}`, []string{`1 /sys/senders.php lost`}},
	})
}

// TestOmitted: what is said of a body that was left out, in lines and in a HAR.
func TestOmitted(t *testing.T) {
	for _, tt := range []struct {
		name, description string
		want              capture.Omitted
		isRefused         bool
	}{
		{"kind and size", `{"kind":"html page","size":1200}`, capture.Omitted{Kind: "html page", Size: 1200}, false},
		{"the first and the last letter", `{"kind":"az","size":0}`, capture.Omitted{Kind: "az"}, false},
		{"nothing", `{}`, capture.Omitted{}, false},
		{"nulls", `{"kind":null,"size":null}`, capture.Omitted{}, false},
		{"a kind as long as is allowed", `{"kind":"` + strings.Repeat("a", 32) + `"}`, capture.Omitted{Kind: strings.Repeat("a", 32)}, false},
		{"a kind that is too long", `{"kind":"` + strings.Repeat("a", 33) + `","size":1}`, capture.Omitted{Size: 1}, true},
		{"a sign before the letters", "{\"kind\":\"a`\"}", capture.Omitted{}, true},
		{"a sign after the letters", `{"kind":"a{"}`, capture.Omitted{}, true},
		{"a capital", `{"kind":"A"}`, capture.Omitted{}, true},
		{"a size that is not one", `{"kind":"a","size":"1"}`, capture.Omitted{Kind: "a"}, true},
	} {
		line := `{"status":200,"bodyOmitted":` + tt.description + "}\n" + `{"status":200,"bodyOmitted":{}}`
		har := `{"log":{"entries":[{"response":{"status":200,"content":{"_bodyOmitted":` + tt.description + `}}},{"response":{"status":200,"content":{"_bodyOmitted":{}}}}]}}`
		for _, text := range []string{line, har} {
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(text)) {
				if err != nil {
					t.Fatal(err)
				}
				want, isRefused := tt.want, tt.isRefused
				if x.Entry == 2 { // of which nothing is said
					want, isRefused = capture.Omitted{}, false
				}
				if got := x.Response.Omitted; got != want || (len(x.Defects) > 0) != isRefused {
					t.Errorf("%s: %+v, %v; want %+v", tt.name, got, x.Defects, want)
				}
			}
		}
	}
}

// TestIndented: exchanges over several lines each, which count as such.
func TestIndented(t *testing.T) {
	one := func(path string) string {
		return "{\n  \"url\": \"/" + path + "/senders.php\",\n  \"status\": 200,\n  \"headers\": {},\n  \"body\": \"OK\"\n}\n"
	}
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"one", one("a"), []string{`1 /a/senders.php 200 "OK" 5:12`}},
		{"several", one("a") + "\n" + one("b") + one("c"), []string{`1 /a/senders.php 200 "OK" 5:12`, `2 /b/senders.php 200 "OK" 12:12`, `3 /c/senders.php 200 "OK" 18:12`}},
		{"with a mark", "\xEF\xBB\xBF" + one("a"), []string{`1 /a/senders.php 200 "OK" 5:12`}},
		{"the first member beside the bracket", `{"url": "/a/senders.php",` + "\n " + `"status": 200, "body": "OK"}`, []string{`1 /a/senders.php 200 "OK" 2:26`}},
		{"a damaged one", one("a") + "{\n  x\n}\n" + one("b"), []string{`1 /a/senders.php 200 "OK" 5:12`, `capture: jsonl: line 8, column 3: malformed: want a string`, `3 /b/senders.php 200 "OK" 14:12`}},
		{"one that is none", one("a") + "{\n  \"a\": 1\n}\n" + one("b"), []string{`1 /a/senders.php 200 "OK" 5:12`, `capture: jsonl: line 7, column 1: malformed: neither url nor status, so not an exchange`, `3 /b/senders.php 200 "OK" 14:12`}},
		{"cut off", one("a") + one("b")[:40], []string{`1 /a/senders.php 200 "OK" 5:12`, `capture: jsonl: line 9, column 12: unexpected EOF: the exchange is cut off`}},
		{"something else", one("a") + "]", []string{`1 /a/senders.php 200 "OK" 5:12`, `capture: jsonl: line 7, column 1: malformed: want a value`}},
		{"broken lines are lines", `{"url": "/a/senders.php", ` + "\n" + `{"url": "/b/senders.php", "status": 200, "body": "OK"}`, []string{`capture: jsonl: line 1, column 27: unexpected EOF: the exchange is cut off`, `2 /b/senders.php 200 "OK" 2:51`}},
	})
	checkOutcomes(t, capture.Reader{MaxEntry: 200}, []outcomeCase{
		{"too large", one("a") + one(strings.Repeat("b", 200)) + one("c"), []string{`1 /a/senders.php 200 "OK" 5:12`, `capture: jsonl: line 7, column 1: too large: an entry`, `3 /c/senders.php 200 "OK" 17:12`}},
	})
	checkOutcomes(t, capture.Reader{Format: capture.JSONLines, BlankLines: true}, []outcomeCase{
		{"lines all the same, if each is reported", "{\n\"status\": 200}\n", []string{`capture: jsonl: line 1, column 2: unexpected EOF: the exchange is cut off`, `capture: jsonl: line 2, column 1: malformed: want an object`}},
	})
}

// A line that is too large is an error; those before and after it are read.
func TestLargeLine(t *testing.T) {
	const bound = 1 << 10
	r := capture.Reader{Format: capture.JSONLines, MaxEntry: bound}
	line := func(n int) string {
		return `{"status":0,"body":"` + strings.Repeat("x", n-len(`{"status":0,"body":""}`)) + `"}`
	}
	for _, size := range []int{bound + 1, 1 << 20, 1 << 22} {
		file := line(bound) + "\n" + line(size) + "\n" + line(30) + "\n" + line(size)
		var got []int
		for x, err := range r.Exchanges(strings.NewReader(file)) {
			if err == nil {
				got = append(got, x.Entry)
				continue
			}
			var e *capture.Error
			if !errors.As(err, &e) || e.Err != capture.ErrTooLarge || int(e.Offset) != strings.Index(file, line(size)) && int(e.Offset) != len(file)-size || e.Col != 1 {
				t.Errorf("%#v", err)
				continue
			}
			got = append(got, -e.Entry)
		}
		if want := []int{1, -2, 3, -4}; !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", size, got, want)
		}
	}
}

// A line that is too large is no error if its request went elsewhere.
func TestLargeLineElsewhere(t *testing.T) {
	large := strings.Repeat("x", 1<<11)
	checkOutcomes(t, capture.Reader{Format: capture.JSONLines, MaxEntry: 1 << 10}, []outcomeCase{
		{"elsewhere", `{"url":"/video","body":"` + large + `"}` + "\n" + `{"status":200,"body":"a"}`, []string{"1 /video 0 elsewhere", `2 200 "a" 2:23`}},
		{"the endpoint", `{"url":"/sys/senders.php","body":"` + large + `"}` + "\n" + `{"status":200,"body":"a"}`, []string{"capture: jsonl: line 1, column 1: too large: an entry", `2 200 "a" 2:23`}},
		{"a URL after the limit", `{"body":"` + large + `","url":"/video"}` + "\n" + `{"status":200,"body":"a"}`, []string{"capture: jsonl: line 1, column 1: too large: an entry", `2 200 "a" 2:23`}},
	})
}

// FuzzLines: laws of JSON Lines, whatever they are.
func FuzzLines(f *testing.F) {
	f.Add([]byte(`{"url":"https://smsc.ru/sys/senders.php?get=1","status":200,"body":"name = \u043c"}`+"\n\n"+`{"bodyBase64":"T0s="}`+"\r\n{"), 20)
	f.Add([]byte(`{"headers":{"A":["b",1]},"body":[]}`), 3)
	f.Fuzz(func(t *testing.T, file []byte, n int) {
		file, _ = capture.InUTF8(file)
		checkOneByte(t, lines, file)
		for x, err := range lines.Exchanges(bytes.NewReader(file)) {
			if err == nil && x.Response.Body != nil {
				checkBodyPositions(t, file, x)
			}
		}
		if n >= 0 && n <= len(file) && !endsWithin(file, n) {
			whole, _ := events(lines, bytes.NewReader(file))
			checkCut(t, lines, file[:n], whole)
		}
	})
}

// endsWithin reports whether a cut leaves a value whole whose line goes on.
func endsWithin(file []byte, n int) bool {
	line := file[bytes.LastIndexByte(file[:n], '\n')+1 : n]
	return json.Valid(line)
}

// FuzzBodies is a law: a body comes back byte for byte, be it there as text or as
// base64, in whatever format.
func FuzzBodies(f *testing.F) {
	f.Add([]byte("name = zxcabs\nname = \"\\/\t\x00м\xcc"), uint8(0))
	f.Add([]byte(""), uint8(1))
	f.Fuzz(func(t *testing.T, body []byte, style uint8) {
		text := quote(body, style)
		encoded := quote([]byte(base64.StdEncoding.EncodeToString(body)), style)
		checkBody(t, lines, `{"status":0,"body":`+text+`}`, body)
		checkBody(t, lines, `{"status":0,"bodyBase64":`+encoded+`}`, body)
		checkBody(t, hars, "{\"log\":{\"entries\":[\n {\"response\":{\"status\":200,\"content\":\n{\"text\":"+text+`}}}]}}`, body)
		checkBody(t, hars, `{"log":{"entries":[{"response":{"content":{"text":`+encoded+",\"encoding\":\"base64\"}}}\n]}}", body)
	})
}

func checkBody(t *testing.T, r capture.Reader, file string, body []byte) {
	t.Helper()
	n := 0
	for x, err := range r.Exchanges(strings.NewReader(file)) {
		if err != nil {
			t.Fatalf("%q: %v", file, err)
		}
		if n++; x.Response.Lost && len(body) == 0 {
			continue // status 0 and nothing
		}
		if x.Response.Body == nil || !bytes.Equal(x.Response.Body, body) || len(x.Defects) > 0 {
			t.Fatalf("%q: %+v", file, x)
		}
		checkBodyPositions(t, []byte(file), x)
	}
	if n != 1 {
		t.Fatalf("%q: %d exchanges", file, n)
	}
}

// quote makes bytes a JSON string, with more or fewer escapes than it needs, in
// the styles of different writers.
func quote(text []byte, style uint8) string {
	const short = "\"\"\\\\//\bb\ff\nn\rr\tt"
	b := []byte{'"'}
	for i, c := range text {
		at := strings.IndexByte(short, c)
		byNumber := c < 0x20 || c < 0x80 && style&1 != 0 && (i+int(style))%3 == 0
		switch {
		case at >= 0 && at%2 == 0 && (c != '/' || style&2 != 0) && style&4 == 0:
			b = append(b, '\\', short[at+1])
		case byNumber, c == '"', c == '\\':
			const digits = "0123456789aBcDeF"
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

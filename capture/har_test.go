package capture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec/capture"
)

var update = flag.Bool("update", false, "write what the files of testdata say")

func harFiles(t testing.TB) []string {
	names, err := filepath.Glob("testdata/har/*.har")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	return names
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestHARFiles compares what the files say with the text beside them.
func TestHARFiles(t *testing.T) {
	for _, name := range harFiles(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			file := readFile(t, name)
			var got strings.Builder
			for x, err := range (capture.Reader{}).Exchanges(bytes.NewReader(file)) {
				if err != nil {
					t.Fatal(err)
				}
				describe(&got, x)
				checkBodyPositions(t, file, x)
			}
			golden := strings.TrimSuffix(name, ".har") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(readFile(t, golden)), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// describe writes a paragraph about an exchange.
func describe(w io.Writer, x *capture.Exchange) {
	request, response := &x.Request, &x.Response
	fmt.Fprintf(w, "%d %s %s\n", x.Entry, request.Method, request.URL)
	if values, err := request.Values(); err != nil {
		fmt.Fprintf(w, "  %v\n", err)
	} else if len(request.Body) > 0 {
		fmt.Fprintf(w, "  form %s as %s\n", values.Encode(), strings.Split(request.Header.Get("Content-Type"), ";")[0])
	}
	switch {
	case response.Lost:
		fmt.Fprintf(w, "  lost\n")
	case response.BodyOmitted:
		fmt.Fprintf(w, "  %d %s: omitted\n", response.Status, response.Header.Get("Content-Type"))
	case response.Body == nil:
		fmt.Fprintf(w, "  %d %s\n", response.Status, response.Header.Get("Content-Type"))
	case response.Text:
		fmt.Fprintf(w, "  %d %s: text %q\n", response.Status, response.Header.Get("Content-Type"), response.Body)
	default:
		fmt.Fprintf(w, "  %d %s: bytes %q\n", response.Status, response.Header.Get("Content-Type"), response.Body)
	}
	for _, d := range x.Defects {
		fmt.Fprintf(w, "  %v: %s\n", d.Err, d.Detail)
	}
}

func TestHAREntry(t *testing.T) {
	const (
		url     = "https://smsc.ru/sys/senders.php"
		urlForm = "application/x-www-form-urlencoded"
	)
	ok := capture.Response{Status: 200, Body: []byte("OK"), Text: true}
	const okJSON = `"response":{"status":200,"content":{"text":"OK"}}`
	asked := func(body string, header ...capture.Field) capture.Exchange {
		return capture.Exchange{Request: capture.Request{URL: url, Header: header, Body: []byte(body)}, Response: ok}
	}
	post := func(postData string) string {
		return `{"request":{"url":"` + url + `","postData":` + postData + `},` + okJSON + `}`
	}
	answer := func(response string) string { return `{"response":` + response + `}` }
	answered := func(r capture.Response, defects ...capture.Defect) capture.Exchange {
		return capture.Exchange{Response: r, Defects: defects}
	}
	tests := []struct {
		name, entry string
		want        capture.Exchange
	}{
		{"the query apart from the URL",
			`{"request":{"url":"` + url + `#top","queryString":[{"name":"get","value":"1"},{"name":"login","value":"a b"}]},` + okJSON + `}`,
			capture.Exchange{Request: capture.Request{URL: url + "?get=1&login=a+b"}, Response: ok, Other: capture.Header{{"", "#top"}}}},
		{"a query of one parameter",
			`{"request":{"url":"` + url + `","queryString":[{"name":"get","value":"1"}]},` + okJSON + `}`,
			capture.Exchange{Request: capture.Request{URL: url + "?get=1"}, Response: ok}},
		{"the query in both places",
			`{"request":{"url":"` + url + `?get=1","queryString":[{"name":"get","value":"2"}]},` + okJSON + `}`,
			capture.Exchange{Request: capture.Request{URL: url + "?get=1"}, Response: ok, Other: capture.Header{{"get", "2"}}}},
		{"a time, and how long it took", `{"startedDateTime":"2026-11-30T09:15:00.000+03:00","time":12.5,"request":{"url":"` + url + `"},` + okJSON + `}`,
			capture.Exchange{Time: "2026-11-30T09:15:00.000+03:00", Request: capture.Request{URL: url}, Response: ok}},
		{"the response first",
			`{` + okJSON + `,"request":{"url":"https://example.org/"}}`,
			capture.Exchange{Request: capture.Request{URL: "https://example.org/"}, Response: capture.Response{Status: 200}}},

		{"a form as text", post(`{"mimeType":"` + urlForm + `","text":"get=1"}`),
			asked("get=1", capture.Field{"Content-Type", urlForm})},
		{"a form as text and parameters", post(`{"params":[{"name":"get","value":"2"}],"text":"get=1"}`),
			capture.Exchange{Request: capture.Request{URL: url, Body: []byte("get=1")}, Response: ok, Other: capture.Header{{"get", "2"}}}},
		{"a redirect, and a cookie without a name", `{"request":{"url":"` + url + `","cookies":[{"value":"a"}]},"response":{"status":302,"redirectURL":"/a","cookies":[{"value":"b"}],"content":{"size":0}}}`,
			capture.Exchange{
				Request:  capture.Request{URL: url, Header: capture.Header{{"Cookie", "=a"}}},
				Response: capture.Response{Status: 302, Header: capture.Header{{"Set-Cookie", "=b"}}, Body: []byte{}},
				Other:    capture.Header{{"Location", "/a"}},
			}},
		{"a form as parameters", post(`{"mimeType":"multipart/form-data; boundary=x","params":[{"name":"cmt","value":"a&b ж%"},{"name":"get"},{"name":"f","fileName":"x","value":"1"}],"text":""}`),
			capture.Exchange{
				Request:  capture.Request{URL: url, Header: capture.Header{{"Content-Type", urlForm}}, Body: []byte("cmt=a%26b+%D0%B6%25&get=")},
				Response: ok,
				Other:    capture.Header{{"f", "1"}},
			}},
		{"a form as parameters with escapes", post(`{"params":[{"name":"cmt","value":"%D0%B6+1"},{"name":"psw","value":"a%4"}]}`),
			asked("cmt=%D0%B6+1&psw=a%254", capture.Field{"Content-Type", urlForm})},
		{"a form as base64", post(`{"text":"Z2V0PTE=","encoding":"base64"}`), asked("get=1")},
		{"an empty form", post(`{"mimeType":"","params":[],"text":""}`), asked("")},

		{"nothing", `{}`, answered(capture.Response{Lost: true})},
		{"nulls", `{"request":null,"response":null}`, answered(capture.Response{Lost: true})},
		{"status 0", answer(`{"status":0,"content":{"size":0,"text":""}}`), answered(capture.Response{Lost: true})},
		{"status 0 and a body", answer(`{"status":0,"content":{"text":"OK"}}`), answered(capture.Response{Body: []byte("OK"), Text: true})},
		{"an empty body", answer(`{"status":200,"content":{"size":0}}`), answered(capture.Response{Status: 200, Body: []byte{}})},
		{"a body left out", answer(`{"status":200,"content":{"size":2}}`),
			answered(capture.Response{Status: 200, BodyOmitted: true})},
		{"the media type of the header", answer(`{"status":200,"headers":[{"name":"content-type","value":"a/b"}],"content":{"mimeType":"text/plain","text":"OK"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"content-type", "a/b"}}, Body: []byte("OK"), Text: true})},
		{"the media type of the content", answer(`{"status":200,"content":{"mimeType":"text/plain","text":"OK"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Type", "text/plain"}}, Body: []byte("OK"), Text: true})},
		{"cookies beside the headers", `{"request":{"cookies":[{"name":"a","value":"b"}],"headers":[{"name":"Cookie","value":"a=b"}]},"response":{"status":200,"content":{"text":"OK"},"cookies":[{"name":"c","value":"d","path":"/"},{}]}}`,
			capture.Exchange{Request: capture.Request{Header: capture.Header{{"Cookie", "a=b"}, {"Cookie", "a=b"}}}, Response: capture.Response{Status: 200, Header: capture.Header{{"Set-Cookie", "c=d"}}, Body: []byte("OK"), Text: true}}},
		{"headers with several values", answer(`{"status":200,"headers":[{"value":["a=b","c=d"],"name":"set-cookie"},{"name":"a","value":[]}],"content":{"text":"OK"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"set-cookie", "a=b"}, {"set-cookie", "c=d"}, {"a", ""}}, Body: []byte("OK"), Text: true})},
		{"more values than are kept, of a header without a name", answer(`{"status":200,"headers":[{"value":["",` + strings.Repeat(`"",`, 1<<10) + `"b"]}],"content":{"text":"OK"}}`),
			capture.Exchange{Response: capture.Response{Status: 200, Body: []byte("OK"), Text: true}, Defects: []capture.Defect{{capture.ErrTooLarge, "more than 1024 headers or parameters"}}}},
		{"headers with values that are none", answer(`{"status":200,"headers":[{"name":"a","value":["b",1,true]}],"content":{"text":"OK"}}`),
			capture.Exchange{Response: capture.Response{Status: 200, Header: capture.Header{{"a", "b"}, {"a", "1"}}, Body: []byte("OK"), Text: true}, Other: capture.Header{{Value: "true"}}, Defects: []capture.Defect{{capture.ErrMember, "response.headers[].value is not a string"}}}},
		{"base64", answer(`{"status":200,"content":{"text":"zOA=","encoding":"base64"}}`),
			answered(capture.Response{Status: 200, Body: []byte("\xcc\xe0")})},
		{"an unknown encoding", answer(`{"status":200,"content":{"text":"OK","encoding":"rot13"}}`),
			answered(ok, capture.Defect{capture.ErrBody, "response.content.encoding is unknown"})},

		{"the query without a URL", `{"request":{"queryString":[{"name":"get","value":"1"}]},` + okJSON + `}`,
			capture.Exchange{Response: ok, Other: capture.Header{{"get", "1"}}}},
		{"the query with signs", `{"request":{"url":"` + url + `","queryString":[{"name":"cmt","value":"a+b"},{"name":"a%","value":"%41"},{"name":"b","value":"%4g"}]},` + okJSON + `}`,
			capture.Exchange{Request: capture.Request{URL: url + "?cmt=a%2Bb&a%25=%41&b=%254g"}, Response: ok}},
		{"no base64 in a form", post(`{"text":"get=1","encoding":"BASE64"}`),
			capture.Exchange{Request: capture.Request{URL: url, Body: []byte("get=1")}, Response: ok, Other: capture.Header{{Value: "get=1"}}, Defects: []capture.Defect{{capture.ErrMember, "request.postData.text is not base64"}}}},
		{"an unknown encoding of a form", post(`{"text":"Z2V0PTE=","encoding":"rot13"}`), asked("Z2V0PTE=")},
		{"a form of which the media type has parameters", post(`{"mimeType":"multipart/form-data; boundary=B","text":"--B--"}`), asked("--B--", capture.Field{"Content-Type", "multipart/form-data; boundary=B"})},
		{"files alone in a form", post(`{"params":[{"name":"f","fileName":"x","value":"1"}]}`),
			capture.Exchange{Request: capture.Request{URL: url}, Response: ok, Other: capture.Header{{"f", "1"}}}},
		{"status 0, and a body that was left out", answer(`{"status":0,"content":{"_bodyOmitted":{}}}`), answered(capture.Response{BodyOmitted: true})},
		{"status 0, and a size", answer(`{"status":0,"content":{"size":9}}`), answered(capture.Response{Lost: true})},
		{"status 0, and a body in a file", answer(`{"status":0,"content":{"_file":"a"}}`), answered(capture.Response{BodyOmitted: true})},
		{"a body left out of a response that was cut off", answer(`{"status":200,"_charlesStatus":"FAILED","content":{"_bodyOmitted":{}}}`), answered(capture.Response{Status: 200, BodyOmitted: true})},
		{"a response that was cut off", answer(`{"status":200,"_charlesStatus":"FAILED","content":{"text":"OK"}}`), answered(ok, capture.Defect{io.ErrUnexpectedEOF, "the response was not complete when it was captured"})},
		{"a response that is complete", answer(`{"status":200,"_charlesStatus":"complete","content":{"text":"OK"}}`), answered(ok)},
		{"a status without a body that has one", answer(`{"status":304,"content":{"text":"OK"}}`), answered(capture.Response{Status: 304, Body: []byte("OK"), Text: true})},
		{"a text that was cut off", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"6"}],"content":{"size":6,"text":"OK"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "6"}}, Body: []byte("OK"), Text: true}, capture.Defect{io.ErrUnexpectedEOF, "response.content.text is shorter than response.content.size and Content-Length"})},
		{"a text without its byte order mark", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"5"}],"content":{"size":5,"text":"OK"}}`), answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "5"}}, Body: []byte("OK"), Text: true})},
		{"a text of twice the size", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"2"}],"content":{"size":9,"text":"OK"}}`), answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "2"}}, Body: []byte("OK"), Text: true})},
		{"a text of the size, and another length", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"9"}],"content":{"size":2,"text":"OK"}}`), answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "9"}}, Body: []byte("OK"), Text: true})},
		{"a text of the size and length before decompression", answer(`{"status":200,"headers":[{"name":"Content-Encoding","value":"gzip"},{"name":"Content-Length","value":"26"}],"content":{"size":26,"text":"OK"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Encoding", "gzip"}, {"Content-Length", "26"}}, Body: []byte("OK"), Text: true})},
		{"an empty text, and a length", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"2"}],"content":{"size":0,"text":""}}`), answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "2"}}, BodyOmitted: true})},
		{"no text, and a length", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"2"}],"content":{"size":0}}`), answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "2"}}, BodyOmitted: true})},
		{"an empty text, and a length of 0", answer(`{"status":200,"headers":[{"name":"Content-Length","value":"0"}],"content":{"size":0,"text":""}}`), answered(capture.Response{Status: 200, Header: capture.Header{{"Content-Length", "0"}}, Body: []byte{}, Text: true})},
		{"an empty text of unknown size", answer(`{"status":200,"content":{"text":""}}`), answered(capture.Response{Status: 200, Body: []byte{}, Text: true})},
		{"an unknown media type", answer(`{"status":200,"content":{"mimeType":"x-unknown","text":"OK"}}`), answered(ok)},
		{"another unknown media type", answer(`{"status":200,"content":{"mimeType":"application/octet-stream","text":"OK"}}`), answered(ok)},
		{"base64 in capitals", answer(`{"status":200,"content":{"text":"T0s=","encoding":"BASE64"}}`), answered(capture.Response{Status: 200, Body: []byte("OK")})},
		{"base64 that is cut off", answer(`{"status":200,"content":{"text":"bmFtZSA9IGF","encoding":"base64"}}`), answered(capture.Response{Status: 200, Body: []byte("name =")}, capture.Defect{io.ErrUnexpectedEOF, "the base64 of the body is cut off"})},
		{"a text that is called base64", answer(`{"status":200,"content":{"text":"<list/>","encoding":"base64"}}`), answered(capture.Response{Status: 200, Body: []byte("<list/>"), Text: true}, capture.Defect{capture.ErrBody, "the body is not base64, and was read as text"})},
		{"a body as it was sent", answer(`{"status":200,"headers":[{"name":"content-encoding","value":"gzip"}],"content":{"encoding":"base64","text":"` + base64.StdEncoding.EncodeToString([]byte(gzipped("OK"))) + `"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"content-encoding", "gzip"}}, Body: []byte("OK"), Decoded: true})},
		{"chunks that were packed", answer(`{"status":200,"headers":[{"name":"content-encoding","value":"gzip"}],"content":{"encoding":"base64","text":"[\"` + base64.StdEncoding.EncodeToString([]byte(gzipped("OK"))) + `\"]"}}`),
			answered(capture.Response{Status: 200, Header: capture.Header{{"content-encoding", "gzip"}}, Body: []byte("OK"), Decoded: true})},

		{"ill-typed members", `{"request":{"method":1,"url":[],"headers":{},"queryString":"","postData":"a"},"response":{"status":"200","headers":[1,{"name":2},{"name":"A","value":{"type":"string","value":"b"}}],"content":{"size":"2","mimeType":2,"text":{}}}}`,
			answered(capture.Response{Header: capture.Header{{"A", ""}}, Lost: true},
				capture.Defect{capture.ErrMember, "request.method is not a string"},
				capture.Defect{capture.ErrMember, "request.url is not a string"},
				capture.Defect{capture.ErrMember, "request.headers is not an array"},
				capture.Defect{capture.ErrMember, "request.queryString is not an array"},
				capture.Defect{capture.ErrMember, "request.postData is not an object"},
				capture.Defect{capture.ErrMember, "response.status is not an HTTP status"},
				capture.Defect{capture.ErrMember, "response.headers[] is not an object"},
				capture.Defect{capture.ErrMember, "response.headers[].name is not a string"},
				capture.Defect{capture.ErrMember, "response.headers[].value is not a string"},
				capture.Defect{capture.ErrMember, "response.content.size is not a number"},
				capture.Defect{capture.ErrMember, "response.content.mimeType is not a string"},
				capture.Defect{capture.ErrMember, "response.content.text is not a string"},
			)},
		{"an ill-typed response", `{"request":[],"response":[]}`,
			answered(capture.Response{Lost: true}, capture.Defect{capture.ErrMember, "request is not an object"}, capture.Defect{capture.ErrMember, "response is not an object"})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Entry = 1
			file := `{"log":{"entries":[` + tt.entry + `]}}`
			n := 0
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(file)) {
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(tt.name, "ill-typed") {
					x.Other = nil // the texts of the values
				}
				if diff := cmp.Diff(&tt.want, x, comparable); diff != "" {
					t.Error(diff)
				}
				n++
			}
			if n != 1 {
				t.Errorf("%d exchanges", n)
			}
		})
	}
}

// TestHARIllTyped: each member by its name, if it is of another type than it should be.
func TestHARIllTyped(t *testing.T) {
	const field = `[{"name":1,"value":1,"fileName":1},1]`
	ofField := func(what string) []string {
		return []string{what + "[].name is not a string", what + "[].value is not a string", what + "[].fileName is not a string", what + "[] is not an object"}
	}
	for _, tt := range []struct {
		entry string
		want  []string // details
	}{
		{`"request":{"cookies":1,"bodySize":"1","postData":{"mimeType":1,"params":1,"text":1,"encoding":1}}`, []string{
			"request.cookies is not an array", "request.bodySize is not a number", "request.postData.mimeType is not a string", "request.postData.params is not an array",
			"request.postData.text is not a string", "request.postData.encoding is not a string"}},
		{`"response":{"cookies":1,"_charlesStatus":1,"content":{"encoding":1,"_file":1}}`, []string{
			"response.cookies is not an array", "response._charlesStatus is not a string", "response.content.encoding is not a string", "response.content._file is not a string"}},
		{`"request":{"headers":` + field + `}`, ofField("request.headers")},
		{`"request":{"cookies":` + field + `}`, ofField("request.cookies")},
		{`"request":{"queryString":` + field + `}`, ofField("request.queryString")},
		{`"request":{"postData":{"params":` + field + `}}`, ofField("request.postData.params")},
		{`"response":{"headers":` + field + `}`, ofField("response.headers")},
		{`"response":{"cookies":` + field + `}`, ofField("response.cookies")},
		{`"response":{"status":1000}`, []string{"response.status is not an HTTP status"}},
	} {
		for x, err := range hars.Exchanges(strings.NewReader(`{"log":{"entries":[{` + tt.entry + `}]}}`)) {
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range x.Defects {
				got = append(got, d.Detail)
				if d.Err != capture.ErrMember {
					t.Errorf("%s: %v", d.Detail, d.Err)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s: %s", tt.entry, diff)
			}
		}
	}
}

// contents returns all that an exchange says, but no places.
func contents(x *capture.Exchange) string {
	r := &x.Response
	return fmt.Sprintf("%+v, %d %q %q %v %v %v %v %v %+v, %v", x.Request, r.Status, r.Header, r.Body, r.Body == nil, r.Text, r.Decoded, r.Lost, r.BodyOmitted, r.Omitted, x.Defects)
}

// TestNulls is a law: a member that is null says as much as one that is not there.
func TestNulls(t *testing.T) {
	for _, text := range []string{
		`{"request":{"method":"POST","url":"/sys/senders.php","headers":[{"name":"A","value":"b"}],"cookies":[{"name":"c","value":"d"}],"queryString":[{"name":"e","value":"f"}],"bodySize":9,` +
			`"postData":{"mimeType":"a/b","params":[{"name":"g","value":"h","fileName":""}],"text":"Z2V0PTE=","encoding":"base64"}},` +
			`"response":{"status":200,"headers":[{"name":"j","value":"k"}],"cookies":[{"name":"l","value":"m"}],"_charlesStatus":"FAILED",` +
			`"content":{"size":2,"mimeType":"c/d","encoding":"base64","_file":"n","text":"T0s="}}}`,
		`{"request":{"url":"/sys/senders.php"},"response":{"status":200,"content":{"_bodyOmitted":{"kind":"a","size":1}}}}`,
		`{"url":"/sys/senders.php","method":"POST","requestHeaders":{"A":"b"},"post":"get=1","status":200,"headers":{"C":"d"},"body":"OK"}`,
		`{"url":"/sys/senders.php","status":200,"bodyBase64":"T0s="}`,
		`{"url":"/sys/senders.php","status":200,"bodyOmitted":{"kind":"a","size":1}}`,
	} {
		r := lines
		if strings.HasPrefix(text, `{"request"`) {
			r = hars
		}
		read := func(root any) (all []string) {
			in, err := json.Marshal(root)
			if err != nil {
				t.Fatal(err)
			}
			if r.Format == capture.HAR {
				in = fmt.Appendf(nil, `{"log":{"entries":[%s]}}`, in)
			}
			for x, err := range r.Exchanges(bytes.NewReader(in)) {
				if err != nil {
					all = append(all, err.Error())
				} else {
					all = append(all, contents(x))
				}
			}
			return all
		}
		var root any
		if err := json.Unmarshal([]byte(text), &root); err != nil {
			t.Fatal(err)
		}
		n := 0
		var visit func(path string, value any)
		visit = func(path string, value any) {
			switch value := value.(type) {
			case []any:
				for _, element := range value {
					visit(path+"[]", element)
				}
			case map[string]any:
				for _, name := range slices.Sorted(maps.Keys(value)) {
					was := value[name]
					delete(value, name)
					without := read(root)
					value[name] = nil
					null := read(root)
					value[name] = was
					if n++; !slices.Equal(null, without) {
						t.Errorf("%s.%s\nas null   %s\nas absent %s", path, name, null, without)
					}
					visit(path+"."+name, was)
				}
			}
		}
		visit("", root)
		if n == 0 {
			t.Errorf("no members in %s", text)
		}
	}
}

// TestHAREntriesApart: an entry says the same after one that has every member.
func TestHAREntriesApart(t *testing.T) {
	const full = `{"request":{"method":"POST","url":"/sys/senders.php","headers":[{"name":"A","value":"b"}],"cookies":[{"name":"c","value":"d"}],"queryString":[{"name":"e","value":"f"}],"bodySize":9,` +
		`"postData":{"mimeType":"a/b","params":[{"name":"g","value":"h"}],"text":"Z2V0PTE=","encoding":"base64"}},` +
		`"response":{"status":200,"headers":[{"name":"j","value":"k"}],"cookies":[{"name":"l","value":"m"}],"_charlesStatus":"FAILED",` +
		`"content":{"size":2,"mimeType":"c/d","encoding":"base64","_file":"n","text":"T0s="}}}`
	for _, entry := range []string{
		`{}`, `{"request":{"url":"/sys/senders.php"}}`, `{"request":{"method":"POST","url":"/sys/senders.php?get=1","postData":{}},"response":{"status":200,"content":{}}}`,
		`{"response":{"status":200,"content":{"text":"T0s="}}}`, `{"response":{"status":200,"content":{"size":0}}}`, `{"response":{"status":200}}`, full,
	} {
		var alone string
		for x, err := range hars.Exchanges(strings.NewReader(`{"log":{"entries":[` + entry + `]}}`)) {
			if err != nil {
				t.Fatal(err)
			}
			alone = contents(x)
		}
		for x, err := range hars.Exchanges(strings.NewReader(`{"log":{"entries":[` + full + `,` + entry + `]}}`)) {
			if err != nil {
				t.Fatal(err)
			}
			if got := contents(x); x.Entry == 2 && got != alone {
				t.Errorf("%s: %s, alone %s", entry, got, alone)
			}
		}
	}
}

func TestHARErrors(t *testing.T) {
	const good = `{"response":{"status":200,"content":{"text":"OK"}}}`
	tests := []struct {
		name   string
		file   string // ▸ is before what is wrong, § for a good entry
		entry  int    // of the error
		err    error
		detail string
		read   []int // entries
	}{
		{"an entry that is not an object", `{"log":{"entries":[§,` + "\n" + `▸5,§]}}`, 2, capture.ErrMalformed, "want an object", []int{1, 3}},
		{"an entry that is no JSON", `{"log":{"entries":[§,{"request":▸nix},§]}}`, 2, capture.ErrMalformed, "want a value", []int{1, 3}},
		{"a member twice in an entry", `{"log":{"entries":[§,{"response":{"status":1,"status":▸2}},§]}}`, 2, capture.ErrMalformed, "duplicate member", []int{1, 3}},
		{"an entry nested too deep", `{"log":{"entries":[§,{"a":▸` + strings.Repeat("[", 1<<14) + strings.Repeat("]", 1<<14) + `},§]}}`, 2, capture.ErrMalformed, "want a value", []int{1, 3}},
		{"cut off in an entry", `{"log":{"entries":[§,{"a":"b▸`, 2, io.ErrUnexpectedEOF, "the HAR is cut off", []int{1}},
		{"cut off in the name of a log", `{"lo▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", nil},
		{"cut off after the name of a log", `{"log" ▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", nil},
		{"cut off after a colon", `{"log": ▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", nil},
		{"cut off before the first entry", `{"log":{"entries":[▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", nil},
		{"cut off after a comma", `{"log":{"entries":[§,▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", []int{1}},
		{"cut off in entries that are null", `{"log":{"entries":nu▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", nil},
		{"a name that only begins like log", `{"log\x":{"entries":[§]}}▸`, 0, capture.ErrMalformed, "no log", nil},
		{"a log after a name with an escape", `{"lo\u0067":{"entries":[§,{▸]]}}`, 2, capture.ErrMalformed, "want a string", []int{1}},
		{"a colon in place of a value", `{"a":▸:`, 0, capture.ErrMalformed, "want a value", nil},
		{"a bracket in place of a page", `{"log":{"pages":▸]}}`, 0, capture.ErrMalformed, "want a value", nil},
		{"cut off after an entry", `{"log":{"entries":[§▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", []int{1}},
		{"cut off after the entries", `{"log":{"entries":[§]▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", []int{1}},
		{"cut off in a page", `{"log":{"pages":[{▸`, 0, io.ErrUnexpectedEOF, "the HAR is cut off", nil},
		{"no comma", `{"log":{"entries":[§ ▸§]}}`, 0, capture.ErrMalformed, "want a comma or the end of an array", []int{1}},
		{"a comma too many", `{"log":{"entries":[§,▸]}}`, 0, capture.ErrMalformed, "want a value", []int{1}},
		{"a comma too many in the log", `{"log":{"entries":[§],▸}}`, 0, capture.ErrMalformed, "want a string", []int{1}},
		{"no colon", `{"log" ▸{}}`, 0, capture.ErrMalformed, "want a colon", nil},
		{"entries twice", `{"log":{"entries":[§],"entries":▸[§]}}`, 0, capture.ErrMalformed, "duplicate member", []int{1}},
		{"a log twice", `{"log":{"entries":[§]},"log":▸{}}`, 0, capture.ErrMalformed, "duplicate member", []int{1}},
		{"two documents", `{"log":{"entries":[§]}} ▸{}`, 0, capture.ErrMalformed, "want the end of the file", []int{1}},
		{"no entries", `{"log":{}▸}`, 0, capture.ErrMalformed, "no entries", nil},
		{"no log", `{}▸`, 0, capture.ErrMalformed, "no log", nil},
		{"a log that is not an object", `{"log":▸[]}`, 0, capture.ErrMalformed, "want an object", nil},
		{"entries that are no array", `{"log":{"entries":▸{}}}`, 0, capture.ErrMalformed, "want an array", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := strings.ReplaceAll(tt.file, "§", good)
			before, after, _ := strings.Cut(file, "▸")
			file = before + after
			want := capture.Error{Format: capture.HAR, Entry: tt.entry, Err: tt.err, Detail: tt.detail, Position: capture.Position{
				Offset: int64(len(before)), Line: strings.Count(before, "\n") + 1, Col: len(before) - strings.LastIndexByte(before, '\n'),
			}}
			var read []int
			var errs []capture.Error
			for x, err := range hars.Exchanges(strings.NewReader(file)) {
				if err == nil {
					read = append(read, x.Entry)
					continue
				}
				errs = append(errs, *err.(*capture.Error))
			}
			if diff := cmp.Diff([]capture.Error{want}, errs, comparable); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.read, read); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestHARParts: a HAR without its log, entries alone, and entries that are null.
func TestHARParts(t *testing.T) {
	const entry = `{"startedDateTime":"","request":{"url":"/sys/senders.php"},"response":{"status":200,"content":{"text":"OK"}}}`
	const noLog = ` ill-typed member: "log" is missing around the entries of the HAR`
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"without a log", `{"version":"1.2","entries":[` + entry + `,` + entry + `]}`, []string{`1 /sys/senders.php 200 "OK" 1:132` + noLog, `2 /sys/senders.php 200 "OK" 1:242`}},
		{"without a log, the entries first", `{"entries":[` + entry + `,null],"pages":[]}`, []string{`1 /sys/senders.php 200 "OK" 1:116` + noLog}},
		{"without a log, the entries first and longer than is examined", `{"entries":[` + entry + strings.Repeat(" ", 64<<10) + `],"pages":[]}`, []string{`1 /sys/senders.php 200 "OK" 1:116` + noLog}},
		{"without a log, cut off", `{"creator":{},"entries":[` + entry, []string{`1 /sys/senders.php 200 "OK" 1:129` + noLog, `capture: har: line 1, column 135: unexpected EOF: the HAR is cut off`}},
		{"an entry alone", "\n" + entry + "\n", []string{`1 /sys/senders.php 200 "OK" 2:104`}},
		{"entries one after the other", entry + "\n" + entry, []string{`1 /sys/senders.php 200 "OK" 1:104`, `2 /sys/senders.php 200 "OK" 2:104`}},
		{"a request and a response alone", `{"request":{"url":"/sys/senders.php"},"response":{"status":204}}`, []string{`1 /sys/senders.php 204 "" 1:1`}},
		{"an entry alone, cut off", entry[:len(entry)-1], []string{`capture: har: line 1, column 109: unexpected EOF: the HAR is cut off`}},
		{"nulls among entries", `{"log":{"entries":[null,` + entry + `, null ]}}`, []string{`2 /sys/senders.php 200 "OK" 1:128`}},
		{"nulls alone", `{"log":{"entries":[null]}}`, nil},
	})
}

// TestHARBodies: whether the capture has a body, and how it keeps one.
func TestHARBodies(t *testing.T) {
	entry := func(response string) string {
		return `{"log":{"entries":[{"response":{` + response + `}}]}}`
	}
	chunks := func(encoding, chunks string) string {
		return entry(`"status":200,"headers":[{"name":"Content-Encoding","value":"gzip"}],"content":{"size":2,` + encoding + `"text":"` + chunks + `"}`)
	}
	packed := gzipped("OK")
	inBase64 := base64.StdEncoding.EncodeToString([]byte(packed[:3])) + `\",\"` + base64.StdEncoding.EncodeToString([]byte(packed[3:]))
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"an empty one", entry(`"status":200,"content":{"size":0,"text":""}`), []string{`1 200 "" 1:74`}},
		{"an empty one without a text", entry(`"status":200,"content":{"size":0}`), []string{`1 200 "" 1:20`}},
		{"none", entry(`"status":200,"content":{"size":77300}`), []string{`1 200 omitted`}},
		{"none, with an empty text", entry(`"status":200,"content":{"size":77300,"text":""}`), []string{`1 200 omitted`}},
		{"none, of one byte, with an empty text", entry(`"status":200,"content":{"size":1,"text":""}`), []string{`1 200 omitted`}},
		{"none, of unknown size", entry(`"status":200,"content":{"size":-1}`), []string{`1 200 omitted`}},
		{"no content", entry(`"status":200`), []string{`1 200 omitted`}},
		{"a content that is ill-typed", entry(`"status":200,"content":[]`), []string{`1 200 omitted ill-typed member: response.content is not an object`}},
		{"a response that has none", entry(`"status":304,"content":{"size":-1}`), []string{`1 304 "" 1:20`}},

		{"a method whose responses have none", `{"log":{"entries":[{"request":{"method":"HEAD"},"response":{"status":200,"content":{"size":9}}}]}}`, []string{`1 HEAD 200 "" 1:20`}},
		{"one that was omitted", entry(`"status":200,"content":{"_bodyOmitted":{"kind":"html page","size":512}}`), []string{`1 200 omitted`}},
		{"one that was omitted, with its text", entry(`"status":200,"content":{"_bodyOmitted":{},"size":0,"text":""}`), []string{`1 200 omitted`}},
		{"what was omitted is ill-typed", entry(`"status":200,"content":{"_bodyOmitted":1,"text":"OK"}`), []string{`1 200 "OK" 1:82 ill-typed member: response.content._bodyOmitted is not an object`}},

		{"chunks in base64", chunks(`"encoding":"base64",`, `[\"`+inBase64+`\"]`), []string{`1 200 "OK" 1:149`}},
		{"chunks with spaces between them", chunks(`"encoding":"base64",`, `[\"`+strings.Replace(inBase64, ",", ", ", 1)+`\"]`), []string{`1 200 "OK" 1:149`}},
		{"chunks of which the first is damaged", chunks(`"encoding":"base64",`, `[\"z\",\"T0s=\"]`), []string{`1 200 "[\"z\",\"T0s=\"]" 1:149 body of another kind: the body is not base64, and was read as text`}},
		{"chunks in hexadecimal", chunks(``, `[\"`+hex.EncodeToString([]byte(gzipped("OK"))[:9])+`\",\"`+hex.EncodeToString([]byte(gzipped("OK"))[9:])+`\"]`), []string{`1 200 "OK" 1:129`}},
		{"chunks that are not called base64", chunks(``, `[\"T0s=\"]`), []string{`1 200 "[\"T0s=\"]" 1:129`}},
		{"chunks that are cut off", chunks(`"encoding":"base64",`, `[\"H4sI\"]`), []string{`1 200 omitted unexpected EOF: the encoded body is cut off`}},
		{"an array that is no JSON", chunks(`"encoding":"base64",`, `[\"T0s=\"`), []string{`1 200 "[\"T0s=\"" 1:149 body of another kind: the body is not base64, and was read as text`}},
		{"a body that begins like chunks", entry(`"status":200,"content":{"text":"[\"4f4b\"]"}`), []string{`1 200 "[\"4f4b\"]" 1:65`}},
	})
}

// TestHARFolder: bodies in files of their own are read in the HAR's folder alone.
func TestHARFolder(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	write("a.json", "OK")
	write("exact", strings.Repeat("a", 1<<10))
	write("large", strings.Repeat("a", 1<<10+1))
	write("empty", "")
	for name, make := range map[string]func(path string) error{
		"folder":  func(path string) error { return os.Mkdir(path, 0o700) },
		"link":    func(path string) error { return os.Symlink(outside, path) },
		"circle":  func(path string) error { return os.Symlink("circle", path) },
		"to-here": func(path string) error { return os.Symlink("a.json", path) },
	} {
		if err := make(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	const badName = "ill-typed member: response.content._file is not the name of a regular file in the folder of the HAR"
	for _, tt := range []struct{ file, want string }{
		{"a.json", `1 200 "OK" 1:20`},
		{"to-here", `1 200 "OK" 1:20`},
		{"empty", `1 200 "" 1:20`},
		{"exact", `1 200 "` + strings.Repeat("a", 1<<10) + `" 1:20`},
		{"nosuch", "1 200 omitted " + badName},
		{"folder", "1 200 omitted " + badName},
		{"link", "1 200 omitted " + badName},
		{"circle", "1 200 omitted " + badName},
		{"large", "1 200 omitted too large: response.content._file"},
		{"../" + filepath.Base(filepath.Dir(outside)) + "/secret", "1 200 omitted " + badName},
		{outside, "1 200 omitted " + badName},
		{"./a.json", "1 200 omitted " + badName},
		{"..", "1 200 omitted " + badName},
		{`..\\a.json`, "1 200 omitted " + badName},
		{"a.json:x", "1 200 omitted " + badName},
		{`a.json\u0000`, "1 200 omitted " + badName},
	} {
		file := `{"log":{"entries":[{"response":{"status":200,"content":{"size":2,"_file":"` + tt.file + `"}}}]}}`
		checkOutcomes(t, capture.Reader{Folder: folder, MaxEntry: 1 << 10}, []outcomeCase{{tt.file, file, []string{tt.want}}})
		checkOutcomes(t, capture.Reader{}, []outcomeCase{{tt.file + " of standard input", file, []string{"1 200 omitted"}}})
	}
	checkOutcomes(t, capture.Reader{Folder: folder}, []outcomeCase{
		{"a text beside a file", `{"log":{"entries":[{"response":{"status":200,"content":{"_file":"a.json","text":"b"}}}]}}`, []string{`1 200 "b" 1:82`}},
	})
}

// A folder that is not there, or is a file, has no bodies.
func TestHARNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.har")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{file, file + "x"} {
		checkOutcomes(t, capture.Reader{Folder: folder}, []outcomeCase{
			{"no folder", `{"log":{"entries":[{"response":{"status":200,"content":{"_file":"a"}}}]}}`, []string{`1 200 omitted ill-typed member: response.content._file is not the name of a regular file in the folder of the HAR`}},
		})
	}
}

// An entry that is too large is an error, in words of its own.
func TestHARLargeEntry(t *testing.T) {
	const small, large = `{"request":{"url":"/sys/senders.php"}}`, `{"request":{"url":"/sys/senders.php" }}`
	checkOutcomes(t, capture.Reader{MaxEntry: len(small)}, []outcomeCase{
		{"by a byte", `{"log":{"entries":[` + small + `,` + large + `,` + small + `]}}`, []string{`1 /sys/senders.php lost`, `capture: har: line 1, column 59: too large: an entry`, `3 /sys/senders.php lost`}},
	})
}

// An entry whose brackets do not match hides those that follow.
func TestHARMismatch(t *testing.T) {
	all, _ := events(hars, strings.NewReader(`{"log":{"entries":[{"a":[}, {}]}}`))
	if len(all) != 2 || !strings.Contains(all[0], "column 25: malformed: want a value") || !strings.Contains(all[1], "column 32: malformed: want a comma") {
		t.Errorf("%q", all)
	}
}

func TestHARWithoutEntries(t *testing.T) {
	for _, file := range []string{`{"log":{"entries":[]}}`, ` {"log": {"entries": null, "pages": []}, "x": 1 } ` + "\n"} {
		if all, _ := events(hars, strings.NewReader(file)); len(all) > 0 {
			t.Errorf("%s: %s", file, all)
		}
	}
}

// However a HAR is cut off, what was whole is read, and an error says so.
func TestHARCut(t *testing.T) {
	for _, name := range []string{"charles", "fiddler"} {
		file := readFile(t, "testdata/har/"+name+".har")
		whole, _ := events(hars, bytes.NewReader(file))
		for n := range len(bytes.TrimSpace(file)) {
			if !checkCut(t, hars, file[:n], whole) {
				t.Fatalf("%s: no error when cut at %d", name, n)
			}
		}
	}
}

// What src says ends the reading, after what was whole.
func TestHARReadError(t *testing.T) {
	broken := errors.New("broken")
	file := `{"log":{"entries":[{},{},{"request":`
	all, last := events(hars, io.MultiReader(strings.NewReader(file), failingReader{broken}))
	if len(all) != 3 || last != broken {
		t.Errorf("%s, %v", all, last)
	}
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// A consumer that has enough is asked no more.
func TestHARStop(t *testing.T) {
	for range hars.Exchanges(io.MultiReader(strings.NewReader(`{"log":{"entries":[`), &repeat{unit: []byte("{},"), n: 1 << 20})) {
		break
	}
	for range hars.Parts(io.MultiReader(strings.NewReader(`{"log":{"entries":[`), &repeat{unit: []byte("{},"), n: 1 << 20})) {
		break
	}
}

// A repeat returns the same again and again.
type repeat struct {
	unit []byte
	n    int // how many times more
	at   int
}

func (r *repeat) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && r.n > 0 {
		m := copy(p[n:], r.unit[r.at:])
		n += m
		if r.at += m; r.at == len(r.unit) {
			r.at = 0
			r.n--
		}
	}
	return n, nil
}

// A HAR may have entries of any size, and any number of them; the memory does not
// grow with it.
func TestHARMemory(t *testing.T) {
	const entry = `
    {
      "request": {"method": "GET", "url": "https://smsc.ru/sys/senders.php?get=1&fmt=1", "headers": [{"name": "Accept", "value": "*/*"}]},
      "response": {"status": 200, "content": {"text": "zxcabs,1\n79001234567,0\nSMSC.RU,2"}}
    },`
	large := func(url string) io.Reader {
		return io.MultiReader(
			strings.NewReader(`{"request": {"url": "`+url+`"}, "response": {"status": 200, "content": {"text": "`),
			&repeat{unit: bytes.Repeat([]byte("AbC+"), 1<<14), n: 1 << 8},
			strings.NewReader(`"}}},`),
		)
	}
	file := func(parts ...io.Reader) io.Reader {
		begin := strings.NewReader(`{"log": {"pages": [], "entries": [`)
		return io.MultiReader(begin, io.MultiReader(parts...), strings.NewReader(`{}], "comment": ""}}`))
	}
	tests := []struct {
		name   string
		file   io.Reader
		read   int
		failed []int // entries that are too large
	}{
		{"many entries", file(&repeat{unit: []byte(entry), n: (64 << 20) / len(entry)}), (64<<20)/len(entry) + 1, nil},
		{"a million", file(&repeat{unit: []byte("{},"), n: 1e6}), 1e6 + 1, nil},
		{"a video of another site", file(strings.NewReader(entry), large("https://example.org/video"), strings.NewReader(entry)), 4, nil},
		{"a large answer", file(strings.NewReader(entry), large("/sys/senders.php"), strings.NewReader(entry)), 3, []int{2}},
		{"an entry that is all brackets", file(
			strings.NewReader(`{"a":`), &repeat{unit: bytes.Repeat([]byte(`[`), 1<<16), n: 1 << 6}, &repeat{unit: bytes.Repeat([]byte(`]`), 1<<16), n: 1 << 6}, strings.NewReader(`},`),
		), 1, []int{1}},
		{"a page and a name of any size", io.MultiReader(
			strings.NewReader(`{"`), &repeat{unit: bytes.Repeat([]byte(`name`), 1<<14), n: 1 << 6}, strings.NewReader(`":{"pages":"`), &repeat{unit: bytes.Repeat([]byte(`page`), 1<<14), n: 1 << 6},
			strings.NewReader(`"},`), strings.NewReader(`"log":{"entries":[{}]}}`),
		), 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := capture.Reader{Format: capture.HAR, MaxEntry: 1 << 20}
			runtime.GC()
			base, most := heap(), uint64(0)
			read := 0
			var failed []int
			for _, err := range r.Exchanges(tt.file) {
				var e *capture.Error
				switch {
				case errors.As(err, &e) && e.Err == capture.ErrTooLarge:
					failed = append(failed, e.Entry)
				case err != nil:
					t.Fatal(err)
				default:
					read++
				}
				if (read+len(failed))%1024 == 1 {
					most = max(most, heap())
				}
			}
			if read != tt.read || !cmp.Equal(failed, tt.failed) {
				t.Errorf("%d read, too large %v", read, failed)
			}
			const bound = 32 << 20 // half of the file; a busy machine collects garbage late
			if most > base+bound {
				t.Errorf("the heap has grown by %d bytes", most-base)
			}
		})
	}
}

// TestManyMemory: what is kept for reuse goes with each capture, at the next collection.
func TestManyMemory(t *testing.T) {
	const file = `{"url":"/sys/senders.php?get=1","status":200,"body":"name = a"}` + "\n"
	runtime.GC()
	base := heap()
	for range 1 << 11 {
		for _, err := range lines.Exchanges(strings.NewReader(file + file)) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	runtime.GC()
	if grown := heap() - base; int64(grown) > 4<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

// heap returns the bytes of the heap that are in use, or not yet collected.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// FuzzHAR: laws of HAR files, whatever they are.
func FuzzHAR(f *testing.F) {
	for _, text := range []string{
		`{"log":{"entries":[{"response":{"status":200,"content":{"text":"a\u043c\n"}}},{}]}}`,
		`{"log":{"pages":[{"a":"]"}],"entries":[{"response":{"content":{"text":"T0s\u003d","encoding":"base64"}}},5,{]}],"comment":""}} x`,
		`{"log":{"entries":[{"request":{"url":"/sys/senders.php","headers":[{"name":"A"}],"queryString":[{"name":"get","value":"%31"}],"postData":{"mimeType":"a/b","params":[{"name":"a","value":"b"}],"text":""}},` +
			`"response":{"_charlesStatus":"FAILED","headers":[{"name":"A","value":1}],"content":{"size":0,"mimeType":"x-unknown"}}}]}}`,
	} {
		f.Add([]byte(text), 50)
	}
	f.Fuzz(func(t *testing.T, file []byte, n int) {
		file, _ = capture.InUTF8(file)
		checkOneByte(t, hars, file)
		for x, err := range hars.Exchanges(bytes.NewReader(file)) {
			if err == nil && x.Response.Body != nil {
				checkBodyPositions(t, file, x)
			}
		}
		if n >= 0 && n <= len(file) {
			whole, _ := events(hars, bytes.NewReader(file))
			checkCut(t, hars, file[:n], whole)
		}
	})
}

func BenchmarkHAR(b *testing.B) {
	for _, name := range []string{"chromium", "charles"} {
		b.Run(name, func(b *testing.B) {
			file := readFile(b, "testdata/har/"+name+".har")
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range hars.Exchanges(bytes.NewReader(file)) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

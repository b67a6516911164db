package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// written returns a capture with some exchanges.
func written(t *testing.T, format capture.Format, all ...*capture.Exchange) string {
	t.Helper()
	var file strings.Builder
	w := New(&file, format)
	for _, x := range all {
		if err := w.Write(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

var (
	get  = capture.Request{Method: "GET", URL: "https://smsc.ru/sys/senders.php?fmt=3&get=1"}
	post = capture.Request{
		Method: "POST", URL: "https://smsc.ru/sys/senders.php", Body: []byte("fmt=3&get=1"),
		Header: capture.Header{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}},
	}
	plain = capture.Header{{Name: "Content-Type", Value: "text/plain"}}
)

// exchanges are those of all kinds.
var exchanges = []struct {
	name string
	x    capture.Exchange
}{
	{"a text", capture.Exchange{Request: get, Response: capture.Response{Status: 200, Header: plain, Text: true, Body: []byte("a\"\\\n\r\t\x01<&>\u2028я😀")}}},
	{"an empty text", capture.Exchange{Request: get, Response: capture.Response{Status: 204, Text: true, Body: []byte{}}}},
	{"bytes", capture.Exchange{Request: get, Response: capture.Response{Status: 200, Header: plain, Body: []byte("\xe0\x00\xff")}}},
	{"all fields", capture.Exchange{Request: get, Response: capture.Response{Status: 200, Text: true, Body: []byte("OK"), Header: capture.Header{
		{Name: "Content-Type", Value: "text/plain; charset=utf-8"}, {Name: "Content-Length", Value: "2"},
		{Name: "Content-Encoding", Value: "gzip"}, {Name: "Transfer-Encoding", Value: "chunked"},
	}}}},
	{"an empty field", capture.Exchange{Request: get, Response: capture.Response{Status: 200, Text: true, Body: []byte("OK"), Header: capture.Header{{Name: "Content-Type"}}}}},
	{"a form", capture.Exchange{Request: post, Response: capture.Response{Status: 200, Text: true, Body: []byte("OK")}}},
	{"a body that is omitted", capture.Exchange{Request: get, Response: capture.Response{Status: 500, Header: plain, BodyOmitted: true, Omitted: capture.Omitted{Kind: "html page", Size: 7}}}},
	{"a form that is not known, of a known URL", capture.Exchange{Request: capture.Request{Method: "POST", URL: "https://smsc.ru/sys/senders.php", BodyOmitted: true}, Response: capture.Response{Status: 200, Text: true, Body: []byte("OK")}}},
	{"a form that is not known", capture.Exchange{Request: capture.Request{Method: "POST", BodyOmitted: true}, Response: capture.Response{Status: 200, Text: true, Body: []byte("OK")}}},
	{"no request", capture.Exchange{Response: capture.Response{Status: 200, Text: true, Body: []byte("OK")}}},
	{"no response", capture.Exchange{Request: get, Response: capture.Response{Lost: true}}},
}

// TestRead: capture reads what is written, except that a HAR has a URL and a method even if
// the form is not known.
func TestRead(t *testing.T) {
	for _, format := range []capture.Format{capture.JSONLines, capture.HAR} {
		for _, test := range exchanges {
			t.Run(format.String()+"/"+test.name, func(t *testing.T) {
				file := written(t, format, &test.x)
				for x, err := range (capture.Reader{Format: format}).Exchanges(strings.NewReader(file)) {
					if err != nil {
						t.Fatalf("%v of %s", err, file)
					}
					want := part(&test.x)
					if format == capture.HAR && want.url == "" {
						want.url, want.method, want.isOmitted = unknownURL, "POST", true
					}
					if got := part(x); !reflect.DeepEqual(got, want) {
						t.Errorf("%s\nis read as %+v, want %+v", file, got, want)
					}
				}
			})
		}
	}
}

// A readPart is the part of an exchange that is written.
type readPart struct {
	method, url, form string
	isOmitted         bool
	status            int
	fields            [2][]capture.Field
	body              string
	isText, isLost    bool
	omitted           capture.Omitted
}

func part(x *capture.Exchange) readPart {
	q, r := x.Request, x.Response
	return readPart{
		q.Method, q.URL, string(q.Body), q.BodyOmitted, r.Status, [2][]capture.Field{slices.Clone(q.Header), slices.Clone(r.Header)},
		string(r.Body), r.Text && len(r.Body) > 0, r.Lost, r.Omitted,
	}
}

// TestHAR: a HAR has the members that HAR 1.2 requires, and all entries.
func TestHAR(t *testing.T) {
	var har struct {
		Log struct {
			Version string
			Creator map[string]string
			Entries []map[string]any
		}
	}
	file := written(t, capture.HAR, &exchanges[0].x, &exchanges[5].x)
	if err := json.Unmarshal([]byte(file), &har); err != nil {
		t.Fatalf("%v of %s", err, file)
	}
	if har.Log.Version != "1.2" || len(har.Log.Creator) != 2 || len(har.Log.Entries) != 2 {
		t.Errorf("%s", file)
	}
	for _, entry := range har.Log.Entries {
		for member, required := range map[string]string{
			"request":  "method url httpVersion cookies headers queryString headersSize bodySize",
			"response": "status statusText httpVersion cookies headers content redirectURL headersSize bodySize",
			"timings":  "send wait receive",
			"cache":    "",
		} {
			of, _ := entry[member].(map[string]any)
			for _, name := range strings.Fields(required) {
				if _, ok := of[name]; !ok {
					t.Errorf("%s has no %s: %s", member, name, file)
				}
			}
		}
	}
}

// TestErrors: the error of the destination is the one of Write or Close.
func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	for _, format := range []capture.Format{capture.JSONLines, capture.HAR} {
		reader, writer := io.Pipe()
		reader.CloseWithError(broken)
		w := New(writer, format)
		long := capture.Exchange{Request: get, Response: capture.Response{Text: true, Body: bytes.Repeat([]byte("a"), 1<<20)}}
		if err := w.Write(&long); !errors.Is(err, broken) {
			t.Error(err)
		}
		if err := w.Close(); !errors.Is(err, broken) {
			t.Error(err)
		}
	}
}

package smschttp_test

import (
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

var (
	emptyList = smschttp.Reader{Codec: smscodec.Codec{EmptyList: true}}

	getPlain = smscodec.Request{Op: smscodec.OpGet, Format: smscodec.Plain}
	getCSV   = smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV}
	getXML   = smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML}
	getJSON  = smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON}
	addJSON  = smscodec.Request{Op: smscodec.OpAdd, Format: smscodec.JSON}
)

// response returns what http.Client would for the lines of a header and a body.
func response(status int, body string, header ...string) *http.Response {
	resp := &http.Response{
		StatusCode:    status,
		Header:        http.Header{},
		Body:          io.NopCloser(strings.NewReader(body)),
		ContentLength: -1,
	}
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		resp.Header.Set(name, value)
	}
	return resp
}

func list(names ...string) smscodec.List {
	l := smscodec.List{}
	for _, name := range names {
		l = append(l, smscodec.Sender{Name: name})
	}
	return l
}

func TestReadReply(t *testing.T) {
	const cyrillic1251 = "\xcc\xe0\xe3\xe0\xe7\xe8\xed"
	inCharset := func(req smscodec.Request, c smscodec.Charset) smscodec.Request {
		req.Charset = c
		return req
	}
	for _, test := range []struct {
		name   string
		req    smscodec.Request
		resp   *http.Response
		reader smschttp.Reader
		want   smscodec.Reply
		err    error // by errors.Is
	}{
		{name: "an answer", req: addJSON, resp: response(200, `{"sender": 24608}`), want: smscodec.Added{ID: 24608}},
		{name: "another status of success", req: addJSON, resp: response(203, `{"sender": 24608}`), want: smscodec.Added{ID: 24608}},
		{name: "PHP's default media type is not a page", req: getPlain,
			resp: response(200, "name = zxcabs", "Content-Type: text/html; charset=windows-1251"), want: list("zxcabs")},
		{name: "the header's charset before the request's", req: getPlain,
			resp: response(200, "name = "+cyrillic1251, "Content-Type: text/plain; charset=windows-1251"), want: list("Магазин")},
		{name: "the header's charset, in capitals", req: inCharset(getPlain, smscodec.Windows1251),
			resp: response(200, "name = Магазин", "Content-Type: text/plain; charset=UTF-8"), want: list("Магазин")},
		{name: "the header's charset, by its other name", req: getPlain,
			resp: response(200, "name = "+cyrillic1251, "Content-Type: text/plain; charset=CP1251"), want: list("Магазин")},
		{name: "without a charset in the header, the request's", req: inCharset(getPlain, smscodec.Windows1251),
			resp: response(200, "name = "+cyrillic1251, "Content-Type: text/plain"), want: list("Магазин")},
		{name: "with a malformed header, the request's", req: inCharset(getPlain, smscodec.Windows1251),
			resp: response(200, "name = "+cyrillic1251, "Content-Type: text/plain; charset"), want: list("Магазин")},
		{name: "the charset is unknown, and the text ASCII", req: getPlain,
			resp: response(200, "name = zxcabs", "Content-Type: text/plain; charset=us-ascii"), want: list("zxcabs")},
		{name: "the charset is unknown", req: getPlain,
			resp: response(200, "name = caf\xe9", "Content-Type: text/plain; charset=iso-8859-1"), err: smscodec.ErrCharset},
		{name: "an empty body may be a lost answer", req: getPlain, resp: response(200, ""), err: smschttp.ErrEmpty},
		{name: "a line ending alone, too", req: getCSV, resp: response(200, "\r\n"), err: smschttp.ErrEmpty},
		{name: "no body", req: getPlain, resp: &http.Response{StatusCode: 204}, err: smschttp.ErrEmpty},
		{name: "an empty list, where the caller says so", req: getPlain, resp: response(200, ""), reader: emptyList, want: list()},
		{name: "an empty list without a body", req: getPlain, resp: &http.Response{StatusCode: 204}, reader: emptyList, want: list()},
		{name: "an empty list that is rejected", req: getPlain, resp: response(200, ""),
			reader: smschttp.Reader{Codec: smscodec.Codec{Reject: smscodec.QuirkEmpty, EmptyList: true}}, err: io.ErrUnexpectedEOF},
		{name: "an empty body", req: addJSON, resp: response(200, ""), err: smschttp.ErrEmpty},
		{name: "a blank body", req: getXML, resp: response(200, "\xEF\xBB\xBF \r\n"), err: smschttp.ErrEmpty},
		{name: "a refusal", req: getJSON, resp: response(200, `{"error": "authorise error", "error_code": 2}`), err: smscodec.ErrAuth},
		{name: "malformed", req: getJSON, resp: response(200, `[{"sender"]`), err: smscodec.ErrSyntax},
		{name: "no request", req: smscodec.Request{}, resp: response(200, ""), err: smscodec.ErrRequest},
		{name: "a page", req: getJSON, resp: response(200, "\n<HTML><body>hello"), err: smschttp.ErrPage},
		{name: "a page under XML", req: getXML, resp: response(200, "<!DOCTYPE html><title>hello</title>"), err: smschttp.ErrPage},
		{name: "an XHTML page", req: getXML, resp: response(200, "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html xmlns=\"y\">"), err: smschttp.ErrPage},
		{name: "an indented page under CSV, in which it decodes as names", req: getCSV, resp: response(200, "  <html>\n  </html>"), err: smschttp.ErrPage},
		{name: "a page in a charset that is not known", req: getPlain,
			resp: response(200, "<html>\xe9", "Content-Type: text/html; charset=iso-8859-1"), err: smschttp.ErrPage},
		{name: "PHP's warning", req: getPlain,
			resp: response(200, "<br />\n<b>Warning</b>:  mysql_connect(): refused in <b>/var/www/x.php</b> on line <b>7</b><br />\n"), err: smschttp.ErrPage},
		{name: "PHP's warning before the answer", req: getJSON,
			resp: response(200, "<br />\n<b>Notice</b>:  x in <b>x.php</b> on line <b>7</b><br />\n[{\"sender\": \"x\"}]"), err: smschttp.ErrPage},
		{name: "PHP's error without HTML under CSV, in which it decodes as names", req: getCSV,
			resp: response(200, "\nFatal error: Uncaught Error: x in /var/www/x.php:7\nStack trace:\n#0 {main}\n  thrown in /var/www/x.php on line 7\n"), err: smschttp.ErrPage},
		{name: "a name that begins as PHP's errors do", req: getCSV, resp: response(200, "Warning\nNotice: x"), want: list("Warning", "Notice: x")},
		{name: "a name that is a page", req: getXML, resp: response(200, "<list><sender><![CDATA[<html>]]></sender></list>"), want: list("<html>")},
		{name: "compressed", req: getPlain, resp: response(200, "\x1f\x8b", "Content-Encoding: gzip"), err: smschttp.ErrEncoding},
		{name: "not compressed", req: getPlain, resp: response(200, "name = x", "Content-Encoding: Identity"), want: list("x")},
		{name: "a page after a comment", req: getPlain, resp: response(200, "<!-- served by 7 --><html>"), err: smschttp.ErrPage},
		{name: "a name that looks like a page", req: getXML, resp: response(200, "<list><sender>&lt;html></sender></list>"), want: list("<html>")},
		{name: "another document", req: getXML, resp: response(200, "<rss/>"), err: smscodec.ErrShape},
		{name: "a status of failure", req: getPlain, resp: response(502, "name = zxcabs"), err: smschttp.ErrStatus},
		{name: "a status of failure without a body", req: getPlain, resp: &http.Response{StatusCode: 500}, err: smschttp.ErrStatus},
		{name: "a redirect", req: getPlain, resp: response(302, ""), err: smschttp.ErrStatus},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.reader.ReadReply(test.resp, test.req)
			if !errors.Is(err, test.err) || (err == nil) != (test.err == nil) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("another reply (-want +got):\n%s", diff)
			}
		})
	}
}

// The type of the error tells the kind of failure.
func TestReadReplyErrorTypes(t *testing.T) {
	for _, test := range []struct {
		resp *http.Response
		as   any
	}{
		{response(200, `{"error": "x", "error_code": 3}`), new(*smscodec.APIError)},
		{response(200, `nonsense`), new(*smscodec.ParseError)},
		{response(200, ``), new(*smschttp.ResponseError)},
		{response(404, `nonsense`), new(*smschttp.ResponseError)},
		{response(200, strings.Repeat(" ", smschttp.DefaultMaxBytes+1)), new(*smschttp.TooLargeError)},
	} {
		_, err := smschttp.ReadReply(test.resp, addJSON)
		for _, as := range []any{new(*smscodec.APIError), new(*smscodec.ParseError), new(*smschttp.ResponseError), new(*smschttp.TooLargeError)} {
			if got, want := errors.As(err, as), fmt.Sprintf("%T", as) == fmt.Sprintf("%T", test.as); got != want {
				t.Errorf("%v: as %T is %v", err, as, got)
			}
		}
	}
}

func TestReadReplyBound(t *testing.T) {
	answer := func(n int64) string { return `{"sender": 1` + strings.Repeat(" ", int(n)-13) + "}" }
	for _, test := range []struct {
		reader smschttp.Reader
		bound  int64
	}{
		{smschttp.Reader{}, 1 << 20},
		{smschttp.Reader{MaxBytes: -1}, 1 << 20},
		{smschttp.Reader{MaxBytes: 20}, 20},
		{smschttp.Reader{MaxBytes: 2 << 20}, 2 << 20},
	} {
		for _, declared := range []bool{false, true} {
			for _, over := range []int64{0, 1} {
				body := &counter{from: strings.NewReader(answer(test.bound + over))}
				resp := response(200, "")
				resp.Body = body
				if declared {
					resp.ContentLength = test.bound + over
				}
				_, err := test.reader.ReadReply(resp, addJSON)
				var large *smschttp.TooLargeError
				if got := errors.As(err, &large); got != (over > 0) || got && large.MaxBytes != test.bound {
					t.Errorf("%d bytes, bound %d: %v", test.bound+over, test.bound, err)
				}
				if body.n > test.bound+1 {
					t.Errorf("bound %d: read %d bytes", test.bound, body.n)
				}
			}
		}
	}

	endless := &counter{from: strings.NewReader(strings.Repeat("<p>", 1<<20))}
	resp := response(500, "")
	resp.Body = endless
	smschttp.ReadReply(resp, addJSON)
	if endless.n > 16<<10 {
		t.Errorf("read %d bytes of an error's page", endless.n)
	}
}

type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counter) Close() error { return nil }

func TestReadReplyBrokenConnection(t *testing.T) {
	broken := errors.New("broken")
	resp := response(200, "")
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"sender": 1}`), iotest.ErrReader(broken)))
	if _, err := smschttp.ReadReply(resp, addJSON); !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the connection", err)
	}
	// The same if the body ends exactly at the bound.
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"sender": 1}`), iotest.ErrReader(broken)))
	if _, err := (smschttp.Reader{MaxBytes: 13}).ReadReply(resp, addJSON); !errors.Is(err, broken) {
		t.Errorf("at the bound: error %v, want that of the connection", err)
	}
	resp = response(200, "name = zxcabs")
	resp.ContentLength = 30
	if _, err := smschttp.ReadReply(resp, getPlain); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("shorter than declared: error %v", err)
	}
}

// The response to HEAD is not an answer, whatever its Content-Length, and is not retryable.
// net/http does not decompress a body if the caller has set Accept-Encoding.
func TestReadReplyOfWhatHasNoAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") == "br" {
			w.Header().Set("Content-Encoding", "br")
		}
		smschttp.WriteReply(w, smscodec.Added{ID: 24608}, addJSON)
	}))
	defer server.Close()
	for _, test := range []struct {
		method, acceptEncoding string
		want                   error
	}{
		{"HEAD", "", smschttp.ErrHead},
		{"GET", "br", smschttp.ErrEncoding},
		{"GET", "", nil},
	} {
		req, err := http.NewRequest(test.method, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		if test.acceptEncoding != "" {
			req.Header.Set("Accept-Encoding", test.acceptEncoding)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, err = smschttp.ReadReply(resp, addJSON)
		resp.Body.Close()
		if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v, want %v", test.method, err, test.want)
		}
		if _, ok := smschttp.Retryable(err); ok {
			t.Errorf("%s: %v is retryable", test.method, err)
		}
	}
}

func TestResponseError(t *testing.T) {
	_, err := smschttp.ReadReply(response(503, "<html>\n\x1b[2J\u202e busy", "Content-Type: text/html", "Retry-After: 120"), getJSON)
	want := &smschttp.ResponseError{
		StatusCode:  503,
		ContentType: "text/html",
		RetryAfter:  2 * time.Minute,
		Err:         smschttp.ErrStatus,
	}
	var got *smschttp.ResponseError
	if !errors.As(err, &got) {
		t.Fatal(err)
	}
	if *got != *want {
		t.Errorf("got %#v, want %#v", got, want)
	}
	const text = `smschttp: no answer: not a success: HTTP 503, text/html`
	if err.Error() != text {
		t.Errorf("text is %s, want %s", err, text)
	}
}

func TestResponseErrorRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"":                              0,
		"0":                             0,
		"90":                            90 * time.Second,
		"-1":                            0,
		"86401":                         24 * time.Hour,
		"99999999999999999999":          0,
		"Fri, 31 Dec 1999 23:59:59 GMT": 0,
	} {
		_, err := smschttp.ReadReply(response(503, "", "Retry-After: "+header), getJSON)
		var got *smschttp.ResponseError
		if !errors.As(err, &got) || got.RetryAfter != want {
			t.Errorf("%q: %v, want %v", header, got.RetryAfter, want)
		}
	}
}

// An error's text is one short line without secrets, whatever a page quotes.
func TestErrorTextsAreHarmless(t *testing.T) {
	const login, password, key = "hunter1", "hunter1+2&<", "hunter3"
	form := url.Values{"get": {"1"}, "login": {login}, "psw": {password}, "apikey": {key}}
	byGet := httptest.NewRequest("GET", "http://hunter4:hunter5@example.test/sys/senders.php?"+form.Encode(), nil)
	byPost, err := http.NewRequest("POST", "http://example.test/sys/senders.php", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	byPost.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, body := range []string{
		"",
		"<html>The requested URL /sys/senders.php?" + form.Encode() + " was not found",
		"<html>The requested URL /sys/senders.php was not found",
		"<html>http://example.test/sys/senders.php?" + html.EscapeString(form.Encode()) + " was not found",
		"<html>" + url.QueryEscape("/sys/senders.php?psw=hunter9&x"),
		"<html>LOGIN=hunter9",
		"<html>array(login => hunter1, psw => hunter1+2&<, apikey => hunter3)",
		"<html>psw: hunter1+2&amp;&lt;",
		"\x1b[2J\r\n\u0085\u202e\u2028\xff",
		strings.Repeat("ж", 1000),
		strings.Repeat("\x00", 5000),
		"hunter1" + strings.Repeat("x", 200),
	} {
		for _, req := range []*http.Request{byGet, byPost} {
			resp := response(500, body, "Content-Type: text/"+strings.Repeat("\t\u202e", 50), "X-Psw: hunter2")
			resp.Request = req
			_, err := smschttp.ReadReply(resp, getJSON)
			text := err.Error()
			switch {
			case strings.Contains(text, "hunter") || strings.Contains(text, "example.test") || strings.Contains(text, "/sys/"):
				t.Errorf("%q: a secret in %s", body, text)
			case len(text) > 300:
				t.Errorf("%q: %d bytes in %s", body, len(text), text)
			case strings.ContainsFunc(text, isHarmful):
				t.Errorf("%q: what does not print in %q", body, text)
			}
			if body != "" && !strings.Contains(text, strconv.Itoa(500)) {
				t.Errorf("%q: no status in %s", body, text)
			}
		}
	}
}

// A reply survives a round trip over HTTP, in every format and charset.
func TestWriteReplyThenRead(t *testing.T) {
	refusal := &smscodec.APIError{Code: smscodec.ErrParams, Text: "parameters error"}
	for f := smscodec.Plain; f <= smscodec.JSON; f++ {
		for c := smscodec.UTF8; c <= smscodec.KOI8R; c++ {
			for _, test := range []struct {
				op    smscodec.Op
				reply smscodec.Reply
			}{
				{smscodec.OpGet, list("Магазин", "zxcabs")},
				{smscodec.OpGet, list()},
				{smscodec.OpAdd, smscodec.Added{ID: 24608}},
				{smscodec.OpDelete, smscodec.Done{}},
				{smscodec.OpDelete, refusal},
			} {
				req := smscodec.Request{Op: test.op, Format: f, Charset: c}
				w := httptest.NewRecorder()
				if err := (smschttp.Writer{Codec: emptyList.Codec}).WriteReply(w, test.reply, req); err != nil {
					t.Fatal(err)
				}
				resp := w.Result()
				if resp.ContentLength != int64(w.Body.Len()) {
					t.Errorf("%v: Content-Length %d of %d bytes", req, resp.ContentLength, w.Body.Len())
				}
				// The charset of the header is enough, whatever the request says.
				asked := req
				asked.Charset = (c + 1) % 3
				got, err := emptyList.ReadReply(resp, asked)
				var refused *smscodec.APIError
				if errors.As(err, &refused) {
					got, err = refused, nil
				}
				want := test.reply
				if want == refusal && f == smscodec.CSV {
					want = &smscodec.APIError{Code: smscodec.ErrParams}
				}
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%v: %v (-want +got):\n%s", req, err, diff)
				}
			}
		}
	}
}

func TestContentType(t *testing.T) {
	for req, want := range map[smscodec.Request]string{
		{Op: smscodec.OpGet}:                                               "text/plain; charset=utf-8",
		{Format: smscodec.CSV, Charset: smscodec.KOI8R}:                    "text/csv; charset=koi8-r",
		{Format: smscodec.XML, Charset: smscodec.Windows1251}:              "application/xml; charset=windows-1251",
		{Op: smscodec.OpAdd, Format: smscodec.JSON, Charset: 1, All: true}: "application/json; charset=windows-1251",
	} {
		if got := smschttp.ContentType(req); got != want {
			t.Errorf("%v: %q, want %q", req, got, want)
		}
	}
}

// If a reply cannot be encoded, nothing is written.
func TestWriteReplyRefused(t *testing.T) {
	w := httptest.NewRecorder()
	err := smschttp.WriteReply(w, smscodec.Added{ID: -1}, addJSON)
	var wrong *smscodec.EncodeError
	if !errors.As(err, &wrong) {
		t.Errorf("error %v, want an EncodeError", err)
	}
	if len(w.Header()) > 0 || w.Body.Len() > 0 {
		t.Errorf("wrote %v and %q", w.Header(), w.Body)
	}
	columns, err := smscodec.NewColumns("mega", "x")
	if err != nil {
		t.Fatal(err)
	}
	registrations, err := smscodec.NewRegistrations(columns, 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	reply := smscodec.List{{Name: "zxcabs", Registrations: registrations}}
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Operators: true}
	if err := smschttp.WriteReply(w, reply, req); !errors.As(err, &wrong) {
		t.Errorf("error %v, want an EncodeError: these are not the documented columns", err)
	}
	if err := (smschttp.Writer{Codec: smscodec.Codec{Columns: columns}}).WriteReply(w, reply, req); err != nil || w.Body.String() != "zxcabs,2,2" {
		t.Errorf("wrote %q, %v", w.Body, err)
	}
}

// isHarmful reports whether a character can control a terminal or hide text.
func isHarmful(r rune) bool { return !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r) }

package smsctest_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// demo is the configuration of most tests, with a clock that does not move by itself.
func demo() (smsctest.Config, *smsctest.Clock) {
	clock := smsctest.NewClock(start)
	config := smsctest.Demo()
	config.Now = clock.Now
	return config, clock
}

// send makes a request, "a=b&c=d", without a network.
func send(h http.Handler, query string) *http.Response {
	r := httptest.NewRequest("POST", smsctest.Path, strings.NewReader(query))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// ask makes a request of the account demo and decodes the reply; a refusal is a reply.
func ask(t *testing.T, h http.Handler, query string) smscodec.Reply {
	t.Helper()
	req, err := smscodec.ParseQuery(smscodec.ParseForm(query))
	if err != nil {
		req = smscodec.Request{Op: smscodec.OpGet}
	}
	return read(t, send(h, "login=demo&psw=demo&"+query), req)
}

func read(t *testing.T, resp *http.Response, req smscodec.Request) smscodec.Reply {
	t.Helper()
	reply, err := smschttp.Reader{Codec: smscodec.Codec{EmptyList: true}}.ReadReply(resp, req)
	var refusal *smscodec.APIError
	switch {
	case errors.As(err, &refusal):
		return refusal
	case err != nil:
		t.Fatalf("%v: %v", req, err)
	}
	return reply
}

// summary describes a reply in a few words.
func summary(r smscodec.Reply) string {
	switch r := r.(type) {
	case smscodec.List:
		var names []string
		for _, s := range r {
			if code, ok := s.Status.Code(); ok {
				s.Name += fmt.Sprint("=", code)
			}
			if mega, ok := s.Registrations.Status("mega"); ok {
				s.Name += fmt.Sprint("/", uint8(mega))
			}
			names = append(names, s.Name)
		}
		return "[" + strings.Join(names, " ") + "]"
	case smscodec.Added:
		return fmt.Sprint("id ", r.ID)
	case *smscodec.APIError:
		return fmt.Sprint("error ", int(r.Code))
	}
	return "OK"
}

// An account adds, changes, confirms and deletes names, and sees the results.
func TestFake(t *testing.T) {
	type step struct {
		query string
		want  string
	}
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"lists", []step{
			{"get=1", "[zxcabs]"},
			{"get_senders=1&fmt=1", "[zxcabs]"},
			{"get=1&all=1", "[zxcabs=1 79001234567=0 SMSC.RU=2]"},
			{"get=1&operators=1", "[zxcabs/2]"},
		}},
		{"a name's life", []step{
			{"add=1&sender=SMSC&cmt=ours", "id 4"},
			{"get=1", "[zxcabs]"},
			{"get=1&all=1", "[zxcabs=1 79001234567=0 SMSC.RU=2 SMSC=0]"},
			{"chg=1&sender=SMSC&cmt=theirs", "OK"},
			{"chg=1&id=4&cmt=nobody's", "OK"},
			{"chg=1&id=4&sender=SMSC&cmt=again", "OK"},
			{"del=1&sender=SMSC", "OK"},
			{"del=1&sender=SMSC", "error 3"},
			{"add=1&sender=SMSC&cmt=x", "id 5"},
			{"del=1&id=4", "error 3"},
			{"del=1&id=5", "OK"},
			{"get=1&all=1", "[zxcabs=1 79001234567=0 SMSC.RU=2]"},
		}},
		{"a number's confirmation", []step{
			{"check_code=1&sender=79001234567&code=4567", "error 11"},
			{"send_code=1&sender=79001234567", "OK"},
			{"send_code=1&sender=79001234567", "error 10"},
			{"check_code=1&sender=79001234567&code=1234", "error 11"},
			{"check_code=1&sender=79001234567", "error 11"},
			{"get=1", "[zxcabs]"},
			{"check_code=1&sender=79001234567&code=4567", "OK"},
			{"get=1", "[zxcabs 79001234567]"},
		}},
		{"what is no name", []step{
			{"add=1&cmt=x", "error 1"},
			{"add=1&sender=&cmt=x", "error 1"},
			{"add=1&sender=123456789012&cmt=x", "id 4"},
			{"add=1&sender=123456789012345&cmt=x", "id 5"},
			{"add=1&sender=1234567890123456&cmt=x", "error 1"},
		}},
		{"what is no name either", []step{
			{"add=1&sender=12345678901x&cmt=x", "error 1"},
		}},
		{"what is a name", []step{
			{"add=1&sender=a%2Cb&cmt=x", "error 1"},
			{"add=1&sender=a%0Ab&cmt=x", "error 1"},
			{"add=1&sender=%CC%E0%E3&cmt=x", "error 1"},
			{"add=1&sender=a+b%21%3F-_.%28%29&cmt=x", "id 4"},
			{"add=1&sender=somebody.at%40example.test&cmt=x", "id 5"},
		}},
		{"parameters", []step{
			{"", "error 1"},
			{"get=1&add=1", "error 1"},
			{"get=1&fmt=4", "error 1"},
			{"get=1&all=1&operators=1", "error 1"},
			{"del=1", "error 1"},
			{"del=1&id=x", "error 1"},
			{"del=1&id=-1", "error 1"},
			{"del=1&id=%2b1", "error 1"},
			{"del=1&id=1_0", "error 1"},
			{"del=1&id=9223372036854775808", "error 1"},
			{"send_code=1&id=2", "error 1"},
			{"get=1&prev_id=x", "error 1"},
			{"get=1&cnt=-1", "error 1"},
			{"get=1&from_date=2026-03-01", "error 1"},
			{"del=1&id=99&cnt=x", "error 3"},
			{"chg=1&sender=zxcabs&cmt=%CC&charset=koi8-r", "OK"},
			{"chg=1&sender=zxcabs&cmt=" + strings.Repeat("x", 1001), "error 1"},
			{"chg=1&sender=zxcabs&cmt=a%09b%0d%0ac", "OK"},
			{"chg=1&sender=zxcabs&cmt=%1b%5b2J", "error 1"},
			{"chg=1&sender=zxcabs&cmt=%7f", "error 1"},
			{"chg=1&sender=zxcabs&charset=utf-8&cmt=%c2%9b", "error 1"},
			{"add=1&sender=x&charset=utf-8&cmt=%e2%80%ae", "error 1"},
		}},
		{"a comment is needed", []step{
			{"add=1&sender=SMSC", "error 1"},
			{"add=1&sender=SMSC&cmt=", "error 1"},
			{"chg=1&sender=zxcabs", "error 1"},
			{"chg=1&sender=zxcabs&cmt=x&cmt=", "error 1"},
			{"chg=1&sender=nobody", "error 1"},
			{"get=1&all=1", "[zxcabs=1 79001234567=0 SMSC.RU=2]"},
		}},
		{"text that is not in the charset", []step{
			{"chg=1&sender=zxcabs&cmt=Имя", "OK"}, // И has a byte that windows-1251 does not have
			{"chg=1&sender=zxcabs&cmt=Привет", "OK"},
			{"chg=1&sender=zxcabs&cmt=%CC&charset=utf-8", "OK"},
			{"add=1&sender=Имя&cmt=x", "error 1"},
			{"del=1&sender=Имя", "error 3"},
		}},
		{"a number that is not in the list", []step{
			{"check_code=1&sender=79007654321&code=4321", "error 3"},
			{"send_code=1&sender=79007654321", "OK"},
			{"send_code=1&sender=79007654321", "error 10"},
			{"get=1&all=1", "[zxcabs=1 79001234567=0 SMSC.RU=2 79007654321=0]"},
			{"check_code=1&sender=79007654321&code=4321", "OK"},
			{"get=1", "[zxcabs 79007654321]"},
			{"add=1&sender=79007654321&cmt=x", "error 5"},
		}},
		{"a part of a list", []step{
			{"get=1&all=1&prev_id=1", "[79001234567=0 SMSC.RU=2]"},
			{"get=1&all=1&prev_id=0&cnt=0&from_date=", "[zxcabs=1 79001234567=0 SMSC.RU=2]"},
			{"get=1&all=1&cnt=2", "[zxcabs=1 79001234567=0]"},
			{"get=1&all=1&cnt=1&prev_id=1", "[79001234567=0]"},
			{"get=1&all=1&prev_id=3", "[]"},
			{"get=1&cnt=2", "[zxcabs]"},
			{"add=1&sender=SMSC&cmt=x", "id 4"},
			{"get=1&all=1&from_date=01.03.2026", "[SMSC=0]"},
			{"get=1&all=1&from_date=02.03.2026", "[]"},
		}},
		{"names that are not there", []step{
			{"chg=1&sender=nobody&cmt=x", "error 3"},
			{"chg=1&id=7&cmt=x", "error 3"},
			{"send_code=1&sender=nobody", "error 7"},
			{"check_code=1&sender=nobody&code=1", "error 3"},
			{"del=1&sender=nobody", "error 3"},
			{"del=1&sender=zxcabs&id=3", "error 3"},
			{"get=1&all=1", "[zxcabs=1 79001234567=0 SMSC.RU=2]"},
		}},
		{"others", []step{
			{"add=1&sender=zxcabs&cmt=x", "error 5"},
			{"send_code=1&sender=zxcabs", "error 7"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			config, _ := demo()
			fake := smsctest.New(config)
			for _, step := range test.steps {
				if got := summary(ask(t, fake, step.query)); got != step.want {
					t.Errorf("%s: %s, want %s", step.query, got, step.want)
				}
			}
		})
	}
}

func TestFakeAccount(t *testing.T) {
	sum := md5.Sum([]byte("Пароль"))
	hash := hex.EncodeToString(sum[:])
	config, _ := demo()
	config.Login, config.Password, config.APIKey = "me", "Пароль", "key"
	config.Unlimited = true
	fake := smsctest.New(config)
	keyless := smsctest.New(smsctest.Config{APIKey: "key", Unlimited: true})
	for _, test := range []struct {
		fake  http.Handler
		query string
		ok    bool
	}{
		{fake, "login=me&psw=" + url.QueryEscape("Пароль"), true},
		{fake, "login=me&psw=" + hash, true},
		{fake, "login=me&psw=" + strings.ToUpper(hash), false},
		{fake, "apikey=key", true},
		{fake, "login=other&apikey=key", true},
		{fake, "login=me&psw=Y", false},
		{fake, "login=me", false},
		{fake, "login=Me&psw=" + hash, false},
		{fake, "login=demo&psw=demo", false},
		{fake, "psw=" + hash, false},
		{fake, "apikey=other", false},
		{fake, "apikey=", false},
		{fake, "", false},
		{keyless, "apikey=key", true},
		{keyless, "login=&psw=", false},
		{keyless, "login=demo&psw=demo", false},
	} {
		reply := read(t, send(test.fake, "get=1&"+test.query), smscodec.Request{Op: smscodec.OpGet, Charset: smscodec.Windows1251})
		want := "error 2"
		if test.ok {
			want = "["
		}
		if got := summary(reply); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", test.query, got, want)
		}
	}
}

// Code 9 and code 10, by the clock.
func TestFakeLimits(t *testing.T) {
	type step struct {
		after time.Duration
		query string
		want  string
	}
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"equal lists", []step{
			{0, "get=1", "[zxcabs]"},
			{time.Second, "get=1", "[zxcabs]"},
			{0, "get=1&fmt=0&charset=windows-1251&all=0", "[zxcabs]"}, // the same, as these are the defaults
			{0, "get=1", "error 9"},
			{0, "get=1&fmt=3", "[zxcabs]"},
			{0, "get=1&charset=utf-8", "[zxcabs]"},
			{0, "get=1&cnt=3", "[zxcabs]"}, // another page
			{0, "get=1&prev_id=3", "[]"},
			{0, "get=1&from_date=01.03.2026", "[]"},
			{58 * time.Second, "get=1", "error 9"},
			{time.Second, "get=1", "[zxcabs]"},
			{0, "get=1", "error 9"},
			{time.Second, "get=1", "[zxcabs]"},
		}},
		{"adds", []step{
			{0, "add=1&sender=a&cmt=x", "id 4"},
			{0, "add=1&sender=b&cmt=x", "id 5"},
			{0, "add=1&sender=b&cmt=x", "error 5"},
			{0, "add=1&sender=c&cmt=x", "id 6"},
			{0, "add=1&sender=d&fmt=3&cmt=x", "id 7"},
			{0, "add=1&sender=e&fmt=2&cmt=x", "error 9"},
			{0, "get=1", "[zxcabs]"},
			{59 * time.Second, "add=1&sender=e&cmt=x", "error 9"},
			{time.Second, "add=1&sender=e&cmt=x", "id 8"},
		}},
		{"codes", []step{
			{0, "send_code=1&sender=79001234567", "OK"},
			{8*time.Hour - 1, "send_code=1&sender=79001234567", "error 10"},
			{1, "send_code=1&sender=79001234567", "OK"},
			{1, "send_code=1&sender=79001234567", "error 10"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			config, clock := demo()
			fake := smsctest.New(config)
			for _, step := range test.steps {
				clock.Advance(step.after)
				if got := summary(ask(t, fake, step.query)); got != step.want {
					t.Errorf("%s after %v: %s, want %s", step.query, step.after, got, step.want)
				}
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		config, _ := demo()
		config.Unlimited = true
		fake := smsctest.New(config)
		for i := range 10 {
			if got := summary(ask(t, fake, "get=1")); got != "[zxcabs]" {
				t.Errorf("list %d: %s", i, got)
			}
			if got := summary(ask(t, fake, fmt.Sprintf("add=1&sender=n%d&cmt=x", i))); got != fmt.Sprint("id ", 4+i) {
				t.Errorf("add %d: %s", i, got)
			}
		}
	})
}

// The fake can answer with every documented error code.
func TestFakeErrorCodes(t *testing.T) {
	for _, test := range []struct {
		code   smscodec.ErrorCode
		faults []smsctest.Fault
		query  string
		times  int
	}{
		{smscodec.ErrParams, nil, "add=1", 1},
		{smscodec.ErrAuth, nil, "get=1&login=nobody", 1},
		{smscodec.ErrSenderNotFound, nil, "del=1&id=99", 1},
		{smscodec.ErrIPBlocked, []smsctest.Fault{smsctest.FaultIPBlocked}, "get=1", 1},
		{smscodec.ErrNotSaved, []smsctest.Fault{smsctest.FaultNotSaved}, "add=1&sender=new&cmt=x", 1},
		{smscodec.ErrNotSaved, []smsctest.Fault{smsctest.FaultNotSaved}, "chg=1&sender=zxcabs&cmt=x", 1},
		{smscodec.ErrNotSaved, []smsctest.Fault{smsctest.FaultNotSaved}, "del=1&sender=zxcabs", 1},
		{smscodec.ErrNumberFormat, nil, "send_code=1&sender=zxcabs", 1},
		{smscodec.ErrUndeliverable, []smsctest.Fault{smsctest.FaultUndeliverable}, "send_code=1&sender=79001234567", 1},
		{smscodec.ErrTooManyRequests, nil, "get=1", 4},
		{smscodec.ErrCodeAlreadySent, nil, "send_code=1&sender=79001234567", 2},
		{smscodec.ErrWrongCode, nil, "check_code=1&sender=79001234567&code=0", 1},
	} {
		for f := range smscodec.JSON + 1 {
			config, _ := demo()
			fake := smsctest.New(config)
			before := fake.State()
			fake.SetFaults(test.faults...)
			var reply smscodec.Reply
			for range test.times {
				reply = ask(t, fake, fmt.Sprintf("%s&fmt=%d", test.query, f))
			}
			if refusal, ok := reply.(*smscodec.APIError); !ok || refusal.Code != test.code || refusal.Text == "" && f != smscodec.CSV {
				t.Errorf("%v in %v: %v", test.code, f, summary(reply))
			}
			if test.times == 1 {
				if diff := cmp.Diff(before, fake.State()); diff != "" {
					t.Errorf("%v: the state has changed (-before +after):\n%s", test.code, diff)
				}
			}
		}
	}
}

// A malformed request is refused in the format that it asks for, if that is valid.
func TestFakeRefusesInTheFormatAskedFor(t *testing.T) {
	fake := smsctest.New(smsctest.Config{})
	for query, want := range map[string]string{
		"":                                 "text/plain; charset=windows-1251",
		"fmt=3":                            "application/json; charset=windows-1251",
		"fmt=2&charset=utf-8":              "application/xml; charset=utf-8",
		"get=1&add=1&fmt=1&charset=KOI8-R": "text/csv; charset=koi8-r",
		"fmt=3&charset=latin1":             "application/json; charset=windows-1251",
		"fmt=4&charset=utf-8":              "text/plain; charset=utf-8",
	} {
		resp := send(fake, query)
		if got := resp.Header.Get("Content-Type"); resp.StatusCode != 200 || got != want {
			t.Errorf("%s: HTTP %d, %s, want %s", query, resp.StatusCode, got, want)
		}
	}
}

func TestFakeHTTP(t *testing.T) {
	const demo = "login=demo&psw=demo&get=1"
	fake := smsctest.New(smsctest.Config{Unlimited: true})
	for _, test := range []struct {
		name string
		r    *http.Request
		want int
	}{
		{"GET", httptest.NewRequest("GET", "/?"+demo, nil), 200},
		{"POST in the URL", httptest.NewRequest("POST", "/?"+demo, nil), 200},
		{"PUT", httptest.NewRequest("PUT", "/?"+demo, nil), 405},
		{"HEAD", httptest.NewRequest("HEAD", "/?"+demo, nil), 200},
		{"a % that begins no escape", httptest.NewRequest("GET", "/?get=1&psw=%zz", nil), 200},
		{"a large body", form("POST", demo+"&cmt="+strings.Repeat("x", 64<<10)), 413},
		{"a body that is no form", typed(form("POST", demo), "multipart/form-data"), 200},
		{"a body that breaks off", form("POST", demo, errors.New("reset")), 400},
		{"a large field", withFile(t, map[string]string{"cmt": strings.Repeat("x", 64<<10+1)}, 0), 413},
		{"a large file", withFile(t, nil, 4<<20), 413},
	} {
		w := httptest.NewRecorder()
		fake.ServeHTTP(w, test.r)
		if w.Code != test.want {
			t.Errorf("%s: HTTP %d, want %d: %s", test.name, w.Code, test.want, w.Body)
		}
		if strings.Contains(w.Body.String(), "demo") {
			t.Errorf("%s: a secret in %s", test.name, w.Body)
		}
	}
}

// The fake reads parameters as the server's PHP does: the last value counts, that of
// the body after that of the URL; & alone separates; a lone % is literal.
func TestFakeReadsParametersAsPHP(t *testing.T) {
	fake := smsctest.New(smsctest.Config{Login: "demo", Password: "a;b%", Unlimited: true})
	parts := ""
	for _, field := range [][2]string{{"login", "demo"}, {"psw", "a;b%"}, {"get", "1"}, {"fmt", "3"}} {
		parts += fmt.Sprintf("--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", field[0], field[1])
	}
	multipartForm := func(body string) *http.Request {
		return typed(form("POST", body), "multipart/form-data; boundary=x")
	}
	for _, test := range []struct {
		name string
		r    *http.Request
		want string
	}{
		{"a vendor's library puts its format first", httptest.NewRequest("GET", "/?fmt=1&charset=windows-1251&login=demo&psw=a;b%&get=1&fmt=3", nil), "[]"},
		{"the body after the URL", func() *http.Request {
			r := form("POST", "login=demo&psw=a;b%&get=1&fmt=3")
			r.URL.RawQuery = "fmt=2&login=other&psw=other"
			return r
		}(), "[]"},
		{"a charset that is unknown", httptest.NewRequest("GET", "/?charset=utf8&login=demo&psw=a;b%&get=1&fmt=3", nil), "[]"},
		{"lines of LF alone", multipartForm(strings.ReplaceAll(parts+"--x--\r\n", "\r\n", "\n")), "[]"},
		{"no end", multipartForm(parts), "[]"},
		{"no line end either", multipartForm(strings.TrimSuffix(parts, "\r\n")), "[]"},
		{"text before the form", multipartForm("hello\r\n" + parts + "--x--\r\n"), "[]"},
		{"quoted-printable", multipartForm(strings.Replace(parts, "psw\"", "psw\"\r\nContent-Transfer-Encoding: quoted-printable", 1)), "[]"},
		{"quoted-printable is not decoded", multipartForm(strings.Replace(parts, "name=\"psw\"\r\n\r\na", "name=\"psw\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=61", 1)), "{\n\"error\": \"authorise error\",\n\"error_code\": 2\n}"},
		{"no form", multipartForm("get=1&fmt=3"), "ERROR = 1 (parameters error)"},
		{"a GET has no form", func() *http.Request {
			r := form("GET", "fmt=2")
			r.URL.RawQuery = "fmt=3&login=demo&psw=a;b%&get=1"
			return r
		}(), "[]"},
	} {
		w := httptest.NewRecorder()
		fake.ServeHTTP(w, test.r)
		if got := w.Body.String(); got != test.want {
			t.Errorf("%s: answered %q, want %q", test.name, got, test.want)
		}
	}
}

// form makes a request with a form. If there is an error, reading the form ends with it.
func form(method, body string, end ...error) *http.Request {
	var r io.Reader = strings.NewReader(body)
	if len(end) > 0 {
		r = io.MultiReader(r, iotest.ErrReader(end[0]))
	}
	return typed(httptest.NewRequest(method, "/", r), "application/x-www-form-urlencoded")
}

func typed(r *http.Request, contentType string) *http.Request {
	r.Header.Set("Content-Type", contentType)
	return r
}

// withFile makes a form of fields and a file of n bytes.
func withFile(t *testing.T, fields map[string]string, n int) *http.Request {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	file, err := w.CreateFormFile("file", "certificate.pdf")
	if err != nil {
		t.Fatal(err)
	}
	file.Write(make([]byte, n))
	w.Close()
	return typed(httptest.NewRequest("POST", "/", &body), w.FormDataContentType())
}

// add and chg may have a file.
func TestFakeTakesADocument(t *testing.T) {
	fake := smsctest.New(smsctest.Config{})
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, withFile(t, map[string]string{
		"login": "demo", "psw": "demo", "add": "1", "fmt": "1", "sender": "SMSC", "cmt": "ours",
	}, 3<<20))
	if got := w.Body.String(); got != "1" {
		t.Errorf("answered %q, want the id 1", got)
	}
	if got := fake.State().Senders; len(got) != 1 || got[0].Comment != "ours" {
		t.Errorf("added %v", got)
	}
}

// Text is in the charset of the request, in both directions.
func TestFakeCharsets(t *testing.T) {
	fake := smsctest.New(smsctest.Config{
		State:     smsctest.State{Senders: []smsctest.Sender{{ID: 1, Name: "Магазин", Status: smscodec.StatusApproved}}},
		Unlimited: true,
	})
	for query, want := range map[string]string{
		"get=1":                                                     "name = \xcc\xe0\xe3\xe0\xe7\xe8\xed",
		"get=1&charset=windows-1251&fmt=1":                          "\xcc\xe0\xe3\xe0\xe7\xe8\xed",
		"get=1&charset=koi8-r&fmt=1":                                "\xed\xc1\xc7\xc1\xda\xc9\xce",
		"get=1&charset=utf-8&fmt=1":                                 "Магазин",
		"chg=1&sender=%CC%E0%E3%E0%E7%E8%ED&cmt=%EE":                "OK",
		"chg=1&sender=%ED%C1%C7%C1%DA%C9%CE&cmt=%CF&charset=koi8-r": "OK",
		"chg=1&charset=utf-8&cmt=о&sender=Магазин":                  "OK",
	} {
		var body bytes.Buffer
		body.ReadFrom(send(fake, query+"&login=demo&psw=demo").Body)
		if body.String() != want {
			t.Errorf("%s: %q, want %q", query, &body, want)
		}
		if query[:3] == "chg" && fake.State().Senders[0].Comment != "о" {
			t.Errorf("%s: comment %q", query, fake.State().Senders[0].Comment)
		}
	}
}

func TestFakeModeration(t *testing.T) {
	config, _ := demo()
	fake := smsctest.New(config)
	if err := fake.SetStatus("SMSC.RU", smscodec.StatusApproved); err != nil {
		t.Error(err)
	}
	if err := fake.SetRegistration("SMSC.RU", "mega", smscodec.RegistrationRefused); err != nil {
		t.Error(err)
	}
	if err := fake.SetStatus("nobody", smscodec.StatusApproved); !errors.Is(err, smscodec.ErrSenderNotFound) {
		t.Errorf("nobody: %v", err)
	}
	for _, status := range []smscodec.Status{smscodec.NoStatus, 257} {
		if err := fake.SetStatus("SMSC.RU", status); err == nil {
			t.Errorf("status %d is taken", status)
		}
	}
	if err := fake.SetRegistration("nobody", "mega", 0); !errors.Is(err, smscodec.ErrSenderNotFound) {
		t.Errorf("nobody: %v", err)
	}
	for query, want := range map[string]string{
		"get=1&fmt=2":             "[zxcabs SMSC.RU]",
		"get=1&operators=1&fmt=1": "[zxcabs/2 SMSC.RU/3]",
		"get=1&all=1&fmt=3":       "[zxcabs=1 79001234567=0 SMSC.RU=1]",
	} {
		if got := summary(ask(t, fake, query)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestFakeColumns(t *testing.T) {
	columns, err := smscodec.NewColumns("mts", "mega")
	if err != nil {
		t.Fatal(err)
	}
	config, _ := demo()
	config.Columns = columns
	fake := smsctest.New(config)
	var body bytes.Buffer
	body.ReadFrom(send(fake, "get=1&operators=1&fmt=0&login=demo&psw=demo").Body)
	if got := body.String(); got != "name = zxcabs, mts = 2, mega = 2" {
		t.Errorf("answered %q", got)
	}
}

// A name that the format cannot represent is an error of the test that set the state.
func TestFakeNameThatCannotBeWritten(t *testing.T) {
	fake := smsctest.New(smsctest.Config{State: smsctest.State{Senders: []smsctest.Sender{{ID: 1, Name: "é", Status: 1}}}})
	for _, faults := range [][]smsctest.Fault{nil, {smsctest.FaultCRLF}} {
		fake.SetFaults(faults...)
		if resp := send(fake, "get=1&login=demo&psw=demo"); resp.StatusCode != 500 {
			t.Errorf("%v: HTTP %d", faults, resp.StatusCode)
		}
	}
}

func TestState(t *testing.T) {
	good := smsctest.Demo().State
	fake := smsctest.New(smsctest.Config{})
	if err := fake.SetState(good); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(good, fake.State()); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	// The fake shares no memory with the state that it was given or returned.
	fake.State().Senders[0].Registrations["mega"] = 6
	good.Senders[0].Registrations["mts"] = 6
	if got := fake.State().Senders[0].Registrations; got["mega"] != 2 || got["mts"] != 2 {
		t.Errorf("shared: %v", got)
	}

	text, err := json.Marshal(good)
	if err != nil {
		t.Fatal(err)
	}
	var back smsctest.State
	if err := json.Unmarshal(text, &back); err != nil || cmp.Diff(good, back) != "" {
		t.Errorf("through JSON: %v, %v", back, err)
	}

	for name, bad := range map[string]smsctest.State{
		"no name":          {Senders: []smsctest.Sender{{ID: 1}}, LastID: 1},
		"same name":        {Senders: []smsctest.Sender{{ID: 1, Name: "a"}, {ID: 2, Name: "a"}}, LastID: 2},
		"same id":          {Senders: []smsctest.Sender{{ID: 1, Name: "a"}, {ID: 1, Name: "b"}}, LastID: 2},
		"negative id":      {Senders: []smsctest.Sender{{ID: -1, Name: "a"}}},
		"no status":        {Senders: []smsctest.Sender{{ID: 1, Name: "a"}}, LastID: 1},
		"large status":     {Senders: []smsctest.Sender{{ID: 1, Name: "a", Status: 257}}, LastID: 1},
		"negative last id": {LastID: -1},
		"small last id":    {Senders: []smsctest.Sender{{ID: 2, Name: "a"}}, LastID: 1},
	} {
		if err := fake.SetState(bad); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if len(fake.State().Senders) != 3 {
		t.Error("a state that is not taken is in force")
	}
}

// A change that cannot be saved does not happen.
func TestFakeSave(t *testing.T) {
	config, _ := demo()
	var saved []smsctest.State
	var err error
	config.Save = func(s smsctest.State) error {
		if err == nil {
			saved = append(saved, s)
		}
		return err
	}
	fake := smsctest.New(config)
	for _, query := range []string{"get=1", "add=1&sender=SMSC&cmt=x", "chg=1&sender=SMSC&cmt=x", "send_code=1&sender=79001234567", "del=1&sender=nobody"} {
		ask(t, fake, query)
	}
	if len(saved) != 3 {
		t.Fatalf("saved %d times, want 3", len(saved))
	}
	if diff := cmp.Diff(saved[2], fake.State()); diff != "" {
		t.Errorf("saved state (-saved +state):\n%s", diff)
	}
	err = errors.New("disk full")
	for _, query := range []string{"add=1&sender=b&cmt=x", "chg=1&sender=SMSC&cmt=y", "del=1&sender=SMSC"} {
		if got := summary(ask(t, fake, query)); got != "error 5" {
			t.Errorf("%s: %s", query, got)
		}
	}
	if diff := cmp.Diff(saved[2], fake.State()); diff != "" {
		t.Errorf("not saved, but changed (-saved +state):\n%s", diff)
	}
}

// What a test sets is saved too, or not set.
func TestFakeSavesWhatIsSet(t *testing.T) {
	config, _ := demo()
	var saved smsctest.State
	var failure error
	config.Save = func(s smsctest.State) error {
		if failure == nil {
			saved = s
		}
		return failure
	}
	fake := smsctest.New(config)
	changes := map[string]func() error{
		"status":       func() error { return fake.SetStatus("zxcabs", smscodec.StatusOff) },
		"registration": func() error { return fake.SetRegistration("SMSC.RU", "mts", smscodec.RegistrationRefused) },
		"state":        func() error { return fake.SetState(smsctest.State{Senders: config.State.Senders[:1], LastID: 7}) },
		"reset":        fake.Reset,
	}
	for _, name := range []string{"status", "registration", "state", "reset"} {
		before := fake.State()
		failure = errors.New("disk full")
		if err := changes[name](); !errors.Is(err, failure) {
			t.Errorf("%s: not saved: %v", name, err)
		}
		if diff := cmp.Diff(before, fake.State()); diff != "" {
			t.Errorf("%s: not saved, but changed (-before +after):\n%s", name, diff)
		}
		failure = nil
		if err := changes[name](); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if cmp.Equal(before, fake.State()) || !cmp.Equal(saved, fake.State()) {
			t.Errorf("%s: saved %v, state %v, before %v", name, saved, fake.State(), before)
		}
	}
}

// A fake that is reset is as new.
func TestFakeReset(t *testing.T) {
	config, _ := demo()
	fake := smsctest.New(config)
	for i := range 5 {
		ask(t, fake, "get=1")
		ask(t, fake, fmt.Sprintf("add=1&cmt=x&sender=n%d", i))
	}
	fake.SetFaults(smsctest.FaultIPBlocked)
	fake.FaultNext(smsctest.FaultNotSaved)
	if got := fmt.Sprint(fake.Faults()); got != "[not-saved]" {
		t.Errorf("the next faults: %s", got)
	}
	if err := fake.Reset(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.State, fake.State()); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	if len(fake.Requests())+len(fake.Faults()) > 0 {
		t.Errorf("requests %v, faults %v", fake.Requests(), fake.Faults())
	}
	for _, query := range []string{"get=1", "add=1&cmt=x&sender=n"} {
		if got := summary(ask(t, fake, query)); got != "[zxcabs]" && got != "id 4" {
			t.Errorf("%s: %s", query, got)
		}
	}
	fake.SetFaults(smsctest.FaultIPBlocked)
	fake.FaultNext(smsctest.FaultNotSaved)
	fake.ClearFaults()
	fake.ForgetRequests()
	if len(fake.Requests())+len(fake.Faults()) > 0 {
		t.Errorf("cleared: requests %v, faults %v", fake.Requests(), fake.Faults())
	}
}

func TestFakeRequests(t *testing.T) {
	config, _ := demo()
	var reported []smsctest.Record
	config.OnRequest = func(r smsctest.Record) { reported = append(reported, r) }
	fake := smsctest.New(config)
	fake.FaultNext(smsctest.FaultBOM, smsctest.FaultCRLF)
	send(fake, "get=1&get=hunter1&login=demo&psw=demo&apikey=hunter2&Psw=hunter3&hunter4=1")
	send(fake, "del=1&fmt=3&sender="+strings.Repeat("x", 1000))
	send(fake, "psw=hunter5")
	want := []smsctest.Record{
		{
			Time: start, Method: "POST", Status: 200, Form: url.Values{"get": {"…"}}, Refused: smscodec.ErrParams,
			Faults: []smsctest.Fault{smsctest.FaultBOM, smsctest.FaultCRLF}, Applied: []smsctest.Fault{smsctest.FaultCRLF},
		},
		{
			Time: start, Method: "POST", Status: 200, Form: url.Values{"del": {"1"}, "fmt": {"3"}, "sender": {strings.Repeat("x", 200)}},
			Request: smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON, Charset: smscodec.Windows1251},
			Refused: smscodec.ErrAuth,
		},
		{Time: start, Method: "POST", Status: 200, Form: url.Values{}, Refused: smscodec.ErrParams},
	}
	if diff := cmp.Diff(want, fake.Requests()); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, reported); diff != "" {
		t.Errorf("reported records (-want +got):\n%s", diff)
	}
	if strings.Contains(fmt.Sprintf("%#v", fake.Requests()), "hunter") {
		t.Error("a secret is recorded")
	}

	for i := range 2500 {
		send(fake, fmt.Sprintf("del=1&id=%d", i))
	}
	last := fake.Requests()
	if len(last) != 1000 || last[999].Form.Get("id") != "2499" || last[0].Form.Get("id") != "1500" {
		t.Errorf("%d records, from %v to %v", len(last), last[0].Form, last[len(last)-1].Form)
	}
}

// A record is harmless: it has printable text in UTF-8, and in place of a number only a
// number.
func TestRecordIsHarmless(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"get=1&fmt=1", "map[fmt:[1] get:[1]]"},
		{"get=hunter2&fmt=hunter2&all=hunter2&charset=hunter2", "map[all:[…] charset:[…] fmt:[…] get:[…]]"},
		{"del=1&id=hunter2", "map[del:[1] id:[…]]"},
		{"del=1&id=%d9%a1&charset=UTF-8", "map[charset:[UTF-8] del:[1] id:[…]]"},
		{"del=&id=&charset=&sender=", "map[charset:[] del:[] id:[] sender:[]]"},
		{"add=1&sender=%CC%E0%E3%E0%E7%E8%ED", "map[add:[1] sender:[Магазин]]"},
		{"add=1&sender=%ED%C1%C7%C1%DA%C9%CE&charset=koi8-r", "map[add:[1] charset:[koi8-r] sender:[Магазин]]"},
		{"add=1&sender=%98%1b%5b2J%0a\"\\", `map[add:[1] sender:[�\x1b[2J\n"\]]`},
		{"add=1&charset=utf-8&cmt=%ff%e2%80%ae%c2%85&code=%00", `map[add:[1] charset:[utf-8] cmt:[�\u202e\u0085] code:[\x00]]`},
		{"add=1&charset=utf-8&sender=" + strings.Repeat("ж", 150), "map[add:[1] charset:[utf-8] sender:[" + strings.Repeat("ж", 100) + "]]"},
		{"del=1&sender=hunter1", "map[del:[1] sender:[…]]"},
		{"del=1&sender=hunter2&cmt=hunter3&apikey=hunter3", "map[cmt:[…] del:[1] sender:[hunter2]]"},
		{"del=1&id=7654321&apikey=7654321", "map[del:[1] id:[…]]"},
		{"get=1&apikey=1&prev_id=10&cnt=x&from_date=01.02.2026", "map[cnt:[…] from_date:[01.02.2026] get:[1] prev_id:[10]]"},
		{"add=1&sender=SMSC%26psw%3Dhunter2%26login%3Dhunter1", "map[add:[1] sender:[SMSC&psw=…&login=…]]"},
	} {
		fake := smsctest.New(smsctest.Demo())
		send(fake, test.query+"&psw=hunter1")
		if got := fmt.Sprint(fake.Requests()[0].Form); got != test.want {
			t.Errorf("%s: %s, want %s", test.query, got, test.want)
		}
	}
}

// A request that is not a form is recorded too, and so is one that cannot be answered.
func TestRecordStatus(t *testing.T) {
	var reported []smsctest.Record
	config := smsctest.Demo()
	config.State.Senders[0].Name = "é"
	config.OnRequest = func(r smsctest.Record) { reported = append(reported, r) }
	fake := smsctest.New(config)
	serve := func(r *http.Request) {
		defer func() { recover() }() // FaultDrop
		fake.ServeHTTP(httptest.NewRecorder(), r)
	}
	serve(httptest.NewRequest(strings.Repeat("PUT", 10), "/?psw=hunter2", nil))
	serve(form("POST", "psw=hunter2", errors.New("reset")))
	serve(form("POST", strings.Repeat("x", 64<<10+1)))
	fake.FaultNext(smsctest.FaultBadGateway)
	fake.FaultNext(smsctest.FaultDrop)
	for range 4 {
		serve(form("POST", "get=1&login=demo&psw=demo"))
	}
	var got []string
	for _, r := range reported {
		got = append(got, fmt.Sprint(r.Method, " ", r.Status, " ", r.Form == nil))
	}
	want := []string{
		"PUTPUTPUTPUTPUTPUTPU 405 true", "POST 400 true", "POST 413 true",
		"POST 502 false", "POST 0 false", "POST 500 false", "POST 500 false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("reported %q, want %q", got, want)
	}
	if diff := cmp.Diff(reported, fake.Requests()); diff != "" {
		t.Errorf("reported and kept records (-reported +kept):\n%s", diff)
	}
}

func TestRecordString(t *testing.T) {
	config, _ := demo()
	fake := smsctest.New(config)
	fake.FaultNext(smsctest.FaultBOM, smsctest.FaultCRLF)
	fake.FaultNext(smsctest.FaultBadGateway)
	for _, query := range []string{
		"get=1&all=1&fmt=3&charset=utf-8", "get=1&operators=1&fmt=1", "del=1&id=2", `del=1&sender=a"b%0a&id=2`, "psw=%zz",
	} {
		send(fake, query+"&login=demo&psw=demo")
	}
	fake.ServeHTTP(httptest.NewRecorder(), form("POST", "add=1", errors.New("reset")))
	var got []string
	for _, r := range fake.Requests() {
		got = append(got, r.String())
	}
	want := []string{
		"POST get json utf-8 all (bom, crlf)",
		"POST get csv windows-1251 operators: HTTP 502 Bad Gateway (bad-gateway)",
		`POST del plain windows-1251 id="2"`,
		`POST del plain windows-1251 sender="a\"b\n" id="2": error 3 sender name not found`,
		"POST no request: error 1 wrong parameters",
		"POST no form: HTTP 400 Bad Request",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A code that was sent at the zero time counts as sent.
func TestClockAtZero(t *testing.T) {
	config, _ := demo()
	config.Now = smsctest.NewClock(time.Time{}).Now
	fake := smsctest.New(config)
	for _, step := range []struct{ query, want string }{
		{"check_code=1&sender=79001234567&code=4567", "error 11"},
		{"send_code=1&sender=79001234567", "OK"},
		{"send_code=1&sender=79001234567", "error 10"},
		{"check_code=1&sender=79001234567&code=4567", "OK"},
	} {
		if got := summary(ask(t, fake, step.query)); got != step.want {
			t.Errorf("%s: %s, want %s", step.query, got, step.want)
		}
	}
	// The time is not shared with the caller, and survives JSON.
	text, err := json.Marshal(fake.State())
	if err != nil {
		t.Fatal(err)
	}
	*fake.State().Senders[1].CodeSent = start
	var back smsctest.State
	if err := json.Unmarshal(text, &back); err != nil || cmp.Diff(back, fake.State()) != "" {
		t.Errorf("%s: %v", text, err)
	}
}

// The fake notices that a client has given up, also if the request has a body that is
// not a form and is not needed.
func TestFakeDelaysNobody(t *testing.T) {
	carriedOut := make(chan struct{})
	config := smsctest.Demo()
	config.Delay = time.Hour
	config.Save = func(smsctest.State) error {
		close(carriedOut)
		return nil
	}
	fake := smsctest.New(config)
	fake.SetFaults(smsctest.FaultDelay)
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		fake.ServeHTTP(w, r)
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-carriedOut
		cancel()
	}()
	query := "?login=demo&psw=demo&del=1&id=1"
	req, err := http.NewRequestWithContext(ctx, "POST", server.URL+query, strings.NewReader(strings.Repeat("x", 10<<10)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "text/plain")
	if resp, err := http.DefaultClient.Do(req); err == nil {
		resp.Body.Close()
		t.Errorf("HTTP %d", resp.StatusCode)
	}
	<-ended
}

// Ten thousand concurrent requests: no change is lost, and no id is given twice.
func TestFakeUnderLoad(t *testing.T) {
	const adds, lists = 5000, 5000
	config, _ := demo()
	config.Unlimited = true
	fake := smsctest.New(config)
	ids := make([]int64, adds)
	var wg sync.WaitGroup
	for i := range adds {
		wg.Go(func() {
			reply, err := smschttp.ReadReply(send(fake, fmt.Sprintf("add=1&fmt=%d&sender=n%d&login=demo&psw=demo&cmt=x", i%4, i)),
				smscodec.Request{Op: smscodec.OpAdd, Format: smscodec.Format(i % 4)})
			if added, ok := reply.(smscodec.Added); ok {
				ids[i] = added.ID
			} else {
				t.Errorf("add %d: %v", i, err)
			}
		})
	}
	for i := range lists {
		wg.Go(func() {
			if resp := send(fake, fmt.Sprintf("get=1&fmt=%d&login=demo&psw=demo", i%4)); resp.StatusCode != 200 {
				t.Errorf("list %d: HTTP %d", i, resp.StatusCode)
			}
		})
	}
	wg.Wait()
	slices.Sort(ids)
	for i, id := range ids {
		if id != int64(4+i) {
			t.Fatalf("id %d is %d", i, id)
		}
	}
	if n := len(fake.State().Senders); n != 3+adds {
		t.Errorf("%d names, want %d", n, 3+adds)
	}
}

// A thousand concurrent requests over loopback, each on a connection of its own: all have
// arrived before any is answered.
func TestServerUnderLoad(t *testing.T) {
	const requests = 1000
	fake := smsctest.New(smsctest.Config{State: smsctest.Demo().State, Unlimited: true})
	var arrived atomic.Int64
	all := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if arrived.Add(1) == requests {
			close(all)
		}
		select {
		case <-all:
			fake.ServeHTTP(w, r)
		case <-r.Context().Done(): // some did not come
		}
	}))
	defer server.Close()
	client := &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: requests}}
	defer client.CloseIdleConnections()
	var added atomic.Int64
	var wg sync.WaitGroup
	for i := range requests {
		wg.Go(func() {
			req := smscodec.Request{Op: smscodec.OpAdd, Format: smscodec.Format(i % 4), Charset: smscodec.Charset(i % 3)}
			form := req.Query()
			form.Set("login", "demo")
			form.Set("psw", "demo")
			form.Set("sender", fmt.Sprint("n", i))
			form.Set("cmt", "x")
			resp, err := client.PostForm(server.URL, form)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			if _, err := smschttp.ReadReply(resp, req); err != nil {
				t.Error(err)
				return
			}
			added.Add(1)
		})
	}
	wg.Wait()
	if n := len(fake.State().Senders); added.Load() != requests || n != 3+requests {
		t.Errorf("%d added, %d names", added.Load(), n)
	}
	if n := len(fake.Requests()); n != requests {
		t.Errorf("%d records", n)
	}
}

func TestServerPath(t *testing.T) {
	server := smsctest.NewServer(t, smsctest.Config{Unlimited: true})
	host := strings.TrimSuffix(server.URL, smsctest.Path)
	for _, test := range []struct {
		request string
		status  int
		body    string
	}{
		{"GET /sys/senders.php?get=1", 200, "[]"},
		{"GET //sys///senders.php?get=1", 200, "[]"},
		{"HEAD /sys/senders.php?get=1", 200, ""},
		{"GET /sys/senders.php/?get=1", 404, "404 page not found\n"},
		{"GET /sys/send.php?get=1", 404, "404 page not found\n"},
		// The predecessor has the list alone.
		{"GET /sys/get.php?get_senders=1", 200, "[]"},
		{"GET //sys/get.php?get_senders=0&get_senders=1", 200, "[]"},
		{"GET /sys/get.php?get=1", 200, "{\n\"error\": \"parameters error\",\n\"error_code\": 1\n}"},
		{"GET /sys/get.php?del=1&id=1", 200, "{\n\"error\": \"parameters error\",\n\"error_code\": 1\n}"},
	} {
		method, path, _ := strings.Cut(test.request, " ")
		req, err := http.NewRequest(method, host+path+"&login=demo&psw=demo&fmt=3", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != test.status || string(body) != test.body || err != nil {
			t.Errorf("%s: HTTP %d, %q, %v", test.request, resp.StatusCode, body, err)
		}
		if method == http.MethodHead && resp.ContentLength != int64(len("[]")) {
			t.Errorf("%s: Content-Length %d", test.request, resp.ContentLength)
		}
	}
}

// A blockingWriter is of a client that does not read.
type blockingWriter struct {
	http.ResponseWriter
	writing func() // called when the answer is ready; the client reads when it returns
}

func (w blockingWriter) Write(p []byte) (int, error) {
	w.writing()
	return w.ResponseWriter.Write(p)
}

// The server answers up to 14 requests at once.
func TestFakeConcurrentRequests(t *testing.T) {
	for _, test := range []struct {
		unlimited bool
		want      string
	}{{false, "error 9"}, {true, "[zxcabs]"}} {
		config := smsctest.Demo()
		config.Unlimited = test.unlimited
		fake := smsctest.New(config)
		var ready, ended sync.WaitGroup
		release := make(chan struct{})
		for i := range 14 {
			ready.Add(1)
			ended.Go(func() {
				w := blockingWriter{httptest.NewRecorder(), func() {
					ready.Done()
					<-release
				}}
				fake.ServeHTTP(w, form("POST", fmt.Sprintf("get=1&cnt=%d&login=demo&psw=demo", i+1)))
			})
		}
		ready.Wait()
		if got := summary(ask(t, fake, "get=1")); got != test.want {
			t.Errorf("unlimited %v: request 15: %s, want %s", test.unlimited, got, test.want)
		}
		close(release)
		ended.Wait()
		if got := summary(ask(t, fake, "get=1")); got != "[zxcabs]" {
			t.Errorf("unlimited %v: afterwards: %s", test.unlimited, got)
		}
	}
}

// Requests for ever new pages take no more memory than the limit allows.
func TestFakeManyPages(t *testing.T) {
	config, clock := demo()
	fake := smsctest.New(config)
	for i := range 10_000 {
		send(fake, fmt.Sprintf("get=1&prev_id=%d&login=demo&psw=demo", i))
	}
	if got := summary(ask(t, fake, "get=1&prev_id=10000")); got != "error 9" {
		t.Errorf("the 10001st page in a minute: %s", got)
	}
	clock.Advance(time.Minute)
	if got := summary(ask(t, fake, "get=1&prev_id=10000")); got != "[]" {
		t.Errorf("a minute later: %s", got)
	}
}

// The largest id is the last one.
func TestIDsDoNotRunOver(t *testing.T) {
	fake := smsctest.New(smsctest.Config{
		Login: "demo", Password: "demo",
		State: smsctest.State{Senders: []smsctest.Sender{}, LastID: math.MaxInt64},
	})
	form := url.Values{"login": {"demo"}, "psw": {"demo"}, "add": {"1"}, "sender": {"AA"}, "cmt": {"x"}, "fmt": {"3"}, "charset": {"utf-8"}}
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, httptest.NewRequest(http.MethodGet, smsctest.Path+"?"+form.Encode(), nil))
	if !strings.Contains(w.Body.String(), `"error_code": 5`) || len(fake.State().Senders) != 0 {
		t.Errorf("%s, %v", w.Body, fake.State())
	}
}

// Each decision in the documentation of the package begins with its evidence.
func TestDecisionsHaveEvidence(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("Where the documentation is silent"))
	text, _, found := bytes.Cut(text, []byte("# Faults"))
	decisions := regexp.MustCompile(`(?m)^//   - (.*)$`).FindAllSubmatch(text, -1)
	if !found || len(decisions) < 30 {
		t.Fatalf("%d decisions", len(decisions))
	}
	for _, decision := range decisions {
		if evidence, _, ok := strings.Cut(string(decision[1]), ": "); !ok || !slices.Contains([]string{"rec", "client", "PHP", "none"}, evidence) {
			t.Errorf("no evidence: %s", decision[1])
		}
	}
}

// Empty lists are as the documentation of the package says.
func TestFakeEmptyLists(t *testing.T) {
	fake := smsctest.New(smsctest.Config{})
	for format, want := range []string{"", "", "<list>\n</list>", "[]"} {
		body, err := io.ReadAll(send(fake, fmt.Sprintf("get=1&fmt=%d&login=demo&psw=demo", format)).Body)
		if err != nil || string(body) != want {
			t.Errorf("fmt=%d: %q, %v, want %q", format, body, err, want)
		}
	}
}

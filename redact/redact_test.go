package redact

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smscodec/smscodec/capture"
)

// TestRequests: what of a request and of the headers the copy has.
func TestRequests(t *testing.T) {
	const end = `"status":200,"headers":{},"body":"[]"}`
	for _, test := range []struct {
		name, in, want string // "" if it is of another endpoint
	}{
		{"the vendor", `"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3"`, `"url":"https://smsc.ru/sys/senders.php?fmt=3&get=1",`},
		{"a mirror, by HTTP", `"url":"HTTP://WWW2.smsc.ru/sys/senders.php?get=1&fmt=3"`, `"url":"http://www2.smsc.ru/sys/senders.php?fmt=3&get=1",`},
		{"another host", `"url":"https://u:p@10.0.0.7:8080/sys/senders.php?get=1&fmt=3"`, `"url":"https://example.invalid/sys/senders.php?fmt=3&get=1",`},
		{"one that looks like it", `"url":"https://smsc.ru.evil/sys/senders.php?get=1&fmt=3"`, `"url":"https://example.invalid/sys/senders.php?fmt=3&get=1",`},
		{"the vendor with a port", `"url":"https://smsc.ru:8443/sys/senders.php?get=1&fmt=3"`, `"url":"https://example.invalid/sys/senders.php?fmt=3&get=1",`},
		{"a path alone", `"url":"/sys/senders.php?get=1&fmt=3"`, `"url":"/sys/senders.php?fmt=3&get=1",`},
		{"a path that is not normal", `"url":"https://smsc.ru/a/..//proxy/sys/./senders.php?get=1&fmt=3"`, `"url":"https://smsc.ru/sys/senders.php?fmt=3&get=1",`},
		{"all parameters", `"url":"/sys/senders.php?operators=1&all=0&charset=KOI8-R&get_senders=1&add=&chg=0&send_code=0&check_code=0&del=0&fmt=3&login=l&psw=p&apikey=a&sender=s&id=7&cmt=c&code=c&unknown=u"`,
			`"url":"/sys/senders.php?add=&all=0&apikey=x&charset=KOI8-R&check_code=0&chg=0&cmt=x&code=x&del=0&fmt=3&get_senders=1&id=7&login=x&operators=1&psw=x&send_code=0&sender=s",`},
		{"a parameter twice", `"url":"/sys/senders.php?get=0&get=1&fmt=3"`, `"url":"/sys/senders.php?fmt=3&get=0&get=1",`},
		{"undocumented values", `"url":"/sys/senders.php?get=yes&fmt=9&charset=x-mac&id=-7&sender=too+long+a+name"`, `"url":"/sys/senders.php?charset=x&fmt=x&get=x&id=x&sender=x",`},
		{"HEAD", `"url":"/sys/senders.php?get=1&fmt=3","method":"head"`, `"url":"/sys/senders.php?fmt=3&get=1","method":"HEAD",`},
		{"OPTIONS", `"url":"/sys/senders.php?get=1&fmt=3","method":"OPTIONS"`, ""},
		{"another path", `"url":"/sys/send.php?get=1&fmt=3"`, ""},
		{"the end of another path", `"url":"/mysys/senders.php?get=1&fmt=3"`, ""},
		{"a path as a parameter", `"url":"/?/sys/senders.php&get=1&fmt=3"`, ""},
		{"a form", `"url":"/sys/senders.php","method":"POST","post":"get=1&fmt=3&psw=p"`, `"url":"/sys/senders.php","method":"POST","post":"fmt=3&get=1&psw=x",`},
		{"a form of a media type", `"url":"/sys/senders.php","post":"get=1&fmt=3","requestHeaders":{"Content-Type":"application/x-www-form-urlencoded; charset=x","Cookie":"a"}`,
			`"url":"/sys/senders.php","requestHeaders":{"Content-Type":"application/x-www-form-urlencoded"},"post":"fmt=3&get=1",`},
		{"another media type", `"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"Content-Type":"application/json"}`,
			`"url":"/sys/senders.php?fmt=3&get=1","requestHeaders":{"Content-Type":"application/json"},`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var copied bytes.Buffer
			s, err := Redactor{}.Redact(&copied, strings.NewReader(`{`+test.in+`,"status":200,"body":"[]"}`))
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			if test.want != "" {
				want = `{` + test.want + end + "\n"
			}
			if copied.String() != want || s.Elsewhere != 1-s.Copied {
				t.Errorf("%s\nwant %s", &copied, want)
			}
		})
	}
}

// TestHeaders: what of a response's header the copy has.
func TestHeaders(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"all", `"Content-Type":"text/plain; charset=Windows-1251","Content-Length":"2","Content-Encoding":"gzip","Transfer-Encoding":"gzip, chunked"`,
			`"Content-Type":"text/plain; charset=windows-1251","Content-Length":"2","Content-Encoding":"gzip","Transfer-Encoding":"gzip, chunked"`},
		{"others", `"Date":"d","Server":"s","Set-Cookie":"a=b"`, `"Content-Type":""`},
		{"in another case", `"content-type":"TEXT/PLAIN"`, `"Content-Type":"text/plain"`},
		{"a media type that is not listed", `"Content-Type":"a/b; charset=c; d=e"`, `"Content-Type":"x; charset=x; x=x"`},
		{"a media type with a parameter", `"Content-Type":"text/plain; d=e"`, `"Content-Type":"text/plain; x=x"`},
		{"a semicolon at the end", `"Content-Type":"application/json; "`, `"Content-Type":"application/json; "`},
		{"no media type", `"Content-Type":"; charset=utf-8"`, `"Content-Type":""`},
		{"no length", `"Content-Length":"-2"`, `"Content-Type":""`},
		{"an encoding that is not listed", `"Content-Encoding":"a, br"`, `"Content-Encoding":"x, br"`},
		{"a length that is a secret", `"Content-Length":"7777","Set-Cookie":"a=7777"`, `"Content-Type":""`},
		{"twice", `"Content-Length":["2","3"]`, `"Content-Length":"2"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := new(copier)
			for in, err := range (capture.Reader{}).Exchanges(strings.NewReader(`{"status":200,"headers":{` + test.in + `},"body":"OK"}`)) {
				if err != nil {
					t.Fatal(err)
				}
				x.finder = x.finders.Of(in)
				var got []string
				for _, f := range x.header(in.Response.Header) {
					got = append(got, fmt.Sprintf("%q:%q", f.Name, f.Value))
				}
				if strings.Join(got, ",") != test.want {
					t.Errorf("%s, want %s", got, test.want)
				}
			}
		})
	}
}

// TestExcluded: what is not copied is reported, and the rest is copied.
func TestExcluded(t *testing.T) {
	const fine = `{"url":"/sys/senders.php?get=1&fmt=3","status":200,"body":"[]"}` + "\n"
	var cookies strings.Builder
	for i := range 1100 {
		fmt.Fprintf(&cookies, "c%d=value%d; ", i, i)
	}
	for _, test := range []struct{ name, line, want string }{
		{"too many secrets", `{"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"Cookie":"` + cookies.String() + `"},"status":200,"body":"[]"}`, errUnread.Error()},
		{"too many fields", `{"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{` + strings.Repeat(`"a":"b",`, 1024) + `"Authorization":"Bearer Mell0n"},"status":200,"body":"[]"}`, errUnread.Error()},
		{"a size that is a secret", `{"url":"/sys/senders.php?get=1&fmt=3&psw=7777","status":200,"bodyOmitted":{"kind":"text","size":7777}}`, errSecret.Error()},
		{"not an exchange", `{"url":`, "capture: jsonl: line 2, column 8: unexpected EOF: the exchange is cut off"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, to := range []capture.Format{capture.JSONLines, capture.HAR} {
				var got []string
				r := Redactor{To: to, Reader: capture.Reader{Format: capture.JSONLines}, Excluded: func(entry int, err error) {
					got = append(got, fmt.Sprintf("%d: %v", entry, err))
				}}
				var copied bytes.Buffer
				s, err := r.Redact(&copied, strings.NewReader(fine+test.line+"\n"+fine))
				if err != nil || s.Copied != 2 || s.Excluded != 1 || len(got) != 1 || !strings.HasPrefix(got[0], "2: ") || !strings.HasSuffix(got[0], test.want) {
					t.Errorf("%+v, %v, %q", s, err, got)
				}
				if n := len(exchanges(t, copied.Bytes(), to)); n != 2 {
					t.Errorf("%d exchanges in the copy", n)
				}
			}
		})
	}
}

// TestHTTPErrors: the text of an HTTP error is no list in CSV.
func TestHTTPErrors(t *testing.T) {
	for _, test := range []struct {
		status     int
		body, want string
	}{
		{503, "Bad Gateway", `"bodyOmitted":{"kind":"text","size":11}`},
		{401, "user alice", `"bodyOmitted":{"kind":"text","size":10}`},
		{403, "0,-4", `"body":"0,-4"`},
		{200, "user alice", `"body":"user alice"`},
		{304, "user alice", `"body":"user alice"`},
		{0, "user alice", `"body":"user alice"`},
	} {
		var copied bytes.Buffer
		_, err := Redactor{}.Redact(&copied, strings.NewReader(fmt.Sprintf(`{"url":"/sys/senders.php?get=1&fmt=1","status":%d,"body":%q}`, test.status, test.body)))
		if err != nil || !strings.Contains(copied.String(), test.want) {
			t.Errorf("%d, %s: %s, %v", test.status, test.body, &copied, err)
		}
	}
}

// TestSecretInGrammar: an answer is omitted if masking a secret would make it malformed, or no
// answer.
func TestSecretInGrammar(t *testing.T) {
	for _, secret := range []string{"%22b%22%7D%5D", "send", "%5B%7B%22s"} {
		in := `{"url":"/sys/senders.php?get=1&fmt=3&psw=` + secret + `","status":200,"body":"[{\"sender\": \"a\"}, {\"sender\": \"b\"}]"}`
		var copied bytes.Buffer
		s, err := Redactor{}.Redact(&copied, strings.NewReader(in))
		if err != nil || s.OmittedAnswers != 1 || strings.Contains(copied.String(), "[{") {
			t.Errorf("%s: %+v, %v: %s", secret, s, err, &copied)
		}
	}
}

// TestSecretOfOnes: a secret that its mask would not change is not copied.
func TestSecretOfOnes(t *testing.T) {
	for _, test := range []struct{ secret, id, body, want string }{
		{"1111", "7", `[{\"sender\": \"pin 1111\"}]`, `id=7","status":200,"headers":{},"bodyOmitted":{"kind":"answer","size":24}`},
		{"1112", "7", `[{\"sender\": \"pin 1112\"}]`, `id=7","status":200,"headers":{},"body":"[{\"sender\": \"pin 1111\"}]"`},
		{"1111", "21111", `[]`, `id=x","status":200,"headers":{},"body":"[]"`},
		{"1112", "21112", `[]`, `id=21111","status":200,"headers":{},"body":"[]"`},
		{"xxxx", "7", `[{\"sender\": \"xxxx\"}]`, `id=7","status":200,"headers":{},"body":"[{\"sender\": \"xxxx\"}]"`},
	} {
		in := `{"url":"/sys/senders.php?get=1&fmt=3&id=` + test.id + `&cookie=` + test.secret + `","status":200,"body":"` + test.body + `"}`
		var copied bytes.Buffer
		_, err := Redactor{}.Redact(&copied, strings.NewReader(in))
		if err != nil || !strings.Contains(copied.String(), test.want) {
			t.Errorf("%s, %s: %s, %v; want %s", test.secret, test.id, &copied, err, test.want)
		}
	}
}

// TestErrors: what dst and src report is the error.
func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	const in = `{"url":"/sys/senders.php?get=1&fmt=3","status":200,"body":"[]"}` + "\n"
	if _, err := (Redactor{}).Redact(io.Discard, io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Error(err)
	}
	reader, writer := io.Pipe()
	reader.CloseWithError(broken)
	if _, err := (Redactor{}).Redact(writer, strings.NewReader(strings.Repeat(in, 10_000))); !errors.Is(err, broken) {
		t.Error(err)
	}
}

// TestOrder: a copy is written in pieces, and has all exchanges in order.
func TestOrder(t *testing.T) {
	var in strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&in, `{"url":"/sys/senders.php?del=1&fmt=3&id=%d","status":200,"body":"OK"}`+"\n", i)
	}
	var copied bytes.Buffer
	if _, err := (Redactor{}).Redact(&copied, strings.NewReader(in.String())); err != nil {
		t.Fatal(err)
	}
	i := 0
	for line := range strings.Lines(copied.String()) {
		if !strings.Contains(line, fmt.Sprintf(`&id=%d"`, i)) {
			t.Fatalf("line %d is %s", i, line)
		}
		i++
	}
	if i != 20_000 {
		t.Errorf("%d lines", i)
	}
}

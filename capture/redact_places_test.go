package capture_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// Each case is a line of JSON Lines but for its braces, unless it is of another
// format. What is redacted is given by itself, as it has to be as long.
func TestRedact(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"parameters", `"url":"/?login=a&PSW=b&x=c&apikey=d"`, `"url":"/?login=x&PSW=x&x=c&apikey=x"`},
		{"an escaped name", `"url":"/?%6Cogin=a&p%53w=b"`, `"url":"/?%6Cogin=x&p%53w=x"`},
		{"a value with what ends it elsewhere", `"url":"/?psw=a'b c<d&x=e"`, `"url":"/?psw=xxx xxx&x=e"`},
		{"a form behind a header", `"post":"Content-Type: text/plain\r\n\r\nlogin=a'b&x=c"`, `"post":"Content-Type: text/plain\r\n\r\nlogin=xxx&x=c"`},
		{"a form of parts", `"post":"--b\r\nContent-Disposition: form-data; name=\"psw\"\r\n\r\na\r\nb\r\n--b--"`, `"post":"--b\r\nContent-Disposition: form-data; name=\"psw\"\r\n\r\nx\r\nx\r\n--b--"`},
		{"user and password", `"url":"https://a:b@c@smsc.ru/d@e"`, `"url":"https://x:xxx@smsc.ru/d@e"`},
		{"an escaped URL", `"next":"u=https%3A%2F%2Fa%3Ab%40h%2F%3Fpsw%3Dc%26x&y=z"`, `"next":"u=https%3A%2F%2Fx%3Ax%40h%2F%3Fpsw%3Dxxxxx&y=z"`},
		{"a URL in JSON in a string", `"more":"{\"u\":\"?login=a\\u0026psw=b\\\"\"}"`, `"more":"{\"u\":\"?login=x\\u0026psw=x\\\"\"}"`},
		{"headers", `"headers":{"cookie":["a=b; c=d"],"X-Auth-Token":"e","Authorization":"Bearer f","Accept":"g"}`, `"headers":{"cookie":["a=x; c=x"],"X-Auth-Token":"x","Authorization":"Bearer x","Accept":"g"}`},
		{"cookies that are set", `"headers":{"Set-Cookie":"a=b; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT, c=d; Secure\ne=f"}`, `"headers":{"Set-Cookie":"a=x; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT, c=x; Secure\ne=x"}`},
		{"names and values", `"x":{"value":"a","name":"PSW","n":{"name":"b","value":"c"}}`, `"x":{"value":"x","name":"PSW","n":{"name":"b","value":"c"}}`},
		{"names and values in turn", `"raw":["Cookie","a=b","Host","c"]`, `"raw":["Cookie","a=x","Host","c"]`},
		{"cookies", `"cookies":[{"name":"a","value":"b","path":"/"}],"x":{"cookies":{"c":"d"}}`, `"cookies":[{"name":"a","value":"x","path":"/"}],"x":{"cookies":{"c":"x"}}`},
		{"a number", `"psw":1203,"size":1203,"accessToken":["a",{"b":true}]`, `"psw":1111,"size":1203,"accessToken":["x",{"b":true}]`},
		{"characters of several bytes", `"psw":"aя→😀\u0062\u044f\u2192\ud83d\ude00\n\/"`, `"psw":"xхｘ𝕩\u0078\u0445\uff58\ud835\udd69\n\/"`},
		{"elsewhere", `"url":"/?psw=hunter+2","body":"hunter 2, hunter%202, \u0068unter 2, hunter2"`, `"url":"/?psw=xxxxxxxx","body":"xxxxxx x, xxxxxxxxxx, \u0078xxxxx x, hunter2"`},
		{"digits elsewhere", `"url":"/?login=79001234567","status":200,"body":"[{\"sender\":79001234567,\"x\":\"79001234567\"}]"`, `"url":"/?login=xxxxxxxxxxx","status":200,"body":"[{\"sender\":11111111111,\"x\":\"11111111111\"}]"`},
		{"basic authorization elsewhere", `"headers":{"Authorization":"Basic aHVudGVyMTpodW50ZXIy"},"body":"hunter1 hunter2"`, `"headers":{"Authorization":"Basic xxxxxxxxxxxxxxxxxxxx"},"body":"xxxxxxx xxxxxxx"`},
		{"short, elsewhere", `"url":"/?psw=abc","body":"abc"`, `"url":"/?psw=xxx","body":"abc"`},
		{"commonplace, elsewhere", `"url":"/sys/senders.php?login=sender","body":"[{\"sender\":\"a\"}]"`, `"url":"/sys/senders.php?login=xxxxxx","body":"[{\"sender\":\"a\"}]"`},
		{"in another charset", `"url":"/?psw=%EF%E0%F0%EE%EB%FC77","body":"=пароль77"`, `"url":"/?psw=xxxxxxxxxxxxxxxxxxxx","body":"=ххххххxx"`},
		{"escaped as in JSON", `"url":"/?psw=hunter2%2Fsecret","body":"{\"a\":\"hunter2\\/secret\"}, hunter2\\/secret"`, `"url":"/?psw=xxxxxxxxxxxxxxxx","body":"{\"a\":\"xxxxxxx\/xxxxxxx\"}, xxxxxxx\/xxxxxxx"`},
		{"escaped needlessly", `"url":"/?psw=hunter2secret","body":"=hunter2%73ecret"`, `"url":"/?psw=xxxxxxxxxxxxx","body":"=xxxxxxxxxxxxxxx"`},
		{"escaped twice", `"url":"/?psw=hunter2%2573ecret","body":"=hunter2secret"`, `"url":"/?psw=xxxxxxxxxxxxxxxxx","body":"=xxxxxxxxxxxxx"`},
		{"escaped badly", `"url":"/?psw=hunter2secret%zz","body":"'hunter2secret'"`, `"url":"/?psw=xxxxxxxxxxxxxxxx","body":"'xxxxxxxxxxxxx'"`},
		{"parameters of other names", `"url":"/?password=a&api_key=b","post":"x-auth=c&passwords=d&pass=e"`, `"url":"/?password=x&api_key=x","post":"x-auth=x&passwords=x&pass=e"`},
		{"cut off", `"url":"/?psw=hunter2secret","body":"=hunter2s"`, `"url":"/?psw=xxxxxxxxxxxxx","body":"=xxxxxxxx"`},
		{"cut off within JSON", `"url":"/?psw=hunter2secret","body":"[\"hunt\", \"hunter2"`, `"url":"/?psw=xxxxxxxxxxxxx","body":"[\"hunt\", \"xxxxxxx"`},
		{"less than can be cut off", `"url":"/?psw=hunter2secret","body":"=hun"`, `"url":"/?psw=xxxxxxxxxxxxx","body":"=hun"`},
		{"not cut off", `"url":"/?psw=hunter2secret","x":"hunt","body":"{\"sender\":\"hunter\"}"`, `"url":"/?psw=xxxxxxxxxxxxx","x":"hunt","body":"{\"sender\":\"hunter\"}"`},
		{"base64", `"bodyBase64":"bG9naW49aHVudGVyMQ=="`, `"bodyBase64":"bG9naW49eHh4eHh4eA=="`},
		{"base64 of another member", `"c":{"text":"cHN3PTE=","encoding":"base64"}`, `"c":{"text":"cHN3PXg=","encoding":"base64"}`},
		{"base64 that is none", `"c":{"text":"psw=1, all of it","encoding":"base64"}`, `"c":{"text":"psw=xx all of it","encoding":"base64"}`},
		{"as PHP prints it", `"body":"[\"psw\"]=>\n  string(7) \"hunter2\"\n 'login' => 'a', [apikey] => b"`, `"body":"[\"psw\"]=>\n  string(7) \"xxxxxxx\"\n 'login' => 'x', [apikey] => x"`},
		{"a name", `"x":{"/?psw=a":1}`, `"x":{"/?psw=x":1}`},
		{"headers behind what a log has before them", `"body":"21:00:00.1 > Cookie: a=b; c=d\n0059: set-cookie: e=f; path=/\n\u001b[1mauthorization\u001b[0m: Bearer g\n2026-11-25T21:00:00Z X-Psw: h\nX-Login: i"`, `"body":"21:00:00.1 > Cookie: a=x; c=x\n0059: set-cookie: e=x; path=/\n\u001b[1mauthorization\u001b[0m: Bearer x\n2026-11-25T21:00:00Z X-Psw: x\nX-Login: x"`},
		{"headers in a line", `"body":"request was: GET /x Cookie: a=hunter1; Authorization: Bearer hunter2","x":"hunter1, hunter2"`, `"body":"request was: GET /x Cookie: a=xxxxxxx; Authorization: Bearer xxxxxxx","x":"xxxxxxx, xxxxxxx"`},
		{"variables and arrays", `"url":"/?psw[]=hunter1&data[login]=hunter2","body":"psw = \"a b\", login='c', hunter1 hunter2"`, `"url":"/?psw[]=xxxxxxx&data[login]=xxxxxxx","body":"psw = \"x x\", login='x', xxxxxxx xxxxxxx"`},
		{"as PHP serializes it", `"body":"s:3:\"psw\";s:1:\"a\";s:1:\"x\";"`, `"body":"s:3:\"psw\";s:1:\"x\";s:1:\"x\";"`},
		{"an & in quotes in a form", `"post":"psw=\"a&b\"[c&x=d"`, `"post":"psw=\/xxx\/xx&x=d"`},
		{"XML and pages", `"body":"<x psw=\"a\"/><psw b=\"c\">d</psw><login><![CDATA[e<f]]></login><input value='g' name='apikey'>h"`, `"body":"<x psw=\"x\"/><psw b=\"c\">x</psw><login><![CDATA[xxx]]></login><input value='x' name='apikey'>h"`},
		{"a posted XML, elsewhere", `"post":"<request login=\"hunter1\" psw=\"hunter2\"><get>1</get></request>","body":"hunter1, hunter2"`, `"post":"<request login=\/xxxxxxx\/ xxxx\/xxxxxxx\/xxxxxxxxxxxxxxxxxxxxxxx","body":"xxxxxxx, xxxxxxx"`},
		{"the user of a digest, elsewhere", `"headers":{"Authorization":"Digest username=\"hunter1\", realm=\"r\""},"body":"hunter1"`, `"headers":{"Authorization":"Digest xxxxxxxxx\/xxxxxxx\/x xxxxxx\/x\/"},"body":"xxxxxxx"`},
		{"split by semicolons, elsewhere", `"url":"/?get=1;psw=hunter2;x=1","body":"hunter2"`, `"url":"/?get=1;psw=xxxxxxxxxxx","body":"xxxxxxx"`},
		{"parts in base64, elsewhere", `"post":"--b\r\nContent-Disposition: form-data; name*=utf-8''psw\r\nContent-Transfer-Encoding: base64\r\n\r\naHVudGVyMg==\r\n--b--","body":"hunter2"`, `"post":"--b\r\nContent-Disposition: form-data; name*=utf-8''psw\r\nContent-Transfer-Encoding: base64\r\n\r\nxxxxxxxxxxxx\r\n--b--","body":"xxxxxxx"`},
		{"text", `"body":"Cookie: a=b\n> X-Api-Key: c\nNote: d\n<psw>e</psw>"`, `"body":"Cookie: a=x\n> X-Api-Key: x\nNote: d\n<psw>x</psw>"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := `{"url":"", ` + test.in + "}\n"
			if strings.HasPrefix(test.in, `"url"`) {
				in = "{" + test.in + "}\n"
			}
			out, err := redact(capture.Redactor{Format: capture.JSONLines}, []byte(in))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(string(out), "{"), `"url":"", `), "}\n")
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if again, _ := redact(capture.Redactor{Format: capture.JSONLines}, out); !bytes.Equal(again, out) {
				t.Errorf("once more, it is %s", again)
			}
		})
	}
}

// Each case is whole.
func TestRedactOtherFormats(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"members beside the entries of a HAR",
			`{"psw":"hunter1","log":{"_token":"hunter2","cookie":"sid=hunter3","entries":[]},"Authorization":"Basic hunter4"}`,
			`{"psw":"xxxxxxx","log":{"_token":"xxxxxxx","cookie":"sid=xxxxxxx","entries":[]},"Authorization":"Basic xxxxxxx"}`},
		{"a status line, and the name of a header",
			"HTTP/1.1 302 see psw=hunter1: x\r\nX-Orig /?login=hunter2&x=t:20\r\n\r\n",
			"HTTP/1.1 302 see psw=xxxxxxxx x\r\nX-Orig /?login=xxxxxxx&x=t:20\r\n\r\n"},
		{"a request line that is folded",
			"GET /sys/senders.php?get=1 HTTP/1.1\r\n psw=hunter1\r\n\r\nHTTP/1.1 200 OK\r\n\r\nzxcabs",
			"GET /sys/senders.php?get=1 HTTP/1.1\r\n psw=xxxxxxx\r\n\r\nHTTP/1.1 200 OK\r\n\r\nzxcabs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, err := redact(capture.Redactor{}, []byte(test.in))
			if err != nil {
				t.Fatal(err)
			}
			if string(out) != test.want {
				t.Errorf("got  %q\nwant %q", out, test.want)
			}
		})
	}
}

// What has no secret is copied as it is.
func TestRedactNothing(t *testing.T) {
	for _, in := range []string{
		"", "\n", "OK", "[{\n\"sender\": \"SMSC\"\n}]", "name = psw, status = 1\r\n", "ERROR = 2 (authorise error)", "\xcc\xe0\xe3\xe0\xe7\xe8\xed,1\n",
		`{"url": "https://smsc.ru/sys/senders.php?get=1&fmt=3", "status": 200, "headers": {"Host": "smsc.ru:443"}, "body": "\u0434\/ a@b.c \"x\": 1"}` + "\r\n\n",
		"\xef\xbb\xbf { \"log\" : { \"entries\" : [ ] , \"version\":\"1.2\" } , \"x\" : null }\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
		"GET /sys/senders.php?get=1 HTTP/1.1\nHost: smsc.ru\n\nHTTP/2 200\n\nSMSC\n\n\n",
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzipped("OK"),
	} {
		if out, err := redact(capture.Redactor{}, []byte(in)); err != nil || string(out) != in {
			t.Errorf("%q is copied as %q, %v", in, out, err)
		}
	}
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

func TestRedactErrors(t *testing.T) {
	const packed = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
	many := make([]string, 2000)
	for i := range many {
		many[i] = fmt.Sprintf("psw=hunter%d", i)
	}
	for _, test := range []struct {
		name, in string
		want     error
		position string // line:column
	}{
		{"cut off", `{"log": {"entries": [{"psw": "hunter1`, io.ErrUnexpectedEOF, "1:38"},
		{"behind the end", `{"log": {"entries": []}} "hunter1"`, capture.ErrMalformed, "1:26"},
		{"no JSON", "{\"url\": \"/?psw=hunter1\"}\n{\"url\": \"hunter1\" 1}", capture.ErrMalformed, "2:19"},
		{"deep", `{"url": ` + strings.Repeat("[", 1<<12), capture.ErrTooLarge, "1:264"},
		{"a large entry", `{"log": {"entries": ["` + strings.Repeat("a", 1<<17), capture.ErrTooLarge, "1:22"},
		{"a large line", "\n{\"url\": \"" + strings.Repeat("a", 1<<17), capture.ErrTooLarge, "2:1"},
		{"a large message", "HTTP/1.1 200 OK\n\n" + strings.Repeat("a", 1<<18), capture.ErrTooLarge, "1:1"},
		{"a large body", strings.Repeat("a", 1<<17), capture.ErrTooLarge, "1:1"},
		{"many secrets", strings.Join(many, "&"), capture.ErrTooLarge, "1:1"},
		{"a secret in a compressed body", "HTTP/1.1 200 OK\n\n" + gzipped("psw=hunter1"), capture.ErrUnsafe, "1:1"},
		{"a damaged body", "HTTP/1.1 200 OK\n\n" + packed + "hunter1", capture.ErrUnsafe, "1:1"},
		{"damaged base64", `{"bodyBase64": "cHN3PWh1bnRlcjE"}`, capture.ErrUnsafe, "1:1"},
		{"WARC", "WARC/1.0\r\nx: hunter1\r\n\r\n", capture.ErrUnsafe, ""},
		{"a cassette", "interactions:\n- psw=hunter1", capture.ErrUnsafe, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, err := redact(capture.Redactor{MaxEntry: 1 << 16}, []byte(test.in))
			wrong, ok := errors.AsType[*capture.Error](err)
			if !ok || !errors.Is(err, test.want) {
				t.Fatalf("%v, want %v", err, test.want)
			}
			if position := fmt.Sprintf("%d:%d", wrong.Line, wrong.Col); test.position != "" && position != test.position {
				t.Errorf("at %s, want %s", position, test.position)
			}
			if strings.Contains(err.Error()+string(out), "hunter1") {
				t.Errorf("%q and %v have a secret", out, err)
			}
		})
	}
}

// Digits become others, the same the same, different ones different.
func TestRedactPhones(t *testing.T) {
	for length := 1; length <= 4; length++ {
		var in strings.Builder
		size := 1
		for range length {
			size *= 10
		}
		for i := range size {
			fmt.Fprintf(&in, "name = %0*d, status = 1\n", length, i)
		}
		out, err := redact(capture.Redactor{Phones: true}, []byte(in.String()))
		if err != nil {
			t.Fatal(err)
		}
		seen := make(map[string]bool)
		before := strings.Split(in.String(), "\n")
		for i, row := range strings.Split(string(out), "\n") {
			if seen[row] || len(row) != len(before[i]) || row != "" && (row[7] == '0') != (before[i][7] == '0') {
				t.Fatalf("%q became %q", before[i], row)
			}
			seen[row] = true
		}
	}
	const line = `{"url":"/?phones=79001234567,+7%28900%29&id=1234567890","body":"79001234567 tel:+79001234567 8-9001234567 550e8400-e29b-41d4-a716-446655440000 1.1234567890 x1234567890 12345678901234567"}`
	out, err := redact(capture.Redactor{Phones: true}.WithKey("key"), []byte(line))
	if err != nil {
		t.Fatal(err)
	}
	phone := string(out[17:28])
	want := strings.ReplaceAll(line, "79001234567", phone)
	if phone == "79001234567" || string(out[:len(out)-120]) == line[:len(out)-120] {
		t.Errorf("%s stays", line)
	}
	for _, same := range []string{"&id=1234567890", `"body":"` + phone + " tel:+" + phone + " 8-", " 550e8400-e29b-41d4-a716-446655440000 1.1234567890 x1234567890 12345678901234567"} {
		if !strings.Contains(string(out), same) {
			t.Errorf("%s has no %s, as %s", out, same, want)
		}
	}
	other, _ := redact(capture.Redactor{Phones: true}, []byte(line))
	if bytes.Equal(other, out) {
		t.Error("another key gives the same digits")
	}
}

// A number whose digits are in groups becomes what it becomes written plain.
func TestRedactGroupedPhones(t *testing.T) {
	r := capture.Redactor{Phones: true}.WithKey("key")
	of := func(around, number string) string {
		begin, end, _ := strings.Cut(around, "$")
		out, err := redact(r, []byte(begin+number+end))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(strings.TrimPrefix(string(out), begin), end)
	}
	const row = "name = $, status = 1"
	notDigits := regexp.MustCompile(`%[0-9A-F]{2}|[^0-9]`)
	for _, test := range []struct{ name, text string }{
		{"spaces and hyphens", "+7 900 123-45-67"},
		{"brackets", "8 (900) 123-45-67"},
		{"brackets alone", "+7(900)1234567"},
		{"without a country", "900 123-45-67"},
		{"of another country", "+380 (44) 123 45 67"},
		{"a long group", "+7 9001234567"},
		{"fifteen digits", "+123 456 789 012 345"},
		{"escaped", "+7%20%28900%29%20123-45-67"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plain := notDigits.ReplaceAllString(test.text, "")
			want := of(row, plain)
			if want == plain {
				t.Fatalf("%s stays", plain)
			}
			for _, around := range []string{row, `{"url":"","body":"[{\"sender\":\"$\"}]"}`, `{"url":"","body":"call $."}`, `{"url":"","phone":"$"}`, `{"url":"/?phones=$"}`} {
				got := of(around, test.text)
				if notDigits.ReplaceAllString(got, "") != want || strings.Join(notDigits.FindAllString(got, -1), "") != strings.Join(notDigits.FindAllString(test.text, -1), "") {
					t.Errorf("%s became %s, want the digits %s", test.text, got, want)
				}
			}
		})
	}
	escapeOrNotDigits := regexp.MustCompile(`%(?:25)*[0-9A-Fa-f]{2}|[^0-9]`)
	for _, text := range []string{"+7+900+123-45-67", "%2B7+900+123-45-67", "%2b7%20900%20123-45-67", "8+%28900%29+1234567", "900%2520123%252D45%252D67", "8900+1234567"} {
		plain := escapeOrNotDigits.ReplaceAllString(text, "")
		want := of(row, plain)
		for _, around := range []string{`{"url":"/?sender=$&add=1"}`, `{"post":"phones=$"}`, `{"url":"/?text=call+$+now"}`, "POST /sys/senders.php HTTP/1.1\n\nsender=$&get=1\n"} {
			got := of(around, text)
			if digits := escapeOrNotDigits.ReplaceAllString(got, ""); digits != want {
				t.Errorf("in %s %s became %s, want the digits %s", around, text, got, want)
			}
		}
	}
	if got, want := of(row, "8 900 123-45-67 8 900 765-43-21"), of(row, "8 900 123-45-67")+" "+of(row, "8 900 765-43-21"); got != want {
		t.Errorf("two numbers became %s, want %s", got, want)
	}
	for _, same := range []string{"2026-11-25 19:36", "200 2026-11-25 19", "25-11-2026 193600", "900 123-45", "12345678-1234-1234-1234-123456789012", "x7-900-123-45-67", "1111 2222 3333.5"} {
		if got := of(row, same); got != same {
			t.Errorf("%s became %s", same, got)
		}
	}
}

// A HAR and JSON Lines of any size stream through.
func TestRedactStreams(t *testing.T) {
	const entry = `{"request":{"url":"/?login=hunter1"},"response":{"content":{"text":"hunter1"}}}`
	for _, test := range []struct {
		begin, separator, end string
	}{
		{`{"log":{"entries":[`, ",\n", "]}}"},
		{"", "\n", ""},
	} {
		reader, writer := io.Pipe()
		go func() {
			io.WriteString(writer, test.begin)
			for i := range 20_000 {
				if i > 0 {
					io.WriteString(writer, test.separator)
				}
				io.WriteString(writer, strings.Replace(entry, `"request":{`, `"url":"","request":{`, 1))
			}
			io.WriteString(writer, test.end)
			writer.Close()
		}()
		var out counter
		if err := (capture.Redactor{}).Redact(&out, reader); err != nil {
			t.Fatal(err)
		}
		if out.writes < 100 || out.secrets > 0 {
			t.Errorf("%d writes, %d secrets", out.writes, out.secrets)
		}
	}
}

type counter struct{ writes, secrets int }

func (c *counter) Write(p []byte) (int, error) {
	c.writes++
	c.secrets += bytes.Count(p, []byte("hunter"))
	return len(p), nil
}

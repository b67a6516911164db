package capture_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

func redact(r capture.Redactor, file []byte) ([]byte, error) {
	var out bytes.Buffer
	err := r.Redact(&out, bytes.NewReader(file))
	return out.Bytes(), err
}

var plainSecret = regexp.MustCompile(`^[0-9A-Za-z]*[A-Za-z][0-9A-Za-z]*$`)

// checkRedact states the laws of redaction, and gives whether it was refused.
func checkRedact(t *testing.T, r capture.Redactor, file []byte) (refused bool) {
	t.Helper()
	out, err := redact(r, file)

	var single bytes.Buffer
	oneByteErr := r.Redact(&single, iotest.OneByteReader(bytes.NewReader(file)))
	if !bytes.Equal(single.Bytes(), out) || fmt.Sprint(oneByteErr) != fmt.Sprint(err) {
		t.Fatalf("byte by byte it is %q, %v; at once %q, %v", single.Bytes(), oneByteErr, out, err)
	}
	if err != nil {
		if _, ok := errors.AsType[*capture.Error](err); !ok {
			t.Fatalf("%#v is no *Error", err)
		}
		return true
	}

	file, _ = capture.InUTF8(file)
	if len(out) != len(file) {
		t.Fatalf("%d bytes became %d:\n%q\n%q", len(file), len(out), file, out)
	}
	checkReadsAlike(t, r, file, out)
	// Again no more is masked, as a rule: what is masked may have told where a text that
	// looked like a secret ends.
	again, err := redact(r, out)
	if err != nil || len(again) != len(out) {
		t.Fatalf("redacted again:\n%q\n%q, %v", out, again, err)
	}
	checkReadsAlike(t, r, out, again)

	// Digits change into digits, and nothing else does.
	r.Phones = true
	numbers, err := redact(r.WithKey("key"), file)
	if err != nil {
		return false // a compressed body has numbers
	}
	if len(numbers) != len(out) {
		t.Fatalf("with phones %d bytes became %d", len(file), len(numbers))
	}
	checkReadsAlike(t, r, file, numbers)
	return false
}

// checkReadsAlike is a law: a copy of what can be read has the same exchanges, but for
// masked bytes, and none of their secrets.
func checkReadsAlike(t *testing.T, r capture.Redactor, file, out []byte) {
	t.Helper()
	reader := capture.Reader{Format: r.Format, MaxEntry: r.MaxEntry}
	before, after := shapes(reader, file), shapes(reader, out)
	if slices.ContainsFunc(before, func(s shape) bool { return s.failed }) {
		return
	}
	if len(before) != len(after) {
		t.Fatalf("%d exchanges became %d:\n%q\n%q", len(before), len(after), file, out)
	}
	for i := range before {
		if before[i].shape != after[i].shape {
			t.Fatalf("exchange %d:\n%s\n%s\n%q\n%q", i+1, before[i].shape, after[i].shape, file, out)
		}
		for _, secret := range before[i].secrets {
			for _, spelling := range secrets.Spellings(secret) {
				if strings.Contains(after[i].text, spelling) {
					t.Fatalf("exchange %d still has the secret %q:\n%q\n%q", i+1, spelling, file, out)
				}
			}
		}
	}
}

// A shape is what redaction keeps of an exchange, and what it does not.
type shape struct {
	failed      bool
	shape, text string
	secrets     []string
}

func shapes(r capture.Reader, file []byte) (all []shape) {
	for x, err := range r.Exchanges(bytes.NewReader(file)) {
		if err != nil {
			all = append(all, shape{failed: true})
			continue
		}
		s := shape{text: x.Request.URL + "\n" + string(x.Request.Body) + "\n" + string(x.Response.Body)}
		names := ""
		for _, header := range []capture.Header{x.Request.Header, x.Response.Header} {
			for _, f := range header {
				s.text += "\n" + f.Value
				names += fmt.Sprintf(" %d:%d", len(f.Name), len(f.Value)) // a name may have a secret, too
			}
		}
		s.shape = fmt.Sprintf("%d %q %d %d %v %v %d%s", x.Entry, x.Request.Method, len(x.Request.URL),
			x.Response.Status, x.Response.Lost, x.Response.Text, len(x.Response.Body), names)
		values, _ := x.Request.Values()
		for name, all := range values {
			for _, value := range all {
				if strings.Contains(" login psw apikey ", " "+strings.ToLower(name)+" ") && capture.IsLookedFor(value) && plainSecret.MatchString(value) {
					s.secrets = append(s.secrets, value)
				}
			}
		}
		all = append(all, s)
	}
	return all
}

// redactions are captures with all that can be in them.
func redactions(t testing.TB) map[string][]byte {
	files := map[string][]byte{
		"lines": []byte(`{"url":"https://us%20er1:passw0rd@smsc.ru/sys/senders.php?get=1&%6Cogin=hunter1&psw=hun%27ter2'x&fmt=3","headers":{"Cookie":["sid=abcdefgh; a=b"],"Authorization":"Basic dXNlcjE6aHVudGVyMjI="},"body":"[{\"sender\": \"hunter1\", \"x\": \"\\u0441\"},\n{\"sender\":\"79001234567\"},{\"sender\": 7777}]"}
{"post":"login=hunter1&psw=it's&phones=79001234567%2C79001234568","bodyBase64":"PHNlbmRlcj43NzwvPj8gbG9naW49aHVudGVyMSDQv9Cw0YDQvtC70YwxMiA="}

{"url":"/?login=hunter1","status":200,"account":{"psw":123456,"name":"hunter1","cookies":{"a":"b"}},"body":"psw=%2570 7900123456 <psw>1</psw>"}
`),
		"dump": []byte("POST /sys/senders.php?get=1&fmt=1 HTTP/1.1\r\nHost: smsc.ru\r\nCookie: sid=abcdefg\r\nAuthorization: Digest username=\"abc\",\r\n  response=\"def\"\r\nContent-Length: 26\r\n\r\nlogin=hunt'r1&psw=passw0rd" +
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b; path=/\r\n\r\n5\r\npassw\r\n4\r\n0rd\n\r\n0\r\nX-Api-Key: foo\r\n\r\n" +
			"GET /?login=hunter1 HTTP/1.1\n\nHTTP/1.1 200 OK\n\nhunter1\n7777,1\n"),
		"body": []byte(`{"error": "?login=hunter1 is \u0068unter1", "sender": "7777", "phone": 79001234567}`),
		"page": []byte("<a href=\"https://us:passwd1@h/?psw=hunter2&amp;x\">passwd1</a>\nname = 7777, status = 1\nCookie: a=b"),
		"har":  []byte("\xef\xbb\xbf{\"log\":{\"pages\":[ {\"id\":\"p1\",\"title\":\"/?login=hunter1\"} ],\n\"entries\":[ ],\"comment\":\"psw=1\"} }\n"),
	}
	files["verbose"] = []byte("*   Trying 127.0.0.1...\n* Server auth using Basic with user 'hunter1'\n> GET /sys/senders.php?get=1&fmt=1&login=hunter3&psw=hunter%262 HTTP/1.1\r\n> Cookie: a=b; sid=abcdefgh\r\n> Authorization: Basic aHVudGVyMTpodW50ZXIy\r\n> \r\n" +
		"< HTTP/1.1 200 OK\r\nHTTP/1.1 200 OK\r\n< Set-Cookie: c=d\r\nSet-Cookie: c=d\r\n< Location: /?token=e\r\nLocation: /?token=e\r\n\r\n< \r\n{ [10 bytes data]\nhunter3\n777* Connection #0 to host h left intact\n7,1\n* Found bundle for host: 0x1 [serially]\n" +
		"* [HTTP/2] [1] [cookie: f=g]\n* Added cookie sid=\"abcdefgh\" for domain h\n> GET /?psw=i HTTP/2\n> \n")
	for i, command := range commandLines {
		files[fmt.Sprintf("command %d", i)] = []byte("$ " + command.in + "\n* Zebra01\n> GET /sys/senders.php?get=1&login=Zebra02 HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 7\n< \nZebra01\n" + command.in)
	}
	hars, _ := filepath.Glob("testdata/har/*.har")
	dumps, _ := filepath.Glob("testdata/*.http")
	verbose, _ := filepath.Glob("testdata/curl-v*.txt")
	for _, name := range slices.Concat(hars, dumps, verbose) {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = file
	}
	return files
}

func TestRedactLaws(t *testing.T) {
	cuts := 50
	if sampled {
		cuts = 3
	}
	for name, file := range redactions(t) {
		t.Run(name, func(t *testing.T) {
			if refused := checkRedact(t, capture.Redactor{}, file); refused {
				_, err := redact(capture.Redactor{}, file)
				t.Fatal(err)
			}
			for n := 0; n < len(file); n += 1 + len(file)/cuts {
				checkRedact(t, capture.Redactor{}, file[:n])
				checkRedactAgain(t, file[:n])
			}
			checkRedactAgain(t, file)
		})
	}
}

// checkRedactAgain is a law of captures as they are made: redacted once, they stay so.
func checkRedactAgain(t *testing.T, file []byte) {
	t.Helper()
	out, err := redact(capture.Redactor{}, file)
	if err != nil {
		return
	}
	if again, err := redact(capture.Redactor{}, out); err != nil || !bytes.Equal(again, out) {
		t.Fatalf("redacted again:\n%q\n%q, %v", out, again, err)
	}
}

func FuzzRedact(f *testing.F) {
	for _, file := range redactions(f) {
		f.Add(file, uint8(0))
	}
	f.Add([]byte("$ curloriza -v -H 'authorization: Bearer Zebra0AcceptAuthorization:x -H $'Cookie: a=b' --proxy-header \"X-Api-Key: c\" -H 'A"), uint8(0))
	f.Add([]byte("\xff\xfep\x00s\x00w\x00=\x00a\x001\x00"), uint8(0))
	f.Fuzz(func(t *testing.T, file []byte, format uint8) {
		checkRedact(t, capture.Redactor{Format: capture.Format(format % 7), MaxEntry: 1 << 16}, file)
	})
}

// The parts of an exchange, put together as each of the formats.
func fuzzParts(f *testing.F, assemble func(url, form, cookie, body string) []byte) {
	f.Add("https://smsc.ru/sys/senders.php?get=1&fmt=3", "login=hunter1&psw=hun%27ter2", "sid=abcdefgh", `[{"sender": "hunter1"}]`)
	f.Add("https://us:passw0rd@h/?login=hunter1&x=hunter1", "psw=\"a\\b\"&%70sw=hunter2", "hunter2", "login%3dhunter1 hunter2\n79001234567")
	f.Add("/?apikey=\u0441\u0442\u044311", "phones=%2B79001234567&sender=7777", "a=\"b\"; c", "<sender>7777</sender>\nname = 12\n7777,1\n")
	f.Add("0", "psw=\"a\xeb\xeb\xeb&\xe9uL%70s\"a\xeb\xeb\xeb&\xe9w", "\x00\xf8\xf8\x00\x00\x01\xf8", "login%3dhunter1 hunter790012342\n79001234567")
	f.Fuzz(func(t *testing.T, url, form, cookie, body string) {
		if file := assemble(url, form, cookie, body); file != nil {
			checkRedact(t, capture.Redactor{}, file)
		}
	})
}

func FuzzRedactLines(f *testing.F) {
	fuzzParts(f, func(url, form, cookie, body string) []byte {
		line, _ := json.Marshal(map[string]any{"url": url, "post": form, "headers": map[string]any{"Cookie": cookie, "x": []string{cookie}}, "body": body, "more": map[string]string{url: form}})
		bytes, _ := json.Marshal(map[string]any{"url": url, "bodyBase64": []byte(body)})
		return append(append(line, '\n'), bytes...)
	})
}

func FuzzRedactHAR(f *testing.F) {
	fuzzParts(f, func(url, form, cookie, body string) []byte {
		har, _ := json.Marshal(map[string]any{"log": map[string]any{"comment": body, "entries": []any{
			map[string]any{
				"request":  map[string]any{"url": url, "headers": []any{map[string]any{"name": "Cookie", "value": cookie}}, "postData": map[string]any{"text": form}},
				"response": map[string]any{"content": map[string]any{"text": body}, "redirectURL": url},
			},
			map[string]any{"request": map[string]any{"url": url}, "response": map[string]any{"content": map[string]any{"text": []byte(body), "encoding": "base64"}}},
		}}})
		return har
	})
}

func FuzzRedactDump(f *testing.F) {
	fuzzParts(f, func(url, form, cookie, body string) []byte {
		if strings.ContainsAny(url+cookie, "\r\n") || url == "" || strings.ContainsAny(url, " ") {
			return nil
		}
		half := len(body) / 2
		chunks := ""
		for _, chunk := range []string{body[:half], body[half:]} {
			if chunk != "" {
				chunks += fmt.Sprintf("%x\r\n%s\r\n", len(chunk), chunk)
			}
		}
		return []byte("POST " + url + " HTTP/1.1\r\nCookie: " + cookie + "\r\nContent-Length: " + strconv.Itoa(len(form)) + "\r\n\r\n" + form +
			"HTTP/1.1 200 OK\r\nSet-Cookie: " + cookie + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n")
	})
}

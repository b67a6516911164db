package capture_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// Command lines as they are pasted before what curl -v prints.
var commandLines = []struct{ name, in, want string }{
	{"user and password", `curl -v -u me:Zebra01 http://h`, `curl -v -u xx:xxxxxxx http://h`},
	{"glued", `curl -vuUSER:Zebra01 -bsid=Zebra02 -HCookie:a=b`, `curl -vuxxxx:xxxxxxx -bsid=xxxxxxx -HCookie:a=x`},
	{"a user alone", `curl --user Zebra01 -U Zebra02`, `curl --user xxxxxxx -U xxxxxxx`},
	{"quotes of all kinds", `curl -v -b 'a='"Zebra01"\;b\=$'Zeb\'ra2' -u "me:Ze\"bra"`, `curl -v -b 'a='"xxxxxxx"\;b\=$'xxx\xxxx' -u "xx:xx\xxxx"`},
	{"a quote that is not closed", `curl -v -u me:it's http://h/?psw=a`, `curl -v -u xx:xxxx http://h/?psw=x`},
	{"a quote behind $ that is not closed", `curl -v -b a=$'b`, `curl -v -b a=xxx`},
	{"headers", `curl -v -H 'authorization: Bearer Zebra01' -H Authorization:x -H $'Cookie: a=b' --proxy-header "X-Api-Key: c" -H 'Accept: d'`, `curl -v -H 'authorization: Bearer xxxxxxx' -H Authorization:x -H $'Cookie: a=x' --proxy-header "X-Api-Key: x" -H 'Accept: d'`},
	{"forms", `curl -v -d psw="Zebra17" --data-urlencode 'login=Zebra 18' --json '{"psw":"Zebra19"}' -F apikey=Zebra20 -d sender=a`, `curl -v -d psw="xxxxxxx" --data-urlencode 'login=xxxxx xx' --json '{"psw":"xxxxxxx"}' -F apikey=xxxxxxx -d sender=a`},
	{"what else is a password", `curl -v --oauth2-bearer Zebra01 --pass Zebra02 --proxy-pass Zebra03 --tlspassword Zebra04`, `curl -v --oauth2-bearer xxxxxxx --pass xxxxxxx --proxy-pass xxxxxxx --tlspassword xxxxxxx`},
	{"certificates", `curl -v --cert f.pem:Zebra01 -E C:\\f.pem:Zebra02 --cert g.pem`, `curl -v --cert f.pem:xxxxxxx -E C:\\f.pem:xxxxxxx --cert g.pem`},
	{"proxies", `http_proxy=http://me:Zebra01@h curl -v --proxy-user me:Zebra02 -x me:Zebra03@h:3128 --socks5 http://me:Zebra04@h`, `http_proxy=http://xx:xxxxxxx@h curl -v --proxy-user xx:xxxxxxx -x xx:xxxxxxx@h:3128 --socks5 http://xx:xxxxxxx@h`},
	{"shortened, and with =", `curl -v --oauth2 Zebra01 --user=me:Zebra02 --proxy-u me:Zebra03`, `curl -v --oauth2 xxxxxxx --user=xx:xxxxxxx --proxy-u xx:xxxxxxx`},
	{"a file of cookies, and other files", `curl -v -b cookies.txt -c jar.txt -o Zebra01 -su me:Zebra02`, `curl -v -b cookies.txt -c jar.txt -o Zebra01 -su xx:xxxxxxx`},
	{"set -x", `+ curl -v -u me:Zebra01 -H 'Cookie: sid=Zebra02'`, `+ curl -v -u xx:xxxxxxx -H 'Cookie: sid=xxxxxxx'`},
	{"behind sudo", `sudo curl -u me:Zebra01`, `sudo curl -u xx:xxxxxxx`},
	{"behind time, with a path", `time /usr/bin/curl -u me:Zebra01`, `time /usr/bin/curl -u xx:xxxxxxx`},
	{"behind prompts", "❯ curl -u me:Zebra01\n➜  ~ curl -u me:Zebra02\nme@h:~$ curl -u me:Zebra03", "❯ curl -u xx:xxxxxxx\n➜  ~ curl -u xx:xxxxxxx\nme@h:~$ curl -u xx:xxxxxxx"},
	{"of Windows", "C:\\>\"C:\\bin\\curl.exe\" -u me:Zebra01", "C:\\>\"C:\\bin\\curl.exe\" -u xx:xxxxxxx"},
	{"of another shell", `bash -c "curl -u me:Zebra01 'http://h'"`, `bash -c "curl -u xx:xxxxxxx 'http://h'"`},
	{"of several lines", "curl -v 'https://h' \\\n  -b 'PHPSESSID=Zebra01' \\\n  -H 'authorization: Bearer Zebra02' \\\r\n  --user \\\n me:Zebra03\n-u me:no", "curl -v 'https://h' \\\n  -b 'PHPSESSID=xxxxxxx' \\\n  -H 'authorization: Bearer xxxxxxx' \\\r\n  --user \\\n xx:xxxxxxx\n-u me:no"},
	{"as cmd", "curl -v ^\"https://h/?a=b^&psw=Zebra00^\" ^\r\n  -H ^\"Cookie: a=^\\^\"Zebra01^\\^\"; b=Zebra02^\" ^\r\n  -u me:Zebra03", "curl -v ^\"https://h/?a=b^&psw=xxxxxxxx\" ^\r\n  -H ^\"Cookie: a=^\\^xxxxxxxxx\\^x; b=xxxxxxxx\" ^\r\n  -u xx:xxxxxxx"},
	{"no command", "the curl of it's me: -u me:Tiger\nlibcurl -u me:Zebra01", "the curl of it's me: -u xx:xxxxx\nlibcurl -u me:Zebra01"},
}

func TestRedactCommands(t *testing.T) {
	for _, test := range commandLines {
		t.Run(test.name, func(t *testing.T) {
			const log = "\n*   Trying 127.0.0.1:80...\n> GET /sys/senders.php?get=1 HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK"
			out, err := redact(capture.Redactor{}, []byte(test.in+log))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSuffix(string(out), log); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if again, _ := redact(capture.Redactor{}, out); !bytes.Equal(again, out) {
				t.Errorf("once more, it is %s", again)
			}
		})
	}
}

// What a command line gives is masked elsewhere, too, each part by itself.
func TestRedactCommandsElsewhere(t *testing.T) {
	const in = "$ curl -v -u hunter1:hunter2 -b 'a='\"hunter3\" --oauth2-bearer hunter4 \\\n -d 'psw=hunter5'\n* hunter1\n< HTTP/1.1 200 OK\n< \nhunter1, hunter2, hunter3, hunter4, hunter5"
	out, err := redact(capture.Redactor{}, []byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("hunter")) {
		t.Errorf("%s", out)
	}
}

// A log may be of many exchanges, each with a cookie of its own.
func TestRedactLongLog(t *testing.T) {
	var log strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&log, "> GET /sys/senders.php?get=1 HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Set-Cookie: sid=hunter%d\n< \nhunter%d\n", i, i)
	}
	out, err := redact(capture.Redactor{}, []byte(log.String()))
	if err != nil || bytes.Contains(out, []byte("hunter")) {
		t.Errorf("%.300s, %v", out, err)
	}
	_, err = redact(capture.Redactor{MaxEntry: 1 << 16}, []byte(log.String()))
	if !errors.Is(err, capture.ErrTooLarge) {
		t.Errorf("%v, want %v", err, capture.ErrTooLarge)
	}
}

// The user of Digest authorization is masked elsewhere, too.
func TestRedactDigest(t *testing.T) {
	const in = "GET /sys/senders.php HTTP/1.1\nAuthorization: Digest username=\"hunter1\", response=\"0123\"\n\nHTTP/1.1 200 OK\n\nhunter1"
	out, err := redact(capture.Redactor{}, []byte(in))
	if err != nil || bytes.Contains(out, []byte("hunter")) {
		t.Errorf("%s, %v", out, err)
	}
}

// A line that only speaks of curl is no command line to the headers in it.
func TestRedactBesideCommands(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"12:00 curl sent Cookie: a=Zebra01; b=Zebra02 to us\n", "12:00 curl sent Cookie: a=xxxxxxx; b=xxxxxxx xx xx\n"},
		{"use curl with {\"Cookie\": \"sid=Zebra01\"} now\n", "use curl with {\"Cookie\": \"sid=xxxxxxx\"} now\n"},
		{"curl said \"Cookie: a=Zebra01\" ok\n", "curl said \"Cookie: a=xxxxxxx\" ok\n"},
		{"curl -H Authorization:Zebra01 -v\n", "curl -H Authorization:xxxxxxx -v\n"},
		{"curl --header Cookie:a=Zebra01 -v\n", "curl --header Cookie:a=xxxxxxx -v\n"},
		{"curl -v 'https://h'\nthen Authorization: Bearer Zebra01\n", "curl -v 'https://h'\nthen Authorization: Bearer xxxxxxx\n"},
	} {
		if got, err := redact(capture.Redactor{Format: capture.Body}, []byte(test.text)); err != nil || string(got) != test.want {
			t.Errorf("%q: %q, %v, want %q", test.text, got, err, test.want)
		}
	}
}

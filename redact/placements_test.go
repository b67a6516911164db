package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

// What these tests hide. None has a character that a copy puts in place of others.
const (
	plainSecret = "Mell0n-Speak"
	oddSecret   = `Fr&d"o'<7>/+%=Sam`
	russian     = "гномы Мории7"
)

// A placement is a capture with a secret somewhere.
type placement struct {
	name, in string
	format   capture.Format // Auto, or the one that it is not recognised as
}

// placements have plainSecret where an exchange has it once, and only there.
var placements = []placement{
	{name: "query", in: logged(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak"`)},
	{name: "query, the name in capitals", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&PSW=Mell0n-Speak"`)},
	{name: "query, an array", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&psw[]=Mell0n-Speak"`)},
	{name: "query, the name escaped", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&p%73w=Mell0n-Speak"`)},
	{name: "query, an unknown name", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&x=Mell0n-Speak"`)},
	{name: "query, a bare name", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&Mell0n-Speak"`)},
	{name: "query, in the place of fmt", in: logged(`"url":"/sys/senders.php?get=1&fmt=Mell0n-Speak"`)},
	{name: "query, in the place of charset", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&charset=Mell0n-Speak"`)},
	{name: "query, twice", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&psw=a&psw=Mell0n-Speak"`)},
	{name: "query, after a semicolon", in: logged(`"url":"/sys/senders.php?get=1&fmt=3;psw=Mell0n-Speak"`)},
	{name: "query, a malformed escape", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&a=%zz&psw=Mell0n-Speak%"`)},
	{name: "query, id and password", in: logged(`"url":"/sys/senders.php?del=1&id=Mell0n-Speak&fmt=3"`)},
	{name: "query, sender", in: logged(`"url":"/sys/senders.php?del=1&sender=Mell0n-Speak&fmt=3"`)},
	{name: "query, sender that is the password", in: logged(`"url":"/sys/senders.php?del=1&sender=Mell0n-S&psw=Mell0n-S&login=Mell0n-Speak&fmt=3"`)},
	{name: "query, code", in: logged(`"url":"/sys/senders.php?check_code=1&code=Mell0n-Speak&fmt=3"`)},
	{name: "query, comment", in: logged(`"url":"/sys/senders.php?add=1&cmt=Mell0n-Speak&fmt=3"`)},
	{name: "query in a query", in: logged(`"url":"/sys/senders.php?get=1&fmt=3&back=%2Fa%3Fpsw%3DMell0n-Speak"`)},
	{name: "fragment", in: logged(`"url":"/sys/senders.php?get=1&fmt=3#psw=Mell0n-Speak"`)},
	{name: "path", in: logged(`"url":"/Mell0n-Speak/sys/senders.php?get=1&fmt=3"`)},
	{name: "host", in: logged(`"url":"https://Mell0n-Speak.smsc.ru/sys/senders.php?get=1&fmt=3"`)},
	{name: "port", in: logged(`"url":"https://smsc.ru:Mell0n-Speak/sys/senders.php?get=1&fmt=3"`)},
	{name: "scheme", in: logged(`"url":"Mell0n-Speak://smsc.ru/sys/senders.php?get=1&fmt=3"`)},
	{name: "user info", in: logged(`"url":"https://me:Mell0n-Speak@smsc.ru/sys/senders.php?get=1&fmt=3"`)},
	{name: "user", in: logged(`"url":"https://Mell0n-Speak@smsc.ru/sys/senders.php?get=1&fmt=3"`)},
	{name: "method", in: logged(`"url":"/sys/senders.php?get=1&fmt=3","method":"Mell0n-Speak"`)},
	{name: "form", in: logged(`"url":"/sys/senders.php","method":"POST","post":"get=1&fmt=3&psw=Mell0n-Speak"`)},
	{name: "form with line ends", in: logged(`"url":"/sys/senders.php","method":"POST","post":"get=1&fmt=3\n&psw=Mell0n-Speak\r\n"`)},
	{name: "form in parts", in: logged(`"url":"/sys/senders.php","requestHeaders":{"Content-Type":"multipart/form-data; boundary=b"},"post":"--b\r\nContent-Disposition: form-data; name=\"get\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"psw\"\r\n\r\nMell0n-Speak\r\n--b--\r\n"`)},
	{name: "media type of the form", in: logged(`"url":"/sys/senders.php","requestHeaders":{"Content-Type":"a/Mell0n-Speak"},"post":"get=1&fmt=3"`)},
	{name: "a member that is not known", in: logged(`"url":"/sys/senders.php?get=1&fmt=3","psw":"Mell0n-Speak","cookies":[{"name":"a","value":"Mell0n-Speak"}]`)},
	{name: "cookie", in: dumped("Cookie: a=Mell0n-Speak", "")},
	{name: "second cookie header", in: dumped("Cookie: a=b\r\nCookie: c=Mell0n-Speak", "")},
	{name: "second cookie", in: dumped("Cookie: a=b; c=Mell0n-Speak", "")},
	{name: "cookie without a name", in: dumped("Cookie: Mell0n-Speak", "")},
	{name: "cookie2", in: dumped("Cookie2: a=Mell0n-Speak", "")},
	{name: "Set-Cookie", in: dumped("", "Set-Cookie: a=Mell0n-Speak; Path=/; HttpOnly")},
	{name: "second Set-Cookie", in: dumped("", "Set-Cookie: a=b\r\nset-cookie: c=Mell0n-Speak")},
	{name: "basic", in: dumped("Authorization: Basic "+base64.StdEncoding.EncodeToString([]byte("me:Mell0n-Speak")), "")},
	{name: "bearer", in: dumped("Authorization: Bearer Mell0n-Speak", "")},
	{name: "no scheme", in: dumped("Authorization: Mell0n-Speak", "")},
	{name: "digest", in: dumped(`Authorization: Digest username="me", response="Mell0n-Speak"`, "")},
	{name: "proxy authorization", in: dumped("Proxy-Authorization: Bearer Mell0n-Speak", "")},
	{name: "X-Forwarded-Authorization", in: dumped("X-Forwarded-Authorization: Bearer Mell0n-Speak", "")},
	{name: "X-Auth-Token", in: dumped("X-Auth-Token: Mell0n-Speak", "")},
	{name: "X-Api-Key", in: dumped("X-Api-Key: Mell0n-Speak", "")},
	{name: "another header", in: dumped("X-Whatever: Mell0n-Speak", "X-Whatever: Mell0n-Speak")},
	{name: "the name of a header", in: dumped("Mell0n-Speak: a", "Mell0n-Speak: b")},
	{name: "Referer", in: dumped("Referer: https://smsc.ru/a?psw=Mell0n-Speak", "")},
	{name: "Location", in: dumped("", "Location: /sys/senders.php?psw=Mell0n-Speak")},
	{name: "Link", in: dumped("", "Link: <https://smsc.ru/?psw=Mell0n-Speak>; rel=next")},
	{name: "Content-Type", in: dumped("", "Content-Type: Mell0n-Speak/json; charset=Mell0n-Speak; a=Mell0n-Speak")},
	{name: "Content-Length", in: dumped("", "Content-Length: Mell0n-Speak")},
	{name: "Content-Encoding", in: dumped("", "Content-Encoding: Mell0n-Speak")},
	{name: "Transfer-Encoding", in: dumped("", "Transfer-Encoding: chunked, Mell0n-Speak")},
	{name: "reason", in: "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\n\r\nHTTP/1.1 200 Mell0n-Speak\r\n\r\n[]"},
	{name: "a request elsewhere", in: logged(`"url":"https://smsc.ru/sys/send.php?psw=Mell0n-Speak"`) + logged(`"url":"/sys/senders.php?get=1&fmt=3"`)},
	{name: "HAR: everywhere", in: `{"log":{"comment":"Mell0n-Speak","pages":[{"title":"Mell0n-Speak"}],"entries":[{"comment":"Mell0n-Speak","_initiator":{"url":"/?psw=Mell0n-Speak"},
		"request":{"method":"POST","url":"https://smsc.ru/sys/senders.php","headers":[{"name":"Cookie","value":"a=Mell0n-Speak"}],"cookies":[{"name":"a","value":"Mell0n-Speak"}],
		"queryString":[{"name":"psw","value":"Mell0n-Speak"}],"postData":{"mimeType":"application/x-www-form-urlencoded","text":"get=1&fmt=3&psw=Mell0n-Speak","params":[{"name":"psw","value":"Mell0n-Speak"}]}},
		"response":{"status":200,"redirectURL":"/?psw=Mell0n-Speak","headers":[],"content":{"text":"[{\"sender\":\"Mell0n-Speak\"}]"}}}]}}`},
	{name: "HAR: cookies sent", in: cookieHAR(`"cookies":[{"name":"a","value":"Mell0n-Speak"}]`, `"headers":[]`)},
	{name: "HAR: cookies set", in: cookieHAR(`"headers":[]`, `"cookies":[{"name":"a","value":"Mell0n-Speak","httpOnly":true}]`)},
	{name: "curl -v", in: "$ curl -v -u me:Mell0n-Speak https://smsc.ru/\n* Server auth using Basic with user 'Mell0n-Speak'\n> GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n> Host: smsc.ru\n> Cookie: a=Mell0n-Speak\n> \n< HTTP/1.1 200 OK\n< \n[]\n"},
	{name: "cassette", in: "interactions:\n- request:\n    method: get\n    uri: https://smsc.ru/sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak\n    headers:\n      Authorization:\n      - Bearer Mell0n-Speak\n  response:\n    status:\n      code: 200\n      message: Mell0n-Speak\n    body:\n      string: '[{\"sender\": \"Mell0n-Speak\"}]'\n"},
	{name: "a page", in: "<html><form><input name=psw value=Mell0n-Speak></form></html>"},
	{name: "a text", in: "psw=Mell0n-Speak"},
	{name: "a log", in: "2026 DEBUG headers=[('authorization', 'Bearer Mell0n-Speak')]"},
}

func logged(members string) string {
	return `{` + members + `,"status":200,"body":"[{\n\"sender\": \"zzz\"\n}]"}` + "\n"
}

// cookieHAR returns a HAR whose answer has the secret as a name.
func cookieHAR(request, response string) string {
	return `{"log":{"entries":[{"request":{"method":"GET","url":"https://smsc.ru/sys/senders.php?get=1&fmt=3",` + request + `},` +
		`"response":{"status":200,` + response + `,"content":{"text":"[{\n\"sender\": \"Mell0n-Speak\"\n}]"}}}]}}`
}

func dumped(request, response string) string {
	head := func(line, fields string) string {
		if fields != "" {
			fields += "\r\n"
		}
		return line + "\r\n" + fields + "\r\n"
	}
	return head("GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nHost: smsc.ru", request) + head("HTTP/1.1 200 OK", response) + "[{\n\"sender\": \"zzz\"\n}]"
}

// redactors are all kinds of copies.
var redactors = map[string]Redactor{
	"JSON Lines": {}, "HAR": {To: capture.HAR}, "with bodies": {KeepBodies: true}, "without phones": {Phones: true}, "HAR with bodies": {To: capture.HAR, KeepBodies: true},
}

// TestPlacements: a secret is in no copy, wherever the exchange has it.
func TestPlacements(t *testing.T) {
	for _, p := range placements {
		t.Run(p.name, func(t *testing.T) {
			for kind, r := range redactors {
				if r.KeepBodies && strings.HasPrefix(p.name, "a ") {
					continue // which the exchange does not have elsewhere
				}
				r.Reader.Format = p.format
				var file bytes.Buffer
				_, err := r.Redact(&file, strings.NewReader(p.in))
				if bytes.Contains(file.Bytes(), []byte("Mell0n")) {
					t.Errorf("%s: %s", kind, &file)
				}
				if isRefused := err != nil; isRefused != (p.name == "a page" || p.name == "a text" || p.name == "a log") {
					t.Errorf("%s: %v", kind, err)
				}
			}
			checkLaws(t, Redactor{}, []byte(p.in))
			checkLaws(t, Redactor{To: capture.HAR}, []byte(p.in))
		})
	}
}

// asides are captures with plainSecret outside the request and its response, and in the
// answer as a name.
var asides = []struct{ name, in string }{
	{"HAR, the query", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","queryString":[{"name":"psw","value":"Mell0n-Speak"}]`, ``)},
	{"HAR, a value that is an array", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","headers":[{"name":"Cookie","value":["a=Mell0n-Speak"]}]`, ``)},
	{"HAR, the form", harAside(`"url":"https://smsc.ru/sys/senders.php","postData":{"text":"get=1&fmt=3","params":[{"name":"psw","value":"Mell0n-Speak"}]}`, ``)},
	{"HAR, a redirect", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3"`, `"redirectURL":"/?psw=Mell0n-Speak",`)},
	{"HAR, a cookie without a name", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3"`, `"cookies":[{"name":"","value":"Mell0n-Speak"}],`)},
	{"an interim response", asideDump("HTTP/1.1 100 Continue\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n%s")},
	{"the second interim response", asideDump("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n%s")},
	{"an interim response without a request", "HTTP/1.1 100 Continue\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
	{"a proxy's answer", "HTTP/1.1 200 Connection established\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
	{"a trailer", asideDump("", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n%s\r\n0\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\n")},
	{"bytes after the body", asideDump("", "HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n%s\nhttps://smsc.ru/?psw=Mell0n-Speak 0.123\n")},
	{"a command", "$ curl -i 'https://smsc.ru/sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak'\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command of HTTPie", "$ http -v https://smsc.ru/sys/senders.php get==1 fmt==3 psw==Mell0n-Speak\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command of HTTPie with a field", "$ http https://smsc.ru/sys/senders.php 'X-Api-Key: Mell0n-Speak'\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command of HTTPie after another answer", "HTTP/1.1 200 OK\n\nOK\n\n\n$ http -a me:Mell0n-Speak https://smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command of xh after another answer", "HTTP/1.1 200 OK\n\nOK\n\n$ xh POST smsc.ru/sys/senders.php psw=Mell0n-Speak\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command over lines", "$ curl -i \\\n -d get=1 \\\n -d fmt=3 \\\n -d 'psw=Mell0n-Speak' \\\n smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command with a user", "+ curl -i -u 'me:Mell0n-Speak' https://smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command after another answer", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK\n$ curl -i -d psw=Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command of curl -v", "$ curl -v -d 'psw=Mell0n-Speak' \\\n https://smsc.ru/sys/senders.php?get=1\n" + asideVerbose},
	{"a second command of curl -v", "$ curl -v https://smsc.ru/sys/senders.php?get=1\n" + strings.ReplaceAll(asideVerbose, "Mell0n-Speak", "a") +
		"$ curl -v -d 'psw=Mell0n-Speak' https://smsc.ru/sys/senders.php?get=1\n" + asideVerbose},
	{"curl -v, an interim response", strings.Replace(asideVerbose, "< HTTP/1.1 200", "< HTTP/1.1 100 Continue\n< Set-Cookie: a=Mell0n-Speak\n< \n< HTTP/1.1 200", 1)},
	{"WARC, the request line", asideWARC("https://smsc.ru/sys/senders.php?get=1&fmt=3", "https://smsc.ru/sys/senders.php?get=1&fmt=3")},
	{"WARC, the target of the response", asideWARC("https://smsc.ru/sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak", "https://smsc.ru/sys/senders.php?get=1&fmt=3")},
	{"HAR, an array of cookies", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","headers":[{"name":"Cookie","value":["b=c","a=Mell0n-Speak"]}]`, ``)},
	{"a line between messages", asideDump("", "HTTP/1.1 200 OK\r\n\r\n%s\r\n=== psw=Mell0n-Speak ===\r\n")},
	{"HAR, the query beside another parameter with its value", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3&x=Mell0n-Speak","queryString":[{"name":"psw","value":"Mell0n-Speak"}]`, ``)},
	{"HAR, a fragment", harAside(`"url":"https://smsc.ru/sys/senders.php#psw=Mell0n-Speak","queryString":[{"name":"get","value":"1"},{"name":"fmt","value":"3"}]`, ``)},
	{"curl -v, a trailer", asideVerbose + "< Set-Cookie: a=Mell0n-Speak\n"},
	{"a third interim response", asideDump("HTTP/1.1 103 Early Hints\r\na: b\r\nc: d\r\n\r\nHTTP/1.1 103 Early Hints\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n%s")},
	{"a command with a number sign in the form", "$ curl -i -d \"psw=Mell0n-Speak#1&get=1\" smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command whose form is not encoded", "$ curl -i --data-urlencode 'psw=Mell0n-Speak' --data-raw '{\"psw\": {\"value\": \"Mell0n-Speak\"}}' smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command after chunks that curl has joined", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nOK\n$ curl -i -d psw=Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command after a body that curl has decoded", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 1\n\nOK\n$ curl -i -d psw=Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a cassette", "interactions:\n- request:\n    body: \"\"\n    form:\n      psw:\n      - Mell0n-Speak\n    url: https://smsc.ru/sys/senders.php?get=1&fmt=3\n    method: POST\n  response:\n    body: '" + strings.TrimSpace(aside) + "'\n    code: 200\n"},
	{"a cassette, a trailer", asideCassette("trailer: {Set-Cookie: [a=Mell0n-Speak]}")},
	{"a cassette, a trailer of the response", asideCassette("body: ''") + "    trailer:\n      Set-Cookie: [a=Mell0n-Speak]\n"},
	{"a cassette, the target of the request line", asideCassette("request_uri: /sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak")},
	{"HAR, a file", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","postData":{"params":[{"name":"psw","fileName":"a","value":"Mell0n-Speak"}]}`, ``)},
	{"a URL in parentheses after a body", asideDump("", "HTTP/1.1 200 OK\r\n\r\n%s\nResponse code: 200 (https://smsc.ru/?psw=Mell0n-Speak); Time: 1ms\n")},
	{"a command before a long progress meter", first + "$ curl -i -d psw=Mell0n-Speak smsc.ru/sys/senders.php\n" + strings.Repeat(meterRow, 2000) + "\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command before many attempts", first + "$ curl -i -d psw=Mell0n-Speak smsc.ru/sys/senders.php\n" + strings.Repeat(meterRow+"\ncurl: (7) Failed to connect to smsc.ru port 443: Connection refused\n", 500) + "HTTP/1.1 200 OK\n\n" + aside},
	{"a command of curl -v before a long progress meter", strings.ReplaceAll(asideVerbose, "Mell0n-Speak", "a") + "$ curl -v -d psw=Mell0n-Speak smsc.ru/sys/senders.php\n" + strings.Repeat(meterRow, 2000) + "\n" + asideVerbose},
	{"a trailer before a long progress meter", asideDump("", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n%s\r\n0\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\n") + strings.Repeat(meterRow, 2000)},
	{"HAR, parameters beside a form in base64", harAside(`"url":"https://smsc.ru/sys/senders.php","postData":{"text":"Z2V0PTEmZm10PTM=","encoding":"base64","params":[{"name":"psw","value":"Mell0n-Speak"}]}`, ``)},
	{"HAR, a parameter whose name ends like another", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3&monkey=Mell0n-Speak","queryString":[{"name":"key","value":"Mell0n-Speak"}]`, ``)},
	{"a part of a form with its header in capitals", `{"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"Content-Type":"multipart/form-data; boundary=B"},"post":"--B\r\nCONTENT-DISPOSITION: form-data; name=\"psw\"\r\n\r\nMell0n-Speak\r\n--B--\r\n","status":200,"body":` + strconv.Quote(aside) + `}`},
	{"a request after one without a response", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\n\r\nGET /sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
	{"a request of curl -v after one without a response", "> GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n> \n* Empty reply from server\n" + strings.Replace(asideVerbose, "> Host: smsc.ru", "> Cookie: a=Mell0n-Speak", 1)},
	{"a folded line after a start line", asideDump("", "HTTP/1.1 200 OK\r\n  X-Auth: a=b&psw=Mell0n-Speak\r\n\r\n%s")},
	{"a command with arguments joined to options", "$ curl -i -ume:Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command with a parameter joined to its option", "$ curl -i -dcode=Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command with escaped quotes", "$ curl -i --json \"{\\\"psw\\\":\\\"Mell0n-Speak\\\"}\" smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command with quotes of bash that have escapes", "$ curl -i -H $'X-Api-Key: Mell0n-Speak' smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command with quotes of cmd.exe", "C:\\> curl -i -u ^\"me:Mell0n-Speak^\" smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a command with a token", "$ curl -i --oauth2-bearer Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
	{"a user before a host without a scheme", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3"`, `"redirectURL":"//me:Mell0n-Speak@smsc.ru/",`)},
	{"an authorization that is not encoded", `{"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"Authorization":"ApiKey me:Mell0n-Speak"},"status":200,"body":` + strconv.Quote(aside) + `}`},
	{"a form with a space", `{"url":"/sys/senders.php?get=1&fmt=3","post":"psw=Mell0n-Speak%20&x=","status":200,"body":` + strconv.Quote(aside) + `}`},
	{"a form longer than stated", "POST /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nContent-Length: 11\r\n\r\na=b&psw=Mell0n-Speak\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
}

// unread are captures with plainSecret in a part that is damaged, or not what it should be.
var unread = []struct{ name, in string }{
	{"HAR, headers as an object", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","headers":{"Cookie":"sid=Mell0n-Speak"}`, ``)},
	{"a form as an object", `{"url":"/sys/senders.php?get=1&fmt=3","post":{"psw":"Mell0n-Speak"},"status":200,"body":` + strconv.Quote(aside) + `}`},
	{"a cassette, a body as a mapping", asideCassette("body: {psw: Mell0n-Speak}")},
	{"a cassette, a body as a mapping in lines", asideCassette("body:\n      psw: Mell0n-Speak")},
	{"a cassette, a body as a sequence", asideCassette("body: [get=1, psw=Mell0n-Speak]")},
	{"a cassette, a body that is not base64", asideCassette("body: !!binary psw=Mell0n-Speak")},
	{"a cassette, a body that is tagged as null", asideCassette("body: !!null psw=Mell0n-Speak")},
	{"a cassette, headers that are tagged as null", asideCassette("headers: !!null psw=Mell0n-Speak")},
	{"a cassette, headers as a sequence", asideCassette("headers: ['Cookie: sid=Mell0n-Speak']")},
	{"a cassette, headers as a string", asideCassette("headers: |-\n      Cookie: sid=Mell0n-Speak")},
	{"a cassette, a sequence as the name of a header", asideCassette("headers: {? [Cookie] : sid=Mell0n-Speak}")},
	{"a cassette, a header as a mapping", asideCassette("headers: {Cookie: {a: sid=Mell0n-Speak}}")},
	{"a cassette, a form as a string", asideCassette("form: get=1&psw=Mell0n-Speak")},
	{"a cassette, a body twice", asideCassette("body: psw=Mell0n-Speak\n    body: get=1")},
	{"form in parts, a file", logged(`"url":"/sys/senders.php?add=1&fmt=3","requestHeaders":{"Content-Type":"multipart/form-data; boundary=b"},"post":"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Mell0n-Speak\"\r\n\r\npsw=Mell0n-Speak\r\n--b--\r\n"`)},
	{"form in JSON", logged(`"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"Content-Type":"application/json"},"post":"{\"psw\":\"Mell0n-Speak\"}"`)},
	{"form in JSON, key and value", logged(`"url":"/sys/senders.php?get=1&fmt=3","post":"[{\"key\": \"psw\", \"value\": \"Mell0n-Speak\"}]"`)},
	{"form in XML", logged(`"url":"/sys/senders.php?get=1&fmt=3","post":"<r><psw>Mell0n-Speak</psw></r>"`)},
	{"a field with a space", asideDump("", "HTTP/1.1 200 OK\r\nSet-Cookie : a=Mell0n-Speak\r\n\r\n%s")},
	{"curl -v, a request with a line like a status line", strings.Replace(asideVerbose, "> Host: smsc.ru", "> HTTP/1.1 200 OK\n> Cookie: a=Mell0n-Speak", 1)},
	{"a folded cookie", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nCookie: a=b;\r\n c=Mell0n-Speak\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
	{"a field of a quotation", asideDump("", "HTTP/1.1 200 OK\r\n> Cookie: a=Mell0n-Speak\r\n\r\n%s")},
	{"a form in XML", `{"url":"/sys/senders.php?get=1&fmt=3","post":"<a:psw>\n<![CDATA[Mell0n-Speak]]></a:psw>","status":200,"body":` + strconv.Quote(aside) + `}`},
	{"HAR, a value that is an object", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","headers":[{"name":"Cookie","value":{"a":"Mell0n-Speak"}}]`, ``)},
	{"HAR, a value in a nested array", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","headers":[{"name":"Cookie","value":[["a=Mell0n-Speak"]]}]`, ``)},
	{"HAR, cookies as an object", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","cookies":{"a":"Mell0n-Speak"}`, ``)},
	{"HAR, a form that is not base64", harAside(`"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","postData":{"text":"cHN3PU1lbGwwbi1TcGVhaw","encoding":"base64"}`, ``)},
	{"a header in a nested array", `{"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"X-Api-Key":[["Mell0n-Speak"]]},"status":200,"body":` + strconv.Quote(aside) + `}`},
}

// TestUnread: if not all that a request has was read as what it is, the exchange is excluded.
func TestUnread(t *testing.T) {
	for _, test := range unread {
		t.Run(test.name, func(t *testing.T) {
			var file bytes.Buffer
			summary, err := Redactor{}.Redact(&file, strings.NewReader(test.in))
			if bytes.Contains(file.Bytes(), []byte("Mell0n")) || summary.Excluded == 0 || summary.Copied > 0 {
				t.Errorf("%v, %+v: %s", err, summary, &file)
			}
		})
	}
}

const (
	meterRow = "\r100    31  100    31    0     0   4711      0 --:--:-- --:--:-- --:--:--  5166"
	first    = "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK\n" // an exchange before the one with the secret
)

// asideCassette returns a cassette whose request has a member.
func asideCassette(member string) string {
	return "interactions:\n- request:\n    method: POST\n    uri: https://smsc.ru/sys/senders.php?get=1&fmt=3\n    " + member + "\n  response:\n    body: '" + strings.TrimSpace(aside) + "'\n    code: 200\n"
}

// aside is an answer with the secret.
const aside = `[{"sender": "Mell0n-Speak"}]` + "\n"

func harAside(request, response string) string {
	return `{"log":{"entries":[{"request":{"method":"GET",` + request + `},"response":{"status":200,` + response + `"content":{"text":` + strconv.Quote(aside) + `}}}]}}`
}

// asideDump returns a request and its response, "%s" in which is the answer.
func asideDump(interim, response string) string {
	return "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nHost: smsc.ru\r\n\r\n" + interim + strings.Replace(response, "%s", aside, 1)
}

const asideVerbose = "> GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n> Host: smsc.ru\n> \n* Mark bundle\n< HTTP/1.1 200 OK\n< Content-Length: 29\n< \n" + aside + "* Connection #0 to host smsc.ru left intact\n"

// asideWARC returns a response and its request, whose records have targets.
func asideWARC(ofResponse, ofRequest string) string {
	return warcRecord("response", ofResponse, "HTTP/1.1 200 OK\r\n\r\n"+aside) +
		warcRecord("request", ofRequest, "GET /sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak HTTP/1.1\r\nHost: smsc.ru\r\n\r\n")
}

func warcRecord(kind, target, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http\r\nWARC-Record-ID: <%s>\r\nWARC-Concurrent-To: <request>\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, target, kind, len(block), block)
}

// TestAsides: a secret that the capture has outside the messages of an exchange is not in the
// copy of its answer.
func TestAsides(t *testing.T) {
	for _, test := range asides {
		t.Run(test.name, func(t *testing.T) {
			var file bytes.Buffer
			summary, err := Redactor{}.Redact(&file, strings.NewReader(test.in))
			if err != nil || summary.Copied-summary.Omitted-summary.OmittedAnswers == 0 || summary.Excluded > 0 {
				t.Errorf("%v, %+v, want the answer in the copy", err, summary)
			}
			if bytes.Contains(file.Bytes(), []byte("Mell0n")) {
				t.Error(&file)
			}
			checkLaws(t, Redactor{}, []byte(test.in))
		})
	}
}

// echoes are bodies with a secret, "%s", in a spelling.
var echoes = []struct{ name, fmt, body string }{
	{"JSON, a name", "3", `[{"sender": "%s"}]`},
	{"JSON, part of a name", "3", `[{"sender": "a%sb"}]`},
	{"JSON, an error", "3", `{"error": "authorise error for %s", "error_code": 2}`},
	{"JSON, a member", "3", `[{"sender": "a", "%s": "b", "psw": "%s"}]`},
	{"JSON, nested", "3", `[{"sender": "a", "query": {"sender": "%s", "psw": ["%s"]}}]`},
	{"JSON, key and value", "3", `[{"sender": "a", "q": {"key": "psw", "value": "%s"}}]`},
	{"JSON, trailing data", "3", "[{\"sender\": \"a\"}]\npsw=%s"},
	{"JSON, cut off", "3", `[{"sender": "a"}, {"sender": "%s`},
	{"JSON, malformed", "3", `[{"sender": "a" "%s"}, {%s}, psw:'%s']`},
	{"XML, a name", "2", "<list>\n<sender>%s</sender>\n</list>"},
	{"XML, an attribute", "2", `<list><sender status="%s" psw="%s">a</sender></list>`},
	{"XML, a comment", "2", "<list><!-- psw=%s --><sender>a<!-- %s --></sender></list>"},
	{"XML, CDATA", "2", "<list><sender><![CDATA[%s]]></sender></list>"},
	{"XML, an instruction", "2", "<?psw %s?><list><sender>a</sender></list>"},
	{"XML, an element", "2", "<list><psw>%s</psw><%s/></list>"},
	{"XML, an error", "2", "<result>\n<error>authorise error %s</error>\n<error_code>2</error_code>\n</result>"},
	{"XML, a DOCTYPE", "2", `<!DOCTYPE list [<!ENTITY a "%s">]><list><sender>&a;</sender></list>`},
	{"XML, text", "2", "<list>%s<sender>a</sender>%s</list>%s"},
	{"plain, a name", "0", "name = %s\n"},
	{"plain, an error", "0", "ERROR = 2 (authorise error %s)"},
	{"plain, another line", "0", "name = a\nlogin and password: %s"},
	{"plain, an id", "0", "ID = %s"},
	{"CSV, a name", "1", "%s\n"},
	{"CSV, an error", "1", "0,-2 %s"},
	{"an HTML page", "3", "<html><body>Request was /sys/senders.php?psw=%s</body></html>"},
	{"a PHP trace", "3", "PHP Fatal error: auth('me', '%s') in /var/www/sys/senders.php on line 7"},
	{"a text", "3", "the password %s is wrong"},
}

// spellings are ways to write a secret in a body.
var spellings = map[string]func(string) string{
	"as it is":             func(s string) string { return s },
	"in a query":           url.QueryEscape,
	"in a path":            url.PathEscape,
	"twice in a query":     func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"percent-encoded":      func(s string) string { return perByte(s, "%%%02X") },
	"percent, lower case":  func(s string) string { return perByte(s, "%%%02x") },
	"HTML":                 html.EscapeString,
	"HTML of PHP":          func(s string) string { return strings.ReplaceAll(html.EscapeString(s), "&#39;", "&#039;") },
	"decimal references":   func(s string) string { return each(s, "&#%d;") },
	"hex references":       func(s string) string { return each(s, "&#x%x;") },
	"JSON":                 inJSON,
	"JSON of PHP":          func(s string) string { return strings.ReplaceAll(inJSON(s), "/", `\/`) },
	"JSON, all escaped":    func(s string) string { return each(s, `\u%04x`) },
	"JSON in JSON":         func(s string) string { return inJSON(inJSON(s)) },
	"a query in JSON":      func(s string) string { return inJSON(url.QueryEscape(s)) },
	"HTML in a query":      func(s string) string { return url.QueryEscape(html.EscapeString(s)) },
	"base64":               func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64, second":       func(s string) string { return base64.StdEncoding.EncodeToString([]byte("a" + s)) },
	"base64, third":        func(s string) string { return base64.StdEncoding.EncodeToString([]byte("ab" + s)) },
	"base64 for URLs":      func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"base64, cut off":      func(s string) string { return base64.StdEncoding.EncodeToString([]byte("me:" + s))[:12] + "..." },
	"windows-1251":         func(s string) string { return encoded(s, charmap.Windows1251) },
	"koi8-r":               func(s string) string { return encoded(s, charmap.KOI8R) },
	"windows-1251 escaped": func(s string) string { return perByte(encoded(s, charmap.Windows1251), "%%%02X") },
	"koi8-r in base64":     func(s string) string { return base64.StdEncoding.EncodeToString([]byte(encoded(s, charmap.KOI8R))) },
	"cut by PHP":           func(s string) string { return s[:9] + "..." },
}

func encoded(s string, charset *charmap.Charmap) string {
	text, _ := charset.NewEncoder().String(s)
	return text
}

func inJSON(s string) string {
	text, _ := json.Marshal(s)
	return string(text[1 : len(text)-1])
}

// TestEchoes: a secret of the request is in no copy of the answer, in any place and
// spelling.
func TestEchoes(t *testing.T) {
	for _, secret := range []string{plainSecret, oddSecret, russian} {
		for _, echo := range echoes {
			t.Run(echo.name+", "+secret, func(t *testing.T) {
				var in strings.Builder
				var spelt, how []string
				for name, spell := range spellings {
					spelt, how = append(spelt, spell(secret)), append(how, name)
					body := strings.ReplaceAll(echo.body, "%s", spell(secret))
					fmt.Fprintf(&in, `{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=%s&psw=%s","status":200,"bodyBase64":%q}`+"\n",
						echo.fmt, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(body)))
				}
				for kind, r := range redactors {
					var file bytes.Buffer
					if _, err := r.Redact(&file, strings.NewReader(in.String())); err != nil {
						t.Fatal(err)
					}
					copies := exchanges(t, file.Bytes(), formatOf(r))
					if len(copies) != len(spelt) {
						t.Fatalf("%s: %d copies, want %d", kind, len(copies), len(spelt))
					}
					for i, x := range copies {
						if bytes.Contains(x.Response.Body, []byte(spelt[i])) {
							t.Errorf("%s, %s: %q", how[i], kind, x.Response.Body)
						}
					}
				}
			})
		}
	}
}

// TestBeginnings: a beginning of a secret is masked in each spelling, if it has four
// characters or more and ends the text, or eight or more and is before an ellipsis. In
// base64, padding stays, and what depends on the bytes before or after, too: up to 3 and 1
// characters.
func TestBeginnings(t *testing.T) {
	for _, secret := range []string{plainSecret, oddSecret, russian} {
		finder := secrets.NewFinder([]string{secret})
		characters := []rune(secret)
		for name, spell := range spellings {
			if name == "cut by PHP" || name == "base64, cut off" {
				continue
			}
			for n := 4; n <= len(characters); n++ {
				cut := spell(string(characters[:n]))
				ends := []string{""}
				if n >= 8 {
					ends = append(ends, "...", "…")
				}
				for _, end := range ends {
					for _, before := range []string{"", "the password is "} {
						text := before + cut + end
						found := finder.Find([]byte(text))
						shown := text
						for _, s := range slices.Backward(found) {
							shown = shown[:s.Start] + shown[s.End:]
						}
						rest := strings.TrimSuffix(strings.TrimPrefix(shown, before), end)
						if len(rest) > 3 && !isPadding(name, rest[3:]) || len(rest) > 0 && !strings.Contains(name, "base64") {
							t.Errorf("%s: %q is shown as %q", name, text, shown)
						}
					}
				}
			}
		}
	}
}

// isPadding reports whether the rest of a spelling may stay.
func isPadding(spelling, rest string) bool {
	return rest == "" || strings.Contains(spelling, "base64") && len(strings.TrimRight(rest, "=")) <= 1
}

// TestCutSpellings: so is a spelling that is cut off anywhere, if that leaves as much of it.
func TestCutSpellings(t *testing.T) {
	for _, secret := range []string{plainSecret, oddSecret, russian} {
		finder := secrets.NewFinder([]string{secret})
		for name, spell := range spellings {
			if name == "cut by PHP" || name == "base64, cut off" {
				continue
			}
			spelt := spell(secret)
			least := len(spell(string([]rune(secret)[:4])))
			for n := least; n < len(spelt); n++ {
				text := "the password is " + spelt[:n]
				if found := finder.Find([]byte(text)); len(found) == 0 || !isPadding(name, text[found[len(found)-1].End:]) {
					t.Errorf("%s: %q: %v", name, text, found)
				}
			}
		}
	}
}

// changedForm is a request whose form has a carriage return too many in each of its lines.
const changedForm = "POST /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 67\r\n\r\n" +
	"--b\r\nContent-Disposition: form-data; name=\"psw\"\r\n\r\nMell0n-Speak\r\n--b--\r\n"

// TestDamagedRequests: the secrets of a request that cannot be read are not in the copy of
// its response, and neither is a response from elsewhere.
func TestDamagedRequests(t *testing.T) {
	for _, test := range []struct{ name, in string }{
		{"a query", "GET /sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak HTTP/1.1\r\nHost: h\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a header", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nX-Api-Key: Mell0n-Speak\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a line that is not a field", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nnot a field psw=Mell0n-Speak\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"an interim response", "GET /sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak HTTP/1.1\r\n\r\nHTTP/1.1 100 Continue\r\nX: y\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a WARC record without the end of its header", warcRecord("request", "http://smsc.ru/sys/senders.php?get=1&fmt=3", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nCookie: sid=Mell0n-Speak\r\n") +
			warcRecord("response", "http://smsc.ru/sys/senders.php?get=1&fmt=3", "HTTP/1.1 200 OK\r\n\r\n"+aside)},
		{"a form whose line ends were changed", "POST /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nContent-Length: 29\r\n\r\nget=1\r\n&a=b\r\n&psw=Mell0n-Speak\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a request of curl -v whose head does not end", "> GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\n> Cookie: a=Mell0n-Speak\n< HTTP/1.1 200 OK\n< Content-Length: 29\n< \n" + aside},
		{"a request that is not recognised", "get /sys/senders.php?get=1&fmt=3&psw=Mell0n-Speak http/1.1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a form in parts whose line ends were changed", changedForm + "HTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a WARC record of a form whose line ends were changed", warcRecord("request", "http://smsc.ru/sys/senders.php?get=1&fmt=3", changedForm) +
			warcRecord("response", "http://smsc.ru/sys/senders.php?get=1&fmt=3", "HTTP/1.1 200 OK\r\n\r\n"+aside)},
		{"a WARC record that is not a request", warcRecord("request", "http://smsc.ru/sys/senders.php?get=1&fmt=3", "get /sys/senders.php?psw=Mell0n-Speak\r\n\r\n") +
			warcRecord("response", "http://smsc.ru/sys/senders.php?get=1&fmt=3", "HTTP/1.1 200 OK\r\n\r\n"+aside)},
		{"a form after an interim response", "POST /sys/senders.php HTTP/1.1\r\nHost: smsc.ru\r\nExpect: 100-continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nget=1&fmt=3&psw=Mell0n-Speak\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
		{"a command before a damaged response", "$ curl -i -d psw=Mell0n-Speak smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\nHTTP/1.1 200 OK\n\n" + aside},
		{"a request before damaged responses", "GET /sys/senders.php?get=1&fmt=3 HTTP/1.1\r\nCookie: a=Mell0n-Speak\r\n\r\nHTTP/1.1 200 OK\nA: b\nHTTP/1.1 200 OK\nA: b\nHTTP/1.1 200 OK\n\n" + aside},
		{"another endpoint", "GET /sys/balance.php HTTP/1.1\r\nHost: h\r\nHTTP/1.1 200 OK\r\n\r\n" + aside},
	} {
		t.Run(test.name, func(t *testing.T) {
			var file bytes.Buffer
			summary, err := Redactor{}.Redact(&file, strings.NewReader(test.in))
			if bytes.Contains(file.Bytes(), []byte("Mell0n")) || summary.Excluded == 0 {
				t.Errorf("%v, %+v: %s", err, summary, &file)
			}
		})
	}
}

// TestLongAsides: if there is too much outside the messages of an exchange to find all its
// secrets, the exchange is excluded.
func TestLongAsides(t *testing.T) {
	long := strings.Repeat(" -H 'Accept: */*' ", 1<<12)
	lines := strings.Repeat("+ true\n", 1<<14)
	for _, test := range []struct{ name, in string }{
		{"a command", "$ curl -i -d psw=Mell0n-Speak" + long + "https://smsc.ru/sys/senders.php\nHTTP/1.1 200 OK\n\n" + aside},
		{"lines of set -x", "+ curl -i -d psw=Mell0n-Speak https://smsc.ru/sys/senders.php\n" + lines + "HTTP/1.1 200 OK\n\n" + aside},
		{"lines of set -x, and curl -v", "$ curl -v -d psw=Mell0n-Speak" + long[:1<<14] + "https://smsc.ru/sys/senders.php\n" + strings.Repeat("$ curl -v http://smsc.ru\n", 1<<12) + asideVerbose},
		{"interim responses", asideDump("HTTP/1.1 103 Early Hints\r\nLink: "+long[:1<<15]+"\r\n\r\n"+"HTTP/1.1 103 Early Hints\r\nLink: "+long[:1<<15]+"\r\nSet-Cookie: a=Mell0n-Speak\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n%s")},
		{"trailers of curl -v", asideVerbose + strings.Repeat("< A: "+long[:1<<10]+"\n", 1<<6) + "< Set-Cookie: a=Mell0n-Speak\n"},
		{"text after a body", asideDump("", "HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n%s\npsw=Mell0n-Speak"+long)},
		{"a member of a wrong type", `{"url":"/sys/senders.php?get=1&fmt=3","post":{"psw":"Mell0n-Speak","x":"` + long + `"},"status":200,"body":` + strconv.Quote(aside) + `}`},
		{"an interaction with a member of a wrong type", asideCassette("body: {psw: Mell0n-Speak, x: '" + strings.ReplaceAll(long, "'", "") + "'}")},
	} {
		t.Run(test.name, func(t *testing.T) {
			var file bytes.Buffer
			summary, err := Redactor{}.Redact(&file, strings.NewReader(test.in))
			if bytes.Contains(file.Bytes(), []byte("Mell0n")) || summary.Excluded == 0 || summary.Copied > 0 {
				t.Errorf("%v, %+v: %s", err, summary, &file)
			}
		})
	}
}

// TestSingleByteCharsets: a secret in one charset of the server is not in a copy in another.
func TestSingleByteCharsets(t *testing.T) {
	for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
		for _, other := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
			body := encoded(`[{"sender": "`+russian+`"}]`, other)
			in := fmt.Sprintf(`{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3&psw=%s","status":200,"bodyBase64":%q}`,
				url.QueryEscape(encoded(russian, charset)), base64.StdEncoding.EncodeToString([]byte(body)))
			var file bytes.Buffer
			if _, err := (Redactor{}).Redact(&file, strings.NewReader(in)); err != nil {
				t.Fatal(err)
			}
			for _, x := range exchanges(t, file.Bytes(), capture.JSONLines) {
				if bytes.Contains(x.Response.Body, []byte(encoded(russian, other))) {
					t.Errorf("%v, in %v: %q", charset, other, x.Response.Body)
				}
			}
		}
	}
}

package capture_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// recognisedCases: what is a capture or an answer by its beginning, and the format of
// which it is read.
var recognisedCases = []struct {
	name, text string
	want       []string // outcomes
}{
	// Answers.
	{"a plain list", "name = zxcabs", []string{`0 0 "name = zxcabs" 1:1`}},
	{"a plain id", "ID = 24608", []string{`0 0 "ID = 24608" 1:1`}},
	{"a plain error", "ERROR = 2 (authorise error)", []string{`0 0 "ERROR = 2 (authorise error)" 1:1`}},
	{"an error in CSV", "0,-2", []string{`0 0 "0,-2" 1:1`}},
	{"OK with a line end", "OK\r\n", []string{`0 0 "OK\r\n" 1:1`}},
	{"after a mark and white space", "\xEF\xBB\xBF \n name = a", []string{"0 0 \"\\ufeff \\n name = a\" 1:1"}},
	{"a list in XML", "<?xml version=\"1.0\"?>\n<list>", []string{`0 0 "<?xml version=\"1.0\"?>\n<list>" 1:1`}},
	{"a result in XML, after a comment", "<!-- a --><result/>", []string{`0 0 "<!-- a --><result/>" 1:1`}},
	{"a sender in XML, cut off", "<sender ", []string{`0 0 "<sender " 1:1`}},
	{"a list in JSON", "[{\n\"sender\": \"a", []string{`0 0 "[{\n\"sender\": \"a" 1:1`}},
	{"a list in JSON, in another order", `[ {"mts_step": "1"}]`, []string{`0 0 "[ {\"mts_step\": \"1\"}]" 1:1`}},
	{"a status first", `[{"status": 1}]`, []string{`0 0 "[{\"status\": 1}]" 1:1`}},
	{"an id in JSON", `{"sender": 24608}`, []string{`0 0 "{\"sender\": 24608}" 1:1`}},
	{"an error in JSON", `{"error_code": 2}`, []string{`0 0 "{\"error_code\": 2}" 1:1`}},
	{"a result in JSON", `{"result":"OK"}`, []string{`0 0 "{\"result\":\"OK\"}" 1:1`}},

	// Captures.
	{"a dump", okHead + "\r\nOK", []string{`1 200 "OK" 3:1`}},
	{"a dump after empty lines", "\n\n" + okHead + "\r\nOK", []string{`1 200 "OK" 5:1`}},
	{"a dump after a command", "$ curl -i h\n" + okHead + "\r\nOK", []string{`1 200 "OK" 4:1`}},
	{"a dump after a meter", meterLines + okHead + "\r\nOK", []string{`1 200 "OK" 6:1`}},
	{"a dump after spaces", " \t\n  " + okHead + "\r\nOK", []string{`capture: dump: line 1, column 1: malformed: want a request line or a status line`, `1 200 "OK" 4:1`}},
	{"a dump with bold text in a body", okHead + "\r\n\x1b[1mOK", []string{`1 200 "\x1b[1mOK" 3:1`}},
	{"a log of curl with bold text in a body", "< HTTP/1.1 200 OK\n< \n\x1b[1mOK", []string{`1 200 "\x1b[1mOK" 3:1`}},
	{"a dump in a fence", "```http\n" + okHead + "\r\nOK\n```\n", []string{`1 200 "OK" 4:1`}},
	{"a request alone", "GET /sys/senders.php HTTP/1.1\r\n\r\n", []string{`1 GET /sys/senders.php lost`}},
	{"a log of curl", "* Connected to h\n> GET /sys/senders.php HTTP/1.1\n>\n< HTTP/2 200\n<\nOK\n", []string{`1 GET /sys/senders.php 200 "OK\n" 6:1`}},
	{"an old WARC's successor", record(warcResponse, okHead+"\r\nOK"), []string{`1 200 "OK" 8:1`}},
	{"a line", `{"time": 1, "url": "/sys/senders.php", "status": 200, "body": "OK"}`, []string{`1 /sys/senders.php 200 "OK" 1:64`}},
	{"a line after others", "{\"message\": \"started\"}\n{\"status\": 200, \"body\": \"OK\"}", []string{`capture: jsonl: line 1, column 1: malformed: neither url nor status, so not an exchange`, `2 200 "OK" 2:26`}},
	{"a line with an answer's member first", `{"id": 1, "url": "/sys/senders.php", "status": 200, "body": "OK"}`, []string{`1 /sys/senders.php 200 "OK" 1:62`}},
	{"a line in the last place that is tried", strings.Repeat("{}\n", 15) + `{"url":"/sys/senders.php"}`, emptyLines(15, `16 /sys/senders.php lost`)},
	{"a URL alone", `{"message":"sent","url":"/sys/senders.php"}`, []string{`1 /sys/senders.php lost`}},
	{"a URL that is none, and a status", `{"url":1,"status":204}`, []string{`1 204 "" 1:1 ill-typed member: url is not a string`}},
	{"a status and its body", `{"body":"OK","status":200}`, []string{`1 200 "OK" 1:10`}},
	{"a status and its bytes", `{"bodyBase64":"T0s=","status":200}`, []string{`1 200 "OK" 1:16`}},
	{"a status without its body", `{"bodyOmitted":{},"status":200}`, []string{`1 200 omitted`}},
	{"a status and headers", `{"headers":{},"status":204}`, []string{`1 204 "" 1:1`}},
	{"a status and request headers", `{"requestHeaders":{},"status":204}`, []string{`1 204 "" 1:1`}},
	{"a status and a form", `{"post":"a=b","status":204}`, []string{`1 "a=b" 204 "" 1:1`}},
	{"a status and a method", `{"method":"GET","status":204}`, []string{`1 GET 204 "" 1:1`}},
	{"a HAR", `{"log": {"entries": []}}`, nil},
	{"a HAR that is cut off", `{"log": {"entries": [`, []string{`capture: har: line 1, column 22: unexpected EOF: the HAR is cut off`}},
	{"a cassette", "# recorded\n---\nversion: 1\ninteractions:\n- request: {}\n  response: {body: OK}\n", []string{`1 0 "OK" 6:20`}},
	{"a cassette with its recorder first", "recorded_with: VCR 6\nhttp_interactions:\n- request: {}\n  response: {body: OK}\n", []string{`1 0 "OK" 4:20`}},
}

// emptyLines are the outcomes of n lines that are empty objects, and another.
func emptyLines(n int, other string) (want []string) {
	for i := range n {
		want = append(want, fmt.Sprintf("capture: jsonl: line %d, column 1: malformed: neither url nor status, so not an exchange", i+1))
	}
	return append(want, other)
}

func TestRecognised(t *testing.T) {
	for _, tt := range recognisedCases {
		t.Run(tt.name, func(t *testing.T) {
			got := outcome(capture.Reader{}, strings.NewReader(tt.text))
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			format, err := capture.Reader{}.Recognise(strings.NewReader(tt.text))
			if err != nil || format == capture.Auto {
				t.Fatalf("recognised as %v, %v", format, err)
			}
			got = outcome(capture.Reader{Format: format}, strings.NewReader(tt.text))
			if !slices.Equal(got, tt.want) {
				t.Errorf("as %v got %q, want %q", format, got, tt.want)
			}
		})
	}
}

// refusedCases: what is neither, what it is said to look like, and whether that holds even
// if it is known what was asked.
var refusedCases = []struct {
	name, text string
	what, hint string // of the error
	isCertain  bool
}{
	{"a trace of curl", "== Info:   Trying 10.0.0.1:80...\n=> Send header, 80 bytes (0x50)\n0000: GET /sys/senders.php?psw=hunter2 HTTP/1.1\n", "a trace of curl", "curl -i -o", true},
	{"a trace without notes", "=> Send header, 80 bytes (0x50)\n", "a trace of curl", "curl -i -o", true},
	{"a trace with times", "13:21:28.836319 [0-0] == Info:   Trying 10.0.0.1:80...\n", "a trace of curl", "curl -i -o", true},
	{"a response of OkHttp", "<-- 200 OK https://smsc.ru/sys/senders.php?psw=hunter2 (9ms)\nServer: nginx\n\nname = a\n<-- END HTTP\n", "an OkHttp log", "curl -i -o", true},
	{"an OkHttp log", "--> GET https://smsc.ru/sys/senders.php?psw=hunter2\nHost: smsc.ru\n--> END GET\n<-- 200 OK (9ms)\n", "an OkHttp log", "curl -i -o", true},
	{"an OkHttp log with times", "12:00:01.000 I/OkHttp: --> POST https://smsc.ru/sys/senders.php http/1.1\n", "an OkHttp log", "curl -i -o", true},
	{"a Guzzle log", ">>>>>>>>\nGET /sys/senders.php HTTP/1.1\n\n<<<<<<<<\nHTTP/1.1 200 OK\n\nOK\n--------\nNULL\n", "a Guzzle log", "curl -i -o", true},
	{"wget -S", "--2025-03-04 05:06:07--  https://smsc.ru/sys/senders.php?psw=hunter2\nResolving smsc.ru\nHTTP request sent, awaiting response... \n  HTTP/1.1 200 OK\n", "what wget prints", "--warc-file", true},
	{"wget -q -S", "  HTTP/1.1 200 OK\n  Content-Length: 2\nOK", "an indented HTTP message", "--warc-file", true},
	{"an exchange that is indented in Markdown", "    GET /sys/senders.php?psw=hunter2 HTTP/1.1\n    Host: h\n\n    HTTP/1.1 200 OK\n\n    OK\n", "an indented HTTP message", "remove the indentation", true},
	{"a client's log with times", "2026-11-20 10:00:00,123 DEBUG urllib3.connectionpool Starting new HTTPS connection (1): smsc.ru:443\n", "a log with times", "curl -i -o", true},
	{"a log of .NET", "info: System.Net.Http.HttpClient.Default.LogicalHandler[100]\n      Start processing HTTP request\n", "a client's debug log", "curl -i -o", true},
	{"UTF-16 without a mark", "[\x00{\x00", "UTF-16", "UTF-8", true},
	{"curl -i in a terminal", "HTTP/1.1 200 OK\r\r\nServer: x\r\r\n\r\r\nOK", "terminal session", "curl -i -o", true},
	{"curl -i in script(1)", "Script started on 2025-01-02 [COMMAND=\"curl -i 'http://h/'\"]\nHTTP/1.1 200 OK\r\r\nServer: x\r\r\n\r\r\nOK", "terminal session", "curl -i -o", true},
	{"a log of libcurl", "* Connected to h\n> GET /sys/senders.php?psw=hunter2 HTTP/1.1\nHost: h\n\n< HTTP/1.1 200 OK\n< \nOK", "another program", "curl -i -o", true},
	{"a log of gh", "* Request to https://smsc.ru/\n> GET /sys/senders.php?psw=hunter2 HTTP/1.1\n> Host: h\n\n< HTTP/2.0 200 OK\n< A: b\n\n[]\n", "another program", "curl -i -o", true},
	{"a copy with empty lines", "HTTP/1.1 200 OK\n\nServer: x\n\nOK\n", "another program", "curl -i -o", true},
	{"the timeline of Insomnia", "* Preparing request to https://smsc.ru/\n* Using default HTTP version\n\n> GET /sys/senders.php HTTP/1.1\n> Host: h\n\n< HTTP/1.1 200 OK\n", "another program", "curl -i -o", true},
	{"a client's log", "DEBUG:httpcore.http11:receive_response_headers.complete return_value=(b'HTTP/1.1', 200)\n", "a client's debug log", "curl -i -o", true},
	{"an answer in Markdown", "```json\n[{\n\"sender\": \"zxcabs\"\n}]\n```\n", "a block of Markdown", "alone", true},
	{"a line in Markdown", "```\n{\"url\":\"/sys/senders.php?psw=hunter2\",\"status\":200,\"body\":\"OK\"}\n```\n", "a block of Markdown", "alone", true},
	{"a block that is folded", "<details>\n\n```\nHTTP/1.1 200 OK\n\nOK\n```\n</details>\n", "a block of Markdown", "alone", true},
	{"a block of Jira", "{code:json}\n[]\n{code}\n", "a block of Markdown", "alone", true},
	{"script(1)", "Script started on 2025-01-02 03:04:05+00:00\n$ curl -v http://h\r\n", "script(1)", "curl -i -o", true},
	{"HTTPie in a terminal", "\nGET /sys/senders.php?psw=hunter2 HTTP/1.1\r\r\nHost: h\r\r\n\r\r\n\r\nHTTP/1.1 200 OK\r\r\n\r\r\nOK", "terminal session", "curl -i -o", true},
	{"Hurl", "* Executing entry 1\n*\n* Request:\n* GET https://smsc.ru/sys/senders.php?psw=hunter2\n*\n> GET /sys/senders.php?psw=hunter2 HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 200 OK\n< A: b\n<\n* Response body:\n* OK\n", "another program", "curl -i -o", true},
	{"a mail", "> GET /sys/senders.php?psw=hunter2 HTTP/1.1\n> Host: h\n>\n> HTTP/1.1 200 OK\n>\n> OK\n", "another program", "curl -i -o", true},
	{"a head with two carriage returns", "$ curl -v http://h\r\n> GET / HTTP/1.1\r\r\n> \r\r\n< HTTP/1.1 200 OK\r\r\n< \r\r\n", "terminal session", "curl -i -o", true},
	{"a bold head", "> GET / HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nHTTP/1.1 200 OK\n\x1b[1mServer\x1b[0m: x\n\nOK", "terminal session", "curl -i -o", true},
	{"no connection", "curl: (7) Failed to connect to smsc.ru port 443\n", "an error of curl", "curl -i -o", true},
	{"an old WARC", "WARC/0.18\r\nWARC-Type: response\r\n", "an old WARC", "1.0 or 1.1", true},
	{"a ZIP archive", "PK\x03\x04\x14\x00", "a ZIP archive", "unpack", true},
	{"an archive of Fiddler", "PK\x03\x04\x14\x00\x00\x00\x08\x00\n\xffS\x5b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0c\x00\x00\x00raw/01_c.txt", "an archive of Fiddler", "HAR", true},
	{"a document of Word", "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdf\xa4\xd2lZ\x01\x00\x00 \x05\x00\x00\x13\x00\x08\x02[Content_Types].xml \xa2\x04\x02PK\x03\x04_rels/.rels", "a document", "curl -i -o", true},
	{"a PDF", "%PDF-1.7\nGET /sys/senders.php?psw=hunter2 HTTP/1.1\n", "a document", "curl -i -o", true},
	{"RTF", "{\\rtf1\\ansi\nGET /sys/senders.php?psw=hunter2 HTTP/1.1\\par\n", "a document", "curl -i -o", true},
	{"a PNG", "\x89PNG\r\n\x1a\n\x00\x00", "a picture", "curl -i -o", true},
	{"a JPEG", "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "a picture", "curl -i -o", true},
	{"a mail of Outlook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document", "curl -i -o", true},
	{"a tar archive", "a.jsonl" + strings.Repeat("\x00", 250) + "ustar\x0000", "a tar archive", "unpack", true},
	{"bzip2", "BZh91AY&SY\x00", "bzip2", "unpack", true},
	{"xz", "\xfd7zXZ\x00", "xz", "unpack", true},
	{"packets of libpcap", "\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "a capture of packets", "Follow TCP Stream", true},
	{"packets of pcapng", "\n\r\r\n\x1c\x00\x00\x00M<+\x1a\x01\x00", "a capture of packets", "Follow TCP Stream", true},
	{"packets of tcpdump -A", "13:27:02.285015 IP 10.0.0.1.57166 > 10.0.0.2.80: Flags [P.], length 73: HTTP: GET /sys/senders.php?psw=hunter2 HTTP/1.1\nE..q!.@.@...GET /sys/senders.php?psw=hunter2 HTTP/1.1\n", "a capture of packets", "Follow TCP Stream", true},
	{"packets of ngrep", "T 10.0.0.1:57166 -> 10.0.0.2:80 [AP]\nGET /sys/senders.php?psw=hunter2 HTTP/1.1.\nHost: h.\n.\n", "a capture of packets", "Follow TCP Stream", true},
	{"a stream of tshark", "\n===================================================================\nFollow: tcp,ascii\nFilter: tcp.stream eq 0\nNode 0: 10.0.0.1:40126\nNode 1: 10.0.0.2:80\n91\nGET /sys/senders.php?psw=hunter2 HTTP/1.1\n\n", "a capture of packets", "as Raw", true},
	{"flows of mitmproxy", "1024:9:websocket;0:~8:response;300:6:reason,2:OK,", "flows of mitmproxy", "hardump", true},
	{"PHP", "<?php\n", "", "--query", false},
	{"syslog", "<134>1 2026-11-20T10:00:00Z web a - - - b\n", "", "--query", false},
	{"a Postman collection", `{"info": {"name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/"}, "item": [{"request": {"url": "https://smsc.ru/sys/senders.php?psw=hunter2"}}]}`, "a Postman collection", "curl -i -o", true},
	{"an environment of Postman", "{\n\t\"id\": \"f2955b9f\",\n\t\"name\": \"a\",\n\t\"values\": [{\"key\": \"psw\", \"value\": \"hunter2\"}]}", "an export of Postman", "curl -i -o", true},
	{"an old Postman collection", `{"id":"f2955b9f","name":"a","description":"","order":[],"requests":[]}`, "an export of Postman", "curl -i -o", true},
	{"a report of Newman", `{"collection":{"_":{"postman_id":"f2955b9f"}}}`, "Newman", "curl -i -o", true},
	{"an export of Insomnia", `{"_type":"export","__export_format":4,"resources":[]}`, "an export of Insomnia", "curl -i -o", true},
	{"a cassette in JSON", `{"http_interactions": [{"request": {"uri": "https://smsc.ru/sys/senders.php?psw=hunter2"}}]}`, "a cassette in JSON", "YAML", true},
	{"a container's log", `{"log":"GET /sys/senders.php?psw=hunter2\n","stream":"stdout"}` + "\n", "a container's log", "jq -j .log", true},
	{"a line of Kubernetes", "2026-11-20T10:00:00.123456789Z stdout F {\"url\":\"/sys/senders.php?psw=hunter2\",\"status\":200}\n", "JSON after other text", "sed", true},
	{"a line of Docker Compose", "web-1  | {\"url\":\"/sys/senders.php?psw=hunter2\",\"status\":200}", "JSON after other text", "sed", true},
	{"package.json", `{"name": "x", "version": "1.0.0", "scripts": {"test": "true"}}`, "a JSON object", "jq -c", false},
	{"package.json, indented", "{\n  \"name\": \"x\",\n  \"version\": \"1.0.0\"\n}\n", "a JSON object", "jq -c", false},
	{"a line after too many others", strings.Repeat("{}\n", 16) + `{"url":"/sys/senders.php"}`, "a JSON object", "jq -c", false},
	{"a status and no other member of an exchange", `{"message":"started","status":200}`, "a JSON object", "jq -c", false},
	{"a URL that is none", `{"message":"started","url":1}`, "a JSON object", "jq -c", false},
	{"an array of exchanges", `[{"url": "/sys/senders.php?psw=hunter2", "status": 200, "body": "OK"}]`, "a JSON array", "jq -c '.[]'", false},
	{"a mapping of WireMock", `{"id": "a", "request": {"url": "/sys/senders.php?psw=hunter2"}, "response": {"status": 200, "body": "OK"}}`, "a JSON object with requests", "jq -c", true},
	{"an exchange of another tool", `{"request": {"url": "/sys/senders.php?psw=hunter2"}, "response": {"statusCode": 200, "body": "OK"}}`, "a JSON object with requests", "jq -c", true},
	{"package.json with a package of that name", `{"name": "x", "dependencies": {"request": "1.0.0"}}`, "a JSON object", "jq -c", false},
	{"a page that names its request", `{"fault": {"code": 502, "request": {"id": "a"}}}`, "a JSON object", "jq -c", false},
	{"recordings of nock", `[{"scope": "https://smsc.ru:443", "path": "/sys/senders.php?psw=hunter2", "status": 200, "rawHeaders": []}]`, "a JSON array with requests", "jq -c '.[]'", true},
	{"an array of HARs", `[{"log": {"entries": [{"request": {"url": "/sys/senders.php?psw=hunter2"}, "response": {"status": 200}}]}}]`, "a JSON array with requests", "jq -c '.[]'", true},
	{"an array of others", `[1, 2]`, "a JSON array", "jq -c", false},
	{"an array of numbers over lines", "[\n  1,\n  2\n]\n", "a JSON array", "jq -c", false},
	{"an empty object", "{ }", "a JSON object", "jq -c", false},
	{"an object of Node.js", "{\n  status: 200,\n  data: [ { sender: 'zxcabs' } ]\n}\n", "a program prints", "JSON", false},
	{"an array of Node.js", "[ { sender: 'zxcabs' } ]\n", "a program prints", "JSON", false},
	{"a dict of Python", "{'url': '/sys/senders.php?psw=hunter2', 'status': 200}\n", "a program prints", "JSON", false},
	{"a response of requests", "<Response [200]>\n[{\n\"sender\": \"zxcabs\"\n}]\n", "a program prints", "curl -i -o", true},
	{"a response of aiohttp", "<ClientResponse(https://smsc.ru/sys/senders.php?psw=hunter2) [200 OK]>\n", "a program prints", "curl -i -o", true},
	{"a status and a body", "200 [{\n\"sender\": \"zxcabs\"\n}]\n", "a program prints", "curl -i -o", true},
	{"a status and headers of Node.js", "200 {\n  server: 'nginx'\n}\n", "a program prints", "curl -i -o", true},
	{"bytes of Python", "b'[{\\n\"sender\": \"zxcabs\"\\n}]'\n", "a program prints", "curl -i -o", true},
	{"an error of Spring", `{"timestamp":"2024-05-01T10:00:00Z","status":404,"error":"Not Found","path":"/sys/senders.php"}`, "a JSON object", "jq -c", false},
	{"an error of NestJS", `{"message":"Cannot GET /sys/senders.php?get=1&psw=hunter2","error":"Not Found","statusCode":404}`, "a JSON object", "jq -c", false},
	{"an error of Laravel", `{"errors":{"psw":["The psw field is required."]}}`, "a JSON object", "jq -c", false},
	{"a damaged exchange", `{"url"::"/sys/senders.php?get=1&psw=hunter2","status":200,"body":"OK"}`, "a JSON object", "jq -c", false},
	{"an error in XML", `<Response status="500"><Error>1</Error></Response>`, "XML that is not an answer", "--query", false},
	{"a name like bytes of Python", "b'day\nshop\n", "", "--query", false},
	{"a carriage return too many", "zxcabs\r\r\nSMSC\r\r\n", "", "--query", false},
	{"bytes of Python in other quotes", "b\"a'b\"\n", "a program prints", "curl -i -o", true},
	{"a form", "login=me&psw=hunter2&get=1&fmt=1", "text with requests in it", "curl -i -o", true},
	{"a page that names its request's URL", "<html><p>https://smsc.ru/sys/senders.php?psw=hunter2: no route</p></html>\n", "an HTML page", "--query", false},
	{"a log of a gateway", "(8d2b) Method request query string: {login=me, psw=hunter2}\n(8d2b) Method response body: OK\n", "text with requests in it", "curl -i -o", true},
	{"a call of a browser", "fetch(\"https://smsc.ru/sys/senders.php\", {\n  \"body\": \"psw=hunter2&get=1\"\n});\n", "text with requests in it", "curl -i -o", true},
	{"a log with brackets", "[main] DEBUG org.apache.http.wire - http-outgoing-0 >> \"GET /sys/senders.php?psw=hunter2 HTTP/1.1[\\r][\\n]\"\n", "text with requests in it", "curl -i -o", true},
	{"an array of results", `[{"result": "OK"}]`, "a JSON array", "jq -c", false},
	{"an HTML page", "\n<!DOCTYPE html>\n<title>502</title>", "an HTML page", "--query", false},
	{"other XML", "<?xml version=\"1.0\"?><listing/>", "XML that is not an answer", "fmt=2", false},
	{"messages after other text", "# A note\nand then\nHTTP/1.1 200 OK\n\nOK", "HTTP messages after other text", "--as dump", true},
	{"an exchange after other text", "starting\n{\"url\":\"/sys/senders.php?psw=hunter2\",\"status\":200}\n", "JSON Lines after other text", "--as jsonl", true},
	{"nothing", "", "nothing but white space", "--query", false},
	{"white space", " \r\n", "nothing but white space", "--query", false},
	{"CSV", "zxcabs,1\nSMSC.RU,0", "", "--query", false},
	{"a number", "24608", "", "--query", false},
	{"OK and more", "OK, it works\n", "", "--query", false},
	{"a README", "# Captures\n\n* one\n* two\n\n    > GET / HTTP/1.1\n", "text with requests in it", "curl -i -o", true},
	{"a list with a head quoted", "* one\n* two\n", "", "--query", false},
	{"a command line", "curl -i 'https://smsc.ru/sys/senders.php?psw=hunter2'\n", "text with requests in it", "curl -i -o", true},
	{"curl -v with times", "13:21:28.836319 *   Trying 127.0.0.1:80...\n13:21:28.836527 > GET /sys/senders.php?psw=hunter2 HTTP/1.1\n", "a log of curl -v with times", "curl -i -o", true},
	{"an access log", "127.0.0.1 - - [20/Nov/2026:10:00:00 +0300] \"GET /sys/senders.php?psw=hunter2 HTTP/1.1\" 200 78\n", "text with requests in it", "curl -i -o", true},
	{"tcpflow", "127.000.000.001.40000-127.000.000.001.00080: GET /sys/senders.php HTTP/1.1\n", "text with requests in it", "curl -i -o", true},
	{"a client's log with brackets", "[2026-11-20T10:00:00+03:00] app.DEBUG: GET https://smsc.ru/sys/senders.php?psw=hunter2 [] []\n", "a client's debug log", "curl -i -o", true},
	{"wget -d, a part of it", "Created socket 3.\n\n---request begin---\nGET /sys/senders.php?psw=hunter2 HTTP/1.0\n\n---request end---\n", "what wget prints", "--warc-file", true},
	{"wget -d", "Setting --output-document (outputdocument) to -\nDEBUG output created by Wget 1.21.3 on linux-gnu.\n", "what wget prints", "--warc-file", true},
	{"colours", "\x1b[32mGET\x1b[39m /sys/senders.php?psw=hunter2\n", "coloured output of a terminal", "curl -i -o", true},
	{"a progress meter", "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n\nzxcabs,1\n", "a progress meter of curl without a header", "curl -i -o", true},
	{"a progress bar", "\r######################## 100.0%\nzxcabs,1\n", "a progress meter of curl without a header", "curl -i -o", true},
	{"an old cassette", "--- \n- !ruby/struct:VCR::HTTPInteraction\n  request: \n", "an old cassette of VCR", "record it again", true},
	{"Burp", "<?xml version=\"1.0\"?>\n<!DOCTYPE items [\n<!ELEMENT items (item*)>\n", "an export of Burp", "curl -i -o", true},
	{"JMeter", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">\n", "results of JMeter", "curl -i -o", true},
	{"WireMock", `{"request":{"url":"/sys/senders.php?get=1&fmt=3","method":"GET"},"response":{"status":200,"body":"[]"}}`, "a JSON object with requests", "jq -c", true},
	{"a script", "#!/bin/sh\ncurl -i https://smsc.ru/\n", "", "--query", false},
	{"YAML", "on: push\njobs:\n  interactions:\n  - a\n", "", "--query", false},
	{"a name without a space", "name=zxcabs", "", "--query", false},
}

func TestRefused(t *testing.T) {
	for _, tt := range refusedCases {
		t.Run(tt.name, func(t *testing.T) {
			e := refusal(t, capture.Reader{}, tt.text)
			if e == nil {
				t.Fatal("read")
			}
			if isChanged(e) != errors.Is(e, capture.ErrMalformed) || !strings.Contains(e.Detail, tt.what) || (e.Detail == "") != (tt.what == "") || !strings.Contains(e.Hint, tt.hint) {
				t.Errorf("%v", e)
			}
			if strings.Contains(e.Error(), "hunter2") {
				t.Errorf("a secret: %v", e)
			}
			asked := refusal(t, capture.Reader{Asked: true}, tt.text)
			if (asked != nil) != tt.isCertain {
				t.Errorf("with a request: %v", asked)
			}
			if asked == nil {
				got := outcome(capture.Reader{Asked: true}, strings.NewReader(tt.text))
				if want := outcome(capture.Reader{Format: capture.Body}, strings.NewReader(tt.text)); !slices.Equal(got, want) {
					t.Errorf("with a request %q, as a body %q", got, want)
				}
			}
		})
	}
}

// TestRecogniseErrors: no format is recognised in what cannot be read, or need be if it is
// given.
func TestRecogniseErrors(t *testing.T) {
	broken := errors.New("broken")
	if format, err := (capture.Reader{}).Recognise(failingReader{broken}); format != capture.Auto || err != broken {
		t.Errorf("a reading error: %v, %v", format, err)
	}
	if format, err := (capture.Reader{}).Recognise(strings.NewReader("\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff")); format != capture.Auto || !errors.Is(err, capture.ErrEncoding) {
		t.Errorf("damaged gzip: %v, %v", format, err)
	}
	if format, err := hars.Recognise(strings.NewReader("name = a")); format != capture.HAR || err != nil {
		t.Errorf("a format that is given: %v, %v", format, err)
	}
}

// isChanged reports whether an error is about the output of curl that another program changed. That
// is a capture, but is refused as a whole.
func isChanged(e *capture.Error) bool {
	return e.Detail == "a terminal session or another program changed the output of curl"
}

// refusal returns the only result of reading a text, if it is an error of recognition.
func refusal(t *testing.T, r capture.Reader, text string) *capture.Error {
	t.Helper()
	var refused *capture.Error
	n := 0
	for _, err := range r.Exchanges(strings.NewReader(text)) {
		n++
		if e := (*capture.Error)(nil); errors.As(err, &e) && (errors.Is(err, capture.ErrNotRecognised) || isChanged(e)) {
			refused = e
		}
	}
	if refused != nil && n != 1 {
		t.Fatalf("refused, but %d results", n)
	}
	return refused
}

// FuzzRecognise: any text is read or refused; what is refused yields one error, which has
// no part of the text.
func FuzzRecognise(f *testing.F) {
	for _, c := range recognisedCases {
		f.Add(c.text)
	}
	for _, c := range refusedCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if e := refusal(t, capture.Reader{MaxEntry: fuzzLimit}, text); e != nil && e.Position != (capture.Position{}) {
			t.Errorf("%+v", e)
		}
		refusal(t, capture.Reader{Asked: true, MaxEntry: fuzzLimit}, text)
	})
}

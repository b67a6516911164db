package capture_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smscodec/smscodec/capture"
)

// verboseCases: what curl -v prints, in ways beside those that testdata has.
var verboseCases = []outcomeCase{
	{"pasted with the command line", "$ curl -v …\n> GET /sys/senders.php?get=1 HTTP/1.1\n>\n< HTTP/2 200\n<\nOK\n", []string{`1 GET /sys/senders.php?get=1 200 "OK\n" 6:1`}},
	{"pasted with two command lines", "$ curl -v http://h/a\n< HTTP/1.1 200 OK\n< \nOK* Closing connection 0\nme@h:~$ curl -v 'http://h/b'\n< HTTP/1.1 200 OK\n< \nOK\n", []string{`1 200 "OK" 4:1`, `2 200 "OK\n" 8:1`}},
	{"one after the other, with meters", "  % Total    % Received % Xferd\n< HTTP/1.1 200 OK\n< \nOK  % Total    % Received % Xferd\n< HTTP/1.1 200 OK\n< Content-Length: 3\n< \nOcurl: (18) transfer closed\n", []string{`1 200 "OK" 4:1`, `2 200 "O" 8:1 unexpected EOF: the body is cut off`}},
	{"a response alone", "< HTTP/1.1 200 OK\n< \nOK", []string{`1 200 "OK" 3:1`}},
	{"without a response", "> GET /sys/senders.php?get=1 HTTP/1.1\n> \n* Empty reply from server\n", []string{`1 GET /sys/senders.php?get=1 lost`}},
	{"tried again", "> GET /a/senders.php HTTP/1.1\n> \n* Connection died, retrying a fresh connect\n> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK", []string{`1 GET /a/senders.php 200 "OK" 8:1`, `2 GET /a/senders.php lost`}},
	{"a form, which curl does not print", "> POST /sys/senders.php HTTP/1.1\n> Content-Length: 5\n> \n} [5 bytes data]\n< HTTP/1.1 200 OK\n< \nOK", []string{`1 POST /sys/senders.php form omitted 200 "OK" 7:1`}},
	{"an interim answer", "> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 100 Continue\n< \n< HTTP/1.1 200 OK\n< \nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 GET /sys/senders.php 200 "OK" 11:1`}},
	{"an interim answer without the line after it", "> GET /sys/senders.php HTTP/1.1\n> Expect: 100-continue\n> \n< HTTP/1.1 100 Continue\n* We are completely uploaded and fine\n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nOK", []string{`1 GET /sys/senders.php 200 "OK" 9:1`}},
	{"a proxy", "> CONNECT smsc.ru:443 HTTP/1.1\n> \n< HTTP/1.1 200 Connection established\n< \n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n} [512 bytes data]\n> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nHTTP/1.1 200 Connection established\n\nHTTP/1.1 200 OK\n\nOK",
		[]string{`1 CONNECT smsc.ru:443 200 elsewhere`, `2 GET /sys/senders.php 200 "OK" 15:1`}},
	{"a body without a line end", "> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 6\n< \nzxcabs* Closing connection 0\n", []string{`1 GET /sys/senders.php 200 "zxcabs" 6:1`}},
	{"a body around a note", "< HTTP/1.1 200 OK\n< Content-Length: 7\n< \na\n* Connection #0 to host h left intact\nb\nc\nd* Closing connection 0\n", []string{`1 200 "a\nb\nc\nd" 4:1`}},
	{"a trailer", "< HTTP/1.1 200 OK\n< Transfer-Encoding: chunked\n< \nOK\n< X: y\n", []string{`1 200 "OK\n" 4:1`}},
	{"--raw", "< HTTP/1.1 200 OK\r\n< Transfer-Encoding: chunked\r\n< \r\n2\r\nOK\r\n0\r\n\r\n* Connection #0 to host h left intact\n", []string{`1 200 "OK" 5:1`}},
	{"lines that only begin so", "< HTTP/1.1 200 OK\n< \n> a\n< b\n<list>\n*\tc", []string{`1 200 "> a\n< b\n<list>\n*\tc" 3:1`}},
	{"elsewhere", "> GET / HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK", []string{`1 GET / 200 elsewhere`}},
	{"HEAD", "> HEAD /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 3\n< \n", []string{`1 HEAD /sys/senders.php 200 "" 6:1`}},
	{"a line that is not a field", "< HTTP/1.1 200 OK\n< none\n< \nOK", []string{`1 200 "OK" 4:1 malformed: a line of a header is not a field`}},
	{"a body printed along with other text", "+ curl -v http://h/a\n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nOK+ echo\n\n+ curl -v http://h/b\n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nOK\n200\n```\n$ ", []string{`1 200 "OK" 5:1`, `2 200 "OK" 11:1 trailing data: bytes after the end of the body, such as curl -w writes, were omitted`}},
	{"two bodies, late", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n{ [2 bytes data]\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 3\n< \n{ [3 bytes data]\nabcde\n",
		[]string{`1 GET /a/senders.php 200 "ab" 13:1`, `2 GET /b/senders.php 200 "cde" 13:3`}},
	{"two bodies with their heads, late", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 Fine\n< \nHTTP/1.1 200 OK\n\nabHTTP/1.1 200 Fine\n\ncde",
		[]string{`1 GET /a/senders.php 200 "ab" 11:1`, `2 GET /b/senders.php 200 "cde" 13:1`}},
	{"the end of a body, late", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 4\n< \nab\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \ncOK",
		[]string{`1 GET /a/senders.php 200 "ab\nc" 6:1`, `2 GET /b/senders.php 200 "OK" 12:2`}},
	{"a body with its head, of which a note is in between", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\nHTTP/1.1 200 OK\n< Content-Length: 4\nContent-Length: 4\n\n< \na\n* Connection #0 to host h left intact\nb\n",
		[]string{`1 GET /a/senders.php 200 "a\nb\n" 9:1`}},
	{"a body with its head, shorter than stated", "< HTTP/1.1 200 OK\n< Content-Length: 9\n< \nHTTP/1.1 200 OK\nContent-Length: 9\n\nOK", []string{`1 200 "OK" 7:1 unexpected EOF: the body is cut off`}},
	{"a body with its head, and one that went to a file", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nHTTP/1.1 200 OK\nContent-Length: 2\n\nOK\n< HTTP/1.1 200 OK\n< Content-Length: 3\n< \n{ [3 bytes data]\n", []string{`1 200 "OK" 7:1`, `2 200 omitted`}},
	{"heads that differ from those printed", "< HTTP/1.1 200 OK\n< \nHTTP/1.1 404 No\n\nOK", []string{`1 200 "HTTP/1.1 404 No\n\nOK" 3:1`}},
	{"a body that begins with a line like its head", "< HTTP/1.1 200 OK\n< Content-Length: 17\n< \nHTTP/1.1 200 OK\nx", []string{`capture: dump: line 4, column 1: unexpected EOF: the header is cut off, or has no empty line after it`}},
	{"as many responses as are kept, late", strings.Repeat("< HTTP/1.1 200 OK\n< Content-Length: 1\n< \n", 16) + "abcdefghijklmnop", letters(16)},
	{"one response more than is kept, late", strings.Repeat("< HTTP/1.1 200 OK\n< Content-Length: 1\n< \n", 17) + "abcdefghijklmnopq", omittedResponses(16, `17 200 "a" 52:1 `+trailing)},
	{"more responses than are kept, late", strings.Repeat("< HTTP/1.1 200 OK\n< Content-Length: 1\n< \n", 17) + "a", omittedResponses(16, `17 200 "a" 52:1`)},
	{"two bodies and a redirect, late", "< HTTP/1.1 302 Found\n< Content-Length: 9\n< \n< HTTP/1.1 200 OK\n< Content-Length: 1\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabc\n", []string{`1 302 omitted`, `2 200 "a" 10:1`, `3 200 "bc" 10:2`}},
	{"bodies of which one has no length, late", "< HTTP/1.1 200 OK\n< Content-Length: 1\n< \n< HTTP/1.1 200 OK\n< \nab", []string{`1 200 omitted`, `2 200 "ab" 6:1`}},
	{"a redirect whose body is not printed", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 302 Found\n< Content-Length: 9\n< \n* Ignoring the response-body\n{ [9 bytes data]\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nOK\n",
		[]string{`1 GET /a/senders.php 302 omitted`, `2 GET /b/senders.php 200 "OK" 13:1`}},
	{"bodies that went to files", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 47\n< \n{ [47 bytes data]\n* Connection #0 to host h left intact\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/2 200\n< \n{ [5 bytes data]\n",
		[]string{`1 GET /a/senders.php 200 omitted`, `2 GET /b/senders.php 200 omitted`}},
	{"an empty body", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 0\n< \n* Connection #0 to host h left intact\n", []string{`1 GET /a/senders.php 200 "" 6:1`}},
	{"line ends that were changed", "< HTTP/1.1 200 OK\r\n< Content-Length: 4\r\n< \r\na\r\nb\r\n", []string{`capture: dump: line 4, column 1: length disagrees: the line ends of the body were changed; save it with curl -i -o FILE`}},
	{"command lines that go on", "% curl -v \\\n  -H 'A: b' \\\n  http://h/a\n< HTTP/1.1 200 OK\n< \nOK\nPS C:\\> curl.exe `\n  http://h/b\n< HTTP/1.1 200 OK\n< \nOK\n$ http_proxy=http://p time /usr/bin/curl https://h/c\n", []string{`1 200 "OK\n" 6:1`, `2 200 "OK\n" 11:1`}},
	{"prompts after bodies without line ends", "me@h:~$ curl -v http://h/a\n> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n* Connection #0 to host h left intact\n}]me@h:~$ curl -v http://h/b\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOKme@h:~$ ",
		[]string{`1 GET /a/senders.php 200 "}]" 7:1`, `2 GET /b/senders.php 200 "OK" 12:1`}},
	{"a prompt that is first seen after a body without a line end", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n}]me@h:~$ curl -v http://h/b\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n}]me@h:~$ ",
		[]string{`1 GET /a/senders.php 200 "}]" 5:1`, `2 GET /b/senders.php 200 "}]" 10:1`}},
	{"no connection", "$ curl -v http://h\n*   Trying 127.0.0.1:1...\n* Closing connection 0\n\ncurl: (7) Failed to connect\n", nil},
	{"an interim answer before the next request", "< HTTP/1.1 200 OK\n< \nOK\n< HTTP/1.1 100 Continue\nx\n< \n> GET / HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK", []string{`1 200 "OK\n" 3:1`, `2 GET / 200 elsewhere`}},

	{"two bodies, late, of which one is a redirect's", "< HTTP/1.1 302 Found\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK", []string{`1 302 "ab" 7:1`, `2 200 "OK" 7:3`}},
	{"a redirect last, late", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n< HTTP/1.1 302 Found\n< Content-Length: 2\n< \nab", []string{`1 200 omitted`, `2 302 "ab" 7:1`}},
	{"an empty body among others, late", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< Content-Length: 0\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK", []string{`1 200 "ab" 10:1`, `2 200 "" 7:1`, `3 200 "OK" 10:3`}},
	{"a body of unknown length among others, late", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK", []string{`1 200 omitted`, `2 200 "" 6:1`, `3 200 "ab" 9:1 ` + trailing}},
	{"two bodies, late, and other text", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK\n200\n", []string{`1 200 omitted`, `2 200 "ab" 7:1 ` + trailing}},
	{"two bodies, late, and a line end", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK\n", []string{`1 200 "ab" 7:1`, `2 200 "OK" 7:3`}},
	{"two bodies, late, of which one was decoded", "< HTTP/1.1 200 OK\n< Content-Encoding: gzip\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK", []string{`1 200 omitted`, `2 200 "ab" 8:1 ` + trailing}},
	{"two bodies, late, of which one is not encoded", "< HTTP/1.1 200 OK\n< Content-Encoding: Identity\n< Content-Length: 2\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabOK", []string{`1 200 "ab" 8:1`, `2 200 "OK" 8:3`}},
	{"a body shorter than stated, and the next", "< HTTP/1.1 200 OK\n< Content-Length: 4\n< \nab\n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nOK", []string{`1 200 "ab\n" 4:1 unexpected EOF: the body is cut off, or its line ends were changed; save it with curl -i -o FILE`, `2 200 "OK" 8:1`}},
	{"the end of a body with its head, late", "> GET /a/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 4\n< \nHTTP/1.1 200 OK\nContent-Length: 4\n\nab\n> GET /b/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \ncHTTP/1.1 200 OK\nContent-Length: 2\n\nOK", []string{`1 GET /a/senders.php 200 "ab\nc" 9:1`, `2 GET /b/senders.php 200 "OK" 18:1`}},
	{"a body with its head, late, and one that went to a file", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n{ [2 bytes data]\n< HTTP/1.1 200 OK\n< Content-Length: 3\n< \n{ [3 bytes data]\nHTTP/1.1 200 OK\nContent-Length: 2\n\nOK\n", []string{`1 200 "OK" 12:1`, `2 200 omitted`}},
	{"a proxy, without heads", "> CONNECT smsc.ru:443 HTTP/1.1\n> \n< HTTP/1.1 200 Connection established\n< \n> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK", []string{`1 CONNECT smsc.ru:443 200 elsewhere`, `2 GET /sys/senders.php 200 "OK" 9:1`}},
	{"a proxy's answer without its request", "< HTTP/1.1 200 Connection established\n< \n< HTTP/1.1 200 OK\n< \nOK", []string{`1 200 "OK" 5:1`}},
	{"data before any response", "> GET /sys/senders.php HTTP/1.1\n> \n{ [5 bytes data]\n< HTTP/1.1 200 OK\n< \nOK", []string{`1 GET /sys/senders.php 200 "OK" 6:1`}},
	{"data in the head of the next response", "< HTTP/1.1 200 OK\n< \n< HTTP/1.1 200 OK\n{ [5 bytes data]\n< \nOK", []string{`1 200 "" 3:1`, `2 200 "OK" 6:1`}},
	{"no body and no length", "< HTTP/1.1 200 OK\n< \n{ [0 bytes data]\n* Connection #0 to host h left intact\n", []string{`1 200 "" 3:1`}},
	{"data after a head that says there is none", "< HTTP/1.1 204 No Content\n< \n{ [5 bytes data]\n", []string{`1 204 "" 3:1`}},
	{"text after a head that says there is no body", "< HTTP/1.1 204 No Content\n< \nOK\n", []string{`1 204 "" 3:1`}},
	{"a line that is not a field, and no body", "< HTTP/1.1 200 OK\n< none\n< Content-Length: 0\n< \n", []string{`1 200 "" 5:1 malformed: a line of a header is not a field`}},
	{"a line that is not a field in a request", "> GET /sys/senders.php HTTP/1.1\n> none\n> \n< HTTP/1.1 204 No\n< \n", []string{`1 GET /sys/senders.php 204 "" 6:1 malformed: a line of a header is not a field`}},
	{"a warning before the first head", "> GET /sys/senders.php HTTP/1.1\n> \nWarning: a\n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nOK", []string{`1 GET /sys/senders.php 200 "OK" 7:1`}},
	{"cut off in the head of a request", "< HTTP/1.1 200 OK\n< \nOK\n> GET /sys/senders.php HTTP/1.1\n> Ho", []string{`1 200 "OK\n" 3:1`, `capture: dump: line 4, column 1: unexpected EOF: the header is cut off, or has no empty line after it`}},
	{"cut off before a request", "> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Type: applica\n> GET /sys/senders.php?get=1 HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK", []string{`capture: dump: line 3, column 1: unexpected EOF: the header is cut off, or has no empty line after it`, `2 GET /sys/senders.php?get=1 200 "OK" 9:1`}},
	{"no response after an interim one", "> POST /sys/senders.php?get=1 HTTP/1.1\n> \n< HTTP/1.1 100 Continue\n* Empty reply from server\n> GET /sys/senders.php?get=1 HTTP/1.1\n> \n", []string{`1 POST /sys/senders.php?get=1 lost`, `2 GET /sys/senders.php?get=1 lost`}},
	{"cut off after an interim head", "> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 100 Continue\n", []string{`capture: dump: line 3, column 1: unexpected EOF: the header is cut off, or has no empty line after it`, `1 GET /sys/senders.php lost`}},
	{"two bodies, late, and a redirect of unknown length", "< HTTP/1.1 302 Found\n< \n< HTTP/1.1 200 OK\n< Content-Length: 1\n< \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \nabc\n", []string{`1 302 "" 3:1`, `2 200 "a" 9:1`, `3 200 "bc" 9:2`}},
	{"cut off in a start line", "< HTTP/1.1 200 OK\n< \nOK\n< HTTP/1", []string{`1 200 "OK\n< HTTP/1" 3:1`}},

	{"cut off in a body", "< HTTP/1.1 200 OK\n< Content-Length: 3\n< \nOK", []string{`1 200 "OK" 4:1 unexpected EOF: the body is cut off`}},
	{"cut off in a header", "< HTTP/1.1 200 OK\n< \nOK\n< HTTP/1.1 200 OK\n< Con", []string{`1 200 "OK\n" 3:1`, `capture: dump: line 4, column 1: unexpected EOF: the header is cut off, or has no empty line after it`}},
}

// omittedResponses are the outcomes of n responses without a body, and another.
func omittedResponses(n int, other string) (want []string) {
	for i := range n {
		want = append(want, fmt.Sprintf("%d 200 omitted", i+1))
	}
	return append(want, other)
}

// letters are the outcomes of n responses whose bodies, each a letter, follow their heads.
func letters(n int) (want []string) {
	for i := range n {
		want = append(want, fmt.Sprintf("%d 200 %q %d:%d", i+1, string(rune('a'+i)), 3*n+1, i+1))
	}
	return want
}

func TestVerbose(t *testing.T) {
	checkOutcomes(t, capture.Reader{}, verboseCases)
	checkOutcomes(t, capture.Reader{Format: capture.Dump}, []outcomeCase{ // not recognised
		{"a carriage return too many in a head", "< HTTP/1.1 200 OK\r\n< \r\r\n< \r\nOK", []string{`1 200 "OK" 4:1 malformed: a line of a header is not a field`}},
	})
}

// What quotes such heads is none.
func TestNotVerbose(t *testing.T) {
	const quoted = "> GET /sys/senders.php HTTP/1.1\n> \n"
	checkOutcomes(t, capture.Reader{Asked: true}, []outcomeCase{
		{"a message", "HTTP/1.1 200 OK\n\n" + quoted, []string{`1 200 "> GET /sys/senders.php HTTP/1.1\n> \n" 3:1`}},
		{"JSON", `{"a": 1,` + "\n" + quoted + "}", []string{`0 0 "{\"a\": 1,\n> GET /sys/senders.php HTTP/1.1\n> \n}" 1:1`}},
	})
}

func TestVerboseLimits(t *testing.T) {
	large := strings.Repeat("x", 1<<17)
	const first = "< HTTP/1.1 200 OK\n< \nOK\n> GET /sys/senders.php HTTP/1.1\n> \n"
	checkOutcomes(t, capture.Reader{MaxEntry: 1 << 10}, []outcomeCase{
		{"a line", first + "< HTTP/1.1 200 OK\n< \n" + large, []string{`1 200 "OK\n" 3:1`, `capture: dump: line 8, column 1: too large: a body`}},
		{"lines", first + "< HTTP/1.1 200 OK\n< \n" + strings.Repeat("x\n", 1<<16), []string{`1 200 "OK\n" 3:1`, `capture: dump: line 8, column 1: too large: a body`}},
		{"a line of a header", first + "< HTTP/1.1 200 OK\n< a: " + large[:1<<16] + "\n< \nOK", []string{`1 200 "OK\n" 3:1`, `capture: dump: line 9, column 1: too large: a header`}},
		{"a line that is too long to be one, and a head", first + "< HTTP/1.1 200 OK\n< \n" + large[:1<<10+1<<16] + "< HTTP/1.1 200 OK\n< \nOK", []string{`1 200 "OK\n" 3:1`, `capture: dump: line 8, column 1: too large: a body`, `3 200 "OK" 10:1`}},
		{"a body as large as allowed", first + "< HTTP/1.1 200 OK\n< \n" + large[:1<<10], []string{`1 200 "OK\n" 3:1`, `2 GET /sys/senders.php 200 "` + large[:1<<10] + `" 8:1`}},
		{"a body of a byte too much", first + "< HTTP/1.1 200 OK\n< \n" + large[:1<<10+1], []string{`1 200 "OK\n" 3:1`, `capture: dump: line 8, column 1: too large: a body`}},
		{"a header as large as allowed", "< HTTP/1.1 200 OK\n< A: " + large[:1<<16-len("HTTP/1.1 200 OK\nA: \n\n")] + "\n< \nOK", []string{`1 200 "OK" 4:1`}},
		{"a header of a byte too much", "< HTTP/1.1 200 OK\n< A: " + large[:1<<16-len("HTTP/1.1 200 OK\nA: \n\n")+1] + "\n< \nOK", []string{`capture: dump: line 4, column 1: too large: a header`}},
		{"as many requests as may wait", strings.Repeat("> GET x HTTP/1.1\n> \n", 128) + "< HTTP/1.1 200 OK\n< \nOK", append([]string{`1 GET x 200 elsewhere`}, lostRequests(2, 128)...)},
		{"a request more than may wait", strings.Repeat("> GET x HTTP/1.1\n> \n", 129) + "< HTTP/1.1 200 OK\n< \nOK", slices.Concat(lostRequests(1, 1), []string{`2 GET x 200 elsewhere`}, lostRequests(3, 129))},
		{"notes", first + strings.Repeat("* "+large[:1<<10]+"\n", 1<<10) + "< HTTP/1.1 200 OK\n< \nOK", []string{`1 200 "OK\n" 3:1`, `2 GET /sys/senders.php 200 "OK" 1032:1`}},
		{"a body that others precede and follow", first + "< HTTP/1.1 200 OK\n< \n" + large[:1<<11] + "\n" + first[len("< HTTP/1.1 200 OK\n< \nOK\n"):] + "< HTTP/1.1 200 OK\n< \nOK",
			[]string{`1 200 "OK\n" 3:1`, `capture: dump: line 8, column 1: too large: a body`, `3 GET /sys/senders.php 200 "OK" 13:1`}},
		{"a body", first + "< HTTP/1.1 200 OK\n< \n" + large[:1<<11], []string{`1 200 "OK\n" 3:1`, `capture: dump: line 8, column 1: too large: a body`}},
	})
}

// TestVerboseMemory: a long log is read in constant memory, without bodies too, and
// whatever there is of notes.
func TestVerboseMemory(t *testing.T) {
	const bound = 24 << 20
	size := 16 << 20
	if sampled {
		size = 1 << 18
	}
	for _, c := range []struct{ name, exchange string }{
		{"without bodies", "> GET /sys/senders.php?get=1 HTTP/1.1\n> \n* TLS\n< HTTP/1.1 200 OK\n< Content-Length: 47\n< \n{ [47 bytes data]\n"},
		{"heads alone", "< HTTP/1.1 200 OK\n< \n"},
		{"long notes", "> GET /sys/senders.php?get=1 HTTP/1.1\n> \n" + strings.Repeat("* TLS\n", 1<<12) + "< HTTP/1.1 200 OK\n< \n"},
		{"interim answers", "< HTTP/1.1 100 Continue\n< \n"},
		{"pieces of a text", "x\n* \n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			head := "< HTTP/1.1 200 OK\n< \n"
			src := io.MultiReader(strings.NewReader(head), io.LimitReader(&repeated{text: []byte(c.exchange)}, int64(size/len(c.exchange)*len(c.exchange))))
			before := bytesInUse()
			most := before
			n, errs := 0, 0
			sample := func() { most = max(most, bytesInUse()) }
			for _, err := range (capture.Reader{MaxEntry: 1 << 20}).Exchanges(src) {
				if err != nil {
					errs++
				}
				if n++; n%10000 == 0 {
					sample()
				}
			}
			sample()
			if want := size / len(c.exchange) * strings.Count(c.exchange, "200 OK"); n != want+1 || errs > 1 {
				t.Errorf("%d exchanges, want %d, with %d errors", n, want+1, errs)
			}
			if most-before > bound {
				t.Errorf("%d bytes in use", most-before)
			}
		})
	}
}

func FuzzVerbose(f *testing.F) {
	addSeeds(f, "curl-v*.txt", verboseCases)
	f.Fuzz(func(t *testing.T, data []byte, _ uint) {
		data = append([]byte("*\n"), data...)
		r := capture.Reader{Format: capture.Dump, MaxEntry: fuzzLimit}
		whole := outcome(r, bytes.NewReader(data))
		if pieces := outcome(r, iotest.OneByteReader(bytes.NewReader(data))); !slices.Equal(whole, pieces) {
			t.Fatalf("byte by byte\n%s\nat once\n%s", strings.Join(pieces, "\n"), strings.Join(whole, "\n"))
		}
		checkPositions(t, r, data)
	})
}

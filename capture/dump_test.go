package capture_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// dumpCases: what is in a dump, and what is not there that should be.
var dumpCases = []outcomeCase{
	{"line ends between messages, and none", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK\r\n\r\nHTTP/1.1 200 OK\r\n\r\nOK",
		[]string{`1 200 "OK" 4:1`, `2 200 "OK" 7:1`, `3 200 "OK" 11:1`}},
	{"a body that looks like messages, of the length stated", "HTTP/1.1 200 OK\nContent-Length: 34\n\nHTTP/1.1 404 Not Found\n\nGET / HTTP\nHTTP/2 200\n\n[]",
		[]string{`1 200 "HTTP/1.1 404 Not Found\n\nGET / HTTP" 4:1`, `2 200 "[]" 9:1`}},
	{"pipelined requests", "GET /a/senders.php?get=1 HTTP/1.1\n\nPOST /b/senders.php HTTP/1.1\nContent-Length: 5\n\nget=1GET /c/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\naHTTP/1.1 200 OK\nContent-Length: 1\n\nb",
		[]string{`1 GET /a/senders.php?get=1 200 "a" 11:1`, `2 POST /b/senders.php "get=1" 200 "b" 14:1`, `3 GET /c/senders.php lost`}},
	{"a form without its length", "POST /sys/senders.php HTTP/1.1\n\nget=1\nHTTP/1.1 200 OK\n\nOK", []string{`1 POST /sys/senders.php "get=1" 200 "OK" 6:1`}},
	{"a form of the length stated that ends in line ends", "POST /sys/senders.php HTTP/1.1\nContent-Length: 7\n\nget=1\r\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 POST /sys/senders.php "get=1\r\n" 200 "OK" 8:1`}},
	{"a line that is not a field in a request", "GET /sys/senders.php HTTP/1.1\nnone\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 GET /sys/senders.php 200 "OK" 6:1 malformed: a line of a header is not a field`}},
	{"elsewhere", "GET /favicon.ico HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 3\n\nabcHTTP/1.1 200 OK\n\nOK", []string{`1 GET /favicon.ico 200 elsewhere`, `2 200 "OK" 8:1`}},
	{"HEAD", "HEAD /sys/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 3\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 HEAD /sys/senders.php 200 "" 6:1`, `2 200 "OK" 8:1`}},
	{"no content", "HTTP/1.1 204 No Content\n\nHTTP/1.1 304 Not Modified\nContent-Length: 3\n\nHTTP/1.1 200 OK\n\n", []string{`1 204 "" 3:1`, `2 304 "" 6:1`, `3 200 "" 8:1`}},
	{"interim answers with lines that are not fields", "HTTP/1.1 100 Continue\nx\n\nHTTP/1.1 100 Continue\nx\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 9:1 malformed: a line of a header is not a field`}},
	{"interim answers", "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/3 200\r\n\r\nOK", []string{`1 200 "OK" 10:1`}},
	{"a proxy", "CONNECT smsc.ru:443 HTTP/1.1\n\nHTTP/1.1 200 Connection established\n\nGET /sys/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 CONNECT smsc.ru:443 200 elsewhere`, `2 GET /sys/senders.php 200 "OK" 9:1`}},
	{"redirects and a refusal without their bodies", "HTTP/1.1 302 Found\nContent-Length: 9\n\nHTTP/1.1 407 No\nContent-Length: 9\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 302 omitted`, `2 407 omitted`, `3 200 "OK" 9:1`}},
	{"a folded field", "HTTP/1.1 200 OK\nX: a\n b\nContent-Length: 2\n\nOK", []string{`1 200 "OK" 6:1 malformed: a line of a header is not a field`}},
	{"chunks with extensions and a trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\n\r\nOK", []string{`1 200 "abc0123456789" 5:1`, `2 200 "OK" 13:1`}},
	{"one chunk, with the line ends changed", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nOK\n0\n\n", []string{`1 200 "OK" 5:1`}},
	{"chunks joined, a number first", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n12\n34\n", []string{`1 200 "12\n34\n" 4:1`}},
	{"deflate as text", "HTTP/1.1 200 OK\nContent-Encoding: deflate\nContent-Length: 9\n\n80 names", []string{`1 200 "80 names" 5:1`}},
	{"a byte order mark", "\xEF\xBB\xBFHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 3:1`}},
	{"a body longer than a header may be", "HTTP/1.1 200 OK\nContent-Length: 100000\n\n" + strings.Repeat("name = ab\n", 10000) + "HTTP/1.1 204 No\n\n", []string{fmt.Sprintf(`1 200 %q 4:1`, strings.Repeat("name = ab\n", 10000)), `2 204 "" 10006:1`}},
	{"a body that ends in two line ends, and two more", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\r\nb\r\n\r\n\r\n", []string{`1 200 "a\r\nb\r\n" 4:1`}},
	{"a damaged response to the first of two requests", "GET /a/senders.php HTTP/1.1\n\nGET /b/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\nA: b\nHTTP/1.1 200 OK\n\nOK",
		[]string{`capture: dump: line 5, column 1: malformed: a header ends where another begins`, `2 GET /b/senders.php 200 "OK" 9:1`}},
	{"no field and no value in a header", "HTTP/1.1 200 OK\n:\n\nOK", []string{`1 200 "OK" 4:1 malformed: a line of a header is not a field`}},
	{"deflate and a byte more", "HTTP/1.1 200 OK\nContent-Encoding: deflate\n\n" + bareDeflate("OK") + "\x01", []string{`1 200 "OK" 4:1 trailing data: bytes after the end of a compressed body were omitted`}},

	{"shorter than stated", "HTTP/1.1 200 OK\nContent-Length: 9\n\nOKHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 4:1 length disagrees: a body is shorter than Content-Length`, `2 200 "OK" 6:1`}},
	{"longer than stated", "HTTP/1.1 200 OK\nContent-Length: 1\n\nOKHTTP/1.1 200 OK\n\nOK", []string{`1 200 "O" 4:1 trailing data: bytes after the end of the body, such as curl -w writes, were omitted`, `2 200 "OK" 6:1`}},
	{"shorter than stated, and not encoded", "HTTP/1.1 200 OK\nContent-Encoding: identity\nContent-Length: 9\n\nOK", []string{`1 200 "OK" 5:1 unexpected EOF: the body is cut off`}},
	{"a length that is none", "HTTP/1.1 200 OK\nContent-Length: -1\n\nOK", []string{`1 200 "OK" 4:1 length disagrees: Content-Length is not a length`}},
	{"a length that is none, and no body", "HTTP/1.1 200 OK\nContent-Length: x\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "" 4:1 length disagrees: Content-Length is not a length`, `2 200 "OK" 6:1`}},
	{"a length beyond all numbers, and no body", "HTTP/1.1 200 OK\nContent-Length: 99999999999999999999\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "" 4:1 length disagrees: Content-Length is not a length`, `2 200 "OK" 6:1`}},
	{"a redirect with a length that is none", "HTTP/1.1 302 Found\nContent-Length: x\n\nHTTP/1.1 200 OK\n\nOK", []string{`1 302 "" 4:1 length disagrees: Content-Length is not a length`, `2 200 "OK" 6:1`}},
	{"a redirect with a length that is none, at the end", "HTTP/1.1 302 Found\nContent-Length: x\n\n", []string{`1 302 "" 4:1 length disagrees: Content-Length is not a length`}},
	{"no body of the length stated, at the end", "HTTP/1.1 200 OK\nContent-Length: 2\n\n", []string{`1 200 omitted`}},
	{"longer than stated, and not encoded", "HTTP/1.1 200 OK\nContent-Encoding: identity\nContent-Length: 1\n\nOK", []string{`1 200 "O" 5:1 ` + trailing}},
	{"longer than stated, and decoded", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 1\n\nOK", []string{`1 200 "OK" 5:1`}},
	{"letters of twice the length stated", "HTTP/1.1 200 OK\nContent-Length: 2\n\nжж", []string{`1 200 "жж" 4:1 length disagrees: a body is longer than Content-Length, as if it was converted from another charset`}},
	{"a sign of thrice the length stated", "HTTP/1.1 200 OK\nContent-Length: 1\n\n№", []string{`1 200 "№" 4:1 length disagrees: a body is longer than Content-Length, as if it was converted from another charset`}},
	{"another charset, but bytes that are not UTF-8", "HTTP/1.1 200 OK\nContent-Length: 3\n\na\xffж", []string{"1 200 \"a\\xff\\xd0\" 4:1 " + trailing}},
	{"a length beyond all bounds", "HTTP/1.1 200 OK\nContent-Length: 9223372036854775807\n\nOKHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 4:1 length disagrees: a body is shorter than Content-Length`, `2 200 "OK" 6:1`}},
	{"a chunk shorter than stated", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n9\r\nb\r\nHTTP/1.1 200 OK\r\n\r\nOK", []string{`1 200 "ab\r\n" 5:1 length disagrees: chunks do not have the lengths that they state`, `2 200 "OK" 10:1`}},
	{"a chunk shorter than stated, which states more than there is", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nb\r\nHTTP/1.1 200 OK\r\n\r\nOK", []string{`1 200 "b\r\n" 5:1 length disagrees: chunks do not have the lengths that they state`, `2 200 "OK" 8:1`}},
	{"a chunk longer than stated, at the end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc", []string{`1 200 "abc" 5:1 unexpected EOF: the body is cut off`}},
	{"no chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nOK", []string{`1 200 "OK" 4:1`}},
	{"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nHTTP/1.1 200 OK\r\n\r\nOK", []string{`1 200 "a" 5:1 length disagrees: chunks do not have the lengths that they state`, `2 200 "OK" 8:1`}},
	{"an unknown encoding", "HTTP/1.1 200 OK\nContent-Encoding: compress\nContent-Length: 2\n\nOK", []string{`1 200 "OK" 5:1 encoding cannot be undone: an unknown Content-Encoding`}},
	{"damaged gzip", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 20\n\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", []string{`1 200 omitted encoding cannot be undone: the encoded body is damaged`}},
	{"gzip cut off, and shorter than stated", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 99\n\n\x1f\x8b\x08\x00", []string{`1 200 omitted unexpected EOF: the body is cut off unexpected EOF: the encoded body is cut off`}},
	{"gzip shorter than stated", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 99\n\n" + gzipped("OK"), []string{`1 200 "OK" 5:1 unexpected EOF: the body is cut off`}},
	{"an unknown encoding, and shorter than stated", "HTTP/1.1 200 OK\nContent-Encoding: compress\nContent-Length: 9\n\nOK", []string{`1 200 "OK" 5:1 unexpected EOF: the body is cut off encoding cannot be undone: an unknown Content-Encoding`}},
	{"gzip cut off", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 4\n\n\x1f\x8b\x08\x00", []string{`1 200 omitted unexpected EOF: the encoded body is cut off`}},
	{"chunks cut off before the first byte", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n", []string{`1 200 omitted unexpected EOF: the body is cut off`}},
	{"gzip that was changed as text", "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n\x1f\uFFFD\x08\x00\x00\x00\x00\x00\uFFFD", []string{`1 200 "\x1f�\b\x00\x00\x00\x00\x00�" 4:1 encoding cannot be undone: the encoded body was changed as if it was text`}},
	{"a line that is not a field", "HTTP/1.1 200 OK\nnone\nContent-Length: 2\n\nOK", []string{`1 200 "OK" 5:1 malformed: a line of a header is not a field`}},

	{"cut off in a body", "HTTP/1.1 200 OK\nContent-Length: 3\n\nOK", []string{`1 200 "OK" 4:1 unexpected EOF: the body is cut off`}},
	{"cut off in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nOK", []string{`1 200 "OK" 5:1 unexpected EOF: the body is cut off`}},
	{"cut off after the chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\nX: ", []string{`1 200 "OK" 5:1 unexpected EOF: the body is cut off`}},
	{"cut off in a header", "HTTP/1.1 200 OK\n\nOKHTTP/1.1 200 OK\nContent", []string{`1 200 "OK" 3:1`, `capture: dump: line 3, column 3: unexpected EOF: the header is cut off, or has no empty line after it`}},
	{"cut off in a start line", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOKHTTP/1.", []string{`1 200 "OK" 4:1 ` + trailing}},
	{"cut off in a form", "POST /sys/senders.php HTTP/1.1\nContent-Length: 9\n\nget=1", []string{`1 POST /sys/senders.php "get=1" lost unexpected EOF: the body is cut off`}},
	{"a header cut off by a message", "GET /a/senders.php HTTP/1.1\nHost: x\nGET /b/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\naHTTP/1.1 200 OK\n\nb",
		[]string{`capture: dump: line 1, column 1: malformed: a header ends where another begins`, `1 200 "a" 8:1 dropped: a part of the request, or of the text around it, was not kept`, `2 GET /b/senders.php 200 "b" 10:1`}},
	{"as stated, and a line end", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK\r\n", []string{`1 200 "OK" 4:1`}},
	{"as stated, and much white space", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK" + strings.Repeat(" \n", 20), []string{`1 200 "OK" 4:1`}},
	{"curl -w after a body", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK\n200 0.017\n", []string{`1 200 "OK" 4:1 ` + trailing}},
	{"curl -w right after a body, twice", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK200HTTP/1.1 200 OK\nContent-Length: 2\n\nOK200", []string{`1 200 "OK" 4:1 ` + trailing, `2 200 "OK" 7:1 ` + trailing}},
	{"curl -w after no body", "HTTP/1.1 200 OK\nContent-Length: 0\n\n200", []string{`1 200 "" 4:1 ` + trailing}},
	{"longer than stated, as it was indented", "HTTP/1.1 200 OK\nContent-Length: 24\n\n[\n    {\n        \"sender\": \"zxcabs\"\n    }\n]\n\n\n", []string{`capture: dump: line 1, column 1: length disagrees: the body was indented, as by HTTPie; save it with curl -i -o FILE`}},
	{"shorter than stated, though it was indented", "HTTP/1.1 200 OK\nContent-Length: 64\n\n{\n    \"error\": \"authorise error\",\n    \"error_code\": 2\n}\n", []string{`capture: dump: line 1, column 1: length disagrees: the body was indented, as by HTTPie; save it with curl -i -o FILE`}},
	{"XML that was indented", "HTTP/1.1 200 OK\nContent-Length: 33\n\n<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<list>\n  <sender>a</sender>\n</list>\n", []string{`capture: dump: line 1, column 1: length disagrees: the body was indented, as by HTTPie; save it with curl -i -o FILE`}},
	{"indented, and as stated", "HTTP/1.1 200 OK\nContent-Length: 14\n\n{\n  \"a\": \"b\"\n}\n", []string{`1 200 "{\n  \"a\": \"b\"\n}" 4:1`}},
	{"indented, and as stated, before a prompt", "$ curl -i https://h/a\nHTTP/1.1 502 No\nContent-Length: 32\n\n<html>\n  <body>a</body>\n</html>\n$ curl -i https://h/b\n", []string{`1 502 "<html>\n  <body>a</body>\n</html>\n" 5:1`}},
	{"indented, and as stated, before the output of curl -w", "HTTP/1.1 502 No\nContent-Length: 31\n\n<html>\n  <body>a</body>\n</html>502\n", []string{`1 502 "<html>\n  <body>a</body>\n</html>" 4:1 ` + trailing}},
	{"indented, and encoded", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 99\n\n{\n  \"a\": \"b\"\n}", []string{`1 200 "{\n  \"a\": \"b\"\n}" 5:1`}},
	{"indented, and cut off", "HTTP/1.1 200 OK\nContent-Length: 99\n\n{\n  \"a\": \"b\"", []string{`1 200 "{\n  \"a\": \"b\"" 4:1 unexpected EOF: the body is cut off`}},
	{"line ends that PowerShell changed, with one more", "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n[{\r\n\"sender\": \"zxcabs\"\r\n}]\r\n", []string{`capture: dump: line 1, column 1: length disagrees: the line ends of the body were changed; save it with curl -i -o FILE`}},
	{"as stated, with line ends of Windows, and one more", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na\r\nb\r\n", []string{`1 200 "a\r\nb" 4:1`}},
	{"line ends that were changed", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\r\nb\r\nc\r\n", []string{`capture: dump: line 1, column 1: length disagrees: the line ends of the body were changed; save it with curl -i -o FILE`}},
	{"line ends that a terminal changed", "HTTP/1.1 200 OK\nContent-Length: 9\n\na\nb\nc\n", []string{`1 200 "a\nb\nc\n" 4:1 ` + lineEnds}},
	{"line ends that a terminal changed, between messages", "HTTP/1.1 200 OK\nContent-Length: 7\n\na\nb\nc\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "a\nb\nc\n" 4:1 ` + lineEnds, `2 200 "OK" 9:1`}},
	{"line ends that a terminal changed, and a prompt", "$ curl -i https://h/a\nHTTP/1.1 200 OK\nContent-Length: 9\n\na\nb\nc\n$ ", []string{`1 200 "a\nb\nc\n" 5:1 ` + lineEnds}},
	{"line ends that a terminal changed, and another command", "$ curl -i https://h/a\nHTTP/1.1 200 OK\nContent-Length: 7\n\na\nb\nc\n$ curl -i https://h/b\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "a\nb\nc\n" 5:1 ` + lineEnds, `2 200 "OK" 11:1`}},
	{"a line of the length stated, and another command", "$ curl -i https://h/a\nHTTP/1.1 200 OK\nContent-Length: 1\n\na\n$ curl -i https://h/b\n", []string{`1 200 "a" 5:1`}},
	{"chunks whose line ends were changed", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n6\na\nb\n\n0\n\nHTTP/1.1 200 OK\n\nOK", []string{`capture: dump: line 1, column 1: length disagrees: the line ends of the body were changed; save it with curl -i -o FILE`, `2 200 "OK" 12:1`}},
	{"joined chunks that begin with a number", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n6\na\n10\n", []string{`1 200 "6\na\n10\n" 4:1`}},
	{"shorter than stated, with line ends of Windows", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\na\r\nb", []string{`1 200 "a\r\nb" 4:1 unexpected EOF: the body is cut off`}},
	{"another charset than that of the length", "HTTP/1.1 200 OK\nContent-Length: 9\n\nname = жж", []string{`1 200 "name = жж" 4:1 length disagrees: a body is longer than Content-Length, as if it was converted from another charset`}},
	{"no body, of the length stated", "HTTP/1.1 200 OK\nContent-Length: 2\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\n", []string{`1 200 omitted`, `2 200 omitted`}},
	{"an empty body", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", []string{`1 200 "" 4:1`}},
	{"an empty body in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []string{`1 200 "" 4:1`}},
	{"gzip and bytes after it", "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped("OK") + "\n200", []string{`1 200 "OK" 4:1 trailing data: bytes after the end of a compressed body were omitted`}},
	{"gzip of a length, and bytes after it", fmt.Sprintf("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: %d\n\n", len(gzipped("OK"))) + gzipped("OK") + "\n200", []string{`1 200 "OK" 5:1 trailing data: bytes after the end of a compressed body were omitted`}},
	{"gzip in two members", "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n" + gzipped("O") + gzipped("K"), []string{`1 200 "OK" 4:1`}},
	{"gzip, then chunks", fmt.Sprintf("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(gzipped("OK")), gzipped("OK")), []string{`1 200 "OK" 5:1`}},
	{"gzip twice, then chunks", fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: gzip,Chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(gzipped(gzipped("OK"))), gzipped(gzipped("OK"))), []string{`1 200 "OK" 6:1`}},

	// What a shell and curl print.
	{"a progress meter", meterLines + "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK", []string{`1 200 "OK" 7:1`}},
	{"a progress meter in the body", "HTTP/1.1 200 OK\nContent-Length: 24\n\n[{\n\"send" + meterLines[strings.LastIndex(meterLines, "\r"):] + "er\": \"zxcabs\"\n}]HTTP/1.1 200 OK\n\nOK",
		[]string{`capture: dump: line 1, column 1: malformed: curl wrote its progress meter into the body; save it with curl -i -o FILE`, `2 200 "OK" 9:1`}},
	{"a progress meter after the body", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK" + meterLines[strings.LastIndex(meterLines, "\r"):], []string{`1 200 "OK" 4:1`}},
	{"a progress meter without a line end", strings.TrimSuffix(meterLines, "\n") + "HTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 5:1`}},
	{"a prompt", "me@host:~/a$ curl -i 'https://smsc.ru/sys/senders.php?psw=x'\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 4:1`}},
	{"a command over several lines", "$ curl -i \\\n  -H 'A: b' \\\n  https://smsc.ru/\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 6:1`}},
	{"a command of Windows", "C:\\> curl.exe -i ^\r\n  https://smsc.ru/\r\nHTTP/1.1 200 OK\r\n\r\nOK", []string{`1 200 "OK" 5:1`}},
	{"set -x", "+ url=https://smsc.ru/\n++ cat psw\n+ curl -si https://smsc.ru/\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 "OK" 6:1`}},
	{"two commands, and a prompt at the end", "$ curl -i https://h/a\nHTTP/1.1 200 OK\n\na\n$ curl -i https://h/b\nHTTP/1.1 200 OK\n\nb\nme@h:~$ ", []string{`1 200 "a\n" 4:1`, `2 200 "b\n" 8:1`}},
	{"a body in bytes, on a terminal", "$ curl -i https://h/a\nHTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 40\n\nWarning: Binary output can mess up your terminal. Use \"--output -\" to tell \nWarning: curl to output it to your terminal anyway, or consider \"--output \nWarning: <FILE>\" to save to a file.\n$ curl -i https://h/b\nHTTP/1.1 200 OK\n\nOK", []string{`1 200 omitted`, `2 200 "OK" 12:1`}},
	{"two commands, each after a body without a line end", "[me@h ~]$ curl -i https://h/a\nHTTP/2 200\n\n[{\n\"sender\": \"a\"\n}][me@h ~]$ curl -i https://h/b\nHTTP/2 200\n\nname = b[me@h ~]$ ", []string{`1 200 "[{\n\"sender\": \"a\"\n}]" 4:1`, `2 200 "name = b" 9:1`}},
	{"set -x after a body of known length", "HTTP/1.1 200 OK\nContent-Length: 1\n\na+ curl -i https://h/b\nHTTP/1.1 200 OK\nContent-Length: 1\n\nb+ echo done\n", []string{`1 200 "a" 4:1`, `2 200 "b" 8:1`}},
	{"a body that is like a command", "HTTP/1.1 200 OK\n\nname = curl -x\n+ 1\nname = b", []string{`1 200 "name = curl -x\n+ 1\nname = b" 3:1`}},

	{"what Fiddler saves, in chunks, of no length and of a length",
		"GET /a/senders.php HTTP/1.1\r\nHost: h\r\n\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n\r\n------------\r\n\r\n" +
			"GET /b/senders.php HTTP/1.1\r\n\r\n\r\nHTTP/1.1 200 OK\r\n\r\nOK\r\n------------\r\n\r\n" +
			"GET /c/senders.php HTTP/1.1\r\n\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK\r\n------------\r\n",
		[]string{`1 GET /a/senders.php 200 "OK" 9:1`, `2 GET /b/senders.php 200 "OK" 20:1`, `3 GET /c/senders.php 200 "OK" 29:1`}},
	{"what Fiddler saves, without bodies", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n------------\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n------------\r\n", []string{`1 200 omitted`, `2 200 omitted`}},
	{"dashes of the length stated", "HTTP/1.1 200 OK\nContent-Length: 12\n\n------------", []string{`1 200 "------------" 4:1`}},
	{"a line end of the body before a line of dashes", "HTTP/1.1 200 OK\nContent-Length: 4\n\na\nb\n\n------------\n", []string{`1 200 "a\nb\n" 4:1`}},
	{"an indented body with its line end before a fence", "HTTP/1.1 200 OK\nContent-Length: 12\n\n{\n  \"a\":1\n}\n\n```\n", []string{`1 200 "{\n  \"a\":1\n}\n" 4:1`}},
	{"a file of requests and responses", "###\nGET /a/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\n\nOK\n\n###\n\nGET /b/senders.php HTTP/1.1\n\nHTTP/1.1 200 OK\n\nOK\n\n###\n", []string{`1 GET /a/senders.php 200 "OK" 6:1`, `2 GET /b/senders.php 200 "OK" 14:1`}},
	{"a body in Markdown", "HTTP/1.1 200 OK\n\n```json\n[]\n```\n", []string{"1 200 \"```json\\n[]\" 3:1"}},
	{"an issue in Markdown", "```http\nGET /a/senders.php HTTP/1.1\n\n```\nThe answer:\n```\nHTTP/1.1 200 OK\n\nOK\n```\n\nI expected a list.\n", []string{`1 GET /a/senders.php 200 "OK" 9:1`}},
	{"the output of a Go test", "=== RUN   TestA\nHTTP/2.0 200 OK\n\nOK\n--- FAIL: TestA (0.00s)\nFAIL\n", []string{`1 200 "OK" 4:1`}},
	{"a session with HTTPie", "me@h:~$ http -v https://h/a/senders.php psw==x\nGET /a/senders.php?psw=x HTTP/1.1\nHost: h\n\n\n\nHTTP/1.1 200 OK\n\nOK\n\n\nme@h:~$ http https://h/b/senders.php\nHTTP/1.1 200 OK\n\nzxcabs\n\n\nme@h:~$ ", []string{`1 GET /a/senders.php?psw=x 200 "OK\n\n\n" 9:1`, `2 200 "zxcabs\n\n\n" 15:1`}},
	{"what HTTPie prints after a body", "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 22\n\nOK\n\nElapsed time: 0.002403541s\n\n\n", []string{`1 200 "OK" 5:1`}},
	{"a body in chunks that an IDE has saved", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nResponse file saved.\n> 2025-04-07T123757.200.json\n\nResponse code: 200 (OK); Time: 9ms (9 ms)\n", []string{`1 200 omitted`}},
	{"a body that an IDE has saved, and one that it has not", "HTTP/1.1 200 OK\nContent-Length: 9\n\nResponse file saved.\n> 2025-04-07T123757.200.json\n\nResponse code: 200 (OK); Time: 9ms (9 ms)\nHTTP/1.1 200 OK\n\nOK\n\nResponse code: 200 (OK); Time: 9ms (9 ms)\n",
		[]string{`1 200 omitted`, `2 200 "OK" 10:1`}},

	{"no message", "OK", []string{`capture: dump: line 1, column 1: malformed: want a request line or a status line`}},
	{"something between messages", "HTTP/1.1 204 No Content\n\n--\nHTTP/1.1 200 OK\n\nOK", []string{`1 204 "" 3:1`, `capture: dump: line 3, column 1: malformed: want a request line or a status line`, `2 200 "OK" 6:1`}},
}

const trailing = `trailing data: bytes after the end of the body, such as curl -w writes, were omitted`

const lineEnds = `unexpected EOF: the body is cut off, or its line ends were changed; save it with curl -i -o FILE`

// meterLines is what curl prints of its progress into a pipe or a file.
const meterLines = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
	"                                 Dload  Upload   Total   Spent    Left  Speed\n" +
	"\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r100    31  100    31    0     0   4711      0 --:--:-- --:--:-- --:--:--  5166\n"

func TestDump(t *testing.T) { checkOutcomes(t, capture.Reader{Format: capture.Dump}, dumpCases) }

// TestDumpLimits: what is too large, and what follows it.
func TestDumpLimits(t *testing.T) {
	const next = "HTTP/1.1 200 OK\n\nOK"
	large := strings.Repeat("x", 1<<11)
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	w.Write(make([]byte, 1<<16))
	w.Close()
	body := []string{`capture: dump: line 1, column 1: too large: a body`, `2 200 "OK" `}
	at := func(position string) []string { return []string{body[0], body[1] + position} }
	checkOutcomes(t, capture.Reader{Format: capture.Dump, MaxEntry: 1 << 10}, []outcomeCase{
		{"of the length stated", "HTTP/1.1 200 OK\nContent-Length: 2048\n\n" + large + next, at("6:1")},
		{"without a length", "HTTP/1.1 200 OK\n\n" + large + next, at("5:1")},
		{"in one chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n" + large + "\r\n0\r\n\r\n" + next, at("10:1")},
		{"in many chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1\r\nx\r\n", 1<<10) + "0\r\n\r\n" + next, at("2056:1")},
		{"smaller than it says", "HTTP/1.1 200 OK\nContent-Length: 2048\n\nOK" + next, []string{`1 200 "OK" 4:1 length disagrees: a body is shorter than Content-Length`, `2 200 "OK" 6:1`}},
		{"when decoded", fmt.Sprintf("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: %d\n\n%s%s", bomb.Len(), bomb.Bytes(), next),
			[]string{`capture: dump: line 1, column 1: too large: a body when decoded`, fmt.Sprintf(`2 200 "OK" %d:1`, 7+bytes.Count(bomb.Bytes(), []byte("\n")))}},
		{"a form", "POST /sys/senders.php HTTP/1.1\nContent-Length: 2048\n\n" + large + next, []string{body[0], `1 200 "OK" 6:1 dropped: a part of the request, or of the text around it, was not kept`}},
		{"a form, and another request", "POST /a/senders.php HTTP/1.1\nContent-Length: 2048\n\n" + large + "GET /b/senders.php HTTP/1.1\n\n" + "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK" + next, []string{body[0], `1 200 "OK" 9:1 dropped: a part of the request, or of the text around it, was not kept`, `2 GET /b/senders.php 200 "OK" 11:1`}},
		{"as large as allowed, of the length stated", "HTTP/1.1 200 OK\nContent-Length: 1024\n\n" + large[:1024] + next, []string{`1 200 "` + large[:1024] + `" 4:1`, `2 200 "OK" 6:1`}},
		{"as large as allowed, without a length", "HTTP/1.1 200 OK\n\n" + large[:1024] + next, []string{`1 200 "` + large[:1024] + `" 3:1`, `2 200 "OK" 5:1`}},
		{"a byte too large, of the length stated", "HTTP/1.1 200 OK\nContent-Length: 1025\n\n" + large[:1025] + next, at("6:1")},
		{"a byte too large, without a length", "HTTP/1.1 200 OK\n\n" + large[:1025] + next, at("5:1")},
		{"a byte too large, in chunks, at the end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n" + large[:1025] + "\r\n0\r\n\r\n", body[:1]},
		{"a header as large as allowed", "HTTP/1.1 200 OK\nA: " + strings.Repeat("x", 1<<16-len("HTTP/1.1 200 OK\nA: \n\n")) + "\n\nOK", []string{`1 200 "OK" 4:1`}},
		{"a header that is a byte too large", "HTTP/1.1 200 OK\nA: " + strings.Repeat("x", 1<<16-len("HTTP/1.1 200 OK\nA: \n\n")+1) + "\n\nOK", []string{`capture: dump: line 1, column 1: too large: a header`}},
		{"a header", "HTTP/1.1 200 OK\n" + strings.Repeat("a: b\n", 1<<14) + "\n" + next, []string{`capture: dump: line 1, column 1: too large: a header`, `2 200 "OK" 16389:1`}},
		{"too many encodings", "HTTP/1.1 200 OK\nContent-Encoding: gzip, gzip, gzip, gzip, gzip\n\nOK", []string{`1 200 "OK" 4:1 encoding cannot be undone: too many encodings`}},
	})
}

// TestDamagedRequest: what is left of a request that cannot be read is kept, as it may have secrets.
func TestDamagedRequest(t *testing.T) {
	const head, ok = "GET /sys/senders.php?psw=hunter2 HTTP/1.1\nCookie: hunter3\n", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK"
	for name, text := range map[string]string{
		"a dump":       head + ok,
		"a record":     record(warcRequest+warcTarget, head) + record(warcResponse+warcTarget, ok),
		"what curl -v": "> " + strings.ReplaceAll(strings.TrimSuffix(head, "\n"), "\n", "\n> ") + "\n< HTTP/1.1 200 OK\n< \nOK",
	} {
		var kept string
		var defects []capture.Defect
		for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(text)) {
			if err != nil {
				continue
			}
			for _, f := range x.Other {
				kept += f.Value
			}
			defects = append(defects, x.Defects...)
		}
		if !strings.Contains(kept, head) || len(defects) != 1 || defects[0].Err != capture.ErrDropped {
			t.Errorf("%s: kept %q, with the defects %v", name, kept, defects)
		}
	}
}

// TestDumpFar: a message is found however far it is, and however the text before it is divided
// by the window.
func TestDumpFar(t *testing.T) {
	const next = "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK"
	for _, far := range []int{1 << 16, 1 << 17, 3 << 16, 1 << 18} {
		for n := far - 40; n <= far+40; n += 8 {
			text, defect := strings.Repeat("x", n), ""
			if n > 1<<16-len("\n") {
				defect = " dropped: a part of the request, or of the text around it, was not kept"
			}
			checkOutcomes(t, capture.Reader{Format: capture.Dump}, []outcomeCase{
				{fmt.Sprintf("after a body of %d bytes", n), "HTTP/1.1 200 OK\n\n" + text + next, []string{`1 200 "` + text + `" 3:1`, `2 200 "OK" 6:1`}},
				{fmt.Sprintf("after %d bytes of other text", n), text + next, []string{`capture: dump: line 1, column 1: malformed: want a request line or a status line`, `1 200 "OK" 4:1` + defect}},
			})
			checkOutcomes(t, capture.Reader{Format: capture.WARC}, []outcomeCase{
				{fmt.Sprintf("after %d bytes that are no record", n), text + "\n" + record(warcResponse, next), []string{`capture: warc: line 1, column 1: malformed: want a record`, `1 200 "OK" 10:1` + defect}},
			})
		}
	}
}

// TestDumpPending: how many requests wait for their responses, and how large they are.
func TestDumpPending(t *testing.T) {
	const get, ok = "GET /x HTTP/1.1\n\n", "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK"
	post := func(n int) string {
		return fmt.Sprintf("POST /sys/senders.php?a HTTP/1.1\nContent-Length: %d\n\n%s", n, strings.Repeat("x", n))
	}
	form := func(n int) string { return `POST /sys/senders.php?a "` + strings.Repeat("x", n) + `" ` }
	lost := func(from, to int) (want []string) {
		for n := from; n <= to; n++ {
			want = append(want, fmt.Sprintf("%d GET /x lost", n))
		}
		return want
	}
	checkOutcomes(t, capture.Reader{MaxEntry: 1 << 10}, []outcomeCase{
		{"as many as may wait", strings.Repeat(get, 128) + ok, append([]string{"1 GET /x 200 elsewhere"}, lost(2, 128)...)},
		{"one too many", strings.Repeat(get, 129) + ok, slices.Concat(lost(1, 1), []string{"2 GET /x 200 elsewhere"}, lost(3, 129))},
		{"forms that wait", post(512) + post(512) + ok, []string{"1 " + form(512) + `200 "OK" 10:1`, "2 " + form(512) + "lost"}},
		{"forms as large as an entry", post(1024) + ok + post(1024) + ok, []string{"1 " + form(1024) + `200 "OK" 7:1`, "2 " + form(1024) + `200 "OK" 13:1`}},
	})
}

// bareDeflate compresses without a header.
func bareDeflate(text string) string {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression)
	io.WriteString(w, text)
	w.Close()
	return packed.String()
}

// TestDumpMemory: a long dump is read in constant memory.
func TestDumpMemory(t *testing.T) {
	const size, bound = 64 << 20, 16 << 20
	message := []byte("GET /sys/senders.php?get=1 HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + strings.Repeat("x", 1000))
	src := io.LimitReader(&repeated{text: message}, size/int64(len(message))*int64(len(message)))
	before := bytesInUse()
	most := before
	n := 0
	for _, err := range (capture.Reader{}).Exchanges(src) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%10000 == 0 {
			most = max(most, bytesInUse())
		}
	}
	if n != size/len(message) {
		t.Errorf("%d exchanges", n)
	}
	if most-before > bound {
		t.Errorf("%d bytes in use", most-before)
	}
	t.Logf("%d bytes in use", most-before)
}

// bytesInUse returns the size of the heap without garbage: what garbage there is depends on
// the tests before.
func bytesInUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// repeated returns a text again and again.
type repeated struct {
	text []byte
	at   int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		more := copy(p[n:], r.text[r.at:])
		n += more
		r.at = (r.at + more) % len(r.text)
	}
	return n, nil
}

// TestChunkPositions: each byte of a body in chunks has its own place.
func TestChunkPositions(t *testing.T) {
	for name, dump := range map[string]string{
		"a dump":   okHead + "Transfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n1\r\n\n\r\n2;x=y\r\ncd\r\n0\r\n\r\n",
		"a record": record(warcResponse, okHead+"Transfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n1\r\n\n\r\n2\r\ncd\r\n0\r\n\r\n"),
		"cut off":  okHead + "Transfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n1\r\n\n\r\n9\r\ncd",
	} {
		t.Run(name, func(t *testing.T) {
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(dump)) {
				if err != nil || string(x.Response.Body) != "a\nb\ncd" {
					t.Fatalf("%+v, %v", x, err)
				}
				for i, b := range x.Response.Body {
					at := x.Response.Position(i)
					before := dump[:at.Offset]
					if dump[at.Offset] != b || at.Line != strings.Count(before, "\n")+1 || at.Col != len(before)-strings.LastIndexByte(before, '\n') {
						t.Errorf("byte %d, %q, is at %+v, where %q is", i, b, at, dump[at.Offset])
					}
				}
			}
		})
	}
}

// TestEncodedPositions: the bytes of a body that was encoded have the place of its beginning.
func TestEncodedPositions(t *testing.T) {
	inBase64 := base64.StdEncoding.EncodeToString([]byte(gzipped("OK")))
	for name, text := range map[string]string{
		"a dump":     okHead + "Content-Encoding: gzip\r\n\r\n" + gzipped("OK"),
		"a WARC":     record(warcResponse, okHead+"Content-Encoding: gzip\r\n\r\n"+gzipped("OK")),
		"a cassette": "interactions:\n- request: {}\n  response: {headers: {Content-Encoding: gzip}, body: !!binary '" + inBase64 + "'}\n",
		"a HAR":      `{"log":{"entries":[{"response":{"status":200,"headers":[{"name":"Content-Encoding","value":"gzip"}],"content":{"encoding":"base64","text":"[\"` + inBase64 + `\"]"}}}]}}`,
	} {
		for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(text)) {
			if err != nil || string(x.Response.Body) != "OK" {
				t.Fatalf("%s: %+v, %v", name, x, err)
			}
			first := x.Response.Position(0)
			if first.Offset == 0 || x.Response.Position(1) != first || x.Response.Position(2) != first {
				t.Errorf("%s: from %+v to %+v", name, first, x.Response.Position(2))
			}
		}
	}
}

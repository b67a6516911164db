package capture_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// record returns a WARC record.
func record(fields, block string) string {
	return fmt.Sprintf("WARC/1.1\r\n%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", strings.ReplaceAll(strings.TrimSuffix(fields, "\n"), "\n", "\r\n"), len(block), block)
}

const (
	warcRequest  = "WARC-Type: request\nContent-Type: application/http; msgtype=request\n"
	warcResponse = "WARC-Type: response\nContent-Type: application/http; msgtype=response\n"
	warcTarget   = "WARC-Target-URI: http://smsc.ru/sys/senders.php?get=1"
)

var warcCases = []outcomeCase{
	{"request and response of the same target",
		record(warcRequest+warcTarget, "GET /sys/senders.php?get=1 HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\n\r\nOK"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 19:1`}},
	{"response before request, by id, within <>",
		record(warcResponse+"WARC-Target-URI: <http://smsc.ru/sys/senders.php>\nWARC-Record-ID: <urn:a>", "HTTP/1.1 200 OK\r\n\r\nOK") +
			record(warcRequest+"WARC-Concurrent-To: <urn:a>", "POST /sys/senders.php HTTP/1.1\r\nContent-Length: 5\r\n\r\nget=1"),
		[]string{`1 POST http://smsc.ru/sys/senders.php "get=1" 200 "OK" 10:1`}},
	{"a response alone, and one of another request",
		record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\n\r\nOK") + record(warcRequest+"WARC-Target-URI: x", "GET /x HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
		[]string{`1 http://smsc.ru/sys/senders.php?get=1 200 "OK" 9:1`, `2 GET x lost`, `3 http://smsc.ru/sys/senders.php?get=1 200 "HTTP/1.1 200 OK\r\n\r\n" 29:1`}},
	{"requests without a response",
		record(warcRequest+warcTarget, "GET /sys/senders.php?get=1 HTTP/1.1\r\n\r\n") + record(warcRequest+"WARC-Record-ID: <urn:a>\nWARC-Concurrent-To: <urn:c>\n"+warcTarget, "HEAD / HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\n\r\nOK"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 lost`, `2 HEAD http://smsc.ru/sys/senders.php?get=1 lost`, `3 http://smsc.ru/sys/senders.php?get=1 200 "OK" 31:1`}},
	{"too many requests without a response", strings.Repeat(record(warcRequest+"WARC-Target-URI: x", "GET /x HTTP/1.1\r\n\r\n"), 65) + record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\n\r\nOK"),
		append(lostRequests(1, 65), `66 http://smsc.ru/sys/senders.php?get=1 200 "OK" 659:1`)},
	{"requests after the next response, by id",
		record(warcResponse+warcTarget+"\nWARC-Record-ID: <urn:a>", "HTTP/1.1 200 OK\r\n\r\nOK") + record(warcResponse+warcTarget+"\nWARC-Record-ID: <urn:b>", "HTTP/1.1 200 OK\r\n\r\nOK") +
			record(warcRequest+warcTarget+"\nWARC-Concurrent-To: <urn:a>", "GET / HTTP/1.1\r\n\r\n") + record(warcRequest+warcTarget+"\nWARC-Concurrent-To: <urn:b>", "GET / HTTP/1.1\r\n\r\n"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 10:1`, `2 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 21:1`}},
	{"requests whose responses are elsewhere or damaged",
		record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n") + record("WARC-Type: revisit\nContent-Type: application/http\n"+warcTarget, "HTTP/1.1 200 OK\r\n\r\n") +
			record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget, "OK"),
		[]string{`capture: warc: line 31, column 1: malformed: a record has no HTTP message of the kind that its type says`}},
	{"others are skipped",
		record("WARC-Type: warcinfo", "x") + record("WARC-Type: revisit\nContent-Type: application/http; msgtype=response", "HTTP/1.1 200 OK\r\n\r\n") + record("WARC-Type: response\nContent-Type: text/dns", "x"), nil},
	{"elsewhere", record(warcResponse+"WARC-Target-URI: http://smsc.ru/", "HTTP/1.1 200 OK\r\n\r\nOK"), []string{`1 http://smsc.ru/ 200 elsewhere`}},
	{"chunks, or what was in them",
		record(warcResponse, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n") + record(warcResponse, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nOK"),
		[]string{`1 200 "OK" 10:1`, `2 200 "OK" 23:1`}},
	{"an interim answer", record(warcResponse, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nOK"), []string{`1 200 "OK" 10:1`}},

	{"WARC 1.0, with line feeds and a type in capitals", "WARC/1.0\nWARC-Type: RESPONSE\nContent-Type: Application/HTTP\nContent-Length: 21\n\nHTTP/1.1 200 OK\r\n\r\nOK\n\n", []string{`1 200 "OK" 8:1`}},
	{"a form that ends in a line end", record(warcRequest+warcTarget, "POST / HTTP/1.1\r\n\r\nget=1\r\n"), []string{`1 POST http://smsc.ru/sys/senders.php?get=1 "get=1\r\n" lost`}},
	{"a message within a body", record(warcResponse, okHead+"Content-Length: 2\r\n\r\nOKHTTP/1.1 404 No\r\n\r\n"), []string{`1 200 "OK" 9:1 ` + trailing}},
	{"line ends that were changed", record(warcResponse, okHead+"Content-Length: 3\r\n\r\na\r\nb"), []string{`capture: warc: line 1, column 1: length disagrees: the line ends of the body were changed; save it with curl -i -o FILE`}},
	{"a request without its target", record(warcRequest+"WARC-Concurrent-To: a", "GET /x HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget+"\nWARC-Record-ID: a", okHead+"\r\nOK"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 20:1`}},
	{"a response without its target", record(warcRequest+warcTarget+"\nWARC-Concurrent-To: a", "GET /x HTTP/1.1\r\n\r\n") + record(warcResponse+"WARC-Record-ID: a", okHead+"\r\nOK"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 20:1`}},
	{"a response that names its request", record(warcRequest+warcTarget+"\nWARC-Record-ID: b", "GET / HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget+"\nWARC-Record-ID: a\nWARC-Concurrent-To: b", okHead+"\r\nOK"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 22:1`}},
	{"a response before its request, by target", record(warcResponse+warcTarget, okHead+"\r\nOK") + record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n"), []string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 9:1`}},
	{"a request, and another record that is cut off", record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n") + "WARC/1.0\r\nContent-Length: 5\r\n\r\nabc", []string{`capture: warc: line 11, column 1: unexpected EOF: the record is cut off`, `1 GET http://smsc.ru/sys/senders.php?get=1 lost`}},
	{"two responses of the same target, and one request", record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget, okHead+"\r\na") + record(warcResponse+warcTarget, okHead+"\r\nb"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "a" 19:1`, `2 http://smsc.ru/sys/senders.php?get=1 200 "b" 29:1`}},
	{"a request after a response that is not next to it", record(warcResponse+warcTarget, okHead+"\r\na") + record(warcResponse+"WARC-Target-URI: x", okHead+"\r\nb") + record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n"),
		[]string{`1 http://smsc.ru/sys/senders.php?get=1 200 "a" 9:1`, `2 x 200 elsewhere`, `3 GET http://smsc.ru/sys/senders.php?get=1 lost`}},
	{"defects of the request and the response", record(warcRequest+warcTarget+"\nWARC-Truncated: time", "GET / HTTP/1.1\r\nnone\r\n\r\n") + record(warcResponse+warcTarget, okHead+"Content-Length: 9\r\n\r\nOK"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 22:1 malformed: a line of a header is not a field unexpected EOF: the record is cut off unexpected EOF: the body is cut off`}},
	{"a damaged request, and its response", record(warcRequest+warcTarget, "GET /\r\n\r\n") + record(warcResponse+warcTarget, okHead+"\r\nOK"),
		[]string{`capture: warc: line 1, column 1: malformed: a record has no HTTP message of the kind that its type says`, `1 http://smsc.ru/sys/senders.php?get=1 200 "OK" 19:1 dropped: a part of the request, or of the text around it, was not kept`}},
	{"a response in a record of a request", record(warcRequest+warcTarget, okHead+"\r\n"), []string{`capture: warc: line 1, column 1: malformed: a record has no HTTP message of the kind that its type says`}},
	{"an interim answer alone", record(warcResponse, "HTTP/1.1 100 Continue\r\n\r\n"), []string{`capture: warc: line 1, column 1: malformed: a record has no HTTP message of the kind that its type says`}},
	{"a header cut off by the record's end", record(warcResponse, okHead+"Content-Le"), []string{`capture: warc: line 1, column 1: unexpected EOF: the header is cut off, or has no empty line after it`}},
	{"a negative length", "WARC/1.0\r\nContent-Length: -1\r\n\r\n", []string{`capture: warc: line 1, column 1: malformed: a record has no Content-Length`}},
	{"a header cut off by a record", "WARC/1.0\r\nContent-Length: 1\r\n" + record(warcResponse, okHead+"\r\nOK"), []string{`capture: warc: line 1, column 1: malformed: a header ends where another begins`, `1 200 "OK" 10:1`}},
	{"another version", "WARC/1.2\r\nContent-Length: 1\r\n\r\nx\r\n\r\n" + record(warcResponse, okHead+"\r\nOK"), []string{`capture: warc: line 1, column 1: malformed: want a record`, `1 200 "OK" 13:1`}},
	{"a record within a line", "WARC/1.2\r\nxWARC/1.1\r\n" + record(warcResponse, okHead+"\r\nOK"), []string{`capture: warc: line 1, column 1: malformed: want a record`, `1 200 "OK" 10:1`}},
	{"a length too long by one", strings.Replace(record(warcResponse, okHead+"\r\nOK"), "Content-Length: 21", "Content-Length: 22", 1) + record(warcResponse, okHead+"\r\nb"), []string{`1 200 "OK\r" 8:1`, `2 200 "b" 17:1`}},
	{"a length too short by one", strings.Replace(record(warcResponse, okHead+"\r\nOK"), "Content-Length: 21", "Content-Length: 20", 1) + record(warcResponse, okHead+"\r\nb"), []string{`capture: warc: line 8, column 2: malformed: want a record`, `1 200 "O" 8:1`, `2 200 "b" 17:1`}},

	{"truncated before the body", record(warcResponse+"WARC-Truncated: length", "HTTP/1.1 200 OK\r\n\r\n"), []string{`1 200 omitted unexpected EOF: the record is cut off`}},
	{"an answer to HEAD before its request", record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") + record(warcRequest+warcTarget, "HEAD /sys/senders.php?get=1 HTTP/1.1\r\n\r\n"), []string{`1 HEAD http://smsc.ru/sys/senders.php?get=1 200 "" 10:1`}},
	{"truncated by its own word", record(warcResponse+"WARC-Truncated: length", "HTTP/1.1 200 OK\r\n\r\nO"), []string{`1 200 "O" 9:1 unexpected EOF: the record is cut off`}},
	{"shorter than stated", record(warcResponse, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOK"), []string{`1 200 "OK" 9:1 unexpected EOF: the body is cut off`}},
	{"longer than stated", record(warcResponse, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nOK"), []string{`1 200 "O" 9:1 trailing data: bytes after the end of the body, such as curl -w writes, were omitted`}},
	{"cut off in a block", strings.TrimSuffix(record(warcResponse, "HTTP/1.1 200 OK\r\n\r\nOK...."), "....\r\n\r\n"), []string{`1 200 "OK" 8:1 unexpected EOF: the record is cut off`}},
	{"cut off in a header", "WARC/1.0\r\nWARC-Ty", []string{`capture: warc: line 1, column 1: unexpected EOF: the header is cut off, or has no empty line after it`}},
	{"cut off in what is skipped", "WARC/1.0\r\nContent-Length: 5\r\n\r\nabc", []string{`capture: warc: line 1, column 1: unexpected EOF: the record is cut off`}},
	{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n" + record(warcResponse, "HTTP/1.1 200 OK\r\n\r\nOK"),
		[]string{`capture: warc: line 1, column 1: malformed: a record has no Content-Length`, `1 200 "OK" 13:1`}},
	{"no record", record("WARC-Type: warcinfo", "x") + "x\n" + record(warcResponse, "HTTP/1.1 200 OK\r\n\r\nOK"),
		[]string{`capture: warc: line 7, column 1: malformed: want a record`, `1 200 "OK" 15:1`}},
	{"no response in it", record(warcResponse, "OK"), []string{`capture: warc: line 1, column 1: malformed: a record has no HTTP message of the kind that its type says`}},
}

func lostTargets(from, to int) (want []string) {
	for n := from; n <= to; n++ {
		want = append(want, fmt.Sprintf(`%d GET http://smsc.ru/sys/senders.php?get=1 lost`, n))
	}
	return want
}

func lostRequests(from, to int) (want []string) {
	for n := from; n <= to; n++ {
		want = append(want, fmt.Sprintf(`%d GET x lost`, n))
	}
	return want
}

func TestWARC(t *testing.T) { checkOutcomes(t, capture.Reader{Format: capture.WARC}, warcCases) }

// TestWARCLimits: records that are too large, and others that wait meanwhile.
func TestWARCLimits(t *testing.T) {
	const head = "POST / HTTP/1.1\r\n\r\n"
	form := func(n int) string { return strings.Repeat("x", n) }
	largest := 1<<10 + 1<<16 // of a block
	ok := record(warcResponse+warcTarget, okHead+"\r\nOK")
	named := record(warcRequest+warcTarget+"\nWARC-Record-ID: a", "GET /x HTTP/1.1\r\n\r\n")
	naming := record(warcResponse+warcTarget+"\nWARC-Concurrent-To: a", okHead+"\r\nOK")
	const lost, got = ` POST http://smsc.ru/sys/senders.php?get=1 `, `capture: warc: line 1, column 1: too large: `
	checkOutcomes(t, capture.Reader{MaxEntry: 1 << 10}, []outcomeCase{
		{"a body as large as allowed", record(warcResponse, okHead+"\r\n"+form(1<<10)), []string{`1 200 "` + form(1<<10) + `" 8:1`}},
		{"a body that is too large", record(warcResponse+warcTarget, okHead+"\r\n"+form(1<<10+1)) + ok, []string{got + `a body`, `1 http://smsc.ru/sys/senders.php?get=1 200 "OK" 19:1`}},
		{"a block as large as allowed", record(warcResponse, okHead+"A: "+form(largest-len(okHead+"A: \r\n\r\n"))+"\r\n\r\n"), []string{got + `a header`}},
		{"a block that is too large", record(warcResponse, form(largest+1)) + ok, []string{got + `a record`, `1 http://smsc.ru/sys/senders.php?get=1 200 "OK" 16:1`}},
		{"the response to a request that is too large", record(warcRequest+warcTarget, form(largest+1)) + record(warcResponse+warcTarget, okHead+"\r\na") + ok,
			[]string{got + `a record`, `1 http://smsc.ru/sys/senders.php?get=1 200 "a" 17:1 dropped: a part of the request, or of the text around it, was not kept`, `2 http://smsc.ru/sys/senders.php?get=1 200 "OK" 27:1`}},
		{"the request of a response that is too large", record(warcRequest+warcTarget, head) + record(warcResponse+warcTarget, form(largest+1)) + ok,
			[]string{strings.Replace(got, "line 1,", "line 11,", 1) + `a record`, `1 http://smsc.ru/sys/senders.php?get=1 200 "OK" 27:1`}},
		{"forms of which the last is answered", record(warcRequest+warcTarget, head+form(512)) + record(warcRequest+warcTarget, head+form(513)) + ok,
			[]string{`1` + lost + `"` + form(513) + `" 200 "OK" 29:1`, `2` + lost + `"` + form(512) + `" lost`}},
		{"as many requests as may wait", named + strings.Repeat(record(warcRequest+warcTarget, "GET /x HTTP/1.1\r\n\r\n"), 126) + naming,
			append([]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 1281:1`}, lostTargets(2, 127)...)},
		{"a request more than may wait", named + strings.Repeat(record(warcRequest+warcTarget, "GET /x HTTP/1.1\r\n\r\n"), 127) + naming,
			append(lostTargets(1, 128), `129 http://smsc.ru/sys/senders.php?get=1 200 "OK" 1291:1`)},
		{"forms as large as an entry", record(warcRequest+warcTarget, head+form(1024)) + ok + record(warcRequest+warcTarget, head+form(1024)) + ok,
			[]string{`1` + lost + `"` + form(1024) + `" 200 "OK" 19:1`, `2` + lost + `"` + form(1024) + `" 200 "OK" 39:1`}},
		{"what is skipped may have any size", record("WARC-Type: resource", form(1<<20)) + ok, []string{`1 http://smsc.ru/sys/senders.php?get=1 200 "OK" 15:1`}},
	})
}

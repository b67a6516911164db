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
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 31:1`, `2 HEAD http://smsc.ru/sys/senders.php?get=1 lost`}},
	{"too many requests without a response", strings.Repeat(record(warcRequest+"WARC-Target-URI: x", "GET /x HTTP/1.1\r\n\r\n"), 65) + record(warcResponse+warcTarget, "HTTP/1.1 200 OK\r\n\r\nOK"),
		append(lostRequests(1, 65), `66 http://smsc.ru/sys/senders.php?get=1 200 "OK" 659:1`)},
	{"requests after the next response, by id",
		record(warcResponse+warcTarget+"\nWARC-Record-ID: <urn:a>", "HTTP/1.1 200 OK\r\n\r\nOK") + record(warcResponse+warcTarget+"\nWARC-Record-ID: <urn:b>", "HTTP/1.1 200 OK\r\n\r\nOK") +
			record(warcRequest+warcTarget+"\nWARC-Concurrent-To: <urn:a>", "GET / HTTP/1.1\r\n\r\n") + record(warcRequest+warcTarget+"\nWARC-Concurrent-To: <urn:b>", "GET / HTTP/1.1\r\n\r\n"),
		[]string{`1 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 10:1`, `2 GET http://smsc.ru/sys/senders.php?get=1 200 "OK" 21:1`}},
	{"requests whose responses are elsewhere or damaged",
		record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n") + record("WARC-Type: revisit\nContent-Type: application/http\n"+warcTarget, "HTTP/1.1 200 OK\r\n\r\n") +
			record(warcRequest+warcTarget, "GET / HTTP/1.1\r\n\r\n") + record(warcResponse+warcTarget, "OK"),
		[]string{`capture: warc: line 31, column 1: malformed: a record is not an HTTP response`}},
	{"others are skipped",
		record("WARC-Type: warcinfo", "x") + record("WARC-Type: revisit\nContent-Type: application/http; msgtype=response", "HTTP/1.1 200 OK\r\n\r\n") + record("WARC-Type: response\nContent-Type: text/dns", "x"), nil},
	{"elsewhere", record(warcResponse+"WARC-Target-URI: http://smsc.ru/", "HTTP/1.1 200 OK\r\n\r\nOK"), []string{`1 http://smsc.ru/ 200 elsewhere`}},
	{"chunks, or what was in them",
		record(warcResponse, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n") + record(warcResponse, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nOK"),
		[]string{`1 200 "OK" 10:1`, `2 200 "OK" 23:1`}},
	{"an interim answer", record(warcResponse, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nOK"), []string{`1 200 "OK" 10:1`}},

	{"truncated by its own word", record(warcResponse+"WARC-Truncated: length", "HTTP/1.1 200 OK\r\n\r\nO"), []string{`1 200 "O" 9:1 unexpected EOF: a record says that it is truncated`}},
	{"shorter than stated", record(warcResponse, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOK"), []string{`1 200 "OK" 9:1 unexpected EOF: the body is cut off`}},
	{"longer than stated", record(warcResponse, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nOK"), []string{`1 200 "O" 9:1 trailing data: bytes after the end of the body, such as curl -w writes, were omitted`}},
	{"cut off in a block", strings.TrimSuffix(record(warcResponse, "HTTP/1.1 200 OK\r\n\r\nOK...."), "....\r\n\r\n"), []string{`1 200 "OK" 8:1 unexpected EOF: the record is cut off`}},
	{"cut off in a header", "WARC/1.0\r\nWARC-Ty", []string{`capture: warc: line 1, column 1: unexpected EOF: the header is cut off`}},
	{"cut off in what is skipped", "WARC/1.0\r\nContent-Length: 5\r\n\r\nabc", []string{`capture: warc: line 1, column 1: unexpected EOF: the record is cut off`}},
	{"no length", "WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n" + record(warcResponse, "HTTP/1.1 200 OK\r\n\r\nOK"),
		[]string{`capture: warc: line 1, column 1: malformed: a record has no Content-Length`, `1 200 "OK" 13:1`}},
	{"no record", record("WARC-Type: warcinfo", "x") + "x\n" + record(warcResponse, "HTTP/1.1 200 OK\r\n\r\nOK"),
		[]string{`capture: warc: line 7, column 1: malformed: want a record`, `1 200 "OK" 15:1`}},
	{"no response in it", record(warcResponse, "OK"), []string{`capture: warc: line 1, column 1: malformed: a record is not an HTTP response`}},
}

func lostRequests(from, to int) (want []string) {
	for n := from; n <= to; n++ {
		want = append(want, fmt.Sprintf(`%d GET x lost`, n))
	}
	return want
}

func TestWARC(t *testing.T) { checkOutcomes(t, capture.Reader{Format: capture.WARC}, warcCases) }

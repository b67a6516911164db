package capture_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/growth"
)

// A hostileCapture is one that is made to take long: a unit, again and again.
type hostileCapture struct {
	name   string
	format capture.Format
	before string
	unit   string
	after  string
}

const (
	okHead      = "HTTP/1.1 200 OK\r\n"
	vendorQuery = "/sys/senders.php?get=1&fmt=3"
)

// hostileCaptures has for each format what its splitter and its library are weakest at.
var hostileCaptures = []hostileCapture{
	{"dump/start lines", capture.Dump, "", "HTTP/1.1 200 OK\n", ""},
	{"dump/damaged responses", capture.Dump, "GET / HTTP/1.1\n" + strings.Repeat("a:\n", 1<<14) + "\n", "HTTP/1.1 200 OK\na: b\n", ""},
	{"dump/start lines and lengths", capture.Dump, "", "HTTP/1.1 200 OK\nContent-Length: 8000000\n\n", ""},
	{"dump/start lines and chunks", capture.Dump, "", okHead + "Transfer-Encoding: chunked\r\n\r\nFF0000\r\n", ""},
	{"dump/requests", capture.Dump, "", "GET / HTTP/1.1\n\n", ""},
	{"dump/header", capture.Dump, "", "HTTP/1.1 200 OK\n" + strings.Repeat("a:\n", 1<<15), ""},
	{"dump/folded header", capture.Dump, "", "HTTP/1.1 200 OK\na: " + strings.Repeat("b\n ", 1<<13) + "\n\n", ""},
	{"dump/versions", capture.Dump, "", "HTTP/1.1 200 ", ""},
	{"dump/targets", capture.Dump, "", "GET  HTTP/1.1\n", ""},
	{"dump/junk", capture.Dump, "", "[", ""},
	{"dump/small chunks", capture.Dump, okHead + "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", "0\r\n\r\n"},
	{"dump/chunk beginnings", capture.Dump, okHead + "Transfer-Encoding: chunked\r\n\r\n", "1;", ""},
	{"dump/trailer", capture.Dump, okHead + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", "a: b\r\n", "\r\n"},
	{"dump/notes", capture.Dump, "", "$ curl \\\n", ""},
	{"dump/notes in a body", capture.Dump, okHead + "\r\n", "+ a\nb\n", ""},
	{"dump/notes after a body", capture.Dump, okHead + "Content-Length: 1\r\n\r\na\n", "+ a\nb\n", ""},
	{"dump/lines of dashes", capture.Dump, okHead + "\r\n", strings.Repeat("-", 12) + "\n", "x"},
	{"dump/lines of dashes in a body", capture.Dump, okHead + "\r\n", strings.Repeat("-", 12) + "\nx\n", ""},
	{"dump/a line of signs", capture.Dump, okHead + "\r\n", "=", ""},
	{"dump/chunks without returns", capture.Dump, okHead + "Transfer-Encoding: chunked\n\n", "1\na\n", "0\n\n"},
	{"dump/lines without returns", capture.Dump, okHead + "Content-Length: 1000000\r\n\r\n", "a\n", ""},
	{"dump/meters", capture.Dump, "", "\r" + strings.Repeat(" ", 64), okHead + "\r\n"},
	{"dump/line ends in a body", capture.Dump, okHead + "Content-Length: 1\r\n\r\n", "\r\n", ""},
	{"dump/gzip members", capture.Dump, okHead + "Content-Encoding: gzip\r\n\r\n", gzipped(""), ""},
	{"dump/gzip", capture.Dump, "", okHead + "Content-Encoding: gzip\r\n\r\n" + gzipped(strings.Repeat("a", 1<<10)), ""},
	{"curl -v/notes", capture.Dump, "< HTTP/1.1 200 OK\n< \n", "* a\n", ""},
	{"curl -v/heads", capture.Dump, "* \n", "> GET / HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n", ""},
	{"curl -v/pieces", capture.Dump, "< HTTP/1.1 200 OK\n< \n", "a\n* b\n", ""},
	{"curl -v/bodies", capture.Dump, "* \n", "< HTTP/1.1 200 OK\n< Content-Length: 9\n< \na\n", ""},
	{"curl -v/late bodies", capture.Dump, "* \n", strings.Repeat("< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n", 16) + strings.Repeat("a\n", 16), ""},
	{"curl -v/late heads", capture.Dump, "* \n", strings.Repeat("< HTTP/1.1 200 OK\n< \n", 8) + strings.Repeat("HTTP/1.1 200 OK\n", 8), ""},
	{"curl -v/one line", capture.Dump, "< HTTP/1.1 200 OK\n< \n", "* Connection #", ""},
	{"curl -v/bars in a line", capture.Dump, "< HTTP/1.1 200 OK\n< \n", "x\r#", ""},
	{"curl -v/bars in a line, after a prompt", capture.Dump, "user@host:~$ curl -v a\n> GET / HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n", "x\r#", ""},
	{"dump/start lines in fields", capture.Dump, "HTTP/1.1 200 OK\n", "a:HTTP/1.1 200 OK\n", ""},
	{"curl -v/interim heads", capture.Dump, "< HTTP/1.1 200 OK\n< \n", "< HTTP/1.1 100 Continue\n< \n", ""},
	{"warc/record beginnings", capture.WARC, "", "WARC/1.0\n", ""},
	{"warc/records without a length", capture.WARC, "", "WARC/1.0\n\n", ""},
	{"warc/requests", capture.WARC, "", record(warcRequest+"WARC-Target-URI: x", "GET / HTTP/1.1\r\n\r\n"), ""},
	{"warc/responses", capture.WARC, "", record(warcResponse+warcTarget, okHead+"\r\n"), ""},
	{"warc/ids", capture.WARC, "", record(warcRequest+strings.Repeat("WARC-Concurrent-To: a\n", 64), "GET / HTTP/1.1\r\n\r\n"), ""},
	{"jsonl/lines", capture.JSONLines, "", "{\n", ""},
	{"jsonl/exchanges", capture.JSONLines, "", `{"status":200,"body":""}` + "\n", ""},
	{"jsonl/members", capture.JSONLines, "{", `"a":1,`, `"status":0}`},
	{"jsonl/brackets", capture.JSONLines, "", strings.Repeat("[", 255) + "\n", ""},
	{"jsonl/escapes", capture.JSONLines, `{"status":1,"body":"`, `\u043c`, `"}`},
	{"jsonl/headers", capture.JSONLines, `{"status":1,"headers":{"a":[""`, `,""`, `]}}`},
	{"jsonl/base64", capture.JSONLines, `{"status":1,"bodyBase64":"`, `\n`, `"}`},
	{"jsonl/indented", capture.JSONLines, "", "{\n\"status\":1}\n", ""},
	{"jsonl/multipart", capture.JSONLines, `{"url":"/sys/get.php","post":"`, `--a\r\n\r\n`, `"}`},
	{"har/entries", capture.HAR, `{"log":{"entries":[{}`, `,{}`, `]}}`},
	{"har/nulls", capture.HAR, `{"log":{"entries":[{}`, `,null`, `]}}`},
	{"har/entries alone", capture.HAR, "", `{"startedDateTime":"","request":{}}`, ""},
	{"har/brackets", capture.HAR, `{"log":{"entries":[`, `[`, ``},
	{"har/quotes", capture.HAR, `{"log":{"entries":[{"a":"`, `\"`, `"}]}}`},
	{"har/parameters", capture.HAR, `{"log":{"entries":[{"request":{"queryString":[{}`, `,{"name":"a"}`, `]}}]}}`},
	{"har/chunks", capture.HAR, `{"log":{"entries":[{"response":{"headers":[{"name":"Content-Encoding","value":"gzip"}],"status":200,"content":{"encoding":"base64","text":"[\"\"`, `,\"YQ==\"`, `]"}}}]}}`},
	{"cassette/interactions", capture.Cassette, "interactions:\n", "- request: {}\n", ""},
	{"cassette/lines", capture.Cassette, "interactions:\n- response:\n    body: |\n", "\n", "      a\n"},
	{"cassette/blank lines in a scalar", capture.Cassette, "interactions:\n- a", "\n", "  b\n"},
	{"cassette/flow comments", capture.Cassette, "interactions:\n- [", " #\n", "  ]\n"},
	{"cassette/items", capture.Cassette, "interactions:\n- a:\n", "  - b\n", ""},
	{"cassette/keys", capture.Cassette, "interactions:\n- a: 1\n", "  a: 1\n", ""},
	{"cassette/keys of a request", capture.Cassette, "interactions:\n- request:\n", "    a: 1\n", ""},
	{"cassette/duplicate keys", capture.Cassette, "interactions:\n", "- request: {" + strings.Repeat("a,", 1<<8) + "}\n", ""},
	{"cassette/merges", capture.Cassette, "interactions:\n- a: &a {b: 1, b: 1}\n  request:\n    <<:\n", "    - *a\n", ""},
	{"cassette/openings", capture.Cassette, "interactions:\n- a: ", "[", "\n"},
	{"cassette/colons", capture.Cassette, "interactions:\n- a", ": ", "\n"},
	{"cassette/anchors", capture.Cassette, "interactions:\n- a:\n", "  - &a a\n", ""},
	{"cassette/aliases", capture.Cassette, "interactions:\n- request: {headers: {a: &a [" + strings.Repeat("b,", 1<<8) + "]}}\n  response:\n    headers:\n", "      a: *a\n", ""},
	{"cassette/tags", capture.Cassette, "interactions:\n- a:\n", "  - !a a\n", ""},
	{"cassette/comments", capture.Cassette, "interactions:\n- a:\n", "  - b # c\n", ""},
	{"cassette/quoted", capture.Cassette, "interactions:\n- a: \"", "\n", "  \"\n"},
	{"cassette/lines at the margin", capture.Cassette, "interactions:\n- a: b\n", "x\n", ""},
	{"cassette/lines at the margin, after a member", capture.Cassette, "interactions:\na: b\n", "x\n", ""},
	{"cassette/interactions with a line at the margin", capture.Cassette, "interactions:\n", "- request: {}\nx\n", ""},
	{"utf-16/long lengths", capture.Dump, "\xff\xfe", inUTF16("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n"), ""},
	{"utf-16/letters", capture.Dump, "\xff\xfe", inUTF16("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nМагазин\r\n"), ""},
	{"utf-16/notes", capture.Dump, "\xff\xfe" + inUTF16("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nМагазин\r\n"), inUTF16("curl: (6) a\r\n"), ""},
	{"recognise/text", capture.Auto, "", "a\n", ""},
	{"recognise/notes", capture.Auto, "", "$ curl -i\n", ""},
	{"recognise/fields", capture.Auto, "> GET / HTTP/1.1\n", "> a: b\n", ""},
	{"recognise/keys", capture.Auto, "", "a:\n", ""},
	{"recognise/comments", capture.Auto, "", "<!---->", ""},
	{"recognise/objects", capture.Auto, "", "{}", ""},
	{"recognise/arrows", capture.Auto, "", "-->", ""},
}

// text returns a capture of about a size.
func (h *hostileCapture) text(size int) []byte {
	return []byte(h.before + strings.Repeat(h.unit, 1+size/len(h.unit)) + h.after)
}

// inUTF16 returns a text in UTF-16, without a byte order mark.
func inUTF16(text string) string {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	return string(wide)
}

func gzipped(text string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte(text))
	w.Close()
	return packed.String()
}

// BenchmarkGrowth reads hostile captures of growing sizes, all larger than the window, at whose
// size the time makes a step. More than 1.2 is a defect; but a little over 1 is the machine's
// caches and the collector.
//
//	GOMAXPROCS=1 go test -run '^$' -bench Growth -benchtime 0.1s ./capture | grep exponent
func BenchmarkGrowth(b *testing.B) {
	for _, h := range hostileCaptures {
		b.Run(h.name, func(b *testing.B) {
			growth.Measure(b, []int{256 << 10, 1 << 20, 4 << 20}, func(size int) (int, func()) {
				text := h.text(size)
				return len(text), func() {
					for range (capture.Reader{Format: h.format}).Exchanges(bytes.NewReader(text)) {
					}
				}
			})
		})
	}
}

// BenchmarkReading reads captures of small answers.
func BenchmarkReading(b *testing.B) {
	const size = 4 << 20
	body := "[{\n\"sender\": \"zxcabs\",\n\"status\": 1\n}]"
	quoted := strings.ReplaceAll(strings.ReplaceAll(body, `"`, `\"`), "\n", `\n`)
	response := fmt.Sprintf(okHead+"Content-Type: application/json; charset=utf-8\r\nDate: Wed, 01 Jan 2025 00:00:00 GMT\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	request := "GET " + vendorQuery + "&login=demo&psw=demo HTTP/1.1\r\nHost: smsc.ru\r\n\r\n"
	for _, c := range []hostileCapture{
		{"responses", capture.Dump, "", response, ""},
		{"requests and responses", capture.Dump, "", request + response, ""},
		{"without length", capture.Dump, "", strings.ReplaceAll(response, "Content-Length", "X"), ""},
		{"records", capture.WARC, "", record(warcResponse+warcTarget, response) + record(warcRequest+warcTarget, request), ""},
		{"interactions", capture.Cassette, "interactions:\n", interaction("'" + strings.ReplaceAll(body, "\n", "\n\n      ") + "'"), ""},
		{"lines", capture.JSONLines, "", `{"url":"https://smsc.ru` + vendorQuery + `","status":200,"headers":{"Content-Type":"application/json"},"body":"` + strings.Repeat(quoted, 20) + "\"}\n", ""},
		{"lines of base64", capture.JSONLines, "", `{"url":"https://smsc.ru` + vendorQuery + `","status":200,"bodyBase64":"` + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(body, 20))) + "\"}\n", ""},
		{"entries", capture.HAR, `{"log":{"entries":[{}`, `,{"request":{"method":"GET","url":"https://smsc.ru` + vendorQuery + `"},"response":{"status":200,"content":{"text":"` + strings.Repeat(quoted, 20) + `"}}}`, "]}}"},
	} {
		text := c.text(size - 1<<10)
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				for range (capture.Reader{Format: c.format, MaxCassette: 2 * size}).Exchanges(bytes.NewReader(text)) {
				}
			}
		})
	}
}

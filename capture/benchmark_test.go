package capture_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// BenchmarkMessages reads captures of small answers, and some that are made to
// take long.
func BenchmarkMessages(b *testing.B) {
	const size = 4 << 20
	body := "[{\n\"sender\": \"zxcabs\",\n\"status\": 1\n}]"
	response := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nDate: Wed, 01 Jan 2025 00:00:00 GMT\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	request := "GET /sys/senders.php?get=1&fmt=3&login=demo&psw=demo HTTP/1.1\r\nHost: smsc.ru\r\n\r\n"
	for _, c := range []struct {
		name   string
		format capture.Format
		text   string
	}{
		{"responses", capture.Dump, response},
		{"requests and responses", capture.Dump, request + response},
		{"without length", capture.Dump, strings.ReplaceAll(response, "Content-Length", "X")},
		{"start lines", capture.Dump, "HTTP/1.1 200 OK\n"},
		{"start lines and lengths", capture.Dump, "HTTP/1.1 200 OK\nContent-Length: 16000000\n\n"},
		{"start lines and chunks", capture.Dump, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFF0000\r\n"},
		{"requests", capture.Dump, "GET / HTTP/1.1\n\n"},
		{"header", capture.Dump, "HTTP/1.1 200 OK\n" + strings.Repeat("a:\n", 1<<15)},
		{"versions", capture.Dump, "HTTP/1.1 200 "},
		{"targets", capture.Dump, "GET  HTTP/1.1\n"},
		{"junk", capture.Dump, "["},
		{"records", capture.WARC, record(warcResponse+warcTarget, response) + record(warcRequest+warcTarget, request)},
		{"record beginnings", capture.WARC, "WARC/1.0\n"},
		{"interactions", capture.Cassette, strings.Repeat(interaction("'"+strings.ReplaceAll(body, "\n", "\n\n      ")+"'"), 1)},
		{"tokens", capture.Cassette, "- " + strings.Repeat(": ", 1<<11) + "\n"},
		{"openings", capture.Cassette, "- " + strings.Repeat("[", 1<<12-2) + "\n"},
		{"anchors", capture.Cassette, "- " + strings.Repeat("&a - ", 1<<10) + "\n"},
		{"tags", capture.Cassette, "- " + strings.Repeat("!a - ", 1<<10) + "\n"},
		{"keys", capture.Cassette, "- " + strings.Repeat("a: 1\n  ", 1<<10) + "\n"},
	} {
		text := []byte(strings.Repeat(c.text, 1+size/len(c.text)))
		if c.format == capture.Cassette {
			text = append([]byte("interactions:\n"), text...)
		}
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				for range (capture.Reader{Format: c.format}).Exchanges(bytes.NewReader(text)) {
				}
			}
		})
	}
}

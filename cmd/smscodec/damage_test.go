package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A damagedCapture is a capture of three exchanges, the second of which is damaged.
type damagedCapture struct {
	name   string
	file   string   // has "%s" in the place of the second exchange
	whole  string   // an exchange without damage
	broken string   // the second exchange
	want   []string // ids and subjects of the findings about entry 2
	errors string   // of the error line about it; "" if it is read
}

const damageQuery = "/sys/senders.php?get=1&fmt=3&charset=utf-8"

// damagedCaptures have each kind of damage in each format.
func damagedCaptures() []damagedCapture {
	const list = "[{\n\"sender\": \"zxcabs\"\n}]"
	const fields = "Content-Type: application/json; charset=utf-8\r\n"
	quoted, _ := json.Marshal(list)
	packed := gzipText(list)
	inBase64 := base64.StdEncoding.EncodeToString([]byte(list))
	response := func(more, body string) string {
		return "GET " + damageQuery + " HTTP/1.1\r\nHost: smsc.ru\r\n\r\nHTTP/1.1 200 OK\r\n" + fields + more + "\r\n" + body
	}
	stated := func(n int, body string) string {
		return response(fmt.Sprintf("Content-Length: %d\r\n", n), body)
	}
	line := func(members string) string {
		return `{"url":"` + damageQuery + `","status":200,"headers":{"Content-Type":"application/json; charset=utf-8"},` + members + "}\n"
	}
	entry := func(content string) string {
		return `{"request":{"method":"GET","url":"` + damageQuery + `"},"response":{"status":200,"content":{"mimeType":"application/json; charset=utf-8",` + content + `}}}`
	}
	record := func(block string) string {
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://smsc.ru%s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", damageQuery, len(block), block)
	}
	message := func(s string) string { return s[strings.Index(s, "HTTP/1.1 200"):] }
	interaction := func(body string) string {
		return "- request: {method: GET, uri: \"" + damageQuery + "\"}\n  response:\n    status: {code: 200}\n    headers: {Content-Type: [application/json; charset=utf-8]}\n    body: " + body + "\n"
	}
	verbose := func(length int, body string) string {
		return fmt.Sprintf("> GET %s HTTP/1.1\n> Host: smsc.ru\n> \n< HTTP/1.1 200 OK\n< Content-Type: application/json; charset=utf-8\n< Content-Length: %d\n< \n%s\n* Connection #0 to host smsc.ru left intact\n", damageQuery, length, body)
	}
	whole := stated(len(list), list)
	dump, lines, har := "%[1]s\r\n%[2]s\r\n%[1]s", "%[1]s%[2]s%[1]s", `{"log":{"entries":[%[1]s,%[2]s,%[1]s]}}`
	warc, cassette, curl := "%[1]s%[2]s%[1]s", "interactions:\n%[1]s%[2]s%[1]s", "%[1]s%[2]s%[1]s"
	wholeLine, wholeEntry := line(`"body":`+string(quoted)), entry(`"text":`+string(quoted))
	wholeRecord, wholeInteraction, wholeVerbose := record(message(whole)), interaction(string(quoted)), verbose(len(list), list)
	cut := list[:15]
	inPart := []string{"cut-off capture", "cut-off capture"} // in the capture, and so in the answer
	return []damagedCapture{
		{"dump, a body shorter than stated", dump, whole, stated(len(list), cut), []string{"content-length between", "syntax answer"}, ""},
		{"dump, a body longer than stated", dump, whole, stated(len(list), list+"\n200 0.1"), []string{"trailing capture"}, ""},
		{"dump, gzip that is cut off", dump, whole, response(fmt.Sprintf("Content-Encoding: gzip\r\nContent-Length: %d\r\n", len(packed)-4), packed[:len(packed)-4]), []string{"cut-off capture"}, ""},
		{"dump, a chunk that is cut off", dump, whole, response("Transfer-Encoding: chunked\r\n", "40\r\n"+cut), []string{"content-length between", "syntax answer"}, ""},
		{"dump, an unknown encoding", dump, whole, response("Content-Encoding: rot13\r\n", "[{"), []string{"content-encoding between", "cut-off capture"}, ""},
		{"dump, a header that ends early", dump, whole, "GET " + damageQuery + " HTTP/1.1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: a", nil, "a header ends where another begins"},
		{"lines, a line that is cut off", lines, wholeLine, wholeLine[:60] + "\n", nil, "unexpected EOF"},
		{"lines, base64 that is cut off", lines, wholeLine, line(`"bodyBase64":"` + inBase64[:21] + `"`), inPart, ""},
		{"lines, text in place of base64", lines, wholeLine, line(`"bodyBase64":"[{"`), []string{"capture capture", "cut-off capture"}, ""},
		{"lines, a body of another type", lines, wholeLine, line(`"body":[]`), []string{"capture capture", "no-body capture"}, ""},
		{"lines, no exchange", lines, wholeLine, "{\"message\":\"started\"}\n", nil, "neither url nor status"},
		{"HAR, base64 that is cut off", har, wholeEntry, entry(`"encoding":"base64","text":"` + inBase64[:21] + `"`), inPart, ""},
		{"HAR, an incomplete response", har, wholeEntry, `{"request":{"method":"GET","url":"` + damageQuery + `"},"response":{"status":200,"_charlesStatus":"FAILED","content":{"mimeType":"application/json","text":"[{"}}}`, inPart, ""},
		{"HAR, a member of another type", har, wholeEntry, entry(`"size":"x","text":` + string(quoted)), []string{"capture capture"}, ""},
		{"HAR, an entry that is malformed", har, wholeEntry, `{"request":{"method":nix}}`, nil, "want a value"},
		{"HAR, a body that is not there", har, wholeEntry, entry(`"size":24`), []string{"no-body capture"}, ""},
		{"WARC, a record that is truncated", warc, wholeRecord, strings.Replace(record(message(response("", cut))), "WARC-Type", "WARC-Truncated: length\r\nWARC-Type", 1), inPart, ""},
		{"WARC, a record that is no response", warc, wholeRecord, record("OK"), nil, "a record has no HTTP message of the kind that its type says"},
		{"cassette, base64 that is damaged", cassette, wholeInteraction, interaction("{base64_string: '?'}"), []string{"capture capture", "no-body capture"}, ""},
		{"cassette, an interaction that is malformed", cassette, wholeInteraction, "- request: [\n", nil, "an interaction is not a YAML mapping"},
		{"cassette, a status of another type", cassette, wholeInteraction, strings.Replace(wholeInteraction, "code: 200", "code: x", 1), []string{"capture capture"}, ""},
		{"curl -v, a body longer than stated", curl, wholeVerbose, verbose(len(list), list+"\n200 0.1"), []string{"trailing capture"}, ""},
		{"curl -v, a body that is cut off", curl, wholeVerbose, verbose(len(list), cut), []string{"cut-off capture", "syntax capture"}, ""},
	}
}

func gzipText(text string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte(text))
	w.Close()
	return packed.String()
}

// TestDamage: a damaged exchange is reported as what it is, and those before and after it
// are read as if it were whole.
func TestDamage(t *testing.T) {
	for _, c := range damagedCaptures() {
		t.Run(c.name, func(t *testing.T) {
			var out, errs strings.Builder
			e := environment{stdin: strings.NewReader(fmt.Sprintf(c.file, c.whole, c.broken)), stdout: &out, stderr: &errs}
			e.run(context.Background(), []string{"smscodec", "validate", "-o", "jsonl"})
			var got []string
			for text := range strings.Lines(out.String()) {
				var f struct {
					Entry     int
					ID, About string
				}
				if err := json.Unmarshal([]byte(text), &f); err != nil {
					t.Fatal(err)
				}
				if f.Entry != 2 {
					t.Errorf("entry %d: %s", f.Entry, text)
				}
				got = append(got, f.ID+" "+f.About)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got)\n%s", diff)
			}
			if isUnread := strings.Contains(errs.String(), "cannot be read"); isUnread != (c.errors != "") || !strings.Contains(errs.String(), c.errors) {
				t.Errorf("errors: %s", &errs)
			}
		})
	}
}

package redact

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/lint"
)

// checkLaws states what holds for the copy of any capture.
//
//  1. No secret of an exchange is in what its copy has taken from it, in any spelling.
//  2. Where a body is kept, lint finds the same in the copy as in the original, except for
//     the capture's Defects: the copy is another capture, which does not have them. If one
//     is the length of the body, lint finds it in the copy too, by itself.
//  3. Redacting a copy changes nothing.
func checkLaws(t *testing.T, r Redactor, data []byte) {
	t.Helper()
	var file bytes.Buffer
	summary, err := r.Redact(&file, bytes.NewReader(data))
	if err != nil || summary.Copied == 0 {
		if file.Len() > 0 {
			t.Fatalf("%+v, %v, but %q is written", summary, err, &file)
		}
		return
	}
	copies := exchanges(t, file.Bytes(), formatOf(r))
	if len(copies) != summary.Copied {
		t.Fatalf("%d exchanges in the copy, %d copied:\n%s", len(copies), summary.Copied, &file)
	}
	c := &copier{keepBodies: r.KeepBodies}
	for x, err := range r.Reader.Exchanges(bytes.NewReader(data)) {
		if err != nil {
			continue
		}
		out, err := c.copy(x)
		if out == nil || err != nil {
			continue
		}
		copied := copies[0]
		copies = copies[1:]
		checkSecrets(t, x, copied)
		if !r.Phones {
			checkFindings(t, r, x, copied)
		}
	}
	if len(copies) > 0 {
		t.Fatalf("%d copies of nothing", len(copies))
	}
	if r.Phones {
		return
	}
	again := r
	again.Reader.Format, again.Reader.MaxEntry = formatOf(r), 0 // escapes make it larger
	var second bytes.Buffer
	if _, err := again.Redact(&second, bytes.NewReader(file.Bytes())); err != nil || !bytes.Equal(second.Bytes(), file.Bytes()) {
		t.Fatalf("the copy\n%s\nof that, %v,\n%s", &file, err, &second)
	}
}

// formatOf returns the format of a copy.
func formatOf(r Redactor) capture.Format {
	if r.To == capture.Auto {
		return capture.JSONLines
	}
	return r.To
}

// exchanges returns those of a file.
func exchanges(t *testing.T, file []byte, format capture.Format) (all []*capture.Exchange) {
	t.Helper()
	reader := capture.Reader{Format: format}
	for x, err := range reader.Exchanges(bytes.NewReader(file)) {
		if err != nil {
			t.Fatalf("%v of the copy\n%s", err, file)
		}
		x := *x
		x.Request.Header, x.Response.Header = slices.Clone(x.Request.Header), slices.Clone(x.Response.Header)
		x.Response.Body = bytes.Clone(x.Response.Body)
		all = append(all, &x)
	}
	return all
}

// ownWords are characters that a copy has in place of others: a secret with one of them
// may be there by chance.
const ownWords = "x12\u0445\u2026\U0001D431"

func checkSecrets(t *testing.T, x, copied *capture.Exchange) {
	t.Helper()
	taken := []string{string(copied.Response.Body)}
	if copied.Response.BodyOmitted {
		taken = append(taken, strconv.Itoa(copied.Response.Omitted.Size))
	}
	for _, query := range []string{copied.Request.URL[strings.IndexByte(copied.Request.URL, '?')+1:], string(copied.Request.Body)} {
		values, err := url.ParseQuery(query)
		if err != nil && query != copied.Request.URL {
			t.Fatalf("the query %q: %v", query, err)
		}
		taken = append(taken, values.Get("sender"), values.Get("id"))
	}
	for _, f := range copied.Response.Header {
		taken = append(taken, f.Value)
	}
	for _, secret := range captured.Secrets(x) {
		if strings.ContainsAny(secret, ownWords) || strings.Contains(secret, "\xFF") || strings.Contains(otherWords, secret) {
			continue
		}
		for _, spelling := range spell(secret) {
			for _, text := range taken {
				if strings.Contains(text, spelling) {
					t.Fatalf("the secret %q is in %q as %q", secret, text, spelling)
				}
			}
		}
	}
}

// otherWords are the copier's, in what is looked at.
const otherWords = "application/json application/octet-stream application/javascript application/xml text/html text/json text/javascript text/plain text/csv text/xml; charset=utf-8 utf8 us-ascii iso-8859-1 cp1251 koi8-r windows-1251 deflate identity chunked compress gzip zstd x-gzip x-deflate"

// spell returns spellings of a secret; obvious ones, which the finder does not share.
func spell(secret string) []string {
	all := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret),
		strings.ReplaceAll(html.EscapeString(secret), "&#39;", "&#039;"), strings.NewReplacer(`\`, `\\`, `"`, `\"`, "/", `\/`).Replace(secret),
		each(secret, `\u%04x`), each(secret, "&#%d;"), each(secret, "&#x%X;"), base64.RawStdEncoding.EncodeToString([]byte(secret[:len(secret)/3*3])),
	}
	all = append(all, perByte(secret, "%%%02X"), perByte(secret, "%%%02x"))
	for _, charset := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R} {
		if encoded, err := charset.NewEncoder().String(secret); err == nil {
			all = append(all, encoded, perByte(encoded, "%%%02X"))
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return len(s) < 4 })
}

func each(text, format string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func perByte(text, format string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, format, text[i])
	}
	return b.String()
}

func checkFindings(t *testing.T, r Redactor, x, copied *capture.Exchange) {
	t.Helper()
	if x.Response.Body == nil || copied.Response.Body == nil || r.To == capture.HAR && (x.Request.BodyOmitted || x.Request.URL == "") {
		return // the body is not kept; a HAR has no request that is not known
	}
	before, after := *x, *copied
	before.Defects, after.Defects = nil, nil // see TestDefects
	list := func(x *capture.Exchange) (all []string) {
		for _, f := range new(lint.Linter).Check(x).Findings {
			all = append(all, fmt.Sprintf("%d:%d %d %s %d", f.Line, f.Col, f.Offset, f.Rule.ID, f.Count))
		}
		return all
	}
	if want, got := list(&before), list(&after); !slices.Equal(want, got) {
		t.Fatalf("of\n%q\n%s\nof its copy\n%q\n%s", x.Response.Body, strings.Join(want, "\n"), copied.Response.Body, strings.Join(got, "\n"))
	}
}

// TestDefects: what lint finds about the defects of a capture is not in the copy, because
// the copy is another capture; but lint still finds a length that differs.
func TestDefects(t *testing.T) {
	const request = "GET /sys/senders.php?get=1&fmt=3&charset=utf-8 HTTP/1.1\r\n\r\n"
	const response = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	const body = "[{\n\"sender\": \"zxcabs\",\n\"n\": 1\n}]"
	for _, test := range []struct{ name, in, before, after string }{
		{"none", request + response + "Content-Length: 32\r\n\r\n" + body, "extra", "extra"},
		{"bytes after the body", request + response + "Content-Length: 32\r\n\r\n" + body + "\n200 0.1\n", "extra trailing", "extra"},
		{"a shorter body", request + response + "Content-Length: 40\r\n\r\n" + body, "cut-off extra", "content-length extra"},
		{"a body that is cut off", request + response + "Content-Length: 40\r\n\r\n" + body[:20], "cut-off cut-off", "content-length cut-off"},
		{"chunks that are cut off", request + response + "Transfer-Encoding: chunked\r\n\r\n30\r\n" + body, "cut-off extra", "extra"},
		{"a coding that is not known", request + response + "Content-Encoding: a\r\n\r\n" + body, "content-encoding extra", "extra"},
		{"an ill-typed member", `{"url":"/sys/senders.php?get=1&fmt=3&charset=utf-8","status":"200","headers":{"Content-Type":"application/json"},"body":"[{\"sender\": \"a\", \"n\": 1}]"}`, "capture extra", "extra"},
	} {
		t.Run(test.name, func(t *testing.T) {
			ids := func(capture []byte) string {
				var all []string
				for _, x := range exchanges(t, capture, 0) {
					for _, f := range new(lint.Linter).Check(x).Findings {
						all = append(all, f.Rule.ID)
					}
				}
				slices.Sort(all)
				return strings.Join(all, " ")
			}
			var copied bytes.Buffer
			if _, err := (Redactor{}).Redact(&copied, strings.NewReader(test.in)); err != nil {
				t.Fatal(err)
			}
			if got := ids([]byte(test.in)); got != test.before {
				t.Errorf("of the capture: %s, want %s", got, test.before)
			}
			if got := ids(copied.Bytes()); got != test.after {
				t.Errorf("of the copy: %s, want %s\n%s", got, test.after, &copied)
			}
		})
	}
}

// fuzzLaws checks the laws for captures of a format.
func fuzzLaws(f *testing.F, format capture.Format, patterns ...string) {
	for _, pattern := range patterns {
		paths, err := filepath.Glob("../capture/testdata/" + pattern)
		if err != nil || len(paths) == 0 {
			f.Fatal("no seeds", err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, uint8(len(data)))
		}
	}
	for _, p := range placements {
		f.Add([]byte(p.in), uint8(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, options uint8) {
		r := Redactor{Reader: capture.Reader{Format: format, MaxEntry: 1 << 14}, KeepBodies: options&1 != 0, Phones: options&2 != 0}
		if options&4 != 0 {
			r.To = capture.HAR
		}
		checkLaws(t, r, data)
	})
}

func FuzzJSONLines(f *testing.F) { fuzzLaws(f, capture.JSONLines) }
func FuzzHAR(f *testing.F)       { fuzzLaws(f, capture.HAR, "har/*.har") }
func FuzzDump(f *testing.F)      { fuzzLaws(f, capture.Dump, "*.http", "curl-v*.txt") }
func FuzzWARC(f *testing.F)      { fuzzLaws(f, capture.WARC, "*.warc") }
func FuzzCassette(f *testing.F)  { fuzzLaws(f, capture.Cassette, "*.y*ml") }
func FuzzBody(f *testing.F)      { fuzzLaws(f, capture.Body) }

package capture_test

import (
	"encoding/base64"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"

	"github.com/smscodec/smscodec/capture"
)

// What Windows PowerShell saves is in UTF-16. The letters of windows-1251 that look like
// its mark are those of a body.
func TestUTF16(t *testing.T) {
	const dump = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nname = №1"
	for name, order := range map[string]unicode.Endianness{"little endian": unicode.LittleEndian, "big endian": unicode.BigEndian} {
		text, err := unicode.UTF16(order, unicode.UseBOM).NewEncoder().String(dump)
		if err != nil {
			t.Fatal(err)
		}
		checkOutcomes(t, capture.Reader{}, []outcomeCase{{name, text, []string{`1 200 "name = №1" 4:1`}}})
		for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(text)) {
			if err != nil || !x.Response.Text {
				t.Errorf("%s: %+v, %v; want a text", name, x, err)
			}
		}
	}
	const head = "HTTP/1.1 200 OK\r\nContent-Length: "
	for _, test := range []struct{ name, text, want string }{
		{"a body in UTF-8", head + "11\r\n\r\nname = №1", `1 200 "name = №1" 4:1`},
		{"a line end after it", head + "9\r\n\r\nname = №1\r\n", `1 200 "name = №1" 4:1`},
		{"a line end after it, of Unix", head + "9\r\n\r\nname = №1\n", `1 200 "name = №1" 4:1`},
		{"a line end of it", head + "10\r\n\r\nname = №1\n", `1 200 "name = №1\n" 4:1`},
		{"line ends that were changed", head + "19\r\n\r\nname = №1\r\nname = №2\r\n", `capture: dump: line 1, column 1: length disagrees: the line ends of the body were changed; save it with curl -i -o FILE`},
		{"a body that is cut off", head + "19\r\n\r\nname = №1\r\n", `1 200 "name = №1\r\n" 4:1 unexpected EOF: the body is cut off`},
		{"text after it", head + "9\r\n\r\nname = №1\r\n200 0.03\r\n", `1 200 "name = №1" 4:1 trailing data: bytes after the end of the body, such as curl -w writes, were omitted`},
	} {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(test.text)
		if err != nil {
			t.Fatal(err)
		}
		checkOutcomes(t, capture.Reader{}, []outcomeCase{{test.name, text, []string{test.want}}})
	}
	checkOutcomes(t, capture.Reader{Asked: true}, []outcomeCase{
		{"four letters of windows-1251", "\xff\xfeAB", []string{`0 0 "\xff\xfeAB" 1:1`}},
		{"windows-1251", "\xff\xfeA", []string{`0 0 "\xff\xfeA" 1:1`}},
		{"a mark alone", "\xfe\xff", []string{`0 0 "\xfe\xff" 1:1`}},
	})
}

// TestGzipFile: the members of a compressed file, and what follows them.
func TestGzipFile(t *testing.T) {
	const head, body = "HTTP/1.1 200 OK\r\n\r\n", "name = a"
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"one member", gzipped(head + body), []string{`1 200 "name = a" 3:1`}},
		{"several", gzipped(head) + gzipped("") + gzipped(body), []string{`1 200 "name = a" 3:1`}},
		{"zeros after it", gzipped(head+body) + "\x00\x00\x00", []string{`1 200 "name = a" 3:1`}},
		{"text after it", gzipped(head+body) + "done", []string{`1 200 "name = a" 3:1`}},
		{"a byte after it", gzipped(head+body) + "\x1f", []string{`1 200 "name = a" 3:1`}},
		{"a damaged member after it", gzipped(head+body) + "\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff", []string{`1 200 "name = a" 3:1`, `capture: encoding cannot be undone: the compressed file is damaged`}},
		{"a member cut off after it", gzipped(head+body) + gzipped("more")[:10], []string{`1 200 "name = a" 3:1`, `capture: unexpected EOF: the compressed file is cut off`}},
		{"cut off", gzipped(head + body)[:20], []string{`capture: unexpected EOF: the compressed file is cut off`}},
		{"a checksum that is wrong", gzipped(head + body)[:len(gzipped(head+body))-8] + "12345678", []string{`1 200 "name = a" 3:1`, `capture: encoding cannot be undone: the compressed file is damaged`}},
		{"compressed twice", gzipped(gzipped(head + body)), []string{`capture: not recognised as a capture or an answer: a file that is compressed twice; unpack it once`}},
	})
}

// TestZstdFile: a compressed file, and damage to it.
func TestZstdFile(t *testing.T) {
	pack := func(text string) string {
		encoder, err := zstd.NewWriter(nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(encoder.EncodeAll([]byte(text), nil))
	}
	packed := pack("HTTP/1.1 200 OK\r\n\r\nname = a")
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"one frame", packed, []string{`1 200 "name = a" 3:1`}},
		{"two frames", packed + pack("\nname = b"), []string{`1 200 "name = a\nname = b" 3:1`}},
		{"cut off", packed[:len(packed)-1], []string{`capture: unexpected EOF: the compressed file is cut off`}},
		{"damaged", packed[:4] + "\xff\xff\xff\xff", []string{`capture: encoding cannot be undone: the compressed file is damaged`}},
		{"a window of 64 MiB", "\x28\xb5\x2f\xfd\x00\x80\x01\x00\x00", []string{`capture: too large: the compressed file needs too much memory to decompress`}},
	})
	checkOutcomes(t, capture.Reader{Format: capture.Body}, []outcomeCase{
		{"that grows more than gzip can", pack("name = " + strings.Repeat("a", 4<<20)), []string{`capture: too large: the file grows too much when decompressed`}},
	})
	if got := outcome(capture.Reader{Format: capture.Body}, strings.NewReader(gzipped("name = "+strings.Repeat("a", 4<<20)))); len(got) != 1 || !strings.HasPrefix(got[0], `0 0 "name = aaa`) {
		t.Errorf("gzip that grows as much as it can: %.100q", got)
	}
}

// TestError: texts and kinds of errors.
func TestError(t *testing.T) {
	at := capture.Position{Offset: 7, Line: 2, Col: 3}
	for want, e := range map[string]capture.Error{
		"capture: har: line 2, column 3: malformed: want a value": {Format: capture.HAR, Entry: 1, Position: at, Err: capture.ErrMalformed, Detail: "want a value"},
		"capture: malformed": {Err: capture.ErrMalformed},
		"capture: not recognised as a capture or an answer: a trace; unpack it": {Err: capture.ErrNotRecognised, Detail: "a trace", Hint: "unpack it"},
		"capture: warc: too large; see --max-entry":                             {Format: capture.WARC, Err: capture.ErrTooLarge, Hint: "see --max-entry"},
	} {
		if e.Error() != want || !errors.Is(&e, e.Err) || !strings.HasSuffix(want, e.What()) {
			t.Errorf("%q, want %q", e.Error(), want)
		}
	}
}

// TestFormat: the text forms of formats.
func TestFormat(t *testing.T) {
	for want, f := range map[string]capture.Format{"auto": capture.Auto, "body": capture.Body, "dump": capture.Dump, "har": capture.HAR, "jsonl": capture.JSONLines, "warc": capture.WARC, "cassette": capture.Cassette} {
		var back capture.Format
		text, err := f.MarshalText()
		if string(text) != want || f.String() != want || err != nil || back.UnmarshalText(text) != nil || back != f {
			t.Errorf("%v: %q, %v, back %v", f, text, err, back)
		}
	}
	unknown := capture.Format(7)
	if _, err := unknown.MarshalText(); err == nil || err.Error() != "capture: no format 7" || unknown.String() != "Format(7)" {
		t.Errorf("%v is a format: %v", unknown, err)
	}
	if err := unknown.UnmarshalText([]byte("zip")); err == nil || err.Error() != "capture: no such format" || unknown != 7 {
		t.Errorf("zip is the format %v: %v", unknown, err)
	}
	checkOutcomes(t, capture.Reader{Format: unknown}, []outcomeCase{{"an unknown format", "OK", []string{"capture: malformed: no such format"}}})
}

// TestLimits: a body or a cassette that is larger than allowed.
func TestLimits(t *testing.T) {
	checkOutcomes(t, capture.Reader{MaxEntry: 16, MaxCassette: 80}, []outcomeCase{
		{"a body as large", "name = 123456789", []string{`0 0 "name = 123456789" 1:1`}},
		{"a body", "name = 1234567890", []string{`capture: body: line 1, column 1: too large`}},
		{"an interaction", "interactions:\n- request: {}  \n- request: {}  #\n", []string{`1 lost`, `capture: cassette: line 3, column 1: too large: an interaction`}},
		{"a cassette", "interactions:\n- request: {}\n" + strings.Repeat("#", 80), []string{`capture: cassette: line 1, column 1: too large: a cassette of more than 80 bytes`}},
	})
	checkOutcomes(t, capture.Reader{}, []outcomeCase{
		{"a cassette, by default", "interactions:\n" + strings.Repeat("#", capture.DefaultMaxCassette), []string{`capture: cassette: line 1, column 1: too large: a cassette of more than 4194304 bytes`}},
		{"an interaction of as many nodes as are allowed", "interactions:\n- a: '" + strings.Repeat(",", 1<<18-2) + "'\n", []string{`1 lost unexpected EOF: the interaction is cut off`}},
	})
	for _, indicator := range "-:,?[{" {
		checkOutcomes(t, capture.Reader{}, []outcomeCase{
			{"an interaction of too many nodes that begin with " + string(indicator), "interactions:\n- a: '" + strings.Repeat(string(indicator), 1<<18-1) + "'\n", []string{`capture: cassette: line 2, column 1: too large: an interaction has too many members`}},
		})
	}
	checkOutcomes(t, capture.Reader{MaxEntry: 1 << 10}, []outcomeCase{
		{"a body in a cassette when decoded", "interactions:\n- request: {}\n  response: {headers: {Content-Encoding: gzip}, body: !!binary '" + base64.StdEncoding.EncodeToString([]byte(gzipped(strings.Repeat("a", 1<<10+1)))) + "'}\n",
			[]string{`1 lost too large: a body when decoded`}},
	})
}

// TestLargestLimits: limits that any sum would exceed.
func TestLargestLimits(t *testing.T) {
	checkOutcomes(t, capture.Reader{MaxEntry: math.MaxInt, MaxCassette: math.MaxInt}, []outcomeCase{
		{"a body", "name = a", []string{`0 0 "name = a" 1:1`}},
		{"a dump", okHead + "\r\nOK", []string{`1 200 "OK" 3:1`}},
		{"curl -v", "< HTTP/1.1 200 OK\n< \nOK", []string{`1 200 "OK" 3:1`}},
		{"a WARC", record(warcResponse, okHead+"\r\nOK"), []string{`1 200 "OK" 8:1`}},
		{"a cassette", "interactions:\n- request: {}\n  response: {body: OK}\n", []string{`1 0 "OK" 3:20`}},
	})
}

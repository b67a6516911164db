package capture_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// sampleCaptures returns captures of all formats, with and without defects, by name.
func sampleCaptures(t *testing.T) map[string]string {
	t.Helper()
	samples := make(map[string]string)
	for _, c := range slices.Concat(dumpCases, verboseCases, warcCases, cassetteCases) {
		samples[c.name] = c.in
	}
	for _, c := range recognisedCases {
		samples[c.name] = c.text
	}
	for _, pattern := range []string{"testdata/*.*", "testdata/har/*.har"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatal(pattern, err)
		}
		for _, path := range paths {
			if file, err := os.ReadFile(path); err == nil {
				samples[path] = string(file)
			}
		}
	}
	const entry = `{"request":{"url":"/sys/senders.php"},"response":{"status":200,"content":{"text":"OK"}}}`
	samples["damaged entries"] = `{"log":{"entries":[` + entry + `,5,` + entry + `,null,{"a":nix},` + entry + `]}}`
	samples["entries alone"] = entry + "\n" + entry + "\n"
	samples["indented exchanges"] = "{\n\"status\": 200}\n{\n\"x\": 1}\n{\n\"status\": 200}\n"
	samples["lines"] = strings.Repeat(`{"status":200,"body":"OK"}`+"\nx\n\n", 5)
	return samples
}

// A consumer that has enough, after however many results, is asked no more.
func TestStop(t *testing.T) {
	for name, text := range sampleCaptures(t) {
		for _, format := range []capture.Format{capture.Auto, capture.Dump, capture.HAR, capture.JSONLines, capture.WARC, capture.Cassette} {
			r := capture.Reader{Format: format}
			all := len(outcome(r, strings.NewReader(text)))
			for enough := 1; enough <= min(all, 8); enough++ {
				n := 0
				for range r.Exchanges(strings.NewReader(text)) {
					if n++; n == enough {
						break
					}
				}
				if n != enough {
					t.Errorf("%s as %v: %d results, want %d", name, format, n, enough)
				}
			}
		}
	}
}

// A consumer that has enough after a part is asked no more, whatever the reader was at.
func TestStopAfterPart(t *testing.T) {
	const entry = `{"request":{"url":"/sys/senders.php"},"response":{"status":204}}`
	large := strings.Repeat("x", 1<<11)
	largeEntry := `{"request":{"url":"/sys/senders.php","x":"` + large + `"}}`
	for _, tt := range []struct {
		name, begin, unit, end string
	}{
		{"responses", "", "HTTP/1.1 204 No\n\n", ""},
		{"responses with damaged headers", "", "HTTP/1.1 200 OK\nA: b\n", "\n"},
		{"responses that are too large", "", okHead + "\r\n" + large, ""},
		{"requests without responses", "", "GET /x HTTP/1.1\n\n", ""},
		{"requests with damaged headers", "", "GET /x HTTP/1.1\nA: b\n", "\n"},
		{"requests that are too large", "", "POST /x HTTP/1.1\n\n" + large, ""},
		{"forms that wait", "", "POST /x HTTP/1.1\nContent-Length: 600\n\n" + large[:600], ""},
		{"text between responses", "", "HTTP/1.1 204 No\n\nx\n", ""},
		{"a log of responses", "* Connected to h\n", "< HTTP/1.1 204 No\n< \n", ""},
		{"a log of responses with bodies", "", "< HTTP/1.1 200 OK\n< \nOK\n", ""},
		{"a log of responses to requests", "", "> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK\n", ""},
		{"a log of responses that are too large", "", "< HTTP/1.1 200 OK\n< \n" + large + "\n", ""},
		{"a log with heads twice", "", "< HTTP/1.1 200 OK\n< \nHTTP/1.1 200 OK\n\nOK\n", ""},
		{"a log of requests", "", "> GET /x HTTP/1.1\n> \n", ""},
		{"a log that is cut off in a header", "", "< HTTP/1.1 200 OK\n< \nOK\n", "> GET /x HTTP/1.1\n> Ho"},
		{"records of responses", "", record(warcResponse, "HTTP/1.1 204 No\r\n\r\n"), ""},
		{"records of requests", "", record(warcRequest, "GET /x HTTP/1.1\r\n\r\n"), ""},
		{"records of requests and responses", "", record(warcRequest, "GET /x HTTP/1.1\r\n\r\n") + record(warcResponse, "HTTP/1.1 204 No\r\n\r\n"), ""},
		{"records that are no messages", "", record(warcResponse, "x"), ""},
		{"records with damaged headers", "", "WARC/1.1\r\nA: b\r\n", "\r\n"},
		{"interactions", "interactions:\n", "- request: {}\n  response: {}\n", ""},
		{"damaged interactions", "interactions:\n", "- a\n", ""},
		{"lines", "", `{"url":"/sys/senders.php","x":"` + large[:900] + `"}` + "\n", ""},
		{"lines that are too large", "", `{"url":"/sys/senders.php"}` + "\n" + `{"url":"/sys/senders.php","x":"` + large + `"}` + "\n", ""},
		{"entries that are too large", `{"log":{"entries":[`, entry + "," + largeEntry + ",", "{}]}}"},
		{"entries before a damaged one", `{"log":{"entries":[`, entry + strings.Repeat(" ", 900) + ",", "]"},
	} {
		text := tt.begin + strings.Repeat(tt.unit, 600) + tt.end
		r := capture.Reader{MaxEntry: 1 << 10}
		all := 0
		for part := range r.Parts(strings.NewReader(text)) {
			all++
			for range part.Exchanges() {
			}
		}
		if all < 2 {
			t.Errorf("%s: %d parts", tt.name, all)
		}
		for enough := 1; enough <= min(all, 3); enough++ {
			n := 0
			for range r.Parts(strings.NewReader(text)) {
				if n++; n == enough {
					break
				}
			}
			if n != enough {
				t.Errorf("%s: %d parts, want %d", tt.name, n, enough)
			}
		}
	}
}

// TestCuts is a law: of a capture that is cut off anywhere, the exchanges before the cut are
// read as from the whole capture.
func TestCuts(t *testing.T) {
	for name, text := range sampleCaptures(t) {
		if len(text) > 1<<13 || strings.HasPrefix(text, "\x1f\x8b") {
			continue
		}
		for _, format := range []capture.Format{capture.HAR, capture.JSONLines} {
			r := capture.Reader{Format: format}
			whole, _ := events(r, strings.NewReader(text))
			for at := 1; at < len(text); at += 1 + len(text)/20 {
				cut, _ := events(r, strings.NewReader(text[:at]))
				// The last two may be of the exchange that is cut, and of the end.
				cut = cut[:max(0, len(cut)-2)]
				if diff := firstDifference(whole[:min(len(cut), len(whole))], cut); diff != "" {
					t.Errorf("%s as %v, cut at %d: %s", name, format, at, diff)
				}
			}
		}
	}
}

// TestCutsInOrder is the same law for captures that are read in order, cut off in many places.
func TestCutsInOrder(t *testing.T) {
	for format, cases := range map[capture.Format][]outcomeCase{capture.Dump: dumpCases, capture.WARC: warcCases, capture.Cassette: cassetteCases} {
		r := capture.Reader{Format: format}
		for _, c := range cases {
			if len(c.in) > 1<<11 || capture.IsVerbose([]byte(c.in)) {
				continue
			}
			t.Run(c.name, func(t *testing.T) {
				data := []byte(c.in)
				for at := 0; at < len(data); at += 1 + len(data)/32 {
					if format == capture.WARC {
						checkResponses(t, r, data[:at], data)
					} else {
						checkBeginning(t, r, data[:at], c.want)
					}
				}
			})
		}
	}
}

// Parts that several goroutines read at once say the same as those that one reads.
func TestPartsAtOnce(t *testing.T) {
	line := func(i int) string {
		return fmt.Sprintf(`{"url":"/sys/senders.php?get=%d","status":200,"headers":{"A":"%d"},"body":"name = a\n%s"}`, i, i, strings.Repeat("name = b\\n", i%400)) + "\n"
	}
	entry := func(i int) string {
		return fmt.Sprintf(`{"request":{"url":"/sys/senders.php?get=%d"},"response":{"status":200,"content":{"text":"%s"}}},`, i, strings.Repeat("name = b\\n", i%400))
	}
	repeat := func(one func(int) string) string {
		var b strings.Builder
		for i := range 2000 {
			b.WriteString(one(i))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"lines": repeat(line),
		"HAR":   `{"log":{"entries":[` + repeat(entry) + `{}]}}`,
	} {
		want := outcome(capture.Reader{}, strings.NewReader(text))
		var parts []capture.Part
		var got [][]string
		var running sync.WaitGroup
		for part := range (capture.Reader{}).Parts(strings.NewReader(text)) {
			parts = append(parts, part)
		}
		got = make([][]string, len(parts))
		for i, part := range parts {
			running.Go(func() { got[i] = outcomeOf(part.Exchanges()) })
		}
		running.Wait()
		if len(parts) < 4 || !slices.Equal(slices.Concat(got...), want) {
			t.Errorf("%s: %d parts, of which not all are the same", name, len(parts))
		}
		for range parts[0].Exchanges() {
			t.Errorf("%s: a part is read twice", name)
		}
	}
}

// TestPlaces: the number and the place of each exchange and error, whatever is before it.
func TestPlaces(t *testing.T) {
	const head, damaged = "HTTP/1.1 200 OK\nContent-Length: 2\n\n", "HTTP/1.1 200 OK\nA: b\n"
	for _, tt := range []struct {
		name    string
		text    string // ▸ is before each body and error
		entries []int  // 0 for an error of no entry; -n for one of entry n
	}{
		{"a dump", head + "▸OK▸" + damaged + head + "▸OKHTTP/1.1 204 No Content\n\n▸▸x\n" + head + "▸OK", []int{1, -2, 3, 4, 0, 5}},
		{"a dump of requests", "▸GET /sys/senders.php HTTP/1.1\nA: b\n▸POST /sys/senders.php HTTP/1.1\nTransfer-Encoding: gzip\nA: b\n" + head + "▸OK", []int{0, 0, 1}},
		{"a dump of a form", "▸POST /sys/senders.php HTTP/1.1\r\nContent-Length: 3\r\n\r\na\r\nb" + head + "▸OK", []int{0, 1}},
		{"a log of curl", "< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n▸OK\n▸< HTTP/1.1 200 OK\n< ", []int{1, -2}},
		{"a WARC", "▸" + record(warcResponse, "x") + "▸x\n" + record(warcResponse, okHead+"\r\n▸OK"), []int{0, 0, 1}},
		{"a cassette", "interactions:\n- request: {}\n  response: {body: ▸a}\n\n▸- b\n# c\n- request: {}\n  response: {body: ▸d}\n▸- e\n- request: {}\n  response: {body: ▸f}\n", []int{1, -2, 3, -4, 5}},
		{"lines", "{\"status\":200,\"body\":\"▸a\"}\n\n▸[]\n{\"status\":200,\"body\":\"▸a\"}\n", []int{1, -3, 4}},
		{"a HAR", "{\"log\":{\"entries\":[\n{\"response\":{\"content\":{\"text\":\"▸a\"}}},null,\n ▸[],{\"response\":{\"content\":{\"text\":\"▸b\"}}}]▸]", []int{1, -3, 4, 0}},
	} {
		if strings.HasPrefix(tt.name, "a WARC") { // a mark has no part in a record's length
			tt.text = strings.Replace(tt.text, fmt.Sprintf("Content-Length: %d", len(okHead+"\r\n▸OK")), fmt.Sprintf("Content-Length: %d", len(okHead+"\r\nOK")), 1)
		}
		parts := strings.Split(tt.text, "▸")
		text := strings.Join(parts, "")
		want := make(map[capture.Position]int)
		offset := 0
		for _, part := range parts[:len(parts)-1] {
			offset += len(part)
			before := text[:offset]
			want[capture.Position{Offset: int64(offset), Line: strings.Count(before, "\n") + 1, Col: offset - strings.LastIndexByte(before, '\n')}]++
		}
		var entries []int
		for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(text)) {
			var at capture.Position
			if e, ok := err.(*capture.Error); ok {
				at = e.Position
				entries = append(entries, -e.Entry)
			} else {
				at = x.Response.Position(0)
				entries = append(entries, x.Entry)
			}
			if want[at]--; want[at] < 0 {
				t.Errorf("%s: entry %d is at %+v", tt.name, entries[len(entries)-1], at)
			}
		}
		if !slices.Equal(entries, tt.entries) {
			t.Errorf("%s: entries %v, want %v", tt.name, entries, tt.entries)
		}
	}
}

// TestReadErrors: an error of the source comes last, after what was whole.
func TestReadErrors(t *testing.T) {
	broken := errors.New("broken")
	const entry = `{"request":{"url":"/sys/senders.php"},"response":{"status":200,"content":{"text":"OK"}}}`
	for _, tt := range []struct {
		name   string
		format capture.Format
		text   string
		want   []string // before the error
	}{
		{"nothing", capture.Auto, "", nil},
		{"a body", capture.Body, "name = a", nil},
		{"a dump", capture.Auto, "HTTP/1.1 200 OK\nContent-Length: 2\n\nOK", []string{`1 200 "OK" 4:1`}},
		{"a dump of a request", capture.Auto, "GET /sys/senders.php HTTP/1.1\n\n", []string{`1 GET /sys/senders.php lost`}},
		{"a log of curl", capture.Auto, "> GET /sys/senders.php HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \nOK\n", []string{`1 GET /sys/senders.php 200 "OK\n" 5:1`}},
		{"a WARC", capture.Auto, record(warcResponse, okHead+"\r\nOK"), []string{`1 200 "OK" 8:1`}},
		{"a cassette", capture.Auto, "interactions:\n" + interaction("OK"), nil},
		{"lines", capture.Auto, "{\"url\":\"/sys/senders.php\"}\n", []string{`1 /sys/senders.php lost`}},
		{"lines, within one", capture.Auto, "{\"url\":\"/sys/senders.php\"}\n{\"url\"", []string{`1 /sys/senders.php lost`}},
		{"an indented exchange", capture.Auto, "{\n\"url\":\"/sys/senders.php\"}\n", []string{`1 /sys/senders.php lost`}},
		{"an entry", capture.Auto, entry, []string{`1 /sys/senders.php 200 "OK" 1:83`}},
		{"a HAR", capture.Auto, `{"log":{"entries":[` + entry + `]}}`, []string{`1 /sys/senders.php 200 "OK" 1:102`}},
		{"a HAR that is malformed before", capture.Auto, `{"log":{"entries":[` + entry + `]x`, []string{`1 /sys/senders.php 200 "OK" 1:102`, `capture: har: line 1, column 109: malformed: want a comma or the end of an object`}},
		{"gzip, after a member", capture.Auto, gzipped("HTTP/1.1 200 OK\nContent-Length: 2\n\nOK"), []string{`1 200 "OK" 4:1`}},
		{"gzip", capture.Auto, gzipped("HTTP/1.1 200 OK\nContent-Length: 2\n\nOK")[:12], nil},
	} {
		var last error
		got := outcomeOf(func(yield func(*capture.Exchange, error) bool) {
			for x, err := range (capture.Reader{Format: tt.format}).Exchanges(io.MultiReader(strings.NewReader(tt.text), failingReader{broken})) {
				if last = err; err == broken {
					continue
				}
				yield(x, err)
			}
		})
		if last != broken || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, last, tt.want)
		}
	}
}

// TestPartSizes: parts of what is read in order are of some hundred kilobytes.
func TestPartSizes(t *testing.T) {
	const n = 1000 // exchanges of two kilobytes: one, their bodies and their fields
	message := func(body string) string {
		return fmt.Sprintf("POST /sys/senders.php HTTP/1.1\nContent-Length: 24\n\n%sHTTP/1.1 200 OK\nContent-Length: 903\n\n%s", body[:24], body)
	}
	all, parts := 0, 0
	for part := range (capture.Reader{}).Parts(strings.NewReader(strings.Repeat(message(strings.Repeat("x", 903)), n))) {
		parts++
		all += part.Size()
		if got, want := len(outcomeOf(part.Exchanges())), min(n-(parts-1)*128, 128); got != want || part.Size() != want<<11 {
			t.Errorf("part %d has %d exchanges in %d bytes, want %d", parts, got, part.Size(), want)
		}
	}
	if parts != 8 || all != n<<11 {
		t.Errorf("%d parts of %d bytes", parts, all)
	}
}

// TestManyChunks: the places of the bytes of as many chunks as are told apart.
func TestManyChunks(t *testing.T) {
	const most = 1 << 16
	dump := okHead + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1\r\nx\r\n", most+2) + "0\r\n\r\n"
	first := strings.IndexByte(dump, 'x')
	for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(dump)) {
		if err != nil || len(x.Response.Body) != most+2 {
			t.Fatalf("%d bytes, %v", len(x.Response.Body), err)
		}
		for i, want := range map[int]int{0: first, 1: first + 6, most - 1: first + 6*(most-1), most: first + 6*(most-1) + 1} {
			if at := x.Response.Position(i); int(at.Offset) != want {
				t.Errorf("byte %d is at %d, want %d", i, at.Offset, want)
			}
		}
	}
}

package capture_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http/httputil"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smscodec/smscodec/capture"
)

// fuzzLimit is small, so that what is too large is found too.
const fuzzLimit = 1 << 12

func addSeeds(f *testing.F, pattern string, cases ...[]outcomeCase) {
	paths, err := filepath.Glob("testdata/" + pattern)
	if err != nil || len(paths) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint(len(data)/2))
	}
	for _, c := range slices.Concat(cases...) {
		f.Add([]byte(c.in), uint(len(c.in)*2/3))
	}
}

// checkReading states what holds for any capture of a format that is read in
// order.
func checkReading(t *testing.T, format capture.Format, data []byte, cut int) {
	t.Helper()
	if bytes.HasPrefix(data, []byte("\x1f\x8b")) || bytes.HasPrefix(data, []byte("\x28\xb5\x2f\xfd")) {
		return // positions are those in what is decompressed
	}
	if _, wide := capture.InUTF8(data); wide {
		return // likewise
	}
	r := capture.Reader{Format: format, MaxEntry: fuzzLimit}
	whole := outcome(r, bytes.NewReader(data))
	if pieces := outcome(r, iotest.OneByteReader(bytes.NewReader(data))); !slices.Equal(whole, pieces) {
		t.Fatalf("byte by byte\n%s\nat once\n%s", strings.Join(pieces, "\n"), strings.Join(whole, "\n"))
	}
	checkPositions(t, r, data)
	if format == capture.WARC {
		checkResponses(t, r, data[:cut], data)
	} else {
		checkBeginning(t, r, data[:cut], whole)
	}
}

// checkPositions: positions are within the capture, and of a body that has as many
// bytes there as it is long, they are its bytes. Entries rise.
func checkPositions(t *testing.T, r capture.Reader, data []byte) {
	t.Helper()
	entry := 0
	for x, err := range r.Exchanges(bytes.NewReader(data)) {
		if x == nil {
			if e, ok := err.(*capture.Error); ok && (e.Offset < 0 || e.Offset > int64(len(data))) {
				t.Fatalf("an error beyond the capture: %v", err)
			}
			continue
		}
		if x.Entry <= entry {
			t.Fatalf("entry %d after %d", x.Entry, entry)
		}
		entry = x.Entry
		if x.Response.Lost || x.Response.BodyOmitted {
			continue
		}
		body := x.Response.Body
		from, to := x.Response.Position(0), x.Response.Position(len(body))
		if from.Offset < 0 || to.Offset > int64(len(data)) || from.Offset > to.Offset {
			t.Fatalf("a body from %v to %v of %d bytes", from, to, len(data))
		}
		if line := 1 + bytes.Count(data[:from.Offset], []byte("\n")); from.Line != line {
			t.Fatalf("line %d is %d", from.Line, line)
		}
		if n := len(body); n > 0 && to.Offset-from.Offset == int64(n) && !bytes.Equal(data[from.Offset:to.Offset], body) {
			t.Fatalf("%q is at %v, as %q", body, from, data[from.Offset:to.Offset])
		}
	}
}

// checkBeginning: what is cut off shows, unless it may as well end there.
func checkBeginning(t *testing.T, r capture.Reader, beginning []byte, whole []string) {
	t.Helper()
	end := int64(len(bytes.TrimRight(beginning, "\r\n")))
	for x, err := range r.Exchanges(bytes.NewReader(beginning)) {
		if err != nil || len(x.Defects) > 0 || x.Response.Lost || x.Response.BodyOmitted {
			return
		}
		if opaque(x) || x.Response.Position(len(x.Response.Body)).Offset >= end {
			return
		}
	}
	got := outcome(r, bytes.NewReader(beginning))
	// The last exchange may continue: an interaction may end at any line, a request record
	// follow its response, and what seems to be the output of a shell be a part of a body.
	got = got[:max(0, len(got)-1)]
	if len(got) > len(whole) || !slices.Equal(got, whole[:len(got)]) {
		t.Fatalf("of the beginning\n%s\nof the whole\n%s", strings.Join(got, "\n"), strings.Join(whole, "\n"))
	}
}

// checkResponses is checkBeginning for WARC, where a record waits for its counterpart: what is
// cut off changes which exchange a response belongs to, its number and its order, but not
// the response.
func checkResponses(t *testing.T, r capture.Reader, beginning, data []byte) {
	t.Helper()
	end := int64(len(bytes.TrimRight(beginning, "\r\n")))
	responses := func(text []byte) (of []string, isCut bool) {
		for x, err := range r.Exchanges(bytes.NewReader(text)) {
			if err != nil || x.Response.Lost || x.Response.BodyOmitted {
				continue
			}
			isCut = isCut || len(x.Defects) > 0 || opaque(x) || x.Response.Position(len(x.Response.Body)).Offset >= end
			of = append(of, fmt.Sprintf("%d %q %v", x.Response.Status, x.Response.Body, x.Response.Position(0)))
		}
		return of, isCut
	}
	got, isCut := responses(beginning)
	if isCut {
		return
	}
	whole, _ := responses(data)
	for _, response := range got {
		if !slices.Contains(whole, response) {
			t.Fatalf("%s\nis in the beginning, and not in the whole\n%s", response, strings.Join(whole, "\n"))
		}
	}
}

// opaque reports whether the body is not in the capture as it is.
func opaque(x *capture.Exchange) bool {
	n := len(x.Response.Body)
	return n > 0 && x.Response.Position(0) == x.Response.Position(n)
}

func FuzzDump(f *testing.F) {
	addSeeds(f, "*.http", dumpCases)
	f.Fuzz(func(t *testing.T, data []byte, cut uint) {
		n := int(cut % uint(len(data)+1))
		if capture.IsVerbose(data) || capture.IsVerbose(data[:n]) {
			return // where a body comes late: see FuzzVerbose
		}
		checkReading(t, capture.Dump, data, n)
		if len(data) < fuzzLimit {
			checkWrapped(t, data)
		}
	})
}

// checkWrapped: a message with the right length has its body read byte for byte,
// whatever that is.
func checkWrapped(t *testing.T, body []byte) {
	t.Helper()
	var chunks bytes.Buffer
	w := httputil.NewChunkedWriter(&chunks)
	w.Write(body[:len(body)/2])
	w.Write(body[len(body)/2:])
	w.Close()
	for _, framed := range []string{
		fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body),
		fmt.Sprintf("content-length: %d\n\n%s\r\n", len(body), body),
		fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%s\r\n", &chunks),
	} {
		dump := fmt.Sprintf("POST /sys/senders.php HTTP/1.1\r\n%sHTTP/1.1 200 OK\r\n%sHTTP/2 200 \r\n\r\nnext", framed, framed)
		var bodies []string
		for x, err := range (capture.Reader{Format: capture.Dump}).Exchanges(strings.NewReader(dump)) {
			if err != nil || len(x.Defects) > 0 {
				t.Fatalf("%q: %v %v", dump, err, x.Defects)
			}
			bodies = append(bodies, string(x.Request.Body), string(x.Response.Body))
		}
		if want := []string{string(body), string(body), "", "next"}; !slices.Equal(bodies, want) {
			t.Fatalf("%q reads as %q", dump, bodies)
		}
	}
}

func FuzzWARC(f *testing.F) {
	addSeeds(f, "*.warc", warcCases)
	f.Fuzz(func(t *testing.T, data []byte, cut uint) {
		checkReading(t, capture.WARC, data, int(cut%uint(len(data)+1)))
		block := "HTTP/1.1 200 OK\r\n\r\n" + string(data)
		record := fmt.Sprintf("WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
		var bodies []string
		for x, err := range (capture.Reader{Format: capture.WARC}).Exchanges(strings.NewReader(record + record)) {
			if err != nil {
				t.Fatal(err)
			}
			bodies = append(bodies, string(x.Response.Body))
		}
		if want := []string{string(data), string(data)}; !slices.Equal(bodies, want) {
			t.Fatalf("%q reads as %q", record, bodies)
		}
	})
}

func FuzzCassette(f *testing.F) {
	addSeeds(f, "*.y*ml", cassetteCases)
	f.Fuzz(func(t *testing.T, data []byte, cut uint) {
		checkReading(t, capture.Cassette, data, int(cut%uint(len(data)+1)))
		text := base64.StdEncoding.EncodeToString(data)
		for _, body := range []string{"!!binary '" + text + "'", "{base64_string: '" + text + "'}", "\n        string: !binary |-\n          " + text} {
			cassette := "interactions:\n  - request: {}\n    response:\n      body: " + body + "\n"
			for x, err := range (capture.Reader{Format: capture.Cassette}).Exchanges(strings.NewReader(cassette + cassette)) {
				if err != nil || !bytes.Equal(x.Response.Body, data) {
					t.Fatalf("%q reads as %q, %v", cassette, x.Response.Body, err)
				}
			}
		}
	})
}

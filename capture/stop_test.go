package capture_test

import (
	"fmt"
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

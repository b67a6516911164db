package main

import (
	"bufio"
	"io"
	"runtime"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/lint"
)

// What repeats from exchange to exchange takes memory about once, in every report.
func TestReportsKeepLittle(t *testing.T) {
	const exchanges, limit = 10_000, 3 << 19 // most reports write more than 3 MB
	kept := func() uint64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	for name, r := range map[string]report{
		"text": textReport{}, "jsonl": jsonlReport{}, "lines": linesReport{}, "junit": &junitReport{failOn: lint.Note},
		"sarif": &sarifReport{host: newCodeHost(2 * exchanges)}, "gitlab": &gitlabReport{host: newCodeHost(2 * exchanges)},
	} {
		t.Run(name, func(t *testing.T) {
			from := &source{path: "month.jsonl", label: "month.jsonl"}
			found := lint.Finding{Rule: lint.Lookup("crlf"), About: lint.Answer, Message: "CR LF line ending", Row: 0, Line: 1, Col: 9, Count: 1}
			before := kept()
			w := bufio.NewWriter(io.Discard)
			r.begin(w)
			for i := range exchanges {
				x := checked{source: from, entry: 2*i + 1, request: smscodec.Request{Op: smscodec.OpGet}, asked: "/sys/senders.php?get=1&fmt=0", answer: "list"}
				x.findings = []finding{{Finding: found, text: `name = a\r`, caret: 8, known: newKnown(x.asked, found)}}
				r.add(w, x)
				r.add(w, checked{source: from, entry: 2*i + 2, err: errEmptyFolder})
			}
			if now := kept(); now > before+limit {
				t.Errorf("%d bytes are kept", now-before)
			}
			r.end(w, newTotals(), "")
		})
	}
}

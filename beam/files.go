package beam

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
)

// totalsFile is the name of the file with the totals.
const totalsFile = "totals.jsonl"

// CheckFiles checks the files that patterns match, and writes to a folder:
//
//	findings-00000-of-0000N.jsonl    findings, as docs/schemas/finding.json describes them
//	unreadable-00000-of-0000N.jsonl  what cannot be read: its file, entry, place, and an error
//	totals.jsonl                     a Total a line
//
// In which file a line is, is not defined. It panics if the options are not valid.
func CheckFiles(s sdk.Scope, patterns []string, folder string, o Options) {
	checkInto(s, patterns, folder, o, rangeSize)
}

func checkInto(s sdk.Scope, patterns []string, folder string, o Options, size int64) {
	s = s.Scope("smscodec.CheckFiles")
	if err := o.Validate(); err != nil {
		panic(fmt.Sprintf("smscodec: %v", err))
	}
	var findings, held, unreadable, counts []sdk.PCollection
	for _, r := range checkFiles(s, sdk.CreateList(s, patterns), o, size) {
		findings = append(findings, r.findings)
		held = append(held, r.held)
		unreadable = append(unreadable, r.unreadable)
		counts = append(counts, r.counts)
	}
	if len(o.Baseline) > 0 {
		unknown, counted := withoutKnown(s, sdk.Flatten(s, held...), o.Baseline)
		findings, counts = append(findings, unknown), append(counts, counted)
	}
	writeShards(s, folder, "findings", findings...)
	writeShards(s, folder, "unreadable", unreadable...)
	writeSorted(s, folder, totalsFile, sum(s, counts...))
}

// OutputFiles returns patterns of the files that CheckFiles writes to a folder.
func OutputFiles(folder string) []string {
	return []string{join(folder, "findings-*-of-*.jsonl"), join(folder, "unreadable-*-of-*.jsonl"), join(folder, totalsFile)}
}

// UnfinishedFiles returns the pattern of the files that CheckFiles leaves in a folder if it
// fails.
func UnfinishedFiles(folder string) string { return join(folder, unfinished+"*") }

// ReadTotals returns the totals that CheckFiles wrote.
func ReadTotals(ctx context.Context, folder string) ([]Total, error) {
	file, err := open(ctx, join(folder, totalsFile))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var totals []Total
	for decoder := json.NewDecoder(bufio.NewReader(file)); decoder.More(); {
		var t Total
		if err := decoder.Decode(&t); err != nil {
			return nil, err
		}
		totals = append(totals, t)
	}
	return totals, nil
}

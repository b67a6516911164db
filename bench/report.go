package main

import (
	"fmt"
	"io"
)

// report writes all that was measured.
func report(w io.Writer, results []*result, memories []memory) {
	fmt.Fprint(w, "### Ratios\n\nHow many times as long as smscodec somebody takes (floor / goal). ✗: the floor does not hold. ✓: the goal is reached.\n")
	writeResultTables(w, results, "against", ratioCell)
	fmt.Fprint(w, "\n### Times\n\nNanoseconds a row, or of the whole small answer, and allocations in all.\n")
	writeResultTables(w, results, "by", timeCell)
	reportSweep(w, results)
	reportMemory(w, memories)
}

// reportSweep shows smscodec's time a byte, which would rise if it were not
// linear.
func reportSweep(w io.Writer, results []*result) {
	heads := []string{"format"}
	for _, n := range sweepSizes {
		heads = append(heads, "n = "+groupThousands(n))
	}
	var rows [][]string
	for _, format := range formats {
		cells := []string{formatName(format)}
		measured := false
		for _, n := range sweepSizes {
			cell := ""
			if r := findResult(results, "decode", format, string(operators), n); r != nil {
				perRow, _ := r.perRow(smscodecName)
				cell = threeDigits(perRow * float64(n) / float64(r.size))
				measured = true
			}
			cells = append(cells, cell)
		}
		if measured {
			rows = append(rows, cells)
		}
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprint(w, "\nDecode lists with registration codes, smscodec, nanoseconds a byte:\n\n")
	writeMarkdownTable(w, heads, rows)
}

// reportMemory shows what lists and Senders hold.
func reportMemory(w io.Writer, memories []memory) {
	if len(memories) == 0 {
		return
	}
	fmt.Fprintf(w, "\n### Memory\n\nWhat a list of %s rows with registration codes keeps, and what Senders holds at most while it goes through as many, the body left out.\n\n",
		groupThousands(memoryRows))
	mark := func(text string, holds bool) string {
		if holds {
			return text
		}
		return "**" + text + " ✗**"
	}
	var rows [][]string
	for _, m := range memories {
		rows = append(rows, []string{
			formatName(m.format),
			mark(threeDigits(m.bytesPerRow), m.bytesPerRow <= maxBytesPerRow),
			mark(groupThousands(int(m.sendersBytes)), m.sendersBytes <= maxSendersBytes),
		})
	}
	writeMarkdownTable(w, []string{
		"format",
		fmt.Sprintf("kept a row, bytes (at most %d)", maxBytesPerRow),
		fmt.Sprintf("held by Senders, bytes (at most %s)", groupThousands(maxSendersBytes)),
	}, rows)
}

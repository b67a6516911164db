package main

// Writes the report: ratios, times, growth and memory.

import (
	"fmt"
	"io"
)

// report writes all results.
func report(w io.Writer, results []*result, memories []memory) {
	fmt.Fprint(w, "### Ratios\n\nTime relative to smscodec (1 = same), with floor and goal in parentheses. ✗: below the floor. ✓: the goal is reached.\n")
	writeResultTables(w, results, "compared with", ratioCell)
	fmt.Fprint(w, "\n### Times\n\nNanoseconds per row (small answers: per answer), and allocations per call.\n")
	writeResultTables(w, results, "implementation", timeCell)
	reportSweep(w, results)
	reportMemory(w, memories)
}

// reportSweep writes smscodec's time per byte, which would grow with the number of rows if
// the time were not linear.
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
	fmt.Fprint(w, "\nDecode lists with registration codes, smscodec alone, nanoseconds per byte:\n\n")
	writeMarkdownTable(w, heads, rows)
}

// reportMemory writes the memory that lists and Senders use.
func reportMemory(w io.Writer, memories []memory) {
	if len(memories) == 0 {
		return
	}
	fmt.Fprintf(w, "\n### Memory\n\nFor %s rows with registration codes: the memory of the decoded list, per row, and the most that Senders uses while it iterates over them. The body is not counted.\n\n",
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
		fmt.Sprintf("list, bytes per row (at most %d)", maxBytesPerRow),
		fmt.Sprintf("Senders, bytes (at most %s)", groupThousands(maxSendersBytes)),
	}, rows)
}

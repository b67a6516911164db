package main

import (
	"fmt"
	"io"
	"strings"
)

// report writes all that was measured.
func report(w io.Writer, results []*result, memories []memory) {
	fmt.Fprint(w, "### Ratios\n\nHow many times as long as smscodec somebody takes (floor / goal). ✗: the floor does not hold. ✓: the goal is reached.\n")
	writeTables(w, results, "against", ratioCell)
	fmt.Fprint(w, "\n### Times\n\nNanoseconds a row, or of the whole small answer, and allocations in all.\n")
	writeTables(w, results, "by", timeCell)
	reportSweep(w, results)
	reportMemory(w, memories)
}

// reportSweep shows smscodec's time a byte, which would rise if it were not
// linear.
func reportSweep(w io.Writer, results []*result) {
	var lines []string
	for _, format := range formats {
		line := fmt.Sprintf("| %s |", formatName(format))
		any := false
		for _, n := range sweepSizes {
			text := ""
			for _, r := range results {
				if r.op == "decode" && r.format == format && r.kind == string(operators) && r.n == n {
					perRow, _ := r.perRow(smscodecName)
					text = threeDigits(perRow * float64(n) / float64(r.size))
					any = true
				}
			}
			line += " " + text + " |"
		}
		if any {
			lines = append(lines, line+"\n")
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprint(w, "\nDecode lists with registration codes, smscodec, nanoseconds a byte:\n\n| format |")
	for _, n := range sweepSizes {
		fmt.Fprintf(w, " n = %s |", groupThousands(n))
	}
	fmt.Fprintf(w, "\n|---|%s\n%s", strings.Repeat("---|", len(sweepSizes)), strings.Join(lines, ""))
}

// reportMemory shows what lists and Senders hold.
func reportMemory(w io.Writer, memories []memory) {
	if len(memories) == 0 {
		return
	}
	fmt.Fprintf(w, "\n### Memory\n\nWhat a list of %s rows with registration codes keeps, and what Senders holds at most while it goes through as many, the body left out.\n\n",
		groupThousands(memoryRows))
	fmt.Fprintf(w, "| format | kept a row, bytes (at most %d) | held by Senders, bytes (at most %s) |\n|---|---|---|\n", maxBytesPerRow, groupThousands(maxSendersBytes))
	mark := func(text string, holds bool) string {
		if holds {
			return text
		}
		return "**" + text + " ✗**"
	}
	for _, m := range memories {
		fmt.Fprintf(w, "| %s | %s | %s |\n", formatName(m.format),
			mark(threeDigits(m.bytesPerRow), m.bytesPerRow <= maxBytesPerRow), mark(groupThousands(int(m.sendersBytes)), m.sendersBytes <= maxSendersBytes))
	}
}

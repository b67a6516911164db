package main

// Tables and numbers for people.

import (
	"iter"
	"strconv"
	"strings"
)

// maxAligned is the width of the widest cell that other rows are aligned with.
const maxAligned = 56

// appendTable appends rows of cells, aligned. The cells must be safe to show. It
// iterates over the rows twice.
func appendTable(dst []byte, rows iter.Seq[[]string]) []byte {
	var widths []int
	for row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if n := displayWidth(cell); n <= maxAligned {
				widths[i] = max(widths[i], n)
			}
		}
	}
	for row := range rows {
		for i, cell := range row {
			dst = append(dst, cell...)
			if i < len(row)-1 {
				pad := max(0, widths[i]-displayWidth(cell)) + 2
				dst = append(dst, strings.Repeat(" ", pad)...)
			}
		}
		dst = append(dst, '\n')
	}
	return dst
}

func countCell(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

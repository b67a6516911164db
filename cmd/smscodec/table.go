package main

// Tables and numbers for people.

import (
	"bytes"
	"iter"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/shown"
)

const (
	maxAligned  = 56 // the width of the widest cell that other rows are aligned with
	minLastCell = 16 // that the last column gets at least, unless it is narrower
	cellGap     = 2
)

// appendTable appends rows of cells, aligned, in at most width columns, where that is
// possible. The text of the last column is broken between words. If the columns do not
// fit all the same, the table is broken into several, which all have the first column.
// The cells must be safe to show. It iterates over the rows several times.
func appendTable(dst []byte, rows iter.Seq[[]string], width int) []byte {
	widths := columnWidths(rows)
	for next := min(1, len(widths)-1); next < len(widths); {
		end := next + 1
		at := widths[0] + cellGap + widths[next]
		for end < len(widths) {
			needed := widths[end]
			if end == len(widths)-1 {
				needed = min(needed, minLastCell)
			}
			if at += cellGap + needed; at > width {
				break
			}
			end++
		}
		if next > 1 {
			dst = append(dst, '\n')
		}
		for row := range rows {
			dst = appendRow(dst, row, widths, next, end, width)
		}
		next = end
	}
	return dst
}

// columnWidths returns the width of each column.
func columnWidths(rows iter.Seq[[]string]) []int {
	var widths []int
	for row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if n := shown.Width(cell); n <= maxAligned {
				widths[i] = max(widths[i], n)
			}
		}
	}
	return widths
}

// appendRow appends the first cell of a row and those from next to end.
func appendRow(dst []byte, row []string, widths []int, next, end, width int) []byte {
	cells, columns := row[:1], widths[:1]
	if next > 0 {
		cells = append(cells[:1:1], row[min(next, len(row)):min(end, len(row))]...)
		columns = append(columns[:1:1], widths[next:end]...)
	}
	at := 0
	for i, cell := range cells {
		if i < len(cells)-1 {
			dst = append(dst, cell...)
			n := shown.Width(cell)
			pad := max(0, columns[i]-n) + cellGap
			dst = append(dst, strings.Repeat(" ", pad)...)
			at += n + pad
			continue
		}
		if i == 0 { // broken, it would look like two rows
			return append(append(dst, cell...), '\n')
		}
		indent := at
		if width-at < min(shown.Width(cell), minLastCell) && strings.Contains(cell, " ") {
			dst = append(bytes.TrimRight(dst, " "), "\n    "...)
			at, indent = 4, 4
		}
		dst = appendWrapped(dst, cell, at, indent, width, "")
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

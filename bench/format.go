package main

// How names, numbers and Markdown tables are written.

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
)

// formatName returns the name of a format as used in text.
func formatName(format smscodec.Format) string {
	if format == smscodec.Plain {
		return "plain"
	}
	return strings.ToUpper(format.String())
}

// threeDigits formats a number with three significant digits, and all before the point.
func threeDigits(x float64) string {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return fmt.Sprint(x)
	}
	digits := max(0, 2-int(math.Floor(math.Log10(math.Abs(x)))))
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// groupThousands formats a number with its digits in groups of three.
func groupThousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}

// writeMarkdownTable writes a table in Markdown.
func writeMarkdownTable(w io.Writer, heads []string, rows [][]string) {
	writeMarkdownRow(w, heads)
	fmt.Fprintf(w, "%s|\n", strings.Repeat("|---", len(heads)))
	for _, cells := range rows {
		writeMarkdownRow(w, cells)
	}
}

func writeMarkdownRow(w io.Writer, cells []string) {
	fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
}

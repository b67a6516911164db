package main

// The report -o text.

import (
	"bufio"
	"fmt"
	"os"

	"github.com/smscodec/smscodec/lint"
)

// A textReport is for people. It writes findings with excerpts, then a summary.
type textReport struct {
	color bool
	width int // of the tables
}

// SGR parameters.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	cyan   = "1;36"
	green  = "1;32"
)

// hasColor reports whether output may have colours. See no-color.org.
func hasColor(terminal bool) bool {
	return terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func (r textReport) paint(color, text string) string {
	if !r.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func (r textReport) append(dst []byte, x checked) []byte {
	for _, f := range x.Findings {
		place := x.place()
		if f.Line > 0 {
			place += fmt.Sprintf(":%d:%d", f.Line, f.Col)
		}
		color := map[lint.Severity]string{lint.Note: cyan, lint.Warning: yellow, lint.Error: red}[f.Rule.Severity]
		dst = fmt.Appendf(dst, "%s: %s %s [%s]\n", r.paint(bold, place), r.paint(color, f.Rule.Severity.String()+":"), message(&f), f.Rule.ID)
		if f.Text != "" {
			dst = fmt.Appendf(dst, "%5d | %s\n      | %*s\n", f.Line, f.Text, f.Caret+len(r.paint(green, "^")), r.paint(green, "^"))
		}
		for _, reading := range f.Readings {
			dst = fmt.Appendf(dst, "      = %s\n", reading)
		}
	}
	return dst
}

func (textReport) begin(*bufio.Writer) {}

func (r textReport) add(w *bufio.Writer, x checked) { w.Write(r.append(w.AvailableBuffer(), x)) }

func (r textReport) end(w *bufio.Writer, t *totals, _ string) {
	if t.findings > 0 {
		w.WriteByte('\n')
	}
	w.Write(appendTotals(nil, t, r.width))
}

package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
)

// A table shows some cases: a line for each format and who was measured, a
// column for each case.
type table struct {
	title   string
	op      string
	columns []tableColumn
}

type tableColumn struct {
	head string
	kind string
	n    int
}

func tables() []table {
	registrations := table{title: "Decode lists with registration codes", op: "decode"}
	for _, n := range sizes {
		registrations.columns = append(registrations.columns, tableColumn{"n = " + thousands(n), string(operators), n})
	}
	return []table{
		registrations,
		{"Decode other lists, n = " + thousands(manyRows), "decode", []tableColumn{
			{"with status", string(statuses), manyRows},
			{"names", string(names), manyRows},
			{"codes, no white space", compactKind, manyRows},
			{"codes, members in any order", shuffledKind, manyRows},
		}},
		{"Decode small answers", "decode", []tableColumn{
			{"error", string(failure), 0},
			{"id", string(added), 0},
			{"OK", string(done), 0},
		}},
		{"Append a list with registration codes", "append", []tableColumn{
			{"n = " + thousands(manyRows), string(operators), manyRows},
		}},
	}
}

// writeTables writes a kind of cell for all tables.
func writeTables(w io.Writer, results []*result, first string, cell func(r *result, name string) string) {
	for _, t := range tables() {
		var lines []string
		for _, format := range formats {
			inColumn := make([]*result, len(t.columns))
			var by []string
			for i, c := range t.columns {
				at := slices.IndexFunc(results, func(r *result) bool {
					return r.op == t.op && r.format == format && r.kind == c.kind && r.n == c.n
				})
				if at < 0 {
					continue
				}
				inColumn[i] = results[at]
				for _, name := range results[at].by {
					if !slices.Contains(by, name) {
						by = append(by, name)
					}
				}
			}
			for _, name := range by {
				cells := make([]string, len(t.columns))
				for i, r := range inColumn {
					if r != nil && r.samples[name] != nil {
						cells[i] = cell(r, name)
					}
				}
				if strings.Join(cells, "") != "" {
					lines = append(lines, fmt.Sprintf("| %s | %s | %s |\n", formatName(format), name, strings.Join(cells, " | ")))
				}
			}
		}
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s:\n\n| format | %s |", t.title, first)
		for _, c := range t.columns {
			fmt.Fprintf(w, " %s |", c.head)
		}
		fmt.Fprintf(w, "\n|---|---|%s\n%s", strings.Repeat("---|", len(t.columns)), strings.Join(lines, ""))
	}
}

// ratioCell shows a ratio beside its floor and goal.
func ratioCell(r *result, name string) string {
	ratio, ok := r.ratio(name)
	if name == self || !ok {
		return ""
	}
	text := significant(ratio)
	b, bounded := ratioBounds[r.name()][name]
	switch {
	case !bounded:
		return text
	case ratio < b.floor:
		text = "**" + text + " ✗**"
	case b.goal > 0 && ratio >= b.goal:
		text += " ✓"
	}
	text += fmt.Sprintf(" (%v", b.floor)
	if b.goal > 0 {
		text += fmt.Sprintf(" / %v", b.goal)
	}
	return text + ")"
}

// timeCell shows the nanoseconds a row, and the allocations in all.
func timeCell(r *result, name string) string {
	perRow, _ := r.perRow(name)
	return fmt.Sprintf("%s, %d", significant(perRow), r.allocs(name))
}

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
		for _, n := range sweep {
			text := ""
			for _, r := range results {
				if r.op == "decode" && r.format == format && r.kind == string(operators) && r.n == n {
					perRow, _ := r.perRow(self)
					text = significant(perRow * float64(n) / float64(r.size))
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
	for _, n := range sweep {
		fmt.Fprintf(w, " n = %s |", thousands(n))
	}
	fmt.Fprintf(w, "\n|---|%s\n%s", strings.Repeat("---|", len(sweep)), strings.Join(lines, ""))
}

// reportMemory shows what lists and Senders hold.
func reportMemory(w io.Writer, memories []memory) {
	if len(memories) == 0 {
		return
	}
	fmt.Fprintf(w, "\n### Memory\n\nWhat a list of %s rows with registration codes keeps, and what Senders holds at most while it goes through as many, the body left out.\n\n",
		thousands(memoryRows))
	fmt.Fprintf(w, "| format | kept a row, bytes (at most %d) | held by Senders, bytes (at most %s) |\n|---|---|---|\n", mostPerRow, thousands(mostSenders))
	mark := func(text string, holds bool) string {
		if holds {
			return text
		}
		return "**" + text + " ✗**"
	}
	for _, m := range memories {
		fmt.Fprintf(w, "| %s | %s | %s |\n", formatName(m.format),
			mark(significant(m.perRow), m.perRow <= mostPerRow), mark(thousands(int(m.senders)), m.senders <= mostSenders))
	}
}

// broken lists the floors that do not hold.
func broken(results []*result, memories []memory) []string {
	var list []string
	for _, r := range results {
		for _, name := range r.by {
			b, bounded := ratioBounds[r.name()][name]
			if ratio, _ := r.ratio(name); bounded && ratio < b.floor {
				list = append(list, fmt.Sprintf("%s: %.3g times %s, want %v", r.name(), ratio, name, b.floor))
			}
		}
		if most, bounded := mostAllocs(r.benchCase); bounded && r.allocs(self) > most {
			list = append(list, fmt.Sprintf("%s: %d allocations, want at most %d", r.name(), r.allocs(self), most))
		}
	}
	for _, m := range memories {
		if m.perRow > mostPerRow {
			list = append(list, fmt.Sprintf("memory/%v: %.0f bytes kept a row, want at most %d", m.format, m.perRow, mostPerRow))
		}
		if m.senders > mostSenders {
			list = append(list, fmt.Sprintf("memory/%v: Senders holds %d bytes, want at most %d", m.format, m.senders, mostSenders))
		}
	}
	return list
}

// formatName gives the name of a format as prose has it.
func formatName(format smscodec.Format) string {
	if format == smscodec.Plain {
		return "plain"
	}
	return strings.ToUpper(format.String())
}

// significant gives three digits of a number, and all before the point.
func significant(x float64) string {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return fmt.Sprint(x)
	}
	digits := max(0, 2-int(math.Floor(math.Log10(math.Abs(x)))))
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// thousands groups the digits of a number.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}

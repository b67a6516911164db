package main

// The tables of the report, and the cells that they show.

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// A table shows some cases: it has a column for each case, and a row for each format and
// subject.
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
	for _, n := range comparedSizes {
		registrations.columns = append(registrations.columns, tableColumn{"n = " + groupThousands(n), string(operators), n})
	}
	return []table{
		registrations,
		{"Decode other lists, n = " + groupThousands(standardRows), "decode", []tableColumn{
			{"with status", string(statuses), standardRows},
			{"names only", string(names), standardRows},
			{"codes, compact", compactKind, standardRows},
			{"codes, members shuffled", shuffledKind, standardRows},
		}},
		{"Decode small answers", "decode", []tableColumn{
			{"error", string(failure), 0},
			{"id", string(added), 0},
			{"OK", string(done), 0},
		}},
		{"Append a list with registration codes", "append", []tableColumn{
			{"n = " + groupThousands(standardRows), string(operators), standardRows},
		}},
	}
}

// writeResultTables writes all tables. head is the heading of the column of subjects, and
// cell returns the cell of a subject in a case.
func writeResultTables(w io.Writer, results []*result, head string, cell func(r *result, subject string) string) {
	for _, t := range tables() {
		var rows [][]string
		for _, format := range formats {
			rows = append(rows, t.rows(results, format, cell)...)
		}
		if len(rows) == 0 {
			continue
		}
		heads := []string{"format", head}
		for _, c := range t.columns {
			heads = append(heads, c.head)
		}
		fmt.Fprintf(w, "\n%s:\n\n", t.title)
		writeMarkdownTable(w, heads, rows)
	}
}

// rows returns the rows of a format, one for each subject with a cell that is not empty.
func (t table) rows(results []*result, format smscodec.Format, cell func(r *result, subject string) string) [][]string {
	byColumn := make([]*result, len(t.columns)) // nil where nothing was measured
	var subjects []string
	for i, c := range t.columns {
		r := findResult(results, t.op, format, c.kind, c.n)
		if r == nil {
			continue
		}
		byColumn[i] = r
		for _, s := range r.subjects {
			if !slices.Contains(subjects, s) {
				subjects = append(subjects, s)
			}
		}
	}
	var rows [][]string
	for _, s := range subjects {
		cells := make([]string, len(t.columns))
		for i, r := range byColumn {
			if r != nil && r.samples[s] != nil {
				cells[i] = cell(r, s)
			}
		}
		if strings.Join(cells, "") != "" {
			rows = append(rows, append([]string{formatName(format), s}, cells...))
		}
	}
	return rows
}

// ratioCell returns a ratio with its floor and goal.
func ratioCell(r *result, name string) string {
	ratio, ok := r.ratio(name)
	if name == smscodecName || !ok {
		return ""
	}
	text := threeDigits(ratio)
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

// timeCell returns the nanoseconds per row and the allocations per call.
func timeCell(r *result, name string) string {
	perRow, _ := r.perRow(name)
	return fmt.Sprintf("%s, %d", threeDigits(perRow), r.allocs(name))
}

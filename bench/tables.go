package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
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
	for _, n := range comparedSizes {
		registrations.columns = append(registrations.columns, tableColumn{"n = " + groupThousands(n), string(operators), n})
	}
	return []table{
		registrations,
		{"Decode other lists, n = " + groupThousands(standardRows), "decode", []tableColumn{
			{"with status", string(statuses), standardRows},
			{"names", string(names), standardRows},
			{"codes, no white space", compactKind, standardRows},
			{"codes, members in any order", shuffledKind, standardRows},
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

// writeTables writes a kind of cell for all tables.
func writeTables(w io.Writer, results []*result, subjectHead string, cell func(r *result, name string) string) {
	for _, t := range tables() {
		var lines []string
		for _, format := range formats {
			byColumn := make([]*result, len(t.columns))
			var subjects []string
			for i, c := range t.columns {
				at := slices.IndexFunc(results, func(r *result) bool {
					return r.op == t.op && r.format == format && r.kind == c.kind && r.n == c.n
				})
				if at < 0 {
					continue
				}
				byColumn[i] = results[at]
				for _, name := range results[at].subjects {
					if !slices.Contains(subjects, name) {
						subjects = append(subjects, name)
					}
				}
			}
			for _, name := range subjects {
				cells := make([]string, len(t.columns))
				for i, r := range byColumn {
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
		fmt.Fprintf(w, "\n%s:\n\n| format | %s |", t.title, subjectHead)
		for _, c := range t.columns {
			fmt.Fprintf(w, " %s |", c.head)
		}
		fmt.Fprintf(w, "\n|---|---|%s\n%s", strings.Repeat("---|", len(t.columns)), strings.Join(lines, ""))
	}
}

// ratioCell shows a ratio beside its floor and goal.
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

// timeCell shows the nanoseconds a row, and the allocations in all.
func timeCell(r *result, name string) string {
	perRow, _ := r.perRow(name)
	return fmt.Sprintf("%s, %d", threeDigits(perRow), r.allocs(name))
}

package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// appendReply appends a reply as a table.
func appendReply(dst []byte, reply smscodec.Reply) []byte {
	switch r := reply.(type) {
	case smscodec.List:
		return appendList(dst, r)
	case smscodec.Added:
		return appendTable(dst, slices.Values([][]string{{"ID", fmt.Sprint(r.ID)}}))
	case *smscodec.APIError:
		rows := [][]string{{"ERROR", errorCode(r.Code)}}
		if r.Text != "" {
			rows = append(rows, []string{"TEXT", quote(r.Text)})
		}
		if len(r.Extra) > 0 {
			rows = append(rows, []string{"EXTRA", extra(r.Extra)})
		}
		return appendTable(dst, slices.Values(rows))
	}
	return append(dst, "OK\n"...)
}

// appendList appends a row for each sender. Registrations have a column for
// each operator with the code, whose meanings follow.
func appendList(dst []byte, list smscodec.List) []byte {
	if len(list) == 0 {
		return append(dst, "no sender names\n"...)
	}
	var operators []smscodec.Operator
	var registrations [256]bool
	var columns *smscodec.Columns
	hasStatus, hasExtra := false, false
	for _, s := range list {
		hasStatus = hasStatus || s.Status != smscodec.NoStatus
		hasExtra = hasExtra || len(s.Extra) > 0
		for operator, status := range s.Registrations.All() {
			registrations[status] = true
			if s.Registrations.Columns() != columns && !slices.Contains(operators, operator) {
				operators = append(operators, operator)
			}
		}
		columns = s.Registrations.Columns()
	}

	dst = appendTable(dst, func(yield func([]string) bool) {
		row := []string{"NAME"}
		if hasStatus {
			row = append(row, "STATUS")
		}
		for _, operator := range operators {
			row = append(row, string(operator))
		}
		if hasExtra {
			row = append(row, "EXTRA")
		}
		for i := 0; yield(row) && i < len(list); i++ {
			s := &list[i]
			row = append(row[:0], label(s.Name))
			if hasStatus {
				cell := "-"
				if n, ok := s.Status.Code(); ok {
					cell = code(int(n), s.Status)
				}
				row = append(row, cell)
			}
			for _, operator := range operators {
				cell := "-"
				if status, ok := s.Registrations.Status(operator); ok {
					cell = fmt.Sprint(uint8(status))
				}
				row = append(row, cell)
			}
			if len(s.Extra) > 0 {
				row = append(row, extra(s.Extra))
			}
		}
	})

	if len(operators) > 0 {
		dst = append(dst, '\n')
	}
	for i, there := range registrations {
		if there {
			dst = append(dst, code(i, smscodec.RegistrationStatus(i))+"\n"...)
		}
	}
	return dst
}

// code gives the number and the meaning of a status.
func code(n int, status interface {
	fmt.Stringer
	Documented() bool
}) string {
	if !status.Documented() {
		return fmt.Sprint(n, " undocumented")
	}
	return fmt.Sprint(n, " ", status)
}

func errorCode(c smscodec.ErrorCode) string {
	if !c.Documented() {
		return fmt.Sprint(int(c), " undocumented")
	}
	return fmt.Sprint(int(c), " ", c.Error())
}

func extra(fields []smscodec.Field) string {
	var parts []string
	for _, f := range fields {
		name := label(f.Name)
		if strings.ContainsAny(name, " =") {
			name = quote(f.Name)
		}
		parts = append(parts, name+"="+quote(f.Value))
	}
	return strings.Join(parts, " ")
}

// maxAligned bounds the columns that a cell may claim of all other rows.
const maxAligned = 56

// appendTable appends rows of shown text with their cells aligned. It goes
// through the rows twice.
func appendTable(dst []byte, rows iter.Seq[[]string]) []byte {
	var widths []int
	for row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if n := columns(cell); n <= maxAligned {
				widths[i] = max(widths[i], n)
			}
		}
	}
	for row := range rows {
		for i, cell := range row {
			dst = append(dst, cell...)
			if i < len(row)-1 {
				pad := max(0, widths[i]-columns(cell)) + 2
				dst = append(dst, strings.Repeat(" ", pad)...)
			}
		}
		dst = append(dst, '\n')
	}
	return dst
}

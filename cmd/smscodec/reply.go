package main

// Replies and requests as text for people.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/summary"
)

// appendReply appends a table with all that a reply has.
func appendReply(dst []byte, reply smscodec.Reply, width int) []byte {
	switch r := reply.(type) {
	case smscodec.List:
		return appendList(dst, r, width)
	case smscodec.Added:
		return appendTable(dst, slices.Values([][]string{{"ID", fmt.Sprint(r.ID)}}), width)
	case *smscodec.APIError:
		rows := [][]string{{"ERROR", summary.ErrorCode(r.Code)}}
		if r.Text != "" {
			rows = append(rows, []string{"TEXT", shown.Quote(r.Text)})
		}
		if len(r.Extra) > 0 {
			rows = append(rows, []string{"EXTRA", extraText(r.Extra)})
		}
		return appendTable(dst, slices.Values(rows), width)
	}
	return append(dst, "OK\n"...)
}

// appendList appends a row for each sender. The code of a registration is in the
// column of its operator, and the meanings of the codes follow the table.
func appendList(dst []byte, list smscodec.List, width int) []byte {
	if len(list) == 0 {
		return append(dst, "no sender names\n"...)
	}
	c := columnsOf(list)
	dst = appendTable(dst, func(yield func([]string) bool) {
		if !yield(c.header()) {
			return
		}
		for i := range list {
			if !yield(c.row(&list[i])) {
				return
			}
		}
	}, width)
	if len(c.operators) > 0 {
		dst = append(dst, '\n')
	}
	for i, used := range c.registrations {
		if used {
			dst = append(dst, statusText(i, smscodec.RegistrationStatus(i))+"\n"...)
		}
	}
	return dst
}

// listColumns are the columns after the name in the table of a list.
type listColumns struct {
	status    bool
	operators []smscodec.Operator
	extra     bool

	registrations [256]bool // which statuses occur
}

func columnsOf(list smscodec.List) *listColumns {
	c := new(listColumns)
	var columns *smscodec.Columns // of the previous sender; rows usually share them
	for _, s := range list {
		c.status = c.status || s.Status != smscodec.NoStatus
		c.extra = c.extra || len(s.Extra) > 0
		for operator, status := range s.Registrations.All() {
			c.registrations[status] = true
			if s.Registrations.Columns() != columns && !slices.Contains(c.operators, operator) {
				c.operators = append(c.operators, operator)
			}
		}
		columns = s.Registrations.Columns()
	}
	return c
}

func (c *listColumns) header() []string {
	row := []string{"NAME"}
	if c.status {
		row = append(row, "STATUS")
	}
	for _, operator := range c.operators {
		row = append(row, string(operator))
	}
	if c.extra {
		row = append(row, "EXTRA")
	}
	return row
}

func (c *listColumns) row(s *smscodec.Sender) []string {
	row := []string{shown.Label(s.Name)}
	if c.status {
		cell := "-"
		if n, ok := s.Status.Code(); ok {
			cell = statusText(int(n), s.Status)
		}
		row = append(row, cell)
	}
	for _, operator := range c.operators {
		cell := "-"
		if status, ok := s.Registrations.Status(operator); ok {
			cell = fmt.Sprint(uint8(status))
		}
		row = append(row, cell)
	}
	if len(s.Extra) > 0 {
		row = append(row, extraText(s.Extra))
	}
	return row
}

// statusText returns the number and the meaning of a status.
func statusText(n int, status interface {
	fmt.Stringer
	Documented() bool
}) string {
	if !status.Documented() {
		return fmt.Sprint(n, " undocumented")
	}
	return fmt.Sprint(n, " ", status)
}

func extraText(fields []smscodec.Field) string {
	var parts []string
	for _, f := range fields {
		name := shown.Label(f.Name)
		if strings.ContainsAny(name, " =") {
			name = shown.Quote(f.Name)
		}
		parts = append(parts, name+"="+shown.Quote(f.Value))
	}
	return strings.Join(parts, " ")
}

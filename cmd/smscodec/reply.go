package main

import (
	"fmt"
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
				row = append(row, code(int(s.Status), s.Status))
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

// summary gives a reply in a line.
func summary(reply smscodec.Reply) string {
	switch r := reply.(type) {
	case smscodec.List:
		switch len(r) {
		case 0:
			return "no sender names"
		case 1:
			return "1 sender name: " + beginning(r[0].Name)
		}
		return fmt.Sprintf("%d sender names: %s, …", len(r), beginning(r[0].Name))
	case smscodec.Added:
		return fmt.Sprint("id ", r.ID)
	case *smscodec.APIError:
		text := "error " + errorCode(r.Code)
		if r.Text != "" {
			text += ": " + beginning(r.Text)
		}
		return text
	}
	return "OK"
}

const maxBeginning = 40

// beginning gives the first characters of a text, quoted.
func beginning(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxBeginning {
			return quote(text[:i]) + "…"
		}
	}
	return quote(text)
}

// requestText gives the flags for a request.
func requestText(req smscodec.Request) string {
	text := fmt.Sprintf("--op %v --fmt %v", req.Op, req.Format)
	if req.All {
		text += " --all"
	}
	if req.Operators {
		text += " --operators"
	}
	if req.Charset != smscodec.UTF8 {
		text += fmt.Sprintf(" --charset %v", req.Charset)
	}
	return text
}

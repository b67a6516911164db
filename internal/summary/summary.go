// Package summary describes replies and requests in a line for people.
package summary

import (
	"fmt"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
)

// Reply returns a line about a reply.
func Reply(reply smscodec.Reply) string {
	switch r := reply.(type) {
	case smscodec.List:
		return List(r, len(r))
	case smscodec.Added:
		return fmt.Sprint("id ", r.ID)
	case *smscodec.APIError:
		text := "error " + ErrorCode(r.Code)
		if r.Text != "" {
			text += ": " + shown.Beginning(r.Text)
		}
		return text
	}
	return "OK"
}

// List returns a line about a list, of which it needs the first of the senders.
func List(list smscodec.List, senders int) string {
	switch senders {
	case 0:
		return "no sender names"
	case 1:
		return "1 sender name: " + shown.Beginning(list[0].Name)
	}
	return fmt.Sprintf("%d sender names: %s, …", senders, shown.Beginning(list[0].Name))
}

// Masked returns a copy of a reply whose names and text are masked: a text must be masked before it is
// shortened.
func Masked(reply smscodec.Reply, mask func(text string) string) smscodec.Reply {
	switch r := reply.(type) {
	case smscodec.List:
		r = slices.Clone(r)
		for i := range r {
			r[i].Name = mask(r[i].Name)
		}
		return r
	case *smscodec.APIError:
		masked := *r
		masked.Text = mask(r.Text)
		return &masked
	}
	return reply
}

// Flags returns the flags of decode that describe a request.
func Flags(req smscodec.Request) string {
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

// ErrorCode returns the number and the meaning of an error code.
func ErrorCode(c smscodec.ErrorCode) string {
	if !c.Documented() {
		return fmt.Sprint(int(c), " undocumented")
	}
	return fmt.Sprint(int(c), " ", c.Error())
}

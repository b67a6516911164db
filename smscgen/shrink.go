package smscgen

// Shrinking: for each type that the generators draw, the values that are next smaller.

import (
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
)

// smallerRequests returns requests that ask for less.
func smallerRequests(r smscodec.Request) []smscodec.Request {
	var out []smscodec.Request
	if r.Charset != smscodec.UTF8 {
		smaller := r
		smaller.Charset = smscodec.UTF8
		out = append(out, smaller)
	}
	if r.All || r.Operators {
		smaller := r
		smaller.All, smaller.Operators = false, false
		out = append(out, smaller)
	}
	return out
}

func smallerCodecs(c smscodec.Codec) []smscodec.Codec {
	var out []smscodec.Codec
	if c.Columns != nil {
		smaller := c
		smaller.Columns = nil
		out = append(out, smaller)
	}
	if c.EmptyList {
		smaller := c
		smaller.EmptyList = false
		out = append(out, smaller)
	}
	if c.Reject != 0 {
		smaller := c
		smaller.Reject = 0
		out = append(out, smaller)
	}
	for quirk := smscodec.Quirk(1); quirk < smscodec.AllQuirks; quirk <<= 1 {
		if c.Reject&quirk != 0 && c.Reject != quirk {
			smaller := c
			smaller.Reject &^= quirk
			out = append(out, smaller)
		}
	}
	return out
}

func smallerReplies(r smscodec.Reply) []smscodec.Reply {
	var out []smscodec.Reply
	switch r := r.(type) {
	case smscodec.List:
		if r == nil {
			return nil
		}
		for _, rows := range draw.Shorter([]smscodec.Sender(r)) {
			out = append(out, smscodec.List(rows))
		}
		for i := range r {
			for _, s := range smallerSenders(r[i]) {
				list := slices.Clone(r)
				list[i] = s
				out = append(out, list)
			}
		}
	case *smscodec.APIError:
		if r == nil {
			return nil
		}
		if r.Code != 1 {
			out = append(out, &smscodec.APIError{Code: 1, Text: r.Text, Extra: r.Extra})
		}
		for _, text := range shorterText(r.Text) {
			out = append(out, &smscodec.APIError{Code: r.Code, Text: text, Extra: r.Extra})
		}
		for _, extra := range smallerFields(r.Extra) {
			out = append(out, &smscodec.APIError{Code: r.Code, Text: r.Text, Extra: extra})
		}
	case smscodec.Added:
		if r.ID > 0 {
			out = append(out, smscodec.Added{ID: r.ID / 2})
		}
	}
	return out
}

func smallerSenders(s smscodec.Sender) []smscodec.Sender {
	var out []smscodec.Sender
	for _, name := range shorterText(s.Name) {
		smaller := s
		smaller.Name = name
		out = append(out, smaller)
	}
	if s.Status != smscodec.NoStatus && s.Status != smscodec.StatusApproved {
		smaller := s
		smaller.Status = smscodec.StatusApproved
		out = append(out, smaller)
	}
	if s.Registrations.Len() > 0 {
		smaller := s
		smaller.Registrations = smscodec.Registrations{}
		out = append(out, smaller)
	}
	for _, extra := range smallerFields(s.Extra) {
		smaller := s
		smaller.Extra = extra
		out = append(out, smaller)
	}
	return out
}

func smallerFields(fields []smscodec.Field) [][]smscodec.Field {
	out := draw.Shorter(fields)
	for i, f := range fields {
		var smaller []smscodec.Field
		for _, name := range shorterText(f.Name) {
			smaller = append(smaller, smscodec.Field{Name: name, Value: f.Value})
		}
		for _, value := range shorterText(f.Value) {
			smaller = append(smaller, smscodec.Field{Name: f.Name, Value: value})
		}
		for _, f := range smaller {
			clone := slices.Clone(fields)
			clone[i] = f
			out = append(out, clone)
		}
	}
	return out
}

func shorterText(s string) []string {
	var out []string
	for _, bytes := range draw.Shorter([]byte(s)) {
		out = append(out, string(bytes))
	}
	return out
}

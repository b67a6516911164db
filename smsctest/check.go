package smsctest

// The check of a decoder with the conformance cases, and how it shows replies.

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// CheckDecoder runs the conformance cases on a function that decodes as smscodec.Decode
// does: a port, a wrapper, or an SDK's decoder of HTTP responses. Each case is a subtest,
// such as CheckDecoder/json/y_recorded_names.
//
// For a body that must be accepted, decode must return the reply, or an *smscodec.APIError
// as the error if the server refused. For a body that must be refused, it must return
// another error; if that is an *smscodec.ParseError, its kind and position must be right.
// Cases that are not for any decoder are skipped; see Case.ForAnyDecoder.
//
// Each of only selects cases, such as OnlyFormats(smscodec.JSON). A case runs if all of
// them return true. The test fails if there is no such case.
func CheckDecoder(t *testing.T, decode func(body []byte, req smscodec.Request) (smscodec.Reply, error), only ...func(Case) bool) {
	t.Helper()
	var selected [smscodec.JSON + 1][]Case
	n := 0
	for c, err := range Cases() {
		if err != nil {
			t.Fatal(err)
		}
		if c.ForAnyDecoder() && !slices.ContainsFunc(only, func(isSelected func(Case) bool) bool { return !isSelected(c) }) {
			selected[c.Request.Format] = append(selected[c.Request.Format], c)
			n++
		}
	}
	if n == 0 {
		t.Fatal("smsctest: no case is selected")
	}
	t.Run("CheckDecoder", func(t *testing.T) {
		for format, cases := range selected {
			if len(cases) == 0 {
				continue
			}
			t.Run(smscodec.Format(format).String(), func(t *testing.T) {
				for _, c := range cases {
					t.Run(c.Name, func(t *testing.T) {
						if diff := c.diff(decode(bytes.Clone(c.Body), c.Request)); diff != "" {
							t.Errorf("%s\nwhy: %s\nbody: %s", diff, c.Why, shown(fmt.Sprintf("%q", c.Body), maxShown))
						}
					})
				}
			})
		}
	})
}

// OnlyFormats selects the cases in these formats.
func OnlyFormats(formats ...smscodec.Format) func(Case) bool {
	return func(c Case) bool { return slices.Contains(formats, c.Request.Format) }
}

// OnlyOps selects the answers to these operations.
func OnlyOps(ops ...smscodec.Op) func(Case) bool {
	return func(c Case) bool { return slices.Contains(ops, c.Request.Op) }
}

// OnlyDocumented selects the cases whose body is as the vendor documents or must be
// refused. It is for a decoder that refuses the known departures.
func OnlyDocumented() func(Case) bool {
	return func(c Case) bool { return c.Departures == 0 }
}

// Check returns an error if the result of a decoder is not what the case wants. The
// result is as for CheckDecoder.
func (c Case) Check(reply smscodec.Reply, err error) error {
	if diff := c.diff(reply, err); diff != "" {
		return fmt.Errorf("smsctest: %v: %s", c, diff)
	}
	return nil
}

// diff describes how the result of a decoder differs from what the case wants. It returns
// "" if it does not.
func (c Case) diff(reply smscodec.Reply, err error) string {
	var refusal *smscodec.APIError
	if errors.As(err, &refusal) {
		reply, err = refusal, nil
	}
	var wrong *smscodec.ParseError
	switch {
	case c.Refused == nil && err != nil:
		return fmt.Sprintf("refused: %s\nwant: %s", shown(err.Error(), maxShown), replyText(c.Reply))
	case c.Refused == nil:
		if !smscodec.Equal(c.Reply, reply) {
			read, want := differingTexts(reply, c.Reply)
			return fmt.Sprintf("read as: %s\nwant: %s", read, want)
		}
	case err == nil:
		return fmt.Sprintf("read as: %s\nwant: refused, %v", replyText(reply), c.Refused)
	case errors.As(err, &wrong):
		got := *wrong
		got.Detail = ""
		if got != *c.Refused {
			return fmt.Sprintf("refused: %s (offset %d)\nwant: refused, %v (offset %d)", shown(err.Error(), maxShown), got.Offset, c.Refused, c.Refused.Offset)
		}
	}
	return ""
}

const maxShown = 1000 // bytes of what the decoder under test returned

// replyText returns a reply with its type, on a line.
func replyText(reply smscodec.Reply) string {
	var text string
	switch r := reply.(type) {
	case nil:
		text = "nil"
	case smscodec.List:
		var rows []string
		for _, s := range r {
			rows = append(rows, senderText(s))
		}
		text = "List{" + strings.Join(rows, ", ") + "}"
	case smscodec.Added:
		text = fmt.Sprintf("Added{ID: %d}", r.ID)
	case smscodec.Done:
		text = "Done{}"
	case *smscodec.APIError:
		if r == nil {
			text = "(*APIError)(nil)"
			break
		}
		text = fmt.Sprintf("*APIError{Code: %d, Text: %q%s}", int(r.Code), r.Text, extraText(r.Extra))
	}
	return shown(text, maxShown)
}

// differingTexts returns the texts of two replies. Of two lists it returns the first rows
// that differ.
func differingTexts(a, b smscodec.Reply) (string, string) {
	x, isList := a.(smscodec.List)
	y, areLists := b.(smscodec.List)
	if !isList || !areLists || max(len(x), len(y)) < 2 {
		return replyText(a), replyText(b)
	}
	row := 0
	for row < min(len(x), len(y)) && smscodec.Equal(x[row:row+1], y[row:row+1]) {
		row++
	}
	return rowText(x, row), rowText(y, row)
}

// rowText returns a list with one of its rows.
func rowText(list smscodec.List, row int) string {
	text := fmt.Sprintf("List of %d", len(list))
	if row < len(list) {
		text += fmt.Sprintf(", row %d: %s", row+1, senderText(list[row]))
	}
	return shown(text, maxShown)
}

func senderText(s smscodec.Sender) string {
	text := fmt.Sprintf("{Name: %q", s.Name)
	if code, ok := s.Status.Code(); ok {
		text += fmt.Sprintf(", Status: %d", code)
	} else if s.Status != smscodec.NoStatus {
		text += fmt.Sprintf(", Status: %#x, which is none", uint(s.Status))
	}
	if s.Registrations.Len() > 0 {
		text += fmt.Sprintf(", Registrations: {%v}", s.Registrations)
	}
	return text + extraText(s.Extra) + "}"
}

func extraText(fields []smscodec.Field) string {
	if len(fields) == 0 {
		return ""
	}
	var texts []string
	for _, f := range fields {
		texts = append(texts, fmt.Sprintf("%q: %q", f.Name, f.Value))
	}
	return ", Extra: {" + strings.Join(texts, ", ") + "}"
}

package smscodec_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/smscodec/smscodec"
)

// The cases of the laws: exchanges, which are written, and answers, which are
// read; and how replies and errors are compared.

// An exchange is a reply to be written.
type exchange struct {
	codec   smscodec.Codec
	request smscodec.Request
	reply   smscodec.Reply
}

// An answer is a body to be read.
type answer struct {
	codec   smscodec.Codec
	request smscodec.Request
	body    []byte
}

func (x exchange) String() string {
	return fmt.Sprintf("%s, %s, reply %#v", codecString(x.codec), requestString(x.request), x.reply)
}

func (a answer) String() string {
	return fmt.Sprintf("%s, %s, body %q", codecString(a.codec), requestString(a.request), a.body)
}

func codecString(c smscodec.Codec) string {
	return fmt.Sprintf("codec rejects %q, columns %q, empty lists %t", c.Reject, slices.Collect(c.Columns.All()), c.EmptyList)
}

func requestString(r smscodec.Request) string {
	return fmt.Sprintf("request %v %v %v all=%t operators=%t", r.Op, r.Format, r.Charset, r.All, r.Operators)
}

// read decodes the body. The server's refusal is a reply here, as it is for Append.
func (a answer) read() (smscodec.Reply, *smscodec.ParseError) { return a.readBy(a.codec) }

func (a answer) readBy(c smscodec.Codec) (smscodec.Reply, *smscodec.ParseError) {
	reply, err := c.Decode(a.body, a.request)
	switch err := err.(type) {
	case nil:
		return reply, nil
	case *smscodec.APIError:
		return err, nil
	case *smscodec.ParseError:
		return nil, err
	}
	panic(fmt.Sprintf("Decode returned an error of type %T", err))
}

// readReporting is readBy, and also returns the departures that were accepted.
func (a answer) readReporting(c smscodec.Codec) (smscodec.Reply, []*smscodec.ParseError, *smscodec.ParseError) {
	var reports []*smscodec.ParseError
	c.Report = func(e *smscodec.ParseError) { reports = append(reports, e) }
	reply, err := a.readBy(c)
	return reply, reports, err
}

// rejecting returns a copy of a codec that rejects q and reports nothing.
func rejecting(c smscodec.Codec, q smscodec.Quirk) smscodec.Codec {
	c.Reject, c.Report = q, nil
	return c
}

// identical compares replies exactly: nil differs from empty, and the order of
// columns counts.
var identical = cmp.Comparer(func(a, b smscodec.Registrations) bool {
	return slices.Equal(slices.Collect(a.Columns().All()), slices.Collect(b.Columns().All())) && a.Equal(b)
})

func differs(want, got smscodec.Reply) string {
	if cmp.Equal(want, got, identical) {
		return ""
	}
	return "(-want +got):\n" + cmp.Diff(want, got, identical)
}

// differsBeyond compares the parts of replies that an answer to the request holds:
// a status only under All, registrations only under Operators, an error's text
// not in CSV. The order of operators does not count.
func differsBeyond(req smscodec.Request, want, got smscodec.Reply) string {
	want, got = carried(req, want), carried(req, got)
	if cmp.Equal(want, got, cmpopts.EquateEmpty()) {
		return ""
	}
	return "(-want +got):\n" + cmp.Diff(want, got, cmpopts.EquateEmpty())
}

// carried returns the part of a reply that an answer to the request holds.
func carried(req smscodec.Request, r smscodec.Reply) smscodec.Reply {
	switch r := r.(type) {
	case smscodec.List:
		r = slices.Clone(r)
		for i := range r {
			if !req.All {
				r[i].Status = smscodec.NoStatus
			}
			if !req.Operators {
				r[i].Registrations = smscodec.Registrations{}
			}
		}
		return r
	case *smscodec.APIError:
		if req.Format == smscodec.CSV && r != nil {
			return &smscodec.APIError{Code: r.Code, Extra: r.Extra}
		}
	}
	return r
}

// sameError compares two errors by value, and their kinds by identity.
func sameError(a, b *smscodec.ParseError) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// sameErrors compares the errors of Decode and Senders.
func sameErrors(a, b error) bool {
	switch a := a.(type) {
	case *smscodec.ParseError:
		b, ok := b.(*smscodec.ParseError)
		return ok && sameError(a, b)
	case *smscodec.APIError:
		b, ok := b.(*smscodec.APIError)
		return ok && differs(a, b) == ""
	}
	return a == b
}

// validRequest states rule 7 on requests independently of the package.
func validRequest(r smscodec.Request) bool {
	get := r.Op == smscodec.OpGet
	return r.Op >= smscodec.OpGet && r.Op <= smscodec.OpDelete && r.Format <= smscodec.JSON && r.Charset <= smscodec.KOI8R &&
		(get || !r.All) && (get || !r.Operators) && !(r.All && r.Operators)
}

// readsAs checks that a codec reads the answer as a reply.
func (a answer) readsAs(c smscodec.Codec, want smscodec.Reply) error {
	got, err := a.readBy(c)
	if err != nil {
		return fmt.Errorf("rejecting %q: %w", c.Reject, err)
	}
	if diff := differs(want, got); diff != "" {
		return fmt.Errorf("rejecting %q, the reply differs %s", c.Reject, diff)
	}
	return nil
}

// printsSafely checks rule 12: the text is one line of at most 300 bytes, and
// nothing in the input can reorder, break or colour it.
func printsSafely(err error) error {
	text := err.Error()
	switch {
	case text == "":
		return errors.New("prints as an empty text")
	case len(text) > 300:
		return fmt.Errorf("prints as %d bytes: %q", len(text), text)
	case !utf8.ValidString(text):
		return fmt.Errorf("prints as invalid UTF-8: %q", text)
	}
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return fmt.Errorf("prints %U: %q", r, text)
		}
	}
	return nil
}

// text returns the body in UTF-8, without a byte order mark.
func (a answer) text() string {
	text, _ := inUTF8(a.body, a.request.Charset)
	if a.request.Charset == smscodec.UTF8 {
		text = strings.TrimPrefix(text, "\uFEFF")
	}
	return text
}

// requestsIn returns the valid requests for a format and charset, by operation.
func requestsIn(f smscodec.Format, c smscodec.Charset) []smscodec.Request {
	requests := []smscodec.Request{
		{Op: smscodec.OpGet, Format: f, Charset: c},
		{Op: smscodec.OpGet, Format: f, Charset: c, All: true},
		{Op: smscodec.OpGet, Format: f, Charset: c, Operators: true},
	}
	for op := smscodec.OpAdd; op <= smscodec.OpDelete; op++ {
		requests = append(requests, smscodec.Request{Op: op, Format: f, Charset: c})
	}
	return requests
}

// decodeOf is Decode, but returns the server's refusal as a reply.
func decodeOf(c smscodec.Codec, body []byte, req smscodec.Request) (smscodec.Reply, error) {
	reply, err := c.Decode(body, req)
	var refusal *smscodec.APIError
	if errors.As(err, &refusal) {
		return refusal, nil
	}
	return reply, err
}

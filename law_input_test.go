package smscodec_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// The law on the input's memory, rule 10.

// Decoding does not write to its input, and overwriting the input afterwards
// changes nothing that was decoded, reported or yielded.
func lawInput(a answer) error {
	want, wantReports, wantErr := a.readReporting(a.codec)

	b := a
	b.body = bytes.Clone(a.body)
	got, reports, err := b.readReporting(b.codec)
	rows := smscodec.List{}
	for s, rowErr := range b.codec.Senders(b.body, b.request) {
		if rowErr == nil {
			rows = append(rows, s)
		}
	}
	if !bytes.Equal(a.body, b.body) {
		return fmt.Errorf("input changed to %q", b.body)
	}
	for i := range b.body {
		b.body[i] = '#'
	}
	if diff := differs(want, got); diff != "" {
		return fmt.Errorf("input overwritten, the reply changed %s", diff)
	}
	if list, ok := want.(smscodec.List); ok && differs(list, rows) != "" {
		return errors.New("input overwritten, the rows changed")
	}
	if !sameError(wantErr, err) || !slices.EqualFunc(wantReports, reports, sameError) {
		return errors.New("input overwritten, the error or the reports changed")
	}
	return nil
}

// Long text is copied separately; like short text, it does not alias the input.
func TestLongTextIsCopied(t *testing.T) {
	long := strings.Repeat("a", 10000)
	list := smscodec.List{{Name: long}, {Name: "b"}, {Name: long + "b"}}
	withMember := smscodec.List{{Name: "b", Extra: []smscodec.Field{{Name: long, Value: long}}}}
	refused := &smscodec.APIError{Code: smscodec.ErrParams, Text: long}
	for f := range smscodec.JSON + 1 {
		for _, reply := range []smscodec.Reply{list, withMember, refused} {
			req := smscodec.Request{Op: smscodec.OpGet, Format: f}
			body, err := smscodec.Append(nil, reply, req)
			if err != nil {
				if f >= smscodec.XML {
					t.Error(err)
				}
				continue // plain and CSV cannot hold such a member
			}
			if err := lawInput(answer{request: req, body: body}); err != nil {
				t.Errorf("%v: %v", f, err)
			}
		}
	}
}

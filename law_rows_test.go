package smscodec_test

import (
	"fmt"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// Laws on the rows of a list: Senders yields those of Decode, and rows share their
// columns.

// Law 6: Senders yields Decode's rows, or some of them and then Decode's error. Of
// an answer that is not a list, it yields the error if there is one. It stops when
// the loop does.
func lawSenders(a answer) error {
	reply, wantErr := a.codec.Decode(a.body, a.request)
	list, _ := reply.(smscodec.List)
	rows := smscodec.List{}
	var gotErr error
	for s, err := range a.codec.Senders(a.body, a.request) {
		if gotErr != nil {
			return fmt.Errorf("yields again after the error %w", gotErr)
		}
		if gotErr = err; err == nil {
			rows = append(rows, s)
		} else if diff := cmp.Diff(smscodec.Sender{}, s); diff != "" {
			return fmt.Errorf("yields a row together with the error %w", err)
		}
	}
	if !sameErrors(wantErr, gotErr) {
		return fmt.Errorf("yields the error %v, Decode returns %v", gotErr, wantErr)
	}
	// The rows before an error are those of a codec that accepts it.
	if e, ok := wantErr.(*smscodec.ParseError); ok {
		if e.Row >= 0 && len(rows) > e.Row {
			return fmt.Errorf("yields %d rows, the error is in row %d", len(rows), e.Row)
		}
		whole, _ := a.readBy(rejecting(a.codec, 0))
		if all, ok := whole.(smscodec.List); ok && (len(rows) > len(all) || differs(all[:len(rows)], rows) != "") {
			return fmt.Errorf("yields rows before the error that are not rows of the list: %#v", rows)
		}
	}
	if wantErr == nil && len(rows) != len(list) {
		return fmt.Errorf("yields %d rows, Decode returns %d", len(rows), len(list))
	}
	if wantErr == nil && len(list) > 0 {
		if diff := differs(list, rows); diff != "" {
			return fmt.Errorf("the rows differ from those of Decode %s", diff)
		}
	}
	n := 0
	for range a.codec.Senders(a.body, a.request) {
		n++
		break
	}
	if n != min(len(rows), 1) && gotErr == nil {
		return fmt.Errorf("stopped at the first row, but yields %d", n)
	}
	return nil
}

// Rows with the same operators share one Columns, in the order of the first row.
func lawSharedColumns(a answer) error {
	reply, err := a.codec.Decode(a.body, a.request)
	if err != nil {
		return nil
	}
	list, _ := reply.(smscodec.List)
	shared := map[string]*smscodec.Columns{}
	for i, s := range list {
		c := s.Registrations.Columns()
		if c == nil {
			continue
		}
		operators := fmt.Sprint(slices.Sorted(c.All()))
		if first, ok := shared[operators]; ok && first != c {
			return fmt.Errorf("row %d does not share its columns", i)
		}
		shared[operators] = c
	}
	return nil
}

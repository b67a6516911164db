package smscodec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
)

// Laws on writing: what Append writes reads back as the same, and which replies
// it can write.

// Law 1: Append(r) ok ⇒ Decode(Append(r)) = r, for what the request asks for.
func lawAppendDecodes(x exchange) error {
	body, err := x.codec.Append(nil, x.reply, x.request)
	if err != nil {
		return nil
	}
	got, parseErr := answer{x.codec, x.request, body}.read()
	if parseErr != nil {
		return fmt.Errorf("written as %q, which is refused: %w", body, parseErr)
	}
	if diff := differsBeyond(x.request, x.reply, got); diff != "" {
		return fmt.Errorf("%q reads as a different reply %s", body, diff)
	}
	return nil
}

// Law 7: Append(dst) = dst + Append(nil), whether dst has room or not. What was in
// dst stays, whether Append succeeds or not. Equal replies are written as equal
// bytes.
func lawAppendAppends(x exchange) error {
	alone, wantErr := x.codec.Append(nil, x.reply, x.request)
	for _, before := range []string{"", "name = a", "ERROR = 1 (x)\n", "\xEF\xBB\xBF"} {
		for _, room := range []int{0, 1, 4096} {
			dst := append(make([]byte, 0, len(before)+room), before...)
			got, err := x.codec.Append(dst, x.reply, x.request)
			switch {
			case string(dst) != before:
				return fmt.Errorf("changed what was in dst, %q, to %q", before, dst)
			case !sameEncodeErrors(wantErr, err):
				return fmt.Errorf("after %q: error %v, want %v", before, err, wantErr)
			case err != nil && (string(got) != before || cap(got) != cap(dst)):
				return fmt.Errorf("failed and returned %q of capacity %d, dst was %q of %d", got, cap(got), before, cap(dst))
			case err == nil && string(got) != before+string(alone):
				return fmt.Errorf("after %q: returned %q, want %q at the end", before, got, alone)
			}
		}
	}
	return nil
}

func sameEncodeErrors(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, ok := a.(*smscodec.EncodeError)
	y, ok2 := b.(*smscodec.EncodeError)
	return ok && ok2 && *x == *y
}

// Law 2: Decode(b) = r ⇒ Append(r) ok in JSON and UTF8 with the rest of the
// request and the codec unchanged, and its output decodes to r.
func lawJSONCarries(a answer) error {
	reply, parseErr := a.read()
	if parseErr != nil {
		return nil
	}
	req := a.request
	req.Format, req.Charset = smscodec.JSON, smscodec.UTF8
	body, err := a.codec.Append(nil, reply, req)
	if err != nil {
		return fmt.Errorf("read as %#v, which JSON cannot hold: %w", reply, err)
	}
	got, parseErr := answer{a.codec, req, body}.read()
	if parseErr != nil {
		return fmt.Errorf("its JSON %q is refused: %w", body, parseErr)
	}
	if diff := differsBeyond(req, reply, got); diff != "" {
		return fmt.Errorf("its JSON %q reads as a different reply %s", body, diff)
	}
	return nil
}

// Law 1 for every decoded reply, in every format and charset.
func lawConverts(a answer) error {
	reply, parseErr := a.read()
	if parseErr != nil {
		return nil
	}
	req := a.request
	for req.Format = range smscodec.JSON + 1 {
		for req.Charset = range smscodec.KOI8R + 1 {
			if err := lawAppendDecodes(exchange{a.codec, req, reply}); err != nil {
				return fmt.Errorf("as %v in %v: %w", req.Format, req.Charset, err)
			}
		}
	}
	return nil
}

// The strict codec writes every documented reply in every format. The laws above
// would hold for an Append that writes nothing.
func TestDocumentedRepliesAreCarried(t *testing.T) {
	forAll(t, documentedExchanges, func(x exchange) error {
		body, err := x.codec.Append(nil, x.reply, x.request)
		if err != nil {
			return err
		}
		_, reports, parseErr := answer{x.codec, x.request, body}.readReporting(rejecting(x.codec, 0))
		if parseErr != nil || len(reports) > 0 {
			return fmt.Errorf("%q: %v, reports %v", body, parseErr, reports)
		}
		return nil
	})
}

// JSON in UTF-8 can hold every reply whose values are in range and whose members
// have different names.
func TestJSONCarriesEveryReply(t *testing.T) {
	forAll(t, fittingExchanges, func(x exchange) error {
		x.codec.Reject = 0
		x.request.Format, x.request.Charset = smscodec.JSON, smscodec.UTF8
		_, err := x.codec.Append(nil, x.reply, x.request)
		if err == nil {
			return nil
		}
		if encodeErr := err.(*smscodec.EncodeError); encodeErr.Err != smscodec.ErrUnrepresentable || jsonCannotHold(x) {
			return nil
		}
		return err
	})
}

// jsonCannotHold reports whether a reply has text that is not UTF-8, a member with
// the name of a documented or another member, an operator that is neither the
// codec's nor known, or more members than a row can have.
func jsonCannotHold(x exchange) bool {
	documented := []string{"error", "error_code"}
	extras := [][]smscodec.Field{}
	var text []string
	switch r := x.reply.(type) {
	case *smscodec.APIError:
		text = append(text, r.Text)
		extras = append(extras, r.Extra)
	case smscodec.List:
		documented = append(documented, "sender")
		if x.request.All {
			documented = append(documented, "status")
		}
		for _, s := range r {
			text = append(text, s.Name)
			extras = append(extras, s.Extra)
			if x.request.Operators && 1+s.Registrations.Len()+len(s.Extra) > 64 {
				return true
			}
			for op := range s.Registrations.Columns().All() {
				if x.request.Operators && !knownOperator(x.codec, string(op)) {
					return true
				}
			}
		}
	}
	for _, fields := range extras {
		for i, f := range fields {
			text = append(text, f.Name, f.Value)
			if slices.Contains(documented, f.Name) || x.request.Operators && knownOperator(x.codec, f.Name) ||
				slices.ContainsFunc(fields[:i], func(e smscodec.Field) bool { return e.Name == f.Name }) {
				return true
			}
		}
	}
	return !utf8.ValidString(strings.Join(text, ""))
}

// knownOperator reports whether the codec or the vendor has a column of this name.
func knownOperator(c smscodec.Codec, name string) bool {
	op := smscodec.Operator(name)
	return slices.Contains(slices.Collect(draw.Columns(c).All()), op) || slices.Contains(smscodec.Operators(), op)
}

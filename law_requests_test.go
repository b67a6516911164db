package smscodec_test

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// Laws on requests: forms and queries.

// lawParseForm (law 10): ParseForm returns what url.ParseQuery returns, if that accepts the
// input, and has every parameter that url.ParseQuery reads of any other.
func lawParseForm(raw string) error {
	got := smscodec.ParseForm(raw)
	want, err := url.ParseQuery(raw)
	if err == nil && !maps.EqualFunc(got, want, slices.Equal) {
		return fmt.Errorf("read as %q, by net/url as %q", got, want)
	}
	for name, values := range want {
		for _, v := range values {
			if !slices.Contains(got[name], v) {
				return fmt.Errorf("read as %q, without %q=%q of net/url", got, name, v)
			}
		}
	}
	again := smscodec.ParseForm(got.Encode())
	if !maps.EqualFunc(got, again, slices.Equal) {
		return fmt.Errorf("read as %q, which is encoded and read again as %q", got, again)
	}
	return nil
}

// lawParseQuery: A request that is read is valid, and its Query reads as the same.
// Parameters that the endpoint does not have change nothing, nor do all and
// operators with an operation other than get. An error is of kind ErrRequest, and
// does not depend on values that no parameter has: such a value may be a secret.
func lawParseQuery(q url.Values) error {
	r, err := smscodec.ParseQuery(q)
	masked, maskedErr := smscodec.ParseQuery(withMaskedValues(q))
	if masked != r || fmt.Sprint(maskedErr) != fmt.Sprint(err) {
		return fmt.Errorf("with other values in place of unknown ones: %s, %v; was %s, %v",
			requestString(masked), maskedErr, requestString(r), err)
	}
	if err != nil {
		if !errors.Is(err, smscodec.ErrRequest) || r != (smscodec.Request{}) {
			return fmt.Errorf("%s together with the error %w", requestString(r), err)
		}
		return printsSafely(err)
	}
	if !validRequest(r) {
		return fmt.Errorf("read as %s", requestString(r))
	}
	if got, err := smscodec.ParseQuery(r.Query()); err != nil || got != r {
		return fmt.Errorf("read as %s, whose query %v reads as %s, %w", requestString(r), r.Query(), requestString(got), err)
	}

	more := maps.Clone(q)
	more.Set("psw", "1")
	more.Set("GET", "1")
	more["fmt"] = slices.Concat([]string{"x"}, q["fmt"]) // only the last value counts
	if len(q["fmt"]) == 0 {
		delete(more, "fmt")
	}
	if r.Op != smscodec.OpGet {
		more["all"] = []string{"1", "0"}
		more["operators"] = []string{"x"}
	}
	if got, err := smscodec.ParseQuery(more); err != nil || got != r {
		return fmt.Errorf("read as %s, but %v as %s, %w", requestString(r), more, requestString(got), err)
	}
	return nil
}

// withMaskedValues replaces every value that no parameter has; equal values stay
// equal.
func withMaskedValues(q url.Values) url.Values {
	known := []string{"", "0", "1", "2", "3", "utf-8", "windows-1251", "koi8-r"}
	masks := map[string]string{}
	masked := url.Values{}
	for name, values := range q {
		for _, v := range values {
			if !slices.Contains(known, strings.ToLower(v)) {
				if masks[v] == "" {
					masks[v] = fmt.Sprintf("masked %d", len(masks))
				}
				v = masks[v]
			}
			masked.Add(name, v)
		}
	}
	return masked
}

// ParseQuery(r.Query()) = r, for every valid request.
func TestParseQueryUndoesQuery(t *testing.T) {
	n := 0
	for f := range smscodec.JSON + 1 {
		for c := range smscodec.KOI8R + 1 {
			for _, req := range requestsIn(f, c) {
				n++
				if got, err := smscodec.ParseQuery(req.Query()); err != nil || got != req {
					t.Errorf("%s: %v reads as %s, %v", requestString(req), req.Query(), requestString(got), err)
				}
			}
		}
	}
	if want := 4 * 3 * (3 + 5); n != want {
		t.Errorf("%d requests, want %d", n, want)
	}
}

package smscodec_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// Laws on the JSON and text forms of the model.

// Law 9: json.Marshal of a reply fails only for text that is not UTF-8 or a Status
// without a number. Otherwise json.Unmarshal of it into the same type is Equal, with
// the operators in the same order. The text forms that encoding/xml uses lose nothing
// either.
func lawReplyForms(r smscodec.Reply) error {
	if r == nil {
		return nil
	}
	text, err := json.Marshal(r)
	if err != nil {
		if hasJSON(r) {
			return fmt.Errorf("%#v cannot be written as JSON: %w", r, err)
		}
		return printsSafely(err)
	}
	if !hasJSON(r) {
		return fmt.Errorf("%#v is written as the JSON %s", r, text)
	}
	got, err := replyFromJSON(r, text)
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	if diff := differs(r, got); !smscodec.Equal(r, got) || diff != "" && !isEmpty(r) {
		return fmt.Errorf("%s reads as a different reply %s", text, diff)
	}
	list, _ := r.(smscodec.List)
	for _, s := range list {
		var status smscodec.Status
		var registrations smscodec.Registrations
		text, err := s.Status.MarshalText()
		if err == nil {
			err = status.UnmarshalText(text)
		}
		if err != nil || status != s.Status {
			return fmt.Errorf("%v has the text %q, which reads as %v, %w", s.Status, text, status, err)
		}
		if text, err = s.Registrations.MarshalText(); err == nil {
			err = registrations.UnmarshalText(text)
		}
		if err != nil || registrations.String() != s.Registrations.String() {
			return fmt.Errorf("%v has the text %q, which reads as %v, %w", s.Registrations, text, registrations, err)
		}
	}
	return nil
}

// isEmpty reports whether a reply has slices that are empty but not nil, or is a nil
// list: JSON does not distinguish them.
func isEmpty(r smscodec.Reply) bool {
	switch r := r.(type) {
	case smscodec.List:
		return r == nil || slices.ContainsFunc(r, func(s smscodec.Sender) bool { return s.Extra != nil && len(s.Extra) == 0 })
	case *smscodec.APIError:
		return r != nil && r.Extra != nil && len(r.Extra) == 0
	}
	return false
}

// replyFromJSON reads a reply of the same type.
func replyFromJSON(like smscodec.Reply, text []byte) (smscodec.Reply, error) {
	switch like.(type) {
	case smscodec.List:
		var r smscodec.List
		err := json.Unmarshal(text, &r)
		return r, err
	case smscodec.Added:
		var r smscodec.Added
		err := json.Unmarshal(text, &r)
		return r, err
	case smscodec.Done:
		var r smscodec.Done
		err := json.Unmarshal(text, &r)
		return r, err
	}
	var r *smscodec.APIError
	err := json.Unmarshal(text, &r)
	return r, err
}

// hasJSON reports whether JSON can hold a reply.
func hasJSON(r smscodec.Reply) bool {
	var text []string
	fields := func(extra []smscodec.Field) {
		for _, f := range extra {
			text = append(text, f.Name, f.Value)
		}
	}
	switch r := r.(type) {
	case smscodec.List:
		for _, s := range r {
			if _, ok := s.Status.Code(); !ok && s.Status != smscodec.NoStatus {
				return false
			}
			text = append(text, s.Name)
			fields(s.Extra)
		}
	case *smscodec.APIError:
		if r != nil {
			text = append(text, r.Text)
			fields(r.Extra)
		}
	}
	return !slices.ContainsFunc(text, func(s string) bool { return !utf8.ValidString(s) })
}

// lawTextForms: A value that is read from a text is written as its one text form,
// which reads as the same value. The error for any other text is safe to print, and
// so is that for a column which is not an operator.
func lawTextForms(text string) error {
	if err := textForm(text, func(o *smscodec.Op, b []byte) error { return o.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(f *smscodec.Format, b []byte) error { return f.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(c *smscodec.Charset, b []byte) error { return c.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(q *smscodec.Quirk, b []byte) error { return q.UnmarshalText(b) }); err != nil {
		return err
	}
	if err := textForm(text, func(s *smscodec.Status, b []byte) error { return s.UnmarshalText(b) }); err != nil {
		return err
	}
	var r, again smscodec.Registrations
	if err := r.UnmarshalText([]byte(text)); err != nil {
		if err := printsSafely(err); err != nil {
			return err
		}
	} else if err := again.UnmarshalText([]byte(r.String())); err != nil || r.String() != text || !r.Equal(again) {
		return fmt.Errorf("registrations %q read as %v, then %v, %w", text, r, again, err)
	}
	if _, err := smscodec.NewColumns("mega", smscodec.Operator(text)); err != nil {
		return printsSafely(err)
	}
	return nil
}

func textForm[T interface {
	comparable
	MarshalText() ([]byte, error)
}](text string, unmarshal func(*T, []byte) error) error {
	var read, unset, again T
	if err := unmarshal(&read, []byte(text)); err != nil {
		if read != unset {
			return fmt.Errorf("%T set to %v together with the error %w", read, read, err)
		}
		return printsSafely(err)
	}
	canonical, err := read.MarshalText()
	if err != nil {
		return err
	}
	if err := unmarshal(&again, canonical); err != nil || again != read {
		return fmt.Errorf("%T %v: %q reads as %v, %w", read, read, canonical, again, err)
	}
	return nil
}

// A value has a text form if and only if it has a name, and the text form reads as
// the value.
func TestTextFormsRoundTrip(t *testing.T) {
	for n := range 256 {
		checkTextForm(t, smscodec.Op(n), n >= 1 && n <= 6, func(o *smscodec.Op, b []byte) error { return o.UnmarshalText(b) })
		checkTextForm(t, smscodec.Format(n), n <= 3, func(f *smscodec.Format, b []byte) error { return f.UnmarshalText(b) })
		checkTextForm(t, smscodec.Charset(n), n <= 2, func(c *smscodec.Charset, b []byte) error { return c.UnmarshalText(b) })
	}
	for q := smscodec.Quirk(0); q <= smscodec.AllQuirks+1; q++ {
		checkTextForm(t, q, q <= smscodec.AllQuirks, func(q *smscodec.Quirk, b []byte) error { return q.UnmarshalText(b) })
	}
}

func checkTextForm[T interface {
	comparable
	fmt.Stringer
	MarshalText() ([]byte, error)
}](t *testing.T, v T, named bool, unmarshal func(*T, []byte) error) {
	t.Helper()
	text, err := v.MarshalText()
	if (err == nil) != named {
		t.Errorf("%T %v: %q, %v", v, v, text, err)
		return
	}
	if !named {
		return
	}
	var got T
	if err := unmarshal(&got, text); err != nil || got != v || string(text) != v.String() {
		t.Errorf("%T %v: text form %q reads as %v, %v", v, v, text, got, err)
	}
}

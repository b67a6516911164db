package smscodec_test

import (
	"encoding/json"
	"flag"
	"io"
	"testing"

	"github.com/smscodec/smscodec"
)

// The zero Status is NoStatus, the numbers 1 to 255 are themselves, and all 256 have
// a Status, a text and a JSON form.
func TestStatusCodes(t *testing.T) {
	var zero smscodec.Status
	if _, ok := zero.Code(); zero != smscodec.NoStatus || ok || zero.Documented() {
		t.Errorf("the zero Status is %v", zero)
	}
	for n := range 256 {
		s := smscodec.NewStatus(uint8(n))
		if code, ok := s.Code(); int(code) != n || !ok || n > 0 && s != smscodec.Status(n) || s.Documented() != (n < 3) {
			t.Errorf("NewStatus(%d) = %d, with the code %d, %t", n, uint16(s), code, ok)
		}
		var inText, inJSON smscodec.Status
		text, err := s.MarshalText()
		if err == nil {
			err = inText.UnmarshalText(text)
		}
		if err != nil || inText != s {
			t.Errorf("%d: the text %q reads as %d, %v", n, text, uint16(inText), err)
		}
		if text, err = json.Marshal(s); err == nil {
			err = json.Unmarshal(text, &inJSON)
		}
		if err != nil || inJSON != s {
			t.Errorf("%d: the JSON %s reads as %d, %v", n, text, uint16(inJSON), err)
		}
	}
	for s, want := range map[smscodec.Status]uint8{smscodec.StatusPending: 0, smscodec.StatusApproved: 1, smscodec.StatusOff: 2} {
		if code, ok := s.Code(); code != want || !ok {
			t.Errorf("%v: code %d, %t, want %d", s, code, ok, want)
		}
	}
	for _, s := range []smscodec.Status{257, 1<<16 - 1} {
		if _, ok := s.Code(); ok {
			t.Errorf("Status(%d) has a code", s)
		}
		if text, err := s.MarshalText(); err == nil {
			t.Errorf("Status(%d) has the text %q", s, text)
		}
		if text, err := json.Marshal(s); err == nil {
			t.Errorf("Status(%d) has the JSON %s", s, text)
		}
	}
}

// A Status is read from its one form, and stays as it was beside an error.
func TestStatusFormsRefused(t *testing.T) {
	for _, text := range []string{"256", "-1", "01", "+1", " 1", "1.0", "approved", "null", "9999999999999999999999"} {
		s := smscodec.StatusOff
		if err := s.UnmarshalText([]byte(text)); err == nil || s != smscodec.StatusOff {
			t.Errorf("text %q reads as %v, %v", text, s, err)
		}
	}
	for _, text := range []string{"256", "-1", "1.5", `"1"`, `""`, "{}", "true"} {
		s := smscodec.StatusOff
		if err := json.Unmarshal([]byte(text), &s); err == nil || s != smscodec.StatusOff {
			t.Errorf("JSON %s reads as %v, %v", text, s, err)
		}
	}
}

// A flag takes the text forms of the model.
func TestFlags(t *testing.T) {
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	var status, unset smscodec.Status
	flags.TextVar(&status, "status", smscodec.StatusOff, "")
	flags.TextVar(&unset, "unset", smscodec.NoStatus, "")
	if err := flags.Parse([]string{"-status=0"}); err != nil || status != smscodec.StatusPending || unset != smscodec.NoStatus {
		t.Errorf("-status=0 is %v, none %v, %v", status, unset, err)
	}
	if err := flags.Parse([]string{"-status=256"}); err == nil {
		t.Errorf("-status=256 is %v", status)
	}
}

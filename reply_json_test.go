package smscodec_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// The JSON, XML and text forms of the model.

// The zero Status is NoStatus, the codes 1 to 255 are stored as themselves, and all 256
// codes have a Status, a text form and a JSON form.
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

// A Status is read from its one form only, and is unchanged after an error.
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

// The JSON of the model is stable, as other programs read it.
func TestReplyJSON(t *testing.T) {
	registrations := mustRegister(t, []smscodec.Operator{"mts", "by_reg", "mega"}, 1, 0, 255)
	documented, err := smscodec.NewRegistrations(smscodec.DocumentedColumns(), 2, 1, 0, 0, 0, 0, 0, 0, 0, 6)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		reply smscodec.Reply
		want  string
	}{
		{"an empty list", smscodec.List{}, `[]`},
		{"a name", smscodec.List{{Name: "a<b>&\"я\u2028"}}, `[{"name":"a<b>&\"я\u2028"}]`},
		{"a status", smscodec.List{{Name: "a", Status: smscodec.StatusPending}, {Name: "b", Status: 255}}, `[{"name":"a","status":0},{"name":"b","status":255}]`},
		{"registrations in column order", smscodec.List{{Name: "a", Registrations: registrations}}, `[{"name":"a","registrations":{"mts":1,"by_reg":0,"mega":255}}]`},
		{"documented registrations", smscodec.List{{Name: "a", Registrations: documented}},
			`[{"name":"a","registrations":{"mega":2,"mts":1,"mega_step":0,"bee_step":0,"motiv_step":0,"mts_step":0,"tele2_step":0,"tele2":0,"ua_reg":0,"ua_int":6}}]`},
		{"undocumented members", smscodec.List{{Name: "a", Extra: []smscodec.Field{{Name: "id", Value: "1"}}}}, `[{"name":"a","extra":[{"name":"id","value":"1"}]}]`},
		{"an id", smscodec.Added{ID: 1<<63 - 1}, `{"id":9223372036854775807}`},
		{"an OK", smscodec.Done{}, `{}`},
		{"a refusal", &smscodec.APIError{Code: 2, Text: "authorise error"}, `{"code":2,"text":"authorise error"}`},
		{"a refusal without a text", &smscodec.APIError{Code: 7, Extra: []smscodec.Field{{Name: "id", Value: "34"}}}, `{"code":7,"extra":[{"name":"id","value":"34"}]}`},
	} {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(test.reply); err != nil || b.String() != test.want+"\n" {
			t.Errorf("%s: %v\ngot  %swant %s", test.name, err, b.String(), test.want)
		}
		got, err := replyFromJSON(test.reply, b.Bytes())
		if diff := cmp.Diff(test.reply, got); err != nil || diff != "" || !smscodec.Equal(test.reply, got) {
			t.Errorf("%s: the reply differs, %v (-want +got):\n%s", test.name, err, diff)
		}
	}
}

// What JSON cannot hold is an error in both directions, and never dropped.
func TestReplyJSONRefused(t *testing.T) {
	const invalid = "a\xFF"
	for name, reply := range map[string]smscodec.Reply{
		"a name that is not UTF-8":           smscodec.List{{Name: invalid}},
		"a member's name that is not UTF-8":  smscodec.List{{Name: "a", Extra: []smscodec.Field{{Name: invalid}}}},
		"a member's value that is not UTF-8": smscodec.List{{Name: "a", Extra: []smscodec.Field{{Value: invalid}}}},
		"a status without a number":          smscodec.List{{Name: "a", Status: 257}},
		"a text that is not UTF-8":           &smscodec.APIError{Text: invalid},
		"a refusal's member":                 &smscodec.APIError{Extra: []smscodec.Field{{Value: invalid}}},
	} {
		if text, err := json.Marshal(reply); err == nil {
			t.Errorf("%s: written as %s", name, text)
		}
	}
	for name, test := range map[string]struct {
		like smscodec.Reply
		text string
	}{
		"bytes that are not UTF-8":           {smscodec.List{}, "[{\"name\": \"\xFF\"}]"},
		"a lone surrogate":                   {smscodec.List{}, `[{"name": "\ud800"}]`},
		"a lone surrogate in a member":       {&smscodec.APIError{}, `{"extra": [{"name": "a", "value": "\udc00"}]}`},
		"a status above 255":                 {smscodec.List{}, `[{"name": "a", "status": 256}]`},
		"a status with a sign":               {smscodec.List{}, `[{"name": "a", "status": -1}]`},
		"a quoted status":                    {smscodec.List{}, `[{"name": "a", "status": "1"}]`},
		"a registration above 255":           {smscodec.List{}, `[{"name": "a", "registrations": {"mega": 256}}]`},
		"a registration without a number":    {smscodec.List{}, `[{"name": "a", "registrations": {"mega": null}}]`},
		"a duplicate operator":               {smscodec.List{}, `[{"name": "a", "registrations": {"mega": 1, "mega": 2}}]`},
		"a name that is not an operator":     {smscodec.List{}, `[{"name": "a", "registrations": {"": 1}}]`},
		"registrations in an array":          {smscodec.List{}, `[{"name": "a", "registrations": [1]}]`},
		"more operators than a row can have": {smscodec.List{}, `[{"name": "a", "registrations": {` + strings.TrimSuffix(repeatNumbered(64, `"m%d":1,`), ",") + `}}]`},
		"an id that is too large":            {smscodec.Added{}, `{"id": 9223372036854775808}`},
	} {
		if r, err := replyFromJSON(test.like, []byte(test.text)); err == nil {
			t.Errorf("%s: %s reads as %#v", name, test.text, r)
		}
	}
}

// A list that is read into a variable keeps nothing of the variable's old value.
func TestReplyJSONIntoAnotherReply(t *testing.T) {
	list := smscodec.List{{Name: "a", Status: 1, Registrations: mustRegister(t, []smscodec.Operator{"a"}, 1), Extra: []smscodec.Field{{Name: "b"}}}}
	if err := json.Unmarshal([]byte(`[{"name": "b"}]`), &list); err != nil {
		t.Fatal(err)
	}
	if want := (smscodec.List{{Name: "b"}}); !smscodec.Equal(list, want) {
		t.Errorf("read as %+v, want %+v", list, want)
	}
}

// encoding/xml uses the text forms.
func TestReplyXML(t *testing.T) {
	type document struct {
		Senders smscodec.List
	}
	want := document{smscodec.List{
		{Name: "a<b", Status: smscodec.StatusPending, Extra: []smscodec.Field{{Name: "id", Value: "1"}}},
		{Name: "b", Registrations: mustRegister(t, []smscodec.Operator{"mts", "mega"}, 1, 200)},
	}}
	text, err := xml.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got document
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s reads as (-want +got):\n%s", text, diff)
	}
}

func TestRegistrationsText(t *testing.T) {
	for _, text := range []string{"", "mega=2", "mts=1 mega=255 x=0"} {
		var r smscodec.Registrations
		if err := r.UnmarshalText([]byte(text)); err != nil || r.String() != text {
			t.Errorf("%q reads as %v, %v", text, r, err)
		}
	}
	for _, text := range []string{" ", "mega", "mega=", "mega=256", "mega=-1", "mega=01", "=1", "mega=1 ", "mega=1  mts=1", "mega=1,mts=1", "mega=1 mega=1", "status=1", "Мега=1"} {
		r := mustRegister(t, []smscodec.Operator{"a"}, 1)
		if err := r.UnmarshalText([]byte(text)); err == nil || r.String() != "a=1" {
			t.Errorf("%q reads as %v, %v", text, r, err)
		}
	}
}

// Flags use the text forms of the model.
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

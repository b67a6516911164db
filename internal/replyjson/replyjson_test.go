package replyjson_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
)

// The JSON is stable: programs read it.
func TestJSON(t *testing.T) {
	columns, err := smscodec.NewColumns("mega", "mts")
	if err != nil {
		t.Fatal(err)
	}
	registrations, err := smscodec.NewRegistrations(columns, 2, 9)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name  string
		reply smscodec.Reply
		want  string
	}{
		{"empty list", smscodec.List{}, `{"kind":"list","senders":[]}`},
		{"names", smscodec.List{{Name: "a"}}, `{"kind":"list","senders":[{"name":"a"}]}`},
		{"status", smscodec.List{{Name: "a", Status: 1}},
			`{"kind":"list","senders":[{"name":"a","status":{"code":1,"meaning":"approved"}}]}`},
		{"registrations", smscodec.List{{Name: "a", Registrations: registrations}},
			`{"kind":"list","senders":[{"name":"a","registrations":[{"operator":"mega","code":2,"meaning":"admitted"},` +
				`{"operator":"mts","code":9,"meaning":"undocumented registration status 9"}]}]}`},
		{"extra", smscodec.List{{Name: "a", Extra: []smscodec.Field{{Name: "id", Value: "1"}}}},
			`{"kind":"list","senders":[{"name":"a","extra":[{"name":"id","value":"1"}]}]}`},
		{"added", smscodec.Added{ID: 0}, `{"kind":"added","id":0}`},
		{"done", smscodec.Done{}, `{"kind":"done"}`},
		{"error", &smscodec.APIError{Code: 2, Text: "authorise error"},
			`{"kind":"error","code":2,"meaning":"wrong login or password","text":"authorise error"}`},
		{"error with an id", &smscodec.APIError{Code: 7, Extra: []smscodec.Field{{Name: "id", Value: "34"}}},
			`{"kind":"error","code":7,"meaning":"malformed phone number","extra":[{"name":"id","value":"34"}]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := json.Marshal(replyjson.From(test.reply))
			if err != nil {
				t.Fatal(err)
			}
			if string(text) != test.want {
				t.Errorf("got  %s\nwant %s", text, test.want)
			}
			var read replyjson.Reply
			if err := json.Unmarshal(text, &read); err != nil {
				t.Fatal(err)
			}
			back, err := read.Reply()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.reply, back); diff != "" {
				t.Errorf("it reads back as another reply (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONOfNoReply(t *testing.T) {
	for reason, text := range map[string]string{
		"no kind":                    `{}`,
		"an unknown kind":            `{"kind":"other"}`,
		"a list without senders":     `{"kind":"list"}`,
		"an id without the id":       `{"kind":"added"}`,
		"an error without a code":    `{"kind":"error","text":"a"}`,
		"a status out of range":      `{"kind":"list","senders":[{"name":"a","status":{"code":65537}}]}`,
		"a registration over 255":    `{"kind":"list","senders":[{"name":"a","registrations":[{"operator":"mega","code":256}]}]}`,
		"an operator twice":          `{"kind":"list","senders":[{"name":"a","registrations":[{"operator":"b","code":1},{"operator":"b","code":1}]}]}`,
		"an operator without a name": `{"kind":"list","senders":[{"name":"a","registrations":[{"operator":"","code":1}]}]}`,
	} {
		var read replyjson.Reply
		if err := json.Unmarshal([]byte(text), &read); err != nil {
			t.Fatal(err)
		}
		if reply, err := read.Reply(); err == nil {
			t.Errorf("%s: %s is %#v", reason, text, reply)
		}
	}
}

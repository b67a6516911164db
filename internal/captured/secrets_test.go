package captured

import (
	"slices"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// TestSecrets: the secrets of an exchange are those of its URL, form and headers, without
// duplicates, short values and words of the endpoint.
func TestSecrets(t *testing.T) {
	x := &capture.Exchange{
		Request: capture.Request{
			URL:    "/sys/senders.php?get=1&login=frodo&psw=baggins",
			Header: capture.Header{{Name: "Cookie", Value: "a=meriadoc; b=took"}, {Name: "Accept", Value: "text/html"}},
			Body:   []byte("psw=baggins&code=sender&apikey=abc&cmt=brandy"),
		},
		Response: capture.Response{Header: capture.Header{{Name: "Set-Cookie", Value: "c=peregrin"}}, Body: []byte("psw=gamgee")},
	}
	if got, want := Secrets(x), []string{"baggins", "frodo", "meriadoc", "peregrin", "took"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFinders: each exchange is searched for its own secrets and for those of all, and equal
// ones have the same Finder.
func TestFinders(t *testing.T) {
	f := &Finders{More: []string{"gandalf"}}
	exchange := func(password string) *capture.Exchange {
		return &capture.Exchange{Request: capture.Request{URL: "/sys/senders.php?psw=" + password}}
	}
	first := f.Of(exchange("baggins"))
	if f.Of(exchange("baggins")) != first {
		t.Error("the secrets are the same, the Finder is not")
	}
	for _, test := range []struct{ password, want string }{
		{"baggins", "…, gamgee, …"},
		{"gamgee", "baggins, …, …"},
		{"", "baggins, gamgee, …"},
	} {
		if got := f.Of(exchange(test.password)).Mask("baggins, gamgee, gandalf"); got != test.want {
			t.Errorf("of %q: %q, want %q", test.password, got, test.want)
		}
	}
}

// TestUnread: if a part of an exchange could not be read, it may have a secret that is not known.
func TestUnread(t *testing.T) {
	for _, test := range []struct {
		name   string
		defect error
		other  capture.Header
		want   bool
	}{
		{"a line that is no field", capture.ErrMalformed, nil, true},
		{"a body that is too large", capture.ErrTooLarge, nil, true},
		{"a text that was dropped", capture.ErrDropped, nil, true},
		{"a value of another type", capture.ErrMember, capture.Header{{Value: "{}"}}, true},
		{"a status of another type", capture.ErrMember, nil, false},
		{"bytes after a body", capture.ErrTrailing, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := &capture.Exchange{Other: test.other, Defects: []capture.Defect{{Err: test.defect}}}
			if got := IsUnread(x); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

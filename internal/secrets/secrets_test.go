package secrets_test

import (
	"testing"

	"github.com/smscodec/smscodec/internal/secrets"
)

func TestRedact(t *testing.T) {
	for _, test := range []struct {
		text   string
		values []string
		want   string
	}{
		{"", nil, ""},
		{"zxcabs", []string{""}, "zxcabs"},
		{"login=", nil, "login="},
		{"/?get=1&login=hunter1&psw=hunter2&apikey=hunter3", nil, "/?get=1&login=…&psw=…&apikey=…"},
		{"psw=hunter1&login=hunter2 was not found", nil, "psw=…&login=… was not found"},
		{`<a href="/?psw=hunter1">`, nil, `<a href="/?psw=…">`},
		{"LOGIN=hunter1", nil, "LOGIN=…"},
		{"?get=1&amp;psw=hun&quot;ter&#039;2&amp;x <b>", nil, "?get=1&amp;psw=… <b>"},
		{"psw%3dhunter1%26x", nil, "psw%3d…"},
		{"psw%253Dhunter1 x", nil, "psw%253D… x"},
		{"psw=hunter1\x1b[2J", nil, "psw=…"},
		{"\xffpsw=\xff&", nil, "\xffpsw=…&"},
		{"of hunter1, hunter2", []string{"hunter1", "hunter2"}, "of …, …"},
		{"hunter123", []string{"hunter1", "hunter12"}, "…3"},
		{"abcd", []string{"abc", "bcd"}, "…"},
		{"hunter1hunter1", []string{"hunter1"}, "…"},
		{`psw=hun"ter`, []string{`hun"ter`}, "psw=…"},
		{"psw=hunter1", []string{"psw"}, "…=…"},
	} {
		got := secrets.Redact(test.text, test.values...)
		if got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.values, got, test.want)
		}
		if again := secrets.Redact(got); again != got {
			t.Errorf("%q, once more, is %q", got, again)
		}
	}
}

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
		{"%70s%2557=hunter1&x", nil, "%70s%2557=…&x"},
		{`login\u003dhunter1 x`, nil, `login\u003d… x`},
		{`{"u": "\"?psw=hunter1\" x"}`, nil, `{"u": "\"?psw=…\" x"}`},
		{`{"PSW" : "hunt\"er1", "x": "login", "apikey": 123}`, nil, `{"PSW" : "…", "x": "login", "apikey": …}`},
		{"<psw>hunter1</psw><login>hunter2", nil, "<psw>…</psw><login>…"},
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

func TestUserInfo(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"https://a.b/c@d?e@f", "https://a.b/c@d?e@f"},
		{"mailto:a@b, //c@d", "mailto:a@b, //c@d"},
		{"https://hunter1@h/", "https://x@h/"},
		{"see https://hunter1:hun@ter2@h/", "see https://x:x@h/"},
		{"u=https%3A%2F%2Fhunter1%3Ahunter2%40h%2F", "u=https%3A%2F%2Fx%3Ax%40h%2F"},
		{"https%253a%252f%252fhunter1%2540h", "https%253a%252f%252fx%2540h"},
		{"https%3A%2F%2Fh%2Fa%40b", "https%3A%2F%2Fh%2Fa%40b"},
		{`https:\/\/hunter1:p%2Fw@h`, `https:\/\/x:x@h`},
	} {
		// Of spans that overlap, the last is the longest.
		got := test.text
		for i := len(test.text); i >= 0; i-- {
			end := 0
			for _, s := range secrets.UserInfo([]byte(test.text)) {
				if s.Start == i {
					end = max(end, s.End)
				}
			}
			if end > i {
				got = got[:i] + "x" + got[end:]
			}
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
}

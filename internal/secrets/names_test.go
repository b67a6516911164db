package secrets

import (
	"strings"
	"testing"
)

// TestIsName: which names are secret.
func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{
		"sign": true, "sig": true, "pincode": true, "assign": false, "psw": true, "login": true, "apikey": true, "code": true, "PSW": true, "p%73w": true,
		"psw[]": true, "psw[0]": true, "data[psw]": true, "user.login": true, "userPass": true, "accessKey": true, "userName": true, "monkey": false, "X-Api-Key": true, "api_key": true,
		"X-Forwarded-Authorization": true, "Set-Cookie": true, "PHPSESSID": true, "csrf": true, "access_token": true,
		"sender": false, "id": false, "fmt": false, "charset": false, "error_code": true, "codes": false,
		"keyboard": false, "Content-Type": false, "Server": false, "": false, "[]": false,
		strings.Repeat("a", MaxName-3) + "psw": true, strings.Repeat("a", MaxName-2) + "psw": false,
	} {
		if got := IsName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// TestHideParameters: the values of secret parameters are not shown, whatever their length.
func TestHideParameters(t *testing.T) {
	for text, want := range map[string]string{
		"senders.php?get=1&psw=a&fmt=3":     "senders.php?get=1&psw=…&fmt=3",
		"psw=a b#c":                         "psw=…#c",
		"a/login=frodo":                     "a/login=…",
		"p%73w=frodo":                       "p%73w=…",
		"https://frodo:baggins@smsc.ru/a@b": "https://…@smsc.ru/a@b",
		"get=1, fmt=3":                      "get=1, fmt=3",
		"=psw":                              "=psw",
	} {
		if got := HideParameters(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

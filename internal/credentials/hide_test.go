package credentials

import "testing"

// TestHideParameters: the values of secret parameters are not shown, whatever their length.
func TestHideParameters(t *testing.T) {
	for text, want := range map[string]string{
		"senders.php?get=1&psw=a&fmt=3":     "senders.php?get=1&psw=…&fmt=3",
		"senders.php@login=frodo&fmt=3":     "senders.php@login=…&fmt=3", // as wget on Windows names it
		"psw=a b#c":                         "psw=…#c",
		"a/login=frodo":                     "a/login=…",
		"p%73w=frodo":                       "p%73w=…",
		"https://frodo:baggins@smsc.ru/a@b": "https://…@smsc.ru/a@b",
		"https://frodo:b@ggins@smsc.ru/a@b": "https://…@smsc.ru/a@b",
		"get=1, fmt=3":                      "get=1, fmt=3",
		"=psw":                              "=psw",
	} {
		if got := HideParameters(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

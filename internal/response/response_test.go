package response

import "testing"

// FuzzIsPage: trying the pattern on some bodies only makes no difference.
func FuzzIsPage(f *testing.F) {
	for _, body := range []string{
		"<html>", "\xEF\xBB\xBF\r\n<!DOCTYPE html>", "<!-- x --><p>", "<", "<list/>", "name = zxcabs", "OK", "", "[]",
		"PHP Warning:  x in y on line 1", "parse error: x on line 2", "Fatal error: x on line 3", "Recoverable fatal error: x on line 4",
		"WARNING: x on line 5", "notice: x on line 6", "Deprecated: x on line 7", "Par\u017Fe error: x on line 8",
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		text := withoutSpace(body[:min(len(body), window)], " \t\r\n\v\f")
		if got, want := IsPage(body), page.Match(text); got != want {
			t.Errorf("%q: %v, want %v", body, got, want)
		}
	})
}

// TestMayBeMeant: of each kind of answer, one that is cut off and one that is malformed
// may have been meant as an answer, and so may what a server sends in its place. Other
// files beside captures may not.
func TestMayBeMeant(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       bool
	}{
		{"plain names, cut off", "name = ", true},
		{"plain names, malformed", "name = a, status = x, y", true},
		{"plain id, cut off", "ID = ", true},
		{"plain id, malformed", "ID = 24x608", true},
		{"plain error, cut off", "ERROR = ", true},
		{"plain error, malformed", "ERROR = x (authorise error)", true},
		{"CSV error, cut off", "0,-", true},
		{"CSV error, malformed", "0,-x", true},
		{"OK, with a blank line", "OK\n\n", true},
		{"XML names, cut off", "<list>\n<sender>zxc", true},
		{"XML names, malformed", "<list><sender>a</list>", true},
		{"XML id, cut off", "<sender>\n<id>24", true},
		{"XML id, malformed", "<sender>\n<id>24x608</id>\n</sender>", true},
		{"XML OK, cut off", "<result>O", true},
		{"XML error, malformed", "<result><error>x</error><error_code>x</error_code></result>", true},
		{"XML, cut off in its first tag", "<li", true},
		{"JSON names, cut off", "[{\n\"sender\": \"zxc", true},
		{"JSON names, malformed", `[{"sender": a}]`, true},
		{"JSON id, cut off", `{"sender": 24`, true},
		{"JSON id, malformed", `{"sender": 24x608}`, true},
		{"JSON OK, cut off", `{"result": "O`, true},
		{"JSON error, malformed", `{"error": x}`, true},
		{"JSON, cut off in its first member", `[{"se`, true},
		{"a dump, cut off", "HTTP/1.1 200 OK\r\nContent-Ty", true},
		{"empty", "", true},
		{"white space after a byte order mark", "\xEF\xBB\xBF \r\n", true},
		{"an HTML page", "<html><body>502", true},
		{"a message of PHP's", "Fatal error: x in y on line 3", true},
		{"a README", "# smscodec\n", false},
		{"notes", "ID cards\n", false},
		{"a log", "ERROR could not connect\n", false},
		{"a shopping list", "OK, then\n", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := MayBeMeant([]byte(test.text)); got != test.want {
				t.Errorf("%q: %v, want %v", test.text, got, test.want)
			}
		})
	}
}

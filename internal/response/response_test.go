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

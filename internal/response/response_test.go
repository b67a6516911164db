package response

import "testing"

// TestKindOf: the kinds of bodies that are no answers.
func TestKindOf(t *testing.T) {
	for body, want := range map[string]string{
		"<!DOCTYPE html>\n<html></html>":         Page,
		"\xEF\xBB\xBF  <html>":                   Page,
		"<!-- a --><body>":                       Page,
		"PHP Fatal error:  a in b.php on line 7": Page,
		"Warning: a in b.php on line 7":          Page,
		"Warning: a":                             Text,
		"<list></list>":                          Text,
		"502 Bad Gateway\r\n\tnginx\f":           Text,
		"":                                       Text,
		"\xcd\xe5\xf2":                           Text, // windows-1251
		"\x1f\x8b\x08\x00":                       Binary,
		"text\x00":                               Binary,
		"<html>\x00":                             Page,
		"<?xml version=\"1.0\"?>\n<html lang=\"en\"></html>": Page,
	} {
		if got := KindOf([]byte(body)); got != want {
			t.Errorf("%q is of the kind %q, want %q", body, got, want)
		}
	}
}

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

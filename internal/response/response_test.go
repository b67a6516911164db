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

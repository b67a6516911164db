package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/excerpt"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/shown"
)

// What is shown of hostile bytes is harmless, and the caret is below it.
func FuzzExcerpt(f *testing.F) {
	for _, body := range []string{
		"", "OK", "ERROR = 2 (authorise error)", "name = \x1b[2J, status = 1", "a\r::error::b\n",
		"\ufeff[{\"sender\": \"\u202e\"}]", "##vso[task.x]\u2028", "\xcc\xe0\xe3\x98", ":\n::\n:::", "店\u0301\u3164\U000e0041",
		strings.Repeat("\xff", 300) + ":" + strings.Repeat(":", 300),
	} {
		f.Add([]byte(body), uint(len(body)/2), uint8(len(body)))
	}
	f.Fuzz(func(t *testing.T, body []byte, at uint, charset uint8) {
		offset := int(at % uint(len(body)+1))
		cs := smscodec.Charset(charset % 3)
		line := bytes.Count(body[:offset], []byte("\n")) + 1

		out := excerpt.Of(body, offset, line, cs, secrets.NewFinder(nil))
		if problem := harm(out); problem != "" {
			t.Errorf("an excerpt has %s: %q", problem, out)
		}
		lines := strings.Split(out, "\n")
		if len(lines) != 2 {
			t.Fatalf("an excerpt is not two lines: %q", out)
		}
		_, text, _ := strings.Cut(lines[0], " | ")
		_, caret, _ := strings.Cut(lines[1], " | ")
		if strings.Trim(caret, " ") != "^" || shown.Width(caret)-1 > shown.Width(text) {
			t.Errorf("the caret is not below the text: %q", out)
		}
		if got := shown.Width(text); got > 2*excerpt.Side+14 {
			t.Errorf("%d columns: %q", got, out)
		}

		for _, text := range []string{
			shown.Escape(string(body)), shown.Quote(string(body)), shown.Label(string(body)), shown.Label(string(body)) + ":1:1",
			string(shown.AppendEscaped(nil, body, cs)), string(appendLines(nil, body, cs)),
		} {
			if problem := harm(text); problem != "" {
				t.Errorf("shown text has %s: %q", problem, text)
			}
		}
		if text := shown.Escape(string(body)); shown.Escape(text) != text {
			t.Errorf("escaping twice changes the text: %q", text)
		}
	})
}

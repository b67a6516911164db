package main

// Text that is safe to show. Bodies and file names may be hostile. Printed unchanged,
// they could control a terminal, reverse the direction of text, start a line, or give
// commands to a CI service that reads its log: GitHub obeys "::" at the beginning of a
// line and "##[" anywhere in it, others obey "##vso[" and "##teamcity[". Shown text
// has no control or invisible character, and neither "::" nor "##".

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"golang.org/x/text/width"
)

// appendShown appends the first character of text, escaped if necessary. It returns
// the columns that it appended, and the size of the character in text in bytes. A
// backslash is not escaped: the result is for people.
func appendShown(dst, text []byte, charset smscodec.Charset) (out []byte, columns, size int) {
	r, size := shown.Rune(text, charset)
	before := len(dst)
	switch {
	case (r == ':' || r == '#') && len(text) > 1 && rune(text[1]) == r:
		dst = fmt.Appendf(dst, `\x%02x`, r)
	case shown.Is(r) && !(r == utf8.RuneError && size == 1):
		columns = 1
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			columns = 2
		}
		return utf8.AppendRune(dst, r), columns, size
	default:
		dst = shown.AppendEscape(dst, text, r, size)
	}
	return dst, len(dst) - before, size
}

// escape returns text as it is shown within a line.
func escape(text string) string { return string(appendEscaped(nil, []byte(text), smscodec.UTF8)) }

func appendEscaped(dst, text []byte, charset smscodec.Charset) []byte {
	for len(text) > 0 {
		var size int
		dst, _, size = appendShown(dst, text, charset)
		text = text[size:]
	}
	return dst
}

// quote returns text in quotes.
func quote(text string) string {
	return `"` + escape(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)) + `"`
}

// label returns text for the beginning of a line or a cell of a table, in quotes where
// it must be escaped, where its beginning or end would not be seen, and where it looks
// like FILE:LINE or has two spaces, which separate cells.
func label(text string) string {
	const edge = ": \""
	if text == "" || strings.Trim(text, edge) != text || escape(text) != text || misleading.MatchString(text) {
		return quote(text)
	}
	return text
}

var misleading = regexp.MustCompile(`  |: |:[0-9]`)

// displayWidth returns how many columns shown text takes.
func displayWidth(shown string) int {
	n := 0
	for text := []byte(shown); len(text) > 0; {
		_, columns, size := appendShown(nil, text, smscodec.UTF8)
		n += columns
		text = text[size:]
	}
	return n
}

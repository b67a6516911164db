package shown

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
	"golang.org/x/text/width"
)

// Append appends the first character of text, escaped if necessary. It returns
// the columns that it appended, and the size of the character in text in bytes. A
// backslash is not escaped: the result is for people.
func Append(dst, text []byte, charset smscodec.Charset) (out []byte, columns, size int) {
	r, size := Rune(text, charset)
	before := len(dst)
	switch {
	case (r == ':' || r == '#') && len(text) > 1 && rune(text[1]) == r:
		dst = fmt.Appendf(dst, `\x%02x`, r)
	case Is(r) && !(r == utf8.RuneError && size == 1):
		columns = 1
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			columns = 2
		}
		return utf8.AppendRune(dst, r), columns, size
	default:
		dst = AppendEscape(dst, text, r, size)
	}
	return dst, len(dst) - before, size
}

// Escape returns text as it is shown within a line.
func Escape(text string) string { return string(AppendEscaped(nil, []byte(text), smscodec.UTF8)) }

func AppendEscaped(dst, text []byte, charset smscodec.Charset) []byte {
	for len(text) > 0 {
		var size int
		dst, _, size = Append(dst, text, charset)
		text = text[size:]
	}
	return dst
}

// Quote returns text in quotes.
func Quote(text string) string {
	return `"` + Escape(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)) + `"`
}

// Label returns text for the beginning of a line or a cell of a table, in quotes where
// it must be escaped, where its beginning or end would not be seen, and where it looks
// like FILE:LINE or has two spaces, which separate cells.
func Label(text string) string {
	const edge = ": \""
	if text == "" || strings.Trim(text, edge) != text || Escape(text) != text || misleading.MatchString(text) {
		return Quote(text)
	}
	return text
}

var misleading = regexp.MustCompile(`  |: |:[0-9]`)

// Width returns how many columns shown text takes.
func Width(shown string) int {
	n := 0
	for text := []byte(shown); len(text) > 0; {
		_, columns, size := Append(nil, text, smscodec.UTF8)
		n += columns
		text = text[size:]
	}
	return n
}

// MaxBeginning is how many characters of a text Beginning returns.
const MaxBeginning = 40

// Beginning returns the first characters of a text, quoted.
func Beginning(text string) string {
	n := 0
	for i := range text {
		if n++; n > MaxBeginning {
			return Quote(text[:i]) + "…"
		}
	}
	return Quote(text)
}

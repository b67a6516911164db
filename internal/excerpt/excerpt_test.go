package excerpt

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
)

// The offset is that of ▲ in the body.
func TestExcerpt(t *testing.T) {
	const (
		before40 = "0123456789012345678901234567890123456789"
		after40  = "abcdefghijabcdefghijabcdefghijabcdefghij"
	)
	for _, test := range []struct{ name, body, want string }{
		{"the first character", "▲ERROR", `
    1 | ERROR
      | ^
`},
		{"of one line out of three", "a,1\nb,▲x\nc,3", `
    2 | b,x
      |   ^
`},
		{"at the end", "a,1\nb,▲", `
    2 | b,
      |   ^
`},
		{"after the last line end", "a,1\n▲", `
    2 | 
      | ^
`},
		{"at a line end", "a▲\nb", `
    1 | a
      |  ^
`},
		{"of nothing", "▲", `
    1 | 
      | ^
`},
		{"after Cyrillic, two bytes a character", "Магазин,▲x", `
    1 | Магазин,x
      |         ^
`},
		{"after wide characters", "店,▲x", `
    1 | 店,x
      |    ^
`},
		{"after tabs, which are shown as two characters", "\t\t▲x", `
    1 | \t\tx
      |     ^
`},
		{"at an escape sequence", "a▲\x1b[2J", `
    1 | a\x1b[2J
      |  ^
`},
		{"in front of CR LF", "OK▲\r\nOK", `
    1 | OK\r
      |   ^
`},
		{"after invalid UTF-8", "\xff\xfe▲x", `
    1 | \xff\xfex
      |         ^
`},
		{"inside a character", "a\xd0▲\x9cb", `
    1 | aМb
      |  ^
`},
		{"a line that begins as a command of a log", "::error::▲x", `
    1 | \x3a:error\x3a:x
      |                ^
`},
		{"a line as long as fits", before40 + "▲x" + after40, `
    1 | ` + before40 + "x" + after40 + `
      |                                         ^
`},
		{"a line cut on both sides", "<" + before40 + "▲x" + after40 + "<>", `
    1 | …` + before40 + "x" + after40 + `…
      |                                          ^
`},
		{"cut by columns, not by characters", strings.Repeat("\x1b", 11) + "▲x", `
    1 | …` + strings.Repeat(`\x1b`, 10) + `x
      |                                          ^
`},
		{"cut between Cyrillic characters", strings.Repeat("я", 500) + "▲x", `
    1 | …` + strings.Repeat("я", 40) + `x
      |                                          ^
`},
		{"cut between characters of four bytes", strings.Repeat("𝒳", 41) + "x▲y", `
    1 | …` + strings.Repeat("𝒳", 39) + `xy
      |                                          ^
`},
		{"line 100000", strings.Repeat("\n", 99999) + "a▲x", `
100000 | ax
       |  ^
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after, ok := strings.Cut(test.body, "▲")
			if !ok {
				t.Fatal("no offset")
			}
			line := strings.Count(before, "\n") + 1
			got := "\n" + Of([]byte(before+after), len(before), line, smscodec.UTF8, secrets.NewFinder(nil)) + "\n"
			if got != test.want {
				t.Errorf("got %swant %s", got, test.want)
			}
		})
	}
}

package lint

import (
	"strings"
	"testing"
)

// FuzzNames compares the code for eight characters of a name at a time with a loop over
// each, and the set of names with a map.
func FuzzNames(f *testing.F) {
	for _, names := range []string{
		"zxcabs\nZXCABS\nzxcabs", "a\n\nab\nabc\nabcd\nabcdefg\nabcdefgh\n0123456789abcdef\n0123456789abcdefg\na",
		"@[`{/:09AZaz", "abcd\x00\x00\x00\x00efghijkl", "abcd.efg\nabcdefgh~jklmnop", "\xC1bcd\xB9678\nм\nабвг",
	} {
		f.Add(names)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var set nameSet
		rows := make(map[string]int)
		names := strings.Split(text, "\n")
		set.reset(len(names))
		for row, name := range names {
			want := strings.IndexFunc(name, func(r rune) bool { return r > 0x7F || !alphabet[r] }) >= 0
			if message := alphabetMessage(name); (message != "") != want {
				t.Errorf("%q: %q", name, message)
			}
			first, again := rows[name]
			if !again {
				first = -1
				rows[name] = row
			}
			if got := set.add(name, row); got != first {
				t.Errorf("%q: row %d, want %d", name, got, first)
			}
		}
	})
}

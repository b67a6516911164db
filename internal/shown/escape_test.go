package shown

import (
	"testing"

	"github.com/smscodec/smscodec"
)

func TestEscape(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
		columns          int
	}{
		{"text", "SMSC.RU", "SMSC.RU", 7},
		{"Cyrillic", "Магазин", "Магазин", 7},
		{"wide", "店", "店", 2},
		{"a backslash is not doubled, for JSON to stay as it is", `"\u041c"`, `"\u041c"`, 8},
		{"line ends and tabs by their names", "\r\n\t", `\r\n\t`, 6},
		{"escape sequence", "\x1b[2J", `\x1b[2J`, 7},
		{"a control character that is no ASCII", "\u009b2J", `\u009b2J`, 8},
		{"DEL", "\x7f", `\x7f`, 4},
		{"turns the line around", "\u202etxt", `\u202etxt`, 9},
		{"byte order mark", "\ufeffOK", `\ufeffOK`, 8},
		{"prints as nothing", "a\u3164b", `a\u3164b`, 8},
		{"past the first plane", "\U000e0041", `\U000e0041`, 10},
		{"accents that pile up", "a\u0301\u0301", `a\u0301\u0301`, 13},
		{"no UTF-8", "a\xffb", `a\xffb`, 6},
		{"a replacement character that was sent", "\ufffd", "\ufffd", 1},
		{"command of a log", "::error::x", `\x3a:error\x3a:x`, 16},
		{"three colons", ":::", `\x3a\x3a:`, 9},
		{"the other command of a log", "##[error]x", `\x23#[error]x`, 13},
		{"one colon and one number sign", "a: #1", "a: #1", 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Escape(test.text); got != test.want {
				t.Errorf("Escape(%q) = %s, want %s", test.text, got, test.want)
			}
			if got := Width(test.want); got != test.columns {
				t.Errorf("Width(%s) = %d, want %d", test.want, got, test.columns)
			}
		})
	}
}

func TestLabel(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"text", "SMSC.RU", "SMSC.RU"},
		{"one space", "My Shop", "My Shop"},
		{"a path", `answers/get.json`, `answers/get.json`},
		{"two spaces could be the edge of a cell", "a  1 approved", `"a  1 approved"`},
		{"space in front", " a", `" a"`},
		{"trailing space", "a ", `"a "`},
		{"trailing colon, as before a position", "a:", `"a:"`},
		{"a colon in front", ":1", `":1"`},
		{"a quote in front could be quotes", `"a`, `"\"a"`},
		{"a quote inside", `a"b`, `a"b`},
		{"nothing", "", `""`},
		{"a backslash alone needs no quotes", `a\b`, `a\b`},
		{"in quotes a backslash is doubled", "a\\\n", `"a\\\n"`},
		{"command of a log", "::error::x", `"\x3a:error\x3a:x"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Label(test.text); got != test.want {
				t.Errorf("Label(%q) = %s, want %s", test.text, got, test.want)
			}
		})
	}
}

func TestEscapeCharset(t *testing.T) {
	for _, test := range []struct {
		name    string
		charset smscodec.Charset
		text    string
		want    string
	}{
		{"windows-1251", smscodec.Windows1251, "\xcc\xe0\xe3", "Маг"},
		{"the byte that windows-1251 does not have", smscodec.Windows1251, "a\x98b", `a\x98b`},
		{"no-break space of windows-1251", smscodec.Windows1251, "\xa0", `\u00a0`},
		{"koi8-r", smscodec.KOI8R, "\xed\xc1\xc7", "Маг"},
		{"a line of windows-1251 as UTF-8", smscodec.UTF8, "\xcc\xe0", `\xcc\xe0`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(AppendEscaped(nil, []byte(test.text), test.charset)); got != test.want {
				t.Errorf("%q in %v is shown as %s, want %s", test.text, test.charset, got, test.want)
			}
		})
	}
}

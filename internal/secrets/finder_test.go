package secrets

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/internal/growth"
)

// TestFinder: "[" and "]" in a text are where a span begins and ends.
func TestFinder(t *testing.T) {
	for _, test := range []struct {
		name, value, text string
	}{
		{"as it is", "frodo7", "a [frodo7] b"},
		{"twice", "frodo7", "[frodo7] [frodo7]"},
		{"neighbours", "frodo7", "[frodo7frodo7]"},
		{"at both ends", "frodo7", "[frodo7] and [frod]"},
		{"overlapping", "ababa", "[abababa]c"},
		{"too short", "fro", "fro fro"},
		{"another", "frodo7", "frodo8"},
		{"the beginning", "frodo7", "frodo 7"},
		{"the beginning, at the end", "frodo7", "a [frod]"},
		{"a short beginning, at the end", "frodo7", "a fro"},
		{"the beginning, before dots", "meriadoc-brandybuck", "'[meriadoc-br]...', 'b'"},
		{"the beginning, before an ellipsis", "meriadoc-brandybuck", "[meriadoc]…"},
		{"the beginning with dots, at the end", "brandy...meriadoc", "a [brandy...mer]"},
		{"a short beginning, before dots", "meriadoc-brandybuck", "meriado..."},
		{"percent", "fr&do", "a=[fr%26do]&b"},
		{"percent, all", "frodo", "[%66%72%6F%64%6f]"},
		{"percent twice", "fr&do", "[fr%2526do]"},
		{"a plus", "fr do", "[fr+do]"},
		{"a plus that is one", "fr+do", "[fr+do] [fr%2Bdo]"},
		{"a space for a plus", "fr+do", "[fr do]"},
		{"percent, cut off", "frodo&7", "a=[frodo%2]"},
		{"HTML", `f"r'o&d`, "[f&quot;r&#39;o&amp;d] [f&#34;r&#x27;o&amp;d]"},
		{"HTML, cut off", `frodo&7`, "[frodo&am]"},
		{"a reference that is not known", "do;7", "&[do%3B7]"},
		{"references", "frodo", "[&#102;&#114;&#x6f;&#X64;&#111;]"},
		{"JSON", `fr"o/d\o`, `[fr\"o\/d\\o]`},
		{"JSON, all", "fr😀do", `[\u0066\u0072\ud83d\ude00\u0064\u006F]`},
		{"a part of an escape", "frodo\xd0", `[frodo\u0431]7`},
		{"JSON in a query", `fr"od`, `[fr%5C%22od]`},
		{"JSON, cut off", "frodo7", `[frod\u00]`},
		{"windows-1251", "пароль", "[\xef\xe0\xf0\xee\xeb\xfc]"},
		{"koi8-r", "пароль", "[\xd0\xc1\xd2\xcf\xcc\xd8]"},
		{"UTF-8 for windows-1251", "\xef\xe0\xf0\xee\xeb\xfc", "[пароль]"},
		{"koi8-r, read as windows-1251", "пароль", "[РБТПМШ]"},
		{"UTF-8, read as windows-1251", "пароль", "[РїР°СЂРѕР»СЊ]"},
		{"windows-1251, percent", "пароль", "[%EF%E0%F0%EE%EB%FC]"},
		{"base64", "frodo7baggins", "[ZnJvZG83YmFnZ2lucw]=="},
		{"base64, second", "frodo7baggins", "Y[WZyb2RvN2JhZ2dpbnM]="},
		{"base64, third", "frodo7baggins", "YW[Jmcm9kbzdiYWdnaW5z]"},
		{"base64 for URLs", "???>>>~~~", "[Pz8_Pj4-fn5-]"},
		{"base64 in a query", "???>>>~~~", "[Pz8%2FPj4%2Bfn5%2B]"},
		{"base64 between quotes", "frodo7baggins", `"[ZnJvZG83YmFnZ2lucw]==" "Y[WZyb2RvN2JhZ2dpbnM]"`},
		{"base64, the beginning, at the end", "frodo7baggins", "a [ZnJvZ]"},
		{"base64, the beginning, before dots", "frodo7baggins", "[ZnJvZG83Ym]..."},
		{"base64, a short beginning, before dots", "frodo7baggins", "ZnJvZG8..."},
		{"base64, a short beginning, before an ellipsis", "frodo7baggins", "ZnJvZG8…"},
		{"base64 of a plus", "fr do 7", "[ZnIrZG8rNw]=="},
		{"base64 of four bytes, at the end", "frodo7baggins", "a ZnJvZA== [ZnJvZA==]"},
		{"base64 of four bytes, not padded", "frodo7baggins", "a [ZnJvZA]"},
		{"base64 of four bytes, second", "frodo7baggins", "Y[WZyb2Q=]"},
		{"base64 of four bytes, third", "frodo7baggins", "YW[Jmcm9k]"},
		{"base64 of eight bytes, before dots", "frodo7baggins", "[ZnJvZG83YmE=]..."},
		{"base64 of a beginning, escaped", "frodo7baggins", "a [ZnJvZA%3D%3D]"},
		{"an escape that is not cut off", "frodo7", `frod&abcdefgh&abcdefgh frod%2 frod\u00&am frod...`},
		{"an escape cut off in another", "frodo&7", "[frodo%26am%3]"},
		{"what is only like base64", "frodo7baggins", "frodo8"},
		{"an escape cut off before dots", "meriadoc&brandybuck", "[meriadoc%2]..."},
		{"a character cut off before dots", "пароль от почты", "[пароль\uFFFD]... [пароль\xd0]... [пароль\\ufffd]..."},
		{"a character cut off at the end", "пароль от почты", "a [пароль\uFFFD]"},
		{"a value that is escaped", "fr%26do", "[fr&do] [fr%26do]"},
		{"what looks like an escape, beside one of XML", `frodo&sam\`, `<a>[frodo&amp;sam\]</a>`},
		{"what looks like an escape of a URL, in JSON", `fro\%42`, `"[fro\\%42]"`},
		{"what looks like an entity, in a URL", `fro&lt;do`, `[fro%26lt;do] %41`},
		{"nothing", "", "a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.NewReplacer("[", "", "]", "").Replace(test.text)
			f := NewFinder([]string{test.value})
			var marked strings.Builder
			end := 0
			for _, s := range f.Find([]byte(text)) {
				marked.WriteString(text[end:s.Start] + "[" + text[s.Start:s.End] + "]")
				end = s.End
			}
			marked.WriteString(text[end:])
			if marked.String() != test.text {
				t.Errorf("%q, want %q", marked.String(), test.text)
			}
		})
	}
}

// TestLong: a value of any length is found, and each beginning of it that is cut off, also
// by the patterns of which no one has all of it.
func TestLong(t *testing.T) {
	var value strings.Builder
	for i := range 40 {
		fmt.Fprintf(&value, "%x-", i*i*7919)
	}
	f := NewFinder([]string{value.String()})
	for n := 1; n <= value.Len(); n++ {
		for _, test := range []struct {
			after string
			least int
		}{{"", MinLen}, {" and more", value.Len()}, {"...", minElided}, {"…", minElided}} {
			cut := value.String()[:n]
			found := f.Find([]byte("<" + cut + test.after))
			isWhole := len(found) == 1 && found[0] == Span{1, 1 + n}
			switch {
			case isWhole != (n >= test.least) && n < maxPattern, !isWhole && n >= test.least:
				t.Fatalf("of %q before %q: %v", cut, test.after, found)
			}
		}
	}
}

// TestPlaces: a value is found at any place in a text, also if it is escaped, or others are.
func TestPlaces(t *testing.T) {
	f := NewFinder([]string{"frodo&baggins"})
	for _, spelt := range []string{"frodo&baggins", "%66r%6Fdo%26baggins", `frodo\u0026baggins`, "%2566rodo&amp;baggins"} {
		for _, unit := range []string{".", "%", "%25", "&amp;amp;"} {
			for _, times := range []int{0, 1, 31, 32, 33, 1 << 15} {
				before := strings.Repeat(unit, times)
				found, want := f.Find([]byte(before+spelt+unit)), Span{len(before), len(before) + len(spelt)}
				if len(found) != 1 || found[0] != want {
					t.Errorf("%q after %d of %q: %v, want %v", spelt, times, unit, found, want)
				}
			}
		}
	}
}

// TestSpans: spans are in order and apart, and there is one for values that overlap.
func TestSpans(t *testing.T) {
	f := NewFinder([]string{"aaaa", "frodo", "odobag"})
	text := strings.Repeat("a", 1000) + " frodobag " + strings.Repeat("frodo,", 3)
	want := []Span{{0, 1000}, {1001, 1009}, {1010, 1015}, {1016, 1021}, {1022, 1027}}
	if found := f.Find([]byte(text)); !slices.Equal(found, want) {
		t.Errorf("%v, want %v", found, want)
	}
}

// TestMask: what is masked is not there, and nothing else is lost.
func TestMask(t *testing.T) {
	f := NewFinder([]string{"frodo7", "baggins"})
	if got, want := f.Mask("frodo7 the baggins, bagginsfrodo7."), "… the …, …."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestTooMany: of more values than it is made for, a Finder takes any text for a secret.
func TestTooMany(t *testing.T) {
	many := make([]string, maxValues)
	for i := range many {
		many[i] = fmt.Sprintf("value %d", i)
	}
	for _, test := range []struct {
		name   string
		values []string
		want   bool
	}{
		{"as many as may be", many, false},
		{"one more", append(slices.Clip(many), "another"), true},
		{"long ones", []string{strings.Repeat("a", maxSize+1)}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := NewFinder(test.values)
			if (f == Everything) != test.want || (f.Mask("text") == ellipsis) != test.want {
				t.Errorf("%v, %q", f == Everything, f.Mask("text"))
			}
		})
	}
}

// FuzzLongest holds the search for patterns against one for each of them.
func FuzzLongest(f *testing.F) {
	f.Add("abab,ababc,bcab", "ababc")
	f.Add("aaaa,aaaaaa", "aaaaa")
	f.Add("abcdefghij", "abcdefgh...")
	f.Add("abcd...efgh", "abcd...ef")
	f.Add("abcdefg..h", "abcdefg.....")
	f.Add("abcdefg.h", "abcdefg...")
	f.Add("\x7f\xff\xff\xff\xff", "\x7f\xff\xff\xff\xe4")
	f.Fuzz(func(t *testing.T, list, text string) {
		patterns := slices.DeleteFunc(strings.Split(list, ","), func(p string) bool { return len(p) < MinLen || len(p) > maxPattern })
		if len(patterns) == 0 {
			return
		}
		slices.Sort(patterns)
		want := 0
		for _, p := range patterns {
			for n := 1; n <= len(p) && strings.HasPrefix(text, p[:n]); n++ {
				rest := text[n:]
				switch {
				case n == len(p):
					want = max(want, n)
				case rest == "" && n >= MinLen, n >= minElided && (strings.HasPrefix(rest, "...") || strings.HasPrefix(rest, ellipsis)):
					want = max(want, n)
				}
			}
		}
		got := longest(patterns, plainCut, []byte(text))
		if got != want && !strings.ContainsAny(text, "%&\\=\uFFFD") { // nor invalid UTF-8
			t.Fatalf("%d bytes of %q, want %d", got, text, want)
		}
	})
}

// FuzzFind: a value is found in what escapes it, and what is left when it is masked does
// not have it.
func FuzzFind(f *testing.F) {
	f.Add("frodo7", "the name is frodo7")
	f.Add("fr&o", "fr%26o fr&amp;o fr\\u0026o")
	f.Fuzz(func(t *testing.T, value, text string) {
		if len(value) < MinLen {
			return
		}
		finder := NewFinder([]string{value})
		end := 0
		for _, s := range finder.Find([]byte(text)) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%v in %q", s, text)
			}
			if strings.Contains(text[end:s.Start], value) {
				t.Fatalf("%q is left in %q", value, text)
			}
			end = s.End
		}
		if strings.Contains(text[end:], value) {
			t.Fatalf("%q is left in %q", value, text)
		}
	})
}

// BenchmarkFind searches for one value, and for a thousand whose first 256 bytes are the
// same, in texts that nearly have them everywhere; and it makes finders of ever more values,
// whose patterns are sorted. No exponent should be over 1.2.
//
//	go test -run '^$' -bench Find -benchtime 0.1s ./internal/secrets | grep exponent
func BenchmarkFind(b *testing.B) {
	alike := make([]string, maxValues)
	for i := range alike {
		alike[i] = strings.Repeat("ab", 128) + fmt.Sprint(i)
	}
	for _, test := range []struct {
		name, unit string
		values     []string
	}{
		{"one value", `"sender": "zxcabs", `, []string{"frodo7"}},
		{"one value, everywhere", "frodo7", []string{"frodo7"}},
		{"one value, cut off everywhere", "frod...", []string{"frodo7"}},
		{"dots", ".", []string{strings.Repeat(".", 32)}},
		{"dots, cut off everywhere", strings.Repeat(".", 31) + " ", []string{strings.Repeat(".", 32)}},
		{"a thousand alike", strings.Repeat("ab", 127) + "c", alike},
		{"a thousand alike, escaped", strings.Repeat("%61b", 127) + "c", alike},
		{"a thousand alike, escaped twice", strings.Repeat("%2561b", 127) + "c", alike},
		{"a thousand alike, everywhere", alike[0], alike},
		{"a thousand alike, cut off everywhere", strings.Repeat("ab", 15) + "...", alike},
		{"a thousand alike, in base64", base64.StdEncoding.EncodeToString([]byte(alike[7])), alike},
		{"escapes of all kinds", `&amp;%25\\u0026+`, []string{"frodo7"}},
	} {
		b.Run("text/"+test.name, func(b *testing.B) {
			f := NewFinder(test.values)
			growth.Measure(b, []int{64 << 10, 256 << 10, 1 << 20}, func(size int) (int, func()) {
				text := []byte(strings.Repeat(test.unit, size/len(test.unit)))
				return len(text), func() { f.Find(text) }
			})
		})
	}
	b.Run("values", func(b *testing.B) {
		growth.Measure(b, []int{16 << 10, 64 << 10, 256 << 10}, func(size int) (int, func()) {
			return size, func() { NewFinder(alike[:size>>8]) }
		})
	})
	b.Run("length of values", func(b *testing.B) {
		growth.Measure(b, []int{4 << 10, 16 << 10, 64 << 10}, func(size int) (int, func()) {
			value := strings.Repeat("a", size-1) + "b"
			text := []byte(strings.Repeat("a", size))
			return size, func() { NewFinder([]string{value}).Find(text) }
		})
	})
}

package block_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/smscodec/smscodec/internal/block"
)

// isOrdinary is the rule on ordinary characters in its plainest form.
func isOrdinary(c byte, without string) bool {
	return c >= ' ' && c < 0x7F && bytes.IndexByte([]byte(without+`<=\]|}`), c) < 0
}

// checkScans compares the scans of many bytes at a time with loops over bytes.
func checkScans(text []byte) error {
	for _, without := range []string{`",`, "&>"} {
		alphabet := block.Without(without[0], without[1])
		special := func(c byte) bool { return !isOrdinary(c, without) }
		want := slices.IndexFunc(text, special)
		if want < 0 {
			want = len(text)
		}
		for from := range min(want+1, 9) {
			if got := alphabet.Scan(text, from); got != want {
				return fmt.Errorf("Scan(%q, %d) without %s: %d, want %d", text, from, without, got, want)
			}
		}
		dst := make([]byte, len(text))
		if got := alphabet.Copy(dst, string(text)); got != (want == len(text)) || got && !bytes.Equal(dst, text) {
			return fmt.Errorf("Copy(%q) without %s: %v, %q", text, without, got, dst)
		}
		if len(text) < 16 {
			continue
		}
		first, next := binary.LittleEndian.Uint64(text), binary.LittleEndian.Uint64(text[8:])
		if got := block.First(alphabet.Special(first), alphabet.Special(next)); got != min(want, 16) {
			return fmt.Errorf("First in %q without %s: %d, want %d", text, without, got, min(want, 16))
		}
	}
	isControl := func(c byte) bool { return c < ' ' || c == 0x7F }
	if want, got := slices.IndexFunc(text, isControl), block.IndexControl(text); got != want {
		return fmt.Errorf("IndexControl(%q): %d, want %d", text, got, want)
	}
	return nil
}

// Every byte is at every offset of a text, beside bytes that could carry into it.
func TestScans(t *testing.T) {
	for size := range 26 {
		for at := range size {
			for _, beside := range []byte{'a', 0x00, 0x7F, 0x80, 0xFF} {
				for b := range 256 {
					text := bytes.Repeat([]byte{'a'}, size)
					text[max(at-1, 0)], text[min(at+1, size-1)] = beside, beside
					text[at] = byte(b)
					if err := checkScans(text); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	if err := checkScans(nil); err != nil {
		t.Error(err)
	}
}

func TestDigits(t *testing.T) {
	var want []byte
	var digits block.Digits
	for i := range block.MaxDigits {
		digit := byte(7 - i%8)
		want = append(want, digit)
		digits = digits.With(i, digit)
	}
	if digits>>63 != 0 {
		t.Errorf("%#x has the highest bit", digits)
	}
	for n := range block.MaxDigits + 1 {
		first, after := digits.First(n), digits.After(n)
		if got := first.Append(n, after); got != digits {
			t.Errorf("%d and the others: %#x, want %#x", n, got, digits)
		}
		var got []byte
		for i := range n {
			got = append(got, first.At(i))
		}
		for i := range block.MaxDigits - n {
			got = append(got, after.At(i))
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%d and the others: %v, want %v", n, got, want)
		}
	}
	text := []byte("a.b.c.")
	if rest := digits.Put(text, []int{1, 3, 5}); string(text) != "a7b6c5" || rest != digits.After(3) {
		t.Errorf("Put: %q, %#x", text, rest)
	}
}

// A layout is a text whose zeros are open digits.
type layout struct {
	name string
	text string
}

// layouts are of less and more than a block, and of one to the most digits.
var layouts = []layout{
	{"empty", ""},
	{"no digits", "sender"},
	{"one digit", ",0\n"},
	{"every other byte", ",0,0,0,0,0,0,0,0,0,0\n"},
	{"every other byte of a block", ",0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0"},
	{"every other byte of two blocks", ",0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0"},
	{"nearly every other byte", ",0,0,,0"},
	{"two blocks", `,"mega": "0", "mts": "0", "mega_step": "0", "ua_reg": "0"`},
	{"a digit at each end", "0" + string(bytes.Repeat([]byte{'a'}, 62)) + "0"},
	{"many blocks", "0" + string(bytes.Repeat([]byte("abcdefghijklmnopqrstuvwxyz"), 40)) + "0"},
}

func (l layout) pattern(bound int) (p block.Pattern, offsets []int) {
	for i, c := range []byte(l.text) {
		if c == '0' {
			offsets = append(offsets, i)
		}
	}
	return block.NewPattern([]byte(l.text), offsets, bound), offsets
}

// matches is Match in its plainest form.
func matches(data, text []byte, bound byte) (digits block.Digits, ok bool) {
	if len(data) < len(text) {
		return 0, false
	}
	n := 0
	for i, c := range text {
		digit := data[i] - '0'
		switch {
		case c == '0' && digit < bound:
			digits = digits.With(n, digit)
			n++
		case c == '0' || data[i] != c:
			return 0, false
		}
	}
	return digits, true
}

// Every byte at every offset is compared as a loop over bytes does, with as much data
// after the text as may follow, and for every beginning of the text.
func TestPattern(t *testing.T) {
	for _, l := range layouts {
		for _, bound := range []int{3, 7} {
			p, offsets := l.pattern(bound)
			check := func(data []byte) {
				want, wantOK := matches(data, []byte(l.text), byte(bound))
				if got, ok := p.Match(data); ok != wantOK || ok && got != want {
					t.Fatalf("%s below %d: Match(%q): %#x, %v, want %#x, %v", l.name, bound, data, got, ok, want, wantOK)
				}
				if p.EveryOther == 0 || len(data) < block.Size {
					return
				}
				if got := block.EveryOther((*[block.Size]byte)(data)) & p.EveryOther; wantOK && got != want {
					t.Fatalf("%s below %d: EveryOther(%q): %#x, want %#x", l.name, bound, data, got, want)
				}
			}
			data := []byte(l.text)
			for i, at := range offsets {
				data[at] += byte(i % bound)
			}
			for _, after := range []int{0, 1, block.Size, 2 * block.Size} {
				data := slices.Concat(data, bytes.Repeat([]byte{'x'}, after))
				check(data)
				for i := range l.text {
					was := data[i]
					for b := range 256 {
						if len(l.text) > 100 && b%8 != i%8 {
							continue
						}
						data[i] = byte(b)
						check(data)
					}
					data[i] = was
				}
			}
			for size := range len(l.text) + 1 {
				n := bytes.Count([]byte(l.text[:size]), []byte{'0'})
				want, _ := matches(data[:size], []byte(l.text[:size]), byte(bound))
				if got, ok := p.MatchStart(data[:size], size, n); !ok || got != want {
					t.Errorf("%s below %d: the first %d bytes: %#x, %v, want %#x", l.name, bound, size, got, ok, want)
				}
				if size == 0 {
					continue
				}
				if _, ok := p.MatchStart(data[:size-1], size, n); ok {
					t.Errorf("%s below %d: one byte less than the first %d matches", l.name, bound, size)
				}
				wrong := slices.Clone(data[:size])
				wrong[size-1] = 0x80
				if _, ok := p.MatchStart(wrong, size, n); ok {
					t.Errorf("%s below %d: the first %d bytes match with the last one wrong", l.name, bound, size)
				}
			}
		}
	}
}

func TestEveryOtherOnly(t *testing.T) {
	for _, l := range layouts {
		p, _ := l.pattern(7)
		want := l.name == "every other byte" || l.name == "every other byte of a block"
		if got := p.EveryOther != 0; got != want {
			t.Errorf("%s: every other byte is a digit: %v, want %v", l.name, got, want)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, l := range layouts {
		b.Run(l.name, func(b *testing.B) {
			p, _ := l.pattern(7)
			data := append([]byte(l.text), make([]byte, block.Size)...)
			b.SetBytes(int64(len(l.text)))
			for b.Loop() {
				p.Match(data)
			}
		})
	}
}

package jsonscan

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestErrors(t *testing.T) {
	// ▸ is before what is wrong.
	tests := []struct {
		text string
		err  error
	}{
		{`▸`, io.ErrUnexpectedEOF},
		{`▸nil`, ErrSyntax},
		{`▸,`, ErrSyntax},
		{`[1, ▸]`, ErrSyntax},
		{`[1 ▸2]`, ErrSyntax},
		{`[1▸`, io.ErrUnexpectedEOF},
		{`{"a":1, ▸}`, ErrSyntax},
		{`{▸a:1}`, ErrSyntax},
		{`{"a" ▸1}`, ErrSyntax},
		{`{"a":▸}`, ErrSyntax},
		{`{"a":▸`, io.ErrUnexpectedEOF},
		{`{"a":1▸;`, ErrSyntax},
		{`"a▸` + "\n" + `"`, ErrSyntax},
		{`"a▸\x"`, ErrSyntax},
		{`"a▸\u00g0"`, ErrSyntax},
		{`"a\u00▸`, io.ErrUnexpectedEOF},
		{`"a\▸`, io.ErrUnexpectedEOF},
		{`"a▸`, io.ErrUnexpectedEOF},
		{`-▸`, io.ErrUnexpectedEOF},
		{`▸-a,`, ErrSyntax},
		{`▸1.a,`, ErrSyntax},
		{`▸1e+a,`, ErrSyntax},
		{`tru▸`, io.ErrUnexpectedEOF},
		{`▸truth`, ErrSyntax},
		{strings.Repeat("[", MaxDepth) + `▸[`, ErrDepth},
		{strings.Repeat(`{"a":`, MaxDepth) + `▸{`, ErrDepth},
	}
	for _, tt := range tests {
		at := strings.Index(tt.text, "▸")
		text := []byte(strings.Replace(tt.text, "▸", "", 1))
		_, problem := Skip(text, 0)
		if problem == nil || problem.Err != tt.err || problem.At != at {
			t.Errorf("%s: %+v, want %v at %d", tt.text, problem, tt.err, at)
		}
	}
}

func TestAppendString(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", `""`, ""},
		{"over eight bytes", `"0123456789"`, "0123456789"},
		{"each escape", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{"by number", `"\u0041\u00E9\u043c\u20AC"`, "Aéм€"},
		{"a pair", `"\ud83d\ude00"`, "😀"},
		{"half a pair", `"\ud83d"`, "\uFFFD"},
		{"half a pair and another character", `"\ud83d\u0041"`, "\uFFFDA"},
		{"the wrong way round", `"\ude00\ud83d"`, "\uFFFD\uFFFD"},
		{"no UTF-8", "\"\xcc\xe0\"", "\xcc\xe0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, end, problem := AppendString(nil, []byte(tt.text), 0)
			if string(got) != tt.want || end != len(tt.text) || problem != nil {
				t.Errorf("%q, %d, %+v", got, end, problem)
			}
		})
	}
}

// FuzzJSON holds the package against encoding/json.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-2.5e+3,true,false,null,"\u043c\n\\"],"b":{}}`, `"0123456\"89"`, `[[[]]]`, `01`, `"\ud83d\ude00\ud83d"`, `{"a":1,"a":2}`, ` 1`,
		`"[{\n\"sender\": \"\\\\\",\n\"#]! \u043c\u0430\": \\"`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if n, want := ordinary(text), bytes.IndexFunc(text, func(r rune) bool { return r < 0x20 || r == '"' || r == '\\' }); n != want && (want >= 0 || n != len(text)) {
			t.Fatalf("%d ordinary bytes, not %d", n, want)
		}
		at := SkipSpace(text, 0)
		end, problem := Skip(text, at)
		if problem != nil {
			if problem.At > len(text) || (problem.At == len(text)) != errors.Is(problem.Err, io.ErrUnexpectedEOF) {
				t.Fatalf("of %d bytes: %+v", len(text), problem)
			}
		}
		valid := problem == nil && SkipSpace(text, end) == len(text)
		if utf8.Valid(text) && valid != json.Valid(text) && (problem == nil || problem.Err != ErrDepth) {
			t.Fatalf("valid: %v, encoding/json: %v; %+v", valid, json.Valid(text), problem)
		}
		if valid {
			var v End
			if n, _ := v.Find(text[at:]); n != end-at {
				t.Fatalf("the value ends at %d, its quotes and brackets at %d", end, at+n)
			}
			for split := at; split < end; split++ {
				var v End
				if n, found := v.Find(text[at:split]); found || n != split-at {
					t.Fatalf("the value ends at %d, its beginning up to %d at %d", end, split, at+n)
				}
				if n, _ := v.Find(text[split:]); n != end-split {
					t.Fatalf("the value ends at %d, shown in two pieces at %d", end, split+n)
				}
			}
		}
		checkString(t, text)
		for _, front := range []int{1, 7, 31, 64, 100} {
			// At other places in a word, and over more than one.
			checkString(t, slices.Concat([]byte{'"'}, bytes.Repeat([]byte("a"), front), bytes.TrimPrefix(text, []byte{'"'}), bytes.Repeat(text, 100/(len(text)+1))))
		}
		if at == len(text) || text[at] != '"' {
			return
		}
		value, valueEnd, valueProblem := AppendString(nil, text, at)
		if problem != nil {
			if valueProblem == nil || *valueProblem != *problem {
				t.Fatalf("%+v, read %+v", problem, valueProblem)
			}
			return
		}
		var want string
		if json.Unmarshal(text[at:end], &want); utf8.Valid(text) && string(value) != want || valueEnd != end {
			t.Fatalf("%q, encoding/json %q", value, want)
		}
		checkEscapedLen(t, text[at+1:end-1], value)
	})
}

// checkString holds the reading of strings word by word against that of one character
// after the other.
func checkString(t *testing.T, text []byte) {
	want, wantEnd, wantProblem := characterByCharacter(text)
	value, end, problem := AppendString([]byte("before"), text, 0)
	if end != wantEnd || !reflect.DeepEqual(problem, wantProblem) {
		t.Fatalf("%q: ends at %d, %+v; character by character at %d, %+v", text, end, problem, wantEnd, wantProblem)
	}
	if string(value) != "before"+string(want) {
		t.Fatalf("%q: %q, character by character %q", text, value, want)
	}
	if value, end, ok := Verbatim(text, 0); ok != (wantProblem == nil && bytes.IndexByte(text[:wantEnd], '\\') < 0) || ok && (end != wantEnd || !bytes.Equal(value, want)) {
		t.Fatalf("%q: verbatim %q, to %d, %v", text, value, end, ok)
	}
	if end, problem := skipString(text, 0); end != wantEnd || !reflect.DeepEqual(problem, wantProblem) {
		t.Fatalf("%q: skipped to %d, %+v; character by character to %d, %+v", text, end, problem, wantEnd, wantProblem)
	}
}

// characterByCharacter is what AppendString must return.
func characterByCharacter(text []byte) (value []byte, at int, problem *Error) {
	if len(text) == 0 || text[0] != '"' {
		return nil, 0, Want(text, 0, "a string")
	}
	for at = 1; at < len(text); {
		switch c := text[at]; {
		case c == '"':
			return value, at + 1, nil
		case c == '\\':
			size, character := Escape(text[at:])
			if size == 0 {
				return value, at, escapeError(text, at)
			}
			value = utf8.AppendRune(value, character)
			at += size
		case c < 0x20:
			return value, at, &Error{at, ErrSyntax, "a control character in a string"}
		default:
			value = append(value, c)
			at++
		}
	}
	return value, at, Want(text, at, "")
}

// checkEscapedLen is a law: what represents the beginning of a value says that
// beginning, up to the last whole character.
func checkEscapedLen(t *testing.T, raw, value []byte) {
	for n := range len(value) + 1 {
		beginning := slices.Concat([]byte{'"'}, raw[:EscapedLen(raw, n)], []byte{'"'})
		got, _, problem := AppendString(nil, beginning, 0)
		if problem != nil || !bytes.HasPrefix(value[:n], got) || n-len(got) >= utf8.UTFMax {
			t.Fatalf("%q represents %q, not %q", beginning, got, value[:n])
		}
	}
}

// TestBase64Len: the character in which each byte begins, among line ends and escapes.
func TestBase64Len(t *testing.T) {
	for _, tt := range []struct {
		raw  string
		want []int
	}{
		{``, []int{0, 0}},
		{`TWFuTQ==`, []int{0, 1, 2, 4, 5}},
		{`TW\nFu\r\nTQ`, []int{0, 1, 4, 10, 11}},
		{`\/\/\u002f/`, []int{0, 2, 4, 11}},
		{"TW\nFu", []int{0, 1, 3}},
	} {
		for n, want := range tt.want {
			if got := Base64Len([]byte(tt.raw), n); got != want {
				t.Errorf("%q: byte %d begins in the character at %d, want %d", tt.raw, n, got, want)
			}
		}
	}
}

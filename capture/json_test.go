package capture

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

func TestJSONProblems(t *testing.T) {
	// ▸ is before what is wrong.
	tests := []struct {
		text string
		err  error
	}{
		{`▸`, io.ErrUnexpectedEOF},
		{`▸nil`, ErrMalformed},
		{`▸,`, ErrMalformed},
		{`[1, ▸]`, ErrMalformed},
		{`[1 ▸2]`, ErrMalformed},
		{`[1▸`, io.ErrUnexpectedEOF},
		{`{"a":1, ▸}`, ErrMalformed},
		{`{▸a:1}`, ErrMalformed},
		{`{"a" ▸1}`, ErrMalformed},
		{`{"a":▸}`, ErrMalformed},
		{`{"a":▸`, io.ErrUnexpectedEOF},
		{`{"a":1▸;`, ErrMalformed},
		{`"a▸` + "\n" + `"`, ErrMalformed},
		{`"a▸\x"`, ErrMalformed},
		{`"a▸\u00g0"`, ErrMalformed},
		{`"a\u00▸`, io.ErrUnexpectedEOF},
		{`"a\▸`, io.ErrUnexpectedEOF},
		{`"a▸`, io.ErrUnexpectedEOF},
		{`-▸`, io.ErrUnexpectedEOF},
		{`▸-a,`, ErrMalformed},
		{`▸1.a,`, ErrMalformed},
		{`▸1e+a,`, ErrMalformed},
		{`tru▸`, io.ErrUnexpectedEOF},
		{`▸truth`, ErrMalformed},
		{strings.Repeat("[", maxDepth) + `▸[`, ErrTooLarge},
		{strings.Repeat(`{"a":`, maxDepth) + `▸{`, ErrTooLarge},
	}
	for _, tt := range tests {
		at := strings.Index(tt.text, "▸")
		text := []byte(strings.Replace(tt.text, "▸", "", 1))
		_, problem := skipValue(text, 0)
		if problem == nil || problem.err != tt.err || problem.at != at {
			t.Errorf("%s: %+v, want %v at %d", tt.text, problem, tt.err, at)
		}
	}
}

func TestJSONStrings(t *testing.T) {
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
			got, end, problem := stringValue(nil, []byte(tt.text), 0)
			if string(got) != tt.want || end != len(tt.text) || problem != nil {
				t.Errorf("%q, %d, %+v", got, end, problem)
			}
		})
	}
}

// FuzzJSON holds the JSON of captures against encoding/json.
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
		at := skipSpace(text, 0)
		end, problem := skipValue(text, at)
		if problem != nil {
			if problem.at > len(text) || (problem.at == len(text)) != errors.Is(problem.err, io.ErrUnexpectedEOF) {
				t.Fatalf("of %d bytes: %+v", len(text), problem)
			}
		}
		valid := problem == nil && skipSpace(text, end) == len(text)
		if utf8.Valid(text) && valid != json.Valid(text) && (problem == nil || problem.err != ErrTooLarge) {
			t.Fatalf("valid: %v, encoding/json: %v; %+v", valid, json.Valid(text), problem)
		}
		if valid {
			var v valueEnd
			if n, _ := v.find(text[at:]); n != end-at {
				t.Fatalf("the value ends at %d, its quotes and brackets at %d", end, at+n)
			}
			for split := at; split < end; split++ {
				var v valueEnd
				if n, found := v.find(text[at:split]); found || n != split-at {
					t.Fatalf("the value ends at %d, its beginning up to %d at %d", end, split, at+n)
				}
				if n, _ := v.find(text[split:]); n != end-split {
					t.Fatalf("the value ends at %d, shown in two pieces at %d", end, split+n)
				}
			}
		}
		checkString(t, text)
		for _, front := range []int{1, 7, 31, 64, 100} {
			// At other places in a block, and over more than one.
			checkString(t, slices.Concat([]byte{'"'}, bytes.Repeat([]byte("a"), front), bytes.TrimPrefix(text, []byte{'"'}), bytes.Repeat(text, 100/(len(text)+1))))
		}
		if at == len(text) || text[at] != '"' {
			return
		}
		value, valueEnd, valueProblem := stringValue(nil, text, at)
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

// checkString holds the reading of strings block by block against that of one character
// after the other.
func checkString(t *testing.T, text []byte) {
	want, wantEnd, wantProblem := characterByCharacter(text)
	value, end, problem := stringValue([]byte("before"), text, 0)
	if end != wantEnd || !reflect.DeepEqual(problem, wantProblem) {
		t.Fatalf("%q: ends at %d, %+v; character by character at %d, %+v", text, end, problem, wantEnd, wantProblem)
	}
	if string(value) != "before"+string(want) {
		t.Fatalf("%q: %q, character by character %q", text, value, want)
	}
	if end, problem := skipString(text, 0); end != wantEnd || !reflect.DeepEqual(problem, wantProblem) {
		t.Fatalf("%q: skipped to %d, %+v; character by character to %d, %+v", text, end, problem, wantEnd, wantProblem)
	}
}

// characterByCharacter is what stringValue must return.
func characterByCharacter(text []byte) (value []byte, at int, problem *jsonError) {
	if len(text) == 0 || text[0] != '"' {
		return nil, 0, wantError(text, 0, "a string")
	}
	for at = 1; at < len(text); {
		switch c := text[at]; {
		case c == '"':
			return value, at + 1, nil
		case c == '\\':
			size, character := escape(text[at:])
			if size == 0 {
				return value, at, escapeError(text, at)
			}
			value = utf8.AppendRune(value, character)
			at += size
		case c < 0x20:
			return value, at, &jsonError{at, ErrMalformed, "a control character in a string"}
		default:
			value = append(value, c)
			at++
		}
	}
	return value, at, wantError(text, at, "")
}

// checkEscapedLen is a law: what represents the beginning of a value says that
// beginning, up to the last whole character.
func checkEscapedLen(t *testing.T, raw, value []byte) {
	for n := range len(value) + 1 {
		beginning := slices.Concat([]byte{'"'}, raw[:escapedLen(raw, n)], []byte{'"'})
		got, _, problem := stringValue(nil, beginning, 0)
		if problem != nil || !bytes.HasPrefix(value[:n], got) || n-len(got) >= utf8.UTFMax {
			t.Fatalf("%q represents %q, not %q", beginning, got, value[:n])
		}
	}
}

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

// A failure is an error of a Scanner, and where it is.
type failure struct {
	at     int
	err    error
	detail string
}

// failure returns the error of a scanner, or nil.
func (s *Scanner) failure() *failure {
	if s.Err == nil {
		return nil
	}
	return &failure{s.At, s.Err, s.Detail}
}

func TestErrors(t *testing.T) {
	// ▸ is before what is wrong.
	tests := []struct {
		text   string
		err    error
		detail string
	}{
		{`▸`, io.ErrUnexpectedEOF, ""},
		{`▸/a"`, ErrMalformed, "want a value"},
		{`▸nil,`, ErrMalformed, "want a value"},
		{`▸,`, ErrMalformed, "want a value"},
		{`▸[1, ]`, ErrMalformed, "want a value"},
		{`[1▸`, io.ErrUnexpectedEOF, ""},
		{`▸{a:1}`, ErrMalformed, "want a value"},
		{`▸{"a":"` + "\n" + `"}`, ErrMalformed, "want a value"},
		{`{▸`, io.ErrUnexpectedEOF, ""},
		{`"a▸` + "\n" + `"`, ErrMalformed, "a control character in a string"},
		{`"a▸` + "\x1f" + `"`, ErrMalformed, "a control character in a string"},
		{`"a▸\x"`, ErrMalformed, "no such escape"},
		{`"a▸\x`, ErrMalformed, "no such escape"},
		{`"a▸\x0041"`, ErrMalformed, "no such escape"},
		{`"a▸\u00g0"`, ErrMalformed, "no such escape"},
		{`"a▸\u00g0`, ErrMalformed, "no such escape"},
		{`"a▸\u00/0"`, ErrMalformed, "no such escape"},
		{`"a▸\u00:0"`, ErrMalformed, "no such escape"},
		{`"a▸\u00@0"`, ErrMalformed, "no such escape"},
		{`"a\u00▸`, io.ErrUnexpectedEOF, ""},
		{`"a\u004▸`, io.ErrUnexpectedEOF, ""},
		{`"a\u0041▸`, io.ErrUnexpectedEOF, ""},
		{`"a\▸`, io.ErrUnexpectedEOF, ""},
		{`"a▸`, io.ErrUnexpectedEOF, ""},
		{`-▸`, io.ErrUnexpectedEOF, ""},
		{`▸-a,`, ErrMalformed, "want a value"},
		{`▸1.a,`, ErrMalformed, "want a value"},
		{`▸1e+a,`, ErrMalformed, "want a value"},
		{`tru▸`, io.ErrUnexpectedEOF, ""},
		{`▸truth,`, ErrMalformed, "want a value"},
		{`▸` + strings.Repeat("[", 1<<14) + strings.Repeat("]", 1<<14), ErrMalformed, "want a value"},
	}
	for _, tt := range tests {
		before, after, _ := strings.Cut(tt.text, "▸")
		text, want := []byte(before+after), failure{len(before), tt.err, tt.detail}
		s := Scanner{Text: text}
		if s.Skip(); s.Err == nil || *s.failure() != want {
			t.Errorf("%s: %+v, want %+v", tt.text, s.failure(), want)
		}
		if !strings.HasPrefix(before, `"`) {
			continue
		}
		s = Scanner{Text: text}
		if s.AppendString(nil); s.Err == nil || *s.failure() != want {
			t.Errorf("%s as a string: %+v, want %+v", tt.text, s.failure(), want)
		}
		s = Scanner{Text: text}
		if got := s.String(); got != nil || s.Err == nil || *s.failure() != want {
			t.Errorf("%s as a string: %q, %+v, want %+v", tt.text, got, s.failure(), want)
		}
	}
}

// TestAfterError: after an error nothing more is read, and the error stays.
func TestAfterError(t *testing.T) {
	s := Scanner{Text: []byte(`{"a" 1, "b": [2]}`)}
	fail := func(name []byte) { t.Errorf("a member %q", name) }
	s.Object(fail)
	want := *s.failure()
	s.Skip()
	s.Object(fail)
	s.Array(func() { t.Error("an element") })
	s.Fail(io.ErrUnexpectedEOF, "")
	if s.Next() != 0 || s.String() != nil || *s.failure() != want {
		t.Errorf("%+v, want %+v", s.failure(), want)
	}
}

// TestElements: errors in objects and arrays whose elements are read.
func TestElements(t *testing.T) {
	// ▸ is before what is wrong.
	for _, tt := range []struct {
		text   string
		err    error
		detail string
	}{
		{`[1, ▸]`, ErrMalformed, "want a value"},
		{"[1,\t\r\n ▸]", ErrMalformed, "want a value"},
		{`[1 ▸2]`, ErrMalformed, "want a comma or the end of an array"},
		{`[1▸`, io.ErrUnexpectedEOF, ""},
		{`{"a":1, ▸}`, ErrMalformed, "want a string"},
		{`{▸a:1}`, ErrMalformed, "want a string"},
		{`{▸`, io.ErrUnexpectedEOF, ""},
		{`{"a":1,▸`, io.ErrUnexpectedEOF, ""},
		{`{"a" ▸1}`, ErrMalformed, "want a colon"},
		{`{"a"▸`, io.ErrUnexpectedEOF, ""},
		{`{"a":▸}`, ErrMalformed, "want a value"},
		{`{"a":▸`, io.ErrUnexpectedEOF, ""},
		{`{"a":1 ▸;`, ErrMalformed, "want a comma or the end of an object"},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		s := Scanner{Text: []byte(before + after)}
		if s.Next() == '[' {
			s.Array(func() { s.Skip() })
		} else {
			s.Object(func([]byte) { s.Skip() })
		}
		if want := (failure{len(before), tt.err, tt.detail}); s.Err == nil || *s.failure() != want {
			t.Errorf("%s: %+v, want %+v", tt.text, s.failure(), want)
		}
	}
}

// TestObject: names and values of an object, and where it ends.
func TestObject(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`{}▸,`, ""},
		{"{ \t\r\n}▸", ""},
		{`{"a":1}▸ `, "a=1"},
		{`{ "a" : [1,2] , "b" : {"c":3} }▸`, "a=[1,2] b={\"c\":3}"},
		{`{"\u0061\/":"\n"}▸`, `a/="\n"`},
		{`{"":null,"a":1,"a":2}▸}`, `=null a=1 a=2`},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		text := []byte(before + after)
		var members []string
		s := Scanner{Text: text}
		s.Object(func(name []byte) {
			member := string(name) + "="
			members = append(members, member+string(s.Skip()))
		})
		if got := strings.Join(members, " "); s.Err != nil || got != tt.want || s.At != len(before) {
			t.Errorf("%s: %s, to %d, %+v; want %s, to %d", tt.text, got, s.At, s.Err, tt.want, len(before))
		}
	}
}

// TestMore: text that comes in pieces, which end between values.
func TestMore(t *testing.T) {
	for _, tt := range []struct {
		name, text string // | is between pieces
		want       string // elements
		err        error
	}{
		{"pieces everywhere", `|[|"a"| |,| "b"|]|,`, `"a""b"`, nil},
		{"white space alone", "[1,| |\n|2]", "12", nil},
		{"cut off", `[1|,|`, "1", io.ErrUnexpectedEOF},
		{"an error, and more after it", `[1 ;|,2]`, "1", ErrMalformed},
	} {
		pieces := strings.Split(tt.text, "|")
		s := Scanner{}
		s.More = func() bool {
			if len(pieces) == 0 || s.Err != nil {
				return false
			}
			s.Text, s.At = []byte(pieces[0]), 0
			pieces = pieces[1:]
			return true
		}
		got := ""
		s.Array(func() {
			s.Next()
			from := s.At
			s.Skip()
			got += string(s.Text[from:s.At])
		})
		if got != tt.want || s.Err != tt.err {
			t.Errorf("%s: %s, %v; want %s, %v", tt.name, got, s.Err, tt.want, tt.err)
		}
	}
}

// TestEnd: the end of a value, by quotes and brackets alone, in text that comes in pieces.
func TestEnd(t *testing.T) {
	for _, tt := range []struct {
		name, text string // | is between pieces, ▸ after the value
		open       bool   // the value may continue after the last piece
	}{
		{"a string", `"a"▸ `, false},
		{"brackets in a string", `"]}"▸,`, false},
		{"a quote with a backslash", `"a\"b"▸,`, false},
		{"a backslash with a backslash", `"a\\"▸"b"`, false},
		{"a quote whose backslash is in the piece before", `"a\|"b"▸,"`, false},
		{"a backslash whose backslash is in the piece before", `"a\|\"▸,"`, false},
		{"a string over three pieces", `"|a|b"▸`, false},
		{"an array", `[1,[2]]▸]`, false},
		{"an object", `{"a":{"b":[]}}▸}`, false},
		{"an array over pieces", `[|[|]|]▸`, false},
		{"a string in an array over pieces", `["]|]"]▸`, false},
		{"a number before a space", `12▸ 3`, false},
		{"a number before a tab", "12▸\t", false},
		{"a number before a carriage return", "12▸\r", false},
		{"a number before a line feed", "12▸\n", false},
		{"a word before a comma", `true▸,`, false},
		{"a word before a colon", `true▸:`, false},
		{"a word before the end of an array", `null▸]`, false},
		{"a word before the end of an object", `null▸}`, false},
		{"a word over pieces", `nu|ll▸,`, false},
		{"a separator in place of a value", `▸,1`, false},
		{"nothing", `▸`, true},
		{"a number at the end", `12▸`, true},
		{"a string that is cut off", `"a▸`, true},
		{"a string that is cut off after a backslash", `"a\▸`, true},
		{"an array that is cut off", `["a",[]▸`, true},
	} {
		before, _, _ := strings.Cut(tt.text, "▸")
		want := len(strings.ReplaceAll(before, "|", ""))
		var e End
		length, found := 0, false
		for piece := range strings.SplitSeq(strings.ReplaceAll(tt.text, "▸", ""), "|") {
			if found {
				t.Errorf("%s: the value ends before its last piece", tt.name)
			}
			var n int
			n, found = e.Find([]byte(piece))
			length += n
		}
		if length != want || found == tt.open {
			t.Errorf("%s: %d bytes, found %v; want %d", tt.name, length, found, want)
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
		{"half a pair and text like the other half", `"\ud83dxude00"`, "\uFFFDxude00"},
		{"half a pair and a line feed", `"\ud83d\nde00"`, "\uFFFD\nde00"},
		{"the first and the last character of each kind of digit", `"\u0909\uaAfF"`, "\u0909\uaaff"},
		{"no UTF-8", "\"\xcc\xe0\"", "\xcc\xe0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Scanner{Text: []byte(tt.text)}
			if got := s.AppendString(nil); string(got) != tt.want || s.At != len(tt.text) || s.Err != nil {
				t.Errorf("%q, %d, %+v", got, s.At, s.Err)
			}
		})
	}
}

// FuzzJSON holds the package against encoding/json.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-2.5e+3,true,false,null,"\u043c\n\\"],"b":{}}`, `"0123456\"89"`, `[[[]]]`, `01`, ``, `"\ud83d\ude00\ud83d"`, `{"a":1,"a":2}`, ` 1`, "[\"\\\\\\\"|\x7f\xdb\xdd\xfb\xfd\xa2\",[]]",
		`"\n0123456789"`, `"[{\n\"sender\": \"\\\\\",\n\"#]! \u043c\u0430\": \\"`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if n, want := ordinary(text), bytes.IndexFunc(text, func(r rune) bool { return r < 0x20 || r == '"' || r == '\\' }); n != want && (want >= 0 || n != len(text)) {
			t.Fatalf("%d ordinary bytes, not %d", n, want)
		}
		s := Scanner{Text: text}
		s.Next()
		at := s.At
		s.Skip()
		end, problem := s.At, s.failure()
		if problem != nil {
			if problem.at > len(text) || (problem.at == len(text)) != errors.Is(problem.err, io.ErrUnexpectedEOF) {
				t.Fatalf("of %d bytes: %+v", len(text), problem)
			}
		}
		valid := s.Next() == 0 && s.At == len(text) && problem == nil
		if utf8.Valid(text) && valid != json.Valid(text) {
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
				isClosed := bytes.IndexByte([]byte(`"]}`), text[end-1]) >= 0
				if n, found := v.Find(text[split:]); n != end-split || isClosed && !found {
					t.Fatalf("the value ends at %d, shown in two pieces at %d", end, split+n)
				}
			}
		}
		checkString(t, text)
		checkEnd(t, text)
		for _, front := range []int{1, 7, 31, 63, 64, 100} {
			// At other places in a block, and over more than one.
			long := slices.Concat(bytes.Repeat([]byte("abcdefghijklm"), 8)[:front], bytes.TrimPrefix(text, []byte{'"'}), bytes.Repeat(text, 100/(len(text)+1)))
			checkString(t, append([]byte{'"'}, long...))
			checkEnd(t, append([]byte{'"'}, long...))
			checkEnd(t, append([]byte{'['}, long...))
		}
		if at == len(text) || text[at] != '"' {
			return
		}
		s = Scanner{Text: text, At: at}
		value := s.AppendString(nil)
		if problem != nil {
			if s.Err == nil || *s.failure() != *problem {
				t.Fatalf("%+v, read %+v", problem, s.failure())
			}
			return
		}
		var want string
		if json.Unmarshal(text[at:end], &want); utf8.Valid(text) && string(value) != want || s.At != end {
			t.Fatalf("%q, encoding/json %q", value, want)
		}
		checkRawLen(t, text[at+1:end-1], value)
	})
}

// checkString holds the reading of strings block by block against that of one character
// after the other.
func checkString(t *testing.T, text []byte) {
	want, wantEnd, wantProblem := characterByCharacter(text)
	for name, read := range map[string]func(*Scanner) []byte{
		"appended": func(s *Scanner) []byte { return bytes.TrimPrefix(s.AppendString([]byte("before")), []byte("before")) },
		"alone": func(s *Scanner) []byte {
			if value := s.String(); s.Err == nil {
				return value
			}
			return want
		},
		"skipped": func(s *Scanner) []byte {
			if s.Next() == '"' {
				s.Skip()
			} else {
				s.Want("a string")
			}
			return want
		},
	} {
		s := Scanner{Text: text}
		if value := read(&s); s.At != wantEnd || !reflect.DeepEqual(s.failure(), wantProblem) || !bytes.Equal(value, want) {
			t.Fatalf("%q %s: %q to %d, %+v; character by character %q to %d, %+v", text, name, value, s.At, s.failure(), want, wantEnd, wantProblem)
		}
	}
}

// checkEnd holds the search for the end of a value block by block against that in pieces of one byte.
func checkEnd(t *testing.T, text []byte) {
	var blocks, single End
	want, wantFound := 0, false
	for want < len(text) && !wantFound {
		var n int
		n, wantFound = single.Find(text[want : want+1])
		want += n
	}
	if n, found := blocks.Find(text); n != want || found != wantFound {
		t.Fatalf("%q ends at %d, %v; byte by byte at %d, %v", text, n, found, want, wantFound)
	}
}

// characterByCharacter is what AppendString must return.
func characterByCharacter(text []byte) (value []byte, at int, problem *failure) {
	s := Scanner{Text: text}
	if s.Next() != '"' {
		s.Want("a string")
		return nil, s.At, s.failure()
	}
	for at = s.At + 1; at < len(text); {
		switch c := text[at]; {
		case c == '"':
			return value, at + 1, nil
		case c == '\\':
			size, character := Escape(text[at:])
			rest := text[at:]
			isCut := len(rest) < 2 || len(rest) < 6 && rest[1] == 'u'
			switch {
			case size == 0 && isCut:
				return value, len(text), &failure{len(text), io.ErrUnexpectedEOF, ""}
			case size == 0:
				return value, at, &failure{at, ErrMalformed, "no such escape"}
			}
			value = utf8.AppendRune(value, character)
			at += size
		case c < 0x20:
			return value, at, &failure{at, ErrMalformed, "a control character in a string"}
		default:
			value = append(value, c)
			at++
		}
	}
	return value, at, &failure{at, io.ErrUnexpectedEOF, ""}
}

// checkRawLen is a law: what represents the beginning of a value says that
// beginning, up to the last whole character.
func checkRawLen(t *testing.T, raw, value []byte) {
	for n := range len(value) + 1 {
		beginning := slices.Concat([]byte{'"'}, raw[:RawLen(raw, n, false)], []byte{'"'})
		s := Scanner{Text: beginning}
		got := s.AppendString(nil)
		if s.Err != nil || !bytes.HasPrefix(value[:n], got) || n-len(got) >= utf8.UTFMax {
			t.Fatalf("%q represents %q, not %q", beginning, got, value[:n])
		}
	}
}

// TestRawLen: where the character ends that each decoded byte completes.
func TestRawLen(t *testing.T) {
	for _, tt := range []struct {
		raw  string
		want []int
	}{
		{``, []int{0, 0}},
		{`ab`, []int{0, 1, 2, 2}},
		{`a\nb`, []int{0, 1, 3, 4}},
		{`\u043cb`, []int{0, 0, 6, 7}},
		{`\ud83d\ude00b`, []int{0, 0, 0, 0, 12, 13}},
		{`\ud83db`, []int{0, 0, 0, 6, 7}},
		{"\u043c", []int{0, 1, 2}},
	} {
		for n, want := range tt.want {
			if got := RawLen([]byte(tt.raw), n, false); got != want {
				t.Errorf("%q: %d decoded bytes are encoded in %d, want %d", tt.raw, n, got, want)
			}
		}
	}
}

// TestRawLenOfBase64: the character in which each byte begins, among line ends and escapes.
func TestRawLenOfBase64(t *testing.T) {
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
			if got := RawLen([]byte(tt.raw), n, true); got != want {
				t.Errorf("%q: byte %d begins in the character at %d, want %d", tt.raw, n, got, want)
			}
		}
	}
}

// BenchmarkBody reads the end of an indented entry with a body of many escapes, and that body.
func BenchmarkBody(b *testing.B) {
	body := `"[{\n` + strings.Repeat(`\"sender\": \"zxcabs\",\n\"status\": 1\n},\n{\n`, 40) + `\"sender\": \"SMSC.RU\"\n}]"`
	entry := []byte("{\n      \"headers\": [\n        {\n          \"name\": \"Server\",\n          \"value\": \"nginx\"\n        }\n      ],\n      \"text\": " + body + "\n}")
	b.Run("end", func(b *testing.B) {
		b.SetBytes(int64(len(entry)))
		for b.Loop() {
			new(End).Find(entry)
		}
	})
	b.Run("string", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		var value []byte
		for b.Loop() {
			s := Scanner{Text: entry, At: len(entry) - len(body) - len("\n}")}
			value = s.AppendString(value[:0])
		}
	})
}

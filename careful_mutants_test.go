package smscodec_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// The fast path on lists and other answers in which one place is changed.

// eachMutant visits variants of a body, for every offset from one on: cut there, with
// every token inserted, without the byte, and with another byte in its place, which is
// every character of ASCII and an eighth of the other bytes.
func eachMutant(body []byte, from int, visit func([]byte)) {
	var mutant []byte
	n := 0
	put := func(at int, middle string, rest []byte) {
		if n++; sampled && n%19 > 0 {
			return
		}
		mutant = append(append(append(mutant[:0], body[:at]...), middle...), rest...)
		visit(mutant)
	}
	for i := from; i <= len(body); i++ {
		put(i, "", nil)
		for _, token := range tokens {
			put(i, token, body[i:])
		}
		if i == len(body) {
			break
		}
		put(i, "", body[i+1:])
		for b := range 256 {
			if b < utf8.RuneSelf || (i+b)%8 == 0 {
				put(i, string([]byte{byte(b)}), body[i+1:])
			}
		}
	}
}

// tokens are parts of lists, and texts that look like them.
var tokens = []string{
	"\n", "\r\n", "\n\n", ",", ", ", ",0", " = ", "00", "name = ", ", a = 1", `"`, `\u0061`, "},{", `"sender":"x",`, `"x":1,`, `: "1`,
	"<!---->", "&#65;", "</sender>", "<sender>", ` x=""`, "\xD0\x96",
}

// Rows that nearly match a skeleton are read as they would be without one. The charset
// is windows-1251, in which all bytes but one are characters, except for layouts with a
// byte order mark, which needs UTF-8.
func TestEveryMutantOfRows(t *testing.T) {
	codec := smscodec.Codec{Columns: columnsNamed("a", "b")}
	names := []string{"a", "b", "c", "d", "e"}
	tried := map[string]bool{} // without codes, some layouts are the same
	for _, l := range listLayouts {
		charset := smscodec.Windows1251
		if strings.HasPrefix(l.head, "\uFEFF") {
			charset = smscodec.UTF8
		}
		for _, req := range listRequests(l, charset) {
			body := listBody(req, codec.Columns, names, l.rows(5))
			if tried[string(body)] {
				continue
			}
			tried[string(body)] = true
			second := len(listBody(req, codec.Columns, names, l.rows(1))) - len(l.tail)
			n := 0
			eachMutant(body, second, func(mutant []byte) {
				a := answer{codec, req, mutant}
				err := lawCareful(a)
				if n++; err == nil && n%8 == 0 {
					err = lawCareful(a.strictly())
				}
				if err != nil {
					t.Fatalf("%s: %v\n%v", l.name, err, a)
				}
			})
		}
	}
}

// A list is read without a decoder up to its first departure, which may be in its
// first bytes.
func TestEveryMutantOfShortLists(t *testing.T) {
	codec := smscodec.Codec{Columns: columnsNamed("a", "b")}
	names := []string{"a", "bc"}
	for _, l := range listLayouts {
		for _, req := range listRequests(l, smscodec.UTF8) {
			for n := range 3 {
				body := []byte(l.head + l.tail)
				if n > 0 {
					body = listBody(req, codec.Columns, names[:n], l.rows(n))
				}
				eachMutant(body, 0, func(mutant []byte) {
					for _, a := range []answer{{codec, req, mutant}, answer{codec, req, mutant}.strictly()} {
						if err := lawCareful(a); err != nil {
							t.Fatalf("%s: %v\n%v", l.name, err, a)
						}
					}
				})
			}
		}
	}
}

// An answer that is not a list is read by comparing it with its documented layout, or
// by its grammar.
func TestEveryMutantOfAnswers(t *testing.T) {
	for f := range smscodec.JSON + 1 {
		for _, x := range []exchange{
			{request: smscodec.Request{Op: smscodec.OpDelete}, reply: smscodec.Done{}},
			{request: smscodec.Request{Op: smscodec.OpAdd}, reply: smscodec.Added{ID: 9223372036854775807}},
			{request: smscodec.Request{Op: smscodec.OpGet}, reply: &smscodec.APIError{Code: smscodec.ErrAuth, Text: "authorise error"}},
		} {
			req := x.request
			req.Format, req.Charset = f, smscodec.Windows1251
			body, err := smscodec.Append(nil, x.reply, req)
			if err != nil {
				t.Fatal(err)
			}
			eachMutant(body, 0, func(mutant []byte) {
				for _, a := range []answer{{request: req, body: mutant}, answer{request: req, body: mutant}.strictly()} {
					if err := lawCareful(a); err != nil {
						t.Fatalf("%v\n%v", err, a)
					}
				}
			})
		}
	}
}

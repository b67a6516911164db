package smscodec_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// eachMutant gives a body cut at every byte from an offset on, and there with every
// token put in, the byte taken out, and another in its place: every character of
// ASCII, and an eighth of the other bytes.
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

// tokens are what a list is made of, and what could be taken for it.
var tokens = []string{
	"\n", "\r\n", "\n\n", ",", ", ", ",0", " = ", "00", "name = ", ", a = 1", `"`, `\u0061`, "},{", `"sender":"x",`, `"x":1,`, `: "1`,
	"<!---->", "&#65;", "</sender>", "<sender>", ` x=""`, "\xD0\x96",
}

// Rows that are near a skeleton's are read as they would be without one. All
// bytes but one are characters in windows-1251, but a byte order mark is of UTF-8.
func TestEveryMutantOfRows(t *testing.T) {
	codec := smscodec.Codec{Columns: columnsNamed("a", "b")}
	names := []string{"a", "b", "c", "d", "e"}
	tried := map[string]bool{} // without codes, layouts are alike
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

// A list is read without a decoder up to where it departs, be that in its first
// bytes.
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

// An answer that is no list is read at a glance or as any other.
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

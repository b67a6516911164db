package redact

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/internal/growth"
)

// BenchmarkRedact copies JSON Lines of lists, in which each exchange has a cookie of its
// own, and the names of every tenth have a secret.
func BenchmarkRedact(b *testing.B) {
	for _, test := range []struct {
		name   string
		all    int
		status string
	}{
		{"names", 0, ""},
		{"statuses", 1, `,\n\"status\": 1`},
		{"undocumented members", 1, `,\n\"status\": 1,\n\"new_step\": 2`},
	} {
		var in strings.Builder
		for i := range 1000 {
			secret := fmt.Sprintf("PHPSESSID%dq", i)
			if i%10 == 0 {
				secret = "abcde3"
			}
			fmt.Fprintf(&in, `{"url":"https://smsc.ru/sys/senders.php?get=1&all=%d&fmt=3&charset=utf-8&login=alexandr&psw=Str0ngPassw0rd","status":200,`+
				`"headers":{"Content-Type":"application/json; charset=utf-8","Set-Cookie":"id=%s; path=/"},"body":"[{\n`, test.all, secret)
			for row := range 50 {
				fmt.Fprintf(&in, `\"sender\": \"abcde%d\"%s\n},\n{\n`, row, test.status)
			}
			in.WriteString(`\"sender\": \"z\"` + test.status + `\n}]"}` + "\n")
		}
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(in.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (Redactor{}).Redact(io.Discard, strings.NewReader(in.String())); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGrowth copies exchanges whose bodies, secrets or number grow. No exponent should
// be over 1.2; a little over 1 is the machine's caches and the collector.
//
//	go test -run '^$' -bench Growth -benchtime 0.1s ./redact | grep exponent
func BenchmarkGrowth(b *testing.B) {
	body := func(format int, before, unit, after string) func(int) string {
		return func(size int) string {
			body, _ := json.Marshal(before + strings.Repeat(unit, size/len(unit)) + after)
			return fmt.Sprintf(`{"url":"/sys/senders.php?get=1&fmt=%d&charset=utf-8&psw=%s","status":200,"body":%s}`, format, plainSecret, body)
		}
	}
	for _, test := range []struct {
		name string
		make func(size int) string
	}{
		{"json/brackets", body(3, `[{"sender": `, "[", "")},
		{"json/braces", body(3, `[{"sender": `, "{}", "")},
		{"json/strings", body(3, `[{"sender": "a"`, `, "a"`, "")},
		{"json/members", body(3, `[{"sender": "a"`, `,"n":1`, "}]")},
		{"json/rows", body(3, `[{"sender":"a"}`, `,{"sender":"a","n":"b"}`, "]")},
		{"json/escapes", body(3, `[{"sender": "`, `\"`, `"`)},
		{"xml/rows", body(2, "<list>", `<sender n="a">a</sender>`, "</list>")},
		{"xml/tags", body(2, "<list>", "<", "")},
		{"xml/elements", body(2, "<list>", "<a>", "")},
		{"xml/quotes", body(2, "<list><sender ", `a="'`, "")},
		{"xml/open quotes", body(2, "<list>", `<a "`, "")},
		{"xml/attributes", body(2, "<list><sender", " a", ">")},
		{"xml/comments", body(2, "<list>", "<!---->", "")},
		{"xml/open comments", body(2, "<list>", "<!--", "")},
		{"xml/instructions", body(2, "<list>", "<?xml ", "")},
		{"plain/rows", body(0, "", "name = a, n = 1\n", "")},
		{"plain/pairs", body(0, "name = a", ", n = 1", "")},
		{"plain/errors", body(0, "ERROR = 1 (", "(", ")")},
		{"plain/line ends", body(0, "name = a", "\n", "")},
		{"csv/rows", body(1, "a,b", "\na,b", "")},
		{"csv/commas", body(1, "a", ",", "")},
		{"secrets", body(3, `[{"sender": "a"`, `,"`+plainSecret+`":"`+plainSecret+`"`, "}]")},
		{"cookies", func(size int) string {
			var cookies, names strings.Builder
			for i := range size >> 8 {
				fmt.Fprintf(&cookies, "c%d=%s%d; ", i, strings.Repeat("ab", 120), i)
				fmt.Fprintf(&names, `,"n%d":"%s"`, i, strings.Repeat("ab", 120))
			}
			body, _ := json.Marshal(`[{"sender": "a"` + names.String() + "}]")
			return fmt.Sprintf(`{"url":"/sys/senders.php?get=1&fmt=3","requestHeaders":{"Cookie":"%s"},"status":200,"body":%s}`, &cookies, body)
		}},
		{"exchanges", func(size int) string {
			var all strings.Builder
			for i := 0; all.Len() < size; i++ {
				fmt.Fprintf(&all, `{"url":"/sys/senders.php?get=1&fmt=3&psw=secret%d","status":200,"body":"[{\"sender\": \"secret%d\", \"n\": 1}]"}`+"\n", i, i)
			}
			return all.String()
		}},
	} {
		b.Run(test.name, func(b *testing.B) {
			growth.Measure(b, []int{16 << 10, 64 << 10, 256 << 10}, func(size int) (int, func()) {
				text := test.make(size)
				return len(text), func() {
					if _, err := (Redactor{}).Redact(io.Discard, strings.NewReader(text)); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

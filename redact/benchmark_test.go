package redact

import (
	"fmt"
	"io"
	"strings"
	"testing"
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

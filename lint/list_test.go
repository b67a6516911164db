package lint

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
)

// TestLongLists compares the findings about a list that is decoded at once with those
// about a longer one, of which the same rows are followed by many that have no findings.
func TestLongLists(t *testing.T) {
	for _, test := range []struct{ name, query, first, row, end string }{
		{"clean", "get=1&fmt=1", "a", "", ""},
		{"a finding in a row", "get=1&fmt=1", "a\nabcdefghijkl\n=b\nЖ", "", ""},
		{"a duplicate", "get=1&fmt=1", "a\nb\na", "", ""},
		{"departures", "get=1&fmt=0", "name = a\r\nname = b\n\nname = c=d", "name = n%d", ""},
		{"statuses", "get=1&fmt=0&all=1", "name = a, status = 7", "name = n%d, status = 1", ""},
		{"malformed at its end", "get=1&fmt=3", `[{"sender": "Ж"}`, `,{"sender": "n%d"}`, "x"},
		{"members in another order", "get=1&fmt=3&all=1", `[{"status": "1", "sender": "a"}`, `,{"sender": "n%d", "status": 1}`, "]"},
		{"a refusal", "get=1&fmt=3", "ERROR = 2 (authorise error)", "", ""},
		{"a character that the charset does not have", "get=1&fmt=3&charset=koi8-r", `[{"sender": "a"},{"sender": "\u4e00"}`, `,{"sender": "n%d"}`, "]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			check := func(rows int) (Result, []Finding) {
				body := []byte(test.first)
				for i := range rows {
					if row := test.row; row != "" {
						if row[0] == 'n' {
							body = append(body, '\n')
						}
						body = fmt.Appendf(body, row, i)
					} else if !strings.HasPrefix(test.first, "ERROR") {
						body = fmt.Appendf(body, "\nn%d", i)
					}
				}
				body = append(body, test.end...)
				query := test.query
				if !strings.Contains(query, "charset") {
					query += "&charset=utf-8"
				}
				var l Linter
				result := l.Check(&capture.Exchange{
					Request:  capture.Request{URL: "/sys/senders.php?" + query},
					Response: capture.Response{Body: body},
				})
				findings := slices.Clone(result.Findings)
				for i := range findings {
					if f := &findings[i]; f.Rule.ID == "syntax" { // it is at the end
						f.Row, f.Offset, f.Line, f.Col = 0, 0, 0, 0
					}
				}
				return result, findings
			}
			short, few := check(10)
			long, many := check(20000)
			if diff := cmp.Diff(few, many); diff != "" {
				t.Errorf("findings (-short +long)\n%s", diff)
			}
			if diff := cmp.Diff(short.Reply, long.Reply); diff != "" {
				t.Errorf("reply (-short +long)\n%s", diff)
			}
			if _, ok := long.Reply.(smscodec.List); ok && long.Senders != short.Senders+19990 {
				t.Errorf("%d and %d senders", short.Senders, long.Senders)
			}
		})
	}
}

// FuzzReadings compares the readings with those of smscodec, which holds all lists.
func FuzzReadings(f *testing.F) {
	long := bytes.Repeat([]byte("a\n"), maxWhole)
	for _, body := range [][]byte{
		nil, []byte("OK"), []byte("123"), []byte("0,-2"), []byte("[]"), []byte("a,1\nb,2"), []byte("\xC6\n"), []byte("<list>\n<sender>\xC6</sender>\n</list>"),
		[]byte("<list><!-- \xC6 -->\n<sender>a</sender>\n</list>"), long, append(long[:len(long)-2:len(long)-2], "\n\xC6"...),
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got []Reading
		for r := range readings(body, formatsOfReadings...) {
			got = append(got, r)
		}
		for req, reply := range smscodec.Readings(body) {
			want := Reading{Request: req, Reply: reply}
			if list, ok := reply.(smscodec.List); ok {
				want.Reply, want.Senders = list[:min(len(list), 1)], len(list)
			}
			if len(got) == 0 || got[0].Request != want.Request || got[0].Senders != want.Senders || !smscodec.Equal(got[0].Reply, want.Reply) {
				t.Fatalf("%v, want %v first", got, want)
			}
			got = got[1:]
		}
		if len(got) > 0 {
			t.Errorf("also %v", got)
		}
	})
}

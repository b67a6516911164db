package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/summary"
)

func TestTable(t *testing.T) {
	columns := func(ops ...smscodec.Operator) *smscodec.Columns {
		t.Helper()
		c, err := smscodec.NewColumns(ops...)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	registered := func(name string, c *smscodec.Columns, statuses ...smscodec.RegistrationStatus) smscodec.Sender {
		t.Helper()
		r, err := smscodec.NewRegistrations(c, statuses...)
		if err != nil {
			t.Fatal(err)
		}
		return smscodec.Sender{Name: name, Registrations: r}
	}
	named := func(name string) smscodec.Sender { return smscodec.Sender{Name: name} }
	megaMTS := columns("mega", "mts")

	for _, test := range []struct {
		name  string
		reply smscodec.Reply
		want  string
	}{
		{"names", smscodec.List{named("zxcabs"), named("Мой Магазин")}, `
NAME
zxcabs
Мой Магазин
`},
		{"no names", smscodec.List{}, `
no sender names
`},
		{"statuses", smscodec.List{{Name: "zxcabs", Status: 1}, {Name: "店", Status: smscodec.StatusPending}, {Name: "x", Status: 9}}, `
NAME    STATUS
zxcabs  1 approved
店      0 awaits moderation
x       9 undocumented
`},
		{"registrations", smscodec.List{registered("zxcabs", megaMTS, 2, 0), registered("a", megaMTS, 200, 0)}, `
NAME    mega  mts
zxcabs  2     0
a       200   0

0 awaits registration
2 admitted
200 undocumented
`},
		{"rows with other operators", smscodec.List{
			registered("a", megaMTS, 2, 2), registered("b", columns("tele2", "mega"), 2, 2), registered("c", megaMTS, 2, 2),
		}, `
NAME  mega  mts  tele2
a     2     2    -
b     2     -    2
c     2     2    -

2 admitted
`},
		{"undocumented members", smscodec.List{
			{Name: "a", Status: 1, Extra: []smscodec.Field{{Name: "id", Value: "1"}, {Name: "a b", Value: "x\n"}}}, {Name: "b", Status: 1},
		}, `
NAME  STATUS      EXTRA
a     1 approved  id="1" "a b"="x\n"
b     1 approved
`},
		{"a long name does not move other rows", smscodec.List{
			{Name: strings.Repeat("x", 57), Status: 1}, {Name: "a", Status: 1},
		}, `
NAME  STATUS
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  1 approved
a     1 approved
`},
		{"id", smscodec.Added{ID: 24608}, `
ID  24608
`},
		{"done", smscodec.Done{}, `
OK
`},
		{"error", &smscodec.APIError{Code: 7, Text: "invalid number", Extra: []smscodec.Field{{Name: "id", Value: "34"}}}, `
ERROR  7 malformed phone number
TEXT   "invalid number"
EXTRA  id="34"
`},
		{"undocumented error without a text", &smscodec.APIError{Code: 6}, `
ERROR  6 undocumented
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := "\n" + string(appendReply(nil, test.reply, defaultWidth)); got != test.want {
				t.Errorf("got %swant %s", got, test.want)
			}
		})
	}
}

// A table fits the width: the last column is broken between words, and a table that is
// too wide all the same is broken into several, which all have the first column.
func TestTableWidth(t *testing.T) {
	for _, test := range []struct {
		name  string
		rows  [][]string
		width int
		want  string
	}{
		{"fits", [][]string{{"A", "B"}, {"one", "two three"}}, 14, `
A    B
one  two three
`},
		{"last column", [][]string{{"ID", "MEANING"}, {"crlf", "Lines of an answer end in CR LF, all of them."}}, 32, `
ID    MEANING
crlf  Lines of an answer end in
      CR LF, all of them.
`},
		{"last column without room", [][]string{{"REQUEST", "ANSWER"}, {"--op get --fmt csv", "1 sender name: \"My shop\" and more"}}, 34, `
REQUEST             ANSWER
--op get --fmt csv
    1 sender name: "My shop" and
    more
`},
		{"several", [][]string{{"NAME", "mega", "mts", "tele2"}, {"My shop", "2", "0", "-"}}, 20, `
NAME     mega  mts
My shop  2     0

NAME     tele2
My shop  -
`},
		{"a name that is too wide", [][]string{{"NAME"}, {"two words"}}, 4, `
NAME
two words
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := "\n" + string(appendTable(nil, slices.Values(test.rows), test.width)); got != test.want {
				t.Errorf("got %swant %s", got, test.want)
			}
		})
	}
}

// JSON output has the values of the reply, whatever characters they have.
func FuzzOutput(f *testing.F) {
	for _, name := range []string{"zxcabs", "Магазин", "a\x1b[2J", "::error::x", "##[error]x", "\u202e\u2028\ufeff", "\U000e0041\x7f", `"\`} {
		f.Add(name, name)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		name, text = strings.ToValidUTF8(name, "?"), strings.ToValidUTF8(text, "?")
		extra := []smscodec.Field{{Name: name, Value: text}}
		for _, reply := range []smscodec.Reply{
			smscodec.List{{Name: name, Status: 1, Extra: extra}, {Name: text, Status: 2}},
			&smscodec.APIError{Code: smscodec.ErrAuth, Text: text, Extra: extra},
		} {
			out, err := shown.AppendJSON(nil, replyjson.From(reply), "  ")
			if err != nil {
				t.Fatal(err)
			}
			if problem := harm(string(out)); problem != "" {
				t.Errorf("JSON has %s: %q", problem, out)
			}
			var got, want bytes.Buffer
			if err := json.Indent(&want, mustJSON(t, replyjson.From(reply)), "", "  "); err != nil {
				t.Fatal(err)
			}
			var form replyjson.Reply
			if err := json.Unmarshal(out, &form); err != nil {
				t.Fatalf("%v: %q", err, out)
			}
			if err := json.Indent(&got, mustJSON(t, form), "", "  "); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() {
				t.Errorf("JSON says %s, want %s", &got, &want)
			}
			if problem := harm(string(appendReply(nil, reply, defaultWidth))); problem != "" {
				t.Errorf("a table has %s: %q", problem, appendReply(nil, reply, defaultWidth))
			}
			if problem := harm(summary.Reply(reply)); problem != "" {
				t.Errorf("a summary has %s: %q", problem, summary.Reply(reply))
			}
		}
	})
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

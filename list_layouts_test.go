package smscodec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
)

// Lists in many layouts, as input for the fast path: the documented ones, others
// that it can learn, and names that it cannot read.

// A listLayout is a way to write a list.
type listLayout struct {
	name          string
	format        smscodec.Format
	head          string
	row           func(name string, codes []smscodec.Field) string
	between, tail string
}

// each writes codes in a format with their names and digits.
func each(codes []smscodec.Field, format string) string {
	var b strings.Builder
	for _, c := range codes {
		fmt.Fprintf(&b, format, c.Name, c.Value)
	}
	return b.String()
}

func plainRow(name string, codes []smscodec.Field) string {
	return "name = " + name + each(codes, ", %s = %s")
}

func csvRow(name string, codes []smscodec.Field) string { return name + each(codes, ",%[2]s") }

func xmlRow(name string, codes []smscodec.Field) string {
	return "<sender" + each(codes, ` %s="%s"`) + ">" + name + "</sender>"
}

func jsonRow(name string, codes []smscodec.Field) string {
	return "{\n\"sender\": \"" + name + `"` + each(codes, ",\n\"%s\": %s") + "\n}"
}

func compactJSONRow(name string, codes []smscodec.Field) string {
	return `{"sender":"` + name + `"` + each(codes, `,"%s":%s`) + "}"
}

// rotated returns a layout with the first code last. This order is not its own
// inverse.
func rotated(l listLayout) listLayout {
	row := l.row
	l.row = func(name string, codes []smscodec.Field) string {
		first := min(1, len(codes))
		return row(name, slices.Concat(codes[first:], codes[:first]))
	}
	return l
}

// shortened returns a layout without the first code.
func shortened(l listLayout) listLayout {
	row := l.row
	l.row = func(name string, codes []smscodec.Field) string { return row(name, codes[min(1, len(codes)):]) }
	return l
}

var listLayouts = []listLayout{
	{"plain", smscodec.Plain, "", plainRow, "\n", ""},
	{"plain with a final line end", smscodec.Plain, "", plainRow, "\n", "\n"},
	{"plain with CR LF", smscodec.Plain, "", plainRow, "\r\n", "\r\n"},
	{"plain with CR LF at the end", smscodec.Plain, "", plainRow, "\n", "\r\n"},
	{"plain with empty lines", smscodec.Plain, "\uFEFF\n", plainRow, "\n\n", "\n\n"},
	{"csv", smscodec.CSV, "", csvRow, "\n", ""},
	{"csv with a final line end", smscodec.CSV, "", csvRow, "\n", "\n"},
	{"csv with CR LF", smscodec.CSV, "", csvRow, "\r\n", "\r\n"},
	{"csv with CR LF at the end", smscodec.CSV, "", csvRow, "\n", "\r\n"},
	{"csv with empty lines", smscodec.CSV, "\uFEFF", csvRow, "\n\n", "\n\n"},
	{"csv with spaces", smscodec.CSV, "", func(name string, codes []smscodec.Field) string { return name + each(codes, ", %[2]s ") }, "\n", ""},
	{"xml", smscodec.XML, "<list>\n", xmlRow, "\n", "\n</list>"},
	{"xml without line ends", smscodec.XML, "\uFEFF<list>", xmlRow, "", "</list>"},
	{"xml with comments", smscodec.XML, `<?xml version="1.0"?><list>`, xmlRow, "\r\n\t<!--1--><?x >?>", "\n</list>\n"},
	{"xml with single quotes", smscodec.XML, "<list>", func(name string, codes []smscodec.Field) string {
		return "<sender" + each(codes, " %s='%s'") + ">" + name + "</sender>"
	}, "\n", "</list>"},
	{"xml with white space in tags", smscodec.XML, "<list >", func(name string, codes []smscodec.Field) string {
		return "<sender " + each(codes, "\n%s=\"%s\"\t") + " >" + name + "</sender\r>"
	}, " ", "</list >"},
	{"json", smscodec.JSON, "[", jsonRow, ",\n", "]"},
	{"compact json", smscodec.JSON, "[", compactJSONRow, ",", "]"},
	{"compact json on lines", smscodec.JSON, "\uFEFF[\n", compactJSONRow, ",\n", "\n]\n"},
	{"json with white space", smscodec.JSON, "\t[ ", func(name string, codes []smscodec.Field) string {
		return "{ \"sender\"\t:\r\n\"" + name + `"` + each(codes, ` , "%s" : %s `) + "}"
	}, "\r\n, ", " ] "},
	{"json with the name last", smscodec.JSON, "[", func(name string, codes []smscodec.Field) string {
		return "{" + each(codes, `"%s":%s,`) + `"sender":"` + name + `"}`
	}, ",", "]"},
	{"json with the name in the middle", smscodec.JSON, "[", func(name string, codes []smscodec.Field) string {
		half := (len(codes) + 1) / 2
		return "{" + each(codes[:half], `"%s": %s, `) + `"sender": "` + name + `"` + each(codes[half:], `, "%s": %s`) + "}"
	}, ", ", "]"},
	rotated(listLayout{"json with its codes rotated", smscodec.JSON, "[", compactJSONRow, ",", "]"}),
	{"json with an escaped key", smscodec.JSON, "[", func(name string, codes []smscodec.Field) string {
		return `{"send\u0065r":"` + name + `"` + each(codes, `,"%s":%s`) + "}"
	}, ",", "]"},
}

// easyNames and hardNames are spelled as on the wire. A hard one is read member by
// member, is as long as what is compared at a time, or is not a name.
var (
	easyNames = []string{"a", "SMSC.RU", "79001234567", "0", "sms !", "b"}
	hardNames = []string{
		"1234567", "12345678", "123456789012345", "1234567890123456", "12345678901234567",
		strings.Repeat("a", 255), strings.Repeat("a", 256), strings.Repeat("a", 257), strings.Repeat("a", 500),
		"Имя", "имя&amp;", "a\uFFFDb", "\uFFFE", "a\uFFFFb", "\uFEFFa", "\u00A0", "\u0085", "a\U0001F600", "a\xFFb", "a\xD0", "\xEF\xBB\xBF",
		strings.Repeat("Я", 125), strings.Repeat("Я", 126), strings.Repeat("Я", 127), strings.Repeat("Я", 128), strings.Repeat("a", 252) + "Я",
		"A&amp;B", "&amp;", "&lt;&gt;&quot;&apos;A", "A&amp", "&;", "A&amp;&#65;", "&quote;", "123456789012345&amp;", "1234567890123456&gt;",
		strings.Repeat("a", 254) + "&amp;", strings.Repeat("a", 255) + "&amp;", strings.Repeat("&lt;", 255), strings.Repeat("&lt;", 256),
		"A&B", "A&#65;", "<![CDATA[a]]>", "a<!-- b -->", "a>b", "a]b", "a]]>b", "Привет", "aж",
		`a\u0041`, `\"`, `a\`, "{a", "[a", "<a", "a{", "a,b", "a, 1", "a,1", "a=1", "a, status = 1", "name = a", "ERROR = 1 (x)", "OK", "34,-7",
		" ", "a\tb", "a\x7F", "a\x00", "a\n", "a\r", "",
	}
)

// listBody writes a list, with a layout for each name. The head and the tail are
// those of the first layout.
func listBody(req smscodec.Request, columns *smscodec.Columns, names []string, layouts []listLayout) []byte {
	body := layouts[0].head
	for i, l := range layouts {
		var codes []smscodec.Field
		if req.All {
			codes = []smscodec.Field{{Name: "status", Value: fmt.Sprint(i % 3)}}
		}
		if req.Operators {
			for op := range columns.All() {
				value := fmt.Sprint((i + len(codes)) % 7)
				if l.format == smscodec.JSON {
					value = `"` + value + `"`
				}
				codes = append(codes, smscodec.Field{Name: string(op), Value: value})
			}
		}
		if i > 0 {
			body += l.between
		}
		body += l.row(names[i], codes)
	}
	return inCharset(body+layouts[0].tail, req.Charset)
}

// inCharset encodes a text in a charset, or returns it unchanged if the charset lacks
// a character.
func inCharset(text string, charset smscodec.Charset) []byte {
	m := charmap.KOI8R
	switch charset {
	case smscodec.UTF8:
		return []byte(text)
	case smscodec.Windows1251:
		m = charmap.Windows1251
	}
	encoded, err := m.NewEncoder().String(text)
	if err != nil {
		return []byte(text)
	}
	return []byte(encoded)
}

func columnsNamed(operators ...smscodec.Operator) *smscodec.Columns {
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		panic(err) // these are operators
	}
	return c
}

// strangeColumns are columns from an answer, which no Codec had before.
func strangeColumns() *smscodec.Columns {
	body := registrationsBody(smscodec.JSON, [][]string{{"mts", "mega"}})
	reply, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Operators: true})
	if err != nil {
		panic(err) // the row above is wrong
	}
	return reply.(smscodec.List)[0].Registrations.Columns()
}

// listRequests returns the requests for a list.
func listRequests(l listLayout, c smscodec.Charset) []smscodec.Request {
	return requestsIn(l.format, c)[:3]
}

func (l listLayout) rows(n int) []listLayout { return slices.Repeat([]listLayout{l}, n) }

// A listCase is a list that a skeleton reads, or one that it must not misread.
type listCase struct {
	name string
	answer
}

// listCases returns every layout with easy names, with each hard name between easy
// ones, with other columns, in other charsets, with codes in another order or missing
// in the first or in later rows, and with rows of every other layout in the middle.
func listCases() []listCase {
	var cases []listCase
	strange := strangeColumns()
	long := columnsNamed("a23456789012345", "a234567890123456", "a2345678901234567", "b2345678901234567890")
	add := func(what string, c *smscodec.Columns, req smscodec.Request, names []string, layouts []listLayout) {
		codec := smscodec.Codec{Columns: c}
		name := fmt.Sprintf("%s, %s, %s", layouts[0].name, requestString(req), what)
		cases = append(cases, listCase{name, answer{codec, req, listBody(req, draw.Columns(codec), names, layouts)}})
	}
	for _, l := range listLayouts {
		for _, req := range listRequests(l, smscodec.UTF8) {
			add("easy names", nil, req, easyNames, l.rows(6))
			add("many rows", nil, req, slices.Repeat(easyNames, 20), l.rows(120))
			for _, first := range []listLayout{l, rotated(l), shortened(l)} {
				for _, last := range []listLayout{rotated(l), shortened(l)} {
					add("codes in another order or missing", nil, req, slices.Repeat(easyNames, 2), slices.Concat(first.rows(1), l.rows(5), last.rows(5), l.rows(1)))
				}
			}
			for _, hard := range hardNames {
				names := slices.Insert(slices.Clone(easyNames), 3, hard)
				add(fmt.Sprintf("%q", hard), nil, req, names, l.rows(7))
				names[5] = hard
				add(fmt.Sprintf("%q in two rows", hard), nil, req, names, l.rows(7))
			}
			for _, other := range listLayouts {
				if other.format != l.format || other.name == l.name {
					continue
				}
				layouts := slices.Concat(l.rows(5), other.rows(8), l.rows(5))
				for _, c := range []*smscodec.Columns{nil, strange} {
					add("then "+other.name, c, req, slices.Repeat(easyNames, 3), layouts)
				}
			}
		}
		for charset := range smscodec.KOI8R + 1 {
			for _, req := range listRequests(l, charset) {
				add("in Cyrillic", nil, req, []string{"a", "b", "c", "Привет", "d", "e№", "f"}, l.rows(7))
			}
		}
		for i, c := range append(slices.Clone(columnSets), strange, long) {
			add(fmt.Sprintf("columns %d", i), c, listRequests(l, smscodec.UTF8)[2], easyNames, l.rows(6))
		}
	}
	return cases
}

// Every layout is that of a list. Without this the other tests would pass if all
// lists were refused.
func TestListLayoutsAreLists(t *testing.T) {
	for _, l := range listLayouts {
		for _, req := range listRequests(l, smscodec.UTF8) {
			reply, err := smscodec.Decode(listBody(req, smscodec.DocumentedColumns(), easyNames, l.rows(6)), req)
			list, _ := reply.(smscodec.List)
			var names []string
			for _, s := range list {
				names = append(names, s.Name)
			}
			if err != nil || !slices.Equal(names, easyNames) {
				t.Errorf("%s, %s: names %q, %v", l.name, requestString(req), names, err)
			}
		}
	}
}

// numberedColumns returns n columns.
func numberedColumns(n int) *smscodec.Columns { return columnsNamed(numberedOperators(n)...) }

// numberedOperators returns n operators.
func numberedOperators(n int) []smscodec.Operator {
	operators := make([]smscodec.Operator, n)
	for i := range operators {
		operators[i] = smscodec.Operator(fmt.Sprint("o", i))
	}
	return operators
}

package smscodec_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
	"github.com/smscodec/smscodec/smsctest"
)

// The short ways through a list against the obvious one: what is read by a
// layout or by a skeleton, DecodeCarefully reads member by member.

// lawCareful: Decode and Senders give what DecodeCarefully does, to the order of
// the columns and the rows that share them: the same rows or the same error, and
// the same departures in the same order. Whether these are told changes nothing.
func lawCareful(a answer) error {
	want := a.decodedBy(smscodec.DecodeCarefully, true)
	if diff := a.differs(want, a.decodedBy(smscodec.Codec.Decode, true)); diff != "" {
		return fmt.Errorf("Decode: %s", diff)
	}
	if a.request.Op == smscodec.OpGet {
		if diff := a.differs(want, a.decodedBy(decodeSenders, true)); diff != "" {
			return fmt.Errorf("Senders: %s", diff)
		}
	}
	want.reports = nil
	if diff := a.differs(want, a.decodedBy(smscodec.Codec.Decode, false)); diff != "" {
		return fmt.Errorf("Decode without Report: %s", diff)
	}
	return nil
}

// decodeSenders is Decode of a list by way of Senders.
func decodeSenders(c smscodec.Codec, body []byte, req smscodec.Request) (smscodec.Reply, error) {
	list := smscodec.List{}
	for s, err := range c.Senders(body, req) {
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// A decoded answer is all that a decoder says of it.
type decoded struct {
	reply   smscodec.Reply
	err     error
	reports []*smscodec.ParseError
}

type decodeFunc func(smscodec.Codec, []byte, smscodec.Request) (smscodec.Reply, error)

func (a answer) decodedBy(decode decodeFunc, reporting bool) (d decoded) {
	c := a.codec
	if reporting {
		c.Report = func(e *smscodec.ParseError) { d.reports = append(d.reports, e) }
	}
	d.reply, d.err = decode(c, a.body, a.request)
	return d
}

func (a answer) differs(want, got decoded) string {
	switch {
	case !sameErrors(want.err, got.err):
		return fmt.Sprintf("error %+v, want %+v", got.err, want.err)
	case !slices.EqualFunc(want.reports, got.reports, sameError):
		return fmt.Sprintf("departures %v, want %v", got.reports, want.reports)
	case !smscodec.Equal(want.reply, got.reply):
		return "another reply " + differs(want.reply, got.reply)
	}
	list, _ := want.reply.(smscodec.List)
	for i := range list {
		if !sameColumns(draw.Columns(a.codec), list, got.reply.(smscodec.List), i) {
			return fmt.Sprintf("row %d has or shares other columns", i)
		}
	}
	return ""
}

// sameColumns reports whether a row of two lists has its columns in the same
// order, shares them with the same rows before it, and has the Codec's own alike.
func sameColumns(own *smscodec.Columns, a, b smscodec.List, row int) bool {
	x, y := a[row].Registrations.Columns(), b[row].Registrations.Columns()
	with := func(c *smscodec.Columns) func(smscodec.Sender) bool {
		return func(s smscodec.Sender) bool { return s.Registrations.Columns() == c }
	}
	first := slices.IndexFunc(a, with(x))
	return (x == own) == (y == own) && first == slices.IndexFunc(b, with(y)) &&
		(first < row || slices.Equal(slices.Collect(x.All()), slices.Collect(y.All())))
}

// A listLayout is a way to write a list down.
type listLayout struct {
	name          string
	format        smscodec.Format
	head          string
	row           func(name string, codes []smscodec.Field) string
	between, tail string
}

// each writes codes, in a format of their names and digits.
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

// rotated gives a layout with the first code last, an order that is not its own
// inverse.
func rotated(l listLayout) listLayout {
	row := l.row
	l.row = func(name string, codes []smscodec.Field) string {
		first := min(1, len(codes))
		return row(name, slices.Concat(codes[first:], codes[:first]))
	}
	return l
}

// shortened gives a layout without the first code.
func shortened(l listLayout) listLayout {
	row := l.row
	l.row = func(name string, codes []smscodec.Field) string { return row(name, codes[min(1, len(codes)):]) }
	return l
}

var listLayouts = []listLayout{
	{"plain", smscodec.Plain, "", plainRow, "\n", ""},
	{"plain with a final line end", smscodec.Plain, "", plainRow, "\n", "\n"},
	{"plain with CR LF", smscodec.Plain, "", plainRow, "\r\n", "\r\n"},
	{"plain with CR LF in the end", smscodec.Plain, "", plainRow, "\n", "\r\n"},
	{"plain with empty lines", smscodec.Plain, "\uFEFF\n", plainRow, "\n\n", "\n\n"},
	{"csv", smscodec.CSV, "", csvRow, "\n", ""},
	{"csv with a final line end", smscodec.CSV, "", csvRow, "\n", "\n"},
	{"csv with CR LF", smscodec.CSV, "", csvRow, "\r\n", "\r\n"},
	{"csv with CR LF in the end", smscodec.CSV, "", csvRow, "\n", "\r\n"},
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
	{"json with the name amid", smscodec.JSON, "[", func(name string, codes []smscodec.Field) string {
		half := (len(codes) + 1) / 2
		return "{" + each(codes[:half], `"%s": %s, `) + `"sender": "` + name + `"` + each(codes[half:], `, "%s": %s`) + "}"
	}, ", ", "]"},
	rotated(listLayout{"json with its codes rotated", smscodec.JSON, "[", compactJSONRow, ",", "]"}),
	{"json with an escaped key", smscodec.JSON, "[", func(name string, codes []smscodec.Field) string {
		return `{"send\u0065r":"` + name + `"` + each(codes, `,"%s":%s`) + "}"
	}, ",", "]"},
}

// easyNames and hardNames are as the wire has them. A hard one is read member by
// member, or is as long as what is compared at a time, or is no name.
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

// listBody writes a list, with a layout for each name; the first one's head and
// tail are the list's.
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

// inCharset gives a text in a charset, or as it is if that does not have it.
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

// strangeColumns are those of an answer, which no Codec began with.
func strangeColumns() *smscodec.Columns {
	body := registrationsBody(smscodec.JSON, [][]string{{"mts", "mega"}})
	reply, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Operators: true})
	if err != nil {
		panic(err) // the row above is wrong
	}
	return reply.(smscodec.List)[0].Registrations.Columns()
}

// listRequests gives the requests for a list.
func listRequests(l listLayout, c smscodec.Charset) []smscodec.Request {
	return requestsIn(l.format, c)[:3]
}

func (l listLayout) rows(n int) []listLayout { return slices.Repeat([]listLayout{l}, n) }

// A listCase is a list for a skeleton, or to lead one astray.
type listCase struct {
	name string
	answer
}

// listCases has every layout with easy names, with each hard one amid easy ones,
// with other columns, in other charsets, with the codes in another order or too
// few at first or later, and giving way to every other layout and coming back.
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
					add("codes astray", nil, req, slices.Repeat(easyNames, 2), slices.Concat(first.rows(1), l.rows(5), last.rows(5), l.rows(1)))
				}
			}
			for _, hard := range hardNames {
				names := slices.Insert(slices.Clone(easyNames), 3, hard)
				add(fmt.Sprintf("%q", hard), nil, req, names, l.rows(7))
				names[5] = hard
				add(fmt.Sprintf("%q twice", hard), nil, req, names, l.rows(7))
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

// strictly gives an answer to a strict codec.
func (a answer) strictly() answer {
	a.codec.Reject = smscodec.AllQuirks
	return a
}

// The careful way shares much with the others, so what it gives is held against
// the standard library too.
func TestCarefulLists(t *testing.T) {
	for i, c := range listCases() {
		if sampled && i%7 > 0 {
			continue
		}
		for _, a := range []answer{c.answer, c.strictly()} {
			if err := lawCareful(a); err != nil {
				t.Fatalf("%s: %v\n%v", c.name, err, a)
			}
			a.codec.Columns = draw.Columns(a.codec)
			if _, problem := checkMeaning(a.codec, a.body, a.request); problem != "" {
				t.Fatalf("%s: %s\n%v", c.name, problem, a)
			}
		}
	}
}

// A code may be so far from its row's beginning that 16 bits for that would have it
// in the key of another one.
func TestCarefulLargeRows(t *testing.T) {
	columns := columnsNamed("a1", "b")
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Operators: true}
	for size := 1<<16 - 64; size < 1<<16; size++ {
		large := strings.Repeat("a", size)
		body := []byte("[")
		for _, row := range [][2]string{{"a1", "a"}, {"a1", "b"}, {"a1", large}, {"a2", "c"}, {"a1", "d"}} {
			body = fmt.Appendf(body, `{"%s":"0","sender":"%s","b":"3"},`, row[0], row[1])
		}
		body[len(body)-1] = ']'
		if err := lawCareful(answer{smscodec.Codec{Columns: columns}, req, body}); err != nil {
			t.Errorf("a name of %d bytes: %v", size, err)
		}
	}
}

// The codes in a row that has other members count like these.
func TestCarefulRowsOfManyMembers(t *testing.T) {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Operators: true}
	codes := strings.Trim(string(registrationsBody(smscodec.JSON, [][]string{{"mts", "mega", "ua_int"}})), "[{}]")
	for n := range 64 {
		body := []byte("[{" + codes + "},{" + repeatNumbered(n, `"m%d":1,`) + codes + "}]")
		if err := lawCareful(answer{request: req, body: body}); err != nil {
			t.Errorf("%d members: %v", n, err)
		}
	}
}

// Every layout is one of a list; the tests here would hold of mere errors.
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

// Rows behind others that were read without a decoder are read as they would be
// without these, whatever their number: as many as are gathered at a time, or not.
func TestCarefulBehindManyRows(t *testing.T) {
	for _, l := range listLayouts {
		for _, req := range listRequests(l, smscodec.UTF8) {
			for _, n := range []int{1, 2, 31, 32, 33, 63, 64, 65} {
				for _, last := range []string{"", "Привет", "A&amp;B", "A&B", "a=1", "a\x00", strings.Repeat("long ", 60)} {
					names := append(slices.Repeat([]string{"name"}, n), last)
					body := listBody(req, smscodec.DocumentedColumns(), names, l.rows(n+1))
					for _, more := range []string{"", "\n", "\r\n", " ", "\n\n", "x", "0"} {
						if sampled && (n+len(last)+len(more))%5 > 0 {
							continue
						}
						a := answer{request: req, body: append(slices.Clip(body), more...)}
						if err := lawCareful(a); err != nil {
							t.Fatalf("%s: %v\n%v", l.name, err, a)
						}
					}
				}
			}
		}
	}
}

// numberedColumns are as many as there are to be.
func numberedColumns(n int) *smscodec.Columns {
	operators := make([]smscodec.Operator, n)
	for i := range operators {
		operators[i] = smscodec.Operator(fmt.Sprintf("o%d", i))
	}
	return columnsNamed(operators...)
}

// Statuses are kept in another way where there are many, or undocumented ones. The
// digits of CSV are packed in another way where they fit into one block.
func TestCarefulManyColumns(t *testing.T) {
	for n := 1; n <= 63; n++ {
		columns := numberedColumns(n)
		for _, l := range listLayouts {
			req := listRequests(l, smscodec.UTF8)[2]
			body := listBody(req, columns, easyNames, l.rows(6))
			for _, at := range []int{bytes.IndexAny(body, "56"), bytes.LastIndexAny(body, "56")} { // in the last row, and mostly in an early one
				for _, digit := range []string{"5", "6", "7", "8", "9", "10", "255", "256", "/", ":", "00"} {
					mutant := slices.Concat(body[:at], []byte(digit), body[at+1:])
					lenient := answer{smscodec.Codec{Columns: columns}, req, mutant}
					for _, a := range []answer{lenient, lenient.strictly()} {
						if err := lawCareful(a); err != nil {
							t.Fatalf("%s, %d columns, %s: %v\n%v", l.name, n, digit, err, a)
						}
					}
				}
			}
		}
	}
}

// A member whose name is nearly an operator's is not taken for one.
func TestCarefulNamesOfMembers(t *testing.T) {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Operators: true}
	for _, columns := range []*smscodec.Columns{
		columnsNamed("mega", "mts", "a23456789012345", "b2345678"),
		columnsNamed("mega", "mts", "a234567890123456", "b2345678"),
		columnsNamed("mega", "mts", "b2345678", "b23456789"),
	} {
		for op := range columns.All() {
			for i := range len(op) + 1 {
				for _, put := range []string{"", "\x00", "a", "_", `\"`, `\u0061`, "Я"} {
					for _, rest := range []string{string(op)[i:], string(op)[min(i+1, len(op)):]} {
						body := fmt.Appendf(nil, `[{"mts":"1","sender":"a"},{"b2345678":"2","%s":"3","sender":"b","mts":"1"}]`, string(op)[:i]+put+rest)
						if err := lawCareful(answer{smscodec.Codec{Columns: columns}, req, body}); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		}
	}
}

// Up to 21 columns, rows are read by a skeleton wherever those with two are, and
// written by copying a layout; with more, never. How the rows are laid out and how long
// the names of the columns are makes no difference.
func TestFastPathColumns(t *testing.T) {
	const most, rows = 21, 20
	named := func(n, size int) *smscodec.Columns {
		operators := make([]smscodec.Operator, n)
		for i := range operators {
			name := fmt.Sprintf("o%d", i)
			operators[i] = smscodec.Operator(name + strings.Repeat("_", max(0, size-len(name))))
		}
		return columnsNamed(operators...)
	}
	for _, size := range []int{0, 60} {
		for _, l := range listLayouts {
			req := listRequests(l, smscodec.UTF8)[2]
			alike := func(n int) int {
				columns := named(n, size)
				a := answer{smscodec.Codec{Columns: columns}, req, listBody(req, columns, slices.Repeat([]string{"name"}, rows), l.rows(rows))}
				if err := lawCareful(a); err != nil {
					t.Errorf("%s, %d columns of %d bytes: %v", l.name, n, size, err)
				}
				return smscodec.RowsAlike(a.codec, a.body, req)
			}
			want := alike(2)
			if documented := slices.Contains([]string{"plain", "csv", "xml", "json", "compact json"}, l.name); documented && want != rows {
				t.Errorf("%s: %d rows of %d are read by a skeleton", l.name, want, rows)
			}
			for _, n := range []int{3, 10, 14, 15, 18, most} {
				if got := alike(n); got != want {
					t.Errorf("%s, %d columns of %d bytes: %d rows are read by a skeleton, with two columns %d", l.name, n, size, got, want)
				}
			}
			if got := alike(most + 1); got != 0 {
				t.Errorf("%s, %d columns of %d bytes: %d rows are read by a skeleton", l.name, most+1, size, got)
			}
		}
		for f := range smscodec.JSON + 1 {
			if !smscodec.IsWritten(named(most, size), f) || smscodec.IsWritten(named(most+1, size), f) {
				t.Errorf("%v, columns of %d bytes: want up to %d written by a layout", f, size, most)
			}
		}
	}
}

// What is written by copying a layout is what the grammar writes: a row with an
// undocumented member, which only the grammar writes, is the same but for that.
func TestFastPathWrites(t *testing.T) {
	for _, n := range []int{1, 10, 21, 22, 40} {
		columns := numberedColumns(n)
		statuses := make([]smscodec.RegistrationStatus, n)
		for i := range statuses {
			statuses[i] = smscodec.RegistrationStatus(i % 7)
		}
		registrations, err := smscodec.NewRegistrations(columns, statuses...)
		if err != nil {
			t.Fatal(err)
		}
		row := smscodec.Sender{Name: "name", Status: smscodec.NoStatus, Registrations: registrations}
		careful := row
		careful.Extra = []smscodec.Field{{Name: "extra", Value: "12345"}}
		for _, f := range []struct {
			format smscodec.Format
			extra  string
		}{{smscodec.Plain, ", extra = 12345"}, {smscodec.XML, ` extra="12345"`}, {smscodec.JSON, ",\n\"extra\": \"12345\""}} {
			codec := smscodec.Codec{Columns: columns}
			req := smscodec.Request{Op: smscodec.OpGet, Format: f.format, Operators: true}
			fast, err := codec.Append(nil, smscodec.List{row, row}, req)
			if err != nil {
				t.Fatal(err)
			}
			slow, err := codec.Append(nil, smscodec.List{careful, careful}, req)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(string(slow), f.extra, ""); got != string(fast) {
				t.Errorf("%d columns in %v: the layout writes\n%s\nthe grammar\n%s", n, f.format, fast, got)
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

// longAnswer draws a list that is long enough for a skeleton, as it is written or
// astray.
func longAnswer(rng *rand.Rand) answer {
	for {
		codec, req := drawCodec(rng), drawRequest(rng)
		req.Op = smscodec.OpGet
		var list smscodec.List
		for len(list) < 6 {
			more, _ := sample[smscodec.Reply](rng, smsctest.Generator{Codec: codec}.FittingReply(req)).(smscodec.List)
			list = append(list, more...)
		}
		if draw.Chance(rng, 2) {
			list = slices.Repeat(list[:1+rng.Intn(3)], 6)
		}
		body, err := rejecting(codec, 0).Append(nil, list, req)
		if err != nil {
			continue
		}
		for range rng.Intn(3) {
			body = draw.Pick(rng, departures...)(rng, body)
		}
		return answer{codec, req, body}
	}
}

func TestCarefulLaw(t *testing.T) {
	t.Run("answers as written", func(t *testing.T) { forAll(t, writtenAnswers, lawCareful) })
	t.Run("answers astray", func(t *testing.T) { forAll(t, strayAnswers, lawCareful) })
	t.Run("long lists", func(t *testing.T) { forAll(t, draw.Generator(longAnswer, smallerAnswers), lawCareful) })
}

// repeatable gives the rows of a list but the last one, roughly: from where one
// begins to where the last one does.
func repeatable(body []byte, f smscodec.Format) (start, end int) {
	switch f {
	case smscodec.XML:
		start, end = bytes.Index(body, []byte("<sender")), bytes.LastIndex(body, []byte("<sender"))
	case smscodec.JSON:
		start, end = bytes.IndexByte(body, '{'), bytes.LastIndexByte(body, '{')
	default:
		end = 1 + bytes.LastIndexByte(bytes.TrimSuffix(body, []byte("\n")), '\n')
	}
	return max(start, 0), max(end, 0)
}

// FuzzSkeleton asks the law of a body a part of which is repeated.
func FuzzSkeleton(f *testing.F) {
	add := func(a answer, times uint8) {
		start, end := repeatable(a.body, a.request.Format)
		f.Add(a.body, uint8(a.request.Format), requestNumber(a.request), rejectNumber(a.codec), columnsNumber(a.codec.Columns),
			uint16(start), uint16(end), times)
	}
	for _, l := range listLayouts {
		for _, req := range listRequests(l, smscodec.UTF8) {
			body := listBody(req, smscodec.DocumentedColumns(), []string{"a", "Привет", "b"}, l.rows(3))
			add(answer{request: req, body: body}, 2)
		}
	}
	for _, v := range loadVectors(f) {
		for _, format := range v.Formats() {
			add(answer{v.codec, v.RequestIn(format), v.bodies[format]}, 6)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, format, request uint8, reject uint16, columns uint8, start, end uint16, times uint8) {
		to := min(int(end), len(body))
		from := min(int(start), to)
		body = slices.Concat(body[:from], bytes.Repeat(body[from:to], int(times%64)), body[to:])
		a := answer{fuzzCodec(reject, columns), fuzzRequest(smscodec.Format(format%4), request), body}
		if err := lawCareful(a); err != nil {
			t.Fatalf("%v\n%v", a, err)
		}
	})
}

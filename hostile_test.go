//go:build !race

package smscodec_test

import (
	"fmt"
	"strings"

	"github.com/smscodec/smscodec"
)

// Hostile bodies for rule 11: time is linear, memory is bounded. Tests measure the
// memory, but not under the race detector, for which the compiler generates code that
// allocates more. BenchmarkGrowth measures the time, as a timed test would depend more
// on the machine than on the code.

// A hostile body has any size, and is made to cost more than it should.
type hostile struct {
	name, why string
	request   smscodec.Request
	codec     smscodec.Codec
	body      func(size int) []byte
	allocated int // at most, in bytes per byte of the body; 8 if unset
}

// Bounds on the allocated bytes per byte of the body. A Sender takes 72 bytes, many
// more than the shortest rows: "a" and a line end in CSV, "name = a" and a line end in
// plain. A reported ParseError takes 96, and a single line end can be a departure.
const (
	allocatedAsARule    = 8
	allocatedByPlain    = 16
	allocatedByCSV      = 48
	allocatedByLineEnds = 128
)

var (
	listIn = func(f smscodec.Format) smscodec.Request {
		return smscodec.Request{Op: smscodec.OpGet, Format: f}
	}
	statusesIn = func(f smscodec.Format) smscodec.Request {
		return smscodec.Request{Op: smscodec.OpGet, Format: f, All: true}
	}
	registrationsIn = func(f smscodec.Format) smscodec.Request {
		return smscodec.Request{Op: smscodec.OpGet, Format: f, Operators: true}
	}
	koi8In = func(f smscodec.Format) smscodec.Request {
		return smscodec.Request{Op: smscodec.OpGet, Format: f, Charset: smscodec.KOI8R}
	}
)

// filled returns bodies with as many copies of a part as fit.
func filled(head, part, tail string) func(size int) []byte {
	return func(size int) []byte {
		return []byte(head + strings.Repeat(part, (size-len(head)-len(tail))/len(part)) + tail)
	}
}

// halves returns bodies with two halves, each of copies of a part.
func halves(head, first, middle, second, tail string) func(size int) []byte {
	return func(size int) []byte {
		return []byte(head + strings.Repeat(first, size/2/len(first)) + middle + strings.Repeat(second, size/2/len(second)) + tail)
	}
}

// numbered returns bodies with parts that differ.
func numbered(head, tail string, part func(i int) string) func(size int) []byte {
	return func(size int) []byte {
		b := []byte(head)
		for i := 0; len(b) < size-len(tail); i++ {
			b = append(b, part(i)...)
		}
		return append(b, tail...)
	}
}

// oneRow returns bodies of one row with 63 members, whose names fill the size.
func oneRow(head, write, letter, tail string) func(size int) []byte {
	return func(size int) []byte {
		return []byte(head + members(write, strings.Repeat(letter, size/63)) + tail)
	}
}

// shortColumns are 26 operators with the shortest possible names.
var shortColumns = func() *smscodec.Columns {
	var ops []smscodec.Operator
	for c := 'a'; c <= 'z'; c++ {
		ops = append(ops, smscodec.Operator(c))
	}
	c, err := smscodec.NewColumns(ops...)
	if err != nil {
		panic(err)
	}
	return c
}()

// subset writes four of the short columns, different ones for each i.
func subset(i int, write string) string {
	var b strings.Builder
	for set := uint32(i)*2654435761>>6 | 1; b.Len() < 4*(len(write)-1); set = set>>5 | set<<27 {
		op := string(rune('a' + set%26))
		if segment := strings.Replace(write, "?", op, 1); !strings.Contains(b.String(), segment) {
			b.WriteString(segment)
		} else {
			set++
		}
	}
	return b.String()
}

// members writes 63 members whose names differ only after a common prefix.
func members(write, prefix string) string {
	var b strings.Builder
	for i := range 63 {
		fmt.Fprintf(&b, write, prefix+string(rune('A'+i/26))+string(rune('a'+i%26)))
	}
	return b.String()
}

var box = strings.Repeat("\x80", 60) // KOI8-R's U+2500: three bytes of UTF-8 for one

var (
	strict    = smscodec.Codec{Reject: smscodec.AllQuirks}
	reporting = smscodec.Codec{Report: func(*smscodec.ParseError) {}}
)

var hostileBodies = []hostile{
	{name: "json/long name", why: "one value as long as the body", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"`, "a", `"}]`)},
	{name: "json/escaped name", why: "two bytes for each of the value's", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"`, `\n`, `"}]`)},
	{name: "json/name escaped as UTF-16", why: "twelve bytes for each character", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"`, `\uD83D\uDE00`, `"}]`)},
	{name: "json/box drawing", why: "the value is three times the body", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"`, "\x80", `"}]`)},
	{name: "json/box drawing between escapes", why: "the same, and its length is not known beforehand", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"`, box+`\n`, `"}]`)},
	{name: "json/one-letter names", why: "as many rows as possible", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"}`, "]")},
	{name: "json/one-letter names after a long one", why: "row sizes change abruptly", request: listIn(smscodec.JSON),
		body: halves(`[{"sender":"`, "a", `"}`, `,{"sender":"a"}`, "]")},
	{name: "json/a long name after one-letter ones", why: "row sizes change abruptly", request: listIn(smscodec.JSON),
		body: halves(`[{"sender":"a"}`, `,{"sender":"a"}`, `,{"sender":"`, "a", `"}]`)},
	{name: "json/empty rows", why: "shorter than any row with a name", request: listIn(smscodec.JSON),
		body: filled(`[{}`, ",{}", "]")},
	{name: "json/brackets", why: "nesting deeper than 64", request: listIn(smscodec.JSON),
		body: filled("", "[", "")},
	{name: "json/deep values", why: "64 levels, many times", request: listIn(smscodec.JSON),
		body: filled("[1", ","+strings.Repeat("[", 63)+strings.Repeat("]", 63), "]")},
	{name: "json/deep objects", why: "the same with members", request: listIn(smscodec.JSON),
		body: filled("[1", ","+strings.Repeat(`{"a":`, 63)+"1"+strings.Repeat("}", 63), "]")},
	{name: "json/most members", why: "each is compared with those before", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, "")+"}", "]")},
	{name: "json/most members with names nearly equal", why: "comparing takes as long as possible", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, strings.Repeat("a", 2000))+"}", "]")},
	{name: "json/most members with escaped names", why: "names are decoded to be compared", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, `\u0061`)+"}", "]")},
	{name: "json/most members with box drawing for names", why: "three bytes of text for each of a name", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, box)+"}", "]")},
	{name: "json/one row with box drawing for long names", why: "all names are needed to the end of the row", request: koi8In(smscodec.JSON),
		body: oneRow(`[{"sender":"a"`, `,"%s":1`, "\x80", "}]")},
	{name: "json/objects inside a member, with escaped names", why: "names that are never used", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a","x":[1`, `,{"\n":1}`, "]}]")},
	{name: "json/objects inside a member, with box drawing for names", why: "names that are never used", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"a","x":[1`, `,{"`+box+`":1}`, "]}]")},
	{name: "json/long member name", why: "quoted in an error", request: listIn(smscodec.JSON), codec: strict,
		body: filled(`[{"sender":"a","`, "a", `":1}]`)},
	{name: "json/white space", why: "has no meaning", request: listIn(smscodec.JSON),
		body: filled("[", " ", "]")},
	{name: "json/line ends", why: "counted for a position", request: listIn(smscodec.JSON),
		body: filled("[", "\n", "x")},
	{name: "json/error in the first row", why: "the rest is checked for an error that takes precedence", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":""}`, `,{"sender":"a"}`, "]")},
	{name: "json/error in each row", why: "only the first is reported", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":""}`, `,{"sender":"","x":null}`, "]")},
	{name: "json/departure in each row, rejected", why: "only the first is reported", request: listIn(smscodec.JSON), codec: strict,
		body: filled(`[{"sender":1}`, `,{"sender":1,"a":1,"b":1,"c":1}`, "]")},
	{name: "json/departures in each row, reported", why: "reported in order of offset", request: listIn(smscodec.JSON), codec: reporting, allocated: allocatedByLineEnds,
		body: filled(`[{"sender":1}`, `,{"sender":1`+members(`,"%s":1`, "")+"}", "]")},
	{name: "json/operators", why: "rows share their columns", request: registrationsIn(smscodec.JSON), codec: smscodec.Codec{Columns: shortColumns},
		body: filled(`[{"sender":"a","a":"1"}`, `,{"sender":"a","b":"1"}`, "]")},
	{name: "json/many sets of operators", why: "few rows share their columns", request: registrationsIn(smscodec.JSON), codec: smscodec.Codec{Columns: shortColumns},
		body: numbered(`[{"sender":"a","a":"1"}`, "]", func(i int) string { return `,{"sender":"a"` + subset(i, `,"?":"1"`) + "}" })},

	{name: "xml/long name", why: "one value as long as the body", request: listIn(smscodec.XML),
		body: filled("<list><sender>", "a", "</sender></list>")},
	{name: "xml/name of entities", why: "four bytes for each of the value's", request: listIn(smscodec.XML),
		body: filled("<list><sender>", "&lt;", "</sender></list>")},
	{name: "xml/name of character references", why: "nine bytes for each character", request: listIn(smscodec.XML),
		body: filled("<list><sender>", "&#128512;", "</sender></list>")},
	{name: "xml/name of carriage returns", why: "each is normalised", request: listIn(smscodec.XML),
		body: filled("<list><sender>", "\r", "</sender></list>")},
	{name: "xml/box drawing", why: "the value is three times the body", request: koi8In(smscodec.XML),
		body: filled("<list><sender>", "\x80", "</sender></list>")},
	{name: "xml/box drawing between entities", why: "the same, and its length is not known beforehand", request: koi8In(smscodec.XML),
		body: filled("<list><sender>", box+"&lt;", "</sender></list>")},
	{name: "xml/one-letter names", why: "as many rows as possible", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender>a</sender>", "</list>")},
	{name: "xml/one-letter names after a long one", why: "row sizes change abruptly", request: listIn(smscodec.XML),
		body: halves("<list><sender>", "a", "</sender>", "<sender>a</sender>", "</list>")},
	{name: "xml/empty rows", why: "shorter than any row with a name", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender/>", "</list>")},
	{name: "xml/start tags", why: "nesting deeper than 64", request: listIn(smscodec.XML),
		body: filled("", "<a>", "")},
	{name: "xml/deep elements", why: "64 levels, many times", request: listIn(smscodec.XML),
		body: filled("<list>", strings.Repeat("<a>", 63)+strings.Repeat("</a>", 63), "</list>")},
	{name: "xml/most attributes", why: "each is compared with those before", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender"+members(` %s=""`, "")+">a</sender>", "</list>")},
	{name: "xml/shortest attributes", why: "a field takes much more than an attribute", request: listIn(smscodec.XML),
		body: filled("<list>", `<sender A="" B="" C="" D="" E="" F="" G="" H="" I="" J="" K="" L="" M="" N="" O="" P="" Q="" R="" S="" T="" U="">a</sender>`, "</list>")},
	{name: "xml/most attributes with names nearly equal", why: "comparing takes as long as possible", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender"+members(` %s=""`, strings.Repeat("a", 2000))+">a</sender>", "</list>")},
	{name: "xml/most attributes with Cyrillic names", why: "names are decoded to be compared", request: koi8In(smscodec.XML),
		body: filled("<list>", "<sender"+members(` %s=""`, strings.Repeat("\xC0", 60))+">a</sender>", "</list>")},
	{name: "xml/one row with long Cyrillic names", why: "all names are needed to the end of the row", request: koi8In(smscodec.XML),
		body: oneRow("<list><sender", ` %s=""`, "\xC0", ">a</sender></list>")},
	{name: "xml/elements inside a name, with Cyrillic attributes", why: "names that are never used", request: koi8In(smscodec.XML),
		body: filled(`<list><sender a="">`, "<b "+strings.Repeat("\xC0", 60)+`=""/>`, "</sender></list>")},
	{name: "xml/attributes between escapes", why: "values longer than the body", request: koi8In(smscodec.XML),
		body: filled(`<list><sender a="`, box+"&lt;", `">a</sender></list>`)},
	{name: "xml/comments between rows", why: "have no meaning", request: listIn(smscodec.XML),
		body: filled("<list>", "<!---->", "</list>")},
	{name: "xml/comments inside a name", why: "break it into pieces", request: listIn(smscodec.XML),
		body: filled("<list><sender>", "a<!---->", "</sender></list>")},
	{name: "xml/CDATA inside a name", why: "breaks it into pieces", request: listIn(smscodec.XML),
		body: filled("<list><sender>a", "<![CDATA[]]>", "</sender></list>")},
	{name: "xml/CDATA between rows", why: "refused, but still checked to the end", request: listIn(smscodec.XML),
		body: filled("<list>", "<![CDATA[]]>", "</list>")},
	{name: "xml/processing instructions", why: "have no meaning", request: listIn(smscodec.XML),
		body: filled("<list>", "<?a?>", "</list>")},
	{name: "xml/processing instructions before an error", why: "skipped to distinguish an error from OK", request: listIn(smscodec.XML),
		body: filled("<result>", "<?a?>", "<error>E</error><error_code>1</error_code></result>")},
	{name: "xml/comment without an end", why: "its end is searched for", request: listIn(smscodec.XML),
		body: filled("<list><!--", " -", "")},
	{name: "xml/CDATA without an end", why: "its end is searched for", request: listIn(smscodec.XML),
		body: filled("<list><sender><![CDATA[", "]]", "")},
	{name: "xml/long attribute name", why: "quoted in an error", request: listIn(smscodec.XML), codec: strict,
		body: filled("<list><sender ", "a", `="">a</sender></list>`)},
	{name: "xml/white space", why: "has no meaning", request: listIn(smscodec.XML),
		body: filled("<list>", " ", "</list>")},
	{name: "xml/line ends", why: "counted for a position", request: listIn(smscodec.XML),
		body: filled("<list>", "\n", "&")},
	{name: "xml/error in the first row", why: "the rest is checked for an error that takes precedence", request: listIn(smscodec.XML),
		body: filled("<list><sender/>", "<sender>a</sender>", "</list>")},
	{name: "xml/departure in each row, rejected", why: "only the first is reported", request: listIn(smscodec.XML), codec: strict,
		body: filled("<list>", `<sender a="">a</sender>`, "</list>")},
	{name: "xml/many sets of operators", why: "few rows share their columns", request: registrationsIn(smscodec.XML), codec: smscodec.Codec{Columns: shortColumns},
		body: numbered("<list>", "</list>", func(i int) string { return "<sender" + subset(i, ` ?="1"`) + ">a</sender>" })},

	{name: "plain/long name", why: "one line as long as the body", request: listIn(smscodec.Plain),
		body: filled("name = ", "a", "")},
	{name: "plain/box drawing", why: "the value is three times the body", request: koi8In(smscodec.Plain),
		body: filled("name = ", "\x80", "")},
	{name: "plain/one-letter names", why: "as many rows as possible", request: listIn(smscodec.Plain), allocated: allocatedByPlain,
		body: filled("name = a", "\nname = a", "")},
	{name: "plain/one-letter names after a long one", why: "row sizes change abruptly", request: listIn(smscodec.Plain), allocated: allocatedByPlain,
		body: halves("name = ", "a", "", "\nname = a", "")},
	{name: "plain/digits", why: "scanned from the right", request: listIn(smscodec.Plain),
		body: filled("name = ", "1", "")},
	{name: "plain/most members", why: "each is compared with those before", request: listIn(smscodec.Plain),
		body: filled("name = a", "\nname = a"+strings.ToLower(members(", %s = 1", "")), "")},
	{name: "plain/too many members", why: "more than 64", request: listIn(smscodec.Plain),
		body: filled("name = a", ", a = 1", "")},
	{name: "plain/most members with names nearly equal", why: "comparing takes as long as possible", request: listIn(smscodec.Plain),
		body: filled("name = a", "\nname = a"+strings.ToLower(members(", %s = 1", strings.Repeat("a", 2000))), "")},
	{name: "plain/line ends", why: "empty lines are skipped", request: listIn(smscodec.Plain),
		body: filled("", "\n", "")},
	{name: "plain/line ends, reported", why: "each has its own line and column", request: listIn(smscodec.Plain), codec: reporting, allocated: allocatedByLineEnds,
		body: filled("", "\n", "")},
	{name: "plain/line ends, rejected", why: "only the first is reported", request: listIn(smscodec.Plain), codec: strict,
		body: filled("", "\n", "")},
	{name: "plain/CR LF, rejected", why: "only the first is reported", request: listIn(smscodec.Plain), codec: strict,
		body: filled("", "name = a\r\n", "")},
	{name: "plain/error in the first row", why: "the rest is checked for an error that takes precedence", request: listIn(smscodec.Plain),
		body: filled("name = ", "\nname = a", "")},
	{name: "plain/rows of another answer", why: "the rest is checked for an error that takes precedence", request: listIn(smscodec.Plain),
		body: filled("ID = 1", "\nID = 1", "")},
	{name: "plain/many sets of operators", why: "few rows share their columns", request: registrationsIn(smscodec.Plain), codec: smscodec.Codec{Columns: shortColumns},
		body: numbered("name = a, a = 1", "", func(i int) string { return "\nname = a" + subset(i, ", ? = 1") })},

	{name: "csv/long name", why: "one line as long as the body", request: listIn(smscodec.CSV),
		body: filled("", "a", "")},
	{name: "csv/box drawing", why: "the value is three times the body", request: koi8In(smscodec.CSV),
		body: filled("", "\x80", "")},
	{name: "csv/one-letter names", why: "as many rows as possible", request: listIn(smscodec.CSV), allocated: allocatedByCSV,
		body: filled("a", "\na", "")},
	{name: "csv/one-letter names after a long one", why: "row sizes change abruptly", request: listIn(smscodec.CSV), allocated: allocatedByCSV,
		body: halves("", "a", "", "\na", "")},
	{name: "csv/a long name after one-letter ones", why: "row sizes change abruptly", request: listIn(smscodec.CSV), allocated: allocatedByCSV,
		body: halves("a", "\na", "\n", "a", "")},
	{name: "csv/one-letter names with a status", why: "slightly longer rows", request: statusesIn(smscodec.CSV), allocated: allocatedByCSV,
		body: filled("a,1", "\na,1", "")},
	{name: "csv/digits", why: "searched for an error", request: listIn(smscodec.CSV),
		body: filled("", "1", "")},
	{name: "csv/commas", why: "all belong to the name", request: listIn(smscodec.CSV),
		body: filled("a", ",", "a")},
	{name: "csv/commas with operators", why: "split from the right", request: registrationsIn(smscodec.CSV),
		body: filled("a", ",1", "")},
	{name: "csv/spaces around a code", why: "skipped", request: statusesIn(smscodec.CSV),
		body: filled("a,", " ", "1")},
	{name: "csv/line ends", why: "empty lines are skipped", request: listIn(smscodec.CSV),
		body: filled("", "\n", "")},
	{name: "csv/line ends, reported", why: "each has its own line and column", request: listIn(smscodec.CSV), codec: reporting, allocated: allocatedByLineEnds,
		body: filled("", "\n", "")},
	{name: "csv/line ends, rejected", why: "only the first is reported", request: listIn(smscodec.CSV), codec: strict,
		body: filled("", "\n", "")},
	{name: "csv/spaces around codes, rejected", why: "only the first is reported", request: registrationsIn(smscodec.CSV), codec: smscodec.Codec{Reject: smscodec.AllQuirks, Columns: shortColumns},
		body: filled("", "a"+strings.Repeat(", 1", 26)+"\n", "")},
	{name: "csv/error in the first row", why: "the rest is checked for an error that takes precedence", request: statusesIn(smscodec.CSV),
		body: filled("a,1000", "\na,1", "")},
}

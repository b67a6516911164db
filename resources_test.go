//go:build !race

package smscodec_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// Rule 11: time is linear, memory is bounded. Memory is measured, by tests, but
// not under the race detector, for which the compiler has code that allocates
// more. Time is measured by BenchmarkGrowth, since a test that is timed says
// more of the machine than of the code.

// A hostile body is of any size, and made to cost more than it should.
type hostile struct {
	name, why string
	request   smscodec.Request
	codec     smscodec.Codec
	body      func(size int) []byte
	allocated int // bytes per byte of the body, at most; 8 if unset
}

// What a row takes in memory, a Sender of 72 bytes, is much beside the shortest
// rows: "a" and a line end in CSV, "name = a" and one in plain. A ParseError
// that is told takes 96, and a line end alone can be a departure.
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

// filled gives bodies with as many of a part as there is room for.
func filled(head, part, tail string) func(size int) []byte {
	return func(size int) []byte {
		return []byte(head + strings.Repeat(part, (size-len(head)-len(tail))/len(part)) + tail)
	}
}

// halves gives bodies with two parts of equal size.
func halves(head, first, middle, second, tail string) func(size int) []byte {
	return func(size int) []byte {
		return []byte(head + strings.Repeat(first, size/2/len(first)) + middle + strings.Repeat(second, size/2/len(second)) + tail)
	}
}

// numbered gives bodies with parts that differ.
func numbered(head, tail string, part func(i int) string) func(size int) []byte {
	return func(size int) []byte {
		b := []byte(head)
		for i := 0; len(b) < size-len(tail); i++ {
			b = append(b, part(i)...)
		}
		return append(b, tail...)
	}
}

// oneRow gives bodies of 63 members with names as long as there is room for.
func oneRow(head, write, letter, tail string) func(size int) []byte {
	return func(size int) []byte {
		return []byte(head + members(write, strings.Repeat(letter, size/63)) + tail)
	}
}

// shortColumns are operators with the shortest names that there are.
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

// subset gives four of the short columns, others for each i.
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

// members gives 63 members with names of their own behind a long equal part.
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
	{name: "json/box drawing between escapes", why: "the same, its length not known beforehand", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"`, box+`\n`, `"}]`)},
	{name: "json/one-letter names", why: "as many rows as there can be", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"}`, "]")},
	{name: "json/one-letter names behind a long one", why: "rows are not as long as those before", request: listIn(smscodec.JSON),
		body: halves(`[{"sender":"`, "a", `"}`, `,{"sender":"a"}`, "]")},
	{name: "json/a long name behind one-letter ones", why: "rows are not as long as those before", request: listIn(smscodec.JSON),
		body: halves(`[{"sender":"a"}`, `,{"sender":"a"}`, `,{"sender":"`, "a", `"}]`)},
	{name: "json/empty rows", why: "shorter than any row that has a name", request: listIn(smscodec.JSON),
		body: filled(`[{}`, ",{}", "]")},
	{name: "json/brackets", why: "nesting deeper than 64", request: listIn(smscodec.JSON),
		body: filled("", "[", "")},
	{name: "json/deep values", why: "nesting of 64, over and over", request: listIn(smscodec.JSON),
		body: filled("[1", ","+strings.Repeat("[", 63)+strings.Repeat("]", 63), "]")},
	{name: "json/deep objects", why: "the same with members", request: listIn(smscodec.JSON),
		body: filled("[1", ","+strings.Repeat(`{"a":`, 63)+"1"+strings.Repeat("}", 63), "]")},
	{name: "json/most members", why: "each is compared with those before", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, "")+"}", "]")},
	{name: "json/most members with names nearly equal", why: "comparing takes as long as it can", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, strings.Repeat("a", 2000))+"}", "]")},
	{name: "json/most members with escaped names", why: "names are decoded to be compared", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, `\u0061`)+"}", "]")},
	{name: "json/most members with box drawing for names", why: "three bytes of text for each of a name", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"a"}`, `,{"sender":"a"`+members(`,"%s":1`, box)+"}", "]")},
	{name: "json/one row with box drawing for long names", why: "no name is done with before the row is", request: koi8In(smscodec.JSON),
		body: oneRow(`[{"sender":"a"`, `,"%s":1`, "\x80", "}]")},
	{name: "json/objects inside a member, with escaped names", why: "names that nobody will ask for", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":"a","x":[1`, `,{"\n":1}`, "]}]")},
	{name: "json/objects inside a member, with box drawing for names", why: "names that nobody will ask for", request: koi8In(smscodec.JSON),
		body: filled(`[{"sender":"a","x":[1`, `,{"`+box+`":1}`, "]}]")},
	{name: "json/long member name", why: "quoted in an error", request: listIn(smscodec.JSON), codec: strict,
		body: filled(`[{"sender":"a","`, "a", `":1}]`)},
	{name: "json/white space", why: "says nothing", request: listIn(smscodec.JSON),
		body: filled("[", " ", "]")},
	{name: "json/line ends", why: "counted for a position", request: listIn(smscodec.JSON),
		body: filled("[", "\n", "x")},
	{name: "json/error in the first row", why: "the rest is checked for one that goes before", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":""}`, `,{"sender":"a"}`, "]")},
	{name: "json/error in each row", why: "only the first is told", request: listIn(smscodec.JSON),
		body: filled(`[{"sender":""}`, `,{"sender":"","x":null}`, "]")},
	{name: "json/departure in each row, rejected", why: "only the first is told", request: listIn(smscodec.JSON), codec: strict,
		body: filled(`[{"sender":1}`, `,{"sender":1,"a":1,"b":1,"c":1}`, "]")},
	{name: "json/departures in each row, reported", why: "told in order of offset", request: listIn(smscodec.JSON), codec: reporting, allocated: allocatedByLineEnds,
		body: filled(`[{"sender":1}`, `,{"sender":1`+members(`,"%s":1`, "")+"}", "]")},
	{name: "json/operators", why: "rows share their columns", request: registrationsIn(smscodec.JSON), codec: smscodec.Codec{Columns: shortColumns},
		body: filled(`[{"sender":"a","a":"1"}`, `,{"sender":"a","b":"1"}`, "]")},
	{name: "json/many sets of operators", why: "rows share their columns with few others", request: registrationsIn(smscodec.JSON), codec: smscodec.Codec{Columns: shortColumns},
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
	{name: "xml/box drawing between entities", why: "the same, its length not known beforehand", request: koi8In(smscodec.XML),
		body: filled("<list><sender>", box+"&lt;", "</sender></list>")},
	{name: "xml/one-letter names", why: "as many rows as there can be", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender>a</sender>", "</list>")},
	{name: "xml/one-letter names behind a long one", why: "rows are not as long as those before", request: listIn(smscodec.XML),
		body: halves("<list><sender>", "a", "</sender>", "<sender>a</sender>", "</list>")},
	{name: "xml/empty rows", why: "shorter than any row that has a name", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender/>", "</list>")},
	{name: "xml/start tags", why: "nesting deeper than 64", request: listIn(smscodec.XML),
		body: filled("", "<a>", "")},
	{name: "xml/deep elements", why: "nesting of 64, over and over", request: listIn(smscodec.XML),
		body: filled("<list>", strings.Repeat("<a>", 63)+strings.Repeat("</a>", 63), "</list>")},
	{name: "xml/most attributes", why: "each is compared with those before", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender"+members(` %s=""`, "")+">a</sender>", "</list>")},
	{name: "xml/shortest attributes", why: "a field takes much more than an attribute", request: listIn(smscodec.XML),
		body: filled("<list>", `<sender A="" B="" C="" D="" E="" F="" G="" H="" I="" J="" K="" L="" M="" N="" O="" P="" Q="" R="" S="" T="" U="">a</sender>`, "</list>")},
	{name: "xml/most attributes with names nearly equal", why: "comparing takes as long as it can", request: listIn(smscodec.XML),
		body: filled("<list>", "<sender"+members(` %s=""`, strings.Repeat("a", 2000))+">a</sender>", "</list>")},
	{name: "xml/most attributes with Cyrillic names", why: "names are decoded to be compared", request: koi8In(smscodec.XML),
		body: filled("<list>", "<sender"+members(` %s=""`, strings.Repeat("\xC0", 60))+">a</sender>", "</list>")},
	{name: "xml/one row with long Cyrillic names", why: "no name is done with before the row is", request: koi8In(smscodec.XML),
		body: oneRow("<list><sender", ` %s=""`, "\xC0", ">a</sender></list>")},
	{name: "xml/elements inside a name, with Cyrillic attributes", why: "names that nobody will ask for", request: koi8In(smscodec.XML),
		body: filled(`<list><sender a="">`, "<b "+strings.Repeat("\xC0", 60)+`=""/>`, "</sender></list>")},
	{name: "xml/attributes between escapes", why: "values longer than the body", request: koi8In(smscodec.XML),
		body: filled(`<list><sender a="`, box+"&lt;", `">a</sender></list>`)},
	{name: "xml/comments between rows", why: "say nothing", request: listIn(smscodec.XML),
		body: filled("<list>", "<!---->", "</list>")},
	{name: "xml/comments inside a name", why: "break it into pieces", request: listIn(smscodec.XML),
		body: filled("<list><sender>", "a<!---->", "</sender></list>")},
	{name: "xml/CDATA inside a name", why: "breaks it into pieces", request: listIn(smscodec.XML),
		body: filled("<list><sender>a", "<![CDATA[]]>", "</sender></list>")},
	{name: "xml/CDATA between rows", why: "refused, and checked all the same", request: listIn(smscodec.XML),
		body: filled("<list>", "<![CDATA[]]>", "</list>")},
	{name: "xml/processing instructions", why: "say nothing", request: listIn(smscodec.XML),
		body: filled("<list>", "<?a?>", "</list>")},
	{name: "xml/processing instructions before an error", why: "passed over to tell an error from OK", request: listIn(smscodec.XML),
		body: filled("<result>", "<?a?>", "<error>E</error><error_code>1</error_code></result>")},
	{name: "xml/comment without an end", why: "its end is looked for", request: listIn(smscodec.XML),
		body: filled("<list><!--", " -", "")},
	{name: "xml/CDATA without an end", why: "its end is looked for", request: listIn(smscodec.XML),
		body: filled("<list><sender><![CDATA[", "]]", "")},
	{name: "xml/long attribute name", why: "quoted in an error", request: listIn(smscodec.XML), codec: strict,
		body: filled("<list><sender ", "a", `="">a</sender></list>`)},
	{name: "xml/white space", why: "says nothing", request: listIn(smscodec.XML),
		body: filled("<list>", " ", "</list>")},
	{name: "xml/line ends", why: "counted for a position", request: listIn(smscodec.XML),
		body: filled("<list>", "\n", "&")},
	{name: "xml/error in the first row", why: "the rest is checked for one that goes before", request: listIn(smscodec.XML),
		body: filled("<list><sender/>", "<sender>a</sender>", "</list>")},
	{name: "xml/departure in each row, rejected", why: "only the first is told", request: listIn(smscodec.XML), codec: strict,
		body: filled("<list>", `<sender a="">a</sender>`, "</list>")},
	{name: "xml/many sets of operators", why: "rows share their columns with few others", request: registrationsIn(smscodec.XML), codec: smscodec.Codec{Columns: shortColumns},
		body: numbered("<list>", "</list>", func(i int) string { return "<sender" + subset(i, ` ?="1"`) + ">a</sender>" })},

	{name: "plain/long name", why: "one line as long as the body", request: listIn(smscodec.Plain),
		body: filled("name = ", "a", "")},
	{name: "plain/box drawing", why: "the value is three times the body", request: koi8In(smscodec.Plain),
		body: filled("name = ", "\x80", "")},
	{name: "plain/one-letter names", why: "as many rows as there can be", request: listIn(smscodec.Plain), allocated: allocatedByPlain,
		body: filled("name = a", "\nname = a", "")},
	{name: "plain/one-letter names behind a long one", why: "rows are not as long as those before", request: listIn(smscodec.Plain), allocated: allocatedByPlain,
		body: halves("name = ", "a", "", "\nname = a", "")},
	{name: "plain/digits", why: "looked at from the right", request: listIn(smscodec.Plain),
		body: filled("name = ", "1", "")},
	{name: "plain/most members", why: "each is compared with those before", request: listIn(smscodec.Plain),
		body: filled("name = a", "\nname = a"+strings.ToLower(members(", %s = 1", "")), "")},
	{name: "plain/members without an end", why: "more than 64", request: listIn(smscodec.Plain),
		body: filled("name = a", ", a = 1", "")},
	{name: "plain/most members with names nearly equal", why: "comparing takes as long as it can", request: listIn(smscodec.Plain),
		body: filled("name = a", "\nname = a"+strings.ToLower(members(", %s = 1", strings.Repeat("a", 2000))), "")},
	{name: "plain/line ends", why: "empty lines are passed over", request: listIn(smscodec.Plain),
		body: filled("", "\n", "")},
	{name: "plain/line ends, reported", why: "each has its own line and column", request: listIn(smscodec.Plain), codec: reporting, allocated: allocatedByLineEnds,
		body: filled("", "\n", "")},
	{name: "plain/line ends, rejected", why: "only the first is told", request: listIn(smscodec.Plain), codec: strict,
		body: filled("", "\n", "")},
	{name: "plain/CR LF, rejected", why: "only the first is told", request: listIn(smscodec.Plain), codec: strict,
		body: filled("", "name = a\r\n", "")},
	{name: "plain/error in the first row", why: "the rest is checked for one that goes before", request: listIn(smscodec.Plain),
		body: filled("name = ", "\nname = a", "")},
	{name: "plain/rows of another answer", why: "the rest is checked for one that goes before", request: listIn(smscodec.Plain),
		body: filled("ID = 1", "\nID = 1", "")},
	{name: "plain/many sets of operators", why: "rows share their columns with few others", request: registrationsIn(smscodec.Plain), codec: smscodec.Codec{Columns: shortColumns},
		body: numbered("name = a, a = 1", "", func(i int) string { return "\nname = a" + subset(i, ", ? = 1") })},

	{name: "csv/long name", why: "one line as long as the body", request: listIn(smscodec.CSV),
		body: filled("", "a", "")},
	{name: "csv/box drawing", why: "the value is three times the body", request: koi8In(smscodec.CSV),
		body: filled("", "\x80", "")},
	{name: "csv/one-letter names", why: "as many rows as there can be", request: listIn(smscodec.CSV), allocated: allocatedByCSV,
		body: filled("a", "\na", "")},
	{name: "csv/one-letter names behind a long one", why: "rows are not as long as those before", request: listIn(smscodec.CSV), allocated: allocatedByCSV,
		body: halves("", "a", "", "\na", "")},
	{name: "csv/a long name behind one-letter ones", why: "rows are not as long as those before", request: listIn(smscodec.CSV), allocated: allocatedByCSV,
		body: halves("a", "\na", "\n", "a", "")},
	{name: "csv/one-letter names with a status", why: "a little longer", request: statusesIn(smscodec.CSV), allocated: allocatedByCSV,
		body: filled("a,1", "\na,1", "")},
	{name: "csv/digits", why: "looked at for an error", request: listIn(smscodec.CSV),
		body: filled("", "1", "")},
	{name: "csv/commas", why: "are all a part of the name", request: listIn(smscodec.CSV),
		body: filled("a", ",", "a")},
	{name: "csv/commas with operators", why: "split from the right", request: registrationsIn(smscodec.CSV),
		body: filled("a", ",1", "")},
	{name: "csv/spaces around a code", why: "passed over", request: statusesIn(smscodec.CSV),
		body: filled("a,", " ", "1")},
	{name: "csv/line ends", why: "empty lines are passed over", request: listIn(smscodec.CSV),
		body: filled("", "\n", "")},
	{name: "csv/line ends, reported", why: "each has its own line and column", request: listIn(smscodec.CSV), codec: reporting, allocated: allocatedByLineEnds,
		body: filled("", "\n", "")},
	{name: "csv/line ends, rejected", why: "only the first is told", request: listIn(smscodec.CSV), codec: strict,
		body: filled("", "\n", "")},
	{name: "csv/spaces around codes, rejected", why: "only the first is told", request: registrationsIn(smscodec.CSV), codec: smscodec.Codec{Reject: smscodec.AllQuirks, Columns: shortColumns},
		body: filled("", "a"+strings.Repeat(", 1", 26)+"\n", "")},
	{name: "csv/error in the first row", why: "the rest is checked for one that goes before", request: statusesIn(smscodec.CSV),
		body: filled("a,1000", "\na,1", "")},
}

// The bytes that decoding allocates are bounded by the body's, whatever is in
// it.
func TestAllocatedBytesPerInputByte(t *testing.T) {
	for _, h := range hostileBodies {
		t.Run(h.name, func(t *testing.T) {
			bound := h.allocated
			if bound == 0 {
				bound = allocatedAsARule
			}
			for _, size := range []int{1 << 18, 1 << 20} {
				body := h.body(size)
				got := leastOf(int64(bound*len(body)), func() int64 {
					return allocatedBy(func() { h.codec.Decode(body, h.request) })
				})
				t.Logf("%.2f bytes per byte of %d", float64(got)/float64(len(body)), len(body))
				if got > int64(bound*len(body)) {
					t.Errorf("%s: %.2f bytes per byte of %d, want %d", h.why, float64(got)/float64(len(body)), len(body), bound)
				}
			}
		})
	}
}

// leastOf measures again if what was measured is out of bounds, as the runtime
// allocates too, now and then.
func leastOf(bound int64, measure func() int64) int64 {
	least := int64(math.MaxInt64)
	for range 3 {
		if least = min(least, measure()); least <= bound {
			break
		}
	}
	return least
}

// allocatedBy gives the bytes that a call allocates.
func allocatedBy(call func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// keptBy gives the bytes that stay allocated while the result of a call is
// held.
func keptBy[T any](call func() T) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	result := call()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(result)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

// A list holds its names, not its body.
func TestListOutOfWhiteSpaceKeepsLittle(t *testing.T) {
	const size, kept = 32 << 20, 4 << 10
	for _, test := range []struct {
		format smscodec.Format
		body   func(size int) []byte
	}{
		{smscodec.Plain, filled("", "\n", "name = a")},
		{smscodec.CSV, filled("", "\n", "a")},
		{smscodec.XML, filled("<list>", " ", "<sender>a</sender></list>")},
		{smscodec.JSON, filled("[", " ", `{"sender":"a"}]`)},
	} {
		t.Run(test.format.String(), func(t *testing.T) {
			body := test.body(size)
			got := leastOf(kept, func() int64 {
				return keptBy(func() smscodec.List {
					reply, err := smscodec.Decode(body, listIn(test.format))
					if err != nil {
						t.Fatal(err)
					}
					return reply.(smscodec.List)
				})
			})
			if got > kept {
				t.Errorf("keeps %d bytes, want %d", got, kept)
			}
			runtime.KeepAlive(body)
		})
	}
}

// What is kept of a long list does not keep the rest of it.
func TestRowOfALongListKeepsLittle(t *testing.T) {
	const rows, kept = 100_000, 64 << 10
	many := func(head, row, other, tail string) []byte {
		return []byte(head + strings.Repeat(row, rows/2) + other + strings.Repeat(row, rows/2) + tail)
	}
	long := strings.Repeat("a", 8000)
	name := func(s smscodec.Sender) any { return s.Name }
	row := func(s smscodec.Sender) any { return s }
	for _, test := range []struct {
		name    string
		request smscodec.Request
		body    []byte
		keep    func(smscodec.Sender) any
	}{
		{"plain name", listIn(smscodec.Plain), many("", "name = abcdefghijk\n", "name = a\n", ""), name},
		{"csv name", listIn(smscodec.CSV), many("", "abcdefghijk\n", "a\n", ""), name},
		{"xml name", listIn(smscodec.XML), many("<list>", "<sender>abcdefghijk</sender>", "<sender>a</sender>", "</list>"), name},
		{"json name", listIn(smscodec.JSON), many("[", `{"sender":"abcdefghijk"},`, `{"sender":"a"},`, `{"sender":"a"}]`), name},
		{"csv registrations", registrationsIn(smscodec.CSV), many("", "a"+strings.Repeat(",1", 10)+"\n", "b"+strings.Repeat(",1", 10)+"\n", ""), row},
		{"json registrations of other operators", registrationsIn(smscodec.JSON), many("[", `{"sender":"a","mts":"1"},`, `{"sender":"a","mega":"1"},`, `{"sender":"a","mts":"1"}]`), row},
		{"json undocumented members", listIn(smscodec.JSON), many("[", `{"sender":"a","id":1},`, `{"sender":"b","id":2},`, `{"sender":"a"}]`), row},
		{"json undocumented member among long ones", listIn(smscodec.JSON),
			[]byte("[" + strings.Repeat(`{"sender":"a","id":"`+long+`"},`, 300) + `{"sender":"b","id":2},` + strings.Repeat(`{"sender":"a","id":"`+long+`"},`, 300) + `{"sender":"a"}]`), row},
		{"xml undocumented attribute among long ones", listIn(smscodec.XML),
			[]byte("<list>" + strings.Repeat(`<sender id="`+long+`">a</sender>`, 300) + `<sender id="2">b</sender>` + strings.Repeat(`<sender id="`+long+`">a</sender>`, 300) + "</list>"), row},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := leastOf(kept, func() int64 {
				return keptBy(func() any {
					reply, err := smscodec.Decode(test.body, test.request)
					if err != nil {
						t.Fatal(err)
					}
					list := reply.(smscodec.List)
					return test.keep(list[len(list)/2])
				})
			})
			if got > kept {
				t.Errorf("keeps %d bytes, want %d", got, kept)
			}
			runtime.KeepAlive(test.body)
		})
	}
}

// Senders holds one row, however many there are.
func TestSendersHoldsOneRow(t *testing.T) {
	const rows, every, held = 200_000, 20_000, 128 << 10
	for _, test := range []struct {
		name    string
		request smscodec.Request
		report  bool
		body    []byte
	}{
		{"plain", statusesIn(smscodec.Plain), false, []byte(strings.Repeat("name = abcdefghijk, status = 1\n", rows))},
		{"plain with departures", statusesIn(smscodec.Plain), true, []byte(strings.Repeat("name = abc=efghijk, status = 1, id = 1\r\n\n", rows))},
		{"csv", registrationsIn(smscodec.CSV), false, []byte(strings.Repeat("abcdefghijk,1,1,1,1,1,1,1,1,1,1\n", rows))},
		{"csv with departures", registrationsIn(smscodec.CSV), true, []byte(strings.Repeat("abcdefghijk,1,1,1,1,1,1,1, 1,1,9\r\n\n", rows))},
		{"xml", listIn(smscodec.XML), false, []byte("<list>" + strings.Repeat(`<sender a="b">abcdefghijk</sender>`, rows) + "</list>")},
		{"xml with departures", registrationsIn(smscodec.XML), true, []byte("<list>" + strings.Repeat(`<sender a="b" mts="1">abcdefghijk</sender>`, rows) + "</list>")},
		{"json", listIn(smscodec.JSON), false, []byte("[" + strings.Repeat(`{"sender":"abcdefghijk","a":"b"},`, rows) + `{"sender":"a"}]`)},
		{"json with departures", statusesIn(smscodec.JSON), true, []byte("[" + strings.Repeat(`{"sender":1,"status":"9","a":"b"},`, rows) + `{"sender":"a","status":1}]`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			var codec smscodec.Codec
			departures := 0
			if test.report {
				codec.Report = func(*smscodec.ParseError) { departures++ }
			}
			var before, now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			n := 0
			for _, err := range codec.Senders(test.body, test.request) {
				if err != nil {
					t.Fatal(err)
				}
				if n++; n%every > 0 {
					continue
				}
				runtime.GC()
				runtime.ReadMemStats(&now)
				if got := int64(now.HeapAlloc) - int64(before.HeapAlloc); got > held {
					t.Fatalf("holds %d bytes after %d rows, want %d", got, n, held)
				}
			}
			if n < rows || test.report && departures < rows {
				t.Errorf("%d rows and %d departures, want %d", n, departures, rows)
			}
			runtime.KeepAlive(test.body)
		})
	}
}

// Nesting ends at 64, whatever is nested in what.
func TestNestingEndsAt64(t *testing.T) {
	for _, test := range []struct {
		name   string
		format smscodec.Format
		body   func(depth int) string
	}{
		{"json arrays", smscodec.JSON, func(n int) string {
			return strings.Repeat("[", n) + strings.Repeat("]", n)
		}},
		{"json objects", smscodec.JSON, func(n int) string {
			return strings.Repeat(`{"a":`, n-1) + "{}" + strings.Repeat("}", n-1)
		}},
		{"json arrays in a member", smscodec.JSON, func(n int) string {
			return `[{"sender":"a","b":` + strings.Repeat("[", n-2) + strings.Repeat("]", n-2) + "}]"
		}},
		{"json, both by turns", smscodec.JSON, func(n int) string {
			turns := n / 2
			odd := strings.Repeat("[]", n%2)
			if odd == "" {
				odd = "1"
			}
			return strings.Repeat(`[{"a":`, turns) + odd + strings.Repeat("}]", turns)
		}},
		{"xml elements", smscodec.XML, func(n int) string {
			return strings.Repeat("<a>", n) + strings.Repeat("</a>", n)
		}},
		{"xml elements in a name", smscodec.XML, func(n int) string {
			return "<list><sender>" + strings.Repeat("<a>", n-2) + strings.Repeat("</a>", n-2) + "</sender></list>"
		}},
		{"xml empty element", smscodec.XML, func(n int) string {
			return "<list>" + strings.Repeat("<a>", n-2) + "<b/>" + strings.Repeat("</a>", n-2) + "</list>"
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := smscodec.Decode([]byte(test.body(64)), listIn(test.format)); !errors.Is(err, smscodec.ErrShape) {
				t.Errorf("64 levels: %v, want %v", err, smscodec.ErrShape)
			}
			if _, err := smscodec.Decode([]byte(test.body(65)), listIn(test.format)); !errors.Is(err, smscodec.ErrUnsupported) {
				t.Errorf("65 levels: %v, want %v", err, smscodec.ErrUnsupported)
			}
		})
	}
}

// Members, attributes and elements of an error end at 64.
func TestMembersEndAt64(t *testing.T) {
	for _, test := range []struct {
		name   string
		format smscodec.Format
		body   func(n int) string
	}{
		{"json row", smscodec.JSON, func(n int) string {
			return `[{"sender":"a"` + numberedMembers(`,"a%d":1`, n-1) + "}]"
		}},
		{"json error", smscodec.JSON, func(n int) string {
			return `{"error":"a","error_code":1` + numberedMembers(`,"a%d":1`, n-2) + "}"
		}},
		{"json object in an object", smscodec.JSON, func(n int) string {
			return `{"a":{"b":1` + numberedMembers(`,"a%d":1`, n-1) + "}}"
		}},
		{"xml row", smscodec.XML, func(n int) string {
			return "<list><sender" + numberedMembers(` a%d="1"`, n-1) + ">a</sender></list>"
		}},
		{"xml error", smscodec.XML, func(n int) string {
			return "<result><error>a</error><error_code>1</error_code>" + numberedMembers("<a%d/>", n-2) + "</result>"
		}},
		{"plain row", smscodec.Plain, func(n int) string {
			return "name = a" + numberedMembers(", a%d = 1", n-1)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := smscodec.Decode([]byte(test.body(64)), listIn(test.format)); errors.Is(err, smscodec.ErrUnsupported) {
				t.Errorf("64: %v", err)
			}
			if _, err := smscodec.Decode([]byte(test.body(65)), listIn(test.format)); !errors.Is(err, smscodec.ErrUnsupported) {
				t.Errorf("65: %v, want %v", err, smscodec.ErrUnsupported)
			}
		})
	}
}

func numberedMembers(write string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, write, i)
	}
	return b.String()
}

// An error is one line of at most 300 bytes that shows nothing of the input as
// it is but what prints.
func TestErrorTextsAreBounded(t *testing.T) {
	const longest = 300
	check := func(t *testing.T, err error) {
		t.Helper()
		if err == nil {
			t.Fatal("no error")
		}
		text := err.Error()
		if len(text) > longest {
			t.Errorf("%d bytes, want %d: %s", len(text), longest, text)
		}
		for i, r := range text {
			if !strconv.IsPrint(r) || r == utf8.RuneError && text[i] != 0xEF {
				t.Errorf("%q at %d of %q", r, i, text)
			}
		}
	}
	for _, part := range []struct{ name, text string }{
		{"long", strings.Repeat("a", 5000)},
		{"Cyrillic", strings.Repeat("ж", 5000)},
		{"astral", strings.Repeat("😀", 5000)},
		{"one byte off", "a" + strings.Repeat("😀", 5000)},
		{"control characters", "\u0085\u009B31m"},
		{"bidi characters", "\u202E\u2066\u200F"},
		{"line separators", "\u2028\u2029"},
		{"zero width", strings.Repeat("\u200D\uFEFF", 100)},
		{"backslashes", strings.Repeat(`\`, 5000)},
		{"quotes", strings.Repeat("'", 5000)},
		{"a workflow command", "::error::"},
	} {
		t.Run(part.name, func(t *testing.T) {
			escaped := strings.ReplaceAll(part.text, `\`, `\\`)
			for _, body := range []string{
				`[{"sender":"a","` + escaped + `":null}]`,
				`[{"sender":"a","` + escaped + `":1}]`,
				`[{"sender":"a","` + escaped + `":1,"` + escaped + `":1}]`,
				`[{"sender":"` + escaped + `","status":"` + escaped + `"}]`,
				`{"` + escaped + `":1}`,
				`{"error":1,"` + escaped + `":null}`,
				escaped,
			} {
				_, err := strict.Decode([]byte(body), statusesIn(smscodec.JSON))
				check(t, err)
			}
			for _, body := range []string{
				"<list><sender " + part.text + `="1">a</sender></list>`,
				`<list><sender a="` + part.text + `" b="<">a</sender></list>`,
				"<" + part.text + "/>",
				"<result><error/><" + part.text + "><a/></" + part.text + "></result>",
				"<list>" + part.text + "</list>",
				"<list>&" + part.text + ";</list>",
				`<?xml version="` + part.text + `"?>`,
				`<?xml version="1.0" encoding="` + part.text + `"?>`,
			} {
				_, err := strict.Decode([]byte(body), statusesIn(smscodec.XML))
				check(t, err)
			}
			_, err := strict.Decode([]byte("name = "+part.text), statusesIn(smscodec.Plain))
			check(t, err)
			_, err = strict.Decode([]byte(part.text), statusesIn(smscodec.CSV))
			check(t, err)

			check(t, &smscodec.APIError{Code: 1, Text: part.text})
			check(t, &smscodec.APIError{Code: 1, Text: strings.ToValidUTF8(part.text, "") + "\xFF\n\x1B[31m"})
			for f := smscodec.Plain; f <= smscodec.JSON; f++ {
				list := smscodec.List{{Name: "a", Extra: []smscodec.Field{{Name: part.text, Value: "\x00\xFF"}}}}
				_, err := strict.Append(nil, list, listIn(f))
				check(t, err)
			}
			_, err = smscodec.NewColumns(smscodec.Operator(part.text + "-"))
			check(t, err)
			_, err = smscodec.ParseQuirks(part.text)
			check(t, err)
			check(t, new(smscodec.Op).UnmarshalText([]byte(part.text)))
		})
	}
}

// No goroutine is left behind, however reading ends.
func TestNoGoroutineIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := range 10_000 {
		f := smscodec.Format(i % 4)
		list := smscodec.List{{Name: "a"}, {Name: "b"}}
		body, err := smscodec.Append(nil, list, listIn(f))
		if err != nil {
			t.Fatal(err)
		}
		smscodec.Decode(body, listIn(f))
		smscodec.Decode(body[:i%len(body)], listIn(f))
		for range (smscodec.Codec{}).Senders(body, listIn(f)) {
			break
		}
		for range smscodec.Readings(body) {
			break
		}
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines, there were %d", after, before)
	}
}

// What a call allocates, at most; a list's rows share what they need.
func TestAllocationsPerCall(t *testing.T) {
	const rows = 1000
	registrations, err := smscodec.NewRegistrations(smscodec.DocumentedColumns(), 1, 2, 3, 4, 5, 6, 0, 1, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	many := func(s smscodec.Sender) smscodec.List { return slices.Repeat(smscodec.List{s}, rows) }
	name := smscodec.Sender{Name: "abcdefghijk"}
	status := smscodec.Sender{Name: "abcdefghijk", Status: 1}
	registered := smscodec.Sender{Name: "abcdefghijk", Registrations: registrations}
	for _, test := range []struct {
		name            string
		request         smscodec.Request
		reply           smscodec.Reply
		decode, senders float64
	}{
		{"a name", smscodec.Request{Op: smscodec.OpGet}, smscodec.List{name}, 8, 6},
		{"a name with a status", smscodec.Request{Op: smscodec.OpGet, All: true}, smscodec.List{status}, 8, 6},
		{"a name with registrations", smscodec.Request{Op: smscodec.OpGet, Operators: true}, smscodec.List{registered}, 8, 6},
		{"a thousand names", smscodec.Request{Op: smscodec.OpGet}, many(name), 24, 16},
		{"a thousand names with statuses", smscodec.Request{Op: smscodec.OpGet, All: true}, many(status), 24, 16},
		{"a thousand names with registrations", smscodec.Request{Op: smscodec.OpGet, Operators: true}, many(registered), 24, 16},
		{"an id", smscodec.Request{Op: smscodec.OpAdd}, smscodec.Added{ID: 24608}, 6, 6},
		{"OK", smscodec.Request{Op: smscodec.OpDelete}, smscodec.Done{}, 2, 2},
		{"an error", smscodec.Request{Op: smscodec.OpGet}, &smscodec.APIError{Code: 2, Text: "authorise error"}, 8, 8},
	} {
		for f := smscodec.Plain; f <= smscodec.JSON; f++ {
			t.Run(fmt.Sprintf("%s in %v", test.name, f), func(t *testing.T) {
				req := test.request
				req.Format = f
				body, err := smscodec.Append(nil, test.reply, req)
				if err != nil {
					t.Fatal(err)
				}
				if got := testing.AllocsPerRun(10, func() { smscodec.Decode(body, req) }); got > test.decode {
					t.Errorf("Decode: %v allocations, want %v", got, test.decode)
				}
				if got := testing.AllocsPerRun(10, func() {
					for range (smscodec.Codec{}).Senders(body, req) {
					}
				}); got > test.senders {
					t.Errorf("Senders: %v allocations, want %v", got, test.senders)
				}
				buffer := make([]byte, 0, len(body))
				if got := testing.AllocsPerRun(10, func() { smscodec.Append(buffer, test.reply, req) }); got > 0 {
					t.Errorf("Append to a buffer that is large enough: %v allocations, want none", got)
				}
			})
		}
	}
}

// BenchmarkGrowth decodes hostile bodies of growing sizes, and appends what
// could be read of them. The metric "exponent" is the slope of the time over
// the size, both as logarithms: 1 is linear, 2 is quadratic. More than 1.2 is a
// defect; but a little over 1 is the machine's caches and the collector.
//
//	go test -run '^$' -bench Growth -benchtime 0.2s . | grep exponent
func BenchmarkGrowth(b *testing.B) {
	for _, h := range hostileBodies {
		b.Run("decode/"+h.name, func(b *testing.B) {
			growth(b, func(size int) (int, func()) {
				body := h.body(size)
				return len(body), func() { h.codec.Decode(body, h.request) }
			})
		})
		small, err := h.codec.Decode(h.body(64<<10), h.request)
		if err != nil {
			continue
		}
		if body, err := h.codec.Append(nil, small, h.request); err != nil || len(body) < 16<<10 {
			continue // not all that is read can be written, or grows with the body
		}
		b.Run("append/"+h.name, func(b *testing.B) {
			growth(b, func(size int) (int, func()) {
				reply, err := h.codec.Decode(h.body(size), h.request)
				if err != nil {
					b.Fatal(err)
				}
				body, err := h.codec.Append(nil, reply, h.request)
				if err != nil {
					b.Fatal(err)
				}
				return len(body), func() { h.codec.Append(body[:0], reply, h.request) }
			})
		})
	}
}

// growth runs a call on growing sizes.
func growth(b *testing.B, prepare func(size int) (written int, call func())) {
	var sizes, times []float64
	for _, size := range []int{64 << 10, 512 << 10, 2 << 20, 8 << 20} {
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			n, call := prepare(size)
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
			sizes = append(sizes, math.Log(float64(n)))
			times = append(times, math.Log(float64(b.Elapsed())/float64(b.N)))
		})
	}
	b.Run("exponent", func(b *testing.B) {
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(slope(sizes, times), "exponent")
	})
}

// slope gives that of the line with the least squares.
func slope(x, y []float64) float64 {
	var sumX, sumY, sumXX, sumXY float64
	for i := range x {
		sumX += x[i]
		sumY += y[i]
		sumXX += x[i] * x[i]
		sumXY += x[i] * y[i]
	}
	n := float64(len(x))
	return (n*sumXY - sumX*sumY) / (n*sumXX - sumX*sumX)
}

package smscodec_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
)

// The fast path on many kinds of lists.

// The careful path shares code with the fast one, so its results are compared with
// the standard library's too.
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

// A code may be so far from the start of its row that an offset of 16 bits would wrap
// around into the key of another code.
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

// In a row with other members, codes count as members too.
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

// A row after others that were read without a decoder is read as if it were alone,
// however many they are: a multiple of what is gathered at a time, or not.
func TestCarefulAfterManyRows(t *testing.T) {
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

// Statuses are stored differently if there are many, or undocumented ones. The digits
// of CSV are packed differently if they fit into one block.
func TestCarefulManyColumns(t *testing.T) {
	for n := 1; n <= 63; n++ {
		columns := numberedColumns(n)
		for _, l := range listLayouts {
			req := listRequests(l, smscodec.UTF8)[2]
			body := listBody(req, columns, easyNames, l.rows(6))
			for _, at := range []int{bytes.IndexAny(body, "56"), bytes.LastIndexAny(body, "56")} { // in the last row, and usually in an early one
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

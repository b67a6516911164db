//go:build !race

package smscodec_test

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// Rule 11 on memory, measured.

// Decoding allocates at most a small multiple of the body's size, whatever is in the
// body.
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
					t.Errorf("%s: %.2f bytes per byte of %d, want at most %d", h.why, float64(got)/float64(len(body)), len(body), bound)
				}
			}
		})
	}
}

// leastOf measures up to three times while the result is out of bounds, as the
// runtime allocates too from time to time.
func leastOf(bound int64, measure func() int64) int64 {
	least := int64(math.MaxInt64)
	for range 3 {
		if least = min(least, measure()); least <= bound {
			break
		}
	}
	return least
}

// allocatedBy returns the number of bytes that a call allocates.
func allocatedBy(call func()) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// keptBy returns the number of bytes that stay allocated while the result of a call
// is held.
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

// A list holds memory for its names, not for its body.
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
				t.Errorf("keeps %d bytes, want at most %d", got, kept)
			}
			runtime.KeepAlive(body)
		})
	}
}

// Keeping one row of a long list does not keep the rest of the list.
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
				t.Errorf("keeps %d bytes, want at most %d", got, kept)
			}
			runtime.KeepAlive(test.body)
		})
	}
}

// Senders holds one row at a time, however many there are.
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
					t.Fatalf("holds %d bytes after %d rows, want at most %d", got, n, held)
				}
			}
			if n < rows || test.report && departures < rows {
				t.Errorf("%d rows and %d departures, want at least %d", n, departures, rows)
			}
			runtime.KeepAlive(test.body)
		})
	}
}

// A call makes at most so many allocations; rows of a list share them.
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
					t.Errorf("Decode: %v allocations, want at most %v", got, test.decode)
				}
				if got := testing.AllocsPerRun(10, func() {
					for range (smscodec.Codec{}).Senders(body, req) {
					}
				}); got > test.senders {
					t.Errorf("Senders: %v allocations, want at most %v", got, test.senders)
				}
				buffer := make([]byte, 0, len(body))
				if got := testing.AllocsPerRun(10, func() { smscodec.Append(buffer, test.reply, req) }); got > 0 {
					t.Errorf("Append to a buffer that is large enough: %v allocations, want none", got)
				}
			})
		}
	}
}

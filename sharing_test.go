package smscodec_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// Rules 3, 10 and 11: a decoded reply shares no memory with the body, a Codec is safe
// for concurrent use, and rows of a list share their Columns.

// eachBody runs a test on every body of the vectors.
func eachBody(t *testing.T, test func(t *testing.T, v vector, f smscodec.Format)) {
	eachVector(t, func(t *testing.T, v vector) {
		for _, f := range v.Formats() {
			test(t, v, f)
		}
	})
}

func TestDecodeOnlyReadsTheBody(t *testing.T) {
	eachBody(t, func(t *testing.T, v vector, f smscodec.Format) {
		// Decode does not use the bytes of the array after the body either.
		array := append(bytes.Clone(v.bodies[f]), "after"...)
		before := bytes.Clone(array)
		v.codec.Decode(array[:len(v.bodies[f])], v.RequestIn(f))
		if !bytes.Equal(before, array) {
			t.Errorf("%v: the body is now %q, it was %q", f, array, before)
		}
	})
}

func TestDecodedOutlivesTheBody(t *testing.T) {
	eachBody(t, func(t *testing.T, v vector, f smscodec.Format) {
		req := v.RequestIn(f)
		want, wantErr := decodeOf(v.codec, v.bodies[f], req)

		body := bytes.Clone(v.bodies[f])
		var reports []finding
		codec := v.codec
		codec.Report = func(e *smscodec.ParseError) { reports = append(reports, departure(e)) }
		var kept []*smscodec.ParseError
		keeping := v.codec
		keeping.Report = func(e *smscodec.ParseError) { kept = append(kept, e) }
		codec.Decode(body, req)
		reply, err := decodeOf(keeping, body, req)
		var rows []smscodec.Sender
		for s, rowErr := range v.codec.Senders(body, req) {
			if rowErr == nil {
				rows = append(rows, s)
			}
		}

		for i := range body {
			body[i] = '!'
		}
		if !cmp.Equal(want, reply) {
			t.Errorf("%v: overwriting the body changed the reply (-want +got):\n%s", f, cmp.Diff(want, reply))
		}
		if fmt.Sprint(wantErr) != fmt.Sprint(err) {
			t.Errorf("%v: overwriting the body changed the error to %v, it was %v", f, err, wantErr)
		}
		if list, ok := want.(smscodec.List); ok && !slices.EqualFunc(list, rows, func(a, b smscodec.Sender) bool { return cmp.Equal(a, b) }) {
			t.Errorf("%v: overwriting the body changed the rows of Senders (-want +got):\n%s", f, cmp.Diff([]smscodec.Sender(list), rows))
		}
		for i, e := range kept {
			if departure(e) != reports[i] {
				t.Errorf("%v: overwriting the body changed a departure to %v", f, e)
			}
		}
	})
}

func TestDecodingTwiceReturnsEqualReplies(t *testing.T) {
	eachBody(t, func(t *testing.T, v vector, f smscodec.Format) {
		first, firstErr := v.decode(v.codec, f)
		second, secondErr := v.decode(v.codec, f)
		if !cmp.Equal(first, second) {
			t.Errorf("%v: the reply differs the second time (-first +second):\n%s", f, cmp.Diff(first, second))
		}
		if diff := cmp.Diff(refusalOrNone(firstErr), refusalOrNone(secondErr)); diff != "" {
			t.Errorf("%v: the error differs the second time (-first +second):\n%s", f, diff)
		}
	})
}

func refusalOrNone(err error) finding {
	if err == nil {
		return finding{}
	}
	return refusal(err)
}

// Appending to the Extra of a row does not write into the next row's.
func TestExtraOfARowIsItsOwn(t *testing.T) {
	const rows = 100
	body := []byte("[" + strings.Repeat(`{"sender":"a","x":1},`, rows-1) + `{"sender":"a","x":1}]`)
	reply, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON})
	if err != nil {
		t.Fatal(err)
	}
	list := reply.(smscodec.List)
	for i := range list {
		list[i].Extra = append(list[i].Extra, smscodec.Field{Name: "mine", Value: "2"})
	}
	want := []smscodec.Field{{Name: "x", Value: "1"}, {Name: "mine", Value: "2"}}
	for i, s := range list {
		if diff := cmp.Diff(want, s.Extra); diff != "" {
			t.Errorf("row %d has different members (-want +got):\n%s", i, diff)
		}
	}
}

// Eight goroutines share one Codec, its Columns and the bodies. The race detector
// checks how they do.
func TestGoroutinesShareACodec(t *testing.T) {
	const goroutines = 8
	columns, err := smscodec.NewColumns(
		"mega", "mts", "mega_step", "mega_int", "bee_step", "motiv_step", "motiv_int",
		"mts_step", "mts_int", "tele2_step", "tele2", "ua_reg", "ua_int")
	if err != nil {
		t.Fatal(err)
	}
	shared := smscodec.Codec{Columns: columns}
	vectors := loadVectors(t)

	type outcome struct {
		reply smscodec.Reply
		err   string
		body  string
		rows  int
	}
	run := func() []outcome {
		var outcomes []outcome
		for _, v := range vectors {
			for _, f := range v.Formats() {
				var o outcome
				var err error
				if o.reply, err = v.decode(shared, f); err != nil {
					o.err = err.Error()
				} else {
					body, _ := shared.Append(nil, o.reply, v.RequestIn(f))
					o.body = string(body)
				}
				for range shared.Senders(v.bodies[f], v.RequestIn(f)) {
					o.rows++
				}
				for range smscodec.Readings(v.bodies[f]) {
					o.rows++
				}
				outcomes = append(outcomes, o)
			}
		}
		return outcomes
	}

	var wait sync.WaitGroup
	var outcomes [goroutines][]outcome
	for i := range goroutines {
		wait.Go(func() { outcomes[i] = run() })
	}
	wait.Wait()
	alone := run()
	for i, together := range outcomes {
		if diff := cmp.Diff(alone, together, cmp.AllowUnexported(outcome{})); diff != "" {
			t.Errorf("goroutine %d (-alone +together):\n%s", i, diff)
		}
	}
}

// Rows with the same operators share one Columns, in the order of the first of
// them.
func TestRowsShareColumns(t *testing.T) {
	type row struct {
		operators string // in wire order
		like      int    // the row whose Columns it shares
	}
	documented := "mega mts mega_step bee_step motiv_step mts_step tele2_step tele2 ua_reg ua_int"
	reversed := strings.Join(reverse(strings.Fields(documented)), " ")
	for _, test := range []struct {
		name    string
		columns []smscodec.Operator // the Codec's; the documented ones if unset
		own     bool                // the first row's Columns are the Codec's own
		rows    []row
	}{
		{name: "the Codec's order", own: true, rows: []row{{documented, 0}, {documented, 0}}},
		{name: "another order first", rows: []row{{reversed, 0}, {documented, 0}, {reversed, 0}}},
		{name: "another order later", own: true, rows: []row{{documented, 0}, {reversed, 0}, {documented, 0}}},
		{name: "some of them", rows: []row{{"mts mega", 0}, {"mega mts", 0}, {"mts mega", 0}}},
		{name: "some, all, and some again", rows: []row{{"mts", 0}, {documented, 1}, {"mts", 0}, {reversed, 1}}},
		{name: "alternating sets", rows: []row{{"mts", 0}, {"mega", 1}, {"mega mts", 2}, {"mega", 1}, {"mts mega", 2}, {"mts", 0}}},
		{name: "undocumented operators", rows: []row{{"mts by_reg", 0}, {"by_reg mts", 0}, {"by_reg", 2}}},
		{name: "a Codec with its own columns", columns: []smscodec.Operator{"b", "a"}, own: true, rows: []row{{"b a", 0}, {"a b", 0}, {"a", 2}}},
		{name: "a Codec's operator that is documented too", columns: []smscodec.Operator{"mts"}, own: true, rows: []row{{"mts", 0}, {"mega", 1}, {"mts mega", 2}, {"mega mts", 2}, {"mts", 0}}},
	} {
		for _, f := range []smscodec.Format{smscodec.Plain, smscodec.XML, smscodec.JSON} {
			t.Run(test.name+" in "+f.String(), func(t *testing.T) {
				codec := smscodec.Codec{Columns: smscodec.DocumentedColumns()}
				if test.columns != nil {
					var err error
					if codec.Columns, err = smscodec.NewColumns(test.columns...); err != nil {
						t.Fatal(err)
					}
				}
				var rows [][]string
				for _, r := range test.rows {
					rows = append(rows, strings.Fields(r.operators))
				}
				reply, err := codec.Decode(registrationsBody(f, rows), smscodec.Request{Op: smscodec.OpGet, Format: f, Operators: true})
				if f == smscodec.Plain && slices.ContainsFunc(test.rows, func(r row) bool { return r.like > 0 }) {
					if !errors.Is(err, smscodec.ErrShape) && !errors.Is(err, io.ErrUnexpectedEOF) {
						t.Errorf("rows whose operators differ from those of the first row: %v", err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				list := reply.(smscodec.List)
				if own := list[0].Registrations.Columns() == codec.Columns; own != test.own {
					t.Errorf("row 0 has the Codec's own Columns: %v, want %v", own, test.own)
				}
				for i, r := range test.rows {
					columns := list[i].Registrations.Columns()
					if columns != list[r.like].Registrations.Columns() {
						t.Errorf("row %d does not share the Columns of row %d", i, r.like)
					}
					for j := range test.rows[:i] {
						if r.like != test.rows[j].like && columns == list[j].Registrations.Columns() {
							t.Errorf("row %d shares the Columns of row %d, which has other operators", i, j)
						}
					}
					var order []string
					for op := range columns.All() {
						order = append(order, string(op))
					}
					if !slices.Equal(order, rows[r.like]) {
						t.Errorf("row %d has the order %v, want that of row %d, %v", i, order, r.like, rows[r.like])
					}
					// The status is the operator's place in the row.
					for place, op := range rows[i] {
						if status, ok := list[i].Registrations.Status(smscodec.Operator(op)); !ok || int(status) != place {
							t.Errorf("row %d: %s has %d, %v, want %d", i, op, status, ok, place)
						}
					}
				}
			})
		}
	}
}

func reverse(s []string) []string {
	slices.Reverse(s)
	return s
}

// registrationsBody returns a list whose rows have these operators in this order. The
// status of each is its place.
func registrationsBody(f smscodec.Format, rows [][]string) []byte {
	digit := func(i int) string { return string(rune('0' + i)) }
	var lines []string
	for _, operators := range rows {
		line := map[smscodec.Format]string{smscodec.Plain: "name = a", smscodec.XML: "<sender", smscodec.JSON: `{"sender":"a"`}[f]
		for i, op := range operators {
			switch f {
			case smscodec.Plain:
				line += ", " + op + " = " + digit(i)
			case smscodec.XML:
				line += " " + op + `="` + digit(i) + `"`
			case smscodec.JSON:
				line += `,"` + op + `":"` + digit(i) + `"`
			}
		}
		lines = append(lines, line)
	}
	switch f {
	case smscodec.XML:
		return []byte("<list>" + strings.Join(lines, ">a</sender>") + ">a</sender></list>")
	case smscodec.JSON:
		return []byte("[" + strings.Join(lines, "},") + "}]")
	}
	return []byte(strings.Join(lines, "\n"))
}

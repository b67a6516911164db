package smscodec_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// How many columns the fast path takes, and what it writes.

// With up to 21 columns, rows are read by a skeleton wherever rows with two columns are,
// and written by copying a layout; with more they never are. Neither the layout of the
// rows nor the length of the columns' names makes a difference.
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

// Copying a layout writes what the grammar writes. A row with an undocumented member,
// which only the grammar writes, differs only by that member.
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

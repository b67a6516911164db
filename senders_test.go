package smscodec_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// Columns, registrations and codes.

// The ten columns of the vendor's documentation, in its order.
func TestDocumentedColumns(t *testing.T) {
	want := []smscodec.Operator{
		"mega", "mts", "mega_step", "bee_step", "motiv_step", "mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
	}
	columns := smscodec.DocumentedColumns()
	if _, err := smscodec.NewColumns(want...); err != nil {
		t.Error(err)
	}
	if got := slices.Collect(columns.All()); !slices.Equal(got, want) || columns.Len() != len(want) {
		t.Errorf("DocumentedColumns has the %d operators %v, want %v", columns.Len(), got, want)
	}
}

func TestNewColumnsRefuses(t *testing.T) {
	for reason, operators := range map[string][]smscodec.Operator{
		"no operator":              {},
		"a duplicate operator":     {"mega", "mts", "mega"},
		"an empty name":            {"mega", ""},
		"a capital":                {"Mega"},
		"a digit at the front":     {"2mega"},
		"a space":                  {"me ga"},
		"a control character":      {"mega\n"},
		"the name's own member":    {"sender"},
		"the name's plain key":     {"name"},
		"the member of a status":   {"status"},
		"a member of an error":     {"error_code"},
		"more than a row can have": numberedOperators(64),
	} {
		if columns, err := smscodec.NewColumns(operators...); err == nil {
			t.Errorf("%s: NewColumns accepts %v", reason, slices.Collect(columns.All()))
		}
	}
	if _, err := smscodec.NewColumns(numberedOperators(63)...); err != nil {
		t.Errorf("as many as a row can have: %v", err)
	}
}

func TestColumnsAreImmutable(t *testing.T) {
	operators := []smscodec.Operator{"mega", "mts"}
	columns, err := smscodec.NewColumns(operators...)
	if err != nil {
		t.Fatal(err)
	}
	operators[0] = "changed"
	if got := slices.Collect(columns.All()); got[0] != "mega" {
		t.Errorf("the columns are now %v", got)
	}
}

func TestRegistrations(t *testing.T) {
	columns, err := smscodec.NewColumns("mega", "mts")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := smscodec.NewRegistrations(columns, 1); err == nil {
		t.Error("one status is accepted for two columns")
	}
	if _, err := smscodec.NewRegistrations(nil, 1); err == nil {
		t.Error("a status is accepted without columns")
	}
	r, err := smscodec.NewRegistrations(columns, smscodec.RegistrationAdmitted, 9)
	if err != nil {
		t.Fatal(err)
	}
	if status, ok := r.Status("mts"); status != 9 || !ok {
		t.Errorf("mts has %v, %t", status, ok)
	}
	if status, ok := r.Status("tele2"); ok {
		t.Errorf("tele2 has %v, but is not a column", status)
	}
	if got, want := r.String(), "mega=2 mts=9"; got != want {
		t.Errorf("it prints as %q, want %q", got, want)
	}
	if r.Len() != 2 || r.Columns() != columns {
		t.Errorf("it has %d statuses and the columns %v", r.Len(), r.Columns())
	}

	var none smscodec.Registrations
	if _, ok := none.Status("mega"); ok || none.Len() != 0 || none.Columns() != nil || none.String() != "" {
		t.Errorf("the zero value has %v", none)
	}
}

func TestRegistrationsEqual(t *testing.T) {
	registrations := func(statuses []smscodec.RegistrationStatus, operators ...smscodec.Operator) smscodec.Registrations {
		columns, err := smscodec.NewColumns(operators...)
		if err != nil {
			t.Fatal(err)
		}
		r, err := smscodec.NewRegistrations(columns, statuses...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	type statuses = []smscodec.RegistrationStatus
	r := registrations(statuses{1, 2}, "mega", "mts")
	for _, test := range []struct {
		reason string
		other  smscodec.Registrations
		want   bool
	}{
		{"itself", r, true},
		{"the same, built again", registrations(statuses{1, 2}, "mega", "mts"), true},
		{"in another order", registrations(statuses{2, 1}, "mts", "mega"), true},
		{"another status", registrations(statuses{1, 3}, "mega", "mts"), false},
		{"another operator", registrations(statuses{1, 2}, "mega", "tele2"), false},
		{"one operator less", registrations(statuses{1}, "mega"), false},
		{"none", smscodec.Registrations{}, false},
	} {
		if got := r.Equal(test.other); got != test.want {
			t.Errorf("%s: Equal is %t", test.reason, got)
		}
		if got := test.other.Equal(r); got != test.want {
			t.Errorf("%s: Equal with the arguments swapped is %t", test.reason, got)
		}
	}
}

// Registrations of the documented columns are stored differently from others.
func TestDocumentedRegistrationsEqual(t *testing.T) {
	columns := func(operators []smscodec.Operator) *smscodec.Columns {
		c, err := smscodec.NewColumns(operators...)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	operators := slices.Collect(smscodec.DocumentedColumns().All())
	again := columns(operators)
	slices.Reverse(operators)
	reversed := columns(operators)
	copied := *smscodec.DocumentedColumns()

	// all returns registrations with the same statuses for the first, the second and the
	// last column.
	all := func(first, second, last smscodec.RegistrationStatus) (all []smscodec.Registrations) {
		for _, c := range []*smscodec.Columns{smscodec.DocumentedColumns(), again, reversed, &copied} {
			statuses := make([]smscodec.RegistrationStatus, c.Len())
			statuses[0], statuses[1], statuses[c.Len()-1] = first, second, last
			if c == reversed {
				slices.Reverse(statuses)
			}
			r, err := smscodec.NewRegistrations(c, statuses...)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, r)
		}
		return all
	}
	for _, first := range []smscodec.RegistrationStatus{0, 1} {
		for _, last := range []smscodec.RegistrationStatus{0, 6, 7, 255} {
			for i, a := range all(first, 0, last) {
				for j, b := range all(first, 0, last) {
					if !a.Equal(b) {
						t.Errorf("%d and %d, %v and %v: not equal", i, j, a, b)
					}
				}
				for j, b := range append(all(first, 5, last), smscodec.Registrations{}) {
					if a.Equal(b) || b.Equal(a) {
						t.Errorf("%d and %d, %v and %v: equal", i, j, a, b)
					}
				}
			}
		}
	}
}

// Registrations with few columns and documented statuses are stored differently from
// others.
func TestRegistrationsOfAnySize(t *testing.T) {
	for _, columns := range []*smscodec.Columns{
		smscodec.DocumentedColumns(), numberedColumns(1), numberedColumns(20), numberedColumns(21), numberedColumns(22), numberedColumns(63),
	} {
		n := columns.Len()
		for status := range 256 {
			statuses := make([]smscodec.RegistrationStatus, n)
			for i := range statuses {
				statuses[i] = smscodec.RegistrationStatus(i % 7)
			}
			statuses[n-1] = smscodec.RegistrationStatus(status)
			r, err := smscodec.NewRegistrations(columns, statuses...)
			if err != nil {
				t.Fatal(err)
			}
			var got []smscodec.RegistrationStatus
			for op, s := range r.All() {
				if again, ok := r.Status(op); !ok || again != s {
					t.Errorf("%d columns, %s: %d, %v, but All yields %d", n, op, again, ok, s)
				}
				got = append(got, s)
			}
			if !slices.Equal(got, statuses) || r.Len() != n || r.Columns() != columns {
				t.Errorf("%d columns: %d, want %d", n, got, statuses)
			}
			statuses[0]++
			other, err := smscodec.NewRegistrations(columns, statuses...)
			if err != nil {
				t.Fatal(err)
			}
			if !r.Equal(r) || r.Equal(other) || other.Equal(r) {
				t.Errorf("%v and %v: Equal is wrong", r, other)
			}
		}
	}
}

func TestCodesPrintThemselves(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{smscodec.StatusApproved.String(), "approved"},
		{smscodec.NoStatus.String(), "no status"},
		{smscodec.Status(77).String(), "undocumented status 77"},
		{smscodec.StatusPending.String(), "awaits moderation"},
		{smscodec.Status(257).String(), "Status(257)"},
		{smscodec.RegistrationConflict.String(), "duplicates another name"},
		{smscodec.RegistrationStatus(7).String(), "undocumented registration status 7"},
		{smscodec.ErrAuth.Error(), "wrong login or password"},
		{smscodec.ErrorCode(6).Error(), "undocumented error code 6"},
		{smscodec.ErrorCode(-1).Error(), "undocumented error code -1"},
		{smscodec.OpCheckCode.String(), "check_code"},
		{smscodec.Op(0).String(), "Op(0)"},
		{smscodec.Format(4).String(), "Format(4)"},
		{smscodec.KOI8R.String(), "koi8-r"},
		{(smscodec.QuirkComma | smscodec.QuirkBOM).String(), "bom,comma"},
		{smscodec.Quirk(1 << 31).String(), "Quirk(0x80000000)"},
	} {
		if test.got != test.want {
			t.Errorf("prints %q, want %q", test.got, test.want)
		}
	}
}

func TestErrorsHaveTheirKind(t *testing.T) {
	request := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV}
	if _, err := smscodec.Decode([]byte("<html>"), request); !errors.Is(err, smscodec.ErrSyntax) {
		t.Errorf("errors.Is does not find the kind of %v", err)
	}
	if _, err := smscodec.Append(nil, smscodec.List{{Name: "a\nb"}}, request); !errors.Is(err, smscodec.ErrUnrepresentable) {
		t.Errorf("errors.Is does not find the kind of %v", err)
	}
}

func TestAPIErrorHasItsCodeAndID(t *testing.T) {
	var err error = &smscodec.APIError{Code: smscodec.ErrNumberFormat, Extra: []smscodec.Field{{Name: "id", Value: "34"}}}
	if !errors.Is(err, smscodec.ErrNumberFormat) || errors.Is(err, smscodec.ErrAuth) {
		t.Errorf("errors.Is does not find the code of %v", err)
	}
	for value, want := range map[string]bool{"34": true, "0": true, "034": false, "x": false, "9223372036854775808": false} {
		e := &smscodec.APIError{Extra: []smscodec.Field{{Name: "id", Value: value}}}
		if _, ok := e.ID(); ok != want {
			t.Errorf("the id %s: %t", value, ok)
		}
	}
	if id, ok := new(smscodec.APIError).ID(); ok {
		t.Errorf("an error without an id has the id %d", id)
	}
}

// Text that is not a number and a number that is too large have different errors,
// whatever their length.
func TestNumbersAreRefused(t *testing.T) {
	const notDecimal, tooLarge = "want digits, without a sign or a leading zero", "number too large"
	req := smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON}
	for number, want := range map[string]string{
		"":                      notDecimal,
		"01":                    notDecimal,
		"-1":                    notDecimal,
		"1x":                    notDecimal,
		"10000":                 tooLarge,
		"9223372036854775807":   tooLarge,
		"9223372036854775808":   tooLarge,
		"9223372036854775808x":  notDecimal,
		"92233720368547758080":  tooLarge,
		"9223372036854775808x0": notDecimal,
	} {
		_, err := smscodec.Decode([]byte(`{"error":"x","error_code":"`+number+`"}`), req)
		if err == nil || !strings.HasSuffix(err.Error(), ": "+want) {
			t.Errorf("%q: %v, want %s", number, err, want)
		}
	}
}

package smscodec_test

import (
	"encoding"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// The exported tables of the vendor's documentation.

// The tables are complete and in the documented order, and callers may change the
// slices that they get.
func TestTablesOfThePage(t *testing.T) {
	t.Run("Ops", func(t *testing.T) {
		checkTable(t, smscodec.Ops, []string{"get", "add", "chg", "send_code", "check_code", "del"})
	})
	t.Run("Formats", func(t *testing.T) {
		checkTable(t, smscodec.Formats, []string{"plain", "csv", "xml", "json"})
	})
	t.Run("Charsets", func(t *testing.T) {
		checkTable(t, smscodec.Charsets, []string{"utf-8", "windows-1251", "koi8-r"})
	})
}

func checkTable[T encoding.TextMarshaler](t *testing.T, table func() []T, want []string) {
	t.Helper()
	clear(table())
	var got []string
	for _, v := range table() {
		text, err := v.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("text forms (-want +got):\n%s", diff)
	}
}

func TestOperators(t *testing.T) {
	clear(smscodec.Operators())
	operators := smscodec.Operators()
	documented := slices.Collect(smscodec.DocumentedColumns().All())
	if diff := cmp.Diff(documented, operators[:len(documented)]); diff != "" {
		t.Errorf("the documented operators are not first (-want +got):\n%s", diff)
	}
	if _, err := smscodec.NewColumns(operators...); err != nil {
		t.Error(err)
	}
	// Under operators=1, each is a column.
	for _, op := range operators {
		body := []byte(`[{"sender": "a", "` + op + `": "2"}]`)
		reply, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Operators: true})
		if err != nil {
			t.Errorf("%s: %v", op, err)
			continue
		}
		if status, ok := reply.(smscodec.List)[0].Registrations.Status(op); !ok || status != smscodec.RegistrationAdmitted {
			t.Errorf("%s is not a column", op)
		}
	}
}

func TestErrorCodes(t *testing.T) {
	clear(smscodec.ErrorCodes())
	codes := smscodec.ErrorCodes()
	if !slices.IsSorted(codes) {
		t.Errorf("%v is not sorted", codes)
	}
	for code := range smscodec.ErrorCode(10000) {
		if listed := slices.Contains(codes, code); listed != code.Documented() {
			t.Errorf("code %d: listed %v, documented %v", int(code), listed, !listed)
		}
	}
}

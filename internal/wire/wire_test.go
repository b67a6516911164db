package wire

import (
	"slices"
	"strings"
	"testing"
)

// TestOtherGeneration: three operators are inserted in the middle.
func TestOtherGeneration(t *testing.T) {
	const want = "mega mts mega_step mega_int bee_step motiv_step motiv_int mts_step mts_int tele2_step tele2 ua_reg ua_int"
	if got := strings.Join(OtherGeneration(), " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestListsAreCopies: a caller may change what it gets.
func TestListsAreCopies(t *testing.T) {
	for _, test := range []struct {
		name string
		list func() []string
	}{
		{"Params", Params}, {"SecretParams", SecretParams}, {"Keys", Keys}, {"RecordedTexts", RecordedTexts},
		{"DocumentedOperators", DocumentedOperators}, {"OtherOperators", OtherOperators}, {"OtherGeneration", OtherGeneration},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := test.list()
			clear(test.list())
			if after := test.list(); !slices.Equal(before, after) {
				t.Errorf("%q, want %q", after, before)
			}
			slices.Sort(before)
			if once := slices.Compact(slices.Clone(before)); len(once) != len(before) || once[0] == "" {
				t.Errorf("a duplicate or an empty word in %q", before)
			}
		})
	}
}

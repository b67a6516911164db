package smscodec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// When two replies are equal.

// mustRegister returns registrations with the operators in this order.
func mustRegister(t testing.TB, operators []smscodec.Operator, statuses ...smscodec.RegistrationStatus) smscodec.Registrations {
	t.Helper()
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

// An embedding is a Reply only because it embeds one, and is not comparable.
type embedding struct{ smscodec.List }

func TestEqual(t *testing.T) {
	type operators = []smscodec.Operator
	decoded, err := smscodec.Decode([]byte("a,1,2,3,4,5,6,0,1,2,3"), smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Operators: true})
	if err != nil {
		t.Fatal(err)
	}
	documented, err := smscodec.NewRegistrations(smscodec.DocumentedColumns(), 1, 2, 3, 4, 5, 6, 0, 1, 2, 3)
	if err != nil {
		t.Fatal(err)
	}
	registered := func(r smscodec.Registrations) smscodec.List { return smscodec.List{{Name: "a", Registrations: r}} }
	extra := []smscodec.Field{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}
	swapped := []smscodec.Field{extra[1], extra[0]}
	for _, test := range []struct {
		name  string
		a, b  smscodec.Reply
		equal bool
	}{
		{"no replies", nil, nil, true},
		{"no reply and an OK", nil, smscodec.Done{}, false},
		{"OK", smscodec.Done{}, smscodec.Done{}, true},
		{"ids", smscodec.Added{ID: 1}, smscodec.Added{ID: 1}, true},
		{"other ids", smscodec.Added{ID: 1}, smscodec.Added{ID: 2}, false},
		{"an id and an OK", smscodec.Added{}, smscodec.Done{}, false},
		{"a nil list and an empty one", smscodec.List(nil), smscodec.List{}, true},
		{"a nil list and no reply", smscodec.List(nil), nil, false},
		{"an empty list and an OK", smscodec.List{}, smscodec.Done{}, false},
		{"a list built for operators and a decoded one", registered(documented), decoded, true},
		{"names", smscodec.List{{Name: "a"}, {Name: "b"}}, smscodec.List{{Name: "a"}, {Name: "b"}}, true},
		{"names in another order", smscodec.List{{Name: "a"}, {Name: "b"}}, smscodec.List{{Name: "b"}, {Name: "a"}}, false},
		{"fewer names", smscodec.List{{Name: "a"}, {Name: "b"}}, smscodec.List{{Name: "a"}}, false},
		{"no status and one that awaits moderation", smscodec.List{{Name: "a"}}, smscodec.List{{Name: "a", Status: smscodec.StatusPending}}, false},
		{"a set of operators", registered(mustRegister(t, operators{"a", "b"}, 1, 2)), registered(mustRegister(t, operators{"b", "a"}, 2, 1)), true},
		{"another status", registered(mustRegister(t, operators{"a", "b"}, 1, 2)), registered(mustRegister(t, operators{"b", "a"}, 1, 2)), false},
		{"undocumented statuses", registered(mustRegister(t, operators{"a", "b"}, 1, 255)), registered(mustRegister(t, operators{"b", "a"}, 255, 1)), true},
		{"one more operator", registered(mustRegister(t, operators{"a", "b"}, 1, 2)), registered(mustRegister(t, operators{"a"}, 1)), false},
		{"no registrations", registered(documented), registered(smscodec.Registrations{}), false},
		{"nil and empty members", smscodec.List{{Name: "a"}}, smscodec.List{{Name: "a", Extra: []smscodec.Field{}}}, true},
		{"members in another order", smscodec.List{{Name: "a", Extra: extra}}, smscodec.List{{Name: "a", Extra: swapped}}, false},
		{"refusals", &smscodec.APIError{Code: 3, Text: "a", Extra: extra}, &smscodec.APIError{Code: 3, Text: "a", Extra: extra}, true},
		{"refusals with another code", &smscodec.APIError{Code: 3}, &smscodec.APIError{Code: 2}, false},
		{"refusals with another text", &smscodec.APIError{Code: 3, Text: "a"}, &smscodec.APIError{Code: 3, Text: "b"}, false},
		{"refusals with another member", &smscodec.APIError{Code: 3, Extra: extra}, &smscodec.APIError{Code: 3, Extra: swapped}, false},
		{"nil refusals", (*smscodec.APIError)(nil), (*smscodec.APIError)(nil), true},
		{"a nil refusal and none", (*smscodec.APIError)(nil), nil, false},
		{"a nil refusal and one", (*smscodec.APIError)(nil), &smscodec.APIError{}, false},
		{"a list and a pointer to one", smscodec.List{}, &smscodec.List{}, false},
		{"a list and a type that embeds one", smscodec.List{}, embedding{}, false},
		{"types that embed a list", embedding{}, embedding{}, false},
	} {
		if smscodec.Equal(test.a, test.b) != test.equal || smscodec.Equal(test.b, test.a) != test.equal {
			t.Errorf("%s: Equal is not %t in both directions", test.name, test.equal)
		}
		if _, other := test.a.(embedding); !other && cmp.Equal(test.a, test.b) && !test.equal {
			t.Errorf("%s: go-cmp finds them equal", test.name)
		}
	}
}

package smscodec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
)

// How a law is checked on generated cases.

// propertyCases is the number of cases for each property. There are fewer in
// sampled runs: the race detector, for one, makes them ten times slower.
func propertyCases() int {
	if sampled {
		return 200
	}
	return 2000
}

// lawSeed makes every run generate the same cases.
const lawSeed = 20130527

// forAll checks a law on generated cases and shows the smallest that breaks it.
func forAll[T fmt.Stringer](t *testing.T, gen gopter.Gen, law func(T) error) {
	t.Helper()
	parameters := gopter.DefaultTestParametersWithSeed(lawSeed)
	parameters.MinSuccessfulTests = propertyCases()
	result := prop.ForAll(func(v T) string {
		if err := law(v); err != nil {
			return err.Error()
		}
		return ""
	}, gen).Check(parameters)
	if result.Passed() {
		return
	}
	t.Errorf("seed %d, broken after %d cases: %s %v %s",
		lawSeed, result.Succeeded, strings.Join(result.Labels, "\n"), result.Error, result.ErrorStack)
	for _, arg := range result.Args {
		t.Errorf("smallest: %s\nfound: %s", arg.ArgFormatted, arg.OrigArgFormatted)
	}
}

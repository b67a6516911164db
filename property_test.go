package smscodec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
)

// propertyCases is how many cases each property is asked of. The race detector
// makes them ten times slower and is not there for them.
func propertyCases() int {
	if sampled {
		return 200
	}
	return 2000
}

// lawSeed makes the generated cases the same in every run.
const lawSeed = 20130527

// forAll asks a law of generated cases and shows the smallest that breaks it.
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

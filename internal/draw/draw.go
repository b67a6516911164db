// Package draw has what generators of test cases are made of: drawing a value at
// random, and shrinking one.
package draw

import (
	"math/rand"
	"reflect"
	"slices"

	"github.com/leanovate/gopter"

	"github.com/smscodec/smscodec"
)

// Generator makes a generator of a function that draws a value and one that returns
// the next smaller values.
func Generator[T any](draw func(*rand.Rand) T, smaller func(T) []T) gopter.Gen {
	shrinker := func(v any) gopter.Shrink {
		value, _ := v.(T) // of an interface also nil
		candidates := smaller(value)
		return func() (any, bool) {
			if len(candidates) == 0 {
				return nil, false
			}
			next := candidates[0]
			candidates = candidates[1:]
			return next, true
		}
	}
	return func(p *gopter.GenParameters) *gopter.GenResult {
		return &gopter.GenResult{
			Result:     draw(p.Rng),
			ResultType: reflect.TypeFor[T](),
			Shrinker:   shrinker,
			Sieve:      func(any) bool { return true }, // without one, gopter skips nil
		}
	}
}

// Pick draws one of the values.
func Pick[T any](rng *rand.Rand, values ...T) T { return values[rng.Intn(len(values))] }

// Chance is true once in n times.
func Chance(rng *rand.Rand, n int) bool { return rng.Intn(n) == 0 }

// Shorter returns what is left when a half, a quarter and so on is taken out, each part
// in its turn.
func Shorter[T any](all []T) [][]T {
	var out [][]T
	for n := (len(all) + 1) / 2; n > 0; n /= 2 {
		for start := 0; start < len(all); start += n {
			end := min(start+n, len(all))
			out = append(out, slices.Concat(all[:start], all[end:]))
		}
	}
	return out
}

// Columns returns the columns that a codec reads: without any, the documented ones.
func Columns(c smscodec.Codec) *smscodec.Columns {
	if c.Columns.Len() == 0 {
		return smscodec.DocumentedColumns()
	}
	return c.Columns
}

// Reordered returns the operators in another order.
func Reordered(rng *rand.Rand, c *smscodec.Columns) *smscodec.Columns {
	operators := slices.Collect(c.All())
	rng.Shuffle(len(operators), func(i, k int) { operators[i], operators[k] = operators[k], operators[i] })
	reordered, err := smscodec.NewColumns(operators...)
	if err != nil {
		return c // there are none
	}
	return reordered
}

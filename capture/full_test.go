//go:build !race

package capture_test

// sampled: the tests that take longest run in full here.
const sampled = false

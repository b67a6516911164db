//go:build race

package capture_test

// sampled: the tests that take longest take a sample here.
const sampled = true

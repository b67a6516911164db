//go:build sampled || race || 386 || arm || js || go1.27

package smscodec_test

// sampled is true where the exhaustive tests and the properties take a fixed sample.
const sampled = true

//go:build !sampled && !race && !386 && !arm && !js && !go1.27

package smscodec_test

// sampled is false where the exhaustive tests and the properties run in full.
const sampled = false

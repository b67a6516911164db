//go:build !sampled && !race && !386 && !arm && !js && !go1.27

package smscodec_test

// sampled: the exhaustive tests and the properties run in full here.
const sampled = false

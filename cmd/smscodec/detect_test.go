package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smsctest"
)

// The readings without departures are those of smscodec.Readings.
func TestReadings(t *testing.T) {
	bodies := [][]byte{nil, []byte("OK"), []byte("123"), []byte("0,-2"), []byte("\xcc\xe0"), []byte("ERROR = 2 (x)")}
	for c, err := range smsctest.Cases() {
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, c.Body)
	}
	files, err := filepath.Glob("../../testdata/answers/*")
	if err != nil || len(files) == 0 {
		t.Fatal("no answers", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	for _, body := range bodies {
		var want []reading
		for req, reply := range smscodec.Readings(body) {
			want = append(want, reading{request: req, reply: reply})
		}
		got := readings(body, nil, smscodec.Codec{Reject: smscodec.AllQuirks})
		if !slices.EqualFunc(got, want, func(a, b reading) bool {
			return a.request == b.request && a.departures == b.departures && smscodec.Equal(a.reply, b.reply)
		}) {
			t.Errorf("%q: got %v, want %v", body, got, want)
		}
	}
}

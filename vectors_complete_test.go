package smscodec_test

import (
	"bytes"
	"fmt"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// What the conformance vectors cover.

// The vectors show every documented answer in every format, every error code, and
// every departure and kind of error in the formats that can have it.
func TestVectorsAreComplete(t *testing.T) {
	everywhere := []string{"plain", "csv", "xml", "json"}
	lines := []string{"plain", "csv"}
	named := []string{"plain", "xml", "json"}
	type example struct {
		what    string
		formats []string
	}
	cases := []example{
		{"answer names", everywhere},
		{"answer names and statuses", everywhere},
		{"answer names and registrations", everywhere},
		{"answer id", everywhere},
		{"answer OK", everywhere},
		{"answer error", everywhere},
		{"quirk bom", everywhere},
		{"quirk crlf", everywhere}, // in XML and JSON after a plain answer
		{"quirk blank-line", lines},
		{"quirk empty", lines},
		{"quirk space", []string{"csv"}},
		{"quirk comma", []string{"csv"}},
		{"quirk name", lines},
		{"quirk number", []string{"json"}},
		{"quirk columns", named},
		{"quirk code", everywhere},
		{"quirk extra", everywhere},
		{"quirk other-form", []string{"csv", "xml", "json"}},
		{"kind syntax", everywhere},
		{"kind eof", everywhere},
		{"kind charset", everywhere},
		{"kind duplicate", named},
		{"kind unsupported", named},
		{"kind shape", everywhere},
		{"kind value", everywhere},
		{"kind request", everywhere},
		{"charset utf-8", everywhere},
		{"charset windows-1251", everywhere},
		{"charset koi8-r", everywhere},
	}
	for _, code := range smscodec.ErrorCodes() {
		cases = append(cases, example{fmt.Sprintf("error code %d", int(code)), everywhere})
	}
	required := map[string]bool{}
	for _, c := range cases {
		for _, f := range c.formats {
			required[c.what+" in "+f] = true
		}
	}

	shown := map[string]bool{}
	for _, v := range loadVectors(t) {
		for _, f := range v.Formats() {
			for _, what := range v.shows(f) {
				shown[what+" in "+f.String()] = true
			}
		}
	}
	if diff := cmp.Diff(required, shown); diff != "" {
		t.Errorf("shown by the vectors (-want +got):\n%s", diff)
	}
}

// shows returns what a body is an example of.
func (v vector) shows(f smscodec.Format) []string {
	if at, ok := v.refused[f]; ok {
		return []string{"kind " + at.Kind}
	}
	var shown []string
	for _, at := range v.reports[f] {
		shown = append(shown, "quirk "+at.Quirk.String())
	}
	if shown != nil || v.variant {
		return shown
	}
	if !isASCII(v.bodies[f]) {
		shown = append(shown, "charset "+v.request.Charset.String())
	}
	switch reply := v.reply.(type) {
	case smscodec.List:
		switch {
		case v.request.All:
			return append(shown, "answer names and statuses")
		case v.request.Operators:
			return append(shown, "answer names and registrations")
		}
		return append(shown, "answer names")
	case smscodec.Added:
		return append(shown, "answer id")
	case *smscodec.APIError:
		return append(shown, "answer error", fmt.Sprintf("error code %d", int(reply.Code)))
	}
	return append(shown, "answer OK")
}

func isASCII(text []byte) bool {
	return bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

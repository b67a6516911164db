//go:build !race

package smscodec_test

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// The limits on nesting, members, error texts and goroutines.

// Nesting ends at 64 levels, whatever is nested.
func TestNestingEndsAt64(t *testing.T) {
	for _, test := range []struct {
		name   string
		format smscodec.Format
		body   func(depth int) string
	}{
		{"json arrays", smscodec.JSON, func(n int) string {
			return strings.Repeat("[", n) + strings.Repeat("]", n)
		}},
		{"json objects", smscodec.JSON, func(n int) string {
			return strings.Repeat(`{"a":`, n-1) + "{}" + strings.Repeat("}", n-1)
		}},
		{"json arrays in a member", smscodec.JSON, func(n int) string {
			return `[{"sender":"a","b":` + strings.Repeat("[", n-2) + strings.Repeat("]", n-2) + "}]"
		}},
		{"json, both alternating", smscodec.JSON, func(n int) string {
			turns := n / 2
			odd := strings.Repeat("[]", n%2)
			if odd == "" {
				odd = "1"
			}
			return strings.Repeat(`[{"a":`, turns) + odd + strings.Repeat("}]", turns)
		}},
		{"xml elements", smscodec.XML, func(n int) string {
			return strings.Repeat("<a>", n) + strings.Repeat("</a>", n)
		}},
		{"xml elements in a name", smscodec.XML, func(n int) string {
			return "<list><sender>" + strings.Repeat("<a>", n-2) + strings.Repeat("</a>", n-2) + "</sender></list>"
		}},
		{"xml empty element", smscodec.XML, func(n int) string {
			return "<list>" + strings.Repeat("<a>", n-2) + "<b/>" + strings.Repeat("</a>", n-2) + "</list>"
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := smscodec.Decode([]byte(test.body(64)), listIn(test.format)); !errors.Is(err, smscodec.ErrShape) {
				t.Errorf("64 levels: %v, want %v", err, smscodec.ErrShape)
			}
			if _, err := smscodec.Decode([]byte(test.body(65)), listIn(test.format)); !errors.Is(err, smscodec.ErrUnsupported) {
				t.Errorf("65 levels: %v, want %v", err, smscodec.ErrUnsupported)
			}
		})
	}
}

// Rows, objects and errors have at most 64 members, attributes or elements.
func TestMembersEndAt64(t *testing.T) {
	for _, test := range []struct {
		name   string
		format smscodec.Format
		body   func(n int) string
	}{
		{"json row", smscodec.JSON, func(n int) string {
			return `[{"sender":"a"` + repeatNumbered(n-1, `,"a%d":1`) + "}]"
		}},
		{"json error", smscodec.JSON, func(n int) string {
			return `{"error":"a","error_code":1` + repeatNumbered(n-2, `,"a%d":1`) + "}"
		}},
		{"json object in an object", smscodec.JSON, func(n int) string {
			return `{"a":{"b":1` + repeatNumbered(n-1, `,"a%d":1`) + "}}"
		}},
		{"xml row", smscodec.XML, func(n int) string {
			return "<list><sender" + repeatNumbered(n-1, ` a%d="1"`) + ">a</sender></list>"
		}},
		{"xml error", smscodec.XML, func(n int) string {
			return "<result><error>a</error><error_code>1</error_code>" + repeatNumbered(n-2, "<a%d/>") + "</result>"
		}},
		{"plain row", smscodec.Plain, func(n int) string {
			return "name = a" + repeatNumbered(n-1, ", a%d = 1")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := smscodec.Decode([]byte(test.body(64)), listIn(test.format)); errors.Is(err, smscodec.ErrUnsupported) {
				t.Errorf("64: %v", err)
			}
			if _, err := smscodec.Decode([]byte(test.body(65)), listIn(test.format)); !errors.Is(err, smscodec.ErrUnsupported) {
				t.Errorf("65: %v, want %v", err, smscodec.ErrUnsupported)
			}
		})
	}
}

// An error text is one line of at most 300 bytes, in which all characters from the
// input are printable or escaped.
func TestErrorTextsAreBounded(t *testing.T) {
	const longest = 300
	check := func(t *testing.T, err error) {
		t.Helper()
		if err == nil {
			t.Fatal("no error")
		}
		text := err.Error()
		if len(text) > longest {
			t.Errorf("%d bytes, want at most %d: %s", len(text), longest, text)
		}
		for i, r := range text {
			if !strconv.IsPrint(r) || r == utf8.RuneError && text[i] != 0xEF {
				t.Errorf("%q at %d of %q", r, i, text)
			}
		}
	}
	for _, part := range []struct{ name, text string }{
		{"long", strings.Repeat("a", 5000)},
		{"Cyrillic", strings.Repeat("ж", 5000)},
		{"astral", strings.Repeat("😀", 5000)},
		{"one byte off", "a" + strings.Repeat("😀", 5000)},
		{"control characters", "\u0085\u009B31m"},
		{"bidi characters", "\u202E\u2066\u200F"},
		{"line separators", "\u2028\u2029"},
		{"zero width", strings.Repeat("\u200D\uFEFF", 100)},
		{"backslashes", strings.Repeat(`\`, 5000)},
		{"quotes", strings.Repeat("'", 5000)},
		{"a workflow command", "::error::"},
	} {
		t.Run(part.name, func(t *testing.T) {
			escaped := strings.ReplaceAll(part.text, `\`, `\\`)
			for _, body := range []string{
				`[{"sender":"a","` + escaped + `":null}]`,
				`[{"sender":"a","` + escaped + `":1}]`,
				`[{"sender":"a","` + escaped + `":1,"` + escaped + `":1}]`,
				`[{"sender":"` + escaped + `","status":"` + escaped + `"}]`,
				`{"` + escaped + `":1}`,
				`{"error":1,"` + escaped + `":null}`,
				escaped,
			} {
				_, err := strict.Decode([]byte(body), statusesIn(smscodec.JSON))
				check(t, err)
			}
			for _, body := range []string{
				"<list><sender " + part.text + `="1">a</sender></list>`,
				`<list><sender a="` + part.text + `" b="<">a</sender></list>`,
				"<" + part.text + "/>",
				"<result><error/><" + part.text + "><a/></" + part.text + "></result>",
				"<list>" + part.text + "</list>",
				"<list>&" + part.text + ";</list>",
				`<?xml version="` + part.text + `"?>`,
				`<?xml version="1.0" encoding="` + part.text + `"?>`,
			} {
				_, err := strict.Decode([]byte(body), statusesIn(smscodec.XML))
				check(t, err)
			}
			_, err := strict.Decode([]byte("name = "+part.text), statusesIn(smscodec.Plain))
			check(t, err)
			_, err = strict.Decode([]byte(part.text), statusesIn(smscodec.CSV))
			check(t, err)

			check(t, &smscodec.APIError{Code: 1, Text: part.text})
			check(t, &smscodec.APIError{Code: 1, Text: strings.ToValidUTF8(part.text, "") + "\xFF\n\x1B[31m"})
			for f := smscodec.Plain; f <= smscodec.JSON; f++ {
				list := smscodec.List{{Name: "a", Extra: []smscodec.Field{{Name: part.text, Value: "\x00\xFF"}}}}
				_, err := strict.Append(nil, list, listIn(f))
				check(t, err)
			}
			_, err = smscodec.NewColumns(smscodec.Operator(part.text + "-"))
			check(t, err)
			_, err = smscodec.ParseQuirks(part.text)
			check(t, err)
			check(t, new(smscodec.Op).UnmarshalText([]byte(part.text)))
		})
	}
}

// No goroutine is left running, however reading ends.
func TestNoGoroutineIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := range 10_000 {
		f := smscodec.Format(i % 4)
		list := smscodec.List{{Name: "a"}, {Name: "b"}}
		body, err := smscodec.Append(nil, list, listIn(f))
		if err != nil {
			t.Fatal(err)
		}
		smscodec.Decode(body, listIn(f))
		smscodec.Decode(body[:i%len(body)], listIn(f))
		for range (smscodec.Codec{}).Senders(body, listIn(f)) {
			break
		}
		for range smscodec.Readings(body) {
			break
		}
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines, before there were %d", after, before)
	}
}

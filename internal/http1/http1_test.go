package http1

import (
	"reflect"
	"strings"
	"testing"
)

func TestSplitChunks(t *testing.T) {
	for _, tt := range []struct {
		name, text string // ▸ is where splitting stops
		data       string // of the chunks, joined by |
		state      State
	}{
		{"one", "2\r\nOK\r\n0\r\n\r\n▸next", "OK", Whole},
		{"several, with extensions", "1;a=b\r\na\r\n02 \r\nbc\r\n0\r\n\r\n▸", "a|bc", Whole},
		{"a trailer", "1\r\na\r\n0\r\nX: y\r\nZ: 1\r\n\r\n▸", "a", Whole},
		{"none", "0\r\n\r\n▸", "", Whole},
		{"hexadecimal", "A\r\n0123456789\r\n0\r\n\r\n▸", "0123456789", Whole},
		{"cut off in a size", "1\r\na\r\n▸2", "a", CutOff},
		{"cut off in data", "1\r\na\r\n9\r\n▸b", "a", CutOff},
		{"cut off after data", "1\r\n▸a\r", "", CutOff},
		{"cut off in a trailer", "0\r\n▸X: y", "", CutOff},
		{"no size", "▸name = a\r\n", "", Broken},
		{"data longer than stated", "1\r\n▸ab\r\n", "", Broken},
		{"a size beyond all bounds", "▸ffffffffffffffffff\r\n", "", Broken},
		{"a negative size", "▸-1\r\n", "", Broken},
		{"a trailer that is too long", "0\r\n" + strings.Repeat("a: b\r\n", MaxHeader/6+1) + "▸a: b\r\n\r\n", "", Broken},
		{"a trailer that is none", "0\r\n▸<html>\r\n", "", Broken},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		text := []byte(before + after)
		var c ChunkedBody
		c.Split(text, "\r\n")
		var grown ChunkedBody
		for n := range len(text) + 1 { // as more and more of the text is read
			if grown.Split(text[:n], "\r\n"); grown.State != CutOff {
				break
			}
		}
		if !reflect.DeepEqual(grown, c) {
			t.Errorf("%s: byte by byte %+v, at once %+v", tt.name, grown, c)
		}
		var data []string
		for _, d := range c.Data {
			data = append(data, string(text[d.Start:d.End]))
		}
		if c.State != tt.state || strings.Join(data, "|") != tt.data || c.At != len(before) {
			t.Errorf("%s: %q, state %d, at %d; want %q, %d, %d", tt.name, data, c.State, c.At, tt.data, tt.state, len(before))
		}
	}
}

// TestStartLines: what begins a message, and how long its start line is.
func TestStartLines(t *testing.T) {
	for _, tt := range []struct {
		text string // up to ▸
		kind Kind
	}{
		{"HTTP/1.1 200 OK\r\n▸A: b", Response},
		{"HTTP/2 200\n▸", Response},
		{"HTTP/1.0 404 \n▸", Response},
		{"▸HTTP/1.1 20 OK\n", None},
		{"▸HTTP/1.1 2000\n", None},
		{"▸HTTP/x 200\n", None},
		{"▸ HTTP/1.1 200 OK\n", None},
		{"GET /a HTTP/1.1\r\n▸", Request},
		{"PROPFIND * HTTP/1.1\n▸", Request},
		{"▸get /a HTTP/1.1\n", None},
		{"▸GET /a\n", None},
		{"▸GET  HTTP/1.1\n", None},
		{"▸GET /a b HTTP/1.1\n", None},
		{"▸ABCDEFGHIJKLMNOPQ / HTTP/1.1\n", None},
		{"▸HTTP/1.1 200", Cut},
		{"▸HT", Cut},
		{"▸POST /sys", Cut},
		{"▸", None},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		text := []byte(before + after)
		if got := KindOf(text, true); got != tt.kind {
			t.Errorf("%q: kind %d, want %d", text, got, tt.kind)
		}
		if n := max(StatusLineLen(text), RequestLineLen(text)); n != len(before) {
			t.Errorf("%q: %d bytes, want %d", text, n, len(before))
		}
	}
}

package http1

import (
	"strings"
	"testing"
)

func TestSplitChunks(t *testing.T) {
	line := func(n int) string { return "1;" + strings.Repeat("a", n-len("1;\r\n")) }
	trailer := func(n int) string { return "X: " + strings.Repeat("y", n-len("X: \r\n")) + "\r\n" }
	for _, tt := range []struct {
		name, text string // ▸ is where splitting stops, ▹ if that is in the data of a chunk
		data       string // of the chunks, joined by |
		isWhole    bool
	}{
		{"one", "2\r\nOK\r\n0\r\n\r\n▸next", "OK", true},
		{"several, with extensions", "1;a=b\r\na\r\n02 \r\nbc\r\n0\r\n\r\n▸", "a|bc", true},
		{"a tab after the size", "1\t\r\na\r\n0\r\n\r\n▸", "a", true},
		{"a trailer", "1\r\na\r\n0\r\nX: y\r\nZ: 1\r\n\r\n▸", "a", true},
		{"none", "0\r\n\r\n▸", "", true},
		{"line feeds alone", "2\nOK\n0\nX: y\n\n▸", "OK", true},
		{"hexadecimal", "A\r\n0123456789\r\n0\r\n\r\n▸", "0123456789", true},
		{"two digits", "0f\r\n0123456789abcde\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n▸", "0123456789abcde|0123456789abcdef", true},
		{"a line as long as is allowed", line(maxChunkLine) + "\r\na\r\n0\r\n\r\n▸", "a", true},
		{"a trailer as long as is allowed", "0\r\n" + trailer(MaxHeader) + "\r\n▸", "", true},

		{"cut off in a size", "1\r\na\r\n▸2", "a", false},
		{"cut off in an extension", "▸" + line(maxChunkLine+1), "", false},
		{"cut off in data", "1\r\na\r\n9\r\n▹b", "a", false},
		{"cut off in the last byte of data", "3\r\n▹ab", "", false},
		{"cut off at the end of data", "2\r\n▹ab", "", false},
		{"cut off after data", "1\r\n▹a\r", "", false},
		{"cut off after a chunk", "1\r\na\r\n▸", "a", false},
		{"cut off in a trailer", "0\r\n▸X: y", "", false},
		{"cut off after a trailer", "0\r\nX: y\r\n▸", "", false},

		{"no size", "▸name = a\r\n", "", false},
		{"no size after a chunk", "1\r\na\r\n▸x\r\n", "a", false},
		{"data longer than stated", "1\r\n▹ab\r\n", "", false},
		{"a size beyond all bounds", "▸ffffffffffffffffff\r\n", "", false},
		{"a size of 2 to the power of 63", "▸8000000000000000\r\n", "", false},
		{"the greatest size", "7fffffffffffffff\r\n▹", "", false},
		{"a negative size", "▸-1\r\n", "", false},
		{"a line that is too long, and may continue", "▸" + line(maxChunkLine+2), "", false},
		{"a line that is too long", "▸" + line(maxChunkLine+1) + "\r\na\r\n0\r\n\r\n", "", false},
		{"a trailer that is too long", "0\r\n" + trailer(MaxHeader+1) + "▸a: b\r\n\r\n", "", false},
		{"a trailer that is none", "0\r\n▸<html>\r\n", "", false},
	} {
		before, after, isData := strings.Cut(tt.text, "▹")
		if !isData {
			before, after, _ = strings.Cut(tt.text, "▸")
		}
		text := []byte(before + after)
		c := SplitChunks(text)
		for n := range len(before) { // as more and more of the text is read
			if cut := SplitChunks(text[:n]); cut.IsWhole || cut.At > n {
				t.Errorf("%s: whole %v after %d bytes, at %d", tt.name, cut.IsWhole, n, cut.At)
			}
		}
		var data []string
		for _, d := range c.Data {
			data = append(data, string(text[d.Start:d.End]))
		}
		if c.IsWhole != tt.isWhole || strings.Join(data, "|") != tt.data || c.At != len(before) {
			t.Errorf("%s: %q, whole %v, at %d; want %q, %v, %d", tt.name, data, c.IsWhole, c.At, tt.data, tt.isWhole, len(before))
		}
		if c.IsData != isData {
			t.Errorf("%s: in data %v", tt.name, c.IsData)
		}
	}
}

// TestStartLines: what begins a message, and how long its start line is.
func TestStartLines(t *testing.T) {
	target := func(n int) string { return "/" + strings.Repeat("a", n-len("GET / HTTP/1.1\n")) }
	for _, tt := range []struct {
		text string // up to ▸
		lens func(text []byte) int
	}{
		{"HTTP/1.1 200 OK\r\n▸A: b", StatusLineLen},
		{"HTTP/2 200\n▸", StatusLineLen},
		{"HTTP/1.0 404 \n▸", StatusLineLen},
		{"▸HTTP/1.1 20 OK\n", nil},
		{"▸HTTP/1.1 2000\n", nil},
		{"▸HTTP/x 200\n", nil},
		{"▸ HTTP/1.1 200 OK\n", nil},
		{"GET /a HTTP/1.1\r\n▸", RequestLineLen},
		{"PROPFIND * HTTP/1.1\n▸", RequestLineLen},
		{"▸get /a HTTP/1.1\n", nil},
		{"▸GET /a\n", nil},
		{"▸GET  HTTP/1.1\n", nil},
		{"▸GET /a b HTTP/1.1\n", nil},
		{"▸ABCDEFGHIJKLMNOPQ / HTTP/1.1\n", nil},
		{"HTTP/1.1 200 " + strings.Repeat("a", maxStatusLine-14) + "\n▸", StatusLineLen},
		{"▸HTTP/1.1 200 " + strings.Repeat("a", maxStatusLine-13) + "\n", nil},
		{"GET " + target(MaxHeader) + " HTTP/1.1\n▸", RequestLineLen},
		{"▸GET " + target(MaxHeader+1) + " HTTP/1.1\n", nil},
		{"▸HTTP/1.1 200", nil},
		{"▸POST /sys", nil},
		{"▸", nil},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		text := []byte(before + after)
		if n := max(StatusLineLen(text), RequestLineLen(text)); n != len(before) || StartsMessage(text) != (n > 0) {
			t.Errorf("%.60q: %d bytes, want %d", text, n, len(before))
		}
		if tt.lens != nil && tt.lens(text) != len(before) {
			t.Errorf("%.60q: a message of the other kind", text)
		}
	}
}

// TestFindMessage: where a message begins, perhaps within a line.
func TestFindMessage(t *testing.T) {
	const field = "Host: h\r\n"
	cases := []struct {
		name, text string // ▸ is before the message
	}{
		{"a response", "▸HTTP/1.1 200 OK\r\n" + field},
		{"a response with a header that is empty", "▸HTTP/2 200\n\n"},
		{"a response after a body without a line end", "name = a▸HTTP/1.1 200 OK\r\n" + field},
		{"a request at the beginning of the text", "▸PROPFIND /a HTTP/1.1\r\n" + field},
		{"a request at the beginning of a line", "name = a\n▸PROPFIND /a HTTP/1.1\r\n" + field},
		{"a request of HTTP/2", "name = a\n▸GET /a HTTP/2\r\n" + field},
		{"a request of the first version", "name = a\n▸GET /a HTTP/0.0\n\n"},
		{"a request of the last version", "name = a\n▸GET /a HTTP/9.9\n\n"},
		{"a method of as many letters as are allowed", "\n▸ABCDEFGHIJKLMNOP /a HTTP/1.1\n\n"},
		{"a method of the last letter", "\n▸Z /a HTTP/1.1\n\n"},
		{"a body that ends in a capital", "name = A▸GET /a HTTP/1.1\n\n"},
		{"a target as long as is searched for", strings.Repeat("a", 99) + "▸GET /" + strings.Repeat("a", maxBeforeVersion-6) + " HTTP/1.1\n\n"},
		{"a status line that text follows, and a response", "HTTP/1.1 200 OK\nno field\n▸HTTP/1.1 200 OK\n\n"},
		{"a status that is none, and a response", "HTTP/1.1 20 OK\n\n▸HTTP/1.1 200 OK\n\n"},
		{"a request line that text follows, and a request", "GET /a HTTP/1.1\nno field\n▸GET /b HTTP/1.1\n\n"},

		{"no message", "name = a\n"},
		{"an unknown method within a line", "name = aPROPFIND /a HTTP/1.1\r\n" + field},
		{"a method in lower case", "\nget /a HTTP/1.1\n\n"},
		{"a method of too many letters", "\nABCDEFGHIJKLMNOPQ /a HTTP/1.1\n\n"},
		{"a sign like a letter before a method", "\n[PROPFIND /a HTTP/1.1\n\n"},
		{"another sign like a letter before a method", "\n@PROPFIND /a HTTP/1.1\n\n"},
		{"a target that is too long", "name = aGET /" + strings.Repeat("a", maxBeforeVersion) + " HTTP/1.1\n\n"},
		{"no target", "GET  HTTP/1.1\n\n"},
		{"no target, and no method", " HTTP/1.1\n\n"},
		{"no method", "\n/a HTTP/1.1\n\n"},
		{"a space in place of the method", "\n /a HTTP/1.1\n\n"},
		{"a method on the line before", "GET\n/a HTTP/1.1\n\n"},
		{"the version alone", "HTTP/1.1\n\n"},
		{"no space before the version", "GET /aHTTP/1.1\n\n"},
		{"a letter after the version", "GET /a HTTP/1.1x\n\n"},
		{"a field after the version", "GET /a HTTP/1.1A: b\n\n"},
		{"text after the version", "GET /a HTTP/1.1 x\n\n"},
		{"no version", "GET /a HTTP/\n\n"},
		{"a version in letters", "GET /a HTTP/x\n\n"},
		{"a version in lower case", "GET /a http/1.1\n\n"},
		{"another protocol", "GET /a HTTPS/1.1\n\n"},
		{"a sign below the digits as the version", "GET /a HTTP//1\n\n"},
		{"a sign above the digits as the version", "GET /a HTTP/:1\n\n"},
		{"two digits without a dot", "GET /a HTTP/11\n\n"},
		{"a dot without a digit after it", "GET /a HTTP/1.\n\n"},
		{"a dot and a sign below the digits", "GET /a HTTP/1./\n\n"},
		{"a dot and a sign above the digits", "GET /a HTTP/1.:\n\n"},
		{"two digits after the dot", "GET /a HTTP/1.99\n\n"},
		{"a version at the end", "GET /a HTTP/"},
	}
	for _, method := range []string{"CONNECT", "OPTIONS", "DELETE", "PATCH", "TRACE", "HEAD", "POST", "GET", "PUT"} {
		cases = append(cases, struct{ name, text string }{method + " after a body without a line end", "name = a▸" + method + " /a HTTP/1.1\r\n" + field})
	}
	for _, tt := range cases {
		text := tt.text
		want := strings.Index(text, "▸")
		text = strings.Replace(text, "▸", "", 1)
		for _, ended := range []bool{false, true} {
			if got := FindMessage([]byte(text), ended); got != want {
				t.Errorf("%s: at %d, want %d", tt.name, got, want)
			}
		}
	}
	cut := []byte("name = aHTTP/1.1 200 OK\nHos")
	if got := FindMessage(cut, false); got >= 0 {
		t.Errorf("a header of which more may follow is at %d", got)
	}
	if got := FindMessage(cut, true); got != len("name = a") {
		t.Errorf("a header that is cut off is at %d", got)
	}
}

// TestFields: the name of a field, up to ▸, and whether the text begins with a field.
func TestFields(t *testing.T) {
	long := strings.Repeat("a", maxFieldName)
	for _, tt := range []struct {
		text    string
		isField bool
	}{
		{"A▸: b", true},
		{"x-1_!~*'|▸: b", true},
		{"▸\n", true},
		{"▸\r\n", true},
		{"▸: b", false},
		{"A▸ : b", false},
		{"▸ A: b", false},
		{"A▸\x00:", false},
		{"A▸\t:", false},
		{"A▸\x7f:", false},
		{"A▸\x80:", false},
		{"A▸(:", false},
		{"A▸):", false},
		{"▸<list>:", false},
		{"list▸>:", false},
		{"▸\"a\":", false},
		{"▸{\"a\":", false},
		{"a▸}:", false},
		{"▸\r", false},
		{long + "▸:", true},
		{long + "▸a:", false},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		text := []byte(before + after)
		if got := FieldNameLen(text); got != len(before) {
			t.Errorf("%q: a name of %d bytes, want %d", tt.text, got, len(before))
		}
		for _, ended := range []bool{false, true} {
			if got := IsHeader(text, ended); got != tt.isField {
				t.Errorf("%q: a field: %v", tt.text, got)
			}
		}
	}
	for _, text := range []string{"", "A", "Content-Le"} { // a field may follow, unless the text has ended
		if IsHeader([]byte(text), false) || !IsHeader([]byte(text), true) {
			t.Errorf("%q is not a field that is cut off", text)
		}
	}
}

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		text      string
		end, line int
	}{{"", 0, 0}, {"a", 0, 1}, {"a\nb\n", 0, 2}, {"\na", 1, 1}, {"\r\na", 2, 2}, {"\ra\n", 0, 3}, {"\r", 0, 1}} {
		if end, line := LineEndLen([]byte(tt.text)), LineLen([]byte(tt.text)); end != tt.end || line != tt.line {
			t.Errorf("%q: a line end of %d bytes in a line of %d; want %d, %d", tt.text, end, line, tt.end, tt.line)
		}
	}
}

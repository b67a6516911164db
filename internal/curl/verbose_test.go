package curl

import (
	"slices"
	"strings"
	"testing"
)

// TestVerboseLines: marks of the lines of a log.
func TestVerboseLines(t *testing.T) {
	const log = `* Connected to h
$ curl -v \
  http://h
> GET / HTTP/1.1
> Host: h
>
} [5 bytes data]
< HTTP/2 200
< A: b
< 
{ [5 bytes data]
<list>
> a
< b
*	c
zxcabs* Connection #0 to host h left intact
< Trailer: x
curl: (18) transfer closed
`
	want := []string{
		"note * Connected to h", "note $ curl -v \\", "note   http://h",
		"request > GET / HTTP/1.1", "request > Host: h", "request >", "note } [5 bytes data]",
		"response < HTTP/2 200", "response < A: b", "response < ", "note { [5 bytes data]",
		"text <list>", "text > a", "text < b", "text *\tc", "text zxcabs", "note * Connection #0 to host h left intact",
		"note < Trailer: x", "note curl: (18) transfer closed",
	}
	var got []string
	var s Scanner
	for line := range strings.Lines(log) {
		for rest := []byte(line); len(rest) > 0; {
			mark, n := s.Scan(rest)
			name := [...]string{Text: "text", Note: "note", Request: "request", Response: "response"}[mark]
			got = append(got, name+" "+strings.TrimSuffix(string(rest[:n]), "\n"))
			rest = rest[n:]
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

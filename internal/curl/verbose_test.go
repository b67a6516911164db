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
>quoted
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
x* Closing connection
{} 
{ [5 bytes of data]
- GET / HTTP/1.1
- A: b
- HTTP/2 200
- A: b
*shire$ curl -v h
< 
>
< Trailer: x
` + meterRowText + `name = a\
name = b
$ curl -v h
name = c
curl: (18) transfer closed
>`
	want := []string{
		"note * Connected to h", "terminal $ curl -v \\", "terminal   http://h",
		"request > GET / HTTP/1.1", "request > Host: h", "text >quoted", "request >", "note } [5 bytes data]",
		"response < HTTP/2 200", "response < A: b", "response < ", "data { [5 bytes data]",
		"text <list>", "text > a", "text < b", "text *\tc", "text zxcabs", "note * Connection #0 to host h left intact",
		"text x", "note * Closing connection",
		"text {} ", "text { [5 bytes of data]",
		"text - GET / HTTP/1.1", "text - A: b", "text - HTTP/2 200", "text - A: b", "terminal *shire$ curl -v h", "text < ", "text >",
		"trailer < Trailer: x", "terminal " + meterRowText, "text name = a\\", "text name = b",
		"terminal $ curl -v h", "text name = c", "terminal curl: (18) transfer closed", "text >",
	}
	var got []string
	var s Scanner
	for line := range strings.Lines(log) {
		for rest := []byte(line); len(rest) > 0; {
			mark, n := s.Scan(rest)
			name := map[Mark]string{Text: "text", Request: "request", Response: "response", Trailer: "trailer", Data: "data", Note: "note", Terminal: "terminal"}[mark]
			got = append(got, name+" "+strings.TrimSuffix(string(rest[:n]), "\n"))
			rest = rest[n:]
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestAfterText: notes that follow a body on its line, from ▸ on.
func TestAfterText(t *testing.T) {
	for _, line := range []string{
		"OK▸\r" + meterRowText + "\n",
		"OK▸\r" + meterRowText + "me@host$ curl http://h\n",
		"OK▸  % Total    % Received % Xferd\n",
		"OK▸curl: (18) transfer closed\n",
		"OK▸* Connection #0 to host h left intact\n",
		"OK▸* Found bundle for host h\n",
		"OK▸* Re-using existing connection\n",
		"OK▸* Reusing existing connection\n",
		"OK▸* Closing connection 0\n",
		"OK▸* closing connection #0\n",
		"OK▸* shutting down connection #0\n",
		"OK▸* Issue another request to this URL\n",
		"OK▸* Can not multiplex\n",
		"OK▸*   Trying 127.0.0.1:80...\n",
		"OK▸* Hostname h was found in DNS cache\n",
		"OK▸* Host h:80 was resolved.\n",
		"OK▸* Excess found in a read\n",
		"OK▸* transfer closed with outstanding read data remaining\n",
		"OK▸* Could not resolve host: h\n",
		"a* b▸",
		"5 * (2) % 3\n▸",
		"a\rb\n▸",
	} {
		before, after, _ := strings.Cut(line, "▸")
		s := Scanner{Prompt: "me@host$ "}
		if mark, n := s.Scan([]byte(before + after)); mark != Text || n != len(before) {
			t.Errorf("%q: mark %d, %d bytes", line, mark, n)
		}
	}
}

// TestIsVerbose: which captures are output of curl -v.
func TestIsVerbose(t *testing.T) {
	for text, want := range map[string]bool{
		"> GET /a HTTP/1.1\n":                                           true,
		"> GET /a HTTP/1.1\r\n":                                         true,
		"> GET /a HTTP/2\n> Host: h\n":                                  true,
		"< HTTP/1.1 200 OK\r\n":                                         true,
		"< HTTP/2 200\n":                                                true,
		"< HTTP/2 200 \n":                                               true,
		"*   Trying 127.0.0.1:80...\n":                                  true,
		"* Host h:80 was resolved.\n":                                   true,
		"* Could not resolve host: h\n":                                 true,
		"* Uses proxy env variable":                                     true,
		"* Rebuilt URL to: http://h/\n":                                 true,
		"* Added h:80:127.0.0.1 to DNS cache\n":                         true,
		"* Connected to h (127.0.0.1) port 80\n":                        true,
		"* Re-using existing connection\n":                              true,
		"* Reusing existing http: connection\n":                         true,
		"* Found bundle for host h\n":                                   true,
		"* About to connect() to h port 80\n":                           true,
		"$ curl -v h\n*   Trying 127.0.0.1:80...\n":                     true,
		meterRowText + "\n\n> GET / HTTP/1.1\n":                         true,
		"* ALPN: offers h2\n> GET /a HTTP/1.1\n":                        true,
		"{ [5 bytes data]\n< HTTP/1.1 200 OK\n":                         true,
		"} [5 bytes data]\n> GET /a HTTP/1.1\n":                         true,
		"Note: Unnecessary use of -X\n* Connected to h (::1) port 80\n": true,
		"":                                       false,
		"$ curl -v h\n":                          false,
		"HTTP/1.1 200 OK\n\n> GET /a HTTP/1.1\n": false,
		"* a list\n* of two\n":                   false,
		"*bold*\n> GET /a HTTP/1.1\n":            false,
		"a\n> GET /a HTTP/1.1\n":                 false,
		"> a quotation\n":                        false,
		"> get /a HTTP/1.1\n":                    false,
		"> GET /a b HTTP/1.1\n":                  false,
		"< HTTP/1.1 20\n":                        false,
		"<list></list>\n":                        false,
		"{ [5 bytes data]\n":                     false,
	} {
		if got := IsVerbose([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestIsRetyped: which captures a recorded terminal has changed.
func TestIsRetyped(t *testing.T) {
	for text, want := range map[string]bool{
		"HTTP/1.1 200 OK\r\r\nA: b\r\r\n":               true,
		"HTTP/1.1 200 OK\r\nA: b\r\n\r\nname = a\r\r\n": false,
		"* Trying\n> GET / HTTP/1.1\r\nHost: h\r\n":     true,
		"* Trying\n> GET / HTTP/1.1\n> Host: h\n":       false,
		"* Trying\n> GET / HTTP/2\n> Host: h\n\n":       true,
		"> GET / HTTP/1.1\r\n> Host: h\r\n> \r\n\r\n":   false,
		"> Host: h\n\nname = a\n":                       false,
		"HTTP/1.1 200 OK\n\nA: b\n\nname = a\n":         true,
		"HTTP/1.1 200 OK\nA: b\n\nname: a\n\n":          false,
		"HTTP/1.1 200 OK\n\nname: a\n":                  false,
		"HTTP/1.1 200 OK\n\x1b[1mdate\x1b[0m: a\n":      true,
		"HTTP/1.1 200 OK\nA: b\n\n\x1b[1mname = a\n":    false,
		"* Connected to h\r\r\n":                        true,
		"a\n> GET / HTTP/1.1\r\r\n":                     true,
		"< HTTP/2 200\n\x1b[1mdate\x1b[0m: a\n":         true,
		"> GET / HTTP/1.1\r\n":                          false,
		"name = a\r\r\n":                                false,
		"* Cookie store:\n* Executing entry 1\n":        true,
		"* Executing entry\n":                           false,
		"> GET / HTTP/1.1\n> \n> HTTP/1.1 200 OK\n":     true,
		"> HTTP/1.1\n":                                  false,
		"a \x1b[1mb\n":                                  false,
	} {
		if got := IsRetyped([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestData: which notes say that a part of a body was received.
func TestData(t *testing.T) {
	for note, want := range map[string]Mark{
		"{ [5 bytes data]\n": Data, "{ [05 bytes data]\r\n": Data, "{ [10 bytes data]": Data,
		"{ [0 bytes data]\n": Note, "} [5 bytes data]\n": Note, "* { [5 bytes data]\n": Note,
	} {
		if got, n := new(Scanner).Scan([]byte(note)); got != want || n != len(note) {
			t.Errorf("%q: %c, %d bytes", note, got, n)
		}
	}
}

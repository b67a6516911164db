package capture

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/smscodec/smscodec/internal/http1"
)

// sources are ways in which the same bytes arrive.
var sources = map[string]func(string) io.Reader{
	"at once":         func(s string) io.Reader { return strings.NewReader(s) },
	"byte by byte":    func(s string) io.Reader { return iotest.OneByteReader(strings.NewReader(s)) },
	"with the error":  func(s string) io.Reader { return iotest.DataErrReader(strings.NewReader(s)) },
	"in halves":       func(s string) io.Reader { return iotest.HalfReader(strings.NewReader(s)) },
	"with empty ones": func(s string) io.Reader { return &stutter{r: strings.NewReader(s)} },
}

// A stutter reads nothing every other time.
type stutter struct {
	r       io.Reader
	nothing bool
}

func (s *stutter) Read(p []byte) (int, error) {
	if s.nothing = !s.nothing; s.nothing {
		return 0, nil
	}
	return s.r.Read(p[:min(len(p), 3)])
}

// TestLookahead: the window returns and skips the same text however that arrives.
func TestLookahead(t *testing.T) {
	text := strings.Repeat("0123456789\n", 1<<16) // longer than the first window
	for name, source := range sources {
		t.Run(name, func(t *testing.T) {
			l := newLookahead(source(text))
			if !l.begins("0123") || l.begins("0124") || l.begins(text+"x") {
				t.Error("begins")
			}
			if got := l.ahead(1000); len(got) < 1000 || !strings.HasPrefix(text, string(got)) {
				t.Errorf("%d bytes ahead", len(got))
			}
			l.skip(12)
			if l.at != (Position{12, 2, 2}) || !l.begins("123") {
				t.Errorf("at %+v", l.at)
			}
			if !l.skipSet("0123456789") || l.at != (Position{21, 2, 11}) {
				t.Errorf("after digits at %+v", l.at)
			}
			if !l.skipFar(300000) || !strings.HasPrefix(text[300021:], string(l.ahead(20)[:20])) {
				t.Errorf("after many bytes at %+v", l.at)
			}
			want := Position{Line: 1, Col: 1}.after([]byte(text[:300021]))
			if l.at != want || l.endsAt(0) {
				t.Errorf("at %+v, want %+v", l.at, want)
			}
			rest, err := io.ReadAll(l)
			if string(rest) != text[300021:] || err != nil || l.at.Offset != int64(len(text)) || !l.endsAt(0) {
				t.Errorf("%d bytes in the end, %v, at %+v", len(rest), err, l.at)
			}
			if l.skipFar(1) || l.skipSet(" ") || l.begins("0") || l.failure() != nil {
				t.Error("there is more after the end")
			}
		})
	}
}

// TestLookaheadFailure: the text before an error of the source is read.
func TestLookaheadFailure(t *testing.T) {
	failure := errors.New("a worn disk")
	l := newLookahead(io.MultiReader(strings.NewReader("name = a"), iotest.ErrReader(failure)))
	if got := l.ahead(100); string(got) != "name = a" || l.failure() != failure {
		t.Errorf("%q, %v", got, l.failure())
	}
	if text, fits := l.readAll(100); string(text) != "name = a" || !fits || l.failure() != failure {
		t.Errorf("%q, %v, %v", text, fits, l.failure())
	}
}

// TestReadAll: all that is left, up to a limit.
func TestReadAll(t *testing.T) {
	for _, size := range []int{0, 1, 99, 100, 101, 1 << 20} {
		l := newLookahead(strings.NewReader("\n" + strings.Repeat("x", size)))
		l.ahead(1)
		l.skip(1)
		if text, fits := l.readAll(100); fits != (size <= 100) || fits && len(text) != size {
			t.Errorf("%d bytes of %d, %v", len(text), size, fits)
		}
	}
}

// TestPieces: the place of a text that is in a capture in pieces, and of bodies in it.
func TestPieces(t *testing.T) {
	// The text is in capital letters.
	const file = "> a\nAB\nC> b\n> c\nD\nE> \nF"
	at := func(offset int) Position { return Position{Line: 1, Col: 1}.after([]byte(file[:offset])) }
	var text []byte
	var pieces []piece
	for i := 0; i < len(file); i++ {
		isText := file[i] >= 'A' && file[i] <= 'F' || file[i] == '\n' && i > 0 && file[i-1] >= 'A' && file[i-1] <= 'F'
		if !isText {
			continue
		}
		if n := len(pieces); n == 0 || pieces[n-1].at.Offset+int64(len(text)-pieces[n-1].from) != int64(i) {
			pieces = append(pieces, piece{len(text), at(i)})
		}
		text = append(text, file[i])
	}
	if string(text) != "AB\nCD\nEF" || len(pieces) != 3 {
		t.Fatalf("%q in %d pieces", text, len(pieces))
	}
	for start := range len(text) {
		for end := start + 1; end <= len(text); end++ {
			l := &lookahead{text: text, pieces: pieces, err: io.EOF}
			l.skip(start)
			body, where := l.join([]http1.Chunk{{End: end - start}})
			if !bytes.Equal(body, text[start:end]) {
				t.Fatalf("%d to %d: %q", start, end, body)
			}
			for i, c := range body {
				if p := (&Response{Body: body, origin: where}).Position(i); file[p.Offset] != c || p != at(int(p.Offset)) {
					t.Errorf("%d to %d: byte %d, %q, is at %+v", start, end, i, c, p)
				}
			}
		}
	}
	// As chunks, each of which may be in pieces.
	l := &lookahead{text: text, pieces: pieces, err: io.EOF}
	l.skip(0)
	body, where := l.join([]http1.Chunk{{Start: 0, End: 2}, {Start: 3, End: 5}, {Start: 6, End: 8}})
	if string(body) != "ABCDEF" {
		t.Errorf("%q", body)
	}
	for i, c := range body {
		if p := (&Response{Body: body, origin: where}).Position(i); file[p.Offset] != c {
			t.Errorf("in chunks, byte %d, %q, is at %+v", i, c, p)
		}
	}
}

// TestHead: start lines, fields and what they say.
func TestHead(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       Header
		status     int
		encodings  string
		isChunked  bool
		isDamaged  bool
	}{
		{"no field", "HTTP/1.1 204 No Content\r\n", Header{}, 204, "", false, false},
		{"a field", "HTTP/2 200\nA: b\n", Header{{"A", "b"}}, 200, "", false, false},
		{"white space around a value", "HTTP/1.1 200 OK\r\nA:\t b \r\nC:\r\n", Header{{"A", "b"}, {"C", ""}}, 200, "", false, false},
		{"a value with colons", "HTTP/1.1 200 OK\nA: b:c: d\n", Header{{"A", "b:c: d"}}, 200, "", false, false},
		{"a folded value", "HTTP/1.1 200 OK\r\nA: b\r\n\t c\r\n  d\r\nE: f\r\n", Header{{"A", "b"}, {"E", "f"}}, 200, "", false, true},
		{"no space after the colon", "HTTP/1.1 200 OK\nA:b\n", Header{{"A", "b"}}, 200, "", false, false},
		{"a request", "GET / HTTP/1.1\nHost: h\n", Header{{"Host", "h"}}, 0, "", false, false},
		{"a request of another version", "GET /HTTP/1.1 HTTP/1.1\n", Header{}, 0, "", false, false},
		{"an encoding of the transfer alone", "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n", Header{{"Transfer-Encoding", "gzip, chunked"}}, 200, "gzip", true, false},
		{"an encoding of the transfer without chunks", "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n", Header{{"Transfer-Encoding", "gzip"}}, 200, "", false, false},
		{"fields twice", "HTTP/1.1 200 OK\nSet-Cookie: a\nset-cookie: b\n", Header{{"Set-Cookie", "a"}, {"set-cookie", "b"}}, 200, "", false, false},
		{"a line that is no field", "HTTP/1.1 200 OK\nA: b\nnone\nC: d\n", Header{{"A", "b"}, {"C", "d"}}, 200, "", false, true},
		{"no name", "HTTP/1.1 200 OK\n: b\n", Header{}, 200, "", false, true},
		{"a name with a space", "HTTP/1.1 200 OK\nA B: c\n", Header{}, 200, "", false, true},
		{"an encoding", "HTTP/1.1 200 OK\nContent-Encoding: gzip\n", Header{{"Content-Encoding", "gzip"}}, 200, "gzip", false, false},
		{"chunks", "HTTP/1.1 200 OK\nTransfer-Encoding: Chunked\n", Header{{"Transfer-Encoding", "Chunked"}}, 200, "", true, false},
		{"encodings and chunks", "HTTP/1.1 200 OK\nContent-Encoding: br\nTransfer-Encoding: gzip, chunked\n", Header{{"Content-Encoding", "br"}, {"Transfer-Encoding", "gzip, chunked"}}, 200, "br,gzip", true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var h head
			h.parse(tt.text)
			list, isChunked := h.header.encodings()
			if h.status != tt.status || list != tt.encodings || isChunked != tt.isChunked || h.isDamaged != tt.isDamaged {
				t.Errorf("status %d, encodings %q, %v, damaged %v", h.status, list, isChunked, h.isDamaged)
			}
			if len(h.header) != len(tt.want) {
				t.Fatalf("%q, want %q", h.header, tt.want)
			}
			for i, f := range h.header {
				if f != tt.want[i] {
					t.Errorf("%q, want %q", f, tt.want[i])
				}
			}
		})
	}
}

// TestStatuses: what a status says of the body, and of other responses.
func TestStatuses(t *testing.T) {
	for _, tt := range []struct {
		method, line string
		want         string
	}{
		{"GET", "HTTP/1.1 099 Odd", ""},
		{"GET", "HTTP/1.1 100 Continue", "interim"},
		{"GET", "HTTP/1.1 101 Switching Protocols", ""},
		{"GET", "HTTP/1.1 102 Processing", "interim"},
		{"GET", "HTTP/1.1 199", "interim"},
		{"GET", "HTTP/1.1 200 OK", ""},
		{"GET", "HTTP/1.1 200 connection Established", "interim"},
		{"GET", "HTTP/1.1 201 Connection established", ""},
		{"GET", "HTTP/1.1 203 No", ""},
		{"GET", "HTTP/1.1 204 No Content", "bodiless"},
		{"GET", "HTTP/1.1 205 No", ""},
		{"GET", "HTTP/1.1 299 No", ""},
		{"GET", "HTTP/1.1 300 No", "bare"},
		{"GET", "HTTP/1.1 304 Not Modified", "bodiless bare"},
		{"GET", "HTTP/1.1 399 No", "bare"},
		{"GET", "HTTP/1.1 400 No", ""},
		{"GET", "HTTP/1.1 401 No", "bare"},
		{"GET", "HTTP/1.1 402 No", ""},
		{"GET", "HTTP/1.1 406 No", ""},
		{"GET", "HTTP/1.1 407 No", "bare"},
		{"GET", "HTTP/1.1 408 No", ""},
		{"HEAD", "HTTP/1.1 200 OK", "bodiless"},
		{"head", "HTTP/1.1 200 OK", ""},
		{"CONNECT", "HTTP/1.1 200 OK", "bodiless"},
		{"CONNECT", "HTTP/1.1 299 OK", "bodiless"},
		{"CONNECT", "HTTP/1.1 302 Found", "bare"},
		{"CONNECT", "HTTP/1.1 502 No", ""},
	} {
		var h head
		h.parse(tt.line + "\r\n")
		is := map[string]bool{"interim": h.isInterim(), "bodiless": h.isBodiless(tt.method), "bare": h.isOftenBare()}
		for word, got := range is {
			if want := strings.Contains(tt.want, word); got != want {
				t.Errorf("%s, %s: %s %v, want %v", tt.method, tt.line, word, got, want)
			}
		}
	}
}

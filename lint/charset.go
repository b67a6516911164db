package lint

// The charset of an answer. The header, the request, the XML declaration and the bytes must
// agree on it.

import (
	"bytes"
	"errors"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
)

// wireCharset returns the charset of the answer's bytes: the one in the header, or the
// requested one if the header has none.
func (l *Linter) wireCharset(kind contentType, req request) smscodec.Charset {
	if kind.charset == "" {
		return req.Charset
	}
	charset := kind.wire
	switch {
	case !kind.known:
		l.addExchange(ruleCharset, "", "the Content-Type names a charset that the server does not support")
		return req.Charset
	case charset != req.Charset && !req.assumed:
		l.addExchange(ruleCharset, "", "the Content-Type says "+charset.String()+", but an answer to the request is in "+req.Charset.String())
	}
	return charset
}

// checkBytes checks for bytes that are in another charset than expected.
func (l *Linter) checkBytes(wire smscodec.Charset) {
	body := l.exchange.Response.Body
	if l.exchange.Response.Text {
		if at := bytes.Index(body, []byte("\uFFFD")); at >= 0 {
			l.garbled = true
			l.addPlaced(Finding{Rule: ruleCharset, About: Capture, Message: "U+FFFD: the capturing tool replaced undecodable bytes", Row: -1}, at)
		} else if at := notIn(wire, body); at >= 0 {
			// QUIRK: Chromium decodes text as windows-1252 if the header has no charset.
			l.garbled = true
			l.addPlaced(Finding{Rule: ruleCharset, About: Capture, Message: "not a character of " + wire.String() + ": the capturing tool decoded the body in another charset", Row: -1}, at)
		}
		return
	}
	if wire == smscodec.UTF8 {
		return
	}
	if at := notASCII(body); at >= 0 && utf8.Valid(body) {
		l.garbled = true
		l.addAt(ruleCharset, "", wire.String()+" was expected, but the bytes are UTF-8", -1, at)
	}
}

// notIn returns the offset of the first character that is not in a charset, or -1.
func notIn(charset smscodec.Charset, text []byte) int {
	table := charmap.Windows1251
	switch charset {
	case smscodec.UTF8:
		return -1
	case smscodec.KOI8R:
		table = charmap.KOI8R
	}
	for at := max(0, notASCII(text)); at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if _, ok := table.EncodeRune(r); !ok {
			return at
		}
		at += size
	}
	return -1
}

// notASCII returns the offset of the first byte that is not ASCII, or -1.
func notASCII(body []byte) int {
	return slices.IndexFunc(body, func(b byte) bool { return b >= utf8.RuneSelf })
}

// isDeclaredEncoding reports whether an error is about the encoding that a body declares.
func isDeclaredEncoding(body []byte, wrong *smscodec.ParseError) bool {
	at := response.Declaration(body)
	return at != nil && errors.Is(wrong, smscodec.ErrUnsupported) && at[2]-1 <= wrong.Offset && wrong.Offset <= at[3]
}

// redeclared returns a body that the capturing tool has converted to UTF-8. In the result,
// the XML declaration says utf-8 instead of the charset that was sent, and is padded with
// blanks to keep offsets the same.
func redeclared(body []byte, wire smscodec.Charset) []byte {
	if wire == smscodec.UTF8 || !bytes.HasPrefix(body, []byte("<?xml")) {
		return body
	}
	at := response.Declaration(body)
	if at == nil {
		return body
	}
	charset, known := response.DeclaredCharset(body)
	if !known || charset != wire {
		return body
	}
	// <?xml version="1.0" encoding="windows-1251"?> becomes
	// <?xml version="1.0" encoding="utf-8"       ?>.
	patched := slices.Clone(body)
	rest := patched[at[2]:at[4]]
	n := copy(rest, "utf-8")
	n += copy(rest[n:], body[at[3]:at[4]])
	for i := n; i < len(rest); i++ {
		rest[i] = ' '
	}
	return patched
}

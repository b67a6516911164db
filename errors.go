package smscodec

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The kinds of ParseError and EncodeError, beside io.ErrUnexpectedEOF for data
// that is cut off, and for an empty body that is no empty list.
var (
	// ErrSyntax: the data is not of the format.
	ErrSyntax = errors.New("malformed")
	// ErrCharset: bytes that are not text in the request's charset.
	ErrCharset = errors.New("not text in the charset")
	// ErrDuplicate: a member, attribute or column is there twice.
	ErrDuplicate = errors.New("duplicate")
	// ErrUnsupported: well formed, but refused by design: a DOCTYPE, XML 1.1,
	// a declared encoding that disagrees with the request, nesting deeper than
	// 64, more than 64 attributes or members.
	ErrUnsupported = errors.New("unsupported")
	// ErrShape: well formed, but no answer to this request; in an EncodeError, a
	// Reply that does not answer the request.
	ErrShape = errors.New("not an answer to this request")
	// ErrValue: an answer with a value out of range.
	ErrValue = errors.New("value out of range")
	// ErrRequest: a Request that nothing answers.
	ErrRequest = errors.New("invalid request")
	// ErrUnrepresentable: a value that the format or the charset cannot carry,
	// or only with a quirk that the Codec rejects.
	ErrUnrepresentable = errors.New("cannot be represented")
)

// A ParseError says where and why data is no answer to the request; to
// Codec.Report, where and how an accepted answer departs from the vendor's
// page.
//
// Where several things are wrong, bytes that are no text come first; then what
// breaks the format, a duplicate or what is unsupported, at the lowest offset;
// then the shape, a value or a rejected quirk, at the lowest offset.
type ParseError struct {
	Format    Format
	Offset    int    // bytes into data as given, before any charset conversion
	Line, Col int    // from 1: LFs before Offset, bytes since the last
	Row       int    // index into List, from 0, or -1
	Field     string // "name", "status", "mega", "error_code", …; of a duplicate or an extra, as on the wire; or ""
	Quirk     Quirk  // the departure, where it is one that can be accepted; else 0
	Err       error  // the kind; of a departure ErrShape, but ErrValue for QuirkCode and io.ErrUnexpectedEOF for QuirkEmpty
	Detail    string // in English, what was expected or found; never a part of the data; "" where Err or Quirk says all
}

// Unwrap gives the kind of the error.
func (e *ParseError) Unwrap() error { return e.Err }

// Error gives one line of at most 300 bytes, without a control character.
func (e *ParseError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "smscodec: %s:%d:%d: ", e.Format, e.Line, e.Col)
	writeContext(&b, e.Row, e.Field)
	b.WriteString(e.What())
	return oneLine(b.String())
}

// What gives the part of Error that follows the position: what is wrong, or for
// a quirk, what departs from the documentation.
func (e *ParseError) What() string {
	if e.Quirk != 0 {
		return fmt.Sprintf("%s [%s]", e.Quirk.text(), e.Quirk)
	}
	return describe(e.Err, e.Detail)
}

// An EncodeError says which value of a Reply the format cannot carry.
type EncodeError struct {
	Format Format
	Row    int    // index into List, from 0, or -1
	Field  string // as in ParseError, or "registrations"
	Err    error  // ErrUnrepresentable, ErrShape, ErrValue or ErrRequest
	Detail string // as in ParseError
}

// Unwrap gives the kind of the error.
func (e *EncodeError) Unwrap() error { return e.Err }

// Error gives one line of at most 300 bytes, without a control character.
func (e *EncodeError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "smscodec: %s: ", e.Format)
	writeContext(&b, e.Row, e.Field)
	b.WriteString(describe(e.Err, e.Detail))
	return oneLine(b.String())
}

func describe(kind error, detail string) string {
	if detail == "" {
		return fmt.Sprint(kind)
	}
	return fmt.Sprintf("%v: %s", kind, detail)
}

func writeContext(b *strings.Builder, row int, field string) {
	if row >= 0 {
		fmt.Fprintf(b, "row %d: ", row)
	}
	if field != "" {
		if !isPlainKey(field) { // a word of the vendor's, or like one
			field = quote(field)
		}
		b.WriteString(field + ": ")
	}
}

// An APIError is the server's refusal. Decode returns it as the error, and
// Append takes it as a Reply.
type APIError struct {
	Code  ErrorCode // 0 to 9999; errors.Is(err, ErrAuth) compares it
	Text  string    // as sent; CSV carries none
	Extra []Field   // undocumented members, such as the id of what the error is about
}

// Unwrap gives the code, so that errors.Is finds it.
func (e *APIError) Unwrap() error { return e.Code }

// Error gives one line of at most 300 bytes, without a control character.
func (e *APIError) Error() string {
	s := "smscodec: the server refused: "
	if e.Code.Documented() {
		s += fmt.Sprintf("error %d: ", int(e.Code))
	}
	s += e.Code.Error()
	if e.Text != "" {
		s += ": " + quote(e.Text)
	}
	if id, ok := e.ID(); ok {
		s += fmt.Sprintf(" (id %d)", id)
	}
	return oneLine(s)
}

// ID gives the id of what the error is about, and whether the server sent one.
func (e *APIError) ID() (int64, bool) {
	for _, f := range e.Extra {
		if f.Name == keyID {
			id, problem := parseDecimal([]byte(f.Value), maxID)
			return id, problem == ""
		}
	}
	return 0, false
}

// An ErrorCode is the number of the server's error, 0 to 9999. It is an error
// itself, for errors.Is.
type ErrorCode int

// Documented reports whether the vendor's page lists the code.
func (c ErrorCode) Documented() bool {
	return c >= 0 && int(c) < len(errorTexts) && errorTexts[c] != ""
}

// Error gives the meaning in English.
func (c ErrorCode) Error() string {
	if c.Documented() {
		return errorTexts[c]
	}
	return fmt.Sprintf("undocumented error code %d", int(c))
}

// Output from hostile input is bounded: a quoted part to maxQuoted bytes, a
// whole text to maxText.
const (
	maxQuoted = 80
	maxText   = 300
	ellipsis  = "…"
)

// quote gives s in Go's quotes, shortened, with what does not print escaped.
func quote(s string) string {
	cut := false
	b := []byte{'"'}
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		var q string
		if r == utf8.RuneError && n == 1 {
			q = fmt.Sprintf(`\x%02x`, s[0])
		} else {
			q = strconv.Quote(s[:n])
			q = q[1 : len(q)-1]
		}
		if len(b)+len(q) > maxQuoted {
			cut = true
			break
		}
		b = append(b, q...)
		s = s[n:]
	}
	b = append(b, '"')
	if cut {
		b = append(b, ellipsis...)
	}
	return string(b)
}

// oneLine bounds a text, whose parts of the input have been through quote.
func oneLine(s string) string {
	if len(s) > maxText {
		s = cutText(s, maxText-len(ellipsis)) + ellipsis
	}
	return s
}

// shorten bounds what an error keeps of a member's name.
func shorten(name string) string {
	if len(name) <= maxQuoted {
		return name
	}
	return cutText(name, maxQuoted-len(ellipsis)) + ellipsis
}

// cutText gives at most n bytes of a longer text, no character cut in two.
func cutText(s string, n int) string {
	for i := n; i > n-utf8.UTFMax; i-- {
		if utf8.RuneStart(s[i]) {
			return s[:i]
		}
	}
	return s[:n]
}

// A cursor turns offsets, which must not fall, into lines and columns, each byte
// looked at once.
type cursor struct {
	offset    int // what was asked last
	line      int // LFs before it
	lineStart int // the offset after the last of them
}

func (c *cursor) position(data []byte, offset int) (line, col int) {
	passed := data[c.offset:offset]
	if n := bytes.Count(passed, []byte{'\n'}); n > 0 {
		c.line += n
		c.lineStart = c.offset + bytes.LastIndexByte(passed, '\n') + 1
	}
	c.offset = offset
	return c.line + 1, offset - c.lineStart + 1
}

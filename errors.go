package smscodec

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"
)

// Failures and departures: the kinds of errors, ParseError and EncodeError, and the quirks.

// The kinds of ParseError and EncodeError. Another kind is io.ErrUnexpectedEOF, for data
// that is truncated and for an empty body that is not an empty list.
var (
	// ErrSyntax: the data is malformed in its format.
	ErrSyntax = errors.New("malformed")
	// ErrCharset: the data has bytes that are invalid in the request's charset.
	ErrCharset = errors.New("not text in the charset")
	// ErrDuplicate: a member, attribute or column is a duplicate.
	ErrDuplicate = errors.New("duplicate")
	// ErrUnsupported: the data is well formed, but refused by design: a DOCTYPE, XML
	// 1.1, a declared encoding that contradicts the request, nesting deeper than 64,
	// more than 64 attributes or members.
	ErrUnsupported = errors.New("unsupported")
	// ErrShape: the data is well formed, but does not answer the request; in an
	// EncodeError, the Reply does not answer it.
	ErrShape = errors.New("not an answer to this request")
	// ErrValue: a value is out of range.
	ErrValue = errors.New("value out of range")
	// ErrRequest: the Request has no answer.
	ErrRequest = errors.New("invalid request")
	// ErrUnrepresentable: the format or the charset cannot carry a value, or only with
	// a quirk that the Codec rejects.
	ErrUnrepresentable = errors.New("cannot be represented")
)

// A ParseError says where and why data does not answer the request. Codec.Report gets one
// that says where and how an accepted answer departs from the vendor's documentation.
//
// If there are several errors, Decode returns the first of this order: ErrCharset, at any
// offset; ErrSyntax, io.ErrUnexpectedEOF, ErrDuplicate or ErrUnsupported at the lowest
// offset; ErrShape, ErrValue or a rejected quirk at the lowest offset. A plain list whose
// last row is cut short is well formed, so that io.ErrUnexpectedEOF has the rank of ErrShape;
// so has that of a rejected QuirkEmpty.
type ParseError struct {
	Format    Format
	Offset    int    // in bytes of the data as given, before charset conversion
	Line, Col int    // from 1: line feeds before Offset, bytes since the last one
	Row       int    // index into List, from 0, or -1; Error counts rows from 1
	Field     string // "name", "status", "mega", "error_code", …; for a duplicate or undocumented member, its name on the wire; or ""
	Quirk     Quirk  // the departure, if it is one that can be accepted; else 0
	Err       error  // the kind; for a departure ErrShape, except ErrValue for QuirkCode and io.ErrUnexpectedEOF for QuirkEmpty
	Detail    string // in English, what was found and what was expected; it quotes at most one byte of the data; "" if Err or Quirk says all
}

// Unwrap returns the kind of the error.
func (e *ParseError) Unwrap() error { return e.Err }

// Error returns one line of at most 300 bytes, without a control character. An
// invalid Request has no position in the data.
func (e *ParseError) Error() string {
	if e.Err == ErrRequest {
		return oneLine("smscodec: " + e.What())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "smscodec: %s:%d:%d: ", e.Format, e.Line, e.Col)
	writeContext(&b, e.Row, e.Field)
	b.WriteString(e.What())
	return oneLine(b.String())
}

// What returns the part of Error after the position: what is wrong or, for a quirk, what
// departs from the documentation.
func (e *ParseError) What() string {
	if e.Quirk != 0 {
		return fmt.Sprintf("%s [%s]", e.Quirk.text(), e.Quirk)
	}
	return describe(e.Err, e.Detail)
}

// An EncodeError says which value of a Reply the format cannot carry.
type EncodeError struct {
	Format Format
	Row    int    // index into List, from 0, or -1; Error counts rows from 1
	Field  string // as in ParseError, or "registrations"
	Err    error  // ErrUnrepresentable, ErrShape, ErrValue or ErrRequest
	Detail string // in English, such as the character that the charset lacks; it quotes at most one character of the Reply
}

// Unwrap returns the kind of the error.
func (e *EncodeError) Unwrap() error { return e.Err }

// Error returns one line of at most 300 bytes, without a control character.
func (e *EncodeError) Error() string {
	if e.Err == ErrRequest {
		return oneLine("smscodec: " + describe(e.Err, e.Detail))
	}
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
		fmt.Fprintf(b, "row %d: ", row+1)
	}
	if field != "" {
		if !isPlainKey(field) { // it is not spelled like the vendor's words
			field = quote(field)
		}
		b.WriteString(field + ": ")
	}
}

// A Quirk is a set of departures from the vendor's documentation, one bit each. The zero
// Codec accepts all of them, because none loses anything. Codec.Reject is the set to
// refuse.
type Quirk uint32

const (
	QuirkBOM       Quirk = 1 << iota // a byte order mark, under UTF8 only
	QuirkCRLF                        // CR LF line endings in plain and CSV
	QuirkBlankLine                   // an empty line in plain or CSV; one final line ending is not one
	QuirkEmpty                       // an empty plain or CSV body for an empty list, only with Codec.EmptyList
	QuirkSpace                       // U+0020 around a status in CSV, as in the vendor's own example
	QuirkComma                       // a comma in a CSV name; never with Operators, where it would shift every code
	QuirkName                        // a plain or CSV name with =, < or ", or a plain name with a comma
	QuirkNumber                      // JSON "1" for 1 or 1 for "1" in codes and ids, and a bare number as a name
	QuirkColumns                     // where columns are named: known ones that are not in Codec.Columns, missing ones, or another order
	QuirkCode                        // an undocumented status or registration status up to 255 or error code up to 9999
	QuirkExtra                       // undocumented members of a sender or an error, kept in Extra; no other answer may have any
	QuirkOtherForm                   // a bare OK, or a plain "ERROR = N (text)", under another fmt

	AllQuirks Quirk = 1<<iota - 1 // what a strict Codec rejects
)

// quirks has an entry for each bit. The kind is that of the error if the quirk is
// rejected.
var quirks = [...]struct {
	quirk Quirk
	id    string
	text  string
	kind  error
}{
	{QuirkBOM, "bom", "byte order mark", ErrShape},
	{QuirkCRLF, "crlf", "CR LF line ending", ErrShape},
	{QuirkBlankLine, "blank-line", "empty line", ErrShape},
	{QuirkEmpty, "empty", "empty body: a list without names, or a lost answer", io.ErrUnexpectedEOF},
	{QuirkSpace, "space", "space around a code", ErrShape},
	{QuirkComma, "comma", "comma in a CSV name", ErrShape},
	{QuirkName, "name", "name with a character that no documented name has", ErrShape},
	{QuirkNumber, "number", "number quoted where the documentation has it bare, or bare where it is quoted", ErrShape},
	{QuirkColumns, "columns", "operator columns differ from the expected ones", ErrShape},
	{QuirkCode, "code", "undocumented code", ErrValue},
	{QuirkExtra, "extra", "undocumented member", ErrShape},
	{QuirkOtherForm, "other-form", "plain answer under another format", ErrShape},
}

// String returns the text form, or a number if there is none.
func (q Quirk) String() string {
	if q&^AllQuirks != 0 {
		return fmt.Sprintf("Quirk(%#x)", uint32(q))
	}
	var ids []string
	for _, known := range quirks {
		if q&known.quirk != 0 {
			ids = append(ids, known.id)
		}
	}
	return strings.Join(ids, ",")
}

// MarshalText returns the ids joined by commas, in the order of the constants. The empty
// text is no quirk.
func (q Quirk) MarshalText() ([]byte, error) {
	if q&^AllQuirks != 0 {
		return nil, fmt.Errorf("smscodec: no quirk has the bits %#x", uint32(q&^AllQuirks))
	}
	return []byte(q.String()), nil
}

// UnmarshalText parses ids as ParseQuirks does.
func (q *Quirk) UnmarshalText(text []byte) error {
	parsed, err := ParseQuirks(string(text))
	if err == nil {
		*q = parsed
	}
	return err
}

// ParseQuirks parses ids joined by commas, in any order and with spaces around them. The
// empty text is no quirk.
func ParseQuirks(s string) (Quirk, error) {
	var q Quirk
	if s == "" {
		return 0, nil
	}
next:
	for id := range strings.SplitSeq(s, ",") {
		id = strings.Trim(id, " ")
		for _, known := range quirks {
			if known.id == id {
				q |= known.quirk
				continue next
			}
		}
		return 0, fmt.Errorf("smscodec: no quirk is called %s", quote(id))
	}
	return q, nil
}

// kind returns the kind of the error if a single quirk is rejected.
func (q Quirk) kind() error { return quirks[bits.TrailingZeros32(uint32(q))].kind }

// text describes a single quirk.
func (q Quirk) text() string {
	for _, known := range quirks {
		if known.quirk == q {
			return known.text
		}
	}
	return q.String()
}

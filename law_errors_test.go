package smscodec_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// Laws on errors and reports: their types, kinds, positions, order and texts.

// An error of Append is an *EncodeError of a known kind and about an existing row,
// and its text is safe to print. It is ErrRequest if and only if the request is
// invalid.
func lawEncodeError(x exchange) error {
	_, err := x.codec.Append(nil, x.reply, x.request)
	if err == nil {
		return nil
	}
	e, ok := err.(*smscodec.EncodeError)
	if !ok {
		return fmt.Errorf("an error of type %T", err)
	}
	list, _ := x.reply.(smscodec.List)
	kinds := []error{smscodec.ErrUnrepresentable, smscodec.ErrShape, smscodec.ErrValue, smscodec.ErrRequest}
	switch {
	case e.Format != x.request.Format:
		return fmt.Errorf("%v has the format %v", e, e.Format)
	case e.Row < -1 || e.Row >= max(len(list), 1):
		return fmt.Errorf("%v: row %d of %d", e, e.Row, len(list))
	case !slices.Contains(kinds, e.Err):
		return fmt.Errorf("%v: not a kind of EncodeError", e)
	case (e.Err == smscodec.ErrRequest) == validRequest(x.request):
		return fmt.Errorf("%v, but the request is valid: %t", e, validRequest(x.request))
	}
	return printsSafely(e)
}

// A report has one quirk, which is not rejected, a position, and a text that is
// safe to print. There are no duplicates, offsets never decrease, and no report is
// after the error.
func lawReports(a answer) error {
	_, reports, failure := a.readReporting(a.codec)
	for i, e := range reports {
		if failure != nil && e.Offset > failure.Offset {
			return fmt.Errorf("report %d at %d: %w: after the error at %d: %w", i, e.Offset, e, failure.Offset, failure)
		}
		if err := wellFormed(e, a); err != nil {
			return err
		}
		switch {
		case e.Quirk == 0 || e.Quirk&(e.Quirk-1) != 0 || e.Quirk&^smscodec.AllQuirks != 0:
			return fmt.Errorf("report %d: %w: not one quirk", i, e)
		case e.Quirk&a.codec.Reject != 0:
			return fmt.Errorf("report %d: %w: rejected", i, e)
		case i > 0 && e.Offset < reports[i-1].Offset:
			return fmt.Errorf("report %d at %d: %w: reported after the one at %d", i, e.Offset, e, reports[i-1].Offset)
		}
		for _, earlier := range reports[:i] {
			if earlier.Offset == e.Offset && earlier.Quirk == e.Quirk {
				return fmt.Errorf("report %d: %w: duplicate", i, e)
			}
		}
	}
	return nil
}

// Law 5: Every ParseError has 0 ≤ Offset ≤ len, Line, Col ≥ 1 and a kind;
// printing it never fails. That includes errors of well-formed bodies.
func lawParseError(a answer) error {
	_, err := a.read()
	if err == nil {
		return nil
	}
	if (err.Err == smscodec.ErrRequest) == validRequest(a.request) {
		return fmt.Errorf("%w, but the request is valid: %t", err, validRequest(a.request))
	}
	if err.Quirk&^a.codec.Reject != 0 {
		return fmt.Errorf("%w: refused for a quirk that the codec accepts", err)
	}
	return wellFormed(err, a)
}

// wellFormed checks the fields and the text of a ParseError.
func wellFormed(e *smscodec.ParseError, a answer) error {
	kinds := []error{
		smscodec.ErrSyntax, io.ErrUnexpectedEOF, smscodec.ErrCharset, smscodec.ErrDuplicate,
		smscodec.ErrUnsupported, smscodec.ErrShape, smscodec.ErrValue, smscodec.ErrRequest,
	}
	if e.Offset < 0 || e.Offset > len(a.body) {
		return fmt.Errorf("offset %d in %d bytes", e.Offset, len(a.body))
	}
	before := a.body[:e.Offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	col := e.Offset - bytes.LastIndexByte(before, '\n')
	switch {
	case e.Line != line || e.Col != col:
		return fmt.Errorf("%w: offset %d is %d:%d", e, e.Offset, line, col)
	case e.Format != a.request.Format:
		return fmt.Errorf("%w: has the format %v", e, e.Format)
	case !slices.Contains(kinds, e.Err):
		return fmt.Errorf("%w: not a kind of ParseError", e)
	case e.Row < -1 || e.Row > len(a.body):
		return fmt.Errorf("%w: row %d", e, e.Row)
	case e.Row >= 0 && a.request.Op != smscodec.OpGet:
		return fmt.Errorf("%w: row %d of an answer to %v", e, e.Row, a.request.Op)
	case !utf8.ValidString(e.Field):
		return fmt.Errorf("%w: field %q is not UTF-8", e, e.Field)
	}
	return printsSafely(e)
}

// A body that is not text in the charset is refused with ErrCharset, at the first byte
// that is not, whatever else is wrong with it. No other body is.
func lawCharset(a answer) error {
	if !validRequest(a.request) {
		return nil
	}
	at := -1
	switch {
	case a.request.Charset == smscodec.UTF8:
		for i := 0; i < len(a.body) && at < 0; {
			r, n := utf8.DecodeRune(a.body[i:])
			if r == utf8.RuneError && n == 1 {
				at = i
			}
			i += n
		}
	case bytes.HasPrefix(a.body, []byte("\xEF\xBB\xBF")):
		at = 0
	case a.request.Charset == smscodec.Windows1251:
		at = bytes.IndexByte(a.body, 0x98)
	}
	_, err := a.read()
	switch {
	case at < 0 && err != nil && err.Err == smscodec.ErrCharset:
		return fmt.Errorf("the body is text, but: %w", err)
	case at >= 0 && (err == nil || err.Err != smscodec.ErrCharset):
		return fmt.Errorf("the byte at %d is not text, but the error is %v", at, err)
	case at >= 0 && err.Offset != at:
		return fmt.Errorf("the byte at %d is not text, but the error is at %d", at, err.Offset)
	}
	return nil
}

// lawErrorsPrint: The text of an error is safe to print, whatever values from an
// answer or from a caller's mistake it holds.
func lawErrorsPrint(text string, number int, kind error) error {
	format, quirk := smscodec.Format(number), smscodec.Quirk(number)
	extra := []smscodec.Field{{Name: text, Value: text}, {Name: "id", Value: fmt.Sprint(number)}}
	for _, err := range []error{
		&smscodec.ParseError{Format: format, Offset: number, Line: number, Col: number, Row: number, Field: text, Err: kind},
		&smscodec.ParseError{Format: format, Offset: number, Line: number, Col: number, Row: number, Field: text, Quirk: quirk, Err: kind},
		&smscodec.EncodeError{Format: format, Row: number, Field: text, Err: kind},
		&smscodec.APIError{Code: smscodec.ErrorCode(number), Text: text, Extra: extra},
		&smscodec.APIError{Code: smscodec.ErrorCode(number), Text: text, Extra: []smscodec.Field{{Name: "id", Value: text}}},
		smscodec.ErrorCode(number),
	} {
		if problem := printsSafely(err); problem != nil {
			return fmt.Errorf("%T %w", err, problem)
		}
	}
	return nil
}

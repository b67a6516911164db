package smscodec_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// What Append returns as an error is an *EncodeError of a known kind, about a
// row that there is; it prints, and an invalid request is told from the rest.
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
		return fmt.Errorf("%v is said of %v", e, e.Format)
	case e.Row < -1 || e.Row >= max(len(list), 1):
		return fmt.Errorf("%v: row %d of %d", e, e.Row, len(list))
	case !slices.Contains(kinds, e.Err):
		return fmt.Errorf("%v: no kind of an EncodeError", e)
	case (e.Err == smscodec.ErrRequest) == validRequest(x.request):
		return fmt.Errorf("%v, though the request's being valid is %t", e, validRequest(x.request))
	}
	return printsSafely(e)
}

// A report is of one quirk that is not rejected, has a position and prints; none
// comes twice, their offsets do not fall, and none is after the error.
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
			return fmt.Errorf("report %d at %d: %w: behind the one at %d", i, e.Offset, e, reports[i-1].Offset)
		}
		for _, earlier := range reports[:i] {
			if earlier.Offset == e.Offset && earlier.Quirk == e.Quirk {
				return fmt.Errorf("report %d: %w: reported twice", i, e)
			}
		}
	}
	return nil
}

// Law 5: Every ParseError has 0 ≤ Offset ≤ len, Line, Col ≥ 1 and a kind;
// printing it never fails. What is well formed but refused has a place too.
func lawParseError(a answer) error {
	_, err := a.read()
	if err == nil {
		return nil
	}
	if (err.Err == smscodec.ErrRequest) == validRequest(a.request) {
		return fmt.Errorf("%w, though the request's being valid is %t", err, validRequest(a.request))
	}
	if err.Quirk&^a.codec.Reject != 0 {
		return fmt.Errorf("%w: refused for a quirk that is accepted", err)
	}
	return wellFormed(err, a)
}

// wellFormed says what is wrong with a ParseError itself.
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
		return fmt.Errorf("%w: said of %v", e, e.Format)
	case !slices.Contains(kinds, e.Err):
		return fmt.Errorf("%w: no kind of a ParseError", e)
	case e.Row < -1 || e.Row > len(a.body):
		return fmt.Errorf("%w: row %d", e, e.Row)
	case e.Row >= 0 && a.request.Op != smscodec.OpGet:
		return fmt.Errorf("%w: row %d of an answer to %v", e, e.Row, a.request.Op)
	case !utf8.ValidString(e.Field):
		return fmt.Errorf("%w: field %q is no text", e, e.Field)
	}
	return printsSafely(e)
}

// Bytes that are not text in the charset are refused as such, wherever they
// are and whatever else is wrong, at the first of them; no others are.
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
		return fmt.Errorf("all of it is text, but: %w", err)
	case at >= 0 && (err == nil || err.Err != smscodec.ErrCharset):
		return fmt.Errorf("the byte at %d is no text, but the error is %v", at, err)
	case at >= 0 && err.Offset != at:
		return fmt.Errorf("the byte at %d is no text, but the error is at %d", at, err.Offset)
	}
	return nil
}

// lawErrorsPrint: Errors print, whatever is in them that can come from an
// answer or from a caller's mistake.
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

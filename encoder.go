package smscodec

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// The encoder, without an entry point: that is in encode.go. Its methods here record a
// failure, fail and quirk, and append to dst: write, number, status and text. The files
// of the formats have methods that write a row and a refusal.

// An encoder writes one answer.
type encoder struct {
	codec   Codec
	req     Request
	page    *formatPage // of the format
	columns *Columns
	dst     []byte
	row     int // index of the row being written, or -1
	err     *EncodeError

	layout     *layout          // of the rows, nil if the columns have none
	rowColumns *Columns         // of the row being written
	statuses   [maxMembers]byte // in their order
	first      *Columns         // plain: of the first row, nil if that has the operators of columns
}

// fail records the first failure. It returns false, for the caller to return.
func (e *encoder) fail(kind error, field, detail string) bool {
	if e.err == nil {
		e.err = &EncodeError{Format: e.req.Format, Row: e.row, Field: field, Err: kind, Detail: detail}
	}
	return false
}

// quirk accepts a departure from the documentation, or fails if the Codec rejects it.
func (e *encoder) quirk(q Quirk, field string) bool {
	return e.codec.Reject&q == 0 || e.fail(ErrUnrepresentable, field, q.text())
}

func (e *encoder) write(s string) { e.dst = append(e.dst, s...) }

// status writes the number of a status that has been checked.
func (e *encoder) status(s *Sender) {
	code, _ := s.Status.Code()
	e.number(int64(code))
}

func (e *encoder) number(n int64) { e.dst = strconv.AppendInt(e.dst, n, 10) }

// text writes text in the charset, with some characters escaped.
func (e *encoder) text(s string, esc *escapes, field string) bool {
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf && esc[c] == "" {
			i++
			continue
		}
		e.write(s[done:i])
		if c < utf8.RuneSelf {
			if esc[c] == noEscape {
				return e.fail(ErrUnrepresentable, field, fmt.Sprintf("control character %U", c))
			}
			e.write(esc[c])
			i++
		} else {
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && n == 1:
				return e.fail(ErrUnrepresentable, field, "text that is not UTF-8")
			case e.page.xmlChars && !isXMLChar(r):
				return e.fail(ErrUnrepresentable, field, fmt.Sprintf("%#U is not in XML", r))
			}
			var ok bool
			if e.dst, ok = e.req.Charset.appendRune(e.dst, r); !ok {
				return e.fail(ErrUnrepresentable, field, fmt.Sprintf("%#U is not in %v", r, e.req.Charset))
			}
			i += n
		}
		done = i
	}
	e.write(s[done:])
	return true
}

package smscodec

import (
	"bytes"
	"fmt"
)

// CSV, fmt=1.
//
//	0,-N
//	S
//	S,N
//	S,N,N,…
//	N
//	OK
//
// Nothing is quoted, and a name may contain commas. The number of codes follows from the
// request, so a row is split from the right: first the codes, and the rest is the name.

func (d *decoder) openCSV() Reply {
	if !d.firstLine(csvLineKind) {
		return nil
	}
	line := d.lines.current
	text := d.bytes(line)
	switch {
	case bytes.HasPrefix(text, []byte(plainError)):
		d.quirk(QuirkOtherForm, line.start, "")
		return d.plainRefusal(line)
	case isCSVRefusal(text):
		return d.csvRefusal(line)
	case d.answer == answerList:
		d.rows = true
		return nil
	case d.answer == answerAdded && digits(text) == len(text):
		reply := Added{ID: d.number(&member{value: line}, keyID, jsonNumber, maxID)}
		d.lastLine()
		return reply
	case d.answer == answerDone && string(text) == wordOK:
		d.lastLine()
		return Done{}
	}
	found := "text"
	switch {
	case string(text) == wordOK:
		found = wordOK
	case digits(text) == len(text):
		found = "a number"
	}
	d.wrongAnswer(line.start, found)
	// Malformed data later in the body takes precedence over this error.
	for d.nextLine() {
	}
	return nil
}

// csvRefusal reads an error, which is all of the body.
//
// QUIRK: the id of what the error is about replaces the 0; seen in recorded
// answers, as "34,-7".
func (d *decoder) csvRefusal(line span) Reply {
	reply := &APIError{}
	id := span{line.start, line.start + digits(d.bytes(line))}
	code := span{id.end + len(csvError), line.end}
	for _, number := range []struct {
		span
		field string
	}{{id, keyID}, {code, keyErrorCode}} {
		if _, err := parseDecimal(d.bytes(number.span), maxID); err == errNotDecimal {
			d.fail(ErrSyntax, number.start, number.field, err.Error())
			return nil
		}
	}
	if string(d.bytes(id)) != "0" {
		if d.number(&member{value: id}, keyID, jsonNumber, maxID) >= 0 {
			d.quirk(QuirkExtra, id.start, keyID)
		}
		reply.Extra = []Field{{Name: keyID, Value: string(d.bytes(id))}}
	}
	reply.Code = d.errorCode(&member{value: code})
	if !d.lastLine() {
		return nil
	}
	return reply
}

func (d *decoder) nextCSV(s *Sender) bool {
	if !d.nextLine() {
		return false
	}
	d.inRow = true
	d.csvRow(d.lines.current, s)
	d.lineEnd()
	return true
}

func (d *decoder) csvRow(line span, s *Sender) {
	d.newRow(1)
	name, ok := d.csvCodes(line, s)
	if !ok {
		return
	}
	d.undocumentedName(name, undocumentedInCSV)
	s.Name = d.name(&member{value: name})
	if d.req.Operators {
		s.Registrations = d.registrationsOf(d.columns, d.gathered.statuses[:d.columns.Len()])
	}
}

// csvCodes reads the codes of any row.
func (d *decoder) csvCodes(line span, s *Sender) (name span, ok bool) {
	codes := 0
	switch {
	case d.req.All:
		codes = 1
	case d.req.Operators:
		codes = d.columns.Len()
	}
	name = line
	for i := codes - 1; i >= 0; i-- {
		comma := bytes.LastIndexByte(d.bytes(name), ',')
		if comma < 0 {
			if d.req.All {
				d.refuseMissing(line.start, keyStatus, keyStatus, paramAll)
			} else {
				d.refuse(ErrShape, line.start, "", fmt.Sprintf("found %d columns after the name, want %d as %s=1 was requested", codes-1-i, codes, paramOperators))
			}
			return name, false
		}
		code := span{name.start + comma + 1, name.end}
		name.end = name.start + comma
		d.gathered.statuses[i] = d.csvCode(code, i)
	}
	if d.req.All {
		s.Status = NewStatus(d.gathered.statuses[0])
	}
	text := d.bytes(name)
	comma := bytes.IndexByte(text, ',')
	if comma < 0 {
		return name, true
	}
	if d.req.Operators {
		d.refuse(ErrShape, name.start+comma, keyName, fmt.Sprintf("more columns than the %d that were expected", d.columns.Len()))
		return name, false
	}
	if column := endingColumn(text); column >= 0 {
		d.refuse(ErrShape, name.start+column, keyName, "more columns than requested")
	}
	d.quirk(QuirkComma, name.start+comma, keyName)
	return name, true
}

// endingColumn returns the offset of the comma if a CSV name ends in a comma and a code of
// up to three digits, with or without spaces, else -1. Such a row answers a request with
// all=1 or operators=1, but is decoded without that parameter.
func endingColumn(name []byte) int {
	rest := bytes.TrimRight(name, " ")
	n := digitsAtEnd(rest)
	if n == 0 || n > 3 {
		return -1
	}
	rest = bytes.TrimRight(rest[:len(rest)-n], " ")
	if !bytes.HasSuffix(rest, []byte(",")) {
		return -1
	}
	return len(rest) - 1
}

// csvColumn names a column of codes.
func (d *decoder) csvColumn(i int) string {
	if d.req.All {
		return keyStatus
	}
	return string(d.columns.operators[i])
}

// csvCode reads the code of a column.
//
// QUIRK: the vendor's own example has a space before its tele2 column.
func (d *decoder) csvCode(code span, column int) byte {
	field := d.csvColumn(column)
	text := d.bytes(code)
	if trimmed := bytes.Trim(text, " "); len(trimmed) > 0 && len(trimmed) < len(text) {
		if _, err := parseDecimal(trimmed, maxStatus); err == nil {
			d.quirk(QuirkSpace, code.start, field)
		}
		code.start += bytes.IndexByte(text, trimmed[0])
		code.end = code.start + len(trimmed)
	}
	bound := len(statusTexts)
	if d.req.Operators {
		bound = len(registrationTexts)
	}
	return byte(d.code(&member{value: code}, field, jsonNumber, bound))
}

func (e *encoder) csvRow(s *Sender) bool {
	if !e.csvName(s) {
		return false
	}
	if len(s.Extra) > 0 {
		return e.fail(ErrUnrepresentable, shorten(s.Extra[0].Name), "CSV has no undocumented members")
	}
	switch {
	case e.req.All:
		e.write(",")
		e.status(s)
	case e.req.Operators:
		for i := range e.rowColumns.operators {
			e.write(",")
			e.number(int64(e.statuses[i]))
		}
	}
	return true
}

// csvName writes a name.
func (e *encoder) csvName(s *Sender) bool {
	name, ok := e.lineName(s, undocumentedInCSV)
	switch {
	case !ok:
		return false
	case bytes.IndexByte(name, ',') < 0:
	case e.req.Operators:
		return e.fail(ErrUnrepresentable, keyName, "a comma would shift the codes")
	case endingColumn(name) >= 0:
		return e.fail(ErrUnrepresentable, keyName, "it ends like a column")
	case !e.quirk(QuirkComma, keyName):
		return false
	}
	switch {
	case isCSVRefusal(name), bytes.HasPrefix(name, []byte(plainError)):
		return e.fail(ErrUnrepresentable, keyName, "it reads as an error")
	case isOtherFormat(name):
		return e.fail(ErrUnrepresentable, keyName, "it reads as another format")
	case e.row == 0 && bytes.HasPrefix(name, []byte(utf8BOM)):
		return e.fail(ErrUnrepresentable, keyName, "it reads as a byte order mark")
	}
	return true
}

func (e *encoder) csvRefusal(r *APIError) {
	id := "0"
	for _, f := range r.Extra {
		if f.Name != keyID || f.Value == "0" {
			e.fail(ErrUnrepresentable, shorten(f.Name), "a CSV error can carry only an id, and not 0")
			return
		}
		id = f.Value
	}
	e.write(id)
	e.write(csvError)
	e.number(int64(r.Code))
}

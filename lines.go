package smscodec

import (
	"bytes"
	"io"

	"github.com/smscodec/smscodec/internal/block"
)

// What plain and CSV share: a body is lines, and a line holds no control
// character.

// firstLine begins the body and looks at its first line that is not empty. It
// returns false if there is none, because the list is empty or the body is truncated,
// or if the line is malformed.
func (d *decoder) firstLine(kindOf func(line []byte) lineKind) bool {
	l := &d.lines
	l.kindOf = kindOf
	l.end = len(d.data)
	if l.end > d.pos && d.data[l.end-1] == '\n' {
		l.end--
		if l.end > d.pos && d.data[l.end-1] == '\r' {
			l.end--
			l.crlfEnd = true
		}
	}
	empty := d.pos == l.end
	if !empty && d.skipToLine() {
		l.ahead = true
		return d.checkLine(true)
	}
	if empty && l.crlfEnd {
		d.quirk(QuirkCRLF, l.end, "")
	}
	if d.answer == answerList && d.codec.EmptyList {
		d.quirk(QuirkEmpty, l.end, "")
		d.rows = true
		l.done = true
		return false
	}
	detail := "empty body"
	if d.answer == answerList {
		detail = "empty body: an empty list, or a lost answer"
	}
	return d.fail(io.ErrUnexpectedEOF, len(d.data), "", detail)
}

// nextLine goes to the next line that is not empty, false if there is none.
func (d *decoder) nextLine() bool {
	if d.lines.ahead {
		d.lines.ahead = false
		return true
	}
	return d.skipToLine() && d.checkLine(false)
}

// skipToLine makes the next line that is not empty the current one.
func (d *decoder) skipToLine() bool {
	l := &d.lines
	for !l.done {
		l.current = span{d.pos, l.end}
		l.crlf = l.crlfEnd
		if n := bytes.IndexByte(d.bytes(l.current), '\n'); n >= 0 {
			l.current.end = d.pos + n
			l.crlf = n > 0 && d.data[l.current.end-1] == '\r'
			if l.crlf {
				l.current.end--
			}
			d.pos += n + 1
		} else {
			d.pos = l.end
			l.done = true
		}
		if l.current.start < l.current.end {
			return true
		}
		d.quirk(QuirkBlankLine, l.current.start, "")
		d.lineEnd()
		d.flushReports()
	}
	return false
}

// checkLine fails if the current line is not a line of the format, is an error after other
// lines, or holds a control character.
func (d *decoder) checkLine(first bool) bool {
	line := d.lines.current
	kind := d.lines.kindOf(d.bytes(line))
	d.lines.kind = kind
	refusal := kind == lineRefusal
	wrong := ""
	switch {
	case kind == lineMalformed:
		wrong = "not a line of this format"
	case kind == lineForeign:
		wrong = "another format"
	case refusal && !first:
		wrong = "an error after other lines"
	}
	if wrong == "" && refusal {
		return true // its own grammar finds a control character in its place
	}
	// What is wrong from here on is wrong with a row.
	d.inRow = d.answer == answerList && !refusal
	if wrong != "" {
		return d.fail(ErrSyntax, line.start, "", wrong)
	}
	if !d.noControl(line) {
		return false
	}
	d.inRow = false
	return true
}

// noControl fails if there is a control character.
func (d *decoder) noControl(s span) bool {
	if i := block.IndexControl(d.bytes(s)); i >= 0 {
		return d.fail(ErrSyntax, s.start+i, "", "control character")
	}
	return true
}

// lineEnd accounts for the end of the current line.
func (d *decoder) lineEnd() {
	if d.lines.crlf {
		d.quirk(QuirkCRLF, d.lines.current.end, "")
	}
}

// lastLine checks that the current line is the body's last one.
func (d *decoder) lastLine() bool {
	d.lineEnd()
	if d.skipToLine() {
		return d.fail(ErrSyntax, d.lines.current.start, "", "a line after the answer")
	}
	return true
}

// lineEscapes are those of plain and CSV: there are none.
var lineEscapes = func() (esc escapes) {
	for c := range esc {
		if block.IsControl(byte(c)) {
			esc[c] = noEscape
		}
	}
	return esc
}()

// lineName writes the name of a plain or CSV row and returns its bytes. A character
// that no documented name has needs QuirkName.
func (e *encoder) lineName(s *Sender, undocumented string) (name []byte, ok bool) {
	start := len(e.dst)
	if !e.text(s.Name, &lineEscapes, keyName) {
		return nil, false
	}
	name = e.dst[start:]
	return name, !bytes.ContainsAny(name, undocumented) || e.quirk(QuirkName, keyName)
}

// isCSVRefusal reports whether a line begins like an error: digits, a comma and
// a minus.
func isCSVRefusal(line []byte) bool {
	n := digits(line)
	return n > 0 && bytes.HasPrefix(line[n:], []byte(csvError))
}

// isOtherFormat reports whether a line begins like XML, JSON or a web page.
func isOtherFormat(line []byte) bool {
	return len(line) > 0 && (line[0] == '<' || line[0] == '{' || line[0] == '[')
}

// csvLineKind returns the kind of a CSV line; an id and an OK are rows by their beginning.
func csvLineKind(line []byte) lineKind {
	switch {
	case bytes.HasPrefix(line, []byte(plainError)), isCSVRefusal(line):
		return lineRefusal
	case isOtherFormat(line):
		return lineForeign
	}
	return lineRow
}

// found says what a line holds, for errors.
func (k lineKind) found() string {
	switch k {
	case lineRow:
		return "a sender name"
	case lineAdded:
		return "an id"
	}
	return wordOK
}

// plainLineKind returns the kind of a plain line.
func plainLineKind(line []byte) lineKind {
	switch {
	case bytes.HasPrefix(line, []byte(plainError)):
		return lineRefusal
	case bytes.HasPrefix(line, []byte(plainName)):
		return lineRow
	case string(line) == wordOK:
		return lineDone
	}
	if id, ok := bytes.CutPrefix(line, []byte(plainID)); ok && len(id) > 0 && digits(id) == len(id) {
		return lineAdded
	}
	return lineMalformed
}

// The characters that no documented name has. What plain and CSV need for
// themselves is among them, and what another format's answer would begin with.
const (
	undocumentedInPlain = `,=<"`
	undocumentedInCSV   = `=<"`
)

// undocumentedName notes the first character of a plain or CSV name that no
// documented name has.
func (d *decoder) undocumentedName(name span, undocumented string) {
	text := d.bytes(name)
	if d.req.Format.page().alphabet.Scan(text, 0) == len(text) {
		return // fast path: no special characters
	}
	if i := bytes.IndexAny(text, undocumented); i >= 0 {
		d.quirk(QuirkName, name.start+i, keyName)
	}
}

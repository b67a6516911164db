package smscodec

import (
	"bytes"
	"io"
)

// What plain and CSV share: a body is lines, and a line holds no control
// character.

// firstLine begins the body and looks at its first line that is not empty. It
// returns false if there is none, because the list is empty or the body is truncated,
// or if the line is malformed.
func (d *decoder) firstLine() bool {
	l := &d.lines
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
	if d.req.Op == OpGet && d.codec.EmptyList {
		d.quirk(QuirkEmpty, l.end, "")
		d.rows = true
		l.done = true
		return false
	}
	detail := "empty body"
	if d.req.Op == OpGet {
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
		d.tell()
	}
	return false
}

// checkLine fails if the current line is none of the format, or an error behind
// other lines, or holds a control character.
func (d *decoder) checkLine(first bool) bool {
	line := d.lines.current
	text := d.bytes(line)
	refusal := bytes.HasPrefix(text, []byte(plainError))
	problem := ""
	switch d.req.Format {
	case Plain:
		if plainLineKind(text) == lineMalformed {
			problem = "not a line of this format"
		}
	case CSV:
		refusal = refusal || isCSVRefusal(text)
		if isOtherFormat(text) {
			problem = "another format"
		}
	}
	if refusal && !first {
		problem = "an error after other lines"
	}
	if problem == "" && refusal {
		return true // its own grammar finds a control character in its place
	}
	// What is wrong from here on is wrong with a row.
	d.inRow = d.req.Op == OpGet && !refusal
	if problem != "" {
		return d.fail(ErrSyntax, line.start, "", problem)
	}
	if !d.noControl(line) {
		return false
	}
	d.inRow = false
	return true
}

// noControl fails if there is a control character.
func (d *decoder) noControl(s span) bool {
	if i := indexControl(d.bytes(s)); i >= 0 {
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
		if isControl(byte(c)) {
			esc[c] = noEscape
		}
	}
	return esc
}()

// lineName writes the name of a plain or CSV row and gives its bytes. A character
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

type lineKind uint8

const (
	lineMalformed lineKind = iota
	lineRefusal
	lineRow
	lineAdded
	lineDone
)

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

// plainLineKind tells what a line is by how it begins.
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
	if d.req.Format.alphabet().scan(text, 0) == len(text) {
		return // as good as always
	}
	if i := bytes.IndexAny(text, undocumented); i >= 0 {
		d.quirk(QuirkName, name.start+i, keyName)
	}
}

package smscodec

import "bytes"

// What plain and CSV share: a body is lines, and a line holds no control
// character.

// lines is where reading them stands.
type lines struct {
	end     int  // of the body, without its final line end
	crlfEnd bool // that line end was CR LF
	start   int  // of the next line; past end if there is none
	current span
	crlf    bool // the current line ended in CR LF
	ahead   bool // current has been looked at only; nextLine gives it again
}

// firstLine begins the body and looks at its first line that is not empty. If
// there is none it says that the body is empty and returns false.
func (d *decoder) firstLine() bool {
	l := &d.lines
	l.start, l.end = d.pos, len(d.data)
	if l.end > l.start && d.data[l.end-1] == '\n' {
		l.end--
		if l.end > l.start && d.data[l.end-1] == '\r' {
			l.end--
			l.crlfEnd = true
		}
	}
	if l.start < l.end && d.nextLine() {
		l.ahead = true
		return true
	}
	if d.failed != nil {
		return false
	}
	if l.crlfEnd && l.start == l.end {
		d.quirk(QuirkCRLF, l.end, "")
	}
	if d.req.Op == OpGet {
		d.quirk(QuirkEmpty, l.end, "")
		d.rows = true
		l.start = l.end + 1
		return false
	}
	return d.cutOff()
}

// nextLine goes to the next line that is not empty, false if there is none.
func (d *decoder) nextLine() bool {
	l := &d.lines
	if l.ahead {
		l.ahead = false
		return true
	}
	for l.start <= l.end && d.failed == nil {
		line := span{l.start, l.end}
		l.crlf = l.crlfEnd
		if n := bytes.IndexByte(d.data[line.start:line.end], '\n'); n >= 0 {
			line.end = line.start + n
			l.start = line.end + 1
			if l.crlf = n > 0 && d.data[line.end-1] == '\r'; l.crlf {
				line.end--
			}
		} else {
			l.start = l.end + 1
		}
		d.pos = min(l.start, l.end)
		for i, c := range d.bytes(line) {
			if isControl(c) {
				return d.fail(ErrSyntax, line.start+i, "", "control character")
			}
		}
		l.current = line
		if line.start < line.end {
			return true
		}
		d.quirk(QuirkBlankLine, line.start, "")
		d.lineEnd()
		d.tell()
	}
	return false
}

// lineEnd accounts for the end of the current line.
func (d *decoder) lineEnd() {
	if d.lines.crlf {
		d.quirk(QuirkCRLF, d.lines.current.end, "")
	}
}

// lastLine checks that the current line is the body's last one.
func (d *decoder) lastLine() bool {
	d.lines.ahead = false
	d.lineEnd()
	if d.nextLine() {
		return d.fail(ErrSyntax, d.lines.current.start, "", "a line behind the answer")
	}
	return d.failed == nil
}

func isControl(c byte) bool { return c < 0x20 || c == 0x7F }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits gives the number of digits that b begins with.
func digits(b []byte) int {
	n := 0
	for n < len(b) && isDigit(b[n]) {
		n++
	}
	return n
}

// digitsAtEnd gives the number of digits that b ends with.
func digitsAtEnd(b []byte) int {
	n := 0
	for n < len(b) && isDigit(b[len(b)-1-n]) {
		n++
	}
	return n
}

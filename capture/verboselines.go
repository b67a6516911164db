package capture

import (
	"bytes"
	"regexp"
)

// Lines of what curl -v prints, a scanner: heads of requests and responses after "> "
// and "< ", notes after "* ", and other text, of which bodies are. A body without a line
// end shares its last line with what is printed next.

// A verboseMark says what a line is, or a part of it.
type verboseMark uint8

const (
	verboseText     verboseMark = iota // of the standard output
	verboseNote                        // of curl itself, or of a shell
	verboseRequest                     // a line of a request's head, after verbosePrefix
	verboseResponse                    // a line of a response's head, after verbosePrefix
)

// verbosePrefix is the length of "> " and "< ".
const verbosePrefix = 2

var (
	// verboseNotes are whole lines: notes, and sizes of data.
	verboseNotes = regexp.MustCompile(`^(?:\*(?: |\r?\n?$)|[{}] \[[0-9]+ bytes data\]\r?\n?$)`)
	// afterText is what is printed after a body without a line end.
	afterText = regexp.MustCompile(`\r` + meterRow + `|  % Total +% Received |curl: \([0-9]+\) |\* (?:Connection #[0-9]|Found bundle |Re-?[uU]sing |[cC]losing connection|[sS]hutting down connection|Issue another request|Can not multiplex|  Trying |Hostname |Host |Excess found|transfer closed|Could not resolve)`)
	// arrived is the note of data that came, of which the body is.
	arrived = regexp.MustCompile(`^\{ \[0*[1-9]`)
	// firstHead is the first line of a head.
	firstHead = regexp.MustCompile(`(?m)^(?:> [A-Z]{1,16} [^ \n]+ HTTP/[0-9.]+\r*|< HTTP/[0-9.]+ [0-9]{3}(?:[ \r][^\n]*)?)$`)
	// firstNote is a note that curl begins with.
	firstNote = regexp.MustCompile(`^\* (?:  Trying |Host |Could not resolve |Uses proxy |Rebuilt URL |Added |Connected to |Re-?[uU]sing |Found bundle |About to connect)`)
	// retyped is what a terminal that was recorded makes of a head: line ends of two
	// carriage returns, bold names.
	retyped = regexp.MustCompile(`(?m)^(?:[<>*] [^\n]*\r\r$|\x1b\[1m)`)
)

// isVerbose reports whether a capture is what curl -v prints, by how it begins after the
// notes of a shell. If curl got no answer, there are notes alone.
func isVerbose(beginning []byte) bool {
	text := beginning[leadingNotesLen(beginning):]
	if len(text) == 0 || startsMessage(text) {
		return false
	}
	if at := firstHead.FindIndex(text[:lineLen(text)]); at != nil {
		return true
	}
	return firstNote.Match(text) || isVerboseNote(text[:lineLen(text)]) && firstHead.Match(text)
}

// isVerboseNote reports whether a line is a note of curl, or a size of data.
func isVerboseNote(line []byte) bool {
	return bytes.IndexByte([]byte("*{}"), line[0]) >= 0 && verboseNotes.Match(line)
}

// A verboseScanner distinguishes lines.
type verboseScanner struct{ inRequest, inResponse, inCommand bool }

// scan returns what a line, or the rest of one, begins with, and how long that is.
func (s *verboseScanner) scan(line []byte) (mark verboseMark, n int) {
	if s.inCommand {
		s.inCommand = isContinued(line)
		return verboseNote, len(line)
	}
	switch {
	case isVerboseNote(line):
		return verboseNote, len(line)
	case line[0] == '>' && isHeadLine(line, &s.inRequest, requestLineLen):
		return verboseRequest, len(line)
	case line[0] == '<' && isHeadLine(line, &s.inResponse, statusLineLen):
		return verboseResponse, len(line)
	case bytes.HasPrefix(line, []byte("< ")) && lineEndLen(line[verbosePrefix:]) == 0 && isHeader(line[verbosePrefix:], false):
		return verboseNote, len(line) // a trailer
	}
	if n = noteLen(line); n > 0 {
		s.inCommand = n == len(line) && isContinued(line)
		return verboseNote, n
	}
	if bytes.ContainsAny(line[:len(line)-1], "\r*%(") { // as the expression is slow
		if at := afterText.FindIndex(line); at != nil && at[0] > 0 {
			return verboseText, at[0]
		}
	}
	return verboseText, len(line)
}

// isHeadLine reports whether a line is one of a head, and keeps in mind whether others
// follow. A text that was pasted may have lost the space at the end of a line.
func isHeadLine(line []byte, inHead *bool, startLen func([]byte) int) bool {
	content := headLine(line)
	if content == nil {
		return false
	}
	if lineEndLen(content) > 0 {
		was := *inHead
		*inHead = false
		return was
	}
	*inHead = *inHead || startLen(content) > 0
	return *inHead
}

// headLine returns what follows the mark of a line, or nil if that is none.
func headLine(line []byte) []byte {
	switch {
	case len(line) >= verbosePrefix && line[1] == ' ':
		return line[verbosePrefix:]
	case lineEndLen(line[1:]) > 0:
		return line[1:]
	}
	return nil
}

package curl

import (
	"bytes"
	"cmp"
	"regexp"

	"github.com/smscodec/smscodec/internal/http1"
)

// A scanner of the lines of curl -v output: heads of requests and responses after "> " and
// "< ", notes after "* ", and other text, which has the bodies. If a body ends without a
// line end, further output follows on the same line.

// A Mark is the kind of a line, or of a part of it.
type Mark byte

// The marks. Those of heads are the first bytes of their lines; see HeadLine.
const (
	Text     Mark = 0 // of the standard output
	Request  Mark = '>'
	Response Mark = '<'
	Trailer  Mark = ':' // a field after a body; see HeadLine
	Data     Mark = '{' // the note that a part of a body was received
	Note     Mark = '*' // another note of the log
	Terminal Mark = '$' // what a shell prints, and curl beside its log: a command, a meter, an error
)

var (
	// notes matches whole lines: notes, and sizes of data.
	notes = regexp.MustCompile(`^(?:\*(?: |\r?\n?$)|[{}] \[[0-9]+ bytes data\]\r?\n?$)`)
	// afterText matches output that follows a body without a line end.
	afterText = regexp.MustCompile(overprint + `|  % Total +% Received |curl: \([0-9]+\) |\* (?:Connection #[0-9]|Found bundle |Re-?[uU]sing |[cC]losing connection|[sS]hutting down connection|Issue another request|Can not multiplex|  Trying |Hostname |Host |Excess found|transfer closed|Could not resolve)`)
	received  = regexp.MustCompile(`^\{ \[0*[1-9][0-9]* bytes data\]\r?\n?$`)
	firstHead = regexp.MustCompile(`(?m)^(?:> [A-Z]{1,16} [^ \n]+ HTTP/[0-9.]+\r*|< HTTP/[0-9.]+ [0-9]{3}(?:[ \r][^\n]*)?)$`)
	// firstNote matches a note that may be the first.
	firstNote = regexp.MustCompile(`^\* (?:  Trying |Host |Could not resolve |Uses proxy |Rebuilt URL |Added |Connected to |Re-?[uU]sing |Found bundle |About to connect)`)
	// retyped matches a head as a recorded terminal shows it: with two carriage returns
	// before a line feed, or with bold names. Insomnia and other programs mark not all lines
	// of a head, and text that is copied from a page may have an empty line after each. Hurl
	// writes bodies as notes, and mail quotes all lines with the mark of requests.
	retyped = regexp.MustCompile(`(?m)^(?:(?:[<>*] |HTTP/)[^\n]*\r\r$|(?:< [A-Za-z]|HTTP/)[^\n]*\n\x1b\[1m|HTTP/[0-9.]+ [0-9]{3}[^\n]*\n\r?\n[A-Za-z-]+: [^\n]*\n\r?\n` +
		`|\* [Ee]xecuting entry [0-9]|> HTTP/[0-9.]+ [0-9]{3}|> [A-Z]+ [^ \n]+ HTTP/[0-9.]+\r?\n[A-Za-z-]+:|[<>] [^\n]*HTTP/[0-9.]+[^\n]*\n(?:[<>] [A-Za-z-]+:[^\n]*\n)*\r?\n)`)
)

// IsVerbose reports whether a capture is output of curl -v, by its beginning after the notes
// of a shell. If curl got no answer, the output has only notes.
func IsVerbose(beginning []byte) bool {
	text := beginning[LeadingNotesLen(beginning):]
	if len(text) == 0 || http1.StartsMessage(text) {
		return false
	}
	line := text[:http1.LineLen(text)]
	return firstHead.Match(line) || firstNote.Match(line) || notes.Match(line) && firstHead.Match(text)
}

// IsRetyped reports whether a recorded terminal or another program has changed the output of
// curl at the beginning of a capture.
func IsRetyped(beginning []byte) bool { return retyped.Match(beginning) }

// A Scanner distinguishes lines. The zero value is ready for use.
type Scanner struct {
	Prompt    Prompt // of the last command line
	inHead    Mark   // of the head that continues, or Text
	inCommand bool
}

// Scan returns the kind of the first part of a line, or of the rest of one, and its length.
func (s *Scanner) Scan(line []byte) (mark Mark, n int) {
	if s.inCommand {
		s.inCommand = isContinued(line)
		return Terminal, len(line)
	}
	content, mark := HeadLine(line), Mark(line[0])
	isEnd := http1.LineEndLen(content) > 0
	isStart := mark == Request && http1.RequestLineLen(content) > 0 || mark == Response && http1.StatusLineLen(content) > 0
	switch {
	case isStart, content != nil && mark == s.inHead:
		if s.inHead = mark; isEnd {
			s.inHead = Text
		}
		return mark, len(line)
	case mark == Response && !isEnd && http1.IsHeader(content, false):
		return Trailer, len(line)
	case received.Match(line):
		return Data, len(line)
	case notes.Match(line):
		return Note, len(line)
	}
	end := len(line)
	if bytes.ContainsAny(line[:end-1], "\r*%(") { // the expression is slow
		if at := afterText.FindIndex(line); at != nil {
			end = at[0]
		}
	}
	if n = s.Prompt.find(line[:end]); n > 0 && noteLen(line[n:end], true) > 0 {
		return Text, n
	}
	part := line[:cmp.Or(end, len(line))]
	if n = noteLen(part, true); n > 0 {
		s.Prompt = cmp.Or(PromptOf(line[:n]), s.Prompt)
		s.inCommand = n == len(line) && isContinued(line)
		return Terminal, n
	}
	return Text, len(part)
}

// HeadLine returns the text after the mark of a line, or nil if the line has no mark.
// Pasted text may have lost the space at the end of a line.
func HeadLine(line []byte) []byte {
	if line[0] != '>' && line[0] != '<' {
		return nil
	}
	if text, hasSpace := bytes.CutPrefix(line[1:], []byte(" ")); hasSpace || http1.LineEndLen(text) > 0 {
		return text
	}
	return nil
}

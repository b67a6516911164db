package redact

// Plain and CSV: the copy keeps documented lines, with their names, codes, ids and recorded
// texts.

import (
	"bytes"
	"regexp"

	"github.com/smscodec/smscodec/internal/wire"
)

// A lineScanner scans answers in plain and CSV.
type lineScanner struct {
	marker
	isCSV      bool // lines may be rows of CSV
	isID       bool // a line of digits is an id
	hasOddName bool // a name is not as documented
}

// scan scans all lines.
func (s *lineScanner) scan(body []byte) {
	at := bomLen(body)
	for line := range bytes.Lines(body[at:]) {
		text := bytes.TrimRight(line, "\r\n")
		blanks := len(text) - len(bytes.TrimLeft(text, " \t"))
		s.line(text[blanks:], at+blanks)
		at += len(line)
	}
}

// line scans a line that begins at an offset of the body.
func (s *lineScanner) line(line []byte, at int) {
	switch {
	case len(line) == 0 || string(line) == wire.OK:
	case bytes.HasPrefix(line, []byte(wire.PlainName)):
		s.plainRow(line[len(wire.PlainName):], at+len(wire.PlainName))
	case bytes.HasPrefix(line, []byte(wire.PlainID)) && isValue(wire.KeyID, line[len(wire.PlainID):]):
	case bytes.HasPrefix(line, []byte(wire.PlainError)):
		s.plainError(line, at)
	case csvError.Match(line):
	case s.isCSV && s.isID && isValue(wire.KeyID, line):
	case s.isCSV:
		s.csvRow(line, at)
	default:
		s.mark(at, at+len(line), unknown)
	}
}

var (
	csvError   = regexp.MustCompile(`^[0-9]{1,19},-[0-9]{1,4}$`)
	plainError = regexp.MustCompile(`^ERROR = [0-9]{1,4}(?: \((.*)\)(?:, ID - [0-9]{1,19})?)?$`)
)

func (s *lineScanner) plainError(line []byte, at int) {
	parts := plainError.FindSubmatchIndex(line)
	switch {
	case parts == nil:
		s.mark(at+len(wire.PlainError), at+len(line), unknown)
	case parts[2] >= 0 && !isRecorded(line[parts[2]:parts[3]]):
		s.mark(at+parts[2], at+parts[3], unknown)
	}
}

// plainRow scans the name of a row, and the "key = digits" after it.
func (s *lineScanner) plainRow(row []byte, at int) {
	end := len(row)
	var marks []mark // the last one first
	for {
		comma := bytes.LastIndex(row[:end], []byte(wire.PlainComma))
		if comma < 0 {
			break
		}
		start := comma + len(wire.PlainComma)
		key, value, ok := bytes.Cut(row[start:end], []byte(wire.PlainEquals))
		if !ok || !isKey(key) || !isDigits(value) {
			break
		}
		known := memberOf(key)
		if !isValue(known, value) {
			marks = append(marks, mark{at + end - len(value), at + end, number})
		}
		if known == "" {
			marks = append(marks, mark{at + start, at + start + len(key), unknown})
		}
		end = comma
	}
	s.name(row[:end], at)
	for i := len(marks) - 1; i >= 0; i-- {
		s.marks = append(s.marks, marks[i])
	}
}

// isKey reports whether a text may be the key of a member in plain.
func isKey(text []byte) bool {
	for _, c := range text {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_') {
			return false
		}
	}
	return len(text) > 0
}

func (s *lineScanner) csvRow(row []byte, at int) {
	text, codes, _ := bytes.Cut(row, []byte(","))
	s.name(text, at)
	for code := range bytes.SplitSeq(codes, []byte(",")) {
		if code = bytes.Trim(code, " "); len(code) > 0 && !isValue(wire.KeyStatus, code) {
			s.hasOddName = true // a comma in the name
		}
	}
}

func (s *lineScanner) name(text []byte, at int) {
	s.hasOddName = s.hasOddName || !isDocumentedName(text)
	s.mark(at, at+len(text), senderName)
}

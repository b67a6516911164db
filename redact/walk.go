package redact

// Scanners of the four formats. They mark the parts of an answer that the copy replaces,
// also in an answer that is malformed. What they do not know, they mark.

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/smscodec/smscodec/internal/wire"
)

// A scanner scans a body.
type scanner struct {
	body       []byte
	at         int
	marks      []mark
	hasOddName bool // a name in plain or CSV is not as documented
}

func newScanner(body []byte) *scanner {
	return &scanner{body: body, at: len(body) - len(bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF")))}
}

// mark marks a part of the body, unless it is empty.
func (s *scanner) mark(start, end int, c class) {
	if start < end {
		s.marks = append(s.marks, mark{start, end, c})
	}
}

// value marks a value, unless it is one that a documented member may have.
func (s *scanner) value(member string, start, end int) {
	switch text := s.body[start:end]; {
	case isValue(member, text):
	case isNumber.Match(text):
		s.mark(start, end, number)
	default:
		s.mark(start, end, unknown)
	}
}

// isNumber matches a number, also a malformed one.
var isNumber = regexp.MustCompile(`^[-+.eE]*[0-9][-+.eE0-9]*$`)

// json scans JSON. It keeps the syntax, the literals, and the documented members of an
// answer and of the rows of a list.
func (s *scanner) json() {
	var (
		open   []byte // the brackets of the objects and arrays around s.at
		isName bool   // the next string is the name of a member
		name   string // the latest name, if it is documented, and no colon has followed it
		member string // the documented member whose value is next, or ""
	)
	for s.at < len(s.body) {
		start := s.at
		c := s.body[start]
		s.at++
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case ':':
			name, member, isName = "", name, false
			continue
		case '{', '[':
			open = append(open, c)
		case '}', ']':
			open = open[:max(0, len(open)-1)]
		case ',':
		case '"':
			end := stringEnd(s.body, s.at)
			text := s.body[s.at:end]
			isRow := string(open) == "{" || string(open) == "[{"
			switch isCutOff := end == len(s.body); {
			case isName && isRow && !isCutOff && members[string(text)] != "":
				name = string(text)
			case !isName && !isCutOff && member == wire.KeySender:
				s.mark(s.at, end, senderName)
			case isName || isCutOff || !isValue(member, text):
				s.mark(s.at, end, unknown)
			}
			s.at = min(end+1, len(s.body))
			isName, member = false, ""
			continue
		default:
			for s.at < len(s.body) && bytes.IndexByte([]byte(" \t\r\n{}[],:\""), s.body[s.at]) < 0 {
				s.at++
			}
			switch text := string(s.body[start:s.at]); {
			case text == "true", text == "false", text == "null", isDigits(text) && isValue(member, s.body[start:s.at]):
			default:
				s.value("", start, s.at)
			}
			member = ""
			continue
		}
		isName, name, member = (c == '{' || c == ',') && len(open) > 0 && open[len(open)-1] == '{', "", ""
	}
}

// stringEnd returns the offset of the quote that ends a string, or the end of the body.
func stringEnd(body []byte, at int) int {
	for ; at < len(body); at++ {
		switch body[at] {
		case '"':
			return at
		case '\\':
			at++
		}
	}
	return len(body)
}

// children are the documented elements in each element; those in "" are the roots.
var children = map[string][]string{
	"":             {wire.KeyList, wire.KeySender, wire.KeyResult},
	wire.KeyList:   {wire.KeySender},
	wire.KeySender: {wire.KeyID},
	wire.KeyResult: {wire.KeyError, wire.KeyErrorCode, wire.KeyID},
}

var (
	// declaration matches an XML declaration with known values.
	declaration    = regexp.MustCompile(`^<\?xml\s+version\s*=\s*["']1\.[01]["'](?:\s+encoding\s*=\s*["'](?i:utf-8|windows-1251|koi8-r)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>`)
	maxDeclaration = 256
	// attribute matches a name, and its value if it has one.
	attribute = regexp.MustCompile(`([^\s=/'"<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?`)
)

// xml scans XML. It keeps the syntax, a declaration with known values, and the documented
// elements and attributes.
func (s *scanner) xml() {
	elements := []string{""} // around s.at, and "" before them; "?" is one that is not documented there
	for s.at < len(s.body) {
		rest := s.body[s.at:]
		switch {
		case rest[0] != '<':
			s.text(elements, s.until("<"))
		case bytes.HasPrefix(rest, []byte("<!--")):
			s.hidden("<!--", "-->")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			s.at += len("<![CDATA[")
			s.text(elements, s.until("]]>"))
			s.at = min(s.at+len("]]>"), len(s.body))
		case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
			s.hidden("<!DOCTYPE", ">")
		case bytes.HasPrefix(rest, []byte("<!")):
			s.hidden("<!", ">")
		case bytes.HasPrefix(rest, []byte("<?")) && declaration.Match(rest[:min(len(rest), maxDeclaration)]):
			s.at = s.until("?>") + len("?>")
		case bytes.HasPrefix(rest, []byte("<?")):
			s.hidden("<?", "?>")
		default:
			elements = s.tag(elements)
		}
	}
}

// until returns the first offset of a text, or the end.
func (s *scanner) until(text string) int {
	if n := bytes.Index(s.body[s.at:], []byte(text)); n >= 0 {
		return s.at + n
	}
	return len(s.body)
}

// hidden hides the text between a beginning and an end.
func (s *scanner) hidden(begin, end string) {
	s.at += len(begin)
	to := s.until(end)
	s.mark(s.at, to, unknown)
	s.at = min(to+len(end), len(s.body))
}

// tag scans a tag, and returns the elements around the text after it.
func (s *scanner) tag(elements []string) []string {
	s.at++
	end, quote := s.at, byte(0)
	for ; end < len(s.body); end++ {
		c := s.body[end]
		if quote == 0 && (c == '<' || c == '>') {
			break
		}
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	text := s.body[s.at:end]
	isEnd, isEmpty := bytes.HasPrefix(text, []byte("/")), bytes.HasSuffix(text, []byte("/"))
	parent, element := elements[len(elements)-1], "?"
	for i, at := range attribute.FindAllSubmatchIndex(text, -1) {
		name := string(text[at[2]:at[3]])
		key := ""
		switch isFirst := i == 0; {
		case isFirst && isEnd && name == parent, isFirst && !isEnd && slices.Contains(children[parent], name):
			element, key = name, name
		case element == wire.KeySender && !isEnd:
			key = members[name]
		}
		if key == "" {
			s.mark(s.at+at[2], s.at+at[3], unknown)
		}
		if at := at[4:]; at[0] >= 0 || at[2] >= 0 {
			start, end := max(at[0], at[2]), max(at[1], at[3])
			if !isValue(key, text[start:end]) {
				s.mark(s.at+start, s.at+end, unknown)
			}
		}
	}
	switch {
	case isEnd && len(elements) > 1:
		elements = elements[:len(elements)-1]
	case !isEnd && !isEmpty:
		elements = append(elements, element)
	}
	s.at = end
	if end < len(s.body) && s.body[end] == '>' {
		s.at++
	}
	return elements
}

// text scans the text up to an offset, which may be the value of the innermost element.
func (s *scanner) text(elements []string, end int) {
	text := bytes.TrimLeft(s.body[s.at:end], " \t\r\n")
	start := end - len(text)
	text = bytes.TrimRight(text, " \t\r\n")
	n := len(elements)
	switch element := elements[n-1]; {
	case element == wire.KeySender && elements[n-2] == wire.KeyList:
		s.mark(start, end, senderName)
	case element == wire.KeySender, !isValue(element, text):
		s.mark(start, start+len(text), unknown)
	}
	s.at = end
}

var (
	plainRow = regexp.MustCompile(`^` + wire.PlainName + `(.*?)((?:, [a-z0-9_]+ = [0-9]+)*)$`)
	pair     = regexp.MustCompile(wire.PlainComma + `([a-z0-9_]+)` + wire.PlainEquals + `([0-9]+)`)
	refusal  = regexp.MustCompile(`^` + wire.PlainError + `(?:[0-9]{1,4}(?: \((.*)\)(?:, ID - [0-9]{1,19})?)?|(.*))$`)
	keptLine = regexp.MustCompile(`^(?:` + wire.OK + `|` + wire.PlainID + `[0-9]{1,19}|[0-9]{1,19}` + wire.CSVError + `[0-9]{1,4})?$`)
)

// lines scans plain, or CSV, in which a line may be the id that add answers, or else a row.
func (s *scanner) lines(isCSV, isID bool) {
	for line := range bytes.Lines(s.body[s.at:]) {
		end := s.at + len(line)
		text := bytes.TrimRight(line, "\r\n")
		s.at += len(text) - len(bytes.TrimLeft(text, " \t"))
		text = bytes.TrimLeft(text, " \t")
		if at := plainRow.FindSubmatchIndex(text); at != nil {
			s.name(s.at+at[2], s.at+at[3])
			for _, of := range pair.FindAllSubmatchIndex(text[at[4]:], -1) {
				start := s.at + at[4]
				member := members[string(text[at[4]:][of[2]:of[3]])]
				if member == "" {
					s.mark(start+of[2], start+of[3], unknown)
				}
				s.value(member, start+of[4], start+of[5])
			}
		} else if at := refusal.FindSubmatchIndex(text); at != nil {
			if start, end := max(at[2], at[4]), max(at[3], at[5]); start >= 0 && !isRecorded(text[start:end]) {
				s.mark(s.at+start, s.at+end, unknown)
			}
		} else if keptLine.Match(text) || isCSV && isID && isValue(wire.KeyID, text) {
		} else if isCSV {
			s.row(text)
		} else {
			s.mark(s.at, s.at+len(text), unknown)
		}
		s.at = end
	}
}

// row scans a row of CSV.
func (s *scanner) row(row []byte) {
	name, codes, _ := bytes.Cut(row, []byte(","))
	s.name(s.at, s.at+len(name))
	for code := range bytes.SplitSeq(codes, []byte(",")) {
		if code = bytes.Trim(code, " "); len(code) > 0 && !isValue(wire.KeyStatus, code) {
			s.hasOddName = true // a comma in the name
		}
	}
}

func (s *scanner) name(start, end int) {
	s.hasOddName = s.hasOddName || !isDocumentedName(s.body[start:end])
	s.mark(start, end, senderName)
}

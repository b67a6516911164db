package redact

// Scanners of the four formats. They copy an answer part by part, also one that is
// malformed: a part is kept, or hidden, or it is the name of a sender. What they do not
// know, they hide.

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/wire"
)

// A scanner copies a body.
type scanner struct {
	*text
	hasOddName bool // a name in plain or CSV is not as documented
}

// value keeps a value that a documented member may have.
func (s *scanner) value(member string, n int) { s.keepIf(isValue(member, s.rest()[:n]), n) }

// member keeps the name of a documented member, and returns it, or else "".
func (s *scanner) member(n int) string {
	name := members[string(s.rest()[:n])]
	s.keepIf(name != "", n)
	return name
}

// space is the white space of JSON and XML.
const space = " \t\r\n"

// json copies JSON. It keeps the syntax, the literals, and the documented members of an
// answer and of the rows of a list.
func (s *scanner) json() {
	var (
		open []byte // the brackets of the objects and arrays around the next part
		last byte   // the beginning of the token before it
		name string // the documented member in that token, or before it and a colon; or ""
	)
	for s.at < len(s.original) {
		c := s.original[s.at]
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			s.keep(1)
			continue
		}
		isName := last == '{' || last == ',' && bytes.HasSuffix(open, []byte("{"))
		member := ""
		if last == ':' {
			member = name
		}
		if last = c; c != ':' {
			name = ""
		}
		switch c {
		case '{', '[':
			open = append(open, c)
			s.keep(1)
		case '}', ']':
			open = open[:max(0, len(open)-1)]
			s.keep(1)
		case ',', ':':
			s.keep(1)
		case '"':
			s.keep(1)
			n := stringSize(s.rest())
			switch isRow := string(open) == "{" || string(open) == "[{"; {
			case n == len(s.rest()), isName && !isRow: // cut off, or a member of another object
				s.hide(n)
			case isName:
				name = s.member(n)
			case member == wire.KeySender:
				s.name(n)
			default:
				s.value(member, n)
			}
			s.keep(1)
		default:
			n := s.until(space + `{}[],:"`)
			word := s.rest()[:n]
			s.keepIf(isValue(member, word) || slices.Contains([]string{"true", "false", "null"}, string(word)), n)
		}
	}
}

// stringSize returns how many bytes precede the quote that ends a string, or the end.
func stringSize(text []byte) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
	return len(text)
}

// texts are the members whose values are the texts of the documented elements, by the paths
// of these; or "".
var texts = map[string]string{
	"/list": "", "/list/sender": wire.KeyName, "/sender": "", "/sender/id": wire.KeyID,
	"/result": wire.KeyResult, "/result/error": wire.KeyError, "/result/error_code": wire.KeyErrorCode, "/result/id": wire.KeyID,
}

// otherElement is the path of elements that are not documented.
const otherElement = "?"

var (
	// declaration matches an XML declaration with known values.
	declaration    = regexp.MustCompile(`^<\?xml\s+version\s*=\s*["']1\.[01]["'](?:\s+encoding\s*=\s*["'](?i:utf-8|windows-1251|koi8-r)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>`)
	maxDeclaration = 256

	// markup matches the beginning of other markup than tags.
	markup = regexp.MustCompile(`^<(?:!--|!\[CDATA\[|!DOCTYPE|[!?])`)

	// tag matches a slash, a name and attributes; attribute a name, and a value if it has one.
	tag       = regexp.MustCompile(`^<(/?)([^\s/=<>"']*)((?:[^<>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*)>?`)
	attribute = regexp.MustCompile(`([^\s/=<>"']+)(?:\s*=\s*(?:"([^"]*)|'([^']*)))?`)
)

// markupEnds are the ends of markup by its beginnings, if it is not ">".
var markupEnds = map[string]string{"<!--": "-->", cdata: "]]>", "<?": "?>"}

const cdata = "<![CDATA["

// xml copies XML. It keeps the syntax, a declaration with known values, and the documented
// elements and attributes.
func (s *scanner) xml() {
	paths := []string{""} // of the elements around the next part
	for s.at < len(s.original) {
		rest := s.rest()
		member := texts[paths[len(paths)-1]]
		switch begin := markup.Find(rest); {
		case rest[0] != '<':
			s.elementText(member, s.until("<"))
		case declaration.Match(rest[:min(len(rest), maxDeclaration)]):
			s.keep(s.until(">") + 1)
		case begin != nil:
			end := cmp.Or(markupEnds[string(begin)], ">")
			content, _, _ := bytes.Cut(rest[len(begin):], []byte(end))
			s.hasEscapes = s.hasEscapes || s.phones != nil && member == wire.KeyName // a number may go on after it
			if s.keep(len(begin)); string(begin) == cdata {
				s.elementText(member, len(content))
			} else {
				s.hide(len(content))
			}
			s.keep(len(end))
		default:
			paths = s.tag(paths)
		}
	}
}

// elementText copies the text of an element, without the white space around it.
func (s *scanner) elementText(member string, n int) {
	part, end := s.rest()[:n], s.at+n
	s.keep(len(part) - len(bytes.TrimLeft(part, space)))
	if n = len(bytes.Trim(part, space)); member == wire.KeyName {
		s.name(n)
	} else {
		s.value(member, n)
	}
	s.at = end
}

// tag copies a tag, and returns the paths of the elements around the text after it.
func (s *scanner) tag(paths []string) []string {
	start, rest, at := s.at, s.rest(), tag.FindSubmatchIndex(s.rest())
	isEnd, name, attributes := at[2] < at[3], "/"+string(rest[at[4]:at[5]]), rest[at[6]:at[7]]
	parent := paths[len(paths)-1]
	_, isDocumented := texts[parent+name]
	s.keep(at[4])
	s.keepIf(isEnd && strings.HasSuffix(parent, name) || !isEnd && isDocumented, at[5]-at[4])
	for _, of := range attribute.FindAllSubmatchIndex(attributes, -1) {
		s.at = start + at[6] + of[2]
		member := ""
		if isDocumented && !isEnd && name == "/"+wire.KeySender {
			member = s.member(of[3] - of[2])
		} else {
			s.hide(of[3] - of[2])
		}
		if from, to := max(of[4], of[6]), max(of[5], of[7]); from >= 0 {
			s.at = start + at[6] + from
			s.value(member, to-from)
		}
	}
	s.at = start + at[1]
	switch {
	case isEnd:
		return paths[:max(1, len(paths)-1)]
	case bytes.HasSuffix(attributes, []byte("/")):
		return paths
	case !isDocumented:
		return append(paths, otherElement)
	}
	return append(paths, parent+name)
}

var (
	refusal  = regexp.MustCompile(`^` + wire.PlainError + `(?:[0-9]{1,4}(?: \((.*)\)(?:, ID - [0-9]{1,19})?)?|(.*))$`)
	keptLine = regexp.MustCompile(`^(?:` + wire.OK + `|` + wire.PlainID + `[0-9]{1,19}|[0-9]{1,19}` + wire.CSVError + `[0-9]{1,4})?$`)

	// beginning matches how an id and an error begin; it is kept, so that a copy begins alike.
	beginning = regexp.MustCompile(`^(?:` + wire.PlainID + `|0` + wire.CSVError + `)`)

	// afterPlain and afterCSV match the text after the name in a row of plain, and of CSV.
	afterPlain = regexp.MustCompile(`^(?:` + wire.PlainComma + `[a-z0-9_]+` + wire.PlainEquals + `[0-9]+)*$`)
	afterCSV   = regexp.MustCompile(`^(?:, *[0-9]{0,3} *)*$`)
)

// lines copies plain, or CSV, in which a line may be the id that add answers, or else a row.
func (s *scanner) lines(isCSV, isID bool) {
	for line := range bytes.Lines(s.rest()) {
		end := s.at + len(line)
		line = bytes.TrimRight(line, "\r\n")
		s.keep(len(line) - len(bytes.TrimLeft(line, space)))
		line = bytes.TrimLeft(line, space)
		row, isPlain := bytes.CutPrefix(line, []byte(wire.PlainName))
		text := refusal.FindSubmatchIndex(line)
		switch {
		case isPlain:
			s.keep(len(wire.PlainName))
			for s.row(row, afterPlain); bytes.HasPrefix(s.rest(), []byte(wire.PlainComma)); {
				s.keep(len(wire.PlainComma))
				member := s.member(s.until(" "))
				s.keep(len(wire.PlainEquals))
				s.value(member, s.until(",\r\n"))
			}
		case text != nil && max(text[2], text[4]) >= 0:
			s.keep(max(text[2], text[4]))
			s.value(wire.KeyError, max(text[3], text[5])-max(text[2], text[4]))
		case text != nil, keptLine.Match(line), isCSV && isID && isValue(wire.KeyID, line):
		case beginning.Match(line):
			n := len(beginning.Find(line))
			s.keep(n)
			s.hide(len(line) - n)
		case isCSV:
			s.row(line, afterCSV)
		default:
			s.hide(len(line))
		}
		s.at = end
	}
}

// row copies the name in a row, or the whole of a row that is not as documented.
func (s *scanner) row(row []byte, after *regexp.Regexp) {
	name, _, _ := bytes.Cut(row, []byte(","))
	isWhole := !after.Match(row[len(name):])
	if s.hasOddName = s.hasOddName || isWhole || !isDocumentedName(name); isWhole {
		name = row
	}
	s.name(len(name))
}

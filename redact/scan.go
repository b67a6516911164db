package redact

// Scanners of the four formats. They copy an answer part by part, also one that is
// malformed: a part is kept, or hidden, or it is the name of a sender. What they do not
// know, they hide.

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

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

// elements are the documented elements, and the members whose values are their texts, or
// "". Any other element is "?".
var elements = map[string]string{
	"/list": "", "/list/sender": wire.KeyName, "/sender": "", "/sender/id": wire.KeyID,
	"/result": wire.KeyResult, "/result/error": wire.KeyError, "/result/error_code": wire.KeyErrorCode, "/result/id": wire.KeyID,
}

// maxPath is the length of the longest path in elements. Paths may be as long as the body.
const maxPath = len("/result/error_code")

func elementAt(path []byte) (text string, isDocumented bool) {
	if len(path) <= maxPath {
		text, isDocumented = elements[string(path)]
	}
	return text, isDocumented
}

var (
	// declaration matches an XML declaration with known values.
	declaration    = regexp.MustCompile(`^<\?xml\s+version\s*=\s*["']1\.[01]["'](?:\s+encoding\s*=\s*["'](?i:utf-8|windows-1251|koi8-r)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>`)
	maxDeclaration = 256

	// markup matches the beginning of other markup than tags.
	markup = regexp.MustCompile(`^<(?:!--|!\[CDATA\[|!DOCTYPE|[!?])`)
)

// markupEnd returns the end of markup with a beginning.
func markupEnd(begin []byte) string {
	switch string(begin) {
	case "<!--":
		return "-->"
	case "<![CDATA[":
		return "]]>"
	case "<?":
		return "?>"
	}
	return ">"
}

// xml copies XML. It keeps the syntax, a declaration with known values, and the documented
// elements and attributes.
func (s *scanner) xml() {
	var path []byte // of the elements around the next part
	for s.at < len(s.original) {
		rest := s.rest()
		switch {
		case rest[0] != '<':
			s.elementText(path)
		case declaration.Match(rest[:min(len(rest), maxDeclaration)]):
			s.keep(s.until(">") + 1)
		case markup.Match(rest):
			begin := markup.Find(rest)
			end := markupEnd(begin)
			content, _, _ := bytes.Cut(rest[len(begin):], []byte(end))
			s.keep(len(begin))
			s.hide(len(content))
			s.keep(len(end))
		default:
			path = s.tag(path)
		}
	}
}

// elementText copies the text of an element, without the white space around it.
func (s *scanner) elementText(path []byte) {
	end := s.at + s.until("<")
	part := s.original[s.at:end]
	s.keep(len(part) - len(bytes.TrimLeft(part, space)))
	n := len(bytes.Trim(part, space))
	if member, _ := elementAt(path); member == wire.KeyName {
		s.name(n)
	} else {
		s.value(member, n)
	}
	s.at = end
}

// tag copies a tag, and returns the path of the elements around the text after it.
func (s *scanner) tag(path []byte) []byte {
	s.keep(1)
	isEnd := bytes.HasPrefix(s.rest(), []byte("/"))
	element, attribute := "", "" // the name, or "?", and the latest documented attribute
	for s.at < len(s.original) && s.rest()[0] != '<' && s.rest()[0] != '>' {
		switch c := s.rest()[0]; c {
		case ' ', '\t', '\r', '\n', '/', '=':
			s.keep(1)
		case '"', '\'':
			s.keep(1)
			s.value(attribute, s.until(string(c)))
			s.keep(1)
		default:
			n := s.until(space + `/='"<>`)
			word := string(s.rest()[:n])
			_, isDocumented := elementAt(append(path, "/"+word...))
			switch {
			case element == wire.KeySender && !isEnd:
				attribute = s.member(n)
			case element == "" && (isEnd && bytes.HasSuffix(path, []byte("/"+word)) || !isEnd && isDocumented):
				element = word
				s.keep(n)
			default:
				element = cmp.Or(element, "?")
				s.hide(n)
			}
		}
	}
	switch {
	case isEnd:
		path = path[:max(0, bytes.LastIndexByte(path, '/'))]
	case s.original[s.at-1] != '/':
		path = append(append(path, '/'), cmp.Or(element, "?")...)
	}
	if s.at < len(s.original) && s.rest()[0] == '>' {
		s.keep(1)
	}
	return path
}

var (
	refusal  = regexp.MustCompile(`^` + wire.PlainError + `(?:[0-9]{1,4}(?: \((.*)\)(?:, ID - [0-9]{1,19})?)?|(.*))$`)
	keptLine = regexp.MustCompile(`^(?:` + wire.OK + `|` + wire.PlainID + `[0-9]{1,19}|[0-9]{1,19}` + wire.CSVError + `[0-9]{1,4})?$`)

	// afterPlain and afterCSV match the text after the name in a row of plain, and of CSV.
	afterPlain = regexp.MustCompile(`^(?:` + wire.PlainComma + `[a-z0-9_]+` + wire.PlainEquals + `[0-9]+)*$`)
	afterCSV   = regexp.MustCompile(`^(?:, *[0-9]{0,3} *)*$`)
)

// lines copies plain, or CSV, in which a line may be the id that add answers, or else a row.
func (s *scanner) lines(isCSV, isID bool) {
	for line := range bytes.Lines(s.rest()) {
		end := s.at + len(line)
		line = bytes.TrimRight(line, "\r\n")
		s.keep(len(line) - len(bytes.TrimLeft(line, " \t")))
		line = bytes.TrimLeft(line, " \t")
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

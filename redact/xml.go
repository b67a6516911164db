package redact

// XML: the copy keeps the syntax, the documented elements and attributes with their names,
// codes, ids and recorded texts, and a declaration with known values.

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/smscodec/smscodec/internal/wire"
)

// markXML appends the marks of XML, which may be malformed.
func markXML(marks []mark, body []byte) []mark {
	s := xmlScanner{body: body, at: bomLen(body), marker: marker{marks}}
	for s.at < len(body) {
		if body[s.at] != '<' {
			s.text(s.to("<", 0))
			continue
		}
		rest := body[s.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			s.hidden(len("<!--"), "-->")
		case bytes.HasPrefix(rest, []byte(cdata)):
			s.at += len(cdata)
			s.text(s.to("]]>", 0))
			s.skip("]]>")
		case bytes.HasPrefix(rest, []byte("<!DOCTYPE")):
			s.hidden(len("<!DOCTYPE"), ">")
		case bytes.HasPrefix(rest, []byte("<!")):
			s.hidden(len("<!"), ">")
		case bytes.HasPrefix(rest, []byte("<?")):
			s.instruction()
		case bytes.HasPrefix(rest, []byte("</")):
			s.endTag()
		default:
			s.startTag()
		}
	}
	return s.marks
}

const cdata = "<![CDATA["

type xmlScanner struct {
	marker
	body []byte
	at   int
	open []string // the elements around at; "" for one that is not documented there
}

// to returns the first offset of a text from at+after on, or the end.
func (s *xmlScanner) to(text string, after int) int {
	from := min(s.at+after, len(s.body))
	if n := bytes.Index(s.body[from:], []byte(text)); n >= 0 {
		return from + n
	}
	return len(s.body)
}

func (s *xmlScanner) skip(text string) { s.at = min(s.at+len(text), len(s.body)) }

// hidden hides the text after the first begin bytes, up to end.
func (s *xmlScanner) hidden(begin int, end string) {
	to := s.to(end, begin)
	s.mark(s.at+begin, to, unknown)
	s.at = to
	s.skip(end)
}

// declaration matches an XML declaration with known values.
var declaration = regexp.MustCompile(`^<\?xml\s+version\s*=\s*["']1\.[01]["'](?:\s+encoding\s*=\s*["'](?i:utf-8|windows-1251|koi8-r)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>`)

// maxDeclaration bounds a declaration.
const maxDeclaration = 256

func (s *xmlScanner) instruction() {
	if n := len(declaration.Find(s.body[s.at:min(len(s.body), s.at+maxDeclaration)])); n > 0 {
		s.at += n
		return
	}
	s.hidden(len("<?"), "?>")
}

// element returns the element with a name, or "" if it is not documented at this place.
func (s *xmlScanner) element(name []byte) string {
	parent := ""
	if n := len(s.open); n > 0 {
		if parent = s.open[n-1]; parent == "" {
			return ""
		}
	}
	for _, key := range children[parent] {
		if string(name) == key {
			return key
		}
	}
	return ""
}

// children are the documented children of each element; those of "" are the roots.
var children = map[string][]string{
	"":             {wire.KeyList, wire.KeySender, wire.KeyResult},
	wire.KeyList:   {wire.KeySender},
	wire.KeySender: {wire.KeyID},
	wire.KeyResult: {wire.KeyError, wire.KeyErrorCode, wire.KeyID},
}

// isInName reports whether a byte may be part of a name.
func isInName(c byte) bool { return c > ' ' && bytes.IndexByte([]byte("<>/='\"&?!"), c) < 0 }

func (s *xmlScanner) name() []byte {
	start := s.at
	for s.at < len(s.body) && isInName(s.body[s.at]) {
		s.at++
	}
	return s.body[start:s.at]
}

func (s *xmlScanner) endTag() {
	s.at += len("</")
	start := s.at
	known := ""
	if n := len(s.open); n > 0 {
		known = s.open[n-1]
		s.open = s.open[:n-1]
	}
	if name := s.name(); string(name) != known {
		s.mark(start, s.at, unknown)
	}
	end := s.to(">", 0)
	s.blanks(end)
	s.skip(">")
}

func (s *xmlScanner) startTag() {
	s.at++
	start := s.at
	element := s.element(s.name())
	if element == "" {
		s.mark(start, s.at, unknown)
	}
	for s.at < len(s.body) {
		switch c := s.body[s.at]; {
		case c == '>':
			s.at++
			s.open = append(s.open, element)
			return
		case c == '<': // a tag without an end
			s.open = append(s.open, element)
			return
		case c == '/':
			s.at++
			if s.at < len(s.body) && s.body[s.at] == '>' {
				s.at++
				return
			}
		case isInName(c):
			s.attribute(element)
		case c <= ' ', c == '=':
			s.at++
		default:
			s.mark(s.at, s.at+1, unknown)
			s.at++
		}
	}
}

// attribute scans a name, and its value if it has one.
func (s *xmlScanner) attribute(element string) {
	start := s.at
	key := ""
	if name := s.name(); element == wire.KeySender {
		key = memberOf(name)
	}
	if key == "" {
		s.mark(start, s.at, unknown)
	}
	rest := s.body[s.at:]
	value := bytes.TrimLeft(bytes.TrimLeft(rest, " \t\r\n"), "=")
	value = bytes.TrimLeft(value, " \t\r\n")
	if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
		return
	}
	s.at += len(rest) - len(value) + 1
	end := s.to(string(value[0]), 0)
	if text := s.body[s.at:end]; end == len(s.body) || !isValue(key, text) {
		s.mark(s.at, end, unknown)
	}
	s.at = end
	s.skip(`"`)
}

// text scans the text up to an offset, which is the value of the innermost element.
func (s *xmlScanner) text(end int) {
	element := ""
	if n := len(s.open); n > 0 {
		element = s.open[n-1]
	}
	inList := len(s.open) > 1 && s.open[len(s.open)-2] == wire.KeyList
	text := s.body[s.at:end]
	switch value := bytes.TrimSpace(text); {
	case len(value) == 0:
	case element == wire.KeySender && inList:
		s.mark(s.at, end, senderName)
	case slices.Contains(valueElements, element) && isValue(element, value):
	default:
		s.blanks(end)
	}
	s.at = end
}

// valueElements are the elements whose text may be a value.
var valueElements = []string{wire.KeyResult, wire.KeyError, wire.KeyErrorCode, wire.KeyID}

// blanks hides the text up to an offset, except for white space around it.
func (s *xmlScanner) blanks(end int) {
	text := bytes.TrimLeft(s.body[s.at:end], " \t\r\n")
	start := end - len(text)
	s.mark(start, start+len(bytes.TrimRight(text, " \t\r\n")), unknown)
	s.at = end
}

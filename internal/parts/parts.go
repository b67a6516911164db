// Package parts divides answers into their parts, also answers that are malformed or cut off.
// The codec reads what is correct; here nothing is an error. Each byte is in a part or is syntax.
package parts

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// A Part is text[Start:End] of an answer.
type Part struct {
	Kind       Kind
	Of         string // the member whose value the part is, or ""
	Start, End int
}

// A Kind is the kind of a part.
type Kind int

const (
	Value  Kind = iota // the value of a member; or if Of is empty, text that is not documented
	Member             // the name of a member, where a documented one may be
	Markup             // markup in the name of a sender, in XML; the part has no length
)

// Scan calls yield with the parts of an answer, in order. What is between them is syntax: white
// space, punctuation, literals of JSON, documented elements of XML, and in plain and CSV the
// documented words, the numbers of errors and the columns. The operation, which may be unknown, says
// what lines of CSV and a sender in JSON are.
// yield may overwrite the part that it gets.
func Scan(answer []byte, format smscodec.Format, op smscodec.Op, yield func(Part)) {
	s := &scanner{text: answer, op: op, yield: yield}
	s.at = PrologLen(answer, format)
	switch format {
	case smscodec.JSON:
		s.json()
	case smscodec.XML:
		s.xml()
	case smscodec.CSV:
		s.lines(cmp.Or(csvLines[op], otherLine))
	default:
		s.lines(otherLine)
	}
}

// PrologLen returns the length of a byte order mark, and of an XML declaration with known values,
// that an answer begins with.
func PrologLen(answer []byte, format smscodec.Format) (n int) {
	if bytes.HasPrefix(answer, []byte("\xEF\xBB\xBF")) {
		n = 3
	}
	if format == smscodec.XML {
		n += len(declaration.Find(answer[n:]))
	}
	return n
}

// A scanner scans an answer from its beginning.
type scanner struct {
	text   []byte
	op     smscodec.Op
	at     int  // the offset of the next part
	isList bool // the next member is one of a list's row, in JSON
	yield  func(Part)
}

// rest returns the text from the next part.
func (s *scanner) rest() []byte { return s.text[s.at:] }

// skip skips n bytes of syntax, or what is left if that is less.
func (s *scanner) skip(n int) { s.at += min(n, len(s.rest())) }

// part yields a part of n bytes.
func (s *scanner) part(kind Kind, of string, n int) {
	s.at += n
	s.yield(Part{kind, of, s.at - n, s.at})
}

// match yields the parts that a pattern matches in the next n bytes, and reports whether it
// matches. The name of a group is the member whose value its part is, except for five names:
// member and other; value, which belongs to the member in the group before it, as in
// "status": 1; text, which belongs to the given member, as in <sender>text; and pairs, which are
// matches of pair, as in ", status = 1, mega = 2".
func (s *scanner) match(pattern *regexp.Regexp, n int, member string) bool {
	start, at := s.at, pattern.FindSubmatchIndex(s.rest()[:n])
	if at == nil {
		return false
	}
	for i, name := range pattern.SubexpNames() {
		if name == "" || at[2*i] < 0 {
			continue
		}
		s.at = start + at[2*i]
		n := at[2*i+1] - at[2*i]
		switch name {
		case "other":
			s.part(Value, "", n)
		case "member":
			member = string(s.rest()[:n])
			s.part(Member, "", n)
		case "text":
			s.part(Value, member, n)
		case "value":
			if member == wire.KeySender && !s.isList && s.op != smscodec.OpGet { // the answer of add, which is an id
				member = wire.KeyID
			}
			s.part(Value, member, n)
		case "pairs":
			for end := s.at + n; s.match(pair, end-s.at, ""); {
			}
		default:
			s.part(Value, name, n)
		}
	}
	s.at = start + at[1]
	return true
}

var (
	// jsonMember matches the name of a member, and its value if that is a string or a number.
	jsonMember = regexp.MustCompile(`(?s)^\s*"(?P<member>(?:[^"\\]|\\.)*)"\s*(?::\s*(?:"(?P<value>(?:[^"\\]|\\.)*)"|(?P<value>[-+0-9][^\s{}\[\],:"]*))?)?`)
	// jsonToken matches any other token than syntax. A string that is cut off has no second quote.
	jsonToken = regexp.MustCompile(`(?s)^(?:true|false|null|"(?P<other>(?:[^"\\]|\\.)*\\?)"?|(?P<other>[^\s{}\[\],:"]+))`)
)

// json scans JSON. It knows the members of an answer, and of the rows of a list.
func (s *scanner) json() {
	var open []byte // the brackets of the objects and arrays around the next token
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch c {
		case '{', '[':
			open = append(open, c)
		case '}', ']':
			open = open[:max(0, len(open)-1)]
		}
		if !s.match(jsonToken, len(s.rest()), "") {
			s.skip(1)
		}
		s.isList = string(open) == "[{"
		if (s.isList || string(open) == "{") && (c == '{' || c == ',') {
			s.match(jsonMember, len(s.rest()), "")
		}
	}
}

// texts maps the path of each documented element to the member that its text is, or "".
var texts = map[string]string{
	"/list": "", "/list/sender": wire.KeySender, "/sender": "", "/sender/id": wire.KeyID,
	"/result": wire.KeyResult, "/result/error": wire.KeyError, "/result/error_code": wire.KeyErrorCode, "/result/id": wire.KeyID,
}

var (
	// declaration matches an XML declaration with known values.
	declaration = regexp.MustCompile(`^<\?xml\s+version\s*=\s*["']1\.[01]["'](?:\s+encoding\s*=\s*["'](?i:utf-8|windows-1251|koi8-r)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>`)

	// content matches what is not a tag: white space, text, or other markup.
	content = regexp.MustCompile(`(?s)^(?:\s+|(?P<text>[^<\s](?:[^<]*[^<\s])?)|<!\[CDATA\[\s*(?P<text>.*?)\s*(?:\]\]>|$)|` +
		`<!--(?P<other>.*?)(?:-->|$)|<\?(?P<other>.*?)(?:\?>|$)|<!(?:DOCTYPE)?(?P<other>[^>]*)>?)`)

	// tag matches a slash, a name and attributes.
	tag = regexp.MustCompile(`^<(/?)([^\s/=<>"']*)((?:[^<>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*)>?`)
	// attribute matches a name, and a value if it has one.
	attribute = regexp.MustCompile(`(?P<member>[^\s/=<>"']+)(?:\s*=\s*(?:"(?P<value>[^"]*)|'(?P<value>[^']*)))?`)
	// otherAttribute is one of another element than sender, so its name is no member.
	otherAttribute = regexp.MustCompile(strings.Replace(attribute.String(), "member", "other", 1))
)

// xml scans XML. It knows the documented elements and attributes.
func (s *scanner) xml() {
	paths := []string{""} // of the elements around the next part; "?" for others than documented ones
	for s.at < len(s.text) {
		member := texts[paths[len(paths)-1]]
		if member == wire.KeySender && s.rest()[0] == '<' && !bytes.HasPrefix(s.rest(), []byte("</")) {
			s.part(Markup, "", 0)
		}
		if !s.match(content, len(s.rest()), member) {
			paths = s.tag(paths)
		}
	}
}

// tag scans a tag, and returns the paths of the elements around the text after it.
func (s *scanner) tag(paths []string) []string {
	found := tag.FindSubmatch(s.rest())
	end, isEnd, name := s.at+len(found[0]), len(found[1]) > 0, string(found[2])
	if isEnd {
		paths = paths[:max(1, len(paths)-1)]
	}
	element, attributes := paths[len(paths)-1]+"/"+name, otherAttribute
	s.skip(1 + len(found[1]))
	if _, isDocumented := texts[element]; isDocumented {
		s.skip(len(name))
	} else {
		element = "?"
		s.part(Value, "", len(name))
	}
	if strings.HasSuffix(element, "/"+wire.KeySender) {
		attributes = attribute
	}
	for len(found[3]) > 0 && s.match(attributes, end-s.at, "") {
	}
	s.at = end
	if !isEnd && !bytes.HasSuffix(found[3], []byte("/")) {
		paths = append(paths, element)
	}
	return paths
}

// forms are the forms of lines of plain, and of errors in CSV; without white space around
// them.
var forms = strings.Join([]string{
	``, wire.OK,
	wire.PlainError + `[0-9]{1,4}(?: \((?P<error>.*?)\)(?:, ID - [0-9]{1,19})?)?`, wire.PlainError + `(?P<error>.*?)`,
	wire.PlainID + `(?P<id>.*?)`,
	`[0-9]{1,19}` + wire.CSVError + `[0-9]{1,4}`, `0` + wire.CSVError + `(?P<other>.*?)`,
	wire.PlainName + `(?P<sender>[^,\r\n]*)(?P<pairs>(?:, [a-z0-9_]+ = [0-9]+)*)`, wire.PlainName + `(?P<sender>.*?)`,
}, "|")

// The lines of CSV by operation, and of all else.
var (
	csvLines = map[smscodec.Op]*regexp.Regexp{
		smscodec.OpGet: line(`(?P<sender>[^,\r\n]*)(?:, *[0-9]{0,3} *)*|(?P<sender>.*?)`),
		smscodec.OpAdd: line(`(?P<id>.*?)`),
	}
	otherLine = line(`(?P<other>.*?)`)

	pair = regexp.MustCompile(`^, (?P<member>[a-z0-9_]+) = (?P<value>[0-9]+)`)
)

func line(other string) *regexp.Regexp {
	return regexp.MustCompile(`^[ \t\r\n]*(?:` + forms + `|` + other + `)[ \t\r\n]*$`)
}

// lines scans plain or CSV, in lines of a pattern.
func (s *scanner) lines(pattern *regexp.Regexp) {
	for line := range bytes.Lines(s.rest()) {
		s.match(pattern, len(line), "")
	}
}

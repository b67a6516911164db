package redact

// Scanners of the formats. They copy an answer part by part, also one that is malformed, and
// say of which kind each part is. The text between the parts is syntax, which is kept.

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// match copies what a pattern matches in the next n bytes, and reports whether it matches. The
// name of a group is the kind of its part, except for three names: a value belongs to the member
// in the group before it, as in "status": 1; a text to the given member, as in <sender>text; and
// pairs are matches of pair, as in ", status = 1, mega = 2".
func (t *text) match(pattern *regexp.Regexp, n int, member string) bool {
	start, at := t.at, pattern.FindSubmatchIndex(t.rest()[:n])
	if at == nil {
		return false
	}
	for i, kind := range pattern.SubexpNames() {
		if kind == "" || at[2*i] < 0 {
			continue
		}
		t.at = start + at[2*i]
		n := at[2*i+1] - at[2*i]
		switch kind {
		case aMember:
			member = string(t.rest()[:n])
		case "text":
			kind = member
		case "value":
			if kind = member; kind == aName && !t.isList { // the answer of add, which is an id
				kind = wire.KeyID
			}
		case "pairs":
			for end := t.at + n; t.match(pair, end-t.at, ""); {
			}
			continue
		}
		t.part(kind, n)
	}
	t.at = start + at[1]
	return true
}

var (
	// jsonMember matches the name of a member, and its value if that is a string or a number.
	jsonMember = regexp.MustCompile(`(?s)^\s*"(?P<member>(?:[^"\\]|\\.)*)"\s*(?::\s*(?:"(?P<value>(?:[^"\\]|\\.)*)"|(?P<value>[-+0-9][^\s{}\[\],:"]*))?)?`)
	// jsonToken matches any other token than syntax. A string that is cut off has no second quote.
	jsonToken = regexp.MustCompile(`(?s)^(?:true|false|null|"(?P<other>(?:[^"\\]|\\.)*\\?)"?|(?P<other>[^\s{}\[\],:"]+))`)
)

// json copies JSON. It knows the members of an answer, and of the rows of a list.
func (t *text) json() {
	var open []byte // the brackets of the objects and arrays around the next token
	for t.at < len(t.copied) {
		c := t.copied[t.at]
		switch c {
		case '{', '[':
			open = append(open, c)
		case '}', ']':
			open = open[:max(0, len(open)-1)]
		}
		if !t.match(jsonToken, len(t.rest()), "") {
			t.keep(1)
		}
		t.isList = string(open) == "[{"
		if (t.isList || string(open) == "{") && (c == '{' || c == ',') {
			t.match(jsonMember, len(t.rest()), "")
		}
	}
}

// texts maps the path of each documented element to the kind of its text, or "".
var texts = map[string]string{
	"/list": "", "/list/sender": aName, "/sender": "", "/sender/id": wire.KeyID,
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
	otherAttribute = regexp.MustCompile(strings.Replace(attribute.String(), aMember, "other", 1))
)

// xml copies XML. It knows the documented elements and attributes.
func (t *text) xml() {
	paths := []string{""} // of the elements around the next part; "?" for others than documented ones
	for t.at < len(t.copied) {
		kind := texts[paths[len(paths)-1]]
		t.isUnsafe = t.isUnsafe || kind == aName && t.rest()[0] == '<' && !bytes.HasPrefix(t.rest(), []byte("</"))
		if !t.match(content, len(t.rest()), kind) {
			paths = t.tag(paths)
		}
	}
}

// tag copies a tag, and returns the paths of the elements around the text after it.
func (t *text) tag(paths []string) []string {
	found := tag.FindSubmatch(t.rest())
	end, isEnd, name := t.at+len(found[0]), len(found[1]) > 0, string(found[2])
	if isEnd {
		paths = paths[:max(1, len(paths)-1)]
	}
	element, attributes := paths[len(paths)-1]+"/"+name, otherAttribute
	t.keep(1 + len(found[1]))
	if _, isDocumented := texts[element]; isDocumented {
		t.keep(len(name))
	} else {
		element = "?"
		t.part("", len(name))
	}
	if strings.HasSuffix(element, "/"+wire.KeySender) {
		attributes = attribute
	}
	for len(found[3]) > 0 && t.match(attributes, end-t.at, "") {
	}
	t.at = end
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

// lines copies plain or CSV.
func (t *text) lines(req smscodec.Request) {
	pattern := otherLine
	if req.Format == smscodec.CSV {
		pattern = cmp.Or(csvLines[req.Op], otherLine)
	}
	for line := range bytes.Lines(t.rest()) {
		t.match(pattern, len(line), "")
	}
}

package smscodec_test

import (
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
)

// Law 8: beside JSON and XML that is read by this package stands the same read
// by the standard library. What that finds malformed is refused, and what both
// read, both read alike: its trees become replies by a stdReader, which is the
// contract once more in its plainest form.

// notTheFormat are the departures that let through what is not of the format.
const notTheFormat = smscodec.QuirkBOM | smscodec.QuirkOtherForm

// inUTF8 converts a body, or says that it is no text in the charset.
func inUTF8(body []byte, charset smscodec.Charset) (string, bool) {
	switch charset {
	case smscodec.Windows1251:
		if slices.Contains(body, 0x98) { // undefined there; charmap has U+0098
			return "", false
		}
		body, _ = charmap.Windows1251.NewDecoder().Bytes(body)
	case smscodec.KOI8R:
		body, _ = charmap.KOI8R.NewDecoder().Bytes(body)
	}
	return string(body), utf8.Valid(body)
}

// fuzzedRequest gives a valid request for whatever a fuzzer comes up with.
func fuzzedRequest(format smscodec.Format, op, charset uint8, all, operators bool) smscodec.Request {
	r := smscodec.Request{Op: 1 + smscodec.Op(op%6), Format: format, Charset: smscodec.Charset(charset % 3)}
	if r.Op == smscodec.OpGet {
		r.All, r.Operators = all, operators && !all
	}
	return r
}

// requestsFor gives every request of a format and a charset.
func requestsFor(format smscodec.Format, charset smscodec.Charset) []smscodec.Request {
	requests := []smscodec.Request{
		{Op: smscodec.OpGet, All: true},
		{Op: smscodec.OpGet, Operators: true},
	}
	for op := smscodec.OpGet; op <= smscodec.OpDelete; op++ {
		requests = append(requests, smscodec.Request{Op: op})
	}
	for i := range requests {
		requests[i].Format, requests[i].Charset = format, charset
	}
	return requests
}

// decodeOf is Decode with the server's refusal as a reply.
func decodeOf(c smscodec.Codec, body []byte, req smscodec.Request) (smscodec.Reply, error) {
	reply, err := c.Decode(body, req)
	var refusal *smscodec.APIError
	if errors.As(err, &refusal) {
		return refusal, nil
	}
	return reply, err
}

// saysMalformed reports whether an error says that the data is not of the
// format, or is only with a departure.
func saysMalformed(err error) bool {
	var parse *smscodec.ParseError
	return breaksTheFormat(err) || errors.As(err, &parse) && parse.Quirk&notTheFormat != 0
}

// breaksTheFormat reports whether an error is one of those that go before an
// answer that does not fit the request.
func breaksTheFormat(err error) bool {
	for _, kind := range []error{smscodec.ErrSyntax, io.ErrUnexpectedEOF, smscodec.ErrCharset, smscodec.ErrDuplicate, smscodec.ErrUnsupported} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// The words of an answer, over values as either standard library has them: a
// string, a json.Number, a bool, or anything else for what no answer holds.

type stdMember struct {
	name  string
	value any
}

// knownColumns are the operators that are columns whatever the Codec's.
var knownColumns = []smscodec.Operator{
	"mega", "mts", "mega_step", "bee_step", "motiv_step", "mts_step", "tele2_step", "tele2", "ua_reg", "ua_int",
	"mega_int", "motiv_int", "mts_int", "sber_step", "motiv", "winmob_step", "volnamob_step", "by_reg",
}

// A stdReader reads answers out of the standard library's trees, as the zero
// Codec with these columns does.
type stdReader struct {
	req     smscodec.Request
	columns *smscodec.Columns
}

var errNoAnswer = errors.New("no answer to this request")

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

func stdText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", errNoAnswer
}

func stdNumber(value any, max int64) (int64, error) {
	text, err := stdText(value)
	if err != nil || !decimal.MatchString(text) {
		return 0, errNoAnswer
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > max {
		return 0, errNoAnswer
	}
	return n, nil
}

// sender reads a row: in JSON the name is a member, in XML what stands in the
// element.
func (r stdReader) sender(name any, members []stdMember) (smscodec.Sender, error) {
	s := smscodec.Sender{}
	var operators []smscodec.Operator
	var statuses []smscodec.RegistrationStatus
	columns := append(slices.Collect(r.columns.All()), knownColumns...)
	for _, m := range members {
		op := smscodec.Operator(m.name)
		switch {
		case r.req.Operators && slices.Contains(columns, op):
			n, err := stdNumber(m.value, 255)
			if err != nil {
				return s, err
			}
			operators = append(operators, op)
			statuses = append(statuses, smscodec.RegistrationStatus(n))
		case m.name == "sender" && r.req.Format == smscodec.JSON:
			name = m.value
		case m.name == "sender", m.name == "error", m.name == "error_code":
			return s, errNoAnswer
		case m.name == "status" && r.req.All:
			n, err := stdNumber(m.value, 255)
			if err != nil {
				return s, err
			}
			s.Status = smscodec.NewStatus(uint8(n))
		default:
			text, err := stdText(m.value)
			if err != nil {
				return s, err
			}
			s.Extra = append(s.Extra, smscodec.Field{Name: m.name, Value: text})
		}
	}

	switch v := name.(type) {
	case string:
		s.Name = v
	case json.Number:
		if !decimal.MatchString(v.String()) {
			return s, errNoAnswer
		}
		s.Name = v.String()
	}
	switch {
	case s.Name == "":
		return s, errNoAnswer
	case r.req.All && s.Status == smscodec.NoStatus:
		return s, errNoAnswer
	case r.req.Operators && operators == nil:
		return s, errNoAnswer
	case operators == nil:
		return s, nil
	}
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		return s, err
	}
	s.Registrations, err = smscodec.NewRegistrations(c, statuses...)
	return s, err
}

func isStdRefusal(members []stdMember) bool {
	return slices.ContainsFunc(members, func(m stdMember) bool { return m.name == "error" || m.name == "error_code" })
}

func (r stdReader) refusal(members []stdMember) (smscodec.Reply, error) {
	e := &smscodec.APIError{Code: -1}
	hasText := false
	for _, m := range members {
		text, err := stdText(m.value)
		if err != nil {
			return nil, err
		}
		switch m.name {
		case "error":
			e.Text, hasText = m.value.(string)
			if !hasText {
				return nil, errNoAnswer
			}
		case "error_code":
			n, err := stdNumber(m.value, 9999)
			if err != nil {
				return nil, err
			}
			e.Code = smscodec.ErrorCode(n)
		case "id":
			if _, err := stdNumber(m.value, 1<<63-1); err != nil {
				return nil, err
			}
			fallthrough
		default:
			e.Extra = append(e.Extra, smscodec.Field{Name: m.name, Value: text})
		}
	}
	if !hasText || e.Code < 0 {
		return nil, errNoAnswer
	}
	return e, nil
}

// only reads the answers with one member.
func (r stdReader) only(key string, members []stdMember) (smscodec.Reply, error) {
	if len(members) != 1 || members[0].name != key {
		return nil, errNoAnswer
	}
	if r.req.Op == smscodec.OpAdd {
		id, err := stdNumber(members[0].value, 1<<63-1)
		return smscodec.Added{ID: id}, err
	}
	if members[0].value != "OK" {
		return nil, errNoAnswer
	}
	return smscodec.Done{}, nil
}

// compareReading checks what was read against what the standard library's tree
// says.
func compareReading(t *testing.T, std smscodec.Reply, stdErr error, reply smscodec.Reply, err error) {
	t.Helper()
	switch {
	case stdErr == nil && err != nil:
		t.Errorf("refused: %v\nthe standard library's tree reads as %+v", err, std)
	case stdErr != nil && err == nil:
		t.Errorf("read as %+v\nthe standard library's tree: %v", reply, stdErr)
	case err == nil && !cmp.Equal(std, reply):
		t.Errorf("read otherwise than the standard library (-std +got):\n%s", cmp.Diff(std, reply))
	}
}

// JSON.

// A jsonTree is a JSON text as tokens have it: of an array an []any, of an
// object a []stdMember.
type jsonTree struct {
	root      any
	duplicate bool
	depth     int // of arrays and objects
	members   int // of the object with the most
}

const (
	mostDepth   = 64
	mostMembers = 64
)

func (tree *jsonTree) withinLimits() bool {
	return tree.depth <= mostDepth && tree.members <= mostMembers
}

// readJSONTree reads a JSON text with encoding/json; it is an error if that
// finds it malformed. Lone surrogates come as U+FFFD.
func readJSONTree(text string) (*jsonTree, error) {
	if !json.Valid([]byte(text)) {
		return nil, errors.New("encoding/json: malformed")
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	tree := &jsonTree{}
	var err error
	tree.root, err = tree.value(func() (any, error) { return dec.Token() }, dec.More, 0)
	return tree, err
}

// value reads a value from a stream of json.Tokens.
func (tree *jsonTree) value(next func() (any, error), more func() bool, depth int) (any, error) {
	token, err := next()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	depth++
	tree.depth = max(tree.depth, depth)
	elements, members := []any{}, []stdMember{}
	names := map[string]bool{}
	for more() {
		var name string
		if delim == '{' {
			token, err := next()
			if err != nil {
				return nil, err
			}
			name = token.(string)
			tree.duplicate = tree.duplicate || names[name]
			names[name] = true
		}
		v, err := tree.value(next, more, depth)
		if err != nil {
			return nil, err
		}
		elements = append(elements, v)
		members = append(members, stdMember{name, v})
	}
	if _, err := next(); err != nil {
		return nil, err
	}
	if delim == '[' {
		return elements, nil
	}
	tree.members = max(tree.members, len(members))
	return members, nil
}

// hasLoneSurrogate reports whether an escape of a JSON text that is otherwise
// well formed is half of a surrogate pair.
func hasLoneSurrogate(text string) bool {
	unicode := func(at int) rune {
		if at+6 > len(text) || text[at:at+2] != `\u` {
			return 0
		}
		n, _ := strconv.ParseUint(text[at+2:at+6], 16, 16)
		return rune(n)
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if r := unicode(i); utf16.IsSurrogate(r) {
			if utf16.DecodeRune(r, unicode(i+6)) == utf8.RuneError {
				return true
			}
			i += 6
		}
		i++
	}
	return false
}

// json reads the reply of a tree.
func (r stdReader) json(tree *jsonTree) (smscodec.Reply, error) {
	switch root := tree.root.(type) {
	case []any:
		if r.req.Op != smscodec.OpGet {
			break
		}
		list := smscodec.List{}
		for _, element := range root {
			members, ok := element.([]stdMember)
			if !ok {
				return nil, errNoAnswer
			}
			s, err := r.sender(nil, members)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
		return list, nil
	case []stdMember:
		switch {
		case isStdRefusal(root):
			return r.refusal(root)
		case r.req.Op == smscodec.OpAdd:
			return r.only("sender", root)
		case r.req.Op != smscodec.OpGet:
			return r.only("result", root)
		}
	}
	return nil, errNoAnswer
}

// checkJSON checks the law for one body.
func checkJSON(t *testing.T, body []byte, req smscodec.Request, columns *smscodec.Columns) {
	t.Helper()
	reply, err := decodeOf(smscodec.Codec{Reject: notTheFormat, Columns: columns}, body, req)
	text, isText := inUTF8(body, req.Charset)
	if !isText {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: not text in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	if req.Charset != smscodec.UTF8 && strings.HasPrefix(string(body), "\uFEFF") {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: a byte order mark in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	tree, stdErr := readJSONTree(text)
	switch {
	case stdErr != nil, hasLoneSurrogate(text):
		if !saysMalformed(err) {
			t.Errorf("%v: malformed, but %+v, %v", req, reply, err)
		}
		return
	case tree.duplicate:
		if !errors.Is(err, smscodec.ErrDuplicate) && !errors.Is(err, smscodec.ErrUnsupported) {
			t.Errorf("%v: a duplicate, but %+v, %v", req, reply, err)
		}
		return
	}
	checkJSONTree(t, tree, req, columns, reply, err)
}

// checkJSONTree checks what was read of a body that is well formed.
func checkJSONTree(t *testing.T, tree *jsonTree, req smscodec.Request, columns *smscodec.Columns, reply smscodec.Reply, err error) {
	t.Helper()
	switch {
	case !tree.withinLimits():
		if !errors.Is(err, smscodec.ErrUnsupported) {
			t.Errorf("%v: past the limits, but %+v, %v", req, reply, err)
		}
		return
	case breaksTheFormat(err):
		t.Errorf("%v: well formed, but %v", req, err)
		return
	}
	std, stdErr := stdReader{req, orDocumented(columns)}.json(tree)
	compareReading(t, std, stdErr, reply, err)
}

func orDocumented(c *smscodec.Columns) *smscodec.Columns {
	if c == nil {
		return smscodec.DocumentedColumns()
	}
	return c
}

// differentialJSON are texts on which parsers of JSON differ.
var differentialJSON = []struct{ name, text string }{
	{"nothing", ""},
	{"white space alone", " \t\r\n"},
	{"white space of Unicode", "\u00A0[]"},
	{"form feed", "\f[]"},
	{"empty list", "[]"},
	{"comma behind the last element", `[{"sender": "a"},]`},
	{"comma behind the last member", `[{"sender": "a",}]`},
	{"comma alone", "[,]"},
	{"two values", "[] []"},
	{"number with a leading zero", `[{"sender": 01}]`},
	{"number with a plus", `[{"sender": +1}]`},
	{"number without an integer part", `[{"sender": .5}]`},
	{"number without a fraction", `[{"sender": 1.}]`},
	{"number without an exponent", `[{"sender": 1e}]`},
	{"negative zero", `[{"sender": -0}]`},
	{"long number", `[{"sender": 123456789012345678901234567890}]`},
	{"number with an exponent", `[{"sender": "a", "x": 1E+2}]`},
	{"not a number", `[{"sender": NaN}]`},
	{"literal in capitals", `[{"sender": "a", "x": True}]`},
	{"literals", `[{"sender": "a", "x": true, "y": false}]`},
	{"null", `[{"sender": null}]`},
	{"name in capitals", `[{"SENDER": "a"}]`},
	{"names that differ in case", `[{"sender": "a", "Sender": "b"}]`},
	{"duplicate", `[{"sender": "a", "sender": "b"}]`},
	{"duplicate, escaped", `[{"sender": "a", "\u0073ender": "b"}]`},
	{"duplicate deep inside", `[{"sender": "a", "x": [{"y": 1, "y": 1}]}]`},
	{"same name on two levels", `[{"sender": "a", "x": {"sender": 1}}]`},
	{"name without quotes", `[{sender: "a"}]`},
	{"single quotes", `[{'sender': 'a'}]`},
	{"control character", "[{\"sender\": \"a\tb\"}]"},
	{"delete", "[{\"sender\": \"a\x7Fb\"}]"},
	{"all escapes", `[{"sender": "\"\\\/\b\f\n\r\t\u0416"}]`},
	{"unknown escape", `[{"sender": "\x41"}]`},
	{"escape in capitals", `[{"sender": "\U0041"}]`},
	{"surrogate pair", `[{"sender": "\uD83D\uDE00"}]`},
	{"high surrogate alone", `[{"sender": "\uD83D"}]`},
	{"low surrogate alone", `[{"sender": "\uDE00"}]`},
	{"surrogates in the wrong order", `[{"sender": "\uDE00\uD83D"}]`},
	{"two high surrogates", `[{"sender": "\uD83D\uD83D\uDE00"}]`},
	{"high surrogate, then an escape", `[{"sender": "\uD83D\n"}]`},
	{"backslash before what looks like a surrogate", `[{"sender": "\\uD83D"}]`},
	{"replacement character", `[{"sender": "\uFFFD"}]`},
	{"bad UTF-8", "[{\"sender\": \"\xFF\"}]"},
	{"surrogate in UTF-8", "[{\"sender\": \"\xED\xA0\x80\"}]"},
	{"overlong UTF-8", "[{\"sender\": \"\xC0\xAF\"}]"},
	{"byte order mark", "\uFEFF[]"},
	{"byte order mark in a string", "[{\"sender\": \"\uFEFF\"}]"},
	{"comment", "[/**/]"},
	{"U+2028 in a string", "[{\"sender\": \"\u2028\"}]"},
	{"zero byte behind the end", "[]\x00"},
	{"nested as deep as may be", strings.Repeat("[", mostDepth) + strings.Repeat("]", mostDepth)},
	{"nested deeper", strings.Repeat("[", mostDepth+1) + strings.Repeat("]", mostDepth+1)},
	{"error in a list's place", `{"error": "parameters error", "error_code": 1}`},
	{"error among senders", `[{"sender": "a"}, {"error": "parameters error", "error_code": 1}]`},
	{"operators in another order", `[{"tele2": "1", "mts": 2, "sender": "a", "mega": "3"}]`},
	{"id with a sign", `{"sender": -1}`},
	{"largest id", `{"sender": 9223372036854775807}`},
	{"id too large", `{"sender": 9223372036854775808}`},
	{"OK", `{"result": "OK"}`},
	{"OK in other letters", `{"result": "ok"}`},
}

func TestDifferentialJSON(t *testing.T) { eachDifferentialJSON(t, checkJSON) }

// eachDifferentialJSON checks the texts under every request.
func eachDifferentialJSON(t *testing.T, check func(*testing.T, []byte, smscodec.Request, *smscodec.Columns)) {
	for _, test := range differentialJSON {
		t.Run(test.name, func(t *testing.T) {
			for charset := smscodec.UTF8; charset <= smscodec.KOI8R; charset++ {
				for _, req := range requestsFor(smscodec.JSON, charset) {
					check(t, []byte(test.text), req, nil)
				}
			}
		})
	}
}

func TestVectorsDifferential(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		if body, ok := v.bodies[smscodec.JSON]; ok {
			for _, req := range requestsFor(smscodec.JSON, v.request.Charset) {
				checkJSON(t, body, req, v.codec.Columns)
			}
		}
		if body, ok := v.bodies[smscodec.XML]; ok {
			for _, req := range requestsFor(smscodec.XML, v.request.Charset) {
				checkXML(t, body, req, v.codec.Columns)
			}
		}
	})
}

// seedDifferential gives a fuzzer the bodies of a format.
func seedDifferential(f *testing.F, format smscodec.Format) {
	for _, v := range loadVectors(f) {
		if body := v.bodies[format]; body != nil {
			r := v.request
			f.Add(body, uint8(r.Op-1), uint8(r.Charset), r.All, r.Operators)
		}
	}
}

func FuzzDifferentialJSON(f *testing.F) {
	seedDifferential(f, smscodec.JSON)
	for _, test := range differentialJSON {
		f.Add([]byte(test.text), uint8(0), uint8(0), false, false)
	}
	f.Fuzz(func(t *testing.T, body []byte, op, charset uint8, all, operators bool) {
		checkJSON(t, body, fuzzedRequest(smscodec.JSON, op, charset, all, operators), nil)
	})
}

// XML.

// An xmlNode is an element, a processing instruction or text.
type xmlNode struct {
	name       string // of an element or a target; "" for text
	isPI       bool
	attributes []stdMember
	children   []*xmlNode
	text       string
	blank      bool // the text is white space, not in CDATA and no references
}

// An xmlTree is a document's root, what is outside of it checked already.
type xmlTree struct {
	root       *xmlNode
	duplicate  bool
	depth      int
	attributes int // of the element with the most
}

func (tree *xmlTree) withinLimits() bool {
	return tree.depth <= mostDepth && tree.attributes <= mostMembers
}

// newXMLDecoder gives encoding/xml's decoder for a text that is in UTF-8
// already, whatever it declares.
func newXMLDecoder(text string) *xml.Decoder {
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return dec
}

// stdXMLProblem says what encoding/xml finds wrong with a document.
func stdXMLProblem(text string) error {
	dec := newXMLDecoder(text)
	for {
		if _, err := dec.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// nameStartChar and nameChar are productions [4] and [4a] of the fifth edition.
const (
	nameStartChar = `:A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}` +
		`\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}` +
		`\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}`
	nameChar = nameStartChar + `\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}`
	xmlName  = `[` + nameStartChar + `][` + nameChar + `]*`
)

var (
	xmlMarkup      = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</?` + xmlName + `(?:[^"'>]|"[^"]*"|'[^']*')*>`)
	xmlNameOrValue = regexp.MustCompile(xmlName + `|"[^"]*"|'[^']*'`)
	xmlTarget      = regexp.MustCompile(`^<\?` + xmlName)
)

// encoding/xml has the names of the fourth edition, with one colon at most. A
// name that the fifth has and it has not is renamed for it, so that it still
// judges all the rest of the document.
const renamed = "renamed."

func renameForStd(text string) string {
	rename := func(name string) string {
		if name[0] == '"' || name[0] == '\'' {
			return name
		}
		if _, err := newXMLDecoder("<" + name + "/>").RawToken(); err == nil {
			return name
		}
		return renamed + hex.EncodeToString([]byte(name))
	}
	return xmlMarkup.ReplaceAllStringFunc(text, func(markup string) string {
		switch {
		case strings.HasPrefix(markup, "<!"):
			return markup
		case strings.HasPrefix(markup, "<?"):
			return xmlTarget.ReplaceAllStringFunc(markup, func(begin string) string { return "<?" + rename(begin[2:]) })
		}
		return xmlNameOrValue.ReplaceAllStringFunc(markup, rename)
	})
}

// nameFromStd undoes it.
func nameFromStd(name xml.Name) string {
	full := name.Local
	if name.Space != "" {
		full = name.Space + ":" + name.Local
	}
	if code, ok := strings.CutPrefix(full, renamed); ok {
		if original, err := hex.DecodeString(code); err == nil {
			return string(original)
		}
	}
	return full
}

var errNoDocument = errors.New("encoding/xml: tokens that are no document [1]")

// readXMLTree reads a document with encoding/xml; it is an error if that finds
// it malformed, or does not check what a document is made of.
func readXMLTree(text string) (*xmlTree, error) {
	if err := stdXMLProblem(text); err != nil {
		other := renameForStd(text)
		if other == text {
			return nil, err
		}
		if err := stdXMLProblem(other); err != nil {
			return nil, err
		}
		text = other
	}

	tree := &xmlTree{}
	document := &xmlNode{}
	open := []*xmlNode{document}
	dec := newXMLDecoder(text)
	for {
		from := dec.InputOffset()
		token, err := dec.RawToken()
		if err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		raw := text[from:dec.InputOffset()]
		parent := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			node := &xmlNode{name: nameFromStd(token.Name), attributes: normalised(raw, token).members()}
			parent.children = append(parent.children, node)
			open = append(open, node)
			tree.depth = max(tree.depth, len(open)-1)
			tree.attributes = max(tree.attributes, len(node.attributes))
			names := map[string]bool{}
			for _, a := range node.attributes {
				tree.duplicate = tree.duplicate || names[a.name]
				names[a.name] = true
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			blank := strings.Trim(raw, " \t\r\n") == ""
			parent.children = append(parent.children, &xmlNode{text: string(token), blank: blank})
		case xml.ProcInst:
			parent.children = append(parent.children, &xmlNode{name: token.Target, isPI: true})
		case xml.Directive:
			return nil, errNoDocument
		}
	}
	for _, node := range document.children {
		switch {
		case node.isPI, node.blank:
		case node.name == "" || tree.root != nil:
			return nil, errNoDocument
		default:
			tree.root = node
		}
	}
	if tree.root == nil {
		return nil, errNoDocument
	}
	return tree, nil
}

// An xmlStart is a start tag with the values of its attributes normalised.
type xmlStart xml.StartElement

// normalised reads a tag again with its white space as 3.3.3 has it, which
// encoding/xml leaves alone: a literal tab or line end in a value is a space, a
// reference to one is not. Between attributes it makes no difference.
func normalised(raw string, token xml.StartElement) xmlStart {
	flat := strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ").Replace(raw)
	if flat == raw {
		return xmlStart(token.Copy())
	}
	again, err := newXMLDecoder(flat).RawToken()
	if err != nil {
		return xmlStart(token.Copy())
	}
	return xmlStart(again.(xml.StartElement))
}

func (s xmlStart) members() []stdMember {
	var members []stdMember
	for _, a := range s.Attr {
		members = append(members, stdMember{nameFromStd(a.Name), a.Value})
	}
	return members
}

// value gives the text that an element holds.
func (n *xmlNode) value() (string, error) {
	var text strings.Builder
	for _, child := range n.children {
		if child.name != "" {
			return "", errNoAnswer
		}
		text.WriteString(child.text)
	}
	return text.String(), nil
}

// elements gives the elements that an element holds.
func (n *xmlNode) elements() ([]*xmlNode, error) {
	var elements []*xmlNode
	for _, child := range n.children {
		switch {
		case child.isPI, child.blank:
		case child.name == "":
			return nil, errNoAnswer
		default:
			elements = append(elements, child)
		}
	}
	return elements, nil
}

// members gives the elements that an element holds as members.
func (n *xmlNode) members() ([]stdMember, error) {
	elements, err := n.elements()
	if err != nil {
		return nil, err
	}
	var members []stdMember
	for _, element := range elements {
		value, err := element.value()
		if err != nil || element.attributes != nil {
			return nil, errNoAnswer
		}
		if slices.ContainsFunc(members, func(m stdMember) bool { return m.name == element.name }) {
			return nil, errNoAnswer
		}
		members = append(members, stdMember{element.name, value})
	}
	if len(members) > mostMembers {
		return nil, errNoAnswer
	}
	return members, nil
}

// holdsElements reports whether the first thing in an element that says
// something is another element.
func (n *xmlNode) holdsElements() bool {
	for _, child := range n.children {
		if !child.isPI && !child.blank {
			return child.name != ""
		}
	}
	return false
}

// xml reads the reply of a tree.
func (r stdReader) xml(tree *xmlTree) (smscodec.Reply, error) {
	root := tree.root
	switch {
	case root.attributes != nil:
	case root.name == "list" && r.req.Op == smscodec.OpGet:
		elements, err := root.elements()
		if err != nil {
			return nil, err
		}
		list := smscodec.List{}
		for _, element := range elements {
			name, err := element.value()
			if err != nil || element.name != "sender" || len(element.attributes) >= mostMembers {
				return nil, errNoAnswer
			}
			s, err := r.sender(name, element.attributes)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
		return list, nil
	case root.name == "sender" && r.req.Op == smscodec.OpAdd:
		members, err := root.members()
		if err != nil {
			return nil, err
		}
		return r.only("id", members)
	case root.name == "result" && root.holdsElements():
		members, err := root.members()
		if err != nil {
			return nil, err
		}
		return r.refusal(members)
	case root.name == "result" && r.req.Op != smscodec.OpGet && r.req.Op != smscodec.OpAdd:
		value, err := root.value()
		if err != nil {
			return nil, err
		}
		return r.only("result", []stdMember{{"result", value}})
	}
	return nil, errNoAnswer
}

// write gives an element in the plainest form, which nobody finds malformed.
func (n *xmlNode) write(to *strings.Builder) {
	switch {
	case n.isPI:
	case n.name == "":
		xml.EscapeText(to, []byte(n.text))
	default:
		to.WriteString("<" + n.name)
		for _, a := range n.attributes {
			to.WriteString(" " + a.name + `="`)
			xml.EscapeText(to, []byte(a.value.(string)))
			to.WriteString(`"`)
		}
		to.WriteString(">")
		for _, child := range n.children {
			child.write(to)
		}
		to.WriteString("</" + n.name + ">")
	}
}

// checkXML checks the law for one body. encoding/xml takes much that is
// malformed, so what it reads may be refused; but not if it is written out
// anew.
func checkXML(t *testing.T, body []byte, req smscodec.Request, columns *smscodec.Columns) {
	t.Helper()
	codec := smscodec.Codec{Reject: notTheFormat, Columns: columns}
	reader := stdReader{req, orDocumented(columns)}
	reply, err := decodeOf(codec, body, req)
	text, isText := inUTF8(body, req.Charset)
	if !isText {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: not text in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	tree, stdErr := readXMLTree(text)
	if stdErr != nil || !tree.withinLimits() || tree.duplicate {
		if !saysMalformed(err) {
			t.Errorf("%v: malformed, but %+v, %v\nthe standard library: %v", req, reply, err, stdErr)
		}
		return
	}
	if err == nil {
		std, stdErr := reader.xml(tree)
		compareReading(t, std, stdErr, reply, err)
	}

	var anew strings.Builder
	tree.root.write(&anew)
	tree, stdErr = readXMLTree(anew.String())
	if stdErr != nil {
		t.Fatalf("%v: written anew as %q: %v", req, anew.String(), stdErr)
	}
	req.Charset = smscodec.UTF8
	reader.req = req
	reply, err = decodeOf(codec, []byte(anew.String()), req)
	if breaksTheFormat(err) && !errors.Is(err, smscodec.ErrDuplicate) && !errors.Is(err, smscodec.ErrUnsupported) {
		t.Errorf("%v: well formed, but %v: %q", req, err, anew.String())
	}
	std, stdErr := reader.xml(tree)
	compareReading(t, std, stdErr, reply, err)
}

// Documents that are well formed by XML 1.0, fifth edition, but not for
// encoding/xml. All of them have a name that it does not know.
var wellFormedButNotForStd = []struct {
	name, document, production, why string
	charset                         smscodec.Charset
	reply                           smscodec.Reply
}{
	{
		name:       "attribute name with two colons",
		document:   `<list><sender a:b:c="1">S</sender></list>`,
		production: "[4] NameStartChar has the colon",
		why:        "encoding/xml has the names of Namespaces in XML, with one colon",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "a:b:c", Value: "1"}}}},
	}, {
		name:       "element name with two colons",
		document:   `<result><error>E</error><error_code>1</error_code><::>1</::></result>`,
		production: "[5] Name",
		why:        "encoding/xml has the names of Namespaces in XML, with one colon",
		reply:      &smscodec.APIError{Code: 1, Text: "E", Extra: []smscodec.Field{{Name: "::", Value: "1"}}},
	}, {
		name:       "numero sign begins a name, in windows-1251",
		document:   "<list><sender \xB9=\"1\">S</sender></list>",
		production: "[4] NameStartChar #x2070-#x218F",
		why:        "the fourth edition has none but the letters among the letterlike symbols",
		charset:    smscodec.Windows1251,
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "№", Value: "1"}}}},
	}, {
		name:       "Cyrillic letter of Unicode 5.2 begins a name",
		document:   `<list><sender ԥ="1">S</sender></list>`,
		production: "[4] NameStartChar #x37F-#x1FFF",
		why:        "the fourth edition has the letters of Unicode 2.0",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "ԥ", Value: "1"}}}},
	}, {
		name:       "astral character begins a name",
		document:   `<list><sender 😀="1">S</sender></list>`,
		production: "[4] NameStartChar #x10000-#xEFFFF",
		why:        "the fourth edition has the Basic Multilingual Plane alone",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "😀", Value: "1"}}}},
	}, {
		name:       "combining mark begins a name",
		document:   "<list><sender \u0903=\"1\">S</sender></list>",
		production: "[4] NameStartChar #x37F-#x1FFF",
		why:        "the fourth edition has it as a CombiningChar, behind the first alone",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "\u0903", Value: "1"}}}},
	}, {
		name:       "replacement character begins a name",
		document:   "<list><sender \uFFFD=\"1\">S</sender></list>",
		production: "[4] NameStartChar #xFDF0-#xFFFD",
		why:        "the fourth edition has none of the specials",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "\uFFFD", Value: "1"}}}},
	}, {
		name:       "zero-width joiner begins a name",
		document:   "<list><sender \u200D=\"1\">S</sender></list>",
		production: "[4] NameStartChar #x200C-#x200D",
		why:        "the fourth edition has no format characters",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "\u200D", Value: "1"}}}},
	}, {
		name:       "undertie in a name",
		document:   "<list><sender a\u203F=\"1\">S</sender></list>",
		production: "[4a] NameChar #x203F-#x2040",
		why:        "the fourth edition has no connectors but the low line",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "a\u203F", Value: "1"}}}},
	}, {
		name:       "combining grapheme joiner in a name",
		document:   "<list><sender a\u034F=\"1\">S</sender></list>",
		production: "[4a] NameChar #x0300-#x036F",
		why:        "Unicode 2.0 does not have it",
		reply:      smscodec.List{{Name: "S", Extra: []smscodec.Field{{Name: "a\u034F", Value: "1"}}}},
	}, {
		name:       "processing instruction's target",
		document:   `<list><?№ it's?><sender>S</sender></list>`,
		production: "[17] PITarget",
		why:        "the fourth edition has none but the letters among the letterlike symbols",
		reply:      smscodec.List{{Name: "S"}},
	},
}

func TestWellFormedButNotForStd(t *testing.T) {
	for _, test := range wellFormedButNotForStd {
		t.Run(test.name, func(t *testing.T) {
			text, _ := inUTF8([]byte(test.document), test.charset)
			if stdXMLProblem(text) == nil {
				t.Errorf("encoding/xml reads it now, though: %s", test.why)
			}
			req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML, Charset: test.charset}
			reply, err := decodeOf(smscodec.Codec{}, []byte(test.document), req)
			if err != nil || !cmp.Equal(test.reply, reply) {
				t.Errorf("%s allows it, but: %v\n%s", test.production, err, cmp.Diff(test.reply, reply))
			}
			checkXML(t, []byte(test.document), req, nil)
		})
	}
}

// Documents that encoding/xml takes though they are malformed by XML 1.0.
var malformedButNotForStd = []struct {
	name, document, production string
	want                       error // the kind; ErrSyntax if unset
	offset                     int
}{
	{name: "attributes without space between them", document: `<list><sender a="1"b="2">S</sender></list>`, production: "[40] STag", offset: 19},
	{name: "attribute twice", document: `<list><sender a="1" a="2">S</sender></list>`, production: "unique attribute specification", want: smscodec.ErrDuplicate, offset: 20},
	{name: "nothing", document: "", production: "[1] document", want: io.ErrUnexpectedEOF, offset: 0},
	{name: "comment alone", document: "<!-- -->", production: "[1] document", want: io.ErrUnexpectedEOF, offset: 8},
	{name: "text alone", document: "S", production: "[1] document", offset: 0},
	{name: "text before the root", document: "S<list></list>", production: "[22] prolog", offset: 0},
	{name: "text behind the root", document: "<list></list>S", production: "[27] Misc", offset: 13},
	{name: "reference behind the root", document: "<list></list>&#32;", production: "[27] Misc", offset: 13},
	{name: "CDATA before the root", document: "<![CDATA[ ]]><list></list>", production: "[22] prolog", offset: 1},
	{name: "CDATA behind the root", document: "<list></list><![CDATA[ ]]>", production: "[27] Misc", offset: 13},
	{name: "second root", document: "<list></list><list></list>", production: "[1] document", offset: 13},
	{name: "byte order mark behind the root", document: "<list></list>\uFEFF", production: "[27] Misc", offset: 13},
	{name: "declaration of an element", document: "<!ELEMENT list ANY><list></list>", production: "[22] prolog", offset: 0},
	{name: "DOCTYPE inside an element", document: "<list><!DOCTYPE list></list>", production: "[43] content", want: smscodec.ErrUnsupported, offset: 6},
	{name: "white space before the declaration", document: ` <?xml version="1.0"?><list></list>`, production: "[22] prolog", offset: 1},
	{name: "declaration behind the root", document: `<list></list><?xml version="1.0"?>`, production: "[17] PITarget", offset: 13},
	{name: "declaration without a version", document: `<?xml encoding="utf-8"?><list></list>`, production: "[23] XMLDecl", offset: 6},
	{name: "declaration of nothing", document: `<?xml?><list></list>`, production: "[23] XMLDecl", offset: 0},
	{name: "declaration in the wrong order", document: `<?xml version="1.0" standalone="yes" encoding="utf-8"?><list></list>`, production: "[23] XMLDecl", offset: 37},
	{name: "declaration with a member of its own", document: `<?xml version="1.0" lang="ru"?><list></list>`, production: "[23] XMLDecl", offset: 20},
	{name: "standalone is neither yes nor no", document: `<?xml version="1.0" standalone="maybe"?><list></list>`, production: "[32] SDDecl", offset: 32},
	{name: "encoding that begins with a digit", document: `<?xml version="1.0" encoding="8859"?><list></list>`, production: "[81] EncName", offset: 30},
	{name: "processing instruction called XML", document: `<?XML?><list></list>`, production: "[17] PITarget", offset: 0},
	{name: "no space behind a target", document: `<?a"b"?><list></list>`, production: "[16] PI", offset: 3},
	{name: "control character in a comment", document: "<!--\x01--><list></list>", production: "[15] Comment", offset: 4},
	{name: "noncharacter in a comment", document: "<!--\uFFFE--><list></list>", production: "[2] Char", offset: 4},
	{name: "control character in a processing instruction", document: "<?a \x01?><list></list>", production: "[16] PI", offset: 4},
	{name: "reference to a surrogate", document: "<list><sender>&#xD83D;</sender></list>", production: "[66] CharRef, legal character", offset: 14},
}

func TestMalformedButNotForStd(t *testing.T) {
	for _, test := range malformedButNotForStd {
		t.Run(test.name, func(t *testing.T) {
			if err := stdXMLProblem(test.document); err != nil {
				t.Errorf("encoding/xml refuses it now: %v", err)
			}
			want := test.want
			if want == nil {
				want = smscodec.ErrSyntax
			}
			_, err := smscodec.Decode([]byte(test.document), smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML})
			var parse *smscodec.ParseError
			if !errors.As(err, &parse) || parse.Err != want || parse.Offset != test.offset {
				t.Errorf("%s does not allow it, but: %+v; want %v at %d", test.production, err, want, test.offset)
			}
		})
	}
}

// differentialXML are documents on which parsers of XML differ, beside those
// above.
var differentialXML = []struct{ name, document string }{
	{"cut off in a tag", "<list"},
	{"tag not closed", "<list>"},
	{"end tag of another", "<list></List>"},
	{"end tag alone", "</list>"},
	{"end tag with an attribute", `<list></list a="1">`},
	{"space before a name", "< list></list>"},
	{"space before the end", "<list ></list >"},
	{"empty element", "<list/>"},
	{"space in the end of an empty element", "<list/ >"},
	{"attribute without quotes", "<list><sender a=1>S</sender></list>"},
	{"attribute without a value", "<list><sender a>S</sender></list>"},
	{"less-than in an attribute", `<list><sender a="<">S</sender></list>`},
	{"greater-than in an attribute", `<list><sender a=">">S</sender></list>`},
	{"CDATA's end in an attribute", `<list><sender a="]]>">S</sender></list>`},
	{"CDATA's end in text", "<list><sender>]]></sender></list>"},
	{"CDATA's end with a reference", "<list><sender>]]&gt;</sender></list>"},
	{"CDATA's end around a comment", "<list><sender>]]<!---->></sender></list>"},
	{"CDATA with a bracket more", "<list><sender><![CDATA[]]]></sender></list>"},
	{"CDATA inside CDATA", "<list><sender><![CDATA[<![CDATA[]]></sender></list>"},
	{"pieces of a name", "<list><sender>a<![CDATA[<b>]]><!-- c -->&#100;&#x65;</sender></list>"},
	{"processing instruction inside a name", "<list><sender>a<?b?>c</sender></list>"},
	{"element inside a name", "<list><sender>a<b/>c</sender></list>"},
	{"white space around elements", "\n<list>\t<sender>S</sender>\r\n</list> "},
	{"white space of a reference", "<list>&#32;<sender>S</sender></list>"},
	{"white space of Unicode", "<list>\u0085<sender>S</sender></list>"},
	{"line ends in a name", "<list><sender>a\rb\r\nc\nd&#13;\ne</sender></list>"},
	{"line ends in an attribute", "<list><sender a='a\rb\r\nc\nd&#13;\n&#10;\te&#9;'>S</sender></list>"},
	{"attribute with both quotes", `<list><sender a='"' b="'">S</sender></list>`},
	{"entities", "<list><sender>&amp;&lt;&gt;&quot;&apos;</sender></list>"},
	{"entity of HTML", "<list><sender>&nbsp;</sender></list>"},
	{"entity without a semicolon", "<list><sender>&amp</sender></list>"},
	{"ampersand alone", "<list><sender>a & b</sender></list>"},
	{"reference with zeros", "<list><sender>&#x00000000000000000000000000000041;</sender></list>"},
	{"reference past Unicode", "<list><sender>&#x110000;</sender></list>"},
	{"reference past 64 bits", "<list><sender>&#x10000000000000041;</sender></list>"},
	{"reference in capitals", "<list><sender>&#X41;</sender></list>"},
	{"reference to nothing", "<list><sender>&#;</sender></list>"},
	{"reference to a control character", "<list><sender>&#1;</sender></list>"},
	{"reference to a noncharacter", "<list><sender>&#xFFFF;</sender></list>"},
	{"control character", "<list><sender>\x01</sender></list>"},
	{"C1 control character", "<list><sender>\u0080</sender></list>"},
	{"comment with two hyphens", "<list><!-- -- --></list>"},
	{"comment that ends in three hyphens", "<list><!----->\n</list>"},
	{"comment that begins like its end", "<list><!--->--></list>"},
	{"declaration", `<?xml version="1.0" encoding="UTF-8"?><list></list>`},
	{"declaration with spaces", `<?xml  version = '1.0'  encoding = 'utf-8' standalone = 'no' ?><list></list>`},
	{"declaration of windows-1251", `<?xml version="1.0" encoding="windows-1251"?><list></list>`},
	{"declaration of UTF-16", `<?xml version="1.0" encoding="utf-16"?><list></list>`},
	{"XML 1.1", `<?xml version="1.1"?><list></list>`},
	{"XML 2.0", `<?xml version="2.0"?><list></list>`},
	{"DOCTYPE", "<!DOCTYPE list><list></list>"},
	{"stylesheet", `<?xml-stylesheet href="a"?><list></list>`},
	{"name spaces", `<list><sender xmlns="a" xmlns:b="c" b:d="e">S</sender></list>`},
	{"two prefixes of a name space", `<list><sender xmlns:b="a" xmlns:c="a" b:d="e" c:d="e">S</sender></list>`},
	{"prefix that is not declared", `<list><sender a:b="1">S</sender></list>`},
	{"prefix xmlns", `<list><sender xmlns:xmlns="a">S</sender></list>`},
	{"name that begins with a colon", `<list><sender :a="1" b:="2">S</sender></list>`},
	{"name with all of ASCII that there may be", `<list><sender _A-Z.a-z:0-9="1">S</sender></list>`},
	{"name that begins with a digit", `<list><sender 1a="1">S</sender></list>`},
	{"name with a times sign", "<list><sender a\u00D7=\"1\">S</sender></list>"},
	{"nested as deep as may be", strings.Repeat("<a>", mostDepth) + strings.Repeat("</a>", mostDepth)},
	{"nested deeper", strings.Repeat("<a>", mostDepth+1) + strings.Repeat("</a>", mostDepth+1)},
	{"operators", `<list><sender tele2="1" mts="2" mega="3">S</sender></list>`},
	{"status", `<list><sender status="1">S</sender></list>`},
	{"new id", "<sender>\n<id>1</id>\n</sender>"},
	{"new id in CDATA", "<sender><id><![CDATA[1]]>2</id></sender>"},
	{"OK", "<result>OK</result>"},
	{"OK in pieces", "<result><!-- -->O<![CDATA[K]]></result>"},
	{"error", "<result>\n<error>authorise error</error>\n<error_code>2</error_code>\n</result>"},
	{"error with an id", "<result><id>34</id><error>E</error><error_code>7</error_code></result>"},
}

func TestDifferentialXML(t *testing.T) {
	for _, test := range differentialXML {
		t.Run(test.name, func(t *testing.T) {
			for charset := smscodec.UTF8; charset <= smscodec.KOI8R; charset++ {
				for _, req := range requestsFor(smscodec.XML, charset) {
					checkXML(t, []byte(test.document), req, nil)
				}
			}
		})
	}
}

func FuzzDifferentialXML(f *testing.F) {
	seedDifferential(f, smscodec.XML)
	for _, test := range differentialXML {
		f.Add([]byte(test.document), uint8(0), uint8(0), false, false)
	}
	for _, test := range wellFormedButNotForStd {
		f.Add([]byte(test.document), uint8(0), uint8(test.charset), false, false)
	}
	for _, test := range malformedButNotForStd {
		f.Add([]byte(test.document), uint8(0), uint8(0), false, false)
	}
	f.Fuzz(func(t *testing.T, body []byte, op, charset uint8, all, operators bool) {
		checkXML(t, body, fuzzedRequest(smscodec.XML, op, charset, all, operators), nil)
	})
}

package smscodec

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// The grammar of XML, fmt=2: XML 1.0, fifth edition, without a DOCTYPE. Numbers in
// brackets are its productions.
//
//	<result><error>text</error><error_code>N</error_code></result>
//	<list><sender>S</sender>…</list>
//	<list><sender status="N">S</sender>…</list>
//	<list><sender mega="N" mts="N" …>S</sender>…</list>
//	<sender><id>N</id></sender>
//	<result>OK</result>

// openXML reads an answer, or a list up to its rows, which nextXML reads. Both read tags,
// xmlStartTag and xmlEndTag, and what is between them: xmlChildren elements, xmlValue
// text, xmlMisc only comments and the like. Each kind of markup is found by xmlMarkup and
// skipped by xmlContent. The declaration follows, and the encoder's methods at the end.

// openXML reads a document [1], or up to the rows of a list.
func (d *decoder) openXML() Reply {
	if !d.xmlDeclaration() || !d.xmlMisc() {
		return nil
	}
	if d.pos == len(d.data) {
		d.cutOff()
		return nil
	}
	at := d.pos
	root, ok := d.xmlStartTag(0)
	if !ok {
		return nil
	}
	d.xmlNoAttributes(0)
	var reply Reply
	switch name := string(d.bytes(root.name)); {
	case name == keyList && d.answer == answerList:
		d.rows = true
		return nil
	case name == keySender && d.answer == answerAdded:
		if d.xmlChildren(root) {
			reply = d.added(at, keyID)
		}
	case name == keyResult && d.xmlHasChildren(root):
		if d.xmlChildren(root) {
			reply = d.refusal(at)
		}
	case name == keyResult && d.answer == answerDone:
		if m := (member{}); d.xmlValue(root, &m, keyResult) {
			reply = d.done(&m)
		}
	default:
		found := "another element"
		switch name {
		case keyList, keySender, keyResult:
			found = "<" + name + ">"
		}
		d.wrongAnswer(at, found)
		if !root.empty {
			d.xmlSkip(0)
		}
	}
	if d.failed == nil {
		d.xmlEnd()
	}
	return reply
}

// nextXML reads a <sender> of a list.
func (d *decoder) nextXML(s *Sender) bool {
	if d.tags.n == 0 { // <list/>
		d.xmlEnd()
		return false
	}
	start, ok := d.xmlNextTag()
	if !ok {
		return false
	}
	if start.end {
		d.xmlEnd()
		return false
	}
	if string(d.bytes(start.name)) != keySender {
		if !d.xmlAttributes(&start, 0) {
			return false
		}
		d.refuse(ErrShape, start.at, "", "want a sender")
		return start.empty || d.xmlSkip(1)
	}
	if !d.xmlRowAttributes(&start, s) {
		return false
	}
	var name member
	if !d.xmlValue(start, &name, keyName) {
		return false
	}
	d.sender(s, start.at, &name)
	return true
}

// xmlEnd checks that only comments and the like follow the root [27].
func (d *decoder) xmlEnd() {
	if d.xmlMisc() && d.pos < len(d.data) {
		d.fail(ErrSyntax, d.pos, "", "unexpected data after the root")
	}
}

// A tag is a start tag or an empty element [40] [44], or instead of one, the end tag of the
// element around it.
type tag struct {
	at    int
	name  span
	empty bool // <a/>
	end   bool
}

// xmlStartTag reads a start tag at d.pos, its attributes into d.members from
// first on.
func (d *decoder) xmlStartTag(first int) (tag, bool) {
	t, ok := d.xmlTagName()
	ok = ok && d.xmlAttributes(&t, first)
	return t, ok
}

// xmlTagName reads a start tag up to its name.
func (d *decoder) xmlTagName() (tag, bool) {
	t := tag{at: d.pos}
	if d.data[d.pos] != '<' {
		return t, d.fail(ErrSyntax, d.pos, "", "want an element")
	}
	if d.tags.n == maxDepth {
		return t, d.fail(ErrUnsupported, d.pos, "", "nested deeper than 64")
	}
	d.pos++
	var ok bool
	t.name, ok = d.xmlName()
	return t, ok
}

// xmlAttributes reads the rest of a start tag, its attributes into d.members
// from first on.
func (d *decoder) xmlAttributes(t *tag, first int) bool {
	d.members.n = first
	if first == 0 {
		d.names = d.names[:0]
	}
	for d.xmlMoreAttributes(t) {
		at := d.pos
		name, ok := d.xmlAttributeName()
		if !ok || !d.addMember(first, member{at: at, name: name}) || !d.xmlAttributeValue(d.members.at(d.members.n-1)) {
			return false
		}
	}
	return d.failed == nil
}

// xmlRowAttributes is xmlAttributes for a row.
func (d *decoder) xmlRowAttributes(t *tag, s *Sender) bool {
	d.newRow(1)
	for d.xmlMoreAttributes(t) {
		m := member{at: d.pos}
		rest := d.data[d.pos:]
		role, size := d.knownName(rest, '=')
		if size > 0 {
			m.role, m.name = role, rest[:size]
			d.pos += size
		} else {
			var ok bool
			if m.name, ok = d.xmlAttributeName(); !ok {
				return false
			}
			m.role = d.roleOf(m.name)
		}
		if !d.startMember(m.role, m.at, m.name) {
			return false
		}
		rest = d.data[d.pos:]
		if len(rest) > 3 && string(rest[:2]) == `="` && rest[3] == '"' && d.setDigit(m.role, m.at, d.pos+2, s) {
			d.pos += len(`="0"`)
			continue
		}
		if !d.xmlAttributeValue(&m) {
			return false
		}
		d.setValue(&m)
	}
	return d.failed == nil
}

// xmlMoreAttributes goes to the next attribute of a start tag. At the end of the tag it
// returns false, and the element is open.
func (d *decoder) xmlMoreAttributes(t *tag) bool {
	spaced := d.xmlSpace()
	if d.pos == len(d.data) {
		return d.cutOff()
	}
	switch c := d.data[d.pos]; {
	case c == '>':
		d.pos++
		d.tags.add(t.name)
		return false
	case c == '/':
		d.pos++
		t.empty = true
		d.xmlWord(">")
		return false
	case !spaced:
		return d.fail(ErrSyntax, d.pos, "", "want white space, / or >")
	}
	return true
}

// xmlAttributeName reads the name of an attribute.
func (d *decoder) xmlAttributeName() (name []byte, ok bool) {
	raw, ok := d.xmlName()
	if !ok {
		return nil, false
	}
	return d.memberName(d.bytes(raw), formBare), true
}

// xmlAttributeValue reads the value after the name of an attribute [41].
func (d *decoder) xmlAttributeValue(m *member) bool {
	if !d.xmlEquals() {
		return false
	}
	value, ok := d.xmlQuoted()
	m.value = value
	if ok && bytes.ContainsAny(d.bytes(value), "&\r\n\t") {
		m.form = formAttr
	}
	return ok
}

// xmlQuoted reads the value of an attribute [10].
func (d *decoder) xmlQuoted() (value span, ok bool) {
	delimiter := d.data[d.pos]
	if delimiter != '"' && delimiter != '\'' {
		return value, d.fail(ErrSyntax, d.pos, "", "want a quote")
	}
	d.pos++
	value.start = d.pos
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; {
		case c == delimiter:
			value.end = d.pos
			d.pos++
			return value, true
		case c == '<':
			return value, d.fail(ErrSyntax, d.pos, "", "< in an attribute")
		case c == '&':
			if !d.xmlReference() {
				return value, false
			}
		case !d.xmlChar():
			return value, false
		}
	}
	return value, d.cutOff()
}

// xmlNoAttributes refuses the attributes, in d.members from first on, of an element that
// must have none.
func (d *decoder) xmlNoAttributes(first int) {
	if d.members.n > first {
		m := d.members.at(first)
		d.refuse(ErrShape, m.at, d.fieldName(m.name), "unexpected attribute")
	}
	d.members.n = first
}

// xmlChildren reads the child elements of the innermost one as members.
func (d *decoder) xmlChildren(parent tag) bool {
	for n := 0; !parent.empty; n++ {
		child, ok := d.xmlNextTag()
		if !ok {
			return false
		}
		if child.end {
			break
		}
		m := member{at: child.at, name: d.memberName(d.bytes(child.name), formBare)}
		if !d.addMember(0, m) || !d.xmlAttributes(&child, n+1) {
			return false
		}
		d.xmlNoAttributes(n + 1)
		if !d.xmlValue(child, &m, d.fieldName(m.name)) {
			return false
		}
		*d.members.at(n) = m
	}
	return true
}

// xmlHasChildren reports whether an element holds others: whether a start tag comes first
// in it, after any white space, comments and processing instructions.
func (d *decoder) xmlHasChildren(parent tag) bool {
	if parent.empty {
		return false
	}
	start := d.pos
	ok := d.xmlMisc()
	rest := d.data[d.pos:]
	d.pos = start
	return ok && len(rest) > 1 && rest[0] == '<' && rest[1] != '/' && rest[1] != '!'
}

// xmlNextTag skips comments and the like and reads a start tag up to its name, or the end
// tag of the innermost element. Text before it is refused.
func (d *decoder) xmlNextTag() (tag, bool) {
	for {
		if !d.xmlMisc() {
			return tag{}, false
		}
		at := d.pos
		switch kind := d.xmlMarkup(); kind {
		case markupText, markupCDATA:
			d.refuse(ErrShape, at, "", "text between elements")
			if !d.xmlContent(kind) {
				return tag{}, false
			}
		case markupStart:
			d.inRow = d.rows
			return d.xmlTagName()
		case markupEnd:
			return tag{at: at, end: true}, d.xmlEndTag()
		default:
			return tag{}, false
		}
	}
}

// xmlValue reads the text of an element, and its end tag, as the value of m. It refuses
// elements and processing instructions in the text.
func (d *decoder) xmlValue(parent tag, m *member, field string) bool {
	m.value = span{d.pos, d.pos}
	if parent.empty {
		return true
	}
	for depth := d.tags.n; d.tags.n >= depth; {
		at := d.pos
		kind := d.xmlMarkup()
		switch kind {
		case markupPI:
			m.kind = refusedValue
			d.refuse(ErrShape, at, field, "a processing instruction inside a value")
		case markupStart:
			m.kind = refusedValue
			d.refuse(ErrShape, at, field, "an element inside a value")
		case markupEnd:
			m.value.end = at
		}
		if !d.xmlContent(kind) {
			return false
		}
	}
	if value := d.bytes(m.value); bytes.IndexByte(value, '&') >= 0 || bytes.IndexByte(value, '<') >= 0 || bytes.IndexByte(value, '\r') >= 0 {
		m.form = formContent
	}
	return true
}

// xmlSkip skips the rest of the innermost elements, until only depth elements are open.
func (d *decoder) xmlSkip(depth int) bool {
	for d.tags.n > depth {
		if !d.xmlContent(d.xmlMarkup()) {
			return false
		}
	}
	return true
}

// xmlContent skips a piece of content [43], an element tag by tag.
func (d *decoder) xmlContent(kind markup) bool {
	switch kind {
	case markupText:
		return d.xmlText()
	case markupComment:
		return d.xmlComment()
	case markupCDATA:
		return d.xmlCDATA()
	case markupPI:
		return d.xmlPI()
	case markupStart:
		first := d.members.n
		_, ok := d.xmlStartTag(first)
		d.members.n = first
		return ok
	case markupEnd:
		return d.xmlEndTag()
	}
	return false
}

type markup uint8

const (
	markupNone markup = iota // malformed or cut off
	markupText
	markupStart
	markupEnd
	markupComment
	markupPI
	markupCDATA
)

// xmlMarkup returns the kind of markup at d.pos.
func (d *decoder) xmlMarkup() markup {
	rest := d.data[d.pos:]
	if len(rest) == 0 {
		d.cutOff()
		return markupNone
	}
	if rest[0] != '<' {
		return markupText
	}
	if len(rest) == 1 {
		d.cutOff()
		return markupNone
	}
	switch rest[1] {
	case '/':
		return markupEnd
	case '?':
		return markupPI
	case '!':
	default:
		return markupStart
	}
	for _, m := range []struct {
		begin string
		kind  markup
	}{{"<!--", markupComment}, {"<![CDATA[", markupCDATA}, {"<!DOCTYPE", markupNone}} {
		switch n := min(len(rest), len(m.begin)); {
		case string(rest[:n]) != m.begin[:n]:
			continue
		case n < len(m.begin):
			d.cutOff()
			return markupNone
		case m.kind == markupNone:
			d.fail(ErrUnsupported, d.pos, "", "DOCTYPE")
		}
		return m.kind
	}
	d.fail(ErrSyntax, d.pos, "", "unknown markup")
	return markupNone
}

// xmlMisc skips white space, comments and processing instructions [27].
func (d *decoder) xmlMisc() bool {
	for {
		d.xmlSpace()
		rest := d.data[d.pos:]
		if len(rest) < 2 || rest[0] != '<' || rest[1] != '!' && rest[1] != '?' {
			return true
		}
		kind := d.xmlMarkup()
		if kind == markupCDATA {
			return true
		}
		if !d.xmlContent(kind) {
			return false
		}
	}
}

// xmlText skips character data [14] and references, up to a <.
func (d *decoder) xmlText() bool {
	for {
		d.pos = formats[XML].alphabet.Scan(d.data, d.pos)
		if d.pos == len(d.data) {
			return d.cutOff()
		}
		switch c := d.data[d.pos]; {
		case c == '<':
			return true
		case c == '&':
			if !d.xmlReference() {
				return false
			}
		case c == ']' && bytes.HasPrefix(d.data[d.pos:], []byte("]]>")):
			return d.fail(ErrSyntax, d.pos, "", "]]> in text")
		case !d.xmlChar():
			return false
		}
	}
}

// xmlEndTag reads the end tag [42] of the innermost element.
func (d *decoder) xmlEndTag() bool {
	at := d.pos
	d.pos += len("</")
	open := d.bytes(*d.tags.at(d.tags.n - 1))
	if rest := d.data[d.pos:]; len(rest) > len(open) && rest[len(open)] == '>' && string(rest[:len(open)]) == string(open) {
		d.pos += len(open) + 1
		d.tags.n--
		return true
	}
	name, ok := d.xmlName()
	if !ok {
		return false
	}
	d.xmlSpace()
	if !d.xmlWord(">") {
		return false
	}
	if !bytes.Equal(d.bytes(name), open) {
		return d.fail(ErrSyntax, at, "", "end tag of another element")
	}
	d.tags.n--
	return true
}

// xmlComment skips a comment [15].
func (d *decoder) xmlComment() bool {
	d.pos += len("<!--")
	if !d.xmlUntil("--") {
		return false
	}
	switch {
	case d.pos == len(d.data):
		return d.cutOff()
	case d.data[d.pos] != '>':
		return d.fail(ErrSyntax, d.pos, "", "-- in a comment")
	}
	d.pos++
	return true
}

// xmlCDATA skips a CDATA section [18].
func (d *decoder) xmlCDATA() bool {
	d.pos += len("<![CDATA[")
	return d.xmlUntil("]]>")
}

// xmlPI skips a processing instruction [16].
func (d *decoder) xmlPI() bool {
	at := d.pos
	d.pos += len("<?")
	target, ok := d.xmlName()
	if !ok {
		return false
	}
	if bytes.EqualFold(d.bytes(target), []byte("xml")) {
		return d.fail(ErrSyntax, at, "", "a processing instruction called xml")
	}
	if d.xmlSpace() {
		return d.xmlUntil("?>")
	}
	return d.xmlWord("?>")
}

// xmlUntil skips characters, including the end.
func (d *decoder) xmlUntil(end string) bool {
	for d.pos < len(d.data) {
		if d.data[d.pos] == end[0] && bytes.HasPrefix(d.data[d.pos:], []byte(end)) {
			d.pos += len(end)
			return true
		}
		if !d.xmlChar() {
			return false
		}
	}
	return d.cutOff()
}

// xmlWord reads a word, and fails if other data is there.
func (d *decoder) xmlWord(word string) bool {
	for i := range len(word) {
		if d.pos == len(d.data) {
			return d.cutOff()
		}
		if d.data[d.pos] != word[i] {
			return d.fail(ErrSyntax, d.pos, "", "want "+word)
		}
		d.pos++
	}
	return true
}

// xmlSpace skips white space [3] and reports whether there was any.
func (d *decoder) xmlSpace() bool {
	start := d.pos
	d.pos = skipSpace(d.data, start)
	return d.pos > start
}

// xmlEquals reads an equals sign [25] and the white space around it.
func (d *decoder) xmlEquals() bool {
	d.xmlSpace()
	if !d.xmlWord("=") {
		return false
	}
	d.xmlSpace()
	return d.pos < len(d.data) || d.cutOff()
}

// xmlName reads a name [5].
func (d *decoder) xmlName() (name span, ok bool) {
	name.start = d.pos
	for d.pos < len(d.data) {
		if c := d.data[d.pos]; 'a' <= c && c <= 'z' || c == '_' || isDigit(c) && d.pos > name.start {
			d.pos++
			continue
		}
		r, n := d.req.Charset.rune(d.data[d.pos:])
		if !isXMLName(r, d.pos == name.start) {
			break
		}
		d.pos += n
	}
	name.end = d.pos
	switch {
	case d.pos == len(d.data):
		return name, d.cutOff()
	case name.start == name.end:
		return name, d.fail(ErrSyntax, d.pos, "", "want a name")
	}
	return name, true
}

// xmlChar skips a character [2].
func (d *decoder) xmlChar() bool {
	c := d.data[d.pos]
	switch {
	case c >= 0x20 && c < utf8.RuneSelf, c == '\n', c == '\t', c == '\r':
		d.pos++
		return true
	case c < 0x20:
		return d.fail(ErrSyntax, d.pos, "", "control character")
	}
	r, n := d.req.Charset.rune(d.data[d.pos:])
	if !isXMLChar(r) {
		return d.fail(ErrSyntax, d.pos, "", "not a character of XML")
	}
	d.pos += n
	return true
}

// xmlReference skips a character or entity reference [66] [68].
func (d *decoder) xmlReference() bool {
	at := d.pos
	if d.pos++; d.pos == len(d.data) {
		return d.cutOff()
	}
	if d.data[d.pos] != '#' {
		name, ok := d.xmlEntityName()
		if !ok {
			return false
		}
		if xmlEntity(d.bytes(name)) == 0 {
			return d.fail(ErrSyntax, at, "", "undeclared entity")
		}
		return true
	}
	r, n := xmlCharRef(d.data[at:])
	switch {
	case at+n == len(d.data) && d.data[at+n-1] != ';':
		return d.cutOff()
	case d.data[at+n-1] != ';':
		return d.fail(ErrSyntax, at+n, "", "want a digit or ;")
	case !isXMLChar(r):
		return d.fail(ErrSyntax, at, "", "a reference to what is not a character of XML")
	}
	d.pos = at + n
	return true
}

// xmlEntityName reads the name in an entity reference and the semicolon. An ampersand
// that begins none is the usual mistake of a writer that does not escape names.
func (d *decoder) xmlEntityName() (name span, ok bool) {
	ampersand := d.pos - 1
	r, _ := d.req.Charset.rune(d.data[d.pos:])
	if isXMLName(r, true) {
		if name, ok = d.xmlName(); !ok {
			return name, false
		}
	}
	if d.data[d.pos] != ';' && xmlEntity(d.bytes(name)) == 0 {
		return name, d.fail(ErrSyntax, ampersand, "", "a bare & must be written &amp;")
	}
	return name, d.xmlWord(";")
}

// xmlDeclaration reads the XML declaration [23], if there is one.
func (d *decoder) xmlDeclaration() bool {
	rest, ok := bytes.CutPrefix(d.data[d.pos:], []byte("<?xml"))
	if !ok || skipSpace(rest, 0) == 0 {
		return true
	}
	d.pos += len("<?xml")
	const order = "want version, encoding and standalone, in this order"
	value, found, ok := d.xmlPseudoAttribute("version")
	if !found {
		return ok && d.fail(ErrSyntax, value.start, "", order)
	}
	if !d.xmlVersion(value) {
		return false
	}
	if value, found, ok = d.xmlPseudoAttribute("encoding"); !ok || found && !d.xmlEncoding(value) {
		return false
	}
	if value, found, ok = d.xmlPseudoAttribute("standalone"); !ok || found && !d.xmlStandalone(value) {
		return false
	}
	if value, _, ok = d.xmlPseudoAttribute(""); !ok {
		return false
	}
	d.pos = value.start
	if d.data[d.pos] != '?' {
		return d.fail(ErrSyntax, d.pos, "", order)
	}
	return d.xmlWord("?>")
}

// xmlPseudoAttribute reads a pseudo-attribute of the declaration, if it has this name and
// the declaration does not end before it; otherwise it reads nothing, and value begins
// where the next one does.
func (d *decoder) xmlPseudoAttribute(name string) (value span, found, ok bool) {
	start := d.pos
	spaced := d.xmlSpace()
	value.start = d.pos
	switch {
	case d.pos == len(d.data):
		return value, false, d.cutOff()
	case d.data[d.pos] == '?':
		d.pos = start
		return value, false, true
	case !spaced:
		return value, false, d.fail(ErrSyntax, d.pos, "", "want white space or ?>")
	}
	next, ok := d.xmlName()
	if !ok {
		return value, false, false
	}
	if string(d.bytes(next)) != name {
		d.pos = start
		return value, false, true
	}
	if !d.xmlEquals() {
		return value, false, false
	}
	value, ok = d.xmlQuoted()
	return value, ok, ok
}

// xmlStandalone reads the standalone declaration [32].
func (d *decoder) xmlStandalone(value span) bool {
	switch string(d.bytes(value)) {
	case "yes", "no":
		return true
	}
	return d.fail(ErrSyntax, value.start, "", "want yes or no")
}

// xmlVersion reads the version [26], which must be 1.0.
func (d *decoder) xmlVersion(value span) bool {
	at := value.start
	minor, ok := strings.CutPrefix(string(d.bytes(value)), "1.")
	switch {
	case !ok || minor == "" || digits([]byte(minor)) < len(minor):
		return d.fail(ErrSyntax, at, "", "not a version of XML")
	case minor != "0":
		return d.fail(ErrUnsupported, at, "", "an XML version other than 1.0")
	}
	return true
}

// xmlEncoding reads the encoding [81]. It must be that of the request, unless all the data
// is ASCII.
func (d *decoder) xmlEncoding(value span) bool {
	at, encoding := value.start, string(d.bytes(value))
	for i, c := range []byte(encoding) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || !isDigit(c) && c != '.' && c != '_' && c != '-') {
			return d.fail(ErrSyntax, at+i, "", "not the name of an encoding")
		}
	}
	var declared Charset
	switch {
	case encoding == "":
		return d.fail(ErrSyntax, at, "", "not the name of an encoding")
	case declared.UnmarshalText([]byte(encoding)) != nil:
		return d.fail(ErrUnsupported, at, "", "an encoding other than utf-8, windows-1251 and koi8-r")
	case declared != d.req.Charset && !isASCII(d.data):
		return d.fail(ErrUnsupported, at, "", "an encoding other than the request's")
	}
	return true
}

func (e *encoder) xmlRow(s *Sender) bool {
	e.write("<" + keySender)
	switch {
	case e.req.All:
		e.write(" " + keyStatus + `="`)
		e.status(s)
		e.write(`"`)
	case e.req.Operators:
		for i, op := range e.rowColumns.operators {
			e.xmlCode(string(op), int64(e.statuses[i]))
		}
	}
	for _, f := range s.Extra {
		e.write(" ")
		if !e.xmlName(f.Name) {
			return false
		}
		e.write(`="`)
		if !e.text(f.Value, &xmlAttrEscapes, shorten(f.Name)) {
			return false
		}
		e.write(`"`)
	}
	e.write(">")
	if !e.text(s.Name, &xmlTextEscapes, keyName) {
		return false
	}
	e.write("</" + keySender + ">")
	return true
}

func (e *encoder) xmlCode(name string, n int64) {
	e.write(" ")
	e.write(name)
	e.write(`="`)
	e.number(n)
	e.write(`"`)
}

// xmlName writes the name of an undocumented member.
func (e *encoder) xmlName(name string) bool {
	valid := name != ""
	for i, r := range name {
		valid = valid && isXMLName(r, i == 0)
	}
	if !valid {
		return e.fail(ErrUnrepresentable, shorten(name), "no name of XML")
	}
	return e.text(name, &xmlTextEscapes, shorten(name))
}

func (e *encoder) xmlRefusal(r *APIError) {
	e.write("<" + keyResult + ">\n<" + keyError + ">")
	if !e.text(r.Text, &xmlTextEscapes, keyError) {
		return
	}
	e.write("</" + keyError + ">\n<" + keyErrorCode + ">")
	e.number(int64(r.Code))
	e.write("</" + keyErrorCode + ">\n")
	for _, f := range r.Extra {
		e.write("<")
		if !e.xmlName(f.Name) {
			return
		}
		e.write(">")
		if !e.text(f.Value, &xmlTextEscapes, shorten(f.Name)) {
			return
		}
		e.write("</")
		e.xmlName(f.Name)
		e.write(">\n")
	}
	e.write("</" + keyResult + ">")
}

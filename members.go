package smscodec

import (
	"bytes"
	"slices"
)

// What members mean. A member is a name and a value that a grammar has found: of a plain
// line, an XML attribute or child element, or a JSON member. A code in CSV is read as a
// value without a name.
//
// First comes how a member becomes text, then the values that a member can have, then the
// answers that are no lists, made from d.members: refusal, added and done. Rows of a list
// are in rows.go.

// addMember adds a member to those from first on, which are of one object or element. It
// fails if the member is a duplicate or one too many.
func (d *decoder) addMember(first int, m member) bool {
	for i := first; i < d.members.n; i++ {
		if bytes.Equal(d.members.at(i).name, m.name) {
			return d.fail(ErrDuplicate, m.at, d.fieldName(m.name), "")
		}
	}
	if d.members.n-first == maxMembers {
		return d.fail(ErrUnsupported, m.at, "", "more than 64 members")
	}
	d.members.add(m)
	return true
}

// memberName returns the name of a member in UTF-8, without its escapes. It is valid until
// the next row.
func (d *decoder) memberName(raw []byte, form textForm) []byte {
	if form == formBare && d.req.Charset.sameInUTF8(raw) {
		return raw
	}
	// A full buffer is left to the names in it.
	if size := d.req.Charset.sizeUTF8(raw); cap(d.names)-len(d.names) < size {
		d.names = make([]byte, 0, max(size, min(2*cap(d.names), maxNames), minNames))
	}
	start := len(d.names)
	if form == formJSON {
		d.names = appendJSONText(d.names, raw, d.req.Charset)
	} else {
		d.names = d.req.Charset.appendUTF8(d.names, raw)
	}
	return d.names[start:]
}

// Sizes of the buffer for the names of members.
const (
	minNames = 64
	maxNames = 4 << 10
)

// fieldName returns a member's name for an error.
func (d *decoder) fieldName(key []byte) string {
	return shorten(string(key[:min(len(key), maxQuoted+1)]))
}

// valueText returns the text of a member's value in UTF-8. It is valid until the next call.
func (d *decoder) valueText(m *member) []byte {
	raw := d.bytes(m.value)
	if m.form == formBare && d.req.Charset.sameInUTF8(raw) {
		return raw
	}
	// Text is never longer than its escaped form.
	d.scratch = slices.Grow(d.scratch[:0], d.req.Charset.sizeUTF8(raw))
	switch m.form {
	case formJSON:
		d.scratch = appendJSONText(d.scratch, raw, d.req.Charset)
	case formContent:
		d.scratch = appendXMLContent(d.scratch, raw, d.req.Charset)
	case formAttr:
		d.scratch = appendXMLAttr(d.scratch, raw, d.req.Charset)
	default:
		d.scratch = d.req.Charset.appendUTF8(d.scratch, raw)
	}
	return d.scratch
}

// name reads a sender's name.
func (d *decoder) name(m *member) string {
	switch m.kind {
	case untyped, jsonString:
		if m.form == formBare {
			d.gathered.sample.name = m.value
		}
	case jsonNumber:
		if raw := d.bytes(m.value); digits(raw) < len(raw) || raw[0] == '0' && len(raw) > 1 {
			d.refuse(ErrValue, m.value.start, keyName, "want a string, or digits")
			return ""
		}
		d.quirk(QuirkNumber, m.value.start, keyName)
	case refusedValue:
		return ""
	default:
		d.refuse(ErrShape, m.value.start, keyName, "want a string")
		return ""
	}
	text := d.valueText(m)
	if len(text) == 0 {
		d.refuse(ErrValue, m.value.start, keyName, "empty name")
	}
	if d.refused != nil {
		return ""
	}
	return d.string(text)
}

// extra adds an undocumented member to d.fields.
func (d *decoder) extra(m *member) {
	switch m.kind {
	case refusedValue:
		return
	case jsonNull, jsonComposite:
		d.refuse(ErrShape, m.value.start, d.fieldName(m.name), "want a string, a number, true or false")
		return
	}
	d.quirkOf(QuirkExtra, m.at, m.name)
	if d.refused == nil {
		d.fields = append(d.fields, Field{Name: d.string(m.name), Value: d.string(d.valueText(m))})
	}
}

// extras returns a copy of the undocumented members, as d.fields is used for the next row.
func (d *decoder) extras() []Field {
	if len(d.fields) == 0 {
		return nil
	}
	return slices.Clone(d.fields)
}

// quirkOf is quirk, but makes the field's name only if it is used.
func (d *decoder) quirkOf(q Quirk, offset int, field []byte) {
	name := ""
	if d.codec.Reject&q != 0 || d.codec.Report != nil {
		name = d.fieldName(field)
	}
	d.quirk(q, offset, name)
}

// number reads a decimal; inJSON is the kind that is documented for JSON. It returns -1
// after a refusal.
func (d *decoder) number(m *member, field string, inJSON valueKind, limit int64) int64 {
	switch m.kind {
	case untyped, jsonString, jsonNumber:
	case refusedValue:
		return -1
	default:
		d.refuse(ErrShape, m.value.start, field, "want a number")
		return -1
	}
	n, err := parseDecimal(d.valueText(m), limit)
	if err != nil {
		d.refuse(ErrValue, m.value.start, field, err.Error())
		return -1
	}
	if m.kind != untyped && m.kind != inJSON {
		d.quirk(QuirkNumber, m.value.start, field)
	}
	return n
}

// code reads a status; those below the bound are documented.
func (d *decoder) code(m *member, field string, inJSON valueKind, bound int) int64 {
	n := d.number(m, field, inJSON, maxStatus)
	if n >= int64(bound) {
		d.quirk(QuirkCode, m.value.start, field)
	}
	return n
}

// errorCode reads the number of an error.
func (d *decoder) errorCode(m *member) ErrorCode {
	n := d.number(m, keyErrorCode, jsonNumber, maxErrorCode)
	if n >= 0 && !ErrorCode(n).Documented() {
		d.quirk(QuirkCode, m.value.start, keyErrorCode)
	}
	return ErrorCode(n)
}

// isRefusal reports whether the members are those of an error.
func (d *decoder) isRefusal() bool {
	for i := range d.members.n {
		switch string(d.members.at(i).name) {
		case keyError, keyErrorCode:
			return true
		}
	}
	return false
}

// refusal returns the error that the members at an offset are.
func (d *decoder) refusal(at int) Reply {
	reply := &APIError{}
	d.fields = d.fields[:0]
	var hasText, hasCode bool
	for i := range d.members.n {
		m := d.members.at(i)
		switch string(m.name) {
		case keyError:
			hasText = true
			switch m.kind {
			case untyped, jsonString:
				reply.Text = errorText(d.valueText(m))
			case refusedValue:
			default:
				d.refuse(ErrShape, m.value.start, keyError, "want a string")
			}
		case keyErrorCode:
			hasCode = true
			reply.Code = d.errorCode(m)
		case keyID:
			d.quirk(QuirkExtra, m.at, keyID)
			if d.number(m, keyID, jsonNumber, maxID) >= 0 {
				d.fields = append(d.fields, Field{Name: keyID, Value: d.string(d.valueText(m))})
			}
		default:
			d.extra(m)
		}
	}
	if !hasText {
		d.refuse(ErrShape, at, keyError, `no "`+keyError+`" beside "`+keyErrorCode+`"`)
	}
	if !hasCode {
		d.refuse(ErrShape, at, keyErrorCode, `no "`+keyErrorCode+`" beside "`+keyError+`"`)
	}
	if d.refused != nil {
		return nil
	}
	reply.Extra = d.extras()
	return reply
}

// soleMember returns the member named key and refuses all others. It returns nil if there
// is no such member.
func (d *decoder) soleMember(at int, key string) *member {
	var found *member
	for i := range d.members.n {
		m := d.members.at(i)
		if string(m.name) == key {
			found = m
		} else {
			d.refuse(ErrShape, m.at, d.fieldName(m.name), "a member that this answer does not have")
		}
	}
	if found == nil {
		d.refuse(ErrShape, at, key, "no "+quote(key)+", want "+answerTexts[d.answer])
	}
	return found
}

// added returns the answer to add, whose id is the member named key.
func (d *decoder) added(at int, key string) Reply {
	m := d.soleMember(at, key)
	if m == nil {
		return nil
	}
	return Added{ID: d.number(m, keyID, jsonNumber, maxID)}
}

// done returns the answer whose OK is the value of a member.
func (d *decoder) done(m *member) Reply {
	switch m.kind {
	case untyped, jsonString:
		if string(d.valueText(m)) != wordOK {
			d.refuse(ErrValue, m.value.start, keyResult, "want OK")
		}
	case refusedValue:
	default:
		d.refuse(ErrShape, m.value.start, keyResult, "want a string")
	}
	return Done{}
}

// errorText returns the text of an error as a string.
func errorText(text []byte) string {
	for _, recorded := range recordedTexts {
		if string(text) == recorded {
			return recorded
		}
	}
	return string(text)
}

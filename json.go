package smscodec

import "encoding/binary"

// JSON, fmt=3: RFC 8259, with duplicate names and lone surrogates refused.
//
//	{"error": "text", "error_code": N}
//	[{"sender": "S"}, …]
//	[{"sender": "S", "status": N}, …]
//	[{"sender": "S", "mega": "N", "mts": "N", …}, …]
//	{"sender": N}
//	{"result": "OK"}

func (d *decoder) openJSON() Reply {
	if !d.jsonToken() {
		return nil
	}
	at := d.pos
	switch c := d.data[at]; {
	case c == '[' && d.req.Op == OpGet:
		d.pos++
		d.rows = true
		return nil
	case c != '{':
		found := "a value"
		if c == '[' {
			found = "an array"
		}
		d.wrongAnswer(at, found)
		if d.jsonValue(0) {
			d.jsonEnd()
		}
		return nil
	}
	if !d.jsonObject() || !d.jsonEnd() {
		return nil
	}
	switch {
	case d.isRefusal():
		return d.refusal(at)
	case d.req.Op == OpGet:
		d.wrongAnswer(at, "an object")
		return nil
	case d.req.Op == OpAdd:
		return d.added(at, keySender)
	}
	m := d.only(at, keyResult)
	if m == nil {
		return nil
	}
	return d.done(m)
}

func (d *decoder) nextJSON(s *Sender) bool {
	if !d.jsonToken() {
		return false
	}
	switch c := d.data[d.pos]; {
	case c == ']':
		d.pos++
		d.jsonEnd()
		return false
	case d.row > 0 && c != ',':
		return d.fail(ErrSyntax, d.pos, "", "want a comma or ]")
	case d.row > 0:
		d.pos++
		if !d.jsonToken() {
			return false
		}
	}
	d.inRow = true
	at := d.pos
	if d.data[at] != '{' {
		d.refuse(ErrShape, at, "", "want an object")
		return d.jsonValue(1)
	}
	return d.jsonRow(s)
}

// jsonRow reads a row, an object at d.pos.
func (d *decoder) jsonRow(s *Sender) bool {
	at := d.pos
	d.newRow(0)
	d.pos++
	if !d.jsonToken() {
		return false
	}
	if d.data[d.pos] == '}' {
		d.pos++
		d.sender(s, at, nil)
		return true
	}
	for {
		if !d.jsonCodes() {
			m := member{at: d.pos}
			if !d.jsonRowName(&m) {
				return false
			}
			start := d.pos
			rest := d.data[start:]
			switch {
			case len(rest) > 2 && rest[0] == '"' && rest[2] == '"' && m.role.isColumn() && d.digit(m.role, m.at, start+1, s):
				d.pos += len(`"0"`)
			case len(rest) > 1 && isJSONEnd(rest[1]) && m.role == roleStatus && d.digit(m.role, m.at, start, s):
				d.pos++
			default:
				if !d.jsonMemberValue(&m, 2) {
					return false
				}
				d.take(&m)
			}
		}
		if !d.jsonToken() {
			return false
		}
		switch d.data[d.pos] {
		case '}':
			d.pos++
			d.sender(s, at, nil)
			return true
		case ',':
			d.pos++
		default:
			return d.fail(ErrSyntax, d.pos, "", "want a comma or }")
		}
		if !d.jsonToken() {
			return false
		}
	}
}

// jsonCodes reads operator columns as they are mostly written, in any order. It
// returns true behind the value of one, and else before a member that is not
// such.
func (d *decoder) jsonCodes() bool {
	row := &d.gathered
	if !d.req.Operators || d.layouts == nil || d.columns.names == nil {
		return false
	}
	// What follows a name, and all of it but the lowest bits of the digit.
	const (
		spaced      = '"' | ':'<<8 | ' '<<16 | '"'<<24 | '0'<<32 | '"'<<40
		spacedMask  = 0xFF_F8_FF_FF_FF_FF
		compact     = '"' | ':'<<8 | '"'<<16 | '0'<<24 | '"'<<32
		compactMask = 0xFF_F8_FF_FF_FF
	)
	names, data, pos := d.columns.names, d.data, d.pos
	for {
		rest := data[pos:]
		if len(rest) < 1+15+8 || rest[0] != '"' { // quote, name, and what follows that
			break
		}
		i, size := names.column((*[16]byte)(rest[1:]))
		if i < 0 || row.roles.has(role(i)) || row.members == maxMembers {
			break
		}
		at := 1 + size
		x := binary.LittleEndian.Uint64(rest[at:])
		digit := at + len(`": "`)
		if (x^spaced)&spacedMask != 0 {
			if (x^compact)&compactMask != 0 {
				break
			}
			digit--
		}
		code := rest[digit] - '0'
		if int(code) >= len(registrationTexts) {
			break
		}
		row.members++
		row.roles.add(role(i))
		row.digitIs(pos + digit)
		d.column(role(i), pos, code)
		d.pos = pos + digit + len(`0"`)

		switch rest := rest[digit+len(`0"`):]; {
		case len(rest) > 1 && rest[0] == ',' && rest[1] == '"':
			pos = d.pos + 1
		case len(rest) > 2 && rest[0] == ',' && rest[1] == '\n' && rest[2] == '"':
			pos = d.pos + 2
		default:
			return true
		}
	}
	d.pos = pos
	return false
}

// jsonRowName reads the name of a row's member at d.pos and the colon behind it,
// up to the value.
func (d *decoder) jsonRowName(m *member) bool {
	rest := d.data[d.pos:]
	role, name := d.expected()
	end := len(name) + 1
	if len(rest) > end && rest[0] == '"' && rest[end] == '"' && string(rest[1:end]) == name {
		m.role, m.name = role, rest[1:end]
		d.pos += end + 1
	} else {
		var ok bool
		if m.name, ok = d.jsonString(); !ok {
			return false
		}
		m.role = d.roleOf(m.name)
	}
	return d.meet(m.role, m.at, m.name) && d.jsonColon()
}

// jsonToken skips white space up to the next token, which must come.
func (d *decoder) jsonToken() bool {
	if d.pos < len(d.data) && d.data[d.pos] > ' ' {
		return true
	}
	return d.jsonSpace()
}

func (d *decoder) jsonSpace() bool {
	d.pos = skipSpace(d.data, d.pos)
	return d.pos < len(d.data) || d.cutOff()
}

// jsonEnd checks that nothing follows the value.
func (d *decoder) jsonEnd() bool {
	d.pos = skipSpace(d.data, d.pos)
	return d.pos == len(d.data) || d.fail(ErrSyntax, d.pos, "", "something behind the value")
}

// jsonObject reads an object at d.pos, which is all of the answer, into
// d.members.
func (d *decoder) jsonObject() bool {
	d.pos++
	if !d.jsonToken() {
		return false
	}
	if d.data[d.pos] == '}' {
		d.pos++
		return true
	}
	for i := 0; ; i++ {
		if !d.jsonName(0) {
			return false
		}
		m := *d.members.at(i) // may be moved by the members of a nested object
		if !d.jsonMemberValue(&m, 1) || !d.jsonToken() {
			return false
		}
		*d.members.at(i) = m
		switch d.data[d.pos] {
		case '}':
			d.pos++
			return true
		case ',':
			d.pos++
		default:
			return d.fail(ErrSyntax, d.pos, "", "want a comma or }")
		}
		if !d.jsonToken() {
			return false
		}
	}
}

// jsonMemberValue reads a value at d.pos, nested in as many others as the depth
// says, as that of a member.
func (d *decoder) jsonMemberValue(m *member, depth int) bool {
	start := d.pos
	switch c := d.data[start]; c {
	case '"':
		end, escaped, problem := scanJSONString(d.data, start)
		if problem != "" {
			return d.jsonProblem(end, problem)
		}
		d.pos = end
		m.kind = jsonString
		m.value = span{start + 1, end - 1}
		if escaped {
			m.form = formJSON
		}
	case '{', '[':
		if !d.jsonValue(depth) {
			return false
		}
		m.kind = jsonComposite
		m.value = span{start, d.pos}
	default:
		if !d.jsonScalar() {
			return false
		}
		m.kind = jsonNumber
		switch c {
		case 't', 'f':
			m.kind = jsonLiteral
		case 'n':
			m.kind = jsonNull
		}
		m.value = span{start, d.pos}
	}
	return true
}

// jsonName reads a member's name and the colon behind it, as a member of what
// began with the member number first.
func (d *decoder) jsonName(first int) bool {
	at := d.pos
	name, ok := d.jsonString()
	return ok && d.add(first, maxMembers, member{at: at, name: name}) && d.jsonColon()
}

// jsonString reads a string at d.pos as the name of a member.
func (d *decoder) jsonString() (text []byte, ok bool) {
	start := d.pos
	if d.data[start] != '"' {
		return nil, d.fail(ErrSyntax, start, "", "want a member")
	}
	end, escaped, problem := scanJSONString(d.data, start)
	if problem != "" {
		return nil, d.jsonProblem(end, problem)
	}
	d.pos = end
	form := formBare
	if escaped {
		form = formJSON
	}
	return d.memberName(d.data[start+1:end-1], form), true
}

// jsonColon reads a colon, up to the value.
func (d *decoder) jsonColon() bool {
	if !d.jsonToken() {
		return false
	}
	if d.data[d.pos] != ':' {
		return d.fail(ErrSyntax, d.pos, "", "want a colon")
	}
	d.pos++
	return d.jsonToken()
}

// jsonValue passes over a value at d.pos that is nested in as many others.
func (d *decoder) jsonValue(depth int) bool {
	var open [maxDepth]int // per level, 1 + the first of an object's members; 0 for an array
	outer := depth
	for {
		c := d.data[d.pos]
		switch c {
		case '{', '[':
			if depth == maxDepth {
				return d.fail(ErrUnsupported, d.pos, "", "nested deeper than 64")
			}
			open[depth] = 0
			if c == '{' {
				open[depth] = 1 + d.members.n
			}
			depth++
			d.pos++
			if !d.jsonToken() {
				return false
			}
			if d.data[d.pos] != c+2 { // '}' or ']'
				if c == '{' && !d.jsonName(d.members.n) {
					return false
				}
				continue
			}
		case '"':
			end, _, problem := scanJSONString(d.data, d.pos)
			if problem != "" {
				return d.jsonProblem(end, problem)
			}
			d.pos = end
		default:
			if !d.jsonScalar() {
				return false
			}
		}
		// A value has ended, or an array or object without any is about to.
		for {
			if depth == outer {
				return true
			}
			if !d.jsonToken() {
				return false
			}
			inObject := open[depth-1] > 0
			c := d.data[d.pos]
			if c == ',' {
				d.pos++
				if !d.jsonToken() || inObject && !d.jsonName(open[depth-1]-1) {
					return false
				}
				break
			}
			if c != '}' && c != ']' || inObject != (c == '}') {
				return d.fail(ErrSyntax, d.pos, "", "want a comma or the end of the array or object")
			}
			d.pos++
			depth--
			if inObject {
				d.members.n = open[depth] - 1
			}
		}
	}
}

// jsonScalar passes over a number, true, false or null at d.pos.
func (d *decoder) jsonScalar() bool {
	end, problem := scanJSONScalar(d.data, d.pos)
	if problem != "" {
		return d.jsonProblem(end, problem)
	}
	d.pos = end
	return true
}

// jsonProblem fails at an offset; at the end of the data it is cut off.
func (d *decoder) jsonProblem(offset int, problem string) bool {
	if offset == len(d.data) {
		return d.cutOff()
	}
	return d.fail(ErrSyntax, offset, "", problem)
}

func (e *encoder) jsonRow(s *Sender) bool {
	e.write("{\n\"" + keySender + `": `)
	if !e.jsonString(s.Name, keyName) {
		return false
	}
	switch {
	case e.req.All:
		e.write(",\n\"" + keyStatus + `": `)
		e.status(s)
	case e.req.Operators:
		for i, op := range e.rowColumns.operators {
			e.write(",\n\"")
			e.write(string(op))
			e.write(`": "`)
			e.number(int64(e.statuses[i]))
			e.write(`"`)
		}
	}
	for _, f := range s.Extra {
		if !e.jsonExtra(f) || !e.jsonString(f.Value, shorten(f.Name)) {
			return false
		}
	}
	e.write("\n}")
	return true
}

// jsonExtra begins an undocumented member.
func (e *encoder) jsonExtra(f Field) bool {
	e.write(",\n")
	if !e.jsonString(f.Name, shorten(f.Name)) {
		return false
	}
	e.write(": ")
	return true
}

func (e *encoder) jsonString(s, field string) bool {
	e.write(`"`)
	ok := e.text(s, &jsonEscapes, field)
	e.write(`"`)
	return ok
}

func (e *encoder) jsonRefusal(r *APIError) {
	e.write("{\n\"" + keyError + `": `)
	if !e.jsonString(r.Text, keyError) {
		return
	}
	e.write(",\n\"" + keyErrorCode + `": `)
	e.number(int64(r.Code))
	for _, f := range r.Extra {
		if !e.jsonExtra(f) {
			return
		}
		if f.Name == keyID {
			e.write(f.Value)
		} else if !e.jsonString(f.Value, shorten(f.Name)) {
			return
		}
	}
	e.write("\n}")
}

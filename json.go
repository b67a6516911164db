package smscodec

// The grammar of JSON, fmt=3: RFC 8259, with duplicate names and lone surrogates refused.
//
//	{"error": "text", "error_code": N}
//	[{"sender": "S"}, …]
//	[{"sender": "S", "status": N}, …]
//	[{"sender": "S", "mega": "N", "mts": "N", …}, …]
//	{"sender": N}
//	{"result": "OK"}
//
// openJSON reads an answer, or a list up to its rows, which nextJSON reads. Both read the
// members of an object, jsonObject and jsonRow, and skip nested values, jsonValue. All of
// them read a token at d.pos; jsonToken goes to the next one. Strings and numbers are
// scanned by the functions in json_text.go. The encoder's methods are at the end.

func (d *decoder) openJSON() Reply {
	if !d.jsonToken() {
		return nil
	}
	at := d.pos
	switch c := d.data[at]; {
	case c == '[' && d.answer == answerList:
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
	case d.answer == answerList:
		d.wrongAnswer(at, "an object")
		return nil
	case d.answer == answerAdded:
		return d.added(at, keySender)
	}
	m := d.soleMember(at, keyResult)
	if m == nil {
		return nil
	}
	return d.done(m)
}

// nextJSON reads an element of a list.
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

// jsonRow reads an object at d.pos as a sender.
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
		if !d.jsonKnown(s) {
			m := member{at: d.pos}
			if !d.jsonRowName(&m) || !d.jsonMemberValue(&m, 2) {
				return false
			}
			d.setValue(&m)
		}
		if more, ok := d.jsonMore(); !more {
			if ok {
				d.sender(s, at, nil)
			}
			return ok
		}
	}
}

// jsonKnown reads a member that is in the documented layout, with or without white space:
// a known name, and a documented code of one digit, in quotes for a column, bare for a
// status. It reports whether there was one.
func (d *decoder) jsonKnown(s *Sender) bool {
	row, rest := &d.gathered, d.data[d.pos:]
	if rest[0] != '"' {
		return false
	}
	role, size := d.knownName(rest[1:], '"')
	at := len(`"`) + size + len(`":`)
	if size == 0 || row.roles.has(role) || row.members == maxMembers || len(rest) < at+len(` "0"`) || rest[at-1] != ':' {
		return false
	}
	if rest[at] == ' ' {
		at++
	}
	end := at + 1
	if role.isColumn() {
		if rest[at] != '"' || rest[at+2] != '"' {
			return false
		}
		at, end = at+1, at+3
	} else if !isJSONEnd(rest[at+1]) {
		return false
	}
	if !d.setDigit(role, d.pos, d.pos+at, s) {
		return false
	}
	row.roles.add(role)
	row.members++
	d.pos += end
	return true
}

// jsonRowName reads the name of a member of a row and the colon after it.
func (d *decoder) jsonRowName(m *member) (ok bool) {
	if m.name, ok = d.jsonString(); !ok {
		return false
	}
	m.role = d.roleOf(m.name)
	return d.startMember(m.role, m.at, m.name) && d.jsonColon()
}

// jsonMore goes to the next member of an object, after a value. If there is none, it
// skips the brace at the end; ok is false after a failure.
func (d *decoder) jsonMore() (more, ok bool) {
	if rest := d.data[d.pos:]; len(rest) > 2 && rest[0] == ',' && rest[1] == '\n' && rest[2] > ' ' {
		d.pos += len(",\n") // the documented layout
		return true, true
	}
	if !d.jsonToken() {
		return false, false
	}
	switch d.data[d.pos] {
	case '}':
		d.pos++
		return false, true
	case ',':
		d.pos++
		ok = d.jsonToken()
		return ok, ok
	}
	return false, d.fail(ErrSyntax, d.pos, "", "want a comma or }")
}

// jsonToken skips white space up to the next token, and fails if there is none.
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

// jsonEnd checks that no data follows the answer.
func (d *decoder) jsonEnd() bool {
	d.pos = skipSpace(d.data, d.pos)
	return d.pos == len(d.data) || d.fail(ErrSyntax, d.pos, "", "unexpected data after the value")
}

// jsonObject reads an object, which is the whole answer, into d.members.
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
		m := *d.members.at(i) // a copy, as the members of a nested object may move it
		if !d.jsonMemberValue(&m, 1) {
			return false
		}
		*d.members.at(i) = m
		if more, ok := d.jsonMore(); !more {
			return ok
		}
	}
}

// jsonMemberValue reads the value of a member; it is nested in depth others.
func (d *decoder) jsonMemberValue(m *member, depth int) bool {
	start := d.pos
	switch c := d.data[start]; c {
	case '"':
		end, escaped, err := scanJSONString(d.data, start)
		if err != nil {
			return d.jsonFail(end, err)
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

// jsonName reads the name of a member and the colon after it. The members of its object
// are those in d.members from first on.
func (d *decoder) jsonName(first int) bool {
	at := d.pos
	name, ok := d.jsonString()
	return ok && d.addMember(first, member{at: at, name: name}) && d.jsonColon()
}

// jsonString reads a string as the name of a member.
func (d *decoder) jsonString() (text []byte, ok bool) {
	start := d.pos
	if d.data[start] != '"' {
		return nil, d.fail(ErrSyntax, start, "", "want a member")
	}
	end, escaped, err := scanJSONString(d.data, start)
	if err != nil {
		return nil, d.jsonFail(end, err)
	}
	d.pos = end
	form := formBare
	if escaped {
		form = formJSON
	}
	return d.memberName(d.data[start+1:end-1], form), true
}

// jsonColon reads a colon and goes to the value after it.
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

// A jsonNesting is the arrays and objects around a value, which jsonValue has entered.
type jsonNesting struct {
	n      int
	levels [maxDepth]jsonLevel
}

// A jsonLevel is an array or an object.
type jsonLevel struct {
	end   byte // ] or }
	first int  // the first of the object's members in d.members
}

func (n *jsonNesting) push(l jsonLevel) {
	n.levels[n.n] = l
	n.n++
}

func (n *jsonNesting) top() jsonLevel { return n.levels[n.n-1] }

func (n *jsonNesting) pop() { n.n-- }

// jsonValue skips a value that is nested in depth others. It does not recurse.
func (d *decoder) jsonValue(depth int) bool {
	var around jsonNesting
	for {
		switch c := d.data[d.pos]; c {
		case '{', '[':
			if depth+around.n == maxDepth {
				return d.fail(ErrUnsupported, d.pos, "", "nested deeper than 64")
			}
			level := jsonLevel{end: c + 2, first: d.members.n} // in ASCII, } and ] are 2 after { and [
			around.push(level)
			d.pos++
			if !d.jsonToken() {
				return false
			}
			if d.data[d.pos] != level.end {
				if c == '{' && !d.jsonName(level.first) {
					return false
				}
				continue
			}
		case '"':
			end, _, err := scanJSONString(d.data, d.pos)
			if err != nil {
				return d.jsonFail(end, err)
			}
			d.pos = end
		default:
			if !d.jsonScalar() {
				return false
			}
		}
		if more, ok := d.jsonNext(&around); !more {
			return ok
		}
	}
}

// jsonNext leaves the arrays and objects that end at d.pos, and goes to the next value in
// the one around them, if there is one; ok is false after a failure.
func (d *decoder) jsonNext(around *jsonNesting) (more, ok bool) {
	for around.n > 0 {
		if !d.jsonToken() {
			return false, false
		}
		level := around.top()
		switch c := d.data[d.pos]; {
		case c == ',':
			d.pos++
			ok = d.jsonToken() && (level.end == ']' || d.jsonName(level.first))
			return ok, ok
		case c != level.end:
			return false, d.fail(ErrSyntax, d.pos, "", "want a comma or the end of the array or object")
		}
		d.pos++
		if level.end == '}' {
			d.members.n = level.first
		}
		around.pop()
	}
	return false, true
}

// jsonScalar skips a number, true, false or null.
func (d *decoder) jsonScalar() bool {
	end, err := scanJSONScalar(d.data, d.pos)
	if err != nil {
		return d.jsonFail(end, err)
	}
	d.pos = end
	return true
}

// jsonFail fails with the error of a scanner at an offset.
func (d *decoder) jsonFail(offset int, err error) bool {
	if offset == len(d.data) {
		return d.cutOff()
	}
	return d.fail(ErrSyntax, offset, "", err.Error())
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

package smscodec

import "bytes"

// Plain text, fmt=0.
//
//	ERROR = N (text)
//	name = S
//	name = S, status = N
//	name = S, mega = N, mts = N, …
//	ID = N
//	OK
//
// Nothing is quoted, so a row is read from the right: what looks like
// ", key = digits" is a member, and the rest is the name.

func (d *decoder) openPlain() Reply {
	if !d.firstLine(plainLineKind) {
		return nil
	}
	line, kind := d.lines.current, d.lines.kind
	switch {
	case kind == lineRefusal:
		return d.plainRefusal(line)
	case d.answer == answerList:
		d.rows = true
		return nil
	case kind == lineAdded && d.answer == answerAdded:
		id := span{line.start + len(plainID), line.end}
		reply := Added{ID: d.number(&member{value: id}, keyID, jsonNumber, maxID)}
		d.lastLine()
		return reply
	case kind == lineDone && d.answer == answerDone:
		d.lastLine()
		return Done{}
	}
	d.wrongAnswer(line.start, kind.found())
	// Malformed data later in the body takes precedence over this error.
	for d.nextLine() {
		if line := d.lines.current; d.lines.kind == lineRow {
			d.plainMembers(span{line.start + len(plainName), line.end})
		}
	}
	return nil
}

// plainRefusal reads an error, which is all of the body.
//
// QUIRK: the id of what the error is about follows its text; seen in recorded
// answers.
func (d *decoder) plainRefusal(line span) Reply {
	reply := &APIError{}
	code := span{start: line.start + len(plainError)}
	code.end = code.start + digits(d.data[code.start:line.end])
	if _, err := parseDecimal(d.bytes(code), maxID); err == errNotDecimal {
		d.fail(ErrSyntax, code.start, keyErrorCode, err.Error())
		return nil
	}
	if !bytes.HasPrefix(d.data[code.end:line.end], []byte(plainText)) {
		d.fail(ErrSyntax, code.end, keyError, "want a text in parentheses")
		return nil
	}
	reply.Code = d.errorCode(&member{value: code})

	text := span{start: code.end + len(plainText), end: line.end - len(")")}
	id := span{start: line.end - digitsAtEnd(d.data[text.start:line.end]), end: line.end}
	if id.start < id.end && bytes.HasSuffix(d.data[text.start:id.start], []byte(plainErrorID)) {
		text.end = id.start - len(plainErrorID)
		m := member{value: id}
		if d.data[id.start] == '0' && id.end-id.start > 1 {
			d.fail(ErrSyntax, id.start, keyID, errNotDecimal.Error())
			return nil
		}
		if d.number(&m, keyID, jsonNumber, maxID) >= 0 {
			d.quirk(QuirkExtra, id.start, keyID)
		}
		reply.Extra = []Field{{Name: keyID, Value: string(d.bytes(id))}}
	} else if text.end < text.start || d.data[text.end] != ')' {
		d.fail(ErrSyntax, line.end, keyError, "want a closing parenthesis")
		return nil
	}
	if !d.noControl(text) {
		return nil
	}
	reply.Text = errorText(d.valueText(&member{value: text}))
	if !d.lastLine() {
		return nil
	}
	return reply
}

func (d *decoder) nextPlain(s *Sender) bool {
	if !d.nextLine() {
		return false
	}
	line := d.lines.current
	d.inRow = true
	if kind := d.lines.kind; kind != lineRow {
		d.wrongAnswer(line.start, kind.found())
		d.lineEnd()
		return true
	}

	line.start += len(plainName)
	value, ok := d.plainMembers(line)
	if !ok {
		return false
	}
	name := member{value: value}
	d.undocumentedName(value, undocumentedInPlain)
	d.sender(s, line.start-len(plainName), &name)
	d.lineEnd()
	return true
}

// plainMembers splits what follows "name = " into the name and the members,
// which it reads.
func (d *decoder) plainMembers(line span) (name span, ok bool) {
	name = line
	for {
		start, found := cutPlainMember(d.data[name.start:name.end])
		if !found {
			break
		}
		name.end = name.start + start
	}
	d.newRow(1)
	for at := name.end; at < line.end; {
		at += len(plainComma)
		m := member{at: at, name: d.data[at : at+plainKeyLen(d.data[at:line.end])]}
		m.value.start = at + len(m.name) + len(plainEquals)
		m.value.end = m.value.start + digits(d.data[m.value.start:line.end])
		if string(m.name) == keyName {
			return name, d.fail(ErrDuplicate, at, keyName, "")
		}
		m.role = d.roleOf(m.name)
		if !d.startMember(m.role, at, m.name) {
			return name, false
		}
		d.setValue(&m)
		at = m.value.end
	}
	return name, true
}

// cutPlainMember finds where the member begins that a line ends with, if it does.
func cutPlainMember(line []byte) (start int, found bool) {
	rest := line[:len(line)-digitsAtEnd(line)]
	key, ok := bytes.CutSuffix(rest, []byte(plainEquals))
	if !ok || len(rest) == len(line) {
		return 0, false
	}
	n := len(key)
	for n > 0 && isPlainKeyByte(key[n-1]) {
		n--
	}
	before, ok := bytes.CutSuffix(key[:n], []byte(plainComma))
	return len(before), ok && n < len(key)
}

func (e *encoder) plainRow(s *Sender) bool {
	e.write(plainName)
	name, ok := e.lineName(s, undocumentedInPlain)
	if !ok {
		return false
	}
	if _, isMember := cutPlainMember(name); isMember {
		return e.fail(ErrUnrepresentable, keyName, "it ends like a member")
	}
	switch {
	case e.req.All:
		e.write(plainComma + keyStatus + plainEquals)
		e.status(s)
	case e.req.Operators:
		for i, op := range e.rowColumns.operators {
			e.plainMember(string(op), int64(e.statuses[i]))
		}
	}
	for _, f := range s.Extra {
		if !isPlainKey(f.Name) || f.Name == keyName ||
			f.Value == "" || digits([]byte(f.Value)) < len(f.Value) {
			return e.fail(ErrUnrepresentable, shorten(f.Name), "not of the form key = digits")
		}
		e.write(plainComma)
		e.write(f.Name)
		e.write(plainEquals)
		e.write(f.Value)
	}
	return true
}

func (e *encoder) plainMember(key string, n int64) {
	e.write(plainComma)
	e.write(key)
	e.write(plainEquals)
	e.number(n)
}

func (e *encoder) plainRefusal(r *APIError) {
	e.write(plainError)
	e.number(int64(r.Code))
	e.write(plainText)
	if !e.text(r.Text, &lineEscapes, keyError) {
		return
	}
	end := ")"
	for _, f := range r.Extra {
		if f.Name != keyID {
			e.fail(ErrUnrepresentable, shorten(f.Name), "a plain error can carry only an id")
			return
		}
		end = plainErrorID + f.Value
	}
	e.write(end)
}

// isOtherForm reports whether the body is a plain answer where XML or JSON was
// asked for.
//
// QUIRK: recorded answers to del under fmt=3 are the bare two bytes OK, and a
// refusal can come as under fmt=0.
func isOtherForm(body []byte) bool {
	if bytes.HasPrefix(body, []byte(plainError)) {
		return true
	}
	rest, ok := bytes.CutPrefix(body, []byte(wordOK))
	return ok && (len(rest) == 0 || string(rest) == "\n" || string(rest) == "\r\n")
}

// openOtherForm reads such a body.
func (d *decoder) openOtherForm() Reply {
	if !d.firstLine(plainLineKind) {
		return nil
	}
	line := d.lines.current
	if d.lines.kind == lineRefusal {
		d.quirk(QuirkOtherForm, line.start, "")
		return d.plainRefusal(line)
	}
	if d.answer != answerDone {
		d.fail(ErrSyntax, line.start, "", "found OK, want "+answerTexts[d.answer])
		return nil
	}
	d.quirk(QuirkOtherForm, line.start, "")
	d.lastLine()
	return Done{}
}

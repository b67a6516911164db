package capture

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"iter"
	"strconv"
)

// parseLines makes parts of whole lines, which are read where the part is.
func (r Reader) parseLines(in *input, yield func(Part) bool) {
	in.skipBOM()
	at := in.at
	var rest []byte // the beginning of a line
	used := make(chan []byte, maxUsed)
	for {
		var block []byte
		select {
		case block = <-used:
		default:
		}
		if len(block) < 2*len(rest) || len(block) < partSize {
			block = make([]byte, max(partSize, 2*len(rest)))
		}
		block, err := fill(block, rest, in.buf)
		whole := bytes.LastIndexByte(block, '\n') + 1
		if err == io.EOF {
			whole = len(block)
		}
		end := at.after(block[:whole])
		rest = bytes.Clone(block[whole:])
		if whole > 0 && !yield(Part{readLines(block[:whole], at, used)}) {
			return
		}
		at = end
		if err == nil && len(rest) > r.maxEntry() {
			large := &Error{Format: JSONLines, Entry: at.Line, Position: at, Err: ErrTooLarge, Detail: "a line"}
			if !yield(Part{failure(large)}) {
				return
			}
			var skipped int64
			skipped, err = skipLine(in.buf)
			at = Position{at.Offset + int64(len(rest)) + skipped, at.Line + 1, 1}
			rest = nil
		}
		if err != nil {
			if err != io.EOF {
				yield(Part{failure(err)})
			}
			return
		}
	}
}

// fill copies the beginning into a block, and fills it up from src.
func fill(block, beginning []byte, src io.Reader) ([]byte, error) {
	n := copy(block, beginning)
	for n < len(block) {
		more, err := src.Read(block[n:])
		n += more
		if err != nil {
			return block[:n], err
		}
	}
	return block, nil
}

// skipLine passes over what is left of a line, and gives its length.
func skipLine(src *bufio.Reader) (n int64, err error) {
	for {
		piece, err := src.ReadSlice('\n')
		n += int64(len(piece))
		if err != bufio.ErrBufferFull {
			return n, err
		}
	}
}

// maxUsed is how many blocks wait to be used again. More than are under way at once
// would not be.
const maxUsed = 64

// readLines reads whole lines, all into the same exchange, and gives the block that
// they are in back to be used again.
func readLines(text []byte, at Position, used chan<- []byte) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		defer func() {
			select {
			case used <- text[:cap(text)]:
			default:
			}
		}()
		var l lineReader
		for line := range bytes.Lines(text) {
			if len(bytes.TrimSpace(line)) > 0 {
				var x *Exchange
				err := l.read(bytes.TrimRight(line, "\r\n"), at)
				if err == nil {
					x = &l.exchange
				}
				if !yield(x, err) {
					return
				}
			}
			at.Offset += int64(len(line))
			at.Line++
			at.Col = 1
		}
	}
}

// A lineReader reads lines, one after the other, into the same memory.
type lineReader struct {
	exchange Exchange
	header   Header
	body     []byte
	scratch  []byte
	texts    map[string]string
	line     []byte
	at       Position
}

// The members of a line, as a set. Others are passed over.
type lineMembers uint8

const (
	memberURL lineMembers = 1 << iota
	memberMethod
	memberPost
	memberStatus
	memberHeaders
	memberBody
	memberBodyBase64

	bodies = memberBody | memberBodyBase64
)

func lineMember(name []byte) lineMembers {
	switch string(name) {
	case "url":
		return memberURL
	case "method":
		return memberMethod
	case "post":
		return memberPost
	case "status":
		return memberStatus
	case "headers":
		return memberHeaders
	case "body":
		return memberBody
	case "bodyBase64":
		return memberBodyBase64
	}
	return 0
}

// read reads a line that begins at a position.
func (l *lineReader) read(line []byte, at Position) error {
	x := &l.exchange
	*x = Exchange{Entry: at.Line}
	l.header, l.line, l.at = l.header[:0], line, at
	var seen lineMembers
	end, problem := object(line, skipSpace(line, 0), func(name []byte, value int) (int, *jsonProblem) {
		m := lineMember(name)
		switch {
		case seen&m != 0:
			return value, &jsonProblem{value, ErrMalformed, "a member twice"}
		case m == 0, first(line, value) == 'n': // null is as good as none
			return skipValue(line, value)
		}
		if seen |= m; seen&bodies == bodies {
			return value, &jsonProblem{value, ErrMalformed, "body and bodyBase64 exclude each other"}
		}
		return l.member(m, value)
	})
	if problem == nil {
		if end = skipSpace(line, end); end < len(line) {
			problem = wanted(line, end, "the end of the line")
		}
	}
	if problem != nil {
		return &Error{Format: JSONLines, Entry: at.Line, Position: at.after(line[:problem.at]), Err: problem.err, Detail: problem.detail}
	}
	x.Response.Header = l.header
	x.Response.Lost = seen&bodies == 0
	if x.Request.IsElsewhere() {
		x.Response.Body = nil
	}
	return nil
}

// member reads the value of a member.
func (l *lineReader) member(m lineMembers, value int) (end int, problem *jsonProblem) {
	x := &l.exchange
	switch m {
	case memberURL:
		return l.text(&x.Request.URL, value, "url")
	case memberMethod:
		return l.text(&x.Request.Method, value, "method")
	case memberPost:
		var form string
		end, problem = l.text(&form, value, "post")
		x.Request.Body = []byte(form)
		return end, problem
	case memberStatus:
		if end, problem = skipValue(l.line, value); problem != nil {
			return end, problem
		}
		status, err := strconv.ParseUint(string(l.line[value:end]), 10, 16)
		if err != nil {
			l.defect(ErrMember, "status is no HTTP status")
		}
		x.Response.Status = int(status)
		return end, nil
	case memberHeaders:
		return l.headers(value)
	case memberBody:
		if first(l.line, value) != '"' {
			return l.illTyped(value, "body is no string")
		}
		l.body, end, problem = stringValue(l.body[:0], l.line, value)
		if problem == nil {
			x.Response.Body, x.Response.Text = l.body, true
			x.Response.origin = origin{at: l.at.after(l.line[:value+1]), form: asString, raw: l.line[value+1 : end-1]}
		}
		return end, problem
	}
	return l.base64(value)
}

// base64 reads a body as bytes.
func (l *lineReader) base64(value int) (end int, problem *jsonProblem) {
	if first(l.line, value) != '"' {
		return l.illTyped(value, "bodyBase64 is no string")
	}
	l.scratch, end, problem = stringValue(l.scratch[:0], l.line, value)
	if problem != nil {
		return end, problem
	}
	var err error
	if l.body, err = base64.StdEncoding.AppendDecode(l.body[:0], l.scratch); err != nil {
		l.defect(ErrEncoding, "bodyBase64 is no base64")
	}
	x := &l.exchange
	x.Response.Body = l.body
	x.Response.origin = origin{at: l.at.after(l.line[:value+1]), form: asBase64}
	return end, nil
}

// headers reads an object whose values are strings, or arrays of them.
func (l *lineReader) headers(value int) (int, *jsonProblem) {
	if first(l.line, value) != '{' {
		return l.illTyped(value, "headers is no object")
	}
	return object(l.line, value, func(name []byte, value int) (int, *jsonProblem) {
		field := func(value int) (int, *jsonProblem) {
			f := Field{Name: l.remembered(name)}
			end, problem := l.text(&f.Value, value, "a header")
			l.header = append(l.header, f)
			return end, problem
		}
		if first(l.line, value) == '[' {
			return array(l.line, value, field)
		}
		return field(value)
	})
}

// text reads a string.
func (l *lineReader) text(to *string, value int, what string) (end int, problem *jsonProblem) {
	if first(l.line, value) != '"' {
		return l.illTyped(value, what+" is no string")
	}
	l.scratch, end, problem = stringValue(l.scratch[:0], l.line, value)
	*to = l.remembered(l.scratch)
	return end, problem
}

// illTyped passes over a value that is of another type than it should be.
func (l *lineReader) illTyped(value int, detail string) (int, *jsonProblem) {
	l.defect(ErrMember, detail)
	return skipValue(l.line, value)
}

func (l *lineReader) defect(kind error, detail string) {
	l.exchange.Defects = append(l.exchange.Defects, Defect{kind, detail})
}

// Bounds of the texts that are remembered: their number, and the bytes of each.
const (
	maxRemembered    = 1 << 10
	maxRememberedLen = 1 << 10
)

// remembered gives a text as a string, without an allocation if there has been
// the same: URLs and headers come again and again.
func (l *lineReader) remembered(text []byte) string {
	if s, ok := l.texts[string(text)]; ok {
		return s
	}
	s := string(text)
	if len(s) <= maxRememberedLen {
		if l.texts == nil || len(l.texts) == maxRemembered {
			l.texts = make(map[string]string)
		}
		l.texts[s] = s
	}
	return s
}

// first gives the byte that a value begins with, or 0.
func first(text []byte, at int) byte {
	if at >= len(text) {
		return 0
	}
	return text[at]
}

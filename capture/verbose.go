package capture

import (
	"bytes"
	"io"
	"iter"
	"net/http"
	"regexp"
	"strings"
)

// What curl -v prints: the heads of requests and responses behind "> " and "< ",
// notes behind "* ", and as it goes to the standard output what comes there, the
// body, and with -i the head once more. A body without a line end shares its last
// line with what is printed next.

// isVerbose reports whether a capture is what curl -v prints, by how it begins. Before
// the first head there may be other text, pasted along. A body may quote such heads, so
// no message precedes.
func isVerbose(beginning []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(beginning, []byte(utf8BOM)), "\r\n")
	if !bytes.Contains(text, []byte("HTTP/")) || kindOf(text, false) != noMessage {
		return false
	}
	var s verboseScanner
	for line := range bytes.Lines(text) {
		for len(line) > 0 {
			mark, n := s.scan(line)
			if mark == verboseRequest || mark == verboseResponse {
				return true
			}
			line = line[n:]
		}
	}
	return false
}

// A verboseMark says what a line is, or a part of it.
type verboseMark uint8

const (
	verboseText     verboseMark = iota // of the standard output
	verboseNote                        // of curl itself
	verboseRequest                     // a line of a request's head, behind verbosePrefix
	verboseResponse                    // a line of a response's head, behind verbosePrefix
)

// verbosePrefix is the length of "> " and "< ".
const verbosePrefix = 2

// A verboseScanner tells lines apart.
type verboseScanner struct{ inRequest, inResponse bool }

// scan gives what a line begins with, or what is left of it, and how long that is.
func (s *verboseScanner) scan(line []byte) (mark verboseMark, n int) {
	if at := meter.FindIndex(line); at != nil {
		return verboseNote, at[1] + lineEndLen(line[at[1]:])
	}
	switch {
	case verboseNotes.Match(line):
		return verboseNote, len(line)
	case line[0] == '>' && hasContent(line, &s.inRequest, requestLineLen):
		return verboseRequest, len(line)
	case line[0] == '<' && hasContent(line, &s.inResponse, statusLineLen):
		return verboseResponse, len(line)
	case bytes.HasPrefix(line, []byte("< ")) && lineEndLen(line[verbosePrefix:]) == 0 && isHeader(line[verbosePrefix:], false):
		return verboseNote, len(line) // a trailer
	}
	if at := behindText.FindIndex(line); at != nil {
		return verboseText, at[0]
	}
	return verboseText, len(line)
}

// hasContent reports whether a line is one of a head, and keeps in mind whether others
// follow. Who pastes a text may have lost the space at the end of a line.
func hasContent(line []byte, inHead *bool, startLen func([]byte) int) bool {
	content := verboseContent(line)
	if content == nil {
		return false
	}
	if lineEndLen(content) > 0 {
		was := *inHead
		*inHead = false
		return was
	}
	*inHead = *inHead || startLen(content) > 0
	return *inHead
}

// verboseContent gives what stands behind the mark of a line, or nil if that is none.
func verboseContent(line []byte) []byte {
	switch {
	case len(line) >= verbosePrefix && line[1] == ' ':
		return line[verbosePrefix:]
	case lineEndLen(line[1:]) > 0:
		return line[1:]
	}
	return nil
}

const meterRow = `[ 0-9.kMGTP]{20,}(?:(?:--|[0-9]+):(?:--|[0-9]{2}):(?:--|[0-9]{2}) +){3}[0-9.]+[kMGTP]?`

var (
	// meter is a row of the progress meter, with others over which it was printed.
	meter = regexp.MustCompile(`^(?:\r?` + meterRow + `)+`)
	// verboseNotes are whole lines: notes, sizes of data, what is above the meter, errors,
	// and the command line, pasted along.
	verboseNotes = regexp.MustCompile(`^(?:\*(?: |\r?$)|[{}] \[[0-9]+ bytes data\]\r?\n?$| +% Total +% Received | +Dload  Upload |curl: \([0-9]+\) |(?:[^\n]{0,80}[$#%>] ?)?curl (?:-|['"]?http))`)
	// behindText is what is printed behind a body without a line end.
	behindText = regexp.MustCompile(`\r` + meterRow + `|  % Total +% Received |curl: \([0-9]+\) |\* (?:Connection #[0-9]|Found bundle |Re-?[uU]sing |[cC]losing connection|[sS]hutting down connection|Issue another request|Can not multiplex|  Trying |Hostname |Host |Excess found|transfer closed|Could not resolve)`)
)

// readVerbose reads what curl -v prints.
func (r Reader) readVerbose(in *input) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		v := verboseReader{dumpReader: dumpReader{lookahead: in.lookahead(), bodies: r.bodyReader(), yield: yield}}
		if !v.read() || !v.flush() {
			return
		}
		for len(v.pending) > 0 {
			if !v.lose() {
				return
			}
		}
		if v.err != io.EOF {
			yield(nil, v.err)
		}
	}
}

// A verboseReader reads heads and bodies, and joins responses to requests in their
// order. It keeps the responses whose bodies may be to come: into a pipe curl writes
// its standard output late.
type verboseReader struct {
	dumpReader
	scanner   verboseScanner
	request   verboseHead
	response  verboseHead
	heads     []byte  // of responses, as -i prints them before the body
	early     printed // what -i printed while a head was printed
	responses []*printed
	size      int  // of all that is kept
	begun     bool // there was a body
}

// A verboseHead is a head of which not all may have been read.
type verboseHead struct {
	text []byte
	at   Position
}

// A printed response is one with what was printed since.
type printed struct {
	exchange *Exchange
	head     head
	at       Position // behind the head
	text     []byte
	pieces   []piece
}

// read reads all lines.
func (v *verboseReader) read() bool {
	for {
		line, ok := v.line()
		if !ok {
			return v.tooLarge()
		}
		if len(line) == 0 {
			break
		}
		for len(line) > 0 {
			mark, n := v.scanner.scan(line)
			if !v.add(mark, line[:n]) {
				return false
			}
			v.skip(n)
			line = line[n:]
		}
		if v.size > v.bodies.limit+maxHeader {
			return v.tooLarge()
		}
	}
	for _, cut := range []verboseHead{v.request, v.response} {
		if cut.text != nil && !(v.flush() && v.fail(0, cut.at, io.ErrUnexpectedEOF, "the header is cut off")) {
			return false
		}
	}
	return true
}

// line gives the line that comes next, nothing at the end. ok says that it is within
// the limit.
func (v *verboseReader) line() (line []byte, ok bool) {
	for n := maxHeader; ; n *= 2 {
		text := v.ahead(n)
		if end := bytes.IndexByte(text, '\n') + 1; end > 0 {
			return text[:end], true
		}
		if v.err != nil {
			return text, true
		}
		if len(text) > v.bodies.limit+maxHeader {
			return nil, false
		}
	}
}

// tooLarge gives up: nothing tells where the next response begins.
func (v *verboseReader) tooLarge() bool {
	v.responses, v.pending, v.err = nil, nil, io.EOF
	return v.fail(v.number+1, v.at, ErrTooLarge, "what curl printed of a response")
}

// add takes a part of a line.
func (v *verboseReader) add(mark verboseMark, part []byte) bool {
	v.size += len(part)
	switch mark {
	case verboseRequest:
		if v.request.text == nil && v.begun && !v.flush() {
			return false
		}
		if v.request.add(part, v.at) {
			return v.addRequest()
		}
	case verboseResponse:
		if v.response.add(part, v.at) {
			v.addResponse(v.at.after(part))
		}
	case verboseText:
		v.addText(part)
	}
	return true
}

// add adds a line, and reports whether it is the last.
func (h *verboseHead) add(line []byte, at Position) (whole bool) {
	if h.text == nil {
		h.at = at
	}
	content := verboseContent(line)
	h.text = append(h.text, content...)
	return lineEndLen(content) > 0
}

// parse gives the head, and begins another.
func (h *verboseHead) parse() (parsed head) {
	parsed.parse(strings.TrimRight(string(h.text), "\r\n") + "\n")
	h.text = nil
	return parsed
}

func (v *verboseReader) addRequest() bool {
	h := v.request.parse()
	method, rest, _ := strings.Cut(h.line, " ")
	target, _, _ := strings.Cut(rest, " ")
	length := h.header.Get("Content-Length")
	v.pending = append(v.pending, &Exchange{
		Request: Request{
			Method: method, URL: target, Header: h.header,
			Lost: length != "" && length != "0" || h.header.Get("Transfer-Encoding") != "",
		},
		Defects: h.defects,
	})
	if len(v.pending) > maxPending {
		return v.flush() && v.lose()
	}
	return true
}

func (v *verboseReader) addResponse(end Position) {
	v.heads = append(v.heads, v.response.text...)
	h := v.response.parse()
	connecting := len(v.pending) > 0 && v.pending[0].Request.Method == http.MethodConnect
	if h.isInterim() && !connecting {
		return
	}
	r := v.early
	v.early = printed{}
	r.exchange, r.head, r.at = v.next(), h, end
	v.responses = append(v.responses, &r)
}

// addText adds a part of the standard output to the response that it is of. With -i
// that begins before its head is whole.
func (v *verboseReader) addText(text []byte) {
	r := &v.early
	if n := len(v.responses); v.response.text == nil {
		if n == 0 {
			return // such as warnings
		}
		r = v.responses[n-1]
	}
	v.begun = true
	if n := len(r.pieces); n == 0 || r.pieces[n-1].at.Offset+int64(len(r.text)-r.pieces[n-1].from) != v.at.Offset {
		r.pieces = append(r.pieces, piece{len(r.text), v.at})
	}
	r.text = append(r.text, text...)
}

// flush yields the responses that are kept.
func (v *verboseReader) flush() bool {
	responses, heads := v.responses, v.heads
	v.responses, v.heads, v.size, v.begun = nil, nil, 0, false
	for _, r := range responses {
		v.number++
		r.exchange.Entry = v.number
		if problem := v.respond(r, echoLen(r.text, heads)); problem != nil {
			if !v.fail(v.number, r.at, problem.Err, problem.Detail) {
				return false
			}
		} else if !v.yield(r.exchange, nil) {
			return false
		}
	}
	return true
}

// echoLen gives how much of what was printed is heads, as -i prints them: its own, and
// before it those of responses whose bodies are not printed.
func echoLen(text, heads []byte) int {
	for len(heads) > 0 && !bytes.HasPrefix(text, heads) {
		heads = heads[headEnd.FindIndex(heads)[1]:]
	}
	return len(heads)
}

// respond makes a response of what was printed from an index on.
func (v *verboseReader) respond(r *printed, from int) *Defect {
	x, h := r.exchange, &r.head
	text := r.text[from:]
	if len(text) > v.bodies.limit {
		return &Defect{ErrTooLarge, "a body"}
	}
	x.Response = Response{Status: h.status, Header: h.header, Body: []byte{}, origin: origin{at: r.at, form: asIs}}
	if h.isBodiless(x.Request.Method) || len(text) == 0 && h.isOftenBare() {
		x.Defects = append(x.Defects, h.defects...)
	} else {
		whole := origin{form: asPieces, pieces: r.pieces}
		at := r.at
		if len(text) > 0 {
			at = whole.position(r.text, from)
		}
		b, problem := v.bodies.read(&lookahead{text: text, at: at, err: io.EOF, alone: true}, h, x.Request.IsElsewhere())
		if problem != nil {
			return problem
		}
		x.Response.Body, x.Response.origin = b.content, b.origin
		if b.origin.form == asIs && len(text) > 0 {
			start := from + int(b.origin.at.Offset-at.Offset)
			x.Response.origin = whole.from(r.text, start)
		}
		x.Defects = append(x.Defects, b.defects...)
	}
	if x.Request.IsElsewhere() {
		x.Response.Body = nil
	}
	return nil
}

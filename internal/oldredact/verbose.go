package oldredact

import (
	"bytes"
	"io"
	"iter"
	"net/http"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// What curl -v prints: the heads of requests and responses behind "> " and "< ",
// notes behind "* ", and as it goes to the standard output what comes there, the
// body, and with -i the head once more. A body without a line end shares its last
// line with what is printed next.

// isVerbose reports whether a capture is what curl -v prints, by how it begins. Before
// the first head there may be other text, pasted along. A body may quote such heads, so
// no message precedes. Where curl came to no head, it printed notes alone.
func isVerbose(beginning []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(beginning, []byte(utf8BOM)), "\r\n")
	if len(text) == 0 || kindOf(text, false) != noMessage {
		return false
	}
	mayHaveHead := bytes.Contains(text, []byte("HTTP/"))
	onlyNotes := true
	var s verboseScanner
	for line := range bytes.Lines(text) {
		for len(line) > 0 {
			mark, n := s.scan(line)
			if mark == verboseRequest || mark == verboseResponse {
				return true
			}
			onlyNotes = onlyNotes && (mark == verboseNote || isLineEnd(line))
			if !onlyNotes && !mayHaveHead {
				return false
			}
			line = line[n:]
		}
	}
	return onlyNotes
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
type verboseScanner struct{ inRequest, inResponse, inCommand bool }

// scan gives what a line begins with, or what is left of it, and how long that is.
func (s *verboseScanner) scan(line []byte) (mark verboseMark, n int) {
	if s.inCommand {
		s.inCommand = goesOn(line)
		return verboseNote, len(line)
	}
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
	case isPastedCommand(line):
		s.inCommand = goesOn(line)
		return verboseNote, len(line)
	case bytes.HasPrefix(line, []byte("< ")) && !isLineEnd(line[verbosePrefix:]) && isHeader(line[verbosePrefix:], false):
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
	if isLineEnd(content) {
		was := *inHead
		*inHead = false
		return was
	}
	*inHead = *inHead || startLen(withoutReturns(content)) > 0
	return *inHead
}

// verboseContent gives what stands behind the mark of a line, or nil if that is none.
func verboseContent(line []byte) []byte {
	switch {
	case len(line) >= verbosePrefix && line[1] == ' ':
		return line[verbosePrefix:]
	case isLineEnd(line[1:]):
		return line[1:]
	}
	return nil
}

// isLineEnd reports whether a line is empty.
//
// QUIRK: what script(1) records of a terminal has \r\r\n where curl prints \r\n.
func isLineEnd(line []byte) bool { return string(bytes.TrimLeft(line, "\r")) == "\n" }

// withoutReturns gives a line with no more than one \r before its end.
func withoutReturns(line []byte) []byte {
	if !bytes.HasSuffix(line, []byte("\r\r\n")) {
		return line
	}
	return append(bytes.Clone(bytes.TrimRight(line, "\r\n")), "\r\n"...)
}

const meterRow = `[ 0-9.kMGTP]{20,}(?:(?:--|[0-9]+):(?:--|[0-9]{2}):(?:--|[0-9]{2}) +){3}[0-9.]+[kMGTP]?`

// progressBar is what -# prints in place of the meter.
const progressBar = `#* +[0-9]{1,3}\.[0-9]%|[-=O# ]{20,}`

var (
	// meter is a row of the progress meter, with others over which it was printed.
	meter = regexp.MustCompile(`^(?:(?:\r?` + meterRow + `)+|(?:\r(?:` + progressBar + `))+|#+ +[0-9]{1,3}\.[0-9]%)`)
	// verboseNotes are whole lines: notes, sizes of data, what is above the meter, errors.
	verboseNotes = regexp.MustCompile(`^(?:\*(?: |\r*$)|[{}] \[[0-9]+ bytes data\]\r*\n?$| +% Total +% Received | +Dload  Upload |curl: \([0-9]+\) )`)
	// behindText is what is printed behind a body without a line end.
	behindText = regexp.MustCompile(`\r(?:` + meterRow + `|` + progressBar + `)|  % Total +% Received |curl: \([0-9]+\) |\* (?:Connection #[0-9]|Found bundle |Re-?[uU]sing |[cC]losing connection|[sS]hutting down connection|Issue another request|Can not multiplex|  Trying |Hostname |Host |Excess found|transfer closed|Could not resolve)`)
	// arrived is the note of data that came, of which the body is.
	arrived = regexp.MustCompile(`^\{ \[0*[1-9]`)
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

const (
	// maxKept bounds how many responses wait for what is printed of them.
	maxKept = 16
	// maxPieces bounds how many pieces a text is in. Positions behind them are not exact.
	maxPieces = 1 << 16
	// maxTold bounds how many secrets of command lines and notes are kept for exchanges.
	maxTold = 1 << 7
)

// A verboseReader reads heads and bodies, and joins responses to requests in their
// order. It keeps the responses whose bodies may be to come: into a pipe curl writes
// its standard output late.
type verboseReader struct {
	dumpReader
	scanner   verboseScanner
	inLine    bool // of which the beginning has been read
	request   verboseHead
	response  verboseHead
	interim   []byte // heads of interim responses before the next, as -i prints them
	from      int    // where in text what is printed of the next one begins
	responses []*printed
	text      []byte // of the standard output since the first of them
	pieces    []piece
	command   []byte   // a command line, as far as it has been read
	told      []string // the last secrets that these and notes tell
}

// A verboseHead is a head of which not all may have been read.
type verboseHead struct {
	text  []byte
	raw   []byte // the same as it is printed
	large bool
	at    Position
}

// A printed response is one whose head has been read.
type printed struct {
	exchange *Exchange
	head     head
	at       Position // behind the head
	interim  []byte
	raw      []byte // the head as -i prints it
	typed    bool   // line ends are those of a terminal
	length   int    // of the body, or -1 if the head does not tell
	bare     bool   // the body may be left out
	arrived  bool   // a body came, or a part of one

	from       int // where what is printed behind the head begins
	start, end int // of the body
	resized    bool
}

// read reads all lines.
func (v *verboseReader) read() bool {
	for {
		line := v.line()
		if len(line) == 0 {
			break
		}
		wasInLine := v.inLine
		v.inLine = line[len(line)-1] != '\n'
		if wasInLine {
			v.addText(line)
			v.skip(len(line))
			continue
		}
		for len(line) > 0 {
			mark, n := v.scanner.scan(line)
			if !v.add(mark, line[:n]) {
				return false
			}
			v.skip(n)
			line = line[n:]
		}
	}
	for _, cut := range []verboseHead{v.request, v.response} {
		if cut.text != nil && !(v.flush() && v.fail(0, cut.at, io.ErrUnexpectedEOF, "the header is cut off")) {
			return false
		}
	}
	return true
}

// line gives the line that comes next, nothing at the end. One that is longer than a
// body may be comes in parts.
func (v *verboseReader) line() []byte {
	most := v.bodies.limit + maxHeader
	for n := min(maxHeader, most); ; n = min(2*n, most) {
		text := v.ahead(n)
		text = text[:min(len(text), most)]
		if end := bytes.IndexByte(text, '\n') + 1; end > 0 {
			return text[:end]
		}
		if v.err != nil || len(text) == most {
			return text
		}
	}
}

// add takes a part of a line.
func (v *verboseReader) add(mark verboseMark, part []byte) bool {
	switch mark {
	case verboseRequest:
		if v.request.text == nil && !v.settle() {
			return false
		}
		if v.request.add(part, v.at) {
			return v.addRequest()
		}
	case verboseResponse:
		if v.response.text == nil && v.interim == nil {
			if !v.settle() {
				return false
			}
			v.from = len(v.text)
		}
		if v.response.add(part, v.at) {
			v.addResponse(v.at.after(part))
		}
	case verboseNote:
		v.remember(part)
		if n := len(v.responses); n > 0 && v.response.text == nil && arrived.Match(part) {
			v.responses[n-1].arrived = true
		}
	case verboseText:
		v.addText(part)
	}
	return true
}

// remember takes down what command lines and notes tell of secrets.
func (v *verboseReader) remember(note []byte) {
	if len(v.command) > 0 || isPastedCommand(note) {
		if len(v.command)+len(note) <= maxHeader {
			v.command = append(v.command, note...)
		}
		if !v.scanner.inCommand {
			m := newMasker(v.bodies.limit, minShown)
			m.text(v.command, place{})
			v.command = nil
			v.tell(m.values...)
		}
		return
	}
	for secret := range secretsInNote(note) {
		v.tell(string(secret))
	}
}

// tell takes secrets down. Exchanges share them, so none is overwritten.
func (v *verboseReader) tell(secrets ...string) {
	for _, secret := range secrets {
		if slices.Contains(v.told, secret) {
			continue
		}
		if len(v.told) == maxTold {
			v.told = nil
		}
		v.told = append(v.told, secret)
	}
}

// add adds a line, and reports whether it is the last.
func (h *verboseHead) add(line []byte, at Position) (whole bool) {
	if h.text == nil {
		h.at = at
	}
	content := verboseContent(line)
	whole = isLineEnd(content)
	if len(h.raw)+len(content) <= maxHeader || whole {
		h.raw = append(h.raw, content...)
		h.text = append(h.text, withoutReturns(content)...)
	} else {
		h.large = true
	}
	return whole
}

// parse gives the head, and begins another.
func (h *verboseHead) parse() (parsed head) {
	parsed.parse(strings.TrimRight(string(h.text), "\r\n") + "\n")
	if h.large {
		parsed.defects = append(parsed.defects, Defect{ErrTooLarge, "a header"})
	}
	*h = verboseHead{}
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
	raw := v.response.raw
	h := v.response.parse()
	connecting := len(v.pending) > 0 && v.pending[0].Request.Method == http.MethodConnect
	if h.isInterim() && !connecting {
		if len(v.interim) <= maxHeader {
			v.interim = append(v.interim, raw...)
		}
		return
	}
	x := v.next()
	x.told = v.told
	r := &printed{
		exchange: x, head: h, at: end, interim: v.interim, raw: raw,
		typed: bytes.HasSuffix(raw, []byte("\r\r\n")), bare: h.isOftenBare(), from: v.from,
	}
	r.length = r.statedLength(v.bodies.limit)
	v.interim = nil
	v.responses = append(v.responses, r)
}

// statedLength gives how long a body is that is printed as it was sent, or -1.
func (r *printed) statedLength(limit int) int {
	if r.head.isBodiless(r.exchange.Request.Method) {
		return 0
	}
	encoding := r.head.header.Get("Content-Encoding")
	if r.head.header.Get("Transfer-Encoding") != "" || encoding != "" && !strings.EqualFold(encoding, "identity") {
		return -1
	}
	n, err := strconv.Atoi(r.head.header.Get("Content-Length"))
	if err != nil || n < 0 || n > limit {
		return -1
	}
	return n
}

// addText adds a part of the standard output. With -i what is of a response begins
// before its head is whole. No more is kept than tells that a body is too large.
func (v *verboseReader) addText(text []byte) {
	if v.response.text == nil && len(v.responses) == 0 {
		return // such as warnings
	}
	n := len(v.pieces)
	isNext := n > 0 && v.pieces[n-1].at.Offset+int64(len(v.text)-v.pieces[n-1].from) == v.at.Offset
	if !isNext && n < maxPieces {
		v.pieces = append(v.pieces, piece{len(v.text), v.at})
	}
	room := 2*(v.bodies.limit+maxHeader) - len(v.text)
	v.text = append(v.text, text[:min(len(text), room)]...)
}

// settle yields the responses that are kept, if no more is to come of them.
func (v *verboseReader) settle() bool {
	if len(v.responses) >= maxKept || len(v.responses) > 0 && len(v.text) > 0 && !v.isOutstanding() {
		return v.flush()
	}
	return true
}

// isOutstanding reports whether less was printed than the responses are long.
func (v *verboseReader) isOutstanding() bool {
	sum := 0
	for _, r := range v.responses {
		if r.length < 0 {
			return false
		}
		if !r.bare {
			sum += r.length
		}
	}
	return len(v.text) < sum && sum <= v.bodies.limit
}

// flush yields the responses that are kept.
func (v *verboseReader) flush() bool {
	v.share()
	responses, text, pieces := v.responses, v.text, v.pieces
	v.responses, v.text, v.pieces, v.from = nil, v.text[:0], nil, 0
	for _, r := range responses {
		v.number++
		r.exchange.Entry = v.number
		if problem := v.respond(r, text, pieces); problem != nil {
			if !v.fail(v.number, r.at, problem.Err, problem.Detail) {
				return false
			}
		} else if !v.yield(r.exchange, nil) {
			return false
		}
	}
	return true
}

// share says which part of the text is the body of which response. What is printed
// late is of all that nothing was printed of before.
func (v *verboseReader) share() {
	if shareByLength(v.responses, 0, len(v.text), false) {
		return
	}
	for rest := v.responses; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].from == rest[0].from {
			n++
		}
		end := len(v.text)
		if n < len(rest) {
			end = rest[n].from
		}
		if !shareByHeads(rest[:n], v.text, rest[0].from, end) {
			shareAmong(rest[:n], v.text, rest[0].from, end)
		}
		rest = rest[n:]
	}
}

// shareByHeads shares a text that has the heads, as -i prints them.
func shareByHeads(group []*printed, text []byte, from, end int) bool {
	isBold := bytes.Contains(text[from:end], []byte(bold))
	var last *printed
	for _, r := range group {
		r.start, r.end = from, from
		raw, interim := r.raw, r.interim
		if isBold {
			raw, interim = withBold(raw), withBold(interim)
		}
		at := bytes.Index(text[from:end], raw)
		if at < 0 {
			continue
		}
		before := bytes.TrimSuffix(text[from:from+at], interim)
		switch {
		case last != nil:
			shareAmong([]*printed{last}, text, last.start, from+len(before))
		case len(before) > 0:
			continue
		}
		last = r
		from += at + len(raw)
		r.start = from
	}
	if last != nil {
		shareAmong([]*printed{last}, text, last.start, end)
	}
	return last != nil
}

// bold begins what a terminal shows so.
const bold = "\x1b[1m"

var fieldName = regexp.MustCompile(`(?m)^([^\s:]+):`)

// withBold gives a head as -i prints it on a terminal.
func withBold(raw []byte) []byte { return fieldName.ReplaceAll(raw, []byte(bold+"$1\x1b[0m:")) }

// shareAmong shares a text that has no heads. What is printed behind a body of known
// length is no part of it.
func shareAmong(group []*printed, text []byte, from, end int) {
	n := end - from
	last := group[len(group)-1:]
	r := last[0]
	if r.typed && r.length < 0 {
		r.start, r.end, r.resized = from, end, true
		return
	}
	// A terminal, and who pastes what it shows, make \r\n of \n.
	if size := typedLen(text[from:end], r.length); size >= 0 && (r.typed || size == n && size > r.length) {
		r.start, r.end, r.resized = from, from+size, true
		return
	}
	if shareByLength(last, from, n, false) || shareByLength(group, from, n, false) ||
		shareByLength(group, from, n, true) || shareByLength(last, from, n, true) {
		return
	}
	r.start, r.end = from, end
}

// typedLen gives how long a part of a text is that has so many bytes but for \r before
// \n, or -1 if there is none.
func typedLen(text []byte, length int) int {
	for i := range len(text) {
		if length <= 0 {
			return i
		}
		if text[i] != '\r' || i+1 == len(text) || text[i+1] != '\n' {
			length--
		}
	}
	if length == 0 {
		return len(text)
	}
	return -1
}

// shareByLength shares a text of n bytes as the responses say that they are long, if
// that is all of it, or with more, if there is more. Those that may be bare may be.
func shareByLength(group []*printed, from, n int, more bool) bool {
	for _, bare := range []bool{false, true} {
		sum := 0
		for i, r := range group {
			if r.length < 0 {
				return false
			}
			if !bare || !r.bare || i == len(group)-1 {
				sum += r.length
			}
		}
		if sum > n || sum < n && !more {
			continue
		}
		for i, r := range group {
			r.start = from
			if !bare || !r.bare || i == len(group)-1 {
				from += r.length
			}
			r.end = from
		}
		return true
	}
	return false
}

// respond makes a response of its part of a text.
func (v *verboseReader) respond(r *printed, text []byte, pieces []piece) *Defect {
	x, h := r.exchange, r.head
	body := text[r.start:r.end]
	if len(body) > v.bodies.limit {
		return &Defect{ErrTooLarge, "a body"}
	}
	x.Response = Response{Status: h.status, Header: h.header, Body: []byte{}, origin: origin{at: r.at, form: asIs}}
	switch {
	case h.isBodiless(x.Request.Method), len(body) == 0 && r.bare:
		x.Defects = append(x.Defects, h.defects...)
	case len(body) == 0 && r.length != 0 && r.arrived:
		// It was written to a file, or read by another program.
		x.Defects = append(x.Defects, h.defects...)
		x.Response.Body, x.Response.Lost = nil, true
	default:
		at := r.at
		var whole origin
		if len(body) > 0 {
			first := sort.Search(len(pieces), func(i int) bool { return pieces[i].from > r.start }) - 1
			behind := sort.Search(len(pieces), func(i int) bool { return pieces[i].from >= r.end })
			whole = origin{form: asPieces, pieces: pieces[first:behind]}.from(text, r.start)
			at = whole.at
		}
		if r.resized {
			body, whole = asSent(body, whole)
		}
		b, problem := v.bodies.read(&lookahead{text: body, at: at, err: io.EOF, alone: true}, &h, x.Request.IsElsewhere())
		if problem != nil {
			return problem
		}
		x.Response.Body, x.Response.origin = b.content, b.origin
		if b.origin.form == asIs && len(body) > 0 {
			x.Response.origin = whole.from(body, int(b.origin.at.Offset-at.Offset))
		}
		x.Defects = append(x.Defects, b.defects...)
	}
	if x.Request.IsElsewhere() {
		x.Response.Body = nil
	}
	return nil
}

// asSent gives a body without \r before \n.
func asSent(body []byte, whole origin) ([]byte, origin) {
	var sent []byte
	var pieces []piece
	at := whole.at
	for begin, k := 0, 0; begin < len(body); {
		end := len(body)
		if k+1 < len(whole.pieces) {
			end = whole.pieces[k+1].from
		}
		next := end
		if n := bytes.Index(body[begin:end], []byte("\r\n")); n >= 0 {
			end, next = begin+n, begin+n+1
		}
		if len(pieces) < maxPieces {
			pieces = append(pieces, piece{len(sent), at})
		}
		sent = append(sent, body[begin:end]...)
		at = at.after(body[begin:next])
		begin = next
		if k+1 < len(whole.pieces) && begin == whole.pieces[k+1].from {
			k++
			at = whole.pieces[k].at
		}
	}
	return sent, origin{at: whole.at, form: asPieces, pieces: pieces}
}

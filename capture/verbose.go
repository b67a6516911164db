package capture

import (
	"bytes"
	"io"
	"iter"
	"strconv"
	"strings"
)

// The output of curl -v, as written to a file or shown by a terminal. Standard output
// appears on a terminal at once, but in a file or pipe late: after the heads of the next
// responses. So the text between heads is kept until its bodies can be assigned to
// responses: by their stated lengths or, with -i, by their heads.

// maxKept bounds how many responses wait for their bodies.
const maxKept = 16

// readVerbose reads the output of curl -v, with messages of up to limit bytes each.
func readVerbose(in *lookahead, limit int) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		v := verboseReader{pairing: pairing{yield: yield, limit: limit}, lookahead: in, bodies: newBodyReader(limit)}
		if v.read() && v.flush() && v.yieldUnanswered(0) && v.err != io.EOF {
			yield(nil, v.err)
		}
	}
}

// A verboseReader reads heads and bodies.
type verboseReader struct {
	pairing
	*lookahead
	bodies    bodyReader
	scanner   verboseScanner
	inLine    bool // the beginning of the line has been read
	request   verboseHead
	response  verboseHead
	interim   []byte // heads of interim responses before the next response, as -i prints them
	from      int    // offset in text of the output after the head of the next response
	responses []*printed
	text      []byte // the standard output since the first of them
	pieces    []piece
}

// A verboseHead is a head, which may be incomplete.
type verboseHead struct {
	text  []byte
	large bool
	at    Position
}

// A printed response is a response whose head has been read.
type printed struct {
	exchange *Exchange
	head     head
	at       Position // after the head
	interim  []byte
	raw      []byte // the head as -i prints it
	length   int    // of the body, or -1 if the head does not state it
	arrived  bool   // at least a part of a body was received

	from       int // offset of the text printed after the head
	start, end int // of the body
	trailing   bool
	changed    bool // the line ends of the body were changed
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
		if cut.text != nil && !(v.flush() && v.fail(0, cut.at, &Defect{io.ErrUnexpectedEOF, "the header is cut off"})) {
			return false
		}
	}
	return true
}

// line returns the next line, or nothing at the end. It returns a line that is longer than
// the limit in parts.
func (v *verboseReader) line() []byte {
	most := v.limit + maxHeader
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

// add processes a part of a line.
func (v *verboseReader) add(mark verboseMark, part []byte) bool {
	switch mark {
	case verboseRequest:
		if v.request.text == nil && !v.settle() {
			return false
		}
		if v.request.add(part, v.at) {
			h := v.request.parse()
			x := &Exchange{Request: h.request(), Defects: h.defects}
			x.Request.findOmission(false)
			return (len(v.pending) < maxPending || v.flush()) && v.addRequest(x)
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
		if n := len(v.responses); n > 0 && v.response.text == nil && arrived.Match(part) {
			v.responses[n-1].arrived = true
		}
	case verboseText:
		v.addText(part)
	}
	return true
}

// add adds a line, and reports whether it is the last one.
func (h *verboseHead) add(line []byte, at Position) (isLast bool) {
	if h.text == nil {
		h.at = at
	}
	content := headLine(line)
	isLast = lineEndLen(content) > 0
	if len(h.text)+len(content) <= maxHeader || isLast {
		h.text = append(h.text, content...)
	} else {
		h.large = true
	}
	return isLast
}

// parse returns the head, and resets h.
func (h *verboseHead) parse() (parsed head) {
	parsed.parse(strings.TrimRight(string(h.text), "\r\n") + "\n")
	if h.large {
		parsed.defects = append(parsed.defects, Defect{ErrTooLarge, "a header"})
	}
	*h = verboseHead{}
	return parsed
}

func (v *verboseReader) addResponse(end Position) {
	raw := v.response.text
	h := v.response.parse()
	if h.isInterim() && !v.isConnecting() {
		if len(v.interim) <= maxHeader {
			v.interim = append(v.interim, raw...)
		}
		return
	}
	r := &printed{exchange: v.next(), head: h, at: end, interim: v.interim, raw: raw, from: v.from}
	r.length = r.statedLength(v.limit)
	v.interim = nil
	v.responses = append(v.responses, r)
}

// statedLength returns the length of a body that is printed as it was sent, or -1.
func (r *printed) statedLength(limit int) int {
	if r.head.isBodiless(r.exchange.Request.Method) {
		return 0
	}
	if encodings, chunked := r.head.encodings(); chunked || encodings != "" && !strings.EqualFold(encodings, "identity") {
		return -1
	}
	n, err := strconv.Atoi(r.head.header.Get("Content-Length"))
	if err != nil || n < 0 || n > limit {
		return -1
	}
	return n
}

// addText adds a part of the standard output. With -i, the output of a response begins
// before its head is complete. It keeps only enough to detect a body that is too large.
func (v *verboseReader) addText(text []byte) {
	if v.response.text == nil && len(v.responses) == 0 {
		return // such as warnings
	}
	n := len(v.pieces)
	isNext := n > 0 && v.pieces[n-1].at.Offset+int64(len(v.text)-v.pieces[n-1].from) == v.at.Offset
	if !isNext && n < maxPieces {
		v.pieces = append(v.pieces, piece{len(v.text), v.at})
	}
	room := 2*(v.limit+maxHeader) - len(v.text)
	v.text = append(v.text, text[:min(len(text), room)]...)
}

// settle yields the kept responses, unless more of their bodies may follow.
func (v *verboseReader) settle() bool {
	if len(v.responses) >= maxKept || len(v.responses) > 0 && len(v.text) > 0 && !v.isOutstanding() {
		return v.flush()
	}
	return true
}

// isOutstanding reports whether less text was printed than the responses state.
func (v *verboseReader) isOutstanding() bool {
	sum := 0
	for _, r := range v.responses {
		if r.length < 0 {
			return false
		}
		if !r.head.isOftenBare() {
			sum += r.length
		}
	}
	return len(v.text) < sum && sum <= v.limit
}

// flush yields the kept responses.
func (v *verboseReader) flush() bool {
	v.share()
	responses, text, where := v.responses, v.text, origin{form: asPieces, pieces: v.pieces}
	v.responses, v.text, v.pieces, v.from = nil, v.text[:0], nil, 0
	for _, r := range responses {
		v.number++
		r.exchange.Entry = v.number
		if failure := v.respond(r, text, where); failure != nil {
			if !v.fail(v.number, r.at, failure) {
				return false
			}
		} else if !v.yield(r.exchange, nil) {
			return false
		}
	}
	return true
}

// share assigns the parts of the text to the responses as their bodies. Text that is printed
// late belongs to all responses since the last text.
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

// shareByHeads divides a text that includes the heads, as -i prints them.
func shareByHeads(group []*printed, text []byte, from, end int) bool {
	var last *printed
	for _, r := range group {
		r.start, r.end = from, from
		at := bytes.Index(text[from:end], r.raw)
		if at < 0 {
			continue
		}
		before := bytes.TrimSuffix(text[from:from+at], r.interim)
		switch {
		case last != nil:
			shareAmong([]*printed{last}, text, last.start, from+len(before))
		case len(before) > 0:
			continue
		}
		last = r
		from += at + len(r.raw)
		r.start = from
	}
	if last != nil {
		shareAmong([]*printed{last}, text, last.start, end)
	}
	return last != nil
}

// shareAmong divides a text without heads. Text after a body of known length does not belong
// to the body.
func shareAmong(group []*printed, text []byte, from, end int) {
	last := group[len(group)-1:]
	r := last[0]
	n := end - from
	switch {
	case shareByLength(last, from, n, false), shareByLength(group, from, n, false):
	case n > 0 && n-bytes.Count(text[from:end], []byte("\r\n")) == r.length:
		r.start, r.end, r.changed = from, end, true
	case shareByLength(group, from, n, true), shareByLength(last, from, n, true):
		rest := text[r.end:end]
		r.trailing = len(bytes.TrimSpace(rest[:len(rest)-trailingNotesLen(rest)])) > 0
	default:
		r.start, r.end = from, end
		if r.length < 0 {
			r.end -= trailingNotesLen(text[from:end])
		}
	}
}

// shareByLength divides a text of n bytes by the lengths that the responses state. They must
// add up to n or, with more, to at most n. Responses that are often bare may have no body.
func shareByLength(group []*printed, from, n int, more bool) bool {
	for _, bare := range []bool{false, true} {
		has := func(i int) bool { return !bare || !group[i].head.isOftenBare() || i == len(group)-1 }
		sum := 0
		for i, r := range group {
			if r.length < 0 {
				return false
			}
			if has(i) {
				sum += r.length
			}
		}
		if sum > n || sum < n && !more {
			continue
		}
		for i, r := range group {
			r.start = from
			if has(i) {
				from += r.length
			}
			r.end = from
		}
		return true
	}
	return false
}

// respond sets a response from its part of a text.
func (v *verboseReader) respond(r *printed, text []byte, where origin) *Defect {
	x, h := r.exchange, &r.head
	encoded := text[r.start:r.end]
	body := noBody(h, r.at)
	switch {
	case r.changed:
		return lineEndsChanged
	case len(encoded) > v.limit:
		return tooLargeUnless(false)
	case h.isBodiless(x.Request.Method):
	case len(encoded) == 0:
		// curl wrote it to a file, or to another program.
		body.omitted = r.length > 0 || r.length < 0 && r.arrived
	default:
		where = where.part(text, r.start, r.end)
		var failure *Defect
		if body, failure = v.bodies.read(oneMessage(encoded, where.at), h, !x.Request.IsElsewhere()); failure != nil {
			return failure
		}
		switch {
		case body.origin.form == asIs && len(body.content) > 0:
			body.origin = where.part(encoded, int(body.origin.at.Offset-where.at.Offset), len(encoded))
		case body.origin.form == asPieces && len(where.pieces) > 1:
			body.origin = origin{at: where.at} // pieces of pieces
		}
	}
	if r.trailing {
		body.defects = append(body.defects, Defect{ErrTrailing, "bytes after the end of the body, such as curl -w writes, were omitted"})
	}
	respond(x, h, body)
	return nil
}

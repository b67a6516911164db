package capture

import (
	"bytes"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
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
		v := verboseReader{pairing: &pairing{yield: yield, limit: limit}, lookahead: in, bodies: newBodyReader(limit)}
		if v.read() && v.flush() && v.yieldUnanswered(0) && v.err != io.EOF {
			yield(nil, v.err)
		}
	}
}

// A verboseReader reads heads and bodies.
type verboseReader struct {
	*pairing
	*lookahead
	bodies    *bodyReader
	scanner   curl.Scanner
	inLine    bool // the beginning of the line has been read
	request   verboseHead
	response  verboseHead
	responses []printed
	heads     int    // bytes of their heads, and of interim ones
	first     []byte // the first line of those
	from      int    // offset in text of the output after the head of the next response
	text      []byte // the standard output since the first head
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
	head    head
	at      Position // after the head
	length  int      // of the body, or -1 if the head does not state it
	arrived bool     // at least a part of a body was received
	from    int      // offset of the text printed after the head
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
			mark, n := v.scanner.Scan(line)
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
	most := v.limit + http1.MaxHeader
	for n := min(http1.MaxHeader, most); ; n = min(2*n, most) {
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
func (v *verboseReader) add(mark curl.Mark, part []byte) bool {
	switch mark {
	case curl.Request:
		if v.request.text == nil && !v.settle() {
			return false
		}
		if v.request.add(part, v.at) {
			h := v.request.parse()
			x := &Exchange{Request: h.request(), Defects: h.defects, Other: h.other}
			x.Request.findOmission(false)
			return (len(v.pending) < maxPending || v.flush()) && v.addRequest(x)
		}
	case curl.Response:
		if v.response.text == nil {
			if !v.settle() {
				return false
			}
			v.from = len(v.text)
		}
		if v.response.add(part, v.at) {
			v.addResponse(v.at.after(part))
		}
	case curl.Note:
		if bytes.IndexByte([]byte("*{}"), part[0]) < 0 { // of the shell
			v.other.note(lastNote(part))
		}
		if n := len(v.responses); n > 0 && v.response.text == nil && curl.HasData(part) {
			v.responses[n-1].arrived = true
		}
	case curl.Text:
		v.addText(part)
	}
	return true
}

// add adds a line, and reports whether it is the last one.
func (h *verboseHead) add(line []byte, at Position) (isLast bool) {
	if h.text == nil {
		h.at = at
	}
	content := curl.HeadLine(line)
	isLast = http1.LineEndLen(content) > 0
	if len(h.text)+len(content) <= http1.MaxHeader || isLast {
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
	v.heads += len(v.response.text)
	if v.first == nil {
		v.first = v.response.text[:http1.LineLen(v.response.text)]
	}
	h := v.response.parse()
	request := new(Exchange)
	if len(v.responses) < len(v.pending) {
		request = v.pending[len(v.responses)]
	}
	if h.isInterim() && request.Request.Method != http.MethodConnect {
		v.noteInterim(h.header)
		return
	}
	v.responses = append(v.responses, printed{head: h, at: end, length: h.statedLength(request.Request.Method, v.limit), from: v.from})
}

// statedLength returns the length of a body that is printed as it was sent, or -1.
func (h *head) statedLength(method string, limit int) int {
	if h.isBodiless(method) {
		return 0
	}
	if encodings, chunked := h.encodings(); chunked || encodings != "" && !strings.EqualFold(encodings, "identity") {
		return -1
	}
	n, err := strconv.Atoi(h.header.Get("Content-Length"))
	if err != nil || n < 0 || n > limit {
		return -1
	}
	return n
}

// addText adds a part of the standard output. With -i, the output of a response begins
// before its head is complete. It keeps only enough to detect a body that is too large.
func (v *verboseReader) addText(text []byte) {
	if v.response.text == nil && v.heads == 0 {
		return // such as warnings
	}
	n := len(v.pieces)
	isNext := n > 0 && v.pieces[n-1].at.Offset+int64(len(v.text)-v.pieces[n-1].from) == v.at.Offset
	if !isNext && n < maxPieces {
		v.pieces = append(v.pieces, piece{len(v.text), v.at})
	}
	room := 2*(v.limit+http1.MaxHeader) - len(v.text)
	v.text = append(v.text, text[:min(len(text), room)]...)
}

// isDump reports whether the text has the heads, as -i prints them.
func (v *verboseReader) isDump() bool { return v.first != nil && bytes.HasPrefix(v.text, v.first) }

// settle yields the kept responses, unless more of their bodies may follow.
func (v *verboseReader) settle() bool {
	sum := 0
	if v.isDump() {
		sum = v.heads
	}
	isKnown := sum <= 2*v.limit
	for _, r := range v.responses {
		isKnown = isKnown && r.length >= 0
		if !r.head.isOftenBare() {
			sum += r.length
		}
	}
	isOutstanding := len(v.text) == 0 || isKnown && len(v.text) < sum && sum <= v.limit
	if len(v.responses) >= maxKept || len(v.responses) > 0 && !isOutstanding {
		return v.flush()
	}
	return true
}

// flush yields the kept responses.
func (v *verboseReader) flush() bool {
	responses, text, isDump := v.responses, v.text, v.isDump()
	l := &lookahead{text: text, place: place{pieces: v.pieces}, err: io.EOF}
	l.skip(0) // to the first piece
	v.responses, v.text, v.pieces, v.from, v.heads, v.first = nil, v.text[:0], nil, 0, 0, nil
	if isDump {
		before := v.number
		if d := (dumpReader{v.pairing, l, v.bodies}); !d.read() {
			return false
		}
		responses, text = responses[min(len(responses), v.number-before):], nil
	}
	l.alone = true
	last := 0
	for i, end := range share(responses, text) {
		l.text = text[last:end]
		last = end
		if !v.respond(&responses[i], l) {
			return false
		}
	}
	return true
}

// share returns where the body of each response ends in a text without heads. The lengths
// that the responses state decide, if they add up to the text; otherwise the text after the
// head of a response is its body. Responses that are often bare may have no body.
func share(responses []printed, text []byte) []int {
	ends := make([]int, len(responses))
	for _, isBare := range []bool{false, true} {
		end := 0
		for i, r := range responses {
			if r.length < 0 {
				end = len(text) + 1
			} else if !isBare || !r.head.isOftenBare() || i == len(responses)-1 {
				end += r.length
			}
			ends[i] = end
		}
		if len(responses) > 1 && end <= len(text) && len(bytes.TrimSpace(text[end:])) == 0 {
			return ends
		}
	}
	for i := range responses {
		ends[i] = len(text)
		if i+1 < len(responses) {
			ends[i] = min(len(text), responses[i+1].from)
		}
	}
	return ends
}

// respond yields a response with the body in a text of its own.
func (v *verboseReader) respond(r *printed, l *lookahead) bool {
	x := v.next()
	v.number++
	x.Entry = v.number
	var failure *Defect
	if len(l.text) == 0 {
		response := r.head.response(r.at)
		if r.length > 0 || r.length < 0 && r.arrived {
			response.omitBody() // curl wrote it to a file, or to another program
		}
		r.head.addTo(x)
		x.respond(response)
	} else {
		failure = v.bodies.readResponse(l, &r.head, x)
	}
	l.skip(len(l.text))
	if failure != nil {
		return v.fail(v.number, r.at, failure)
	}
	return v.yield(x, nil)
}

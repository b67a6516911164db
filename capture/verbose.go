package capture

import (
	"bytes"
	"io"
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
func readVerbose(in *lookahead, limit int, yield func(*Exchange, error) bool) bool {
	v := verboseReader{dumpReader: newDumpReader(in, limit, yield)}
	return v.read() && v.flush() && v.release(0, 0)
}

// A verboseReader reads heads and bodies.
type verboseReader struct {
	dumpReader
	scanner   curl.Scanner
	inLine    bool // the beginning of the line has been read
	request   printed
	response  printed
	responses []printed // whose heads are complete
	heads     int       // bytes of their heads, and of interim ones
	first     []byte    // the first line of the first one
	text      []byte    // the standard output since the first head
	pieces    []piece
}

// A printed is a message whose head is printed.
type printed struct {
	text    []byte   // of the head
	isLarge bool     // text lacks lines for which there was no room
	at      Position // of the head, or after it if that is complete
	from    int      // offset of the standard output since the head began
	head    head
	length  int // of the body, or -1 if the head does not state it
}

// read reads all lines.
func (v *verboseReader) read() bool {
	for line := v.line(); len(line) > 0; line = v.line() {
		wasInLine := v.inLine
		v.inLine = line[len(line)-1] != '\n'
		for len(line) > 0 {
			mark, n := curl.Text, len(line)
			if !wasInLine {
				mark, n = v.scanner.Scan(line)
			}
			if !v.add(mark, line[:n]) {
				return false
			}
			v.skip(n)
			line = line[n:]
		}
	}
	for _, cut := range []printed{v.request, v.response} {
		if cut.text != nil && !(v.flush() && v.fail(0, cut.at, &Defect{io.ErrUnexpectedEOF, "the header is cut off"})) {
			return false
		}
	}
	return true
}

// line returns the next line, or nothing at the end. It returns a line that is longer than
// the limit in parts.
func (v *verboseReader) line() (text []byte) {
	for text = range v.growing(v.limit + http1.MaxHeader) {
		if end := bytes.IndexByte(text, '\n') + 1; end > 0 {
			return text[:end]
		}
	}
	return text
}

// add processes a part of a line.
func (v *verboseReader) add(mark curl.Mark, part []byte) bool {
	switch mark {
	case curl.Request:
		return v.addHead(&v.request, part, v.addRequest)
	case curl.Response:
		if cut := v.request; cut.text != nil {
			v.request = printed{}
			x := v.open()
			x.note(cut.text)
			x.addDefect(dropped)
			if !v.wait(&half{isRequest: true, isDamaged: true, exchange: x}) || !v.fail(0, cut.at, &Defect{ErrMalformed, "a header ends where another begins"}) {
				return false
			}
		}
		return v.addHead(&v.response, part, v.addResponse)
	case curl.Note:
		n := len(v.responses)
		switch {
		case part[0] == '<' && 0 < n && n <= len(v.waiting): // a trailer
			v.waiting[n-1].exchange.note(curl.HeadLine(part))
		case bytes.IndexByte([]byte("*{}"), part[0]) < 0: // of the shell
			v.note(part)
		case n > 0 && v.response.text == nil && curl.HasData(part):
			v.responses[n-1].head.isReceived = true
		}
	case curl.Text:
		if v.response.text != nil || v.first != nil {
			v.addText(part)
		} else { // such as a warning
			v.exchange(0).note(part)
		}
	}
	return true
}

// addHead adds a line to a head, and passes that on if it is complete.
func (v *verboseReader) addHead(p *printed, line []byte, whole func(printed) bool) bool {
	content := curl.HeadLine(line)
	isEnd := http1.LineEndLen(content) > 0
	// QUIRK: curl prints no empty line after 100 Continue, but the next head.
	if isEnd || p == &v.response && p.text != nil && http1.StatusLineLen(content) > 0 {
		h := *p
		*p = printed{}
		if h.at = v.at; isEnd {
			h.at = v.at.after(line)
		}
		h.text = append(h.text, content[len(bytes.TrimRight(content, "\r\n")):]...)
		h.head.parse(strings.TrimRight(string(h.text), "\r\n") + "\n")
		if h.isLarge {
			h.head.defects = append(h.head.defects, Defect{ErrTooLarge, "a header"})
		}
		if more := whole(h); isEnd || !more {
			return more
		}
	}
	if p.text == nil {
		if !v.settle() {
			return false
		}
		p.at, p.from = v.at, len(v.text)
	}
	if len(p.text)+len(content) > http1.MaxHeader {
		p.isLarge = true
	} else {
		p.text = append(p.text, content...)
	}
	return true
}

func (v *verboseReader) addRequest(p printed) bool {
	x := v.open()
	if len(p.head.defects) > 0 {
		x.noteHead(&p.head)
	}
	x.Request = p.head.request()
	x.Request.findOmission(false)
	return (len(v.waiting) < maxPending || v.flush()) && v.wait(&half{isRequest: true, exchange: x})
}

func (v *verboseReader) addResponse(p printed) bool {
	v.heads += len(p.text)
	if v.first == nil {
		v.first = p.text[:http1.LineLen(p.text)]
	}
	method := v.exchange(len(v.responses)).Request.Method
	if p.head.isInterim() && method != http.MethodConnect {
		v.exchange(len(v.responses)).noteHead(&p.head)
		return true
	}
	p.length = p.head.statedLength(method, v.limit)
	v.responses = append(v.responses, p)
	return true
}

// statedLength returns the length of a body that is printed as it was sent, or -1.
func (h *head) statedLength(method string, limit int) int {
	encodings, chunked := h.encodings()
	n, err := strconv.Atoi(h.header.Get("Content-Length"))
	switch {
	case h.isBodiless(method):
		return 0
	case chunked, encodings != "" && !strings.EqualFold(encodings, "identity"), err != nil, n < 0, n > limit:
		return -1
	}
	return n
}

// addText adds a part of the standard output. With -i, the output of a response begins
// before its head is complete. It keeps only enough to detect a body that is too large.
func (v *verboseReader) addText(text []byte) {
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
	for _, r := range v.responses {
		switch {
		case r.length < 0:
			sum = v.limit + 1
		case !r.head.isOftenBare():
			sum += r.length
		}
	}
	isOutstanding := len(v.text) == 0 || len(v.text) < sum && sum <= v.limit
	if n := len(v.responses); n == 0 || n < maxKept && isOutstanding {
		return true
	}
	return v.flush()
}

// flush yields the kept responses.
func (v *verboseReader) flush() bool {
	responses, text, isDump := v.responses, v.text, v.isDump()
	d := v.dumpReader
	d.lookahead = &lookahead{text: text, place: place{pieces: v.pieces}, err: io.EOF, prompt: v.scanner.Prompt}
	d.skip(0) // to the first piece
	v.responses, v.text, v.pieces, v.heads, v.first = nil, v.text[:0], nil, 0, nil
	if isDump {
		before := v.number
		if !d.read() {
			return false
		}
		responses, text = responses[min(len(responses), v.number-before):], nil
	}
	last, where := 0, d.place
	for i, end := range share(responses, text) {
		r := &responses[i]
		body := &lookahead{text: text[last:end], place: where, err: io.EOF, alone: true, prompt: v.scanner.Prompt}
		if last == end {
			body.at = r.at
		}
		d.lookahead = body
		if !d.readResponse(&r.head, r.at, nil) {
			return false
		}
		where.skip(text[last:end], nil)
		last = end
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

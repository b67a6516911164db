package capture

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/smscodec/smscodec/internal/curl"
	"github.com/smscodec/smscodec/internal/http1"
)

// The output of curl -v, as written to a file or shown by a terminal. Standard output
// appears on a terminal at once, but in a file or pipe late: after the heads of the next
// responses. So the text between heads is kept until its bodies can be assigned to
// responses: by their stated lengths or, with -i, by their heads.

// maxKept bounds how many responses wait for their bodies.
const maxKept = 16

// A verboseReader reads heads and bodies.
type verboseReader struct {
	dumpReader
	scanner   curl.Scanner
	current   *printed   // the message whose head is being read, or nil
	responses []*printed // whose heads have been read
	first     []byte     // the first line of the first head, which may be an interim one
	out       lookahead  // the standard output since that
}

// A printed is a message whose head is printed.
type printed struct {
	mark   curl.Mark // of the lines of its head
	text   []byte    // these lines
	at     Position  // of the head, or after it if that is complete
	from   int       // offset of the standard output since the head began
	head   *head
	length int // of the body, or -1 if the head does not state it
}

func (v *verboseReader) read() {
	for line := v.line(); len(line) > 0; line = v.line() {
		for len(line) > 0 {
			mark, n := v.scanner.Scan(line)
			v.add(mark, line[:n])
			v.skip(n)
			line = line[n:]
		}
	}
	v.endHead()
	v.flush()
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

func (v *verboseReader) add(mark curl.Mark, part []byte) {
	n := len(v.responses)
	isResponse := v.current != nil && v.current.mark == curl.Response
	switch mark {
	case curl.Request, curl.Response:
		v.addHead(mark, part)
	case curl.Text:
		if !isResponse && v.first == nil { // such as a warning
			v.exchange(0).note(part)
			return
		}
		// With -i, the output of a response begins before its head is complete. What is kept is enough
		// to detect a body that is too large.
		v.out.pieces = v.out.pieces.add(len(v.out.text), v.at)
		room := 2*(v.limit+http1.MaxHeader) - len(v.out.text)
		v.out.text = append(v.out.text, part[:min(len(part), room)]...)
	case curl.Trailer:
		v.exchange(max(0, n-1)).note(curl.HeadLine(part))
	case curl.Terminal:
		v.note(part)
	case curl.Data:
		if n > 0 && !isResponse {
			v.responses[n-1].head.isReceived = true
		}
	}
}

func (v *verboseReader) addHead(mark curl.Mark, line []byte) {
	content := curl.HeadLine(line)
	if p := v.current; p == nil || p.mark != mark || mark == curl.Response && http1.StatusLineLen(content) > 0 {
		// QUIRK: curl prints no empty line after 100 Continue, but the next head.
		if p != nil && p.mark == curl.Response && (mark == p.mark || http1.LineLen(p.text) == len(p.text)) {
			p.text = append(p.text, '\n')
		}
		v.endHead()
		v.settle()
		v.current = &printed{mark: mark, at: v.at, from: len(v.out.text)}
	}
	room := http1.MaxHeader + 1 - len(v.current.text) // enough to detect that the head is too large
	v.current.text = append(v.current.text, content[:min(len(content), room)]...)
	if http1.LineEndLen(content) > 0 {
		v.current.at = v.at.after(line)
		v.endHead()
	}
}

// endHead reads the current head, if there is one. A response waits for its body.
func (v *verboseReader) endHead() {
	p := v.current
	if p == nil {
		return
	}
	v.current = nil
	isOne := func([]byte) bool { return false } // the scanner knows where a head begins
	p.head = (&lookahead{text: p.text, at: p.at, err: io.EOF}).readHead(isOne)
	if p.mark == curl.Request {
		v.readPrinted(p, &lookahead{err: io.EOF})
		return
	}
	if v.first == nil {
		v.first = p.text[:http1.LineLen(p.text)]
	}
	x := v.exchange(len(v.responses))
	if p.head.failure == nil && p.head.isInterim() && x.Request.Method != http.MethodConnect {
		x.noteHead(p.head)
		return
	}
	p.length = p.head.statedLength(x.Request.Method, v.limit)
	v.responses = append(v.responses, p)
}

// readPrinted reads a message whose body is a text.
func (v *verboseReader) readPrinted(p *printed, body *lookahead) {
	if len(body.text) == 0 {
		body.at = p.head.at
	}
	d := v.dumpReader
	d.lookahead = body
	d.readMessage(p.head)
}

// statedLength returns the length of a body that is printed as it was sent, or -1.
func (h *head) statedLength(method string, limit int) int {
	encodings, chunked := h.header.encodings()
	n, err := strconv.Atoi(h.header.Get("Content-Length"))
	switch {
	case h.isBodiless(method):
		return 0
	case chunked, encodings != "", err != nil, n > limit:
		return -1
	}
	return max(-1, n)
}

// isDump reports whether the text has the heads, as -i prints them.
func (v *verboseReader) isDump() bool { return v.first != nil && bytes.HasPrefix(v.out.text, v.first) }

// settle yields the kept responses, unless more of their bodies may follow.
func (v *verboseReader) settle() {
	wanted := 0 // bytes of the text
	for _, r := range v.responses {
		if !r.head.isOftenBare() {
			wanted += max(0, r.length)
		}
		if v.isDump() {
			wanted += len(r.text)
		}
	}
	isOutstanding := len(v.out.text) < max(1, min(wanted, v.limit))
	isRoom := len(v.responses) < maxKept && len(v.waiting) < 2*maxKept
	if len(v.responses) > 0 && !(isOutstanding && isRoom) {
		v.flush()
	}
}

// flush yields the kept responses.
func (v *verboseReader) flush() {
	text, responses, isDump, before := v.out, v.responses, v.isDump(), v.number
	v.out, v.responses, v.first = lookahead{text: text.text[:0]}, nil, nil
	text.err, text.alone, text.prompt, text.converted = io.EOF, !isDump, v.scanner.Prompt, v.converted
	text.skip(0) // to the first piece
	if isDump {
		d := v.dumpReader
		d.lookahead = &text
		d.read()
		responses = responses[min(len(responses), v.number-before):]
	}
	last := 0
	for i, end := range share(responses, text.text) {
		body := text
		body.text = text.text[:end-last]
		v.readPrinted(responses[i], &body)
		text.skip(end - last)
		last = end
	}
}

// share returns where the body of each response ends in a text without heads. The lengths
// that the responses state decide, if they add up to the text; otherwise the text after the
// head of a response is its body. Responses that are often bare may have no body.
func share(responses []*printed, text []byte) []int {
	ends := make([]int, len(responses))
	last := len(responses) - 1
	for _, isBare := range []bool{false, true} {
		end := 0
		for i, r := range responses {
			switch {
			case isBare && r.head.isOftenBare() && i < last:
			case r.length < 0:
				end = len(text) + 1
			default:
				end += r.length
			}
			ends[i] = end
		}
		if last > 0 && end <= len(text) && len(bytes.TrimSpace(text[end:])) == 0 {
			return ends
		}
	}
	for i := range ends {
		ends[i] = len(text)
		if i < last {
			ends[i] = min(len(text), responses[i+1].from)
		}
	}
	return ends
}

package capture

import (
	"bytes"
	"io"
	"iter"
	"mime"
	"slices"
	"strconv"
	"strings"
)

// maxUnpaired bounds how many request records are kept for a response record that
// comes later. Their bodies are within the bound of an entry.
const maxUnpaired = 64

// readWARC reads the records of requests and responses (ISO 28500). Others are
// passed over.
func (r Reader) readWARC(in *input) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		w := warcReader{lookahead: in.lookahead(), bodies: r.bodyReader(), yield: yield}
		for w.skipLineEnds() {
			if !w.readRecord() {
				return
			}
		}
		for len(w.requests) > 0 {
			if !w.lose() {
				return
			}
		}
		if w.flush() && w.err != io.EOF {
			yield(nil, w.err)
		}
	}
}

// A warcReader reads records, and joins those of a response and its request: they
// are neighbours, in either order.
type warcReader struct {
	*lookahead
	bodies   bodyReader
	yield    func(*Exchange, error) bool
	number   int          // of the response record, or of the request without one
	response *warcRecord  // waits for its request
	requests []warcRecord // that wait for their response
	answered []warcRecord // responses whose requests may come late, without their exchanges
}

// A warcRecord is one of a request or a response.
type warcRecord struct {
	id         string
	concurrent []string // ids of the records of the same exchange
	target     string
	exchange   *Exchange // of which it is a half
}

// readRecord reads a record, or passes over what is none.
func (w *warcReader) readRecord() bool {
	at := w.at
	if !warcLine.Match(w.ahead(maxHeader)) {
		w.skip(1)
		w.skipTo(findRecord)
		return w.fail(0, at, &Defect{ErrMalformed, "want a record"})
	}
	h, problem := w.readHead()
	if problem != nil {
		w.skipTo(findRecord)
		return w.fail(0, at, problem)
	}
	length, err := strconv.ParseInt(h.header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		w.skipTo(findRecord)
		return w.fail(0, at, &Defect{ErrMalformed, "a record has no Content-Length"})
	}
	record := warcRecord{
		id:       h.header.Get("WARC-Record-ID"),
		target:   strings.Trim(h.header.Get("WARC-Target-URI"), "<>"), // QUIRK: GNU Wget writes <URI>, as 1.0 says
		exchange: new(Exchange),
	}
	for _, f := range h.header {
		if strings.EqualFold(f.Name, "WARC-Concurrent-To") {
			record.concurrent = append(record.concurrent, f.Value)
		}
	}
	kind := strings.ToLower(h.header.Get("WARC-Type"))
	mediaType, _, _ := mime.ParseMediaType(h.header.Get("Content-Type"))
	if kind == "revisit" { // stands for a response that the archive has already
		w.answer(record)
	}
	if mediaType != "application/http" || kind != "request" && kind != "response" {
		if !w.skipFar(length) {
			return w.fail(0, at, &Defect{io.ErrUnexpectedEOF, "the record is cut off"})
		}
		return true
	}
	number := 0
	if kind == "response" {
		if !w.flush() {
			return false
		}
		w.number++
		number = w.number
	}
	if length > int64(w.bodies.limit)+maxHeader {
		w.skipFar(length)
		if kind == "response" {
			w.answer(record)
		}
		return w.fail(number, at, &Defect{ErrTooLarge, "a record"})
	}
	n := int(length)
	block := w.ahead(n)
	if len(block) < n {
		n = len(block)
		record.exchange.Defects = []Defect{{io.ErrUnexpectedEOF, "the record is cut off"}}
	} else if h.header.Get("WARC-Truncated") != "" {
		record.exchange.Defects = []Defect{{io.ErrUnexpectedEOF, "a record says that it is truncated"}}
	}
	problem = w.readMessage(&record, &lookahead{text: block[:n], at: w.at, err: io.EOF, alone: true}, kind)
	w.skip(n)
	if problem != nil {
		if kind == "response" {
			w.answer(record)
		}
		return w.fail(number, at, problem)
	}
	if kind == "request" {
		return w.addRequest(record)
	}
	record.exchange.Entry = number
	return w.addResponse(record)
}

// readMessage reads the message that is the block of a record.
func (w *warcReader) readMessage(record *warcRecord, l *lookahead, kind string) *Defect {
	x := record.exchange
	x.Request.URL = record.target
	want := requestMessage
	if kind == "response" {
		want = responseMessage
	}
	var h head
	for {
		if kindOf(l.text, true) != want {
			return &Defect{ErrMalformed, "a record is no " + kind + " of HTTP"}
		}
		var problem *Defect
		if h, problem = l.readHead(); problem != nil {
			return problem
		}
		if want == requestMessage || !h.isInterim() {
			break
		}
	}
	b := readBody{content: []byte{}, origin: origin{at: l.at, form: asIs}, defects: h.defects}
	if want == requestMessage || !h.isBodiless("") {
		var problem *Defect
		if b, problem = w.bodies.read(l, &h, x.Request.IsElsewhere()); problem != nil {
			return problem
		}
	}
	x.Defects = append(x.Defects, b.defects...)
	if want == requestMessage {
		x.Request.Method, _, _ = strings.Cut(h.line, " ")
		x.Request.Header, x.Request.Body = h.header, b.content
		return nil
	}
	x.Response = Response{Status: h.status, Header: h.header, Body: b.content, origin: b.origin}
	if x.Request.IsElsewhere() {
		x.Response.Body = nil
	}
	return nil
}

func (w *warcReader) addRequest(request warcRecord) bool {
	if response := w.response; response != nil && response.belongsTo(&request) {
		w.response = nil
		return w.join(response, &request)
	}
	isLate := func(r warcRecord) bool {
		return len(r.concurrent)+len(request.concurrent) > 0 && r.belongsTo(&request)
	}
	if slices.ContainsFunc(w.answered, isLate) {
		return true
	}
	w.requests = append(w.requests, request)
	waiting := 0
	for _, r := range w.requests {
		waiting += len(r.exchange.Request.Body)
	}
	for len(w.requests) > maxUnpaired || waiting > w.bodies.limit {
		waiting -= len(w.requests[0].exchange.Request.Body)
		if !w.lose() {
			return false
		}
	}
	return true
}

// lose yields the oldest request as one without a response.
func (w *warcReader) lose() bool {
	if !w.flush() { // which has the number before
		return false
	}
	x := w.requests[0].exchange
	w.requests = slices.Delete(w.requests, 0, 1)
	w.number++
	x.Entry = w.number
	x.Response.Lost = true
	return w.yield(x, nil)
}

// answer takes note of a response that is not joined with its request.
func (w *warcReader) answer(response warcRecord) {
	if i := slices.IndexFunc(w.requests, func(r warcRecord) bool { return r.belongsTo(&response) }); i >= 0 {
		w.requests = slices.Delete(w.requests, i, i+1)
		return
	}
	response.exchange = nil
	w.answered = append(w.answered, response)
	if len(w.answered) > maxUnpaired {
		w.answered = slices.Delete(w.answered, 0, 1)
	}
}

func (w *warcReader) addResponse(response warcRecord) bool {
	for i := range w.requests {
		if request := w.requests[i]; response.belongsTo(&request) {
			w.requests = slices.Delete(w.requests, i, i+1)
			return w.join(&response, &request)
		}
	}
	w.response = &response
	return true
}

// belongsTo reports whether two records are of the same exchange.
func (r *warcRecord) belongsTo(other *warcRecord) bool {
	if len(r.concurrent) == 0 && len(other.concurrent) == 0 {
		return r.target == other.target
	}
	return slices.Contains(r.concurrent, other.id) || slices.Contains(other.concurrent, r.id)
}

// join yields the exchange of which two records are the halves.
func (w *warcReader) join(response, request *warcRecord) bool {
	x := response.exchange
	target := x.Request.URL
	x.Request = request.exchange.Request
	if x.Request.URL == "" {
		x.Request.URL = target
	}
	x.Defects = append(request.exchange.Defects, x.Defects...)
	return w.yield(x, nil)
}

// flush yields a response whose request did not come.
func (w *warcReader) flush() bool {
	response := w.response
	if response == nil {
		return true
	}
	w.response = nil
	w.answer(*response)
	return w.yield(response.exchange, nil)
}

func (w *warcReader) fail(entry int, at Position, problem *Defect) bool {
	return w.flush() && w.yield(nil, &Error{Format: WARC, Entry: entry, Position: at, Err: problem.Err, Detail: problem.Detail})
}

// findRecord gives where a record begins, at the beginning of a line behind from,
// or -1.
func findRecord(text []byte, from int, _ bool) int {
	for at := from; ; at++ {
		i := bytes.Index(text[at:], []byte("\nWARC/"))
		if i < 0 {
			return -1
		}
		at += i
		if warcLine.Match(text[at+1:]) {
			return at + 1
		}
	}
}

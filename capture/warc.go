package capture

import (
	"bytes"
	"io"
	"iter"
	"mime"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// WARC files (ISO 28500): the records of requests and responses. Others are skipped.

// maxUnpaired bounds how many records are kept whose counterpart may follow. Their bodies
// are within the bound of an entry.
const maxUnpaired = 64

// recordLine is the first line of a record.
var recordLine = regexp.MustCompile(`^WARC/1\.[01]\r?\n`)

// readWARC reads records. A limit is for the bytes of each.
func readWARC(in *input, limit int) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		w := warcReader{lookahead: in.lookahead(), bodies: newBodyReader(limit), yield: yield}
		for w.skipLineEnds() {
			if !w.readRecord() {
				return
			}
		}
		if w.yieldUnanswered(0, 0) && w.flush() && w.err != io.EOF {
			yield(nil, w.err)
		}
	}
}

// A warcReader reads records, and joins those of a response and its request: they are
// neighbours, in either order.
type warcReader struct {
	*lookahead
	bodies   bodyReader
	yield    func(*Exchange, error) bool
	number   int          // of the response record, or of the request without one
	response *warcRecord  // waits for its request
	requests []warcRecord // wait for their response
	waiting  int          // bytes of their bodies
	answered []warcRecord // responses whose requests may follow, without their exchanges
}

// A warcRecord is one of a request or a response.
type warcRecord struct {
	kind       string // the WARC-Type
	isHTTP     bool   // its block is a message
	id         string
	concurrent []string // ids of the records of the same exchange
	target     string
	truncated  bool      // it says so
	exchange   *Exchange // of which it is a half
}

// readRecord reads a record, or skips what is none.
func (w *warcReader) readRecord() bool {
	at := w.at
	if !startsRecord(w.ahead(maxHeader)) {
		w.skip(1)
		w.skipTo(findRecord)
		return w.fail(0, at, &Defect{ErrMalformed, "want a record"})
	}
	h, failure := w.readHead(startsRecord)
	if failure != nil {
		w.skipTo(findRecord)
		return w.fail(0, at, failure)
	}
	length, err := strconv.ParseInt(h.header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		w.skipTo(findRecord)
		return w.fail(0, at, &Defect{ErrMalformed, "a record has no Content-Length"})
	}
	record := newWARCRecord(h.header)
	if record.kind == "revisit" { // represents a response that the archive has already
		w.answer(record)
	}
	if record.isHTTP && (record.kind == "request" || record.kind == "response") {
		return w.readExchange(record, length, at)
	}
	if !w.skipFar(length) {
		return w.fail(0, at, &Defect{io.ErrUnexpectedEOF, "the record is cut off"})
	}
	return true
}

// newWARCRecord returns the record with a header.
func newWARCRecord(h Header) warcRecord {
	mediaType, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	record := warcRecord{
		kind:      strings.ToLower(h.Get("WARC-Type")),
		isHTTP:    mediaType == "application/http",
		id:        h.Get("WARC-Record-ID"),
		target:    strings.Trim(h.Get("WARC-Target-URI"), "<>"), // QUIRK: GNU Wget writes <URI>, as 1.0 says
		truncated: h.Get("WARC-Truncated") != "",
		exchange:  new(Exchange),
	}
	for _, f := range h {
		if strings.EqualFold(f.Name, "WARC-Concurrent-To") {
			record.concurrent = append(record.concurrent, f.Value)
		}
	}
	return record
}

// readExchange reads the block of a record, which is half of an exchange.
func (w *warcReader) readExchange(record warcRecord, length int64, at Position) bool {
	number := 0
	if record.kind == "response" {
		if !w.flush() {
			return false
		}
		w.number++
		number = w.number
		record.exchange.Entry = number
	}
	failure := w.readBlock(&record, length)
	switch {
	case failure != nil:
		if record.kind == "response" {
			w.answer(record)
		}
		return w.fail(number, at, failure)
	case record.kind == "request":
		return w.addRequest(record)
	}
	return w.addResponse(record)
}

// readBlock reads the message in a record, and skips it.
func (w *warcReader) readBlock(record *warcRecord, length int64) *Defect {
	if length > int64(w.bodies.limit)+maxHeader {
		w.skipFar(length)
		return &Defect{ErrTooLarge, "a record"}
	}
	block := w.ahead(int(length))
	block = block[:min(len(block), int(length))]
	switch {
	case len(block) < int(length):
		record.exchange.Defects = []Defect{{io.ErrUnexpectedEOF, "the record is cut off"}}
	case record.truncated:
		record.exchange.Defects = []Defect{{io.ErrUnexpectedEOF, "a record says that it is truncated"}}
	}
	failure := w.readMessage(record, oneMessage(block, w.at))
	w.skip(len(block))
	return failure
}

// readMessage reads a message into the exchange of a record.
func (w *warcReader) readMessage(record *warcRecord, l *lookahead) *Defect {
	x := record.exchange
	x.Request.URL = record.target
	want := requestMessage
	if record.kind == "response" {
		want = responseMessage
	}
	var h head
	for {
		if kindOf(l.text, true) != want {
			return &Defect{ErrMalformed, "a record is no " + record.kind + " of HTTP"}
		}
		var failure *Defect
		if h, failure = l.readHead(startsMessage); failure != nil {
			return failure
		}
		if want == requestMessage || !h.isInterim() {
			break
		}
	}
	body := noBody(&h, l.at)
	if want == requestMessage || !h.isBodiless("") {
		var failure *Defect
		if body, failure = w.bodies.read(l, &h, want == requestMessage || !x.Request.IsElsewhere()); failure != nil {
			return failure
		}
	}
	if want == responseMessage {
		respond(x, &h, body)
		return nil
	}
	x.Defects = append(x.Defects, body.defects...)
	x.Request = h.request()
	x.Request.URL, x.Request.Body = record.target, body.content
	x.Request.findOmission(body.omitted)
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
	w.waiting += len(request.exchange.Request.Body)
	return w.yieldUnanswered(maxUnpaired, w.bodies.limit)
}

// yieldUnanswered yields the oldest requests as ones without a response, until no more
// than some, with bodies of some bytes, are left.
func (w *warcReader) yieldUnanswered(left, bytes int) bool {
	for len(w.requests) > left || w.waiting > bytes {
		if !w.flush() { // which has the number before
			return false
		}
		x := w.takeRequest(0).exchange
		w.number++
		x.Entry = w.number
		x.Response.Lost = true
		if !w.yield(x, nil) {
			return false
		}
	}
	return true
}

// takeRequest returns a request that waits, and waits for its response no longer.
func (w *warcReader) takeRequest(i int) warcRecord {
	request := w.requests[i]
	w.requests = slices.Delete(w.requests, i, i+1)
	w.waiting -= len(request.exchange.Request.Body)
	return request
}

// answer takes note of a response that is not joined with its request.
func (w *warcReader) answer(response warcRecord) {
	if i := w.requestOf(&response); i >= 0 {
		w.takeRequest(i)
		return
	}
	response.exchange = nil
	w.answered = append(w.answered, response)
	if len(w.answered) > maxUnpaired {
		w.answered = slices.Delete(w.answered, 0, 1)
	}
}

func (w *warcReader) addResponse(response warcRecord) bool {
	if i := w.requestOf(&response); i >= 0 {
		request := w.takeRequest(i)
		return w.join(&response, &request)
	}
	w.response = &response
	return true
}

// requestOf returns the index of the request that a response belongs to, or -1.
func (w *warcReader) requestOf(response *warcRecord) int {
	return slices.IndexFunc(w.requests, func(r warcRecord) bool { return r.belongsTo(response) })
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

// flush yields a response whose request did not follow.
func (w *warcReader) flush() bool {
	response := w.response
	if response == nil {
		return true
	}
	w.response = nil
	w.answer(*response)
	return w.yield(response.exchange, nil)
}

func (w *warcReader) fail(entry int, at Position, failure *Defect) bool {
	return w.flush() && w.yield(nil, failure.failure(WARC, entry, at))
}

// startsRecord reports whether text begins with a record.
func startsRecord(text []byte) bool {
	return bytes.HasPrefix(text, []byte("WARC/")) && recordLine.Match(text[:min(len(text), len("WARC/1.0\r\n"))])
}

// findRecord returns where a record begins, at the beginning of a line after from, or -1.
func findRecord(text []byte, from int, _ bool) int {
	for at := from; ; at++ {
		i := bytes.Index(text[at:], []byte("\nWARC/"))
		if i < 0 {
			return -1
		}
		at += i
		if startsRecord(text[at+1:]) {
			return at + 1
		}
	}
}

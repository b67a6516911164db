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

	"github.com/smscodec/smscodec/internal/http1"
)

// WARC files (ISO 28500): the records of requests and responses. Other records are skipped.

// maxWaiting bounds how many records wait for their counterpart. All their bodies together
// are bounded like one entry.
const maxWaiting = 64

// maxConcurrent bounds how many ids of other records are kept for each.
const maxConcurrent = 8

// recordLine matches the first line of a record.
var recordLine = regexp.MustCompile(`^WARC/1\.[01]\r?\n`)

// readWARC reads records of up to limit bytes each.
func readWARC(in *lookahead, limit int) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		w := warcReader{lookahead: in, bodies: newBodyReader(limit), yield: yield}
		for w.skipSet("\r\n") {
			if !w.readRecord() {
				return
			}
		}
		if w.yieldWaiting(0, 0) && w.err != io.EOF {
			yield(nil, w.err)
		}
	}
}

// A warcReader reads records, and joins a response and its request, in either order: by
// their ids, or by their target if they are adjacent.
type warcReader struct {
	*lookahead
	bodies  *bodyReader
	yield   func(*Exchange, error) bool
	number  int          // of the last exchange
	waiting []warcRecord // without their counterpart, oldest first
	size    int          // bytes of their bodies
}

// A warcRecord is the record of a request or a response.
type warcRecord struct {
	kind       string // the WARC-Type
	isHTTP     bool   // its block is a message
	id         string
	concurrent []string // ids of the records of the same exchange
	target     string
	truncated  bool      // the record says so
	exchange   *Exchange // with one half; nil if it cannot be yielded
}

// readRecord reads a record, or skips other text.
func (w *warcReader) readRecord() bool {
	at := w.at
	if !startsRecord(w.ahead(http1.MaxHeader)) {
		w.skip(1)
		w.skipTo(findRecord)
		return w.fail(at, &Defect{ErrMalformed, "want a record"})
	}
	h, failure := w.readHead(startsRecord)
	if failure != nil {
		w.skipTo(findRecord)
		return w.fail(at, failure)
	}
	length, err := strconv.ParseInt(h.header.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		w.skipTo(findRecord)
		return w.fail(at, &Defect{ErrMalformed, "a record has no Content-Length"})
	}
	record := newWARCRecord(h.header)
	if record.isHTTP && (record.kind == "request" || record.kind == "response") {
		if failure = w.readBlock(&record, length); failure != nil {
			record.exchange = nil
			return w.fail(at, failure) && w.add(record)
		}
		return w.add(record)
	}
	if !w.skipFar(length) {
		return w.fail(at, &Defect{io.ErrUnexpectedEOF, "the record is cut off"})
	}
	if record.kind == "revisit" { // for a response that the archive already has
		record.exchange = nil
		return w.add(record)
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
		if strings.EqualFold(f.Name, "WARC-Concurrent-To") && len(record.concurrent) < maxConcurrent {
			record.concurrent = append(record.concurrent, f.Value)
		}
	}
	return record
}

// readBlock reads the message in a record, and skips it.
func (w *warcReader) readBlock(record *warcRecord, length int64) *Defect {
	if length > int64(w.bodies.limit)+http1.MaxHeader {
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
	want := http1.Request
	if record.kind == "response" {
		want = http1.Response
	}
	var h head
	for {
		if http1.KindOf(l.text, true) != want {
			return &Defect{ErrMalformed, "a record is not an HTTP " + record.kind}
		}
		var failure *Defect
		if h, failure = l.readHead(startsMessage); failure != nil {
			return failure
		}
		if want == http1.Request || !h.isInterim() {
			break
		}
		x.Other = append(x.Other, h.header...)
	}
	if want == http1.Response {
		return w.bodies.readResponse(l, &h, x)
	}
	failure := w.bodies.readRequest(l, &h, x)
	x.Other.note(x.Request.URL) // which may differ
	x.Request.URL = record.target
	return failure
}

// add joins a record with its counterpart, or lets it wait for that.
func (w *warcReader) add(record warcRecord) bool {
	for i := range w.waiting {
		other := &w.waiting[i]
		isNext := other.isRequest() || i == len(w.waiting)-1
		if other.isRequest() != record.isRequest() && other.belongsTo(&record, isNext) {
			counterpart := w.take(i)
			return w.join(counterpart, record)
		}
	}
	w.waiting = append(w.waiting, record)
	w.size += record.size()
	return w.yieldWaiting(maxWaiting, w.bodies.limit)
}

// take removes a waiting record, and returns it.
func (w *warcReader) take(i int) warcRecord {
	record := w.waiting[i]
	w.waiting = slices.Delete(w.waiting, i, i+1)
	w.size -= record.size()
	return record
}

// yieldWaiting yields the oldest records as exchanges with one half, until at most left
// records are waiting, with bodies of at most size bytes.
func (w *warcReader) yieldWaiting(left, size int) bool {
	for len(w.waiting) > left || w.size > size {
		record := w.take(0)
		if record.exchange == nil {
			continue
		}
		record.exchange.Response.Lost = record.isRequest()
		if !w.yieldExchange(record.exchange) {
			return false
		}
	}
	return true
}

// join yields the exchange of a request and a response, if the response could be read.
func (w *warcReader) join(a, b warcRecord) bool {
	response, request := a, b
	if a.isRequest() {
		response, request = b, a
	}
	x := response.exchange
	if x == nil || request.exchange == nil {
		return x == nil || w.yieldExchange(x)
	}
	target := x.Request.URL
	x.Request = request.exchange.Request
	if x.Request.URL == "" {
		x.Request.URL = target
	}
	x.Other.note(target)
	x.Other = append(x.Other, request.exchange.Other...)
	x.Defects = append(request.exchange.Defects, x.Defects...)
	return w.yieldExchange(x)
}

func (w *warcReader) yieldExchange(x *Exchange) bool {
	w.number++
	x.Entry = w.number
	return w.yield(x, nil)
}

func (r *warcRecord) isRequest() bool { return r.kind == "request" }

// size returns the bytes of a record's bodies.
func (r *warcRecord) size() int {
	if r.exchange == nil {
		return 0
	}
	return len(r.exchange.Request.Body) + len(r.exchange.Response.Body)
}

// belongsTo reports whether two records belong to the same exchange: by their ids or, if
// they have none and byTarget is set, by their target.
func (r *warcRecord) belongsTo(other *warcRecord, byTarget bool) bool {
	if len(r.concurrent) == 0 && len(other.concurrent) == 0 {
		return byTarget && r.target == other.target
	}
	return slices.Contains(r.concurrent, other.id) || slices.Contains(other.concurrent, r.id)
}

func (w *warcReader) fail(at Position, failure *Defect) bool {
	return w.yield(nil, failure.failure(WARC, 0, at))
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

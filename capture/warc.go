package capture

import (
	"cmp"
	"io"
	"mime"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/http1"
)

// WARC files (ISO 28500): the records of requests, responses and revisits, for whose response
// the archive has another record. Other records are skipped.

var (
	// recordLine matches the first line of a record.
	recordLine = regexp.MustCompile(`^WARC/1\.[01]\r?\n`)
	// nextRecord matches that line after another.
	nextRecord = regexp.MustCompile(`\nWARC/1\.[01]\r?\n`)
)

// readWARC reads records, and joins a response and its request, in either order: by their
// ids, or by their target if they are adjacent.
func (d *dumpReader) readWARC() {
	for d.skipSet("\r\n") {
		at := d.at
		record, failure := d.readRecord()
		if failure != nil {
			d.fail(0, at, failure)
		}
		if record != nil {
			d.pair(record)
		}
	}
}

// readRecord reads a record, or skips other text. It returns nil for a record without a message.
func (d *dumpReader) readRecord() (record *half, failure *Defect) {
	h := &head{failure: &Defect{ErrMalformed, "want a record"}}
	if recordLine.Match(d.ahead(http1.MaxHeader)) {
		h = d.readHead(recordLine.Match)
	}
	length, err := strconv.ParseUint(h.header.Get("Content-Length"), 10, 62)
	if h.failure == nil && err != nil {
		h.failure = &Defect{ErrMalformed, "a record has no Content-Length"}
	}
	if h.failure != nil {
		d.note([]byte(h.text))
		d.skipTo(findRecord, d.note)
		return nil, h.failure
	}
	mediaType, _, _ := mime.ParseMediaType(h.header.Get("Content-Type"))
	kind := strings.ToLower(h.header.Get("WARC-Type"))
	isMessage := mediaType == "application/http" && (kind == "request" || kind == "response")
	switch {
	case isMessage:
	case !d.skipFar(int64(length)):
		return nil, &Defect{io.ErrUnexpectedEOF, "the record is cut off"}
	case kind != "revisit":
		return nil, nil
	}
	record = &half{
		isRequest:  kind == "request",
		exchange:   d.open(),
		id:         h.header.Get("WARC-Record-ID"),
		concurrent: h.header.Get("WARC-Concurrent-To"), // no known tool writes more than one
	}
	record.exchange.Request.URL = strings.Trim(h.header.Get("WARC-Target-URI"), "<>") // QUIRK: GNU Wget writes <URI>, as 1.0 says
	if isMessage {
		failure = d.readBlock(record, h.header, length)
	}
	record.isDamaged = failure != nil || !isMessage // of a revisit, the archive has the response elsewhere
	return record, failure
}

// readBlock reads the message in a record with a header, and skips it.
func (d *dumpReader) readBlock(record *half, h Header, length uint64) (failure *Defect) {
	defer d.skipFar(int64(length))
	x := record.exchange
	if length > uint64(d.limit)+http1.MaxHeader {
		return &Defect{ErrTooLarge, "a record"}
	}
	block := d.upTo(int(length))
	failure = d.readRecorded(record, &lookahead{text: block, at: d.at, err: io.EOF, alone: true, exact: true})
	if len(block) < int(length) || h.Get("WARC-Truncated") != "" {
		x.addDefect(&Defect{io.ErrUnexpectedEOF, "the record is cut off"})
		if !record.isRequest && len(x.Response.Body) == 0 {
			x.Response.omitBody()
		}
	}
	if failure != nil {
		x.note(block)
	}
	return failure
}

// readRecorded reads the message that is a record's block.
func (d *dumpReader) readRecorded(record *half, block *lookahead) (failure *Defect) {
	r := dumpReader{&pairing{limit: d.limit}, block, d.bodies}
	x, target := record.exchange, record.exchange.Request.URL
	for http1.StartsMessage(block.text) {
		switch h := r.readHead(http1.StartsMessage); {
		case h.isRequest() != record.isRequest:
			return notMessage
		case record.isRequest:
			failure = r.readRequest(x, h)
			x.note([]byte(x.Request.URL)) // which may differ
			x.Request.URL = target
			return failure
		case h.failure != nil:
			return h.failure
		case !h.isInterim():
			x.Response, failure = r.readBody(h, x)
			return failure
		default:
			x.noteHead(h)
		}
	}
	return notMessage
}

var notMessage = &Defect{ErrMalformed, "a record has no HTTP message of the kind that its type says"}

// pair yields the exchange of a record and its counterpart, if the response could be read,
// or makes the record wait for that. Records belong together by their ids or, if they name
// none and are adjacent, by their target.
func (d *dumpReader) pair(record *half) {
	i := slices.IndexFunc(d.waiting, func(other *half) bool {
		switch {
		case other.isRequest == record.isRequest:
			return false
		case other.concurrent+record.concurrent == "":
			return other == d.waiting[len(d.waiting)-1] && other.exchange.Request.URL == record.exchange.Request.URL
		}
		return other.names(record) || record.names(other)
	})
	if i < 0 {
		d.wait(record)
		return
	}
	request, response := d.take(i), record
	if record.isRequest {
		request, response = response, request
	}
	if response.isDamaged {
		return
	}
	x := response.exchange
	target := x.Request.URL
	x.note([]byte(target)) // which may differ
	x.Request = request.exchange.Request
	x.Request.URL = cmp.Or(x.Request.URL, target)
	if r := &x.Response; r.BodyOmitted && http1.IsBodiless(x.Request.Method, r.Status) { // the method was not known
		r.Body, r.BodyOmitted = []byte{}, false
	}
	if request.isDamaged {
		x.addDefect(dropped)
		x.Request.BodyOmitted = !strings.Contains(x.Request.URL, "?")
	}
	x.Defects = append(request.exchange.Defects, x.Defects...)
	x.Other = append(x.Other, request.exchange.Other...)
	d.count(x)
	d.yield(x, nil)
}

// findRecord returns where a record begins, at the beginning of a line, or -1.
func findRecord(text []byte, _ bool) int {
	if at := nextRecord.FindIndex(text); at != nil {
		return at[0] + 1
	}
	return -1
}

// Package export writes exchanges as a capture: JSON Lines or a HAR.
package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/wire"
)

// A Writer writes the exchanges of a capture. Of their headers it writes the fields that say
// what a body is.
type Writer struct {
	to     *bufio.Writer
	entry  bytes.Buffer  // the entry that is being written
	values *json.Encoder // writes to entry
	isHAR  bool
	before string // what precedes the next entry of a HAR
}

// New returns a Writer of JSON Lines or HAR; Auto means JSON Lines.
func New(to io.Writer, format capture.Format) *Writer {
	w := &Writer{to: bufio.NewWriterSize(to, 64<<10), isHAR: format == capture.HAR, before: harHead}
	w.values = json.NewEncoder(&w.entry)
	w.values.SetEscapeHTML(false)
	return w
}

const (
	harHead = `{"log":{"version":"1.2","creator":{"name":"smscodec redact","version":"1"},"pages":[],"entries":[` + "\n"
	harTail = "]}}\n"
)

// Write writes an exchange.
func (w *Writer) Write(x *capture.Exchange) error {
	if w.isHAR {
		w.writeEntry(x)
	} else {
		w.values.Encode(lineOf(x))
	}
	_, err := w.entry.WriteTo(w.to)
	return err
}

// Close ends a capture that is not empty.
func (w *Writer) Close() error {
	if w.isHAR {
		w.to.WriteString(harTail)
	}
	return w.to.Flush()
}

type object = map[string]any

// A line is an exchange in JSON Lines; docs/schemas/exchange.json describes it.
type line struct {
	URL            string  `json:"url,omitempty"`
	Method         string  `json:"method,omitempty"`
	RequestHeaders headers `json:"requestHeaders,omitzero"`
	Post           string  `json:"post,omitempty"`
	Status         int     `json:"status"`
	Headers        headers `json:"headers"`
	BodyOmitted    object  `json:"bodyOmitted,omitempty"`
	Body           text    `json:"body,omitzero"`
	BodyBase64     []byte  `json:"bodyBase64,omitzero"`
}

// A text is written as a string, without a copy.
type text []byte

func (t text) MarshalText() ([]byte, error) { return t, nil }

// headers are the fields of a header that are written.
type headers struct {
	ContentType      *string `json:"Content-Type,omitempty"` // may be empty
	ContentLength    string  `json:"Content-Length,omitempty"`
	ContentEncoding  string  `json:"Content-Encoding,omitempty"`
	TransferEncoding string  `json:"Transfer-Encoding,omitempty"`
}

func headersOf(h capture.Header) headers {
	all := headers{nil, h.Get("Content-Length"), h.Get("Content-Encoding"), h.Get("Transfer-Encoding")}
	if len(h) > 0 && h[0].Name == "Content-Type" {
		all.ContentType = &h[0].Value
	}
	return all
}

func lineOf(x *capture.Exchange) line {
	q, r := &x.Request, &x.Response
	l := line{URL: q.URL, Method: q.Method, RequestHeaders: headersOf(q.Header), Post: string(q.Body), Status: r.Status, Headers: headersOf(r.Header)}
	switch {
	case r.BodyOmitted:
		l.BodyOmitted = omitted(r)
	case r.Lost:
	case r.Text:
		l.Body = r.Body
	default:
		l.BodyBase64 = r.Body
	}
	return l
}

func omitted(r *capture.Response) object {
	return object{"kind": r.Omitted.Kind, "size": r.Omitted.Size}
}

// unknownURL is the URL of a request that is not known.
const unknownURL = "https://example.invalid/" + wire.Path

// writeEntry writes an exchange in HAR 1.2, with the members that it must have.
func (w *Writer) writeEntry(x *capture.Exchange) {
	q, r := &x.Request, &x.Response
	method, url, size := q.Method, q.URL, len(q.Body)
	switch {
	case size > 0:
	case url == "":
		// In a HAR, a missing form marks an unknown request.
		method, url, size = http.MethodPost, unknownURL, 1
	case q.BodyOmitted:
		size = 1
	}
	query := []pair{}
	parameters := q.Query()
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		for _, value := range parameters[name] {
			query = append(query, pair{name, value})
		}
	}
	w.write(w.before+`{"startedDateTime":"1970-01-01T00:00:00.000Z","time":0,"cache":{},"timings":{"send":0,"wait":0,"receive":0},`+
		`"request":{"method":`, method, `,"url":`, url, `,"httpVersion":"HTTP/1.1","cookies":[],"headers":`, pairs(q.Header),
		`,"queryString":`, query, `,"headersSize":-1,"bodySize":`, size)
	if len(q.Body) > 0 {
		w.write(`,"postData":`, object{"mimeType": q.Header.Get("Content-Type"), "text": string(q.Body)})
	}
	w.write(`},"response":{"status":`, r.Status, `,"statusText":"","httpVersion":"HTTP/1.1","cookies":[],"headers":`, pairs(r.Header), `,"content":{`)
	mediaType := r.Header.Get("Content-Type")
	switch {
	case r.BodyOmitted:
		w.write(`"_bodyOmitted":`, omitted(r), `,"mimeType":`, mediaType, `,"size":`, r.Omitted.Size)
	case r.Lost, r.Status == 0 && len(r.Body) == 0: // a HAR does not distinguish the two
		w.write(`"mimeType":`, mediaType, `,"size":-1`)
	case r.Text:
		w.write(`"mimeType":`, mediaType, `,"size":`, len(r.Body), `,"text":`, text(r.Body))
	default:
		w.write(`"mimeType":`, mediaType, `,"size":`, len(r.Body), `,"encoding":"base64","text":`, r.Body)
	}
	w.write(`},"redirectURL":"","headersSize":-1,"bodySize":-1}}` + "\n")
	w.before = ","
}

// write writes syntax and values, by turns.
func (w *Writer) write(parts ...any) {
	for i, part := range parts {
		if i%2 == 0 {
			w.entry.WriteString(part.(string))
		} else {
			w.values.Encode(part) // and a line end
			w.entry.Truncate(w.entry.Len() - 1)
		}
	}
}

// A pair is a field or a parameter in a HAR.
type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func pairs(header capture.Header) []pair {
	all := []pair{}
	for _, f := range header {
		all = append(all, pair(f))
	}
	return all
}

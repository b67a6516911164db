// Package export writes exchanges as a capture: JSON Lines or a HAR.
package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
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
	to    *bufio.Writer // it remembers an error
	lines *json.Encoder
	isHAR bool
	began bool
}

// New returns a Writer of JSON Lines or HAR; Auto means JSON Lines.
func New(to io.Writer, format capture.Format) *Writer {
	w := &Writer{to: bufio.NewWriterSize(to, 64<<10), isHAR: format == capture.HAR}
	w.lines = json.NewEncoder(w.to)
	w.lines.SetEscapeHTML(false)
	return w
}

const (
	harHead = `{"log":{"version":"1.2","creator":{"name":"smscodec redact","version":"1"},"pages":[],"entries":[` + "\n"
	harTail = "\n]}}\n"
)

// Write writes an exchange.
func (w *Writer) Write(x *capture.Exchange) (err error) {
	switch {
	case !w.isHAR:
		err = w.lines.Encode(lineOf(x))
	case w.began:
		_, err = fmt.Fprintf(w.to, ",\n%s", entryOf(x))
	default:
		_, err = fmt.Fprintf(w.to, "%s%s", harHead, entryOf(x))
	}
	w.began = true
	return err
}

// Close ends a capture that is not empty.
func (w *Writer) Close() error {
	if w.isHAR {
		w.to.WriteString(harTail)
	}
	return w.to.Flush()
}

// marshal returns a value in JSON, on one line.
func marshal(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.Encode(value) // which cannot fail
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
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
	Body           *string `json:"body,omitempty"`
	BodyBase64     []byte  `json:"bodyBase64,omitzero"`
}

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
		body := string(r.Body)
		l.Body = &body
	default:
		l.BodyBase64 = r.Body
	}
	return l
}

func omitted(r *capture.Response) object {
	return object{"kind": r.Omitted.Kind, "size": r.Omitted.Size}
}

// harEntry is an entry in HAR 1.2, with the members that it must have.
const harEntry = `{"startedDateTime":"1970-01-01T00:00:00.000Z","time":0,"cache":{},"timings":{"send":0,"wait":0,"receive":0},` +
	`"request":{"method":%s,"url":%s,"httpVersion":"HTTP/1.1","cookies":[],"headers":%s,"queryString":%s,"headersSize":-1,"bodySize":%d%s},` +
	`"response":{"status":%d,"statusText":"","httpVersion":"HTTP/1.1","cookies":[],"headers":%s,"content":%s,"redirectURL":"","headersSize":-1,"bodySize":-1}}`

// unknownURL is the URL of a request that is not known.
const unknownURL = "https://example.invalid/" + wire.Path

func entryOf(x *capture.Exchange) []byte {
	q, r := &x.Request, &x.Response
	method, address, size, post := q.Method, q.URL, len(q.Body), ""
	switch {
	case size > 0:
		post = fmt.Sprintf(`,"postData":%s`, marshal(object{"mimeType": q.Header.Get("Content-Type"), "text": string(q.Body)}))
	case address == "":
		// A HAR expresses that a request is not known by a form that is missing.
		method, address, size = http.MethodPost, unknownURL, 1
	case q.BodyOmitted:
		size = 1
	}
	parameters := []object{}
	query := q.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			parameters = append(parameters, object{"name": name, "value": value})
		}
	}
	content := object{"mimeType": r.Header.Get("Content-Type"), "size": len(r.Body)}
	switch {
	case r.BodyOmitted:
		content["size"], content["_bodyOmitted"] = r.Omitted.Size, omitted(r)
	case r.Lost, r.Status == 0 && len(r.Body) == 0: // a HAR does not distinguish the two
		content["size"] = -1
	case r.Text:
		content["text"] = string(r.Body)
	default:
		content["encoding"], content["text"] = "base64", r.Body
	}
	return fmt.Appendf(nil, harEntry, marshal(method), marshal(address), marshal(pairs(q.Header)), marshal(parameters), size, post,
		r.Status, marshal(pairs(r.Header)), marshal(content))
}

func pairs(header capture.Header) []object {
	all := []object{}
	for _, f := range header {
		all = append(all, object{"name": f.Name, "value": f.Value})
	}
	return all
}

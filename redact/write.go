package redact

// Writing: the copy as JSON Lines or HAR.

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/wire"
)

// partSize is the usual size of a part's copy, in bytes.
const partSize = 320 << 10

// An encoder encodes copies of exchanges: in JSON Lines one per line, in HAR each after a
// comma and a line end.
type encoder struct {
	isHAR bool
	text  bytes.Buffer
	json  *json.Encoder
}

func newEncoder(format capture.Format) *encoder {
	e := &encoder{isHAR: format == capture.HAR}
	e.text.Grow(partSize)
	e.json = json.NewEncoder(&e.text)
	e.json.SetEscapeHTML(false)
	return e
}

func (e *encoder) encode(x *capture.Exchange) {
	if !e.isHAR {
		e.json.Encode(newLine(x)) // strings and numbers, which cannot fail
		return
	}
	e.text.WriteString(",\n")
	e.json.Encode(newEntry(x))
	e.text.Truncate(e.text.Len() - len("\n"))
}

// A writer writes a copy.
type writer struct {
	to        io.Writer
	isHAR     bool
	isStarted bool
}

func newWriter(to io.Writer, format capture.Format) *writer {
	return &writer{to: to, isHAR: format == capture.HAR}
}

const (
	harHead = `{"log":{"version":"1.2","creator":{"name":"smscodec redact","version":"1"},"pages":[],"entries":[`
	harTail = "\n]}}\n"
)

// write writes the text of an encoder.
func (w *writer) write(text []byte) error {
	if len(text) == 0 {
		return nil
	}
	if w.isHAR && !w.isStarted {
		text = append([]byte(harHead), bytes.TrimPrefix(text, []byte(","))...)
	}
	w.isStarted = true
	_, err := w.to.Write(text)
	return err
}

// close ends a copy that is not empty.
func (w *writer) close() error {
	if !w.isHAR {
		return nil
	}
	_, err := io.WriteString(w.to, harTail)
	return err
}

// A line is an exchange in JSON Lines; docs/schemas/exchange.json describes it.
type line struct {
	URL            string    `json:"url,omitempty"`
	Method         string    `json:"method,omitempty"`
	RequestHeaders *fields   `json:"requestHeaders,omitempty"`
	Post           string    `json:"post,omitempty"`
	Status         int       `json:"status"`
	Headers        fields    `json:"headers"`
	Body           *string   `json:"body,omitempty"`
	BodyBase64     []byte    `json:"bodyBase64,omitempty"`
	BodyOmitted    *omission `json:"bodyOmitted,omitempty"`
}

// fields are the fields of headers that a copy may have.
type fields struct {
	ContentType      *string `json:"Content-Type,omitempty"`
	ContentLength    *string `json:"Content-Length,omitempty"`
	ContentEncoding  *string `json:"Content-Encoding,omitempty"`
	TransferEncoding *string `json:"Transfer-Encoding,omitempty"`
}

func newFields(h capture.Header) (f fields) {
	for i := range h {
		switch value := &h[i].Value; h[i].Name {
		case "Content-Type":
			f.ContentType = value
		case "Content-Length":
			f.ContentLength = value
		case "Content-Encoding":
			f.ContentEncoding = value
		case "Transfer-Encoding":
			f.TransferEncoding = value
		}
	}
	return f
}

type omission struct {
	Kind string `json:"kind"`
	Size int    `json:"size"`
}

func newOmission(r *capture.Response) *omission {
	if !r.BodyOmitted {
		return nil
	}
	return &omission{r.Omitted.Kind, r.Omitted.Size}
}

func newLine(x *capture.Exchange) line {
	r := &x.Response
	l := line{
		URL: x.Request.URL, Method: x.Request.Method, Post: string(x.Request.Body),
		Status: r.Status, Headers: newFields(r.Header), BodyOmitted: newOmission(r),
	}
	if h := newFields(x.Request.Header); h != (fields{}) {
		l.RequestHeaders = &h
	}
	switch {
	case r.Lost:
	case r.Text:
		body := string(r.Body)
		l.Body = &body
	default:
		l.BodyBase64 = r.Body
	}
	return l
}

type object map[string]any

// newEntry returns an exchange in HAR 1.2, with the members that it must have.
func newEntry(x *capture.Exchange) object {
	request := object{
		"method": x.Request.Method, "url": x.Request.URL, "httpVersion": "HTTP/1.1", "cookies": []object{},
		"headers": harFields(x.Request.Header), "queryString": []object{}, "headersSize": -1, "bodySize": len(x.Request.Body),
	}
	if _, query, ok := strings.Cut(x.Request.URL, "?"); ok {
		request["queryString"] = harParameters(query)
	}
	switch {
	case len(x.Request.Body) > 0:
		request["postData"] = object{"mimeType": x.Request.Header.Get("Content-Type"), "text": string(x.Request.Body)}
	case x.Request.URL == "":
		// The request is not known. A HAR expresses this by a form that is missing.
		request["method"], request["url"], request["bodySize"] = http.MethodPost, unknownURL, 1
	}
	return object{
		"startedDateTime": "1970-01-01T00:00:00.000Z", "time": 0, "cache": object{}, "timings": object{"send": 0, "wait": 0, "receive": 0},
		"request": request,
		"response": object{
			"status": x.Response.Status, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": []object{},
			"headers": harFields(x.Response.Header), "content": harContent(&x.Response), "redirectURL": "", "headersSize": -1, "bodySize": -1,
		},
	}
}

// unknownURL is the URL of a request that is not known.
const unknownURL = "https://" + otherHost + "/" + wire.Path

func harContent(r *capture.Response) object {
	content := object{"size": len(r.Body), "mimeType": r.Header.Get("Content-Type")}
	switch {
	case r.BodyOmitted:
		content["size"], content["_bodyOmitted"] = r.Omitted.Size, newOmission(r)
	case r.Lost, r.Status == 0 && len(r.Body) == 0: // a HAR does not distinguish the two
		content["size"] = -1
	case r.Text:
		content["text"] = string(r.Body)
	default:
		content["text"], content["encoding"] = r.Body, "base64"
	}
	return content
}

func harFields(h capture.Header) []object {
	all := []object{}
	for _, f := range h {
		all = append(all, object{"name": f.Name, "value": f.Value})
	}
	return all
}

func harParameters(query string) []object {
	all := []object{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		value, _ = url.QueryUnescape(value) // the copy's own
		all = append(all, object{"name": name, "value": value})
	}
	return all
}

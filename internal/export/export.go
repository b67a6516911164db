// Package export writes exchanges as a capture: JSON Lines or a HAR.
package export

import (
	"bufio"
	"encoding/base64"
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
	to    *bufio.Writer // it remembers an error
	lines *json.Encoder
	isHAR bool
	began bool // a HAR has an entry
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
	harTail = "]}}\n"
)

// Write writes an exchange.
func (w *Writer) Write(x *capture.Exchange) error {
	if !w.isHAR {
		return w.lines.Encode(lineOf(x))
	}
	separator := ","
	if !w.began {
		separator = harHead
	}
	w.began = true
	w.to.WriteString(separator)
	return w.lines.Encode(entryOf(x))
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

// An entry is an exchange in HAR 1.2, with the members that it must have.
type entry struct {
	StartedDateTime string   `json:"startedDateTime"`
	Time            int      `json:"time"`
	Cache           struct{} `json:"cache"`
	Timings         struct {
		Send    int `json:"send"`
		Wait    int `json:"wait"`
		Receive int `json:"receive"`
	} `json:"timings"`
	Request  request  `json:"request"`
	Response response `json:"response"`
}

type request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []pair    `json:"cookies"`
	Headers     []pair    `json:"headers"`
	QueryString []pair    `json:"queryString"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
	PostData    *postData `json:"postData,omitempty"`
}

type response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []pair  `json:"cookies"`
	Headers     []pair  `json:"headers"`
	Content     content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int     `json:"headersSize"`
	BodySize    int     `json:"bodySize"`
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type postData struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

type content struct {
	BodyOmitted object  `json:"_bodyOmitted,omitempty"`
	MimeType    string  `json:"mimeType"`
	Size        int     `json:"size"`
	Encoding    string  `json:"encoding,omitempty"`
	Text        *string `json:"text,omitempty"` // may be empty
}

const httpVersion = "HTTP/1.1"

// unknownURL is the URL of a request that is not known.
const unknownURL = "https://example.invalid/" + wire.Path

func entryOf(x *capture.Exchange) *entry {
	q, r := &x.Request, &x.Response
	e := &entry{StartedDateTime: "1970-01-01T00:00:00.000Z"}
	e.Request = request{
		Method: q.Method, URL: q.URL, HTTPVersion: httpVersion, Cookies: []pair{}, Headers: pairs(q.Header), QueryString: []pair{},
		HeadersSize: -1, BodySize: len(q.Body),
	}
	switch {
	case len(q.Body) > 0:
		e.Request.PostData = &postData{q.Header.Get("Content-Type"), string(q.Body)}
	case q.URL == "":
		// A HAR expresses that a request is not known by a form that is missing.
		e.Request.Method, e.Request.URL, e.Request.BodySize = http.MethodPost, unknownURL, 1
	case q.BodyOmitted:
		e.Request.BodySize = 1
	}
	query := q.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			e.Request.QueryString = append(e.Request.QueryString, pair{name, value})
		}
	}
	e.Response = response{
		Status: r.Status, HTTPVersion: httpVersion, Cookies: []pair{}, Headers: pairs(r.Header),
		Content: content{MimeType: r.Header.Get("Content-Type"), Size: len(r.Body)}, HeadersSize: -1, BodySize: -1,
	}
	c := &e.Response.Content
	switch {
	case r.BodyOmitted:
		c.Size, c.BodyOmitted = r.Omitted.Size, omitted(r)
	case r.Lost, r.Status == 0 && len(r.Body) == 0: // a HAR does not distinguish the two
		c.Size = -1
	case r.Text:
		text := string(r.Body)
		c.Text = &text
	default:
		text := base64.StdEncoding.EncodeToString(r.Body)
		c.Encoding, c.Text = "base64", &text
	}
	return e
}

func pairs(header capture.Header) []pair {
	all := []pair{}
	for _, f := range header {
		all = append(all, pair(f))
	}
	return all
}

package redact

// Writing: a copy in JSON Lines or HAR.

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

// partSize is about as many bytes as the copy of a part has.
const partSize = 320 << 10

// An encoder encodes copies of exchanges: in JSON Lines each in a line, in HAR each after
// a comma and a line end.
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

// write writes what an encoder has encoded.
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
	ContentType      string `json:"Content-Type,omitempty"`
	ContentLength    string `json:"Content-Length,omitempty"`
	ContentEncoding  string `json:"Content-Encoding,omitempty"`
	TransferEncoding string `json:"Transfer-Encoding,omitempty"`
}

func newFields(h capture.Header) fields {
	return fields{h.Get("Content-Type"), h.Get("Content-Length"), h.Get("Content-Encoding"), h.Get("Transfer-Encoding")}
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

// An entry is an exchange in HAR 1.2, with the members that it must have.
type entry struct {
	Started  string         `json:"startedDateTime"`
	Time     int            `json:"time"`
	Request  harRequest     `json:"request"`
	Response harResponse    `json:"response"`
	Cache    struct{}       `json:"cache"`
	Timings  map[string]int `json:"timings"`
}

type harRequest struct {
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	Version     string     `json:"httpVersion"`
	Cookies     []harField `json:"cookies"`
	Headers     []harField `json:"headers"`
	Query       []harField `json:"queryString"`
	Form        *harForm   `json:"postData,omitempty"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type harForm struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	Version     string     `json:"httpVersion"`
	Cookies     []harField `json:"cookies"`
	Headers     []harField `json:"headers"`
	Content     harContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type harContent struct {
	Size     int       `json:"size"`
	MimeType string    `json:"mimeType"`
	Encoding string    `json:"encoding,omitempty"`
	Text     *string   `json:"text,omitempty"`
	Omitted  *omission `json:"_bodyOmitted,omitempty"`
}

type harField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func newEntry(x *capture.Exchange) entry {
	request, r := &x.Request, &x.Response
	e := entry{Started: "1970-01-01T00:00:00.000Z", Timings: map[string]int{"send": 0, "wait": 0, "receive": 0}}
	e.Request = harRequest{
		Method: request.Method, URL: request.URL, Version: "HTTP/1.1",
		Cookies: []harField{}, Headers: harFields(request.Header), Query: []harField{}, HeadersSize: -1, BodySize: len(request.Body),
	}
	_, query, _ := strings.Cut(request.URL, "?")
	for name, value := range secrets.Query(query) {
		e.Request.Query = append(e.Request.Query, harField{name, value})
	}
	switch {
	case len(request.Body) > 0:
		e.Request.Form = &harForm{request.Header.Get("Content-Type"), string(request.Body)}
	case request.URL == "":
		// What was asked is not known. A HAR says so by a form that it does not have.
		e.Request.Method, e.Request.URL, e.Request.BodySize = "POST", unknownURL, 1
	}
	e.Response = harResponse{
		Status: r.Status, Version: "HTTP/1.1", Cookies: []harField{}, Headers: harFields(r.Header),
		Content:     harContent{Size: len(r.Body), MimeType: r.Header.Get("Content-Type"), Omitted: newOmission(r)},
		HeadersSize: -1, BodySize: -1,
	}
	text := string(r.Body)
	switch content := &e.Response.Content; {
	case r.BodyOmitted:
		content.Size = r.Omitted.Size
	case r.Lost, r.Status == 0 && len(r.Body) == 0: // which is the same in a HAR
		content.Size = -1
	case r.Text:
		content.Text = &text
	default:
		text = base64.StdEncoding.EncodeToString(r.Body)
		content.Text, content.Encoding = &text, "base64"
	}
	return e
}

// unknownURL is that of a request that is not known.
const unknownURL = "https://" + otherHost + "/sys/senders.php"

func harFields(h capture.Header) []harField {
	all := []harField{}
	for _, f := range h {
		all = append(all, harField(f))
	}
	return all
}

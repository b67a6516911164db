package redact

// Writing: the copy as JSON Lines or HAR.

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/wire"
)

// A writer writes copies of exchanges.
type writer struct {
	to    io.Writer
	isHAR bool
	text  []byte // not yet written
	began bool   // text was written
}

func newWriter(to io.Writer, format capture.Format) *writer {
	return &writer{to: to, isHAR: format == capture.HAR}
}

const (
	harHead = `{"log":{"version":"1.2","creator":{"name":"smscodec redact","version":"1"},"pages":[],"entries":[`
	harTail = "\n]}}\n"

	bufferSize = 64 << 10
)

func (w *writer) write(x *capture.Exchange) error {
	switch {
	case !w.isHAR:
		w.text = appendLine(w.text, x)
	case !w.began && len(w.text) == 0:
		w.text = appendEntry(append(w.text, harHead+"\n"...), x)
	default:
		w.text = appendEntry(append(w.text, ",\n"...), x)
	}
	if len(w.text) < bufferSize {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	_, err := w.to.Write(w.text)
	w.text, w.began = w.text[:0], true
	return err
}

// close ends a copy that is not empty.
func (w *writer) close() error {
	if w.isHAR {
		w.text = append(w.text, harTail...)
	}
	return w.flush()
}

// appendLine appends an exchange in JSON Lines; docs/schemas/exchange.json describes it.
func appendLine(b []byte, x *capture.Exchange) []byte {
	b = append(b, '{')
	member := func(name, value string) {
		if value != "" {
			b = append(appendString(append(append(b, name...), ':'), value), ',')
		}
	}
	member(`"url"`, x.Request.URL)
	member(`"method"`, x.Request.Method)
	if len(x.Request.Header) > 0 {
		b = append(appendHeader(append(b, `"requestHeaders":`...), x.Request.Header), ',')
	}
	member(`"post"`, string(x.Request.Body))
	b = appendHeader(fmt.Appendf(b, `"status":%d,"headers":`, x.Response.Status), x.Response.Header)
	switch r := &x.Response; {
	case r.BodyOmitted:
		b = appendOmitted(append(b, `,"bodyOmitted":`...), r)
	case r.Lost:
	case r.Text:
		b = appendString(append(b, `,"body":`...), r.Body)
	default:
		b = append(base64.StdEncoding.AppendEncode(append(b, `,"bodyBase64":"`...), r.Body), '"')
	}
	return append(b, "}\n"...)
}

func appendOmitted(b []byte, r *capture.Response) []byte {
	return fmt.Appendf(b, `{"kind":%q,"size":%d}`, r.Omitted.Kind, r.Omitted.Size)
}

func appendHeader(b []byte, h capture.Header) []byte {
	separator := byte('{')
	for _, f := range h {
		b = appendString(append(appendString(append(b, separator), f.Name), ':'), f.Value)
		separator = ','
	}
	if len(h) == 0 {
		b = append(b, '{')
	}
	return append(b, '}')
}

// appendString appends a text in UTF-8 as a string of JSON.
func appendString[T string | []byte](b []byte, text T) []byte {
	b = append(b, '"')
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, text[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = fmt.Appendf(b, `\u%04x`, c)
		}
	}
	return append(append(b, text[start:]...), '"')
}

// harEntry is an entry in HAR 1.2, with the members that it must have.
const harEntry = `{"startedDateTime":"1970-01-01T00:00:00.000Z","time":0,"cache":{},"timings":{"send":0,"wait":0,"receive":0},` +
	`"request":{"method":%s,"url":%s,"httpVersion":"HTTP/1.1","cookies":[],"headers":%s,"queryString":%s,"headersSize":-1,"bodySize":%d%s},` +
	`"response":{"status":%d,"statusText":"","httpVersion":"HTTP/1.1","cookies":[],"headers":%s,"content":{"mimeType":%s,%s},"redirectURL":"","headersSize":-1,"bodySize":-1}}`

// unknownURL is the URL of a request that is not known.
const unknownURL = "https://" + otherHost + "/" + wire.Path

func appendEntry(b []byte, x *capture.Exchange) []byte {
	method, address, size, post := x.Request.Method, x.Request.URL, len(x.Request.Body), ""
	switch {
	case size > 0:
		post = fmt.Sprintf(`,"postData":{"mimeType":%s,"text":%s}`, quoted(x.Request.Header.Get("Content-Type")), quoted(x.Request.Body))
	case address == "":
		// A HAR expresses that a request is not known by a form that is missing.
		method, address, size = http.MethodPost, unknownURL, 1
	}
	var parameters capture.Header
	if _, query, ok := strings.Cut(address, "?"); ok {
		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			value, _ = url.QueryUnescape(value) // the copy's own
			parameters = append(parameters, capture.Field{Name: name, Value: value})
		}
	}
	r := &x.Response
	content := `"size":` + strconv.Itoa(len(r.Body))
	switch {
	case r.BodyOmitted:
		content = fmt.Sprintf(`"size":%d,"_bodyOmitted":%s`, r.Omitted.Size, appendOmitted(nil, r))
	case r.Lost, r.Status == 0 && len(r.Body) == 0: // a HAR does not distinguish the two
		content = `"size":-1`
	case r.Text:
		content += `,"text":` + quoted(r.Body)
	default:
		content += `,"encoding":"base64","text":"` + base64.StdEncoding.EncodeToString(r.Body) + `"`
	}
	return fmt.Appendf(b, harEntry, quoted(method), quoted(address), harPairs(x.Request.Header), harPairs(parameters), size, post,
		r.Status, harPairs(r.Header), quoted(r.Header.Get("Content-Type")), content)
}

func quoted[T string | []byte](text T) string { return string(appendString(nil, text)) }

func harPairs(all capture.Header) string {
	var pairs []string
	for _, f := range all {
		pairs = append(pairs, `{"name":`+quoted(f.Name)+`,"value":`+quoted(f.Value)+`}`)
	}
	return "[" + strings.Join(pairs, ",") + "]"
}

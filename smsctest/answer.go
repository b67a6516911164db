package smsctest

// The HTTP response that answers a call: the encoded reply, and the faults in it.

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/smschttp"
)

// A response is the HTTP response to a call.
type response struct {
	status      int
	contentType string
	body        []byte
	length      int // the Content-Length; under FaultTruncated more than the body has
}

func failure(status int, text string) response {
	return response{status: status, contentType: "text/plain; charset=utf-8", body: []byte(text), length: len(text)}
}

const badGateway = `<html>
<head><title>502 Bad Gateway</title></head>
<body><h1>502 Bad Gateway</h1></body>
</html>
`

// response returns the response to a call, with its faults.
func (f *Fake) response(c call) response {
	if c.faults.has(FaultBadGateway) {
		return response{status: http.StatusBadGateway, contentType: "text/html", body: []byte(badGateway), length: len(badGateway)}
	}
	header, wire := f.charsets(c)
	c.req.Charset = header
	contentType := smschttp.ContentType(c.req)
	c.req.Charset = wire
	body, err := f.body(c)
	if err != nil {
		// The state has a name that the format cannot represent.
		return failure(http.StatusInternalServerError, err.Error())
	}
	out := response{status: http.StatusOK, contentType: contentType, body: body, length: len(body)}
	if c.faults.has(FaultTruncated) {
		// net/http closes a connection on which less is sent than declared.
		out.body = body[:len(body)/2]
	}
	return out
}

// body returns the body with all faults except FaultTruncated.
func (f *Fake) body(c call) ([]byte, error) {
	if c.faults.has(FaultEmpty) {
		return nil, nil
	}
	refusal, isRefusal := c.reply.(*smscodec.APIError)
	if isRefusal && c.faults.has(FaultExtra) {
		c.reply = &smscodec.APIError{Code: refusal.Code, Text: refusal.Text, Extra: []smscodec.Field{{Name: wire.ParamID, Value: "34"}}}
	}
	if isRefusal && c.faults.has(FaultPlainError) {
		c.req.Format = smscodec.Plain
	}
	body, err := f.codec(c).Append(nil, c.reply, c.req)
	if err != nil {
		return nil, err
	}
	lines := c.req.Format == smscodec.Plain || c.req.Format == smscodec.CSV
	if _, done := c.reply.(smscodec.Done); done && c.faults.has(FaultBareOK) && !lines {
		body, lines = []byte(wire.OK), true
	}
	if c.req.Format == smscodec.XML && !lines && c.faults.has(FaultXMLDeclaration) {
		body = fmt.Appendf(nil, "<?xml version=\"1.0\" encoding=\"%s\"?>\n%s", strings.ToUpper(c.req.Charset.String()), body)
	}
	if c.faults.has(FaultCRLF) {
		body = bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n"))
		if lines {
			body = append(body, "\r\n"...)
		}
	}
	if c.faults.has(FaultBOM) && c.req.Charset == smscodec.UTF8 {
		body = append([]byte("\xEF\xBB\xBF"), body...)
	}
	return body, nil
}

// charsets returns the charset that the Content-Type names and that of the body. Both are
// the requested one if the reply cannot be encoded in another.
func (f *Fake) charsets(c call) (header, wire smscodec.Charset) {
	asked := c.req.Charset
	header, wire = asked, asked
	if c.faults.has(FaultOtherCharset) {
		header, wire = smscodec.Windows1251, smscodec.Windows1251
	}
	if c.faults.has(FaultWrongCharset) {
		header, wire = asked, smscodec.UTF8
		if asked == smscodec.UTF8 {
			wire = smscodec.Windows1251
		}
	}
	c.req.Charset = wire
	if _, err := f.codec(c).Append(nil, c.reply, c.req); err != nil {
		return asked, asked
	}
	return header, wire
}

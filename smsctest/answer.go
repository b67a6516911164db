package smsctest

// The HTTP response that answers a call: the encoded reply, and the faults in it.

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
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
func (f *Fake) response(c *call) response {
	if c.faults.has(FaultBadGateway) {
		return response{status: http.StatusBadGateway, contentType: "text/html", body: []byte(badGateway), length: len(badGateway)}
	}
	list, _ := c.reply.(smscodec.List)
	if c.req.Operators && len(list) > 0 {
		c.apply(FaultColumns13)
	}
	header, wire := f.charsets(c)
	out, err := f.encode(c, header, wire)
	if err != nil {
		// The state has a name that the format cannot represent.
		return failure(http.StatusInternalServerError, err.Error())
	}
	if len(out.body) > 0 && c.apply(FaultTruncated) {
		// net/http closes a connection on which less is sent than declared.
		out.body = out.body[:len(out.body)/2]
	}
	return out
}

// charsets returns the charset that the Content-Type names and that of the body. Both are
// the requested one if the reply cannot be encoded in another.
func (f *Fake) charsets(c *call) (header, wire smscodec.Charset) {
	asked := c.req.Charset
	header, wire = asked, asked
	fault := FaultOtherCharset
	if c.faults.has(FaultOtherCharset) {
		header, wire = smscodec.Windows1251, smscodec.Windows1251
	}
	if c.faults.has(FaultWrongCharset) {
		fault = FaultWrongCharset
		header, wire = asked, smscodec.UTF8
		if asked == smscodec.UTF8 {
			wire = smscodec.Windows1251
		}
	}
	if wire == asked {
		return asked, asked
	}
	meant, err1 := f.codec(c).Append(nil, c.reply, c.req)
	req := c.req
	req.Charset = wire
	sent, err2 := f.codec(c).Append(nil, c.reply, req)
	if err1 != nil || err2 != nil {
		return asked, asked
	}
	if header != asked || !bytes.Equal(meant, sent) {
		c.apply(fault)
	}
	return header, wire
}

// encode returns the response with all faults except FaultTruncated.
func (f *Fake) encode(c *call, header, charset smscodec.Charset) (response, error) {
	req, reply := c.req, c.reply
	req.Charset = header
	out := response{status: http.StatusOK, contentType: smschttp.ContentType(req)}
	if c.apply(FaultEmpty) {
		return out, nil
	}
	req.Charset = charset
	refusal, isRefusal := reply.(*smscodec.APIError)
	if isRefusal && c.apply(FaultExtra) {
		reply = &smscodec.APIError{Code: refusal.Code, Text: refusal.Text, Extra: []smscodec.Field{{Name: wire.ParamID, Value: "34"}}}
	}
	if isRefusal && req.Format != smscodec.Plain && c.apply(FaultPlainError) {
		req.Format = smscodec.Plain
	}
	body, err := f.codec(c).Append(nil, reply, req)
	if err != nil {
		return out, err
	}
	if list, _ := reply.(smscodec.List); len(list) > 0 && req.Format != smscodec.CSV && c.apply(FaultExtra) && req.Format == smscodec.JSON {
		body = quotedID.ReplaceAll(body, []byte(`"id": $1`))
	}
	lines := req.Format == smscodec.Plain || req.Format == smscodec.CSV
	if _, done := reply.(smscodec.Done); done && !lines && c.apply(FaultBareOK) {
		body, lines = []byte(wire.OK), true
	}
	if req.Format == smscodec.XML && !lines && c.apply(FaultXMLDeclaration) {
		body = fmt.Appendf(nil, "<?xml version=\"1.0\" encoding=\"%s\"?>\n%s", strings.ToUpper(charset.String()), body)
	}
	if (lines || bytes.Contains(body, []byte("\n"))) && c.apply(FaultCRLF) {
		body = bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n"))
		if lines {
			body = append(body, "\r\n"...)
		}
	}
	if charset == smscodec.UTF8 && c.apply(FaultBOM) {
		body = append([]byte("\xEF\xBB\xBF"), body...)
	}
	out.body, out.length = body, len(body)
	return out, nil
}

// quotedID matches the undocumented id of a sender in JSON, as package smscodec encodes
// it. The server sends a number. Names have no line ends in JSON.
var quotedID = regexp.MustCompile(`(?m)^"id": "([0-9]+)"$`)

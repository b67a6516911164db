package view

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/redact"
)

// A Link has what the fragment of a link to the page holds.
type Link struct {
	Fragment string `json:"fragment"`
	HasBody  bool   `json:"hasBody"`
	Why      string `json:"why,omitempty"` // the body is not in it
}

// maxLinked is the longest body that a link holds, in bytes.
const maxLinked = 2000

// The parameters of a link beside those of the request.
const (
	paramBody = "body"
	paramText = "text" // 1 if the body is text, as that of a capture.Response
)

// linkTo returns a link to an answer. It holds the body if a redacted copy of the exchange
// holds it unchanged.
func linkTo(x *capture.Exchange, req smscodec.Request) Link {
	var link Link
	if req.Op != 0 {
		link.Fragment = req.Query().Encode()
	}
	body := x.Response.Body
	switch {
	case len(body) == 0:
		link.Why = "there is none"
	case len(body) > maxLinked:
		link.Why = "it is too long"
	case !isShareable(x, req):
		link.Why = "it contains more than what is known to be free of secrets"
	default:
		link.HasBody = true
		if x.Response.Text {
			link.Fragment += "&" + paramText + "=1"
		}
		link.Fragment = strings.TrimPrefix(link.Fragment+"&"+paramBody+"="+url.QueryEscape(string(body)), "&")
	}
	return link
}

// isShareable reports whether the redacted copy of an exchange has the same body.
func isShareable(x *capture.Exchange, req smscodec.Request) bool {
	line := map[string]any{"status": 200, "body": string(x.Response.Body)}
	if !x.Response.Text {
		delete(line, "body")
		line["bodyBase64"] = x.Response.Body
	}
	asked := x.Request.URL
	if asked == "" && req.Op != 0 {
		asked = "/" + wire.Path + "?" + req.Query().Encode()
	}
	if asked != "" {
		line["url"] = asked
	}
	if len(x.Request.Body) > 0 {
		line["method"], line["post"] = "POST", string(x.Request.Body)
		line["requestHeaders"] = map[string]string{"Content-Type": x.Request.Header.Get("Content-Type")}
	}
	text, err := json.Marshal(line)
	if err != nil {
		return false
	}
	var copied bytes.Buffer
	redactor := redact.Redactor{Reader: capture.Reader{Format: capture.JSONLines}}
	if _, err := redactor.Redact(&copied, bytes.NewReader(text)); err != nil {
		return false
	}
	var copy struct {
		Body       *string `json:"body"`
		BodyBase64 []byte  `json:"bodyBase64"`
	}
	if json.Unmarshal(copied.Bytes(), &copy) != nil {
		return false
	}
	if copy.Body != nil {
		return *copy.Body == string(x.Response.Body)
	}
	return copy.BodyBase64 != nil && bytes.Equal(copy.BodyBase64, x.Response.Body)
}

// Linked is what the fragment of a link holds.
type Linked struct {
	Request *Request `json:"request"`
	Body    []byte   `json:"body"`
	IsText  bool     `json:"isText"`
}

// ParseLink parses the fragment of a link.
func ParseLink(fragment string) Linked {
	values := smscodec.ParseForm(fragment)
	linked := Linked{Body: []byte(values.Get(paramBody)), IsText: values.Get(paramText) == "1"}
	if req, err := smscodec.ParseQuery(values); err == nil {
		linked.Request = newRequest(req)
	}
	return linked
}

package redact

// Requests and headers: which parts of them are copied.

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/parts"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// A copier copies exchanges.
type copier struct {
	keepBodies bool
	phones     phones
	finders    captured.Finders
	finder     *secrets.Finder // of the exchange's secrets
	taken      [][]byte        // the texts that the copy takes from the exchange, to be searched for secrets
	requests   memo.Memo[[5]string, requestCopy]
	fields     memo.Memo[string, string] // the copies of the values of header fields
	linter     lint.Linter
}

// A requestCopy is the copy of a request.
type requestCopy struct {
	*capture.Request                  // nil if it is for another endpoint, or cannot be copied
	asked            smscodec.Request // the zero Request if the captured one is not known or not valid
	err              error            // why it cannot be copied
}

var errForm = errors.New("redact: its form is not one that the endpoint reads, and may have secrets that are not known")

// request returns the copy of a request. It remembers the copy, unless that takes texts from the
// request, a sender or an id, which must be searched for the secrets of each exchange.
func (c *copier) request(r *capture.Request) requestCopy {
	key := [...]string{r.Method, r.Header.Get("Content-Type"), r.URL, string(r.Body), strconv.FormatBool(r.BodyOmitted)}
	return c.requests.Get(key, len(r.URL)+len(r.Body), func() (copied requestCopy, isLasting bool) {
		if copied.Request, copied.err = c.copyRequest(r); copied.Request != nil && !copied.BodyOmitted {
			values, _ := copied.Values()
			copied.asked, _ = smscodec.ParseQuery(values)
		}
		hasTexts := len(c.taken) > 0
		return copied, !hasTexts
	})
}

// copyRequest returns the copy of a request, or nil if it is for another endpoint. If its form was
// not captured, or it may have had one and no parameter is documented, the copy is a POST without
// a query: its parameters are not known.
func (c *copier) copyRequest(r *capture.Request) (*capture.Request, error) {
	method, endpoint := strings.ToUpper(r.Method), endpointOf(r.URL)
	if !slices.Contains(methods, method) || endpoint == "" && r.URL != "" || r.IsElsewhere() {
		return nil, nil
	}
	form, _ := r.Form()
	query, post := c.parameters(r.Query()), c.parameters(form)
	copied := &capture.Request{Method: method, URL: endpoint, Body: []byte(post)}
	mayHaveForm := method == http.MethodPost || method == "" && endpoint != ""
	switch {
	case captured.IsUnreadForm(r):
		return nil, errForm
	case r.BodyOmitted, mayHaveForm && query+post == "":
		endpoint = strings.Replace(endpoint, wire.OldPath, wire.Path, 1) // the old one is ours by a parameter
		copied = &capture.Request{Method: http.MethodPost, URL: endpoint, BodyOmitted: true}
	case endpoint != "" && query != "":
		copied.URL += "?" + query
	}
	contentType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if contentType != "" && post != "" {
		contentType = formType // the copy of any form is of this type
	}
	if contentType = listed(contentType); contentType != "" {
		copied.Header = capture.Header{{Name: "Content-Type", Value: contentType}}
	}
	return copied, nil
}

// address matches a URL: the scheme and the host, if it has them, and the path.
var address = regexp.MustCompile(`^(?:([^:/?#]+)://(?:[^/?#]*@)?([^/?#]*))?([^?#]*)`)

// endpointOf returns the copy of a URL without its parameters, or "" for a URL with another
// path.
func endpointOf(captured string) (endpoint string) {
	at := address.FindStringSubmatch(captured)
	if at[1] != "" {
		scheme, host := "https://", strings.ToLower(at[2])
		if strings.EqualFold(at[1], "http") {
			scheme = "http://"
		}
		if !vendorHost.MatchString(host) {
			host = otherHost
		}
		endpoint = scheme + host
	}
	for _, file := range []string{"/" + wire.Path, "/" + wire.OldPath} {
		if strings.HasSuffix(path.Clean("/"+at[3]), file) {
			return endpoint + file
		}
	}
	return ""
}

// parameters returns the documented parameters as a query.
func (c *copier) parameters(all url.Values) string {
	copied := make(url.Values)
	for _, name := range wire.Params() {
		for _, value := range all[name] {
			copied.Add(name, c.value(name, value))
		}
	}
	return copied.Encode()
}

// value returns the copy of the value of a documented parameter.
func (c *copier) value(name, value string) string {
	isSender := name == wire.ParamSender && wire.IsDocumentedName(value)
	switch {
	case !isSender && !isCopied(parameters, name, value):
		return hidden
	case !isSender && name != wire.ParamID:
		return value
	}
	text := newText([]byte(value), c.phones, c.finder.Find([]byte(value)))
	if text.part(parts.Part{Of: name, End: len(value)}); text.isUnsafe {
		return hidden
	}
	c.taken = append(c.taken, text.taken)
	return string(text.copied)
}

// fields are the fields of a response's header that are copied.
var fields = []string{"Content-Type", contentLength, "Content-Encoding", "Transfer-Encoding"}

const contentLength = "Content-Length"

// header returns the copy of a response's header.
func (c *copier) header(h capture.Header) (copied capture.Header) {
	for _, name := range fields {
		value := h.Get(name)
		switch isLength := name == contentLength; {
		case !isLength:
			value = c.fields.Get(value, len(value), func() (string, bool) { return listed(value), true })
		case !isCopied(members, wire.KeyID, value), len(c.finder.Find([]byte(value))) > 0:
			value = ""
		}
		if value != "" {
			copied = append(copied, capture.Field{Name: name, Value: value})
		}
	}
	if len(copied) == 0 && len(h) > 0 { // lint reports a header without a Content-Type
		copied = capture.Header{{Name: "Content-Type"}}
	}
	return copied
}

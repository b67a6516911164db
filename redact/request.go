package redact

// Requests and headers: which parts of them are copied.

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// A taker copies what it may take from requests and headers.
type taker struct {
	phones   phones
	finder   *secrets.Finder // of the exchange's secrets
	taken    [][]byte        // the text that the copy has taken from the exchange
	requests memo.Memo[[5]string, requestCopy]
	values   memo.Memo[capture.Field, string] // the copies of header fields
}

// A requestCopy is the copy of a request.
type requestCopy struct {
	request *capture.Request // nil if it is for another endpoint
	asked   smscodec.Request // the zero Request if the captured one is not known or not valid
}

// copyOf returns the copy of a request. It remembers copies that have taken no text.
func (t *taker) copyOf(r *capture.Request) requestCopy {
	key := [...]string{r.Method, r.Header.Get("Content-Type"), r.URL, string(r.Body), strconv.FormatBool(r.BodyOmitted)}
	return t.requests.Get(key, len(r.URL)+len(r.Body), func() (c requestCopy, isLasting bool) {
		c.request = t.request(r)
		if values, err := r.Values(); err == nil && !r.BodyOmitted {
			c.asked, _ = smscodec.ParseQuery(values)
		}
		return c, len(t.taken) == 0
	})
}

// request returns the copy of a request, or nil if it is for another endpoint. If the form
// was not captured or is malformed, or nothing of it is documented, the copy is a POST
// without a query, which shows that its parameters are not known.
func (t *taker) request(r *capture.Request) *capture.Request {
	method := strings.ToUpper(r.Method)
	form, err := r.Form()
	query, post := t.parameters(r.Query()), t.parameters(form)
	endpoint, isOld := endpointOf(r.URL)
	switch {
	case !slices.Contains(methods, method), endpoint == "" && r.URL != "", r.IsElsewhere(),
		isOld && !strings.Contains("&"+query+"&"+post, "&"+wire.ParamGetSenders+"="):
		return nil
	case r.BodyOmitted, err != nil, method == http.MethodPost && query == "" && post == "":
		if isOld { // it is ours by a parameter
			endpoint = ""
		}
		return &capture.Request{Method: http.MethodPost, URL: endpoint, BodyOmitted: true}
	case endpoint != "" && query != "":
		endpoint += "?" + query
	}
	copied := &capture.Request{Method: method, URL: endpoint, Body: []byte(post)}
	contentType := r.Header.Get("Content-Type")
	mediaType, _, _ := mime.ParseMediaType(contentType)
	if contentType != "" && post != "" {
		mediaType = formType // the copy of any form is of this type
	}
	isKnown := endpoint != "" || post != "" // a HAR cannot describe another request
	if isKnown && slices.Contains(mediaTypes, mediaType) {
		copied.Header = capture.Header{{Name: "Content-Type", Value: mediaType}}
	}
	return copied
}

// address matches a URL: the scheme and the host, if it has them, and the path.
var address = regexp.MustCompile(`^(?:([^:/?#]+)://(?:[^/?#]*@)?([^/?#]*))?([^?#]*)`)

// endpointOf returns the copy of a URL without its parameters, and whether it has the old
// path. It returns "" for a URL with another path.
func endpointOf(captured string) (endpoint string, isOld bool) {
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
	if file, err := url.PathUnescape(at[3]); err == nil {
		at[3] = file
	}
	switch file := path.Clean("/" + at[3]); {
	case strings.HasSuffix(file, "/"+wire.Path):
		return endpoint + "/" + wire.Path, false
	case strings.HasSuffix(file, "/"+wire.OldPath):
		return endpoint + "/" + wire.OldPath, true
	}
	return "", false
}

// parameters returns the documented parameters as a query.
func (t *taker) parameters(all url.Values) string {
	copied := make(url.Values)
	for _, name := range wire.Params() {
		for _, value := range all[name] {
			copied.Add(name, t.value(name, value))
		}
	}
	return copied.Encode()
}

// value returns the copy of the value of a documented parameter.
func (t *taker) value(name, value string) string {
	text := newText([]byte(value), t.phones, t.finder.Find([]byte(value)))
	switch isText := name == wire.ParamSender; {
	case isText && wire.IsDocumentedName(value):
		text.part(aName, len(value))
	case isText, !parameters.allow(name, text.original):
		return hidden
	case name != wire.ParamID:
		return value
	}
	t.taken = append(t.taken, text.taken)
	return string(text.copied)
}

// fields are the fields of a response's header that are copied, and the copies of their
// values, or "" if a field is not copied.
var fields = []struct {
	name string
	copy func(string) string
}{{"Content-Type", contentType}, {contentLength, length}, {"Content-Encoding", listedCodings}, {"Transfer-Encoding", listedCodings}}

const contentLength = "Content-Length"

// header returns the copy of a response's header, and whether lint regards both alike.
func (t *taker) header(h capture.Header) (copied capture.Header, isSame bool) {
	isSame = true
	for _, field := range fields {
		captured := capture.Field{Name: field.name, Value: h.Get(field.name)}
		if captured.Value == "" {
			continue
		}
		value := t.values.Get(captured, len(captured.Value), func() (string, bool) { return field.copy(captured.Value), true })
		if field.name == contentLength && len(t.finder.Find([]byte(value))) > 0 {
			value = ""
		}
		if value != "" {
			copied = append(copied, capture.Field{Name: field.name, Value: value})
		}
		isSame = isSame && value == captured.Value
	}
	if len(copied) == 0 && len(h) > 0 { // lint reports a header without a Content-Type
		copied = capture.Header{{Name: "Content-Type"}}
	}
	return copied, isSame
}

// contentType returns the media type and the charset of a Content-Type.
func contentType(value string) string {
	mediaType, others, _ := mime.ParseMediaType(value)
	if mediaType == "" {
		return ""
	}
	mediaType = listed(mediaTypes, mediaType)
	if charset, ok := others["charset"]; ok {
		mediaType += "; charset=" + listed(charsets, charset)
	}
	return mediaType
}

func length(value string) string {
	if !members.allow(wire.KeyID, []byte(value)) {
		return ""
	}
	return value
}

func listedCodings(value string) string {
	all := strings.Split(value, ",")
	for i := range all {
		all[i] = listed(codings, strings.TrimSpace(all[i]))
	}
	return strings.Join(all, ", ")
}

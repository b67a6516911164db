package redact

// Requests and headers: which parts of them are copied.

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// A taker copies what it may take from requests and headers, and remembers what repeats.
type taker struct {
	phones   *phones         // nil if phone numbers stay
	finder   *secrets.Finder // of the exchange's secrets
	taken    [][]byte        // the text that the copy has taken from the exchange
	requests memo.Memo[string, copiedRequest]
	fields   memo.Memo[capture.Field, string] // the copied values of header fields
}

// A copiedRequest is a request and its copy.
type copiedRequest struct {
	copied        capture.Request
	isOurs        bool     // it is for the endpoint
	before, after question // of the request and of its copy
}

// A question is a request as smscodec parses it.
type question struct {
	smscodec.Request      // the zero Request if the captured one is not valid
	isCaptured       bool // the capture has a request
}

func questionOf(r *capture.Request) (q question) {
	q.isCaptured = !r.BodyOmitted && (r.URL != "" || len(r.Body) > 0)
	if values, err := r.Values(); err == nil && q.isCaptured {
		q.Request, _ = smscodec.ParseQuery(values)
	}
	return q
}

// requestOf returns the copy of a request. It remembers copies that have taken no text
// from their request.
func (t *taker) requestOf(x *capture.Exchange) copiedRequest {
	make := func() (r copiedRequest, isLasting bool) {
		r.copied, r.isOurs = t.request(&x.Request)
		r.before, r.after = questionOf(&x.Request), questionOf(&r.copied)
		return r, len(t.taken) == 0
	}
	if len(x.Request.Body) > 0 || x.Request.BodyOmitted {
		r, _ := make()
		return r
	}
	key := x.Request.Method + " " + x.Request.Header.Get("Content-Type") + "\n" + x.Request.URL
	return t.requests.Get(key, len(key), make)
}

// request returns the copy of a request. It reports false for a request to another
// endpoint. If the form was not captured or is malformed, or nothing of it is documented,
// the copy has only the method: its parameters are not known.
func (t *taker) request(r *capture.Request) (copied capture.Request, isOurs bool) {
	copied.Method = strings.ToUpper(r.Method)
	if copied.Method != "" && !slices.Contains(methods, copied.Method) {
		return copied, false
	}
	parameters, err := r.Form()
	query, form := t.parameters(r.Query()), t.parameters(parameters)
	if r.URL != "" {
		host, file := splitURL(r.URL)
		switch {
		case strings.HasSuffix(file, "/"+wire.Path):
			copied.URL = host + "/" + wire.Path
		case strings.HasSuffix(file, "/"+wire.OldPath) && strings.Contains("&"+query+"&"+form, "&"+wire.ParamGetSenders+"="):
			copied.URL = host + "/" + wire.OldPath
		default:
			return copied, false
		}
		if query != "" {
			copied.URL += "?" + query
		}
	}
	asksNothing := copied.Method == http.MethodPost && query == "" && form == ""
	if r.BodyOmitted || err != nil || asksNothing {
		return capture.Request{Method: copied.Method, BodyOmitted: true}, true
	}
	copied.Body = []byte(form)
	contentType := r.Header.Get("Content-Type")
	mediaType, _, _ := mime.ParseMediaType(contentType)
	if contentType != "" && form != "" {
		mediaType = formType // the copy of any form is of this type
	}
	isKnown := copied.URL != "" || form != "" // a HAR cannot describe another request
	if isKnown && slices.Contains(mediaTypes, mediaType) {
		copied.Header = capture.Header{{Name: "Content-Type", Value: mediaType}}
	}
	return copied, true
}

// splitURL returns the copy of the scheme and host of a URL, or "" if the URL has none,
// and its normalised path.
func splitURL(captured string) (host, file string) {
	address, _, _ := strings.Cut(captured, "?")
	address, _, _ = strings.Cut(address, "#")
	scheme, rest, isAbsolute := strings.Cut(address, "://")
	if !isAbsolute {
		rest = "/" + address
	} else {
		authority, _, _ := strings.Cut(rest, "/")
		rest = rest[len(authority):]
		if host = strings.ToLower(authority[strings.LastIndexByte(authority, '@')+1:]); !vendorHost.MatchString(host) {
			host = otherHost
		}
		if scheme = strings.ToLower(scheme); scheme != "http" {
			scheme = "https"
		}
		host = scheme + "://" + host
	}
	if unescaped, err := url.PathUnescape(rest); err == nil {
		rest = unescaped
	}
	return host, path.Clean("/" + rest)
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
	var marks []mark // none: an id is kept
	switch {
	case isPlainValue(name, value):
		return value
	case name == wire.ParamSender && isDocumentedName(value):
		marks = []mark{{0, len(value), senderName}}
	case name != wire.ParamID || !isValue(wire.KeyID, []byte(value)):
		return hidden
	}
	copied, taken := apply([]byte(value), marks, t.finder.Find([]byte(value)), t.phones)
	t.taken = append(t.taken, taken)
	return string(copied)
}

// responseFields are the fields of a response's header that are copied, and the copies of
// their values.
var responseFields = []struct {
	name string
	copy func(string) string
}{
	{"Content-Type", contentType}, {"Content-Length", length}, {"Content-Encoding", listedCodings}, {"Transfer-Encoding", listedCodings},
}

// header returns the copy of a response's header.
func (t *taker) header(h capture.Header) (copied capture.Header) {
	for _, field := range responseFields {
		value := h.Get(field.name)
		if value == "" {
			continue
		}
		value = t.fields.Get(capture.Field{Name: field.name, Value: value}, len(value), func() (string, bool) { return field.copy(value), true })
		isSecret := isDigits(value) && len(t.finder.Find([]byte(value))) > 0 // a length
		if value != "" && !isSecret {
			copied = append(copied, capture.Field{Name: field.name, Value: value})
		}
	}
	if len(copied) == 0 && len(h) > 0 { // lint reports a header without a Content-Type
		copied = capture.Header{{Name: "Content-Type"}}
	}
	return copied
}

// contentType returns the media type and the charset of a Content-Type, each "x" if it
// is not listed.
func contentType(value string) string {
	mediaType, others, err := mime.ParseMediaType(value)
	if mediaType == "" || err != nil && err != mime.ErrInvalidMediaParameter {
		return ""
	}
	if !slices.Contains(mediaTypes, mediaType) {
		mediaType = hidden
	}
	if charset, ok := others["charset"]; ok {
		if charset = strings.ToLower(charset); !slices.Contains(charsets, charset) {
			charset = hidden
		}
		mediaType += "; charset=" + charset
	}
	return mediaType
}

func length(value string) string {
	if !isDigits(value) || len(value) > maxID {
		return ""
	}
	return value
}

// listedCodings returns codings, each "x" if it is not listed.
func listedCodings(value string) string {
	all := strings.Split(strings.ToLower(value), ",")
	for i := range all {
		if all[i] = strings.TrimSpace(all[i]); !slices.Contains(codings, all[i]) {
			all[i] = hidden
		}
	}
	return strings.Join(all, ", ")
}

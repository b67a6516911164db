package redact

// Requests and headers: which parts of them are copied.

import (
	"mime"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/wire"
)

// requestOf returns the copy of a request. It remembers copies that have taken no text
// from their request.
func (c *copier) requestOf(x *capture.Exchange) copiedRequest {
	make := func() (r copiedRequest, isLasting bool) {
		r.copied, r.ours = c.request(&x.Request)
		r.before, r.after = questionOf(&x.Request), questionOf(&r.copied)
		return r, len(c.taken) == 0
	}
	if len(x.Request.Body) > 0 || x.Request.BodyOmitted {
		r, _ := make()
		return r
	}
	key := x.Request.Method + " " + x.Request.Header.Get("Content-Type") + "\n" + x.Request.URL
	return c.requests.Get(key, len(key), make)
}

func questionOf(r *capture.Request) (q question) {
	if r.BodyOmitted || r.URL == "" && len(r.Body) == 0 {
		return q
	}
	if values, err := r.Values(); err == nil {
		q.Request, _ = smscodec.ParseQuery(values)
	}
	q.isCaptured = true
	return q
}

// request returns the copy of a request. It reports false for a request to another
// endpoint. If the form was not captured, the copy has only the method, because the
// parameters are not known.
func (c *copier) request(r *capture.Request) (copied capture.Request, ours bool) {
	copied.Method = strings.ToUpper(r.Method)
	if copied.Method != "" && !slices.Contains(methods, copied.Method) {
		return copied, false
	}
	address, query, _ := strings.Cut(r.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	address, _, _ = strings.Cut(address, "#")
	contentType := r.Header.Get("Content-Type")
	asked := c.parameters(smscodec.ParseForm(query))
	parameters, err := r.Form()
	form := c.parameters(parameters)
	if r.URL != "" {
		host, file := splitAddress(address)
		switch {
		case strings.HasSuffix(file, "/"+wire.Path):
			copied.URL = host + "/" + wire.Path
		case strings.HasSuffix(file, "/"+wire.OldPath) && strings.Contains("&"+asked+"&"+form, "&"+wire.ParamGetSenders+"="):
			copied.URL = host + "/" + wire.OldPath
		default:
			return copied, false
		}
		if asked != "" {
			copied.URL += "?" + asked
		}
	}
	if r.BodyOmitted || err != nil {
		return capture.Request{Method: copied.Method, BodyOmitted: true}, true
	}
	copied.Body = []byte(form)
	mediaType := knownMediaType(contentType)
	if contentType != "" && form != "" {
		mediaType = formType // the copy of any form is of this type
	}
	if mediaType != "" {
		copied.Header = capture.Header{{Name: "Content-Type", Value: mediaType}}
	}
	return copied, true
}

// splitAddress returns the copy of the scheme and host of a URL, or "" if the URL has
// none, and its normalised path.
func splitAddress(address string) (host, file string) {
	scheme, rest, isAbsolute := strings.Cut(address, "://")
	if !isAbsolute {
		rest = "/" + address
	} else if !strings.EqualFold(scheme, "http") {
		scheme = "https"
	}
	if isAbsolute {
		authority, _, _ := strings.Cut(rest, "/")
		rest = rest[len(authority):]
		name := strings.ToLower(authority[strings.LastIndexByte(authority, '@')+1:])
		if !vendorHost.MatchString(name) {
			name = otherHost
		}
		host = strings.ToLower(scheme) + "://" + name
	}
	if unescaped, err := url.PathUnescape(rest); err == nil {
		rest = unescaped
	}
	return host, path.Clean("/" + rest)
}

// parameters returns the documented parameters as a query.
func (c *copier) parameters(all url.Values) string {
	copied := make(url.Values)
	for _, name := range parameters {
		for _, value := range all[name] {
			copied.Add(name, c.value(name, value))
		}
	}
	return copied.Encode()
}

// value returns the copy of the value of a documented parameter.
func (c *copier) value(name, value string) string {
	switch {
	case isPlainValue(name, value):
		return value
	case name == wire.ParamSender && isDocumentedName(value), name == wire.ParamID && isValue(wire.KeyID, []byte(value)):
	default:
		return hidden
	}
	var marks []mark // none: an id is kept
	if name == wire.ParamSender {
		marks = []mark{{0, len(value), senderName}}
	}
	copied, taken := apply([]byte(value), marks, c.finder.Find([]byte(value)), c.phones)
	c.taken = append(c.taken, taken)
	return string(copied)
}

// knownMediaType returns the media type of a Content-Type, "" for one that is not listed.
func knownMediaType(contentType string) string {
	mediaType, _, _ := mime.ParseMediaType(contentType)
	if !slices.Contains(mediaTypes, mediaType) {
		return ""
	}
	return mediaType
}

// header returns the copy of a response's header.
func (c *copier) header(h capture.Header) (copied capture.Header) {
	for _, field := range responseFields {
		value := h.Get(field.name)
		if value == "" {
			continue
		}
		value = c.fields.Get(capture.Field{Name: field.name, Value: value}, len(value), func() (string, bool) { return field.value(value), true })
		if isDigits(value) && len(c.finder.Find([]byte(value))) > 0 {
			continue // the length is a secret
		}
		if value != "" {
			copied = append(copied, capture.Field{Name: field.name, Value: value})
		}
	}
	if len(copied) == 0 && len(h) > 0 { // lint reports a header without a Content-Type
		copied = capture.Header{{Name: "Content-Type"}}
	}
	return copied
}

// responseFields are the fields of a response's header that are copied, each with the
// function that copies its value.
var responseFields = []struct {
	name  string
	value func(string) string
}{
	{"Content-Type", contentType},
	{"Content-Length", length},
	{"Content-Encoding", listedCodings},
	{"Transfer-Encoding", listedCodings},
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
	charset, ok := others["charset"]
	if ok && !slices.Contains(charsets, strings.ToLower(charset)) {
		charset = hidden
	}
	if ok {
		mediaType += "; charset=" + strings.ToLower(charset)
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
	if value == "" {
		return ""
	}
	var all []string
	for coding := range strings.SplitSeq(value, ",") {
		if coding = strings.ToLower(strings.TrimSpace(coding)); !slices.Contains(codings, coding) {
			coding = hidden
		}
		all = append(all, coding)
	}
	return strings.Join(all, ", ")
}

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
	requests memo.Memo[[5]string, copied]
	values   memo.Memo[capture.Field, string] // the copies of header fields
}

// A copied request is the copy of a request.
type copied struct {
	request    capture.Request
	isOurs     bool             // it is for the endpoint
	asked      smscodec.Request // the zero Request if the captured one is not valid
	isCaptured bool             // the capture has a request
	isSame     bool             // lint regards the copy as it regards the captured request
}

// copiedOf returns the copy of a request. It remembers copies that have taken no text.
func (t *taker) copiedOf(r *capture.Request) copied {
	make := func() (c copied, isLasting bool) {
		c.request, c.isOurs = t.request(r)
		c.asked, c.isCaptured = parse(r)
		after, isCaptured := parse(&c.request)
		c.isSame = c.asked == after && c.isCaptured == isCaptured && c.request.Method == r.Method
		return c, len(t.taken) == 0
	}
	key := [...]string{r.Method, r.Header.Get("Content-Type"), r.URL, string(r.Body), strconv.FormatBool(r.BodyOmitted)}
	return t.requests.Get(key, len(r.URL)+len(r.Body), make)
}

func parse(r *capture.Request) (asked smscodec.Request, isCaptured bool) {
	isCaptured = !r.BodyOmitted && (r.URL != "" || len(r.Body) > 0)
	if values, err := r.Values(); err == nil && isCaptured {
		asked, _ = smscodec.ParseQuery(values)
	}
	return asked, isCaptured
}

// request returns the copy of a request. It reports false for a request to another
// endpoint. If the form was not captured or is malformed, or nothing of it is documented,
// the copy has no parameters, and a URL only if it is that of a form: without a query, a
// POST shows that its parameters are not known.
func (t *taker) request(r *capture.Request) (copied capture.Request, isOurs bool) {
	copied.Method = strings.ToUpper(r.Method)
	form, err := r.Form()
	query, post := t.parameters(r.Query()), t.parameters(form)
	host, file := splitURL(r.URL)
	switch isOld := strings.Contains("&"+query+"&"+post, "&"+wire.ParamGetSenders+"="); {
	case !slices.Contains(methods, copied.Method):
		return copied, false
	case r.URL == "":
	case strings.HasSuffix(file, "/"+wire.Path):
		copied.URL = host + "/" + wire.Path
	case strings.HasSuffix(file, "/"+wire.OldPath) && isOld:
		copied.URL = host + "/" + wire.OldPath
	default:
		return copied, false
	}
	asksNothing := copied.Method == http.MethodPost && query == "" && post == ""
	if copied.BodyOmitted = r.BodyOmitted || err != nil || asksNothing; copied.BodyOmitted {
		if copied.Method != http.MethodPost || strings.HasSuffix(copied.URL, wire.OldPath) {
			copied.URL = ""
		}
		return copied, true
	}
	if copied.URL != "" && query != "" {
		copied.URL += "?" + query
	}
	copied.Body = []byte(post)
	contentType := r.Header.Get("Content-Type")
	mediaType, _, _ := mime.ParseMediaType(contentType)
	if contentType != "" && post != "" {
		mediaType = formType // the copy of any form is of this type
	}
	isKnown := copied.URL != "" || post != "" // a HAR cannot describe another request
	if isKnown && slices.Contains(mediaTypes, mediaType) {
		copied.Header = capture.Header{{Name: "Content-Type", Value: mediaType}}
	}
	return copied, true
}

// address matches a URL: the scheme and the host, if it has them, and the path.
var address = regexp.MustCompile(`^(?:([^:/?#]+)://(?:[^/?#]*@)?([^/?#]*))?([^?#]*)`)

// splitURL returns the copy of the scheme and host of a URL, or "" if the URL has none,
// and its normalised path.
func splitURL(captured string) (host, file string) {
	at := address.FindStringSubmatch(captured)
	scheme, host, file := strings.ToLower(at[1]), strings.ToLower(at[2]), at[3]
	if !vendorHost.MatchString(host) {
		host = otherHost
	}
	switch scheme {
	case "":
		host = ""
	case "http":
		host = "http://" + host
	default:
		host = "https://" + host
	}
	if unescaped, err := url.PathUnescape(file); err == nil {
		file = unescaped
	}
	return host, path.Clean("/" + file)
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
	text := newText([]byte(value), t.phones)
	switch {
	case isPlainValue(name, value):
		return value
	case name == wire.ParamSender && isDocumentedName(text.original):
		text.name(len(value))
	case name != wire.ParamID || !isValue(wire.KeyID, text.original):
		return hidden
	}
	text.hideSecrets(t.finder.Find(text.original))
	t.taken = append(t.taken, text.taken)
	return string(text.copied)
}

// fields are the fields of a response's header that are copied, and the copies of their
// values, or "" if a field is not copied.
var fields = []struct {
	name string
	copy func(string) string
}{
	{"Content-Type", contentType}, {"Content-Length", length}, {"Content-Encoding", listedCodings}, {"Transfer-Encoding", listedCodings},
}

// header returns the copy of a response's header, and whether lint regards both alike.
func (t *taker) header(h capture.Header) (copied capture.Header, isSame bool) {
	isSame = true
	for _, field := range fields {
		before := h.Get(field.name)
		value := t.values.Get(capture.Field{Name: field.name, Value: before}, len(before), func() (string, bool) { return field.copy(before), true })
		if isDigits(value) && len(t.finder.Find([]byte(value))) > 0 { // a length
			value = ""
		}
		if value != "" {
			copied = append(copied, capture.Field{Name: field.name, Value: value})
		}
		isSame = isSame && value == before
	}
	if len(copied) == 0 && len(h) > 0 { // lint reports a header without a Content-Type
		copied = capture.Header{{Name: "Content-Type"}}
	}
	return copied, isSame
}

// contentType returns the media type and the charset of a Content-Type, each "x" if it
// is not listed.
func contentType(value string) string {
	mediaType, others, err := mime.ParseMediaType(value)
	if mediaType == "" || err != nil && err != mime.ErrInvalidMediaParameter {
		return ""
	}
	mediaType = listed(mediaTypes, mediaType)
	if charset, ok := others["charset"]; ok {
		mediaType += "; charset=" + listed(charsets, charset)
	}
	return mediaType
}

func length(value string) string {
	if !isValue(wire.KeyID, []byte(value)) {
		return ""
	}
	return value
}

// listedCodings returns codings, each "x" if it is not listed.
func listedCodings(value string) string {
	if value == "" {
		return ""
	}
	all := strings.Split(value, ",")
	for i := range all {
		all[i] = listed(codings, strings.TrimSpace(all[i]))
	}
	return strings.Join(all, ", ")
}

package capture

import (
	"bytes"
	"maps"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// The endpoint and the parameters of a request.

// IsElsewhere reports whether the request is known to have gone to another endpoint than
// sys/senders.php on any host, or sys/get.php with get_senders.
func (r *Request) IsElsewhere() bool {
	path, _, _ := strings.Cut(r.URL, "?")
	path, _, _ = strings.Cut(path, "#")
	switch {
	case r.URL == "", strings.HasSuffix(path, "/"+wire.File): // on the vendor's hosts, and on substitutes for them
		return false
	case strings.HasSuffix(path, "/"+wire.OldFile): // where get_senders=1 requests the names
		values, _ := r.Values()
		return values.Get(wire.ParamGetSenders) == ""
	}
	return true
}

// Values returns the parameters as the server reads them: a parameter of the form replaces
// the one of the query, and the last value of a repeated parameter counts. An error quotes
// none of them.
func (r *Request) Values() (url.Values, error) {
	form, err := r.Form()
	if err != nil {
		return nil, err
	}
	values := r.Query()
	maps.Copy(values, form)
	for name, all := range values {
		values[name] = all[len(all)-1:]
	}
	return values, nil
}

// Query returns the parameters of the URL, with all values of each.
func (r *Request) Query() url.Values {
	_, query, _ := strings.Cut(r.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	return smscodec.ParseForm(query)
}

// Form returns the parameters of the form, with all values of each, but without files. It
// fails if a multipart form is malformed; the error quotes nothing from the form.
func (r *Request) Form() (url.Values, error) {
	if len(r.Body) == 0 {
		return nil, nil
	}
	boundary, isMultipart := r.multipartBoundary()
	if !isMultipart {
		return smscodec.ParseForm(string(bytes.TrimSpace(r.Body))), nil
	}
	form, err := multipart.NewReader(bytes.NewReader(r.Body), boundary).ReadForm(math.MaxInt64) // all in memory
	if err != nil || !bytes.Contains(r.Body, []byte("--"+boundary+"--")) {
		return nil, &Error{Err: ErrMalformed, Detail: "the form is malformed"}
	}
	return form.Value, nil
}

// firstBoundary matches the first line of a multipart form, and the field after that.
var firstBoundary = regexp.MustCompile(`^--([^\n]*[^\r\n])\r*\n((?is:content-disposition:.))?`)

// multipartBoundary returns the boundary of a multipart form. Some tools drop it from the
// Content-Type, or drop the header: then it is the one in the form's first line.
func (r *Request) multipartBoundary() (boundary string, isMultipart bool) {
	mediaType, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	isMultipart = mediaType == "multipart/form-data"
	if isMultipart && parameters["boundary"] != "" {
		return parameters["boundary"], true
	}
	if first := firstBoundary.FindSubmatch(r.Body); first != nil {
		return string(first[1]), isMultipart || first[2] != nil
	}
	return "", isMultipart
}

// findOmission sets BodyOmitted if the request has no form and should have one: the capture
// or the header shows that there was one, or it is a POST whose query requests nothing.
func (r *Request) findOmission(isShown bool) {
	asksNothing := strings.EqualFold(r.Method, http.MethodPost) && r.Header.Get("Content-Length") != "0" && !slices.ContainsFunc(wire.Operations(), r.Query().Has)
	r.BodyOmitted = len(r.Body) == 0 && (isShown || r.Header.statesBody() || asksNothing)
}

package oldredact

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
)

// An Exchange is an HTTP request and the response to it, as far as the capture
// has them. It is valid until the next one is asked for.
type Exchange struct {
	Entry    int // number in the capture from 1: of a HAR entry, a line, a response, an interaction; 0 where the capture is one body
	Request  Request
	Response Response
	Defects  []Defect // what the capture itself has wrong, and reading got over

	raw      []byte   // all of a HAR entry or a line
	told     []string // secrets that the capture has elsewhere
	secrets  []string // if they have been searched for
	searched bool
}

// A Request is what was asked. The zero Request was not captured. Logins,
// passwords, cookies are all there: see Secrets.
type Request struct {
	Method string // as captured, or ""
	URL    string // as captured: absolute, or the path and query of a request line
	Header Header
	Body   []byte // the form of a POST, in the media type of Header's Content-Type, or without one application/x-www-form-urlencoded
	Lost   bool   // the capture tells of a form that it does not have
}

// A Response is what was answered.
type Response struct {
	Status int // the HTTP status; 0 where the capture has none
	Header Header
	// Body is the content: chunks joined, Content-Encoding undone. It is nil where
	// the request went elsewhere than to the endpoint.
	Body []byte
	// Text says that Body is UTF-8 because the tool that captured it has decoded it,
	// whatever charset the server sent.
	Text bool
	// Lost says that the capture tells of a request to which no response came, or of a
	// response, with its Status, whose body it does not have.
	Lost bool

	origin origin
}

// Position gives where in the capture a byte of the body stands, as exactly as
// the capture allows: of a compressed body, where that begins.
func (r *Response) Position(offset int) Position { return r.origin.position(r.Body, offset) }

// A Header is the fields of an HTTP header in the order of the capture.
type Header []Field

// A Field is a line of an HTTP header.
type Field struct{ Name, Value string }

// Get gives the value of the first field of a name, compared without case, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// A Defect is something that the capture has wrong, and that reading got over.
type Defect struct {
	Err    error  // the kind: ErrMalformed, ErrLength, ErrEncoding, ErrMember, ErrTooLarge or io.ErrUnexpectedEOF
	Detail string // in English, without a part of the capture
}

// endpoint is the end of the path that sender names are asked for at, on the
// vendor's host and its mirrors, and on stand-ins for them.
const endpoint = "/senders.php"

// IsElsewhere reports whether the request is known to have gone elsewhere than
// to the endpoint, sys/senders.php on whatever host.
func (r *Request) IsElsewhere() bool {
	if r.URL == "" {
		return false
	}
	path, _, _ := strings.Cut(r.URL, "?")
	path, _, _ = strings.Cut(path, "#")
	return !strings.HasSuffix(path, endpoint)
}

// Values gives the parameters of the URL and of the form. An error tells of no
// part of them.
func (r *Request) Values() (url.Values, error) {
	_, query, _ := strings.Cut(r.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, &Error{Err: ErrMalformed, Detail: "the URL's query is malformed"}
	}
	if len(r.Body) == 0 {
		return values, nil
	}
	mediaType, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var form url.Values
	if mediaType == "multipart/form-data" {
		form, err = multipartValues(r.Body, parameters["boundary"])
	} else {
		form, err = url.ParseQuery(string(bytes.TrimSpace(r.Body)))
	}
	if err != nil {
		return nil, &Error{Err: ErrMalformed, Detail: "the form is malformed"}
	}
	for name, all := range form {
		values[name] = append(values[name], all...)
	}
	return values, nil
}

func multipartValues(body []byte, boundary string) (url.Values, error) {
	values := make(url.Values)
	form := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return values, nil
		}
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		values.Add(part.FormName(), string(value))
	}
}

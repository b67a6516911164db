package capture

import (
	"net/http"
	"strconv"
	"strings"
)

// The model: an exchange, as all formats are read into it.

// An Exchange is an HTTP request and the response to it, as far as the capture has
// them. It is valid until the next one is read.
type Exchange struct {
	Entry    int // number in the capture, from 1: of a HAR entry, a line, a response, an interaction; 0 if the capture is one body
	Request  Request
	Response Response
	Defects  []Defect // what is wrong with the capture of this exchange
}

// A Request is what was asked. The zero Request was not captured. Logins, passwords
// and cookies are all in it.
type Request struct {
	Method string // as captured, or ""
	URL    string // as captured: absolute, or the path and query of a request line
	Header Header
	Body   []byte // the form of a POST, in the media type of Header's Content-Type, or without one application/x-www-form-urlencoded
	// BodyOmitted reports that the request had a form that the capture does not have, so
	// that what was asked is not known.
	BodyOmitted bool
}

// A Response is what was answered.
type Response struct {
	Status int // the HTTP status; 0 if the capture has none
	Header Header
	// Body is the content, with chunks joined and Content-Encoding undone, while Header
	// is that of the wire. It is empty but not nil if the response had no content. It is
	// nil if Lost or BodyOmitted is set, and if the request went elsewhere than to the
	// endpoint.
	Body []byte
	// Text reports that Body is UTF-8 because the tool that captured it has decoded it,
	// whatever charset the server sent.
	Text bool
	// Decoded reports that an encoding was undone, so that the stated length is not that
	// of Body.
	Decoded bool
	// Lost reports that the capture has a request, and no response to it.
	Lost bool
	// BodyOmitted reports that the capture has the response, but not its body. Omitted
	// is what the capture says of that body, if anything.
	BodyOmitted bool
	Omitted     Omitted

	origin origin
}

// Omitted is what a capture says of a body that was omitted of it.
type Omitted struct {
	Kind string // lower-case words, such as "html page"; or ""
	Size int    // bytes
}

// Position returns where in the capture a byte of the body is, as exactly as the
// capture allows: of a compressed body, where that begins.
func (r *Response) Position(offset int) Position { return r.origin.position(r.Body, offset) }

// omitBody makes r a response whose body the capture does not have.
func (r *Response) omitBody() { r.Body, r.BodyOmitted = nil, true }

// isBodiless reports whether responses to a method, with a status, have no body.
func isBodiless(method string, status int) bool {
	return method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified
}

// A Header is the fields of an HTTP header in the order of the capture.
type Header []Field

// A Field is a line of an HTTP header.
type Field struct{ Name, Value string }

// Get returns the value of the first field with a name, compared without case, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// statesBody reports whether the fields say that a body follows.
func (h Header) statesBody() bool {
	if h.Get("Transfer-Encoding") != "" {
		return true
	}
	n, err := strconv.ParseUint(h.Get("Content-Length"), 10, 63)
	return err == nil && n > 0
}

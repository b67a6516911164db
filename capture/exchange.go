package capture

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// The model: all formats are read into exchanges.

// An Exchange is an HTTP request and its response, as far as the capture has them. It is
// valid until the next one is read.
type Exchange struct {
	Entry    int    // number in the capture, from 1: of a HAR entry, a line, a response, an interaction; 0 if the capture is one body
	Time     string // when the request was sent, as a HAR or a line has it, or ""
	Request  Request
	Response Response
	// Other is what the capture has of the exchange beside the two messages: parameters and
	// URLs that are listed twice and differ, files of a form, interim responses and trailers, headers with
	// lines that are not fields, values of another type than their member's, what is left of
	// a damaged request, another request that the response may belong to, and command lines of
	// a terminal. A Field without a Name is a text.
	Other   Header
	Defects []Defect // the flaws of the capture in this exchange
}

// bytes returns the bytes of the bodies and the fields in memory.
func (x *Exchange) bytes() int {
	return len(x.Request.Body) + len(x.Response.Body) + x.Request.Header.bytes() + x.Response.Header.bytes() + x.Other.bytes()
}

// maxOther bounds the bytes of Other.
const maxOther = 64 << 10

// dropped is the defect of an exchange that lacks a part of its request, or a text for Other.
var dropped = &Defect{ErrDropped, "a part of the request, or of the text around it, was not kept"}

// note adds a text to Other, unless it has only line ends and the size of a last chunk. If
// there is no room for it, the exchange has a defect instead.
func (x *Exchange) note(text []byte) {
	switch {
	case len(bytes.Trim(text, "0\r\n")) == 0 || slices.Contains(x.Defects, *dropped):
	case x.Other.bytes()+len(text) > maxOther:
		x.addDefect(dropped)
	default:
		x.Other = append(x.Other, Field{Value: string(text)})
	}
}

// addDefect adds a defect, if there is one, and the exchange has none that is equal.
func (x *Exchange) addDefect(d *Defect) {
	if d != nil && !slices.Contains(x.Defects, *d) {
		x.Defects = append(x.Defects, *d)
	}
}

// A Request is a captured request, with all logins, passwords and cookies. The zero
// Request was not captured.
type Request struct {
	Method string // as captured, or ""
	URL    string // as captured: absolute, or the path and query of a request line
	Header Header
	Body   []byte // the form of a POST, in the media type of Header's Content-Type, or without one application/x-www-form-urlencoded
	// BodyOmitted reports that the capture does not have the form of the request, so its
	// parameters are not known.
	BodyOmitted bool
}

// A Response is a captured response.
type Response struct {
	Status int // the HTTP status; 0 if the capture has none
	Header Header
	// Body is the content, with chunks joined and Content-Encoding undone; Header is still
	// as it was sent. Body is empty but not nil if the response had no content. It is nil
	// if Lost or BodyOmitted is set, or the request went to another endpoint.
	Body []byte
	// Text reports that Body is UTF-8 because the tool or shell that captured it has decoded
	// it, whatever charset the server sent.
	Text bool
	// Decoded reports that an encoding was undone, so the stated length does not apply to
	// Body.
	Decoded bool
	// Lost reports that the capture has the request, but not its response.
	Lost bool
	// BodyOmitted reports that the capture has the response, but not its body. Omitted is
	// the capture's description of that body, if it has one.
	BodyOmitted bool
	Omitted     Omitted

	origin origin
}

// Omitted is a capture's description of a body that it does not have.
type Omitted struct {
	Kind string // lower-case words, such as "html page"; or ""
	Size int    // bytes
}

// Position returns the position of a byte of the body in the capture. For a compressed
// body it is the position of the body's beginning.
func (r *Response) Position(offset int) Position {
	if r.Decoded { // the other bytes are not in the capture
		offset = 0
	}
	o := &r.origin
	i := sort.Search(len(o.pieces), func(i int) bool { return o.pieces[i].from > offset })
	switch {
	case o.raw != nil:
		return o.at.after(o.raw[:jsonscan.RawLen(o.raw, offset, !r.Text)])
	case i > 0:
		piece := o.pieces[i-1]
		return piece.at.after(r.Body[piece.from:offset])
	}
	return o.at
}

// omitBody makes r a response whose body the capture does not have.
func (r *Response) omitBody() { r.Body, r.Text, r.BodyOmitted = nil, false, true }

// A Header is the fields of an HTTP header in the order of the capture. In a HAR, which lists
// cookies apart, each of them is also a field Cookie or Set-Cookie.
type Header []Field

// A Field is a line of an HTTP header.
type Field struct{ Name, Value string }

// Get returns the value of the first field with a name, ignoring case, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// bytes returns the bytes of the fields in memory.
func (h Header) bytes() (size int) {
	const fieldSize = 32 // without its texts
	for _, f := range h {
		size += fieldSize + len(f.Name) + len(f.Value)
	}
	return size
}

// length returns the Content-Length, or 0 if that is no length.
func (h Header) length() uint64 {
	n, err := strconv.ParseUint(cmp.Or(h.Get("Content-Length"), "0"), 10, 63) // an error would take memory
	if err != nil {
		return 0
	}
	return n
}

// statesBody reports whether the fields say that a body follows.
func (h Header) statesBody() bool { return h.length() > 0 || h.Get("Transfer-Encoding") != "" }

// encodings returns the encodings of the body, in the order in which they were applied,
// and whether chunks are the last.
func (h Header) encodings() (list string, chunked bool) {
	list = h.Get("Content-Encoding")
	others, chunked := strings.CutSuffix(strings.ToLower(h.Get("Transfer-Encoding")), "chunked")
	if chunked {
		list = strings.Trim(list+","+others, ", \t")
	}
	if strings.EqualFold(list, "identity") {
		list = ""
	}
	return list, chunked
}

package oldredact

import (
	"encoding/base64"
	"io"
	"iter"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// readEntries reads entries, all into the same exchange, and gives the text that they are
// in back to be used again.
func readEntries(text []byte, entries []harEntry, texts used[[]byte], readers used[*harReader]) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		if text == nil {
			return // has been read
		}
		h := readers.get()
		if h == nil {
			h = newHARReader()
		}
		defer func() { text = nil }()
		for _, e := range entries {
			if !yield(h.read(text[e.start:e.end], e)) {
				return
			}
		}
		// Nobody has an exchange of these any more.
		if cap(text) <= 2*partSize { // not that of a large entry
			texts.put(text[:0])
		}
		readers.put(h)
	}
}

// maxBeginning is how far into an entry that is too large its request is looked for.
const maxBeginning = 64 << 10

// readLarge gives what there is of an entry that is too large: nothing, but that its
// request went elsewhere is enough to pass it over, as the videos of other sites.
func readLarge(beginning []byte, e harEntry) iter.Seq2[*Exchange, error] {
	h := newHARReader()
	h.read(beginning[:min(len(beginning), maxBeginning)], e)
	if h.exchange.Request.IsElsewhere() {
		x := &Exchange{Entry: e.number, Request: Request{Method: h.exchange.Request.Method, URL: h.exchange.Request.URL}}
		return func(yield func(*Exchange, error) bool) { yield(x, nil) }
	}
	return failure(&Error{Format: HAR, Entry: e.number, Position: e.at, Err: ErrTooLarge, Detail: "an entry"})
}

// A harReader reads entries.
type harReader struct {
	memberReader
	entry reading

	query         Header
	form          harForm
	content       harContent
	charlesStatus string
}

// A harForm is the postData of a request.
type harForm struct {
	mimeType, text, encoding string
	params                   Header
}

// A harContent is the content of a response.
type harContent struct {
	size               int
	mimeType, encoding string
	text               int // where the value is, or 0
}

func newHARReader() *harReader {
	h := new(harReader)
	request, response := &h.exchange.Request, &h.exchange.Response
	h.entry = h.object(
		member{"request", h.inner("request",
			member{"method", h.string("request.method", &request.Method)},
			member{"url", h.string("request.url", &request.URL)},
			member{"headers", h.fields("request.headers", &request.Header)},
			member{"queryString", h.fields("request.queryString", &h.query)},
			member{"postData", h.inner("request.postData",
				member{"mimeType", h.string("request.postData.mimeType", &h.form.mimeType)},
				member{"params", h.fields("request.postData.params", &h.form.params)},
				member{"text", h.string("request.postData.text", &h.form.text)},
				member{"encoding", h.string("request.postData.encoding", &h.form.encoding)},
			)},
		)},
		member{"response", h.inner("response",
			member{"status", h.status("response.status")},
			member{"headers", h.fields("response.headers", &response.Header)},
			member{"content", h.inner("response.content",
				member{"size", h.integer(&h.content.size, math.MinInt, math.MaxInt, "response.content.size is no number")},
				member{"mimeType", h.string("response.content.mimeType", &h.content.mimeType)},
				member{"encoding", h.string("response.content.encoding", &h.content.encoding)},
				member{"text", h.orIllTyped('"', "response.content.text is no string", func(value int) (int, *jsonProblem) {
					h.content.text = value
					return skipString(h.text, value)
				})},
			)},
			member{"_charlesStatus", h.string("response._charlesStatus", &h.charlesStatus)},
		)},
	)
	return h
}

// inner reads an object within the entry.
func (h *harReader) inner(what string, known ...member) reading {
	return h.orIllTyped('{', what+" is no object", h.object(known...))
}

// fields reads an array of names with values.
func (h *harReader) fields(what string, to *Header) reading {
	var f Field
	var fileName string
	field := h.inner("an element of "+what,
		member{"name", h.string("a name of "+what, &f.Name)},
		member{"value", h.string("a value of "+what, &f.Value)},
		member{"fileName", h.string("a fileName of "+what, &fileName)},
	)
	return h.orIllTyped('[', what+" is no array", h.array(func(value int) (int, *jsonProblem) {
		f, fileName = Field{}, ""
		end, problem := field(value)
		if f.Name != "" && fileName == "" { // files are not parameters
			h.add(to, f)
		}
		return end, problem
	}))
}

// read reads an entry.
func (h *harReader) read(text []byte, e harEntry) (*Exchange, error) {
	h.reset(e.number, text, e.at)
	h.query, h.form, h.content, h.charlesStatus = h.query[:0], harForm{params: h.form.params[:0]}, harContent{size: -1}, ""
	if _, problem := h.entry(0); problem != nil {
		return nil, h.failure(HAR, problem)
	}
	h.request()
	h.response()
	return &h.exchange, nil
}

// request makes what the request's members say a request.
func (h *harReader) request() {
	r, form := &h.exchange.Request, &h.form
	path, _, _ := strings.Cut(r.URL, "#")
	if path != "" && !strings.Contains(path, "?") && len(h.query) > 0 {
		r.URL = path + "?" + encodeForm(h.query)
	}
	// QUIRK: postData.encoding, a proposal for HAR 1.3, is what Reqable writes.
	if strings.EqualFold(form.encoding, "base64") {
		if plain, err := base64.StdEncoding.DecodeString(form.text); err != nil {
			h.defect(ErrEncoding, "request.postData.text is no base64")
		} else {
			form.text = string(plain)
		}
	}
	// QUIRK: in Firebug and old Firefox some of the request's header comes before
	// the form, as both hand it to the network together.
	if strings.HasPrefix(form.text, "Content-") {
		if header, rest, ok := strings.Cut(form.text, "\r\n\r\n"); ok {
			form.text = rest
			for line := range strings.SplitSeq(header, "\r\n") {
				if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "Content-Type") {
					setDefault(&r.Header, name, strings.TrimSpace(value))
				}
			}
		}
	}
	setDefault(&r.Header, "Content-Type", form.mimeType)
	switch {
	case form.text != "":
		r.Body = []byte(form.text)
	case len(form.params) > 0:
		// What else the form has been, its parameters are there now.
		r.Body = []byte(encodeForm(form.params))
		r.Header = slices.DeleteFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Type") })
		h.add(&r.Header, Field{"Content-Type", "application/x-www-form-urlencoded"})
	}
}

// response makes what the response's members say a response.
func (h *harReader) response() {
	r, content := &h.exchange.Response, &h.content
	if content.mimeType != "x-unknown" { // QUIRK: Chrome, where there is no Content-Type
		setDefault(&r.Header, "Content-Type", content.mimeType)
	}
	hasText := content.text > 0 && h.text[content.text+1] != '"'
	r.Lost = r.Status == 0 && !hasText
	if r.Lost || h.exchange.Request.IsElsewhere() {
		return
	}
	if h.charlesStatus != "" && !strings.EqualFold(h.charlesStatus, "COMPLETE") {
		h.defect(io.ErrUnexpectedEOF, "the response was not complete when it was captured")
	}
	switch {
	case content.text == 0 && content.size == 0:
		r.Body = []byte{}
	case content.text == 0:
		h.defect(ErrLength, "response.content has no text")
	case strings.EqualFold(content.encoding, "base64"):
		h.base64Body(content.text)
	default:
		if content.encoding != "" {
			h.defect(ErrEncoding, "response.content.encoding is not known")
		}
		h.textBody(content.text)
	}
}

// setDefault adds a field, if it says something, and there is none of that name.
func setDefault(h *Header, name, value string) {
	if value != "" && h.Get(name) == "" {
		*h = append(*h, Field{name, value})
	}
}

// escaped is what a form has in it of a name or a value with escapes.
var escaped = regexp.MustCompile(`^(?:[A-Za-z0-9*._~+-]|%[0-9A-Fa-f]{2})*$`)

// encodeForm makes parameters a form.
//
// QUIRK: parameters may be escaped already, as from Chrome and Internet Explorer;
// Firefox and Charles do not.
func encodeForm(parameters Header) string {
	encode := func(text string) string {
		if strings.Contains(text, "%") && escaped.MatchString(text) {
			return text
		}
		return url.QueryEscape(text)
	}
	var form strings.Builder
	for i, p := range parameters {
		if i > 0 {
			form.WriteByte('&')
		}
		form.WriteString(encode(p.Name) + "=" + encode(p.Value))
	}
	return form.String()
}

package capture

import (
	"bytes"
	"encoding/base64"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// Entries of HAR files: their reader, which handles the quirks of the tools that write
// them.

// A harReader reads entries.
type harReader struct {
	memberReader
	entry   valueReader
	limit   int    // bytes of a file or a decoded body
	folder  string // of the files that entries name, or ""
	noLog   bool   // the HAR has no "log"
	decoder contentDecoder

	query         Header
	cookies       [2]Header // sent and set
	bodySize      int       // of the request
	form          harPostData
	content       harContent
	charlesStatus string
}

// A harPostData is the form of a request.
type harPostData struct {
	mimeType, text, encoding string
	params                   Header
}

// A harContent is the content of a response.
type harContent struct {
	size                     int
	mimeType, encoding, file string
	text, end                int // where the value is, or 0; it is decoded in body
}

func newHARReader(limit int, folder string, noLog bool) *harReader {
	h := &harReader{limit: limit, folder: folder, noLog: noLog, decoder: contentDecoder{limit: limit}}
	request, response := &h.exchange.Request, &h.exchange.Response
	h.entry = h.object(
		member{"startedDateTime", h.time},
		member{"request", h.inner("request",
			member{"method", h.string("request.method", &request.Method)},
			member{"url", h.string("request.url", &request.URL)},
			member{"headers", h.fields("request.headers", &request.Header)},
			member{"cookies", h.fields("request.cookies", &h.cookies[0])},
			member{"queryString", h.fields("request.queryString", &h.query)},
			member{"bodySize", h.integer(&h.bodySize, math.MinInt, math.MaxInt, "request.bodySize is not a number")},
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
			member{"cookies", h.fields("response.cookies", &h.cookies[1])},
			member{"content", h.inner("response.content",
				member{"size", h.integer(&h.content.size, math.MinInt, math.MaxInt, "response.content.size is not a number")},
				member{"mimeType", h.string("response.content.mimeType", &h.content.mimeType)},
				member{"encoding", h.string("response.content.encoding", &h.content.encoding)},
				member{"_file", h.string("response.content._file", &h.content.file)},
				member{"_bodyOmitted", h.omission("response.content._bodyOmitted")},
				member{"text", h.orIllTyped('"', "response.content.text is not a string", func(value int) (end int, err *jsonscan.Error) {
					h.content.text = value
					h.body, h.content.end, err = jsonscan.AppendString(h.body[:0], h.text, value)
					return h.content.end, err
				})},
			)},
			member{"_charlesStatus", h.string("response._charlesStatus", &h.charlesStatus)},
		)},
	)
	return h
}

// inner reads an object in the entry.
func (h *harReader) inner(what string, known ...member) valueReader {
	return h.orIllTyped('{', what+" is not an object", h.object(known...))
}

// fields reads an array of names with values.
func (h *harReader) fields(what string, to *Header) valueReader {
	var f Field
	var fileName string
	field := h.inner("an element of "+what,
		member{"name", h.string("a name of "+what, &f.Name)},
		member{"value", h.string("a value of "+what, &f.Value)},
		member{"fileName", h.string("a fileName of "+what, &fileName)},
	)
	return h.orIllTyped('[', what+" is not an array", h.array(func(value int) (int, *jsonscan.Error) {
		f, fileName = Field{}, ""
		end, err := field(value)
		if f.Name != "" && fileName == "" { // files are not parameters
			h.add(to, f)
		}
		return end, err
	}))
}

// read reads an entry.
func (h *harReader) read(text []byte, e jsonEntry) (*Exchange, error) {
	h.reset(e, text)
	h.query, h.form, h.content, h.charlesStatus = h.query[:0], harPostData{params: h.form.params[:0]}, harContent{size: -1}, ""
	h.cookies[0], h.cookies[1] = h.cookies[0][:0], h.cookies[1][:0]
	h.bodySize = -1
	if h.noLog && e.number == 1 {
		h.defect(ErrMalformed, `"log" is missing around the entries of the HAR`)
	}
	if _, err := h.entry(0); err != nil {
		return nil, h.failure(HAR, err)
	}
	h.request()
	h.response()
	h.addCookies(&h.exchange.Request.Header, "Cookie", h.cookies[0])
	h.addCookies(&h.exchange.Response.Header, "Set-Cookie", h.cookies[1])
	return &h.exchange, nil
}

// addCookies adds cookies to a header, which may lack them: some tools list cookies apart.
func (h *harReader) addCookies(to *Header, name string, cookies Header) {
	for _, c := range cookies {
		h.add(to, Field{name, c.Name + "=" + c.Value})
	}
}

// request completes the request from the members of the entry.
func (h *harReader) request() {
	r, form := &h.exchange.Request, &h.form
	path, _, _ := strings.Cut(r.URL, "#")
	if path != "" && !strings.Contains(path, "?") && len(h.query) > 0 {
		r.URL = path + "?" + encodeForm(h.query)
	}
	// QUIRK: Reqable writes postData.encoding, a proposal for HAR 1.3.
	if strings.EqualFold(form.encoding, "base64") {
		if plain, err := base64.StdEncoding.DecodeString(form.text); err != nil {
			h.defect(ErrEncoding, "request.postData.text is not base64")
		} else {
			form.text = string(plain)
		}
	}
	setDefault(&r.Header, "Content-Type", form.mimeType)
	switch {
	case form.text != "":
		r.Body = []byte(form.text)
	case len(form.params) > 0:
		// The parameters are decoded, so the type of the form does not matter.
		r.Body = []byte(encodeForm(form.params))
		r.Header = slices.DeleteFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Type") })
		h.add(&r.Header, Field{"Content-Type", "application/x-www-form-urlencoded"})
	}
	r.findOmission(h.bodySize > 0)
}

// response completes the response from the members of the entry.
func (h *harReader) response() {
	r, content := &h.exchange.Response, &h.content
	if content.mimeType != "x-unknown" { // QUIRK: Chrome, if there is no Content-Type
		setDefault(&r.Header, "Content-Type", content.mimeType)
	}
	hasText := content.text > 0 && len(h.body) > 0
	r.Lost = r.Status == 0 && !hasText && content.file == "" && !r.BodyOmitted
	if r.Lost || r.BodyOmitted || h.exchange.Request.IsElsewhere() {
		return
	}
	if h.charlesStatus != "" && !strings.EqualFold(h.charlesStatus, "COMPLETE") {
		h.defect(io.ErrUnexpectedEOF, "the response was not complete when it was captured")
	}
	switch {
	case !hasText && content.file != "":
		h.fileBody()
	case content.text == 0 && content.size == 0, !hasText && isBodiless(h.exchange.Request.Method, r.Status):
		r.Body = []byte{}
	case content.text == 0, !hasText && content.size > 0:
		r.omitBody()
	case strings.EqualFold(content.encoding, "base64"):
		if h.chunksBody() {
			return
		}
		h.respond(content.text, content.end, asString)
		h.decodeBody(content.text, content.end)
	default:
		if content.encoding != "" {
			h.defect(ErrEncoding, "response.content.encoding is unknown")
		}
		h.respond(content.text, content.end, asString)
	}
}

// chunksBody reads a body with a Content-Encoding as Polly.JS keeps it: a string with a
// JSON array of the received chunks in base64.
func (h *harReader) chunksBody() bool {
	r := &h.exchange.Response
	encodings := r.Header.Get("Content-Encoding")
	if encodings == "" || !bytes.HasPrefix(h.body, []byte(`["`)) {
		return false
	}
	chunks := h.body
	var joined, chunk []byte
	isWhole := true
	_, err := jsonscan.Array(chunks, 0, func(value int) (end int, err *jsonscan.Error) {
		if chunk, end, err = jsonscan.AppendString(chunk[:0], chunks, value); err == nil {
			var problem error
			joined, problem = base64.StdEncoding.AppendDecode(joined, chunk)
			isWhole = isWhole && problem == nil
		}
		return end, err
	})
	if err != nil || !isWhole {
		return false
	}
	out := h.decoder.decode(joined, encodings)
	if out.defect != nil {
		h.defect(out.defect.Err, out.defect.Detail)
	}
	h.body = append(h.body[:0], out.bytes...)
	h.respond(h.content.text, h.content.end, asOpaque)
	r.Decoded = out.undone
	return true
}

// fileBody reads a body from a separate file in the HAR's folder, as Playwright writes it.
func (h *harReader) fileBody() {
	r, name := &h.exchange.Response, h.content.file
	r.omitBody()
	if h.folder == "" {
		return
	}
	if !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`) {
		h.defect(ErrMember, "response.content._file is not the name of a file in the folder of the HAR")
		return
	}
	switch body, err := readRegular(h.folder, name, h.limit); {
	case err != nil:
		h.defect(ErrMember, "response.content._file cannot be read")
	case len(body) > h.limit:
		h.defect(ErrTooLarge, "response.content._file")
	default:
		r.Body, r.BodyOmitted = body, false
	}
}

// readRegular reads a regular file in a folder, up to limit+1 bytes.
func readRegular(folder, name string, limit int) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a FIFO would wait
		return nil, os.ErrInvalid
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, int64(limit)+1))
}

// setDefault adds a field, unless it is empty or the header has one of that name.
func setDefault(h *Header, name, value string) {
	if value != "" && h.Get(name) == "" {
		*h = append(*h, Field{name, value})
	}
}

// escaped matches a name or a value of a form with escapes.
var escaped = regexp.MustCompile(`^(?:[A-Za-z0-9*._~+-]|%[0-9A-Fa-f]{2})*$`)

// encodeForm encodes parameters as a form.
//
// QUIRK: parameters may be escaped already, as by Chrome and Internet Explorer; Firefox
// and Charles do not escape them.
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

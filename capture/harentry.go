package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Entries of HAR files: their reader, which handles the quirks of the tools that write
// them.

// A harReader reads entries.
type harReader struct {
	memberReader
	harMembers
	folder string // of the files that entries name, or ""
}

// The harMembers are the members of an entry that an exchange does not have, or not as they
// are.
type harMembers struct {
	// of the request
	query, params                Header
	form, formType, formEncoding string
	bodySize                     int
	// of the response
	mimeType, encoding, file   string
	redirectURL, charlesStatus string
	size                       int
	isSent                     bool // the body is as it was sent
}

// newHARReader returns the reader of the entries of a HAR, which may lack its "log".
func newHARReader(limit int, folder string, lacksLog bool) *memberReader {
	h := &harReader{memberReader: memberReader{format: HAR, decoder: contentDecoder{limit: limit}}, folder: folder}
	request, response := &h.exchange.Request, &h.exchange.Response
	read := h.members(
		h.time("startedDateTime"),
		h.object("request",
			h.string("request.method", &request.Method),
			h.string("request.url", &request.URL),
			h.fields("request.headers", "", &request.Header),
			h.fields("request.cookies", "Cookie", &request.Header),
			h.fields("request.queryString", "", &h.query),
			h.integer("request.bodySize", &h.bodySize, math.MinInt, math.MaxInt, "a number"),
			h.object("request.postData",
				h.string("request.postData.mimeType", &h.formType),
				h.fields("request.postData.params", "", &h.params),
				h.string("request.postData.text", &h.form),
				h.string("request.postData.encoding", &h.formEncoding),
			),
		),
		h.object("response",
			h.integer("response.status", &response.Status, 0, 999, "an HTTP status"),
			h.fields("response.headers", "", &response.Header),
			h.fields("response.cookies", "Set-Cookie", &response.Header),
			h.object("response.content",
				h.integer("response.content.size", &h.size, math.MinInt, math.MaxInt, "a number"),
				h.string("response.content.mimeType", &h.mimeType),
				h.string("response.content.encoding", &h.encoding),
				h.string("response.content._file", &h.file),
				h.omission("response.content._bodyOmitted"),
				h.text("response.content.text", func() {}), // see response
			),
			h.string("response.redirectURL", &h.redirectURL),
			h.string("response._charlesStatus", &h.charlesStatus),
		),
	)
	h.entry = func() {
		h.harMembers = harMembers{query: h.query[:0], params: h.params[:0], size: -1}
		if lacksLog && h.exchange.Entry == 1 {
			h.defect(ErrMember, `"log" is missing around the entries of the HAR`)
		}
		if read(); h.Err == nil {
			h.request()
			h.response()
			h.decoder.complete(&h.exchange, h.bodySize > 0, h.isSent)
			if h.redirectURL != "" && h.redirectURL != response.Header.Get("Location") {
				h.add(&h.exchange.Other, Field{"Location", h.redirectURL})
			}
		}
	}
	return &h.memberReader
}

// fields is an array of names with values: of fields, of parameters, or of cookies, which some
// tools list apart from the header that sends them.
//
// QUIRK: Polly.JS writes arrays of values.
func (h *harReader) fields(path, cookieHeader string, to *Header) member {
	var name, fileName string
	var values Header
	ofValue := h.oneOrMore(h.value(path+"[].value", func(text string) { h.add(&values, Field{Value: text}) }))
	field := h.object(path+"[]", h.string(path+"[].name", &name), ofValue, h.string(path+"[].fileName", &fileName))
	return h.typed(path, '[', func() {
		h.Array(func() {
			name, fileName, values = "", "", values[:0]
			field.read()
			if len(values) == 0 {
				values = append(values, Field{})
			}
			for _, f := range values {
				switch {
				case name == "" && f.Value == "":
				case fileName != "": // a file is not a parameter
					h.add(&h.exchange.Other, Field{name, f.Value})
				case cookieHeader != "":
					h.add(to, Field{cookieHeader, name + "=" + f.Value})
				default:
					h.add(to, Field{name, f.Value})
				}
			}
		})
	})
}

// addOther adds parameters that repeat those of a URL or a form, if they are not in it.
func (h *harReader) addOther(fields Header, text string) {
	text = "&" + strings.NewReplacer("?", "&", "#", "&").Replace(text) + "&"
	for _, f := range fields {
		if !strings.Contains(text, "&"+f.Name+"="+f.Value+"&") {
			h.add(&h.exchange.Other, f)
		}
	}
}

// request completes the request from the members of the entry.
func (h *harReader) request() {
	r := &h.exchange.Request
	path, _, _ := strings.Cut(r.URL, "#")
	if path != "" && !strings.Contains(path, "?") && len(h.query) > 0 {
		h.exchange.note([]byte(r.URL[len(path):]))
		r.URL = path + "?" + encodeForm(h.query)
	} else if len(h.query) > 0 {
		h.addOther(h.query, r.URL)
	}
	setType(&r.Header, h.formType)
	if strings.EqualFold(h.formEncoding, "base64") { // QUIRK: Reqable, as a proposal for HAR 1.3
		if plain, err := base64.StdEncoding.DecodeString(h.form); err == nil {
			h.form = string(plain)
		} else {
			h.defect(ErrMember, "request.postData.text is not base64")
			h.exchange.note([]byte(h.form))
		}
	}
	switch {
	case h.form != "":
		r.Body = []byte(h.form)
		h.addOther(h.params, h.form)
	case len(h.params) > 0:
		// The parameters are decoded, so the type of the form does not matter.
		r.Body = []byte(encodeForm(h.params))
		r.Header = slices.DeleteFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Type") })
		h.add(&r.Header, Field{"Content-Type", "application/x-www-form-urlencoded"})
	}
}

// response completes the response from the members of the entry.
func (h *harReader) response() {
	r := &h.exchange.Response
	setType(&r.Header, h.mimeType)
	hasText := len(h.body) > 0
	if hasText && h.charlesStatus != "" && !strings.EqualFold(h.charlesStatus, "COMPLETE") {
		h.defect(io.ErrUnexpectedEOF, "the response was not complete when it was captured")
	}
	switch {
	case r.BodyOmitted, h.exchange.Request.IsElsewhere():
	case !hasText && h.file != "":
		h.readFile()
	case !hasText && (r.Status == 0 || h.size > 0): // complete decides
	case r.origin.raw == nil && h.size == 0 && r.Header.length() == 0:
		r.Body = []byte{}
	case r.origin.raw == nil:
	case h.respondChunks():
	case !strings.EqualFold(h.encoding, "base64"):
		if h.encoding != "" {
			h.defect(ErrBody, "response.content.encoding is unknown")
		}
		h.respond()
	default:
		h.respondBase64()
	}
	// QUIRK: chrome-har doubles the size, and mitmproxy writes the one before decompression. No tool
	// counts a byte order mark.
	most := len(r.Body) + len(utf8BOM)
	if hasText && r.Body != nil && h.size > most && r.Header.length() > uint64(most) && r.Header.Get("Content-Encoding") == "" {
		h.defect(io.ErrUnexpectedEOF, "response.content.text is shorter than response.content.size and Content-Length")
	}
}

// respondChunks makes the text the body of the response if it is encoded, as Polly.JS keeps
// it: a JSON array of the received chunks, in base64, or in hexadecimal before version 6.
func (h *harReader) respondChunks() bool {
	r := &h.exchange.Response
	var chunks []string
	isList := bytes.HasPrefix(h.body, []byte(`["`)) && json.Unmarshal(h.body, &chunks) == nil
	if !isList || r.Header.Get("Content-Encoding") == "" {
		return false
	}
	decode := base64.StdEncoding.DecodeString
	if !strings.EqualFold(h.encoding, "base64") {
		decode = hex.DecodeString
	}
	joined := []byte{}
	for _, chunk := range chunks {
		received, err := decode(chunk)
		if err != nil {
			return false
		}
		joined = append(joined, received...)
	}
	r.Body, r.origin.raw, h.isSent = joined, nil, true
	return true
}

// readFile reads the body from a separate file in the HAR's folder, as Playwright writes it.
func (h *harReader) readFile() {
	r := &h.exchange.Response
	r.omitBody()
	if h.folder == "" {
		return
	}
	var info os.FileInfo
	root, err := os.OpenRoot(h.folder)
	if err == nil {
		defer root.Close()
		info, err = root.Stat(h.file)
	}
	if err != nil || strings.ContainsAny(h.file, `/\:`) || !info.Mode().IsRegular() { // opening a FIFO would wait
		h.defect(ErrMember, "response.content._file is not the name of a regular file in the folder of the HAR")
		return
	}
	var body []byte
	file, err := root.Open(h.file)
	if err == nil {
		defer file.Close()
		body, err = io.ReadAll(io.LimitReader(file, int64(h.decoder.limit)+1)) // it may grow
	}
	switch {
	case err != nil:
		h.defect(ErrMember, "response.content._file cannot be read")
	case len(body) > h.decoder.limit:
		h.defect(ErrTooLarge, "response.content._file")
	default:
		r.Body, r.BodyOmitted = body, false
	}
}

// setType adds a Content-Type, unless it is unknown or the header has one.
//
// QUIRK: Chrome writes x-unknown, and HTTP Toolkit application/octet-stream.
func setType(h *Header, mediaType string) {
	if mediaType != "" && mediaType != "x-unknown" && mediaType != "application/octet-stream" && h.Get("Content-Type") == "" {
		*h = append(*h, Field{"Content-Type", mediaType})
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
	var pairs []string
	for _, p := range parameters {
		pairs = append(pairs, encode(p.Name)+"="+encode(p.Value))
	}
	return strings.Join(pairs, "&")
}

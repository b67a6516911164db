package capture

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"iter"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A HAR is split into its entries by quotes and brackets alone, so that one of any
// size streams through, and an entry that is too large, or no JSON, is no reason to
// stop. What an entry says is read where the part is. Whatever else there is in a HAR
// is passed over.

// parseHAR makes parts of whole entries.
func (r Reader) parseHAR(in *input, yield func(Part) bool) {
	in.skipBOM()
	s := &harSplitter{in: in, maxEntry: r.maxEntry(), yield: yield}
	err := s.document()
	if err == errStopped || s.flush() != nil || err == nil {
		return
	}
	if err == io.EOF {
		err = s.error(io.ErrUnexpectedEOF, "")
	}
	yield(Part{failure(err)})
}

// errStopped says that nobody wants more parts.
var errStopped = errors.New("stopped")

// A harSplitter walks to the entries of a HAR. Its methods pass on io.EOF wherever
// that comes.
type harSplitter struct {
	in       *input
	maxEntry int
	yield    func(Part) bool
	entries  int // so far
	part     []harEntry
	text     []byte // of the part's entries
}

// A harEntry is where an entry is.
type harEntry struct {
	number     int
	start, end int // in the text of the part
	at         Position
}

func (s *harSplitter) error(kind error, detail string) error {
	return &Error{Format: HAR, Position: s.in.at, Err: kind, Detail: detail}
}

// document reads all of the HAR.
func (s *harSplitter) document() error {
	err := s.member("log", func() error { return s.member("entries", s.array) })
	if err != nil {
		return err
	}
	switch _, err = s.next(); err {
	case io.EOF:
		return nil
	case nil:
		return s.error(ErrMalformed, "want the end of the file")
	}
	return err
}

// member reads an object for one of its members. There has to be one of that name.
func (s *harSplitter) member(name string, read func() error) error {
	seen := false
	err := s.object(func(other string) error {
		switch {
		case other != name:
			return s.value(func([]byte) {})
		case seen:
			return s.error(ErrMalformed, "a member twice")
		}
		seen = true
		return read()
	})
	if err == nil && !seen {
		err = s.error(ErrMalformed, "no "+name)
	}
	return err
}

// array reads the array of entries, or null.
func (s *harSplitter) array() error {
	if c, err := s.next(); err != nil {
		return err
	} else if c == 'n' {
		return s.value(func([]byte) {})
	}
	return s.list('[', "an array", ']', s.entry)
}

// entry adds an entry to the part.
func (s *harSplitter) entry() error {
	if s.text == nil && s.entries > 0 { // there are many
		s.text = make([]byte, 0, partSize+window)
	}
	s.entries++
	e := harEntry{number: s.entries, start: len(s.text), at: s.in.at}
	size := 0
	err := s.value(func(piece []byte) {
		if size += len(piece); size <= s.maxEntry {
			s.text = append(s.text, piece...)
		}
	})
	if size > s.maxEntry {
		s.text = s.text[:e.start]
		large := &Error{Format: HAR, Entry: e.number, Position: e.at, Err: ErrTooLarge, Detail: "an entry"}
		if s.flush() != nil || !s.yield(Part{failure(large)}) {
			return errStopped
		}
		return err
	}
	if err != nil && err != io.EOF {
		s.text = s.text[:e.start]
		return err
	}
	e.end = len(s.text)
	s.part = append(s.part, e)
	if err == io.EOF {
		// Reading the entry says what it lacks, and where.
		s.flush()
		return errStopped
	}
	if len(s.text)+len(s.part)<<6 >= partSize {
		return s.flush()
	}
	return nil
}

// flush yields the entries that there are.
func (s *harSplitter) flush() error {
	if len(s.part) == 0 {
		return nil
	}
	p := Part{readEntries(s.text, s.part)}
	s.text, s.part = nil, nil
	if !s.yield(p) {
		return errStopped
	}
	return nil
}

// object reads an object; member reads the value of each member.
func (s *harSplitter) object(member func(name string) error) error {
	return s.list('{', "an object", '}', func() error {
		name, err := s.name()
		if err != nil {
			return err
		}
		switch c, err := s.next(); {
		case err != nil:
			return err
		case c != ':':
			return s.error(ErrMalformed, "want a colon")
		}
		s.in.skip(1)
		if _, err := s.next(); err != nil {
			return err
		}
		return member(name)
	})
}

// list reads what stands in brackets, separated by commas.
func (s *harSplitter) list(begin byte, what string, end byte, element func() error) error {
	c, err := s.next()
	if err != nil {
		return err
	}
	if c != begin {
		return s.error(ErrMalformed, "want "+what)
	}
	s.in.skip(1)
	if c, err = s.next(); err == nil && c == end {
		s.in.skip(1)
		return nil
	}
	for err == nil {
		if err = element(); err != nil {
			break
		}
		if c, err = s.next(); err != nil {
			break
		}
		switch c {
		case end:
			s.in.skip(1)
			return nil
		case ',':
			s.in.skip(1)
			_, err = s.next()
		default:
			err = s.error(ErrMalformed, "want a comma or the end of "+what)
		}
	}
	return err
}

// maxName is how many bytes a name is looked at: none that counts has more.
const maxName = 256

// name reads the name of a member; "" is one that does not count.
func (s *harSplitter) name() (string, error) {
	if c, err := s.next(); err != nil {
		return "", err
	} else if c != '"' {
		return "", s.error(ErrMalformed, "want a string")
	}
	var text []byte
	err := s.value(func(piece []byte) { text = append(text, piece[:min(len(piece), maxName-len(text))]...) })
	name, _, problem := stringValue(nil, text, 0)
	if problem != nil {
		name = nil
	}
	return string(name), err
}

// next passes over white space, and gives the byte behind it.
func (s *harSplitter) next() (byte, error) {
	for {
		text, err := s.buffered()
		if err != nil {
			return 0, err
		}
		n := skipSpace(text, 0)
		s.in.skip(n)
		if n < len(text) {
			return text[n], nil
		}
	}
}

// buffered gives at least a byte of what comes next.
func (s *harSplitter) buffered() ([]byte, error) {
	if _, err := s.in.buf.Peek(1); err != nil {
		return nil, err
	}
	return s.in.buf.Peek(s.in.buf.Buffered())
}

// value passes over a value, and hands it on piece by piece.
func (s *harSplitter) value(piece func([]byte)) error {
	var v valueEnd
	for beginning := true; ; beginning = false {
		text, err := s.buffered()
		if err != nil {
			return err
		}
		n, found := v.find(text)
		if beginning && n == 0 {
			return s.error(ErrMalformed, "want a value")
		}
		piece(text[:n])
		s.in.skip(n)
		if found {
			return nil
		}
	}
}

// A valueEnd finds where a value ends that it is shown piece by piece. Of text that
// is no JSON it finds some end, or none.
type valueEnd struct {
	depth    int // of brackets, of whatever kind
	inString bool
	escaped  bool
}

// find gives how much of a piece belongs to the value, and whether that ends there.
func (v *valueEnd) find(text []byte) (n int, found bool) {
	for n < len(text) {
		if v.inString && !v.escaped {
			if n += ordinary(text[n:]); n == len(text) {
				break
			}
		}
		c := text[n]
		n++
		switch {
		case v.escaped:
			v.escaped = false
			continue
		case v.inString:
			v.escaped = c == '\\'
			if c != '"' {
				continue
			}
			v.inString = false
		case c == '"':
			v.inString = true
			continue
		case c == '{', c == '[':
			v.depth++
			continue
		case v.depth == 0 && bytes.IndexByte([]byte(" \t\r\n,:]}"), c) >= 0:
			return n - 1, true
		case c == '}', c == ']':
			v.depth--
		default:
			continue
		}
		if v.depth == 0 {
			return n, true
		}
	}
	return n, false
}

// readEntries reads entries, all into the same exchange.
func readEntries(text []byte, entries []harEntry) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		h := newHARReader()
		for _, e := range entries {
			if !yield(h.read(text[e.start:e.end], e)) {
				return
			}
		}
	}
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
				name, value, _ := strings.Cut(line, ":")
				setDefault(&r.Header, name, strings.TrimSpace(value))
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

package oldredact

import (
	"encoding/base64"
	"hash/maphash"
	"slices"
	"strconv"
)

// A memberReader reads JSON in memory into an exchange: text after text into the
// same one.
type memberReader struct {
	exchange Exchange
	text     []byte
	at       Position // of the text
	body     []byte
	scratch  []byte
	texts    textMemo
}

// reset turns to a text.
func (m *memberReader) reset(entry int, text []byte, at Position) {
	m.text, m.at = text, at
	request, response := m.exchange.Request.Header[:0], m.exchange.Response.Header[:0]
	m.exchange = Exchange{
		Entry:    entry,
		Request:  Request{Header: request},
		Response: Response{Header: response, origin: origin{at: at}},
		raw:      text,
	}
}

// failure makes an error of a problem.
func (m *memberReader) failure(f Format, p *jsonProblem) error {
	return &Error{Format: f, Entry: m.exchange.Entry, Position: m.at.after(m.text[:p.at]), Err: p.err, Detail: p.detail}
}

// A reading reads the value that begins at an index of the text, and gives where
// it ends.
type reading func(value int) (end int, problem *jsonProblem)

// A member is one of an object.
type member struct {
	name string
	read reading
}

// object reads an object. Members that are not known, or null, are passed over.
func (m *memberReader) object(known ...member) reading {
	return func(value int) (int, *jsonProblem) {
		var seen uint // a bit of each that is known
		return object(m.text, value, func(name []byte, value int) (int, *jsonProblem) {
			for i := range known {
				if known[i].name != string(name) {
					continue
				}
				if seen&(1<<i) != 0 {
					return value, &jsonProblem{value, ErrMalformed, "a member twice"}
				}
				if first(m.text, value) != 'n' {
					seen |= 1 << i
					return known[i].read(value)
				}
			}
			return skipValue(m.text, value)
		})
	}
}

// array reads an array.
func (m *memberReader) array(element reading) reading {
	return func(value int) (int, *jsonProblem) { return array(m.text, value, element) }
}

// orIllTyped reads a value that begins as its type does; another is passed over.
func (m *memberReader) orIllTyped(begin byte, detail string, read reading) reading {
	return func(value int) (int, *jsonProblem) {
		if first(m.text, value) != begin {
			m.defect(ErrMember, detail)
			return skipValue(m.text, value)
		}
		return read(value)
	}
}

// string reads a string.
func (m *memberReader) string(what string, to *string) reading {
	last := "" // what it was in the exchange before
	return m.orIllTyped('"', what+" is no string", func(value int) (end int, problem *jsonProblem) {
		text, end, problem := m.briefly(value)
		if problem == nil {
			last = m.remembered(text, last)
			*to = last
		}
		return end, problem
	})
}

// briefly reads a string, and gives what it says until the next one is read: mostly it
// stands in the text as it is.
func (m *memberReader) briefly(value int) (says []byte, end int, problem *jsonProblem) {
	if first(m.text, value) == '"' {
		from := value + 1
		if end = from + ordinary(m.text[from:]); first(m.text, end) == '"' {
			return m.text[from:end], end + 1, nil
		}
	}
	m.scratch, end, problem = stringValue(m.scratch[:0], m.text, value)
	return m.scratch, end, problem
}

// integer reads a whole number that is not out of bounds.
func (m *memberReader) integer(to *int, least, most int, detail string) reading {
	return func(value int) (int, *jsonProblem) {
		end, problem := skipValue(m.text, value)
		if problem != nil {
			return end, problem
		}
		n, err := strconv.Atoi(string(m.text[value:end]))
		if err != nil || n < least || n > most {
			m.defect(ErrMember, detail)
			return end, nil
		}
		*to = n
		return end, nil
	}
}

// status reads the HTTP status of the response.
func (m *memberReader) status(what string) reading {
	return m.integer(&m.exchange.Response.Status, 0, 999, what+" is no HTTP status")
}

// textBody reads the body of the response, a string.
func (m *memberReader) textBody(value int) (end int, problem *jsonProblem) {
	m.body, end, problem = stringValue(m.body[:0], m.text, value)
	if problem == nil {
		m.respond(value, end, asString)
	}
	return end, problem
}

// base64Body reads the body of the response, a string of base64.
//
// QUIRK: what is not, is text: so writes Firefox the XML that a server calls
// application/octet-stream.
func (m *memberReader) base64Body(value int) (end int, problem *jsonProblem) {
	text, end, problem := m.briefly(value)
	if problem != nil {
		return end, problem
	}
	var err error
	m.body, err = base64.StdEncoding.AppendDecode(m.body[:0], text)
	if err != nil {
		m.defect(ErrEncoding, "the body is no base64, and taken for text")
		return m.textBody(value)
	}
	m.respond(value, end, asBase64)
	return end, nil
}

// respond makes what has been read of a string the body of the response.
func (m *memberReader) respond(value, end int, form originForm) {
	if m.body == nil {
		m.body = []byte{} // empty, not absent
	}
	r := &m.exchange.Response
	r.Body, r.Text = m.body, form == asString
	r.origin = origin{at: m.at.after(m.text[:value+1]), form: form, raw: m.text[value+1 : end-1]}
}

// defect notes a defect, once.
func (m *memberReader) defect(kind error, detail string) {
	if d := (Defect{kind, detail}); !slices.Contains(m.exchange.Defects, d) {
		m.exchange.Defects = append(m.exchange.Defects, d)
	}
}

// maxFields bounds the fields of a header, which in memory may be many times as
// large as in the capture.
const maxFields = 1 << 10

// add adds a field to a header.
func (m *memberReader) add(to *Header, f Field) {
	if len(*to) == maxFields {
		m.defect(ErrTooLarge, "more than "+strconv.Itoa(maxFields)+" headers or parameters")
		return
	}
	*to = append(*to, f)
}

// likely gives the field that the exchange before had where the next of a header
// comes, or none.
func likely(h Header) (f Field) {
	if len(h) < cap(h) {
		f = h[:len(h)+1][len(h)]
	}
	return f
}

// remembered gives a text as a string. It is likely to be the same as another.
func (m *memberReader) remembered(text []byte, likely string) string {
	if string(text) == likely {
		return likely
	}
	return m.texts.get(text)
}

// A textMemo makes texts strings, without an allocation if there has been the same:
// URLs and headers come again and again. It has a place for each, by its hash, and
// forgets what was there before: hashes that are the same on purpose gain nothing.
type textMemo struct {
	seed  maphash.Seed
	texts []string
}

// Bounds of a textMemo: the number of texts, and the bytes of each.
const (
	maxRemembered    = 1 << 10
	maxRememberedLen = 1 << 10
)

func (m *textMemo) get(text []byte) string {
	if len(text) > maxRememberedLen {
		return string(text)
	}
	if m.texts == nil {
		m.seed, m.texts = maphash.MakeSeed(), make([]string, maxRemembered)
	}
	s := &m.texts[maphash.Bytes(m.seed, text)%maxRemembered]
	if *s != string(text) {
		*s = string(text)
	}
	return *s
}

// first gives the byte that a value begins with, or 0.
func first(text []byte, at int) byte {
	if at >= len(text) {
		return 0
	}
	return text[at]
}

package capture

import (
	"bytes"
	"encoding/base64"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/smscodec/smscodec/internal/jsonscan"
)

// Members of JSON text as the parts of an exchange. The reader of a member is built once,
// with its destination, and then reads one text after the other.

// A memberReader reads JSON in memory into an exchange that it reuses.
type memberReader struct {
	exchange Exchange
	text     []byte
	at       Position // of the text
	body     []byte
	scratch  []byte
	texts    textMemo
}

// reset prepares for reading a text.
func (m *memberReader) reset(e jsonEntry, text []byte) {
	m.text, m.at = text, e.at
	request, response, other := m.exchange.Request.Header[:0], m.exchange.Response.Header[:0], m.exchange.Other[:0]
	m.exchange = Exchange{
		Entry:    e.number,
		Request:  Request{Header: request},
		Response: Response{Header: response, origin: origin{at: e.at}},
		Other:    other,
	}
}

func (m *memberReader) asked() *Request { return &m.exchange.Request }

// failure returns an error of the exchange for an error in its text.
func (m *memberReader) failure(f Format, e *jsonscan.Error) error {
	kind := e.Err
	switch kind {
	case jsonscan.ErrSyntax:
		kind = ErrMalformed
	case jsonscan.ErrDepth:
		kind = ErrTooLarge
	}
	return &Error{Format: f, Entry: m.exchange.Entry, Position: m.at.after(m.text[:e.At]), Err: kind, Detail: e.Detail}
}

// A valueReader reads the value that begins at an index of the text, and returns its end.
type valueReader func(value int) (end int, err *jsonscan.Error)

// A member is a known member of an object, and its reader.
type member struct {
	name string
	read valueReader
}

// object reads an object. Members that are unknown or null are skipped.
func (m *memberReader) object(known ...member) valueReader {
	return func(value int) (int, *jsonscan.Error) {
		var seen uint // one bit for each known member
		return jsonscan.Object(m.text, value, func(name []byte, value int) (int, *jsonscan.Error) {
			for i := range known {
				if known[i].name != string(name) {
					continue
				}
				if seen&(1<<i) != 0 {
					return value, &jsonscan.Error{At: value, Err: ErrMalformed, Detail: "duplicate member"}
				}
				if jsonscan.ByteAt(m.text, value) != 'n' {
					seen |= 1 << i
					return known[i].read(value)
				}
			}
			return jsonscan.Skip(m.text, value)
		})
	}
}

// array reads an array.
func (m *memberReader) array(element valueReader) valueReader {
	return func(value int) (int, *jsonscan.Error) { return jsonscan.Array(m.text, value, element) }
}

// orIllTyped reads a value that begins like its type. It skips any other value, and adds a
// defect.
func (m *memberReader) orIllTyped(begin byte, detail string, read valueReader) valueReader {
	return func(value int) (int, *jsonscan.Error) {
		if jsonscan.ByteAt(m.text, value) != begin {
			m.defect(ErrMember, detail)
			return jsonscan.Skip(m.text, value)
		}
		return read(value)
	}
}

// string reads a string.
func (m *memberReader) string(what string, to *string) valueReader {
	return m.orIllTyped('"', what+" is not a string", func(value int) (end int, err *jsonscan.Error) {
		text, end, err := m.stringView(value)
		if err == nil {
			*to = m.texts.get(text)
		}
		return end, err
	})
}

// stringView returns the decoded string, valid until the next call. It aliases the text
// when there is nothing to unescape.
func (m *memberReader) stringView(value int) (says []byte, end int, err *jsonscan.Error) {
	if says, end, ok := jsonscan.Verbatim(m.text, value); ok {
		return says, end, nil
	}
	m.scratch, end, err = jsonscan.AppendString(m.scratch[:0], m.text, value)
	return m.scratch, end, err
}

// integer reads a whole number within bounds.
func (m *memberReader) integer(to *int, least, most int, detail string) valueReader {
	return func(value int) (int, *jsonscan.Error) {
		end, err := jsonscan.Skip(m.text, value)
		if err != nil {
			return end, err
		}
		n, problem := strconv.Atoi(string(m.text[value:end]))
		if problem != nil || n < least || n > most {
			m.defect(ErrMember, detail)
			return end, nil
		}
		*to = n
		return end, nil
	}
}

// time reads when the request was sent, if that is a string. A time needs no escapes.
func (m *memberReader) time(value int) (int, *jsonscan.Error) {
	end, err := jsonscan.Skip(m.text, value)
	if err == nil && m.text[value] == '"' && m.exchange.Time == "" {
		m.exchange.Time = string(m.text[value+1 : end-1])
	}
	return end, err
}

// status reads the HTTP status of the response.
func (m *memberReader) status(what string) valueReader {
	return m.integer(&m.exchange.Response.Status, 0, 999, what+" is not an HTTP status")
}

// header reads an object whose values are strings, or arrays of them.
func (m *memberReader) header(what, ofField string, to *Header) valueReader {
	var f Field
	field := m.orIllTyped('"', ofField+" is not a string", func(value int) (end int, err *jsonscan.Error) {
		text, end, err := m.stringView(value)
		f.Value = m.texts.get(text)
		m.add(to, f)
		return end, err
	})
	return m.orIllTyped('{', what+" is not an object", func(value int) (int, *jsonscan.Error) {
		return jsonscan.Object(m.text, value, func(name []byte, value int) (int, *jsonscan.Error) {
			f.Name = m.texts.get(name)
			switch jsonscan.ByteAt(m.text, value) {
			case '[':
				return jsonscan.Array(m.text, value, field)
			case 'n':
				return jsonscan.Skip(m.text, value)
			}
			return field(value)
		})
	})
}

// textBody reads the body of the response, a string.
func (m *memberReader) textBody(value int) (end int, err *jsonscan.Error) {
	m.body, end, err = jsonscan.AppendString(m.body[:0], m.text, value)
	if err == nil {
		m.respond(value, end, asString)
	}
	return end, err
}

// base64Body reads the body of the response, a string of base64.
func (m *memberReader) base64Body(value int) (end int, err *jsonscan.Error) {
	end, err = m.textBody(value)
	if err == nil {
		m.decodeBody(value, end)
	}
	return end, err
}

// decodeBody decodes a body in base64 that has been read as text.
//
// QUIRK: Firefox writes text and calls it base64, for XML that a server calls
// application/octet-stream.
func (m *memberReader) decodeBody(value, end int) {
	text := m.body
	decoded, problem := base64.StdEncoding.AppendDecode(m.scratch[:0], text)
	if at, isCorrupt := problem.(base64.CorruptInputError); isCorrupt {
		if len(decoded) == 0 || len(bytes.Trim(text[at:], base64Characters)) > 0 {
			m.defect(ErrEncoding, "the body is not base64, and was read as text")
			return
		}
		m.defect(io.ErrUnexpectedEOF, "the base64 of the body is cut off")
	}
	m.body, m.scratch = decoded, text
	m.respond(value, end, asBase64)
}

const base64Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

// omission reads the description of an omitted body.
func (m *memberReader) omission(what string) valueReader {
	omitted := &m.exchange.Response.Omitted
	var kind string
	read := m.object(
		member{"kind", m.string(what+".kind", &kind)},
		member{"size", m.integer(&omitted.Size, 0, math.MaxInt, what+".size is not a size")},
	)
	return m.orIllTyped('{', what+" is not an object", func(value int) (int, *jsonscan.Error) {
		kind = ""
		end, err := read(value)
		m.exchange.Response.omitBody()
		if isKind(kind) {
			omitted.Kind = kind
		} else {
			m.defect(ErrMember, what+".kind is not up to 32 lower-case letters and spaces")
		}
		return end, err
	})
}

// isKind reports whether text may be shown as the kind of a body.
func isKind(text string) bool {
	for _, c := range []byte(text) {
		if (c < 'a' || c > 'z') && c != ' ' {
			return false
		}
	}
	return len(text) <= 32
}

// respond makes m.body, which was decoded from a string, the body of the response.
func (m *memberReader) respond(value, end int, form originForm) {
	if m.body == nil {
		m.body = []byte{} // empty, not absent
	}
	r := &m.exchange.Response
	r.Body, r.Text = m.body, form == asString
	r.origin = origin{at: m.at.after(m.text[:value+1]), form: form, raw: m.text[value+1 : end-1]}
}

// defect adds a defect, unless the exchange has an equal one.
func (m *memberReader) defect(kind error, detail string) {
	if d := (Defect{kind, detail}); !slices.Contains(m.exchange.Defects, d) {
		m.exchange.Defects = append(m.exchange.Defects, d)
	}
}

// maxFields bounds the number of fields of a header. In memory, fields may take many times
// their bytes in the capture.
const maxFields = 1 << 10

// add adds a field to a header.
func (m *memberReader) add(to *Header, f Field) {
	if len(*to) == maxFields {
		m.defect(ErrTooLarge, "more than "+strconv.Itoa(maxFields)+" headers or parameters")
		return
	}
	*to = append(*to, f)
}

// A textMemo converts texts to strings, usually without an allocation if the text occurred
// before: URLs and headers repeat.
type textMemo map[string]string

// Bounds of a textMemo: the number of texts, and the bytes of each.
const (
	maxRemembered    = 1 << 10
	maxRememberedLen = 1 << 10
)

func (m *textMemo) get(text []byte) string {
	s, ok := (*m)[string(text)]
	if !ok {
		s = string(text)
	}
	if !ok && len(s) <= maxRememberedLen {
		if len(*m) == 0 || len(*m) == maxRemembered {
			*m = make(textMemo)
		}
		(*m)[s] = s
	}
	return s
}

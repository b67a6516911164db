package capture

import (
	"bytes"
	"encoding/base64"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/smscodec/smscodec/internal/http1"
	"github.com/smscodec/smscodec/internal/jsonscan"
)

// Members of JSON text as the parts of an exchange. The reader of a member is built once,
// with its destination, and then reads one text after the other.

// A jsonEntry is an entry of a part.
type jsonEntry struct {
	number  int
	text    []byte
	isLarge bool // the text is only the beginning
	at      Position
}

// A memberReader reads entries in memory, all into the same exchange. It is recycled, with its
// text, when those of a part have been read: fresh memory would have to be cleared, and is cold.
type memberReader struct {
	buffer  []byte // the texts of the entries
	entries []jsonEntry

	jsonscan.Scanner
	format   Format
	entry    func() // reads an entry
	exchange Exchange

	body, decoded []byte // as a string has it, and decoded from base64
	decoder       contentDecoder
}

// read reads an entry. One that is too large is an error, unless its request, as far as it is in
// the beginning, went to another endpoint, such as one for a video.
func (m *memberReader) read(e jsonEntry) (*Exchange, error) {
	m.Text, m.At, m.Err = e.text, 0, nil // all but its buffer
	m.body = m.body[:0]
	m.exchange = Exchange{
		Entry:    e.number,
		Request:  Request{Header: m.exchange.Request.Header[:0]},
		Response: Response{Header: m.exchange.Response.Header[:0], origin: origin{at: e.at}},
		Other:    m.exchange.Other[:0],
	}
	m.entry()
	switch r := &m.exchange.Request; {
	case e.isLarge && r.IsElsewhere():
		return &Exchange{Entry: e.number, Request: Request{Method: r.Method, URL: r.URL}}, nil
	case e.isLarge:
		return nil, (&Defect{ErrTooLarge, "an entry"}).failure(m.format, e.number, e.at)
	case m.Err != nil:
		return nil, scanError(&m.Scanner, m.format, e.number, e.at)
	}
	return &m.exchange, nil
}

// scanError returns the error of a scanner whose text begins at a position.
func scanError(s *jsonscan.Scanner, f Format, entry int, at Position) *Error {
	detail := s.Detail
	if s.Err == io.ErrUnexpectedEOF {
		detail = map[Format]string{HAR: "the HAR is cut off", JSONLines: "the exchange is cut off"}[f]
	}
	return (&Defect{s.Err, detail}).failure(f, entry, at.after(s.Text))
}

// A member is a known member of an object, and the reader of its value.
type member struct {
	name string
	read func()
}

// newMember returns a member by its path in an entry.
func newMember(path string, read func()) member {
	return member{path[strings.LastIndexByte(path, '.')+1:], read}
}

// after makes a reader do something before it reads a value that is not null.
func (k member) after(begin func()) member {
	return member{k.name, func() {
		begin()
		k.read()
	}}
}

// members reads an object. Members that are unknown or null are skipped.
func (m *memberReader) members(known ...member) func() {
	return func() {
		var seen uint // one bit for each known member
		m.Object(func(name []byte) {
			i := 0
			for i < len(known) && known[i].name != string(name) {
				i++
			}
			switch isNull := m.Next() == 'n'; {
			case seen&(1<<i) != 0:
				m.Fail(ErrMalformed, "duplicate member")
			case i == len(known), isNull:
				m.Skip()
			default:
				seen |= 1 << i
				known[i].read()
			}
		})
	}
}

// typed is a member of the type whose values begin with a byte. Other values are skipped,
// with a defect.
func (m *memberReader) typed(path string, begin byte, read func()) member {
	return newMember(path, func() {
		if m.Next() == begin {
			read()
			return
		}
		m.defect(ErrMember, path+" is not "+types[begin])
		m.exchange.note(m.Skip())
	})
}

var types = map[byte]string{'"': "a string", '{': "an object", '[': "an array"}

func (m *memberReader) object(path string, known ...member) member {
	return m.typed(path, '{', m.members(known...))
}

func (m *memberReader) string(path string, to *string) member {
	return m.typed(path, '"', func() { *to = string(m.String()) })
}

// integer is a whole number within bounds.
func (m *memberReader) integer(path string, to *int, least, most int, what string) member {
	return newMember(path, func() {
		n, err := strconv.Atoi(string(m.Skip()))
		if err != nil || n < least || n > most {
			m.defect(ErrMember, path+" is not "+what)
			return
		}
		*to = n
	})
}

// time is when the request was sent, if that is a string.
func (m *memberReader) time(name string) member {
	return member{name, func() {
		if m.Next() == '"' && m.exchange.Time == "" {
			m.exchange.Time = string(m.String())
			return
		}
		m.Skip()
	}}
}

// oneOrMore is a member whose value is as another's, or an array of such values.
func (m *memberReader) oneOrMore(one member) member {
	return member{one.name, func() {
		if m.Next() == '[' {
			m.Array(one.read)
			return
		}
		one.read()
	}}
}

// value is a value of a header or parameter, a string. A number is read too, with a defect.
func (m *memberReader) value(path string, read func(text string)) member {
	asString := m.typed(path, '"', func() { read(string(m.String())) })
	return member{asString.name, func() {
		if strings.IndexByte("-0123456789", m.Next()) < 0 {
			asString.read()
			return
		}
		m.defect(ErrMember, path+" is not a string")
		read(string(m.Skip()))
	}}
}

// header is an object whose values are strings, or arrays of them.
func (m *memberReader) header(name, field string, to *Header) member {
	var f Field
	values := m.oneOrMore(m.value(field, func(text string) {
		f.Value = text
		m.add(to, f)
	}))
	return m.typed(name, '{', func() {
		m.Object(func(name []byte) {
			if f.Name = string(name); m.Next() == 'n' {
				m.Skip()
				return
			}
			values.read()
		})
	})
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

// text is a string that may be the body of the response, whose origin it is. When it has been
// read, read is called.
func (m *memberReader) text(path string, read func()) member {
	return m.typed(path, '"', func() {
		begin := m.At + 1
		m.body = m.AppendString(slices.Grow(m.body[:0], 1)) // not nil
		if m.Err == nil {
			o := &m.exchange.Response.origin
			*o = origin{at: o.at.after(m.Text[:begin]), raw: m.Text[begin : m.At-1]}
			read()
		}
	})
}

// respond makes the text the body of the response.
func (m *memberReader) respond() {
	m.exchange.Response.Body, m.exchange.Response.Text = m.body, true
}

// respondBase64 makes the text, which is in base64, the body of the response.
//
// QUIRK: Firefox writes text and calls it base64, for XML that a server calls
// application/octet-stream.
func (m *memberReader) respondBase64() {
	m.respond()
	var err error
	m.decoded, err = base64.StdEncoding.AppendDecode(slices.Grow(m.decoded[:0], 1), m.body) // not nil
	if at, isCorrupt := err.(base64.CorruptInputError); isCorrupt {
		if len(m.decoded) == 0 || len(bytes.Trim(m.body[at:], base64Characters)) > 0 {
			m.defect(ErrBody, "the body is not base64, and was read as text")
			return
		}
		m.defect(io.ErrUnexpectedEOF, "the base64 of the body is cut off")
	}
	r := &m.exchange.Response
	r.Body, r.Text = m.decoded, false
}

const base64Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

// omission is the description of an omitted body.
func (m *memberReader) omission(path string) member {
	r := &m.exchange.Response
	kind := path + ".kind"
	read := m.members(m.string(kind, &r.Omitted.Kind), m.integer(path+".size", &r.Omitted.Size, 0, math.MaxInt, "a size"))
	return m.typed(path, '{', func() {
		r.omitBody()
		if read(); !omittedKind.MatchString(r.Omitted.Kind) {
			r.Omitted.Kind = ""
			m.defect(ErrMember, kind+" is not up to 32 lower-case letters and spaces")
		}
	})
}

// omittedKind matches what may be shown as the kind of a body.
var omittedKind = regexp.MustCompile(`^[a-z ]{0,32}$`)

// complete decodes a body that is as it was sent, and decides what the exchange lacks: the form, if
// the capture shows that there was one, and the response or its body, unless that is known. Tools keep
// a body as text or base64 with its encoding undone; some keep it as it was sent.
func (d *contentDecoder) complete(x *Exchange, isForm, isSent bool) {
	r := &x.Response
	encodings, _ := r.Header.encodings()
	isPacked := !r.Text && encodings != "" && bytes.ContainsFunc(r.Body, isBinary)
	var defect *Defect
	x.Request.findOmission(isForm)
	switch {
	case x.Request.IsElsewhere():
		r.Body = nil
		return
	case isSent || isPacked:
		kept := *r
		defect = d.decode(r, encodings)
		isNamed := bytes.HasPrefix(kept.Body, []byte(gzipMagic)) || bytes.HasPrefix(kept.Body, []byte(zstdMagic))
		if defect.isLoss() && !isSent && !isNamed { // its encoding was undone
			*r, defect = kept, nil
		}
		x.addDefect(defect)
	}
	isEmpty := r.Body != nil && len(r.Body) == 0
	states := encodings == "" && r.Header.length() > 0 && !http1.IsBodiless(x.Request.Method, r.Status)
	switch {
	case isEmpty && (states || defect.isLoss()):
		r.omitBody()
	case r.Body != nil || r.BodyOmitted:
	case r.Status == 0:
		r.Lost = true
	case http1.IsBodiless(x.Request.Method, r.Status):
		r.Body = []byte{}
	default:
		r.omitBody()
	}
}

func (m *memberReader) defect(kind error, detail string) {
	m.exchange.addDefect(&Defect{kind, detail})
}

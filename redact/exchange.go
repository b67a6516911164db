package redact

// Exchanges: each is copied or excluded, and each copy is checked.

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/http1"
	"github.com/smscodec/smscodec/internal/parts"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
	"github.com/smscodec/smscodec/lint"
)

// The reasons for which an exchange is excluded, besides its form.
var (
	errNotRecognised = errors.New(`redact: not recognised as an answer; if it is one, give its request: --query "get=1&fmt=1"`)
	errUnread        = errors.New("redact: it has parts that are damaged or too large, or more secrets than can be searched for")
	errSecret        = errors.New("redact: the copy would still have a secret value")
)

// copy returns the copy of an exchange, nil for one with another endpoint, or an error if
// the exchange is excluded.
func (c *copier) copy(x *capture.Exchange) (*capture.Exchange, error) {
	c.taken = c.taken[:0]
	c.finder = c.finders.Of(x)
	request := c.request(&x.Request)
	switch {
	case request.Request == nil:
		return nil, request.err
	case captured.IsDamaged(x), c.finder == secrets.Everything:
		return nil, errUnread
	}
	out := &capture.Exchange{Entry: x.Entry, Request: *request.Request, Response: capture.Response{Status: x.Response.Status, Header: c.header(x.Response.Header)}}
	r, omitted := &out.Response, x.Response.Omitted // the capture's description of a body that it does not have
	if x.Response.Body != nil {
		omitted = capture.Omitted{Kind: c.body(x, out, request.asked), Size: len(x.Response.Body)}
		isAlone := x.Entry == 0 && x.Request.URL == ""
		if isAlone && omitted.Kind != notOmitted && omitted.Kind != omittedAnswer {
			return nil, errNotRecognised
		}
	}
	switch {
	case slices.Contains(omittedKinds, omitted.Kind):
		r.BodyOmitted, r.Omitted = true, omitted
		c.taken = append(c.taken, strconv.AppendInt(nil, int64(omitted.Size), 10))
	case x.Response.Body != nil: // copied
	case r.Status != 0 && http1.IsBodiless(out.Request.Method, r.Status): // the copy is read so
		r.Body, r.Text = []byte{}, true
	default:
		r.Lost = true
	}
	if slices.ContainsFunc(c.taken, func(text []byte) bool { return len(c.finder.Find(text)) > 0 }) {
		return nil, errSecret
	}
	return out, nil
}

// body copies the body of an exchange to its copy, or returns the kind of a body that must be
// omitted.
func (c *copier) body(x, out *capture.Exchange, req smscodec.Request) (omitted string) {
	if x.Response.Status >= http.StatusMultipleChoices && x.Response.Status != http.StatusNotModified {
		req = smscodec.Request{} // nearly any text is a list in CSV, also that of an error
	}
	text := newText(x.Response.Body, c.phones, c.finder.Find(x.Response.Body))
	if omitted = c.scan(text, req); omitted != notOmitted {
		if _, begins := response.FormatOf(x.Response.Body); text.taken != nil && begins {
			omitted = omittedAnswer // it has a secret that was also syntax
		}
		return omitted
	}
	c.taken = append(c.taken, text.taken)
	lintsAlike := text.taken == nil && x.Request.Method == out.Request.Method && out.Request.URL != "" && !out.Request.BodyOmitted &&
		!slices.ContainsFunc(fields, func(name string) bool { return x.Response.Header.Get(name) != out.Response.Header.Get(name) })
	for _, isText := range []bool{true, false} { // people can read a text, but it says less about the charset
		out.Response.Body, out.Response.Text = text.copied, isText
		switch {
		case isText && !utf8.Valid(text.copied):
		case lintsAlike && isText == x.Response.Text, slices.Equal(c.findings(out), c.findings(x)): // fast path: most bodies
			return notOmitted
		}
	}
	out.Response.Body, out.Response.Text = nil, false
	return omittedAnswer
}

// findings returns what lint finds in an exchange, without the texts, and without the defects
// of the capture: the copy is another capture.
func (c *copier) findings(x *capture.Exchange) []lint.Finding {
	undamaged := *x
	undamaged.Defects = nil
	all := slices.Clone(c.linter.Check(&undamaged).Findings)
	for i := range all {
		all[i].Message, all[i].Field = "", ""
	}
	return all
}

// scan copies a body, or returns the kind of a body that must be omitted: it is not an answer
// to the request, or an answer that cannot be copied safely.
func (c *copier) scan(text *text, req smscodec.Request) (omitted string) {
	body := text.copied
	format, isAnswer := response.FormatOf(body)
	reads, isDocumented := c.classify(body, req)
	if !isAnswer {
		format, isAnswer = req.Format, reads
	}
	if format == smscodec.XML { // the codec skips comments, instructions and the like
		rest := body[parts.PrologLen(body, format):]
		isDocumented = isDocumented && !bytes.Contains(rest, []byte("<!")) && !bytes.Contains(rest, []byte("<?"))
	}
	switch {
	case response.IsEmpty(body), isDocumented: // kept
	case isAnswer:
		text.isJSON = format == smscodec.JSON
		text.isStrict = !c.keepBodies && (format == smscodec.Plain || format == smscodec.CSV)
		parts.Scan(body, format, req.Op, text.part)
	default:
		if omitted = response.KindOf(body); !c.keepBodies || omitted == response.Binary {
			return omitted
		}
		if text.part(parts.Part{Of: wire.KeySender, End: len(body)}); !text.isUnsafe {
			omitted = notOmitted
		}
		return omitted
	}
	if text.isUnsafe {
		return omittedAnswer
	}
	return notOmitted
}

// classify reports whether a body is an answer to a request, in any charset, and whether it is
// a list of nothing but names and documented members with their codes. Of such a list the codec
// has read every byte, and all of it is copied:
//
//   - Extra, which has what is not documented, is empty.
//   - In plain and CSV, each name is as documented.
//   - No name has a number, if these are replaced.
//   - The codec skips markup in XML. The caller looks for that.
func (c *copier) classify(body []byte, req smscodec.Request) (isAnswer, isDocumented bool) {
	if req.Charset = smscodec.UTF8; !utf8.Valid(body) {
		req.Charset = smscodec.KOI8R // which has a character for each byte
	}
	hasLines := req.Format == smscodec.Plain || req.Format == smscodec.CSV
	var err error
	isDocumented = req.Op == smscodec.OpGet
	for s, wrong := range (smscodec.Codec{EmptyList: true}).Senders(body, req) {
		isDocumented = isDocumented && wrong == nil && len(s.Extra) == 0 &&
			(!hasLines || wire.IsDocumentedName(s.Name)) && (c.phones == nil || !phone.MatchString(s.Name) && !escapedPhone.MatchString(s.Name))
		err = wrong
	}
	_, isRefusal := errors.AsType[*smscodec.APIError](err)
	return err == nil || isRefusal, isDocumented
}

package lint

import (
	"bytes"
	"errors"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// checkRoundTrip writes the reply again in the charset of the wire, and reads
// that. What is written byte for byte as it came needs no reading.
func (l *Linter) checkRoundTrip(codec smscodec.Codec, reply smscodec.Reply, body []byte, req smscodec.Request, charset smscodec.Charset) {
	isSameCharset := req.Charset == charset
	req.Charset = charset
	written, err := codec.Append(l.written[:0], reply, req)
	l.written = written
	if wrong, ok := errors.AsType[*smscodec.EncodeError](err); ok {
		message := wrong.Err.Error()
		if wrong.Detail != "" {
			message += ": " + wrong.Detail
		}
		if wrong.Row >= 0 && wrong.Field == wire.KeyName {
			l.addAt(ruleRoundTrip, wrong.Field, message, wrong.Row, nameOffset(body, req.Format, wrong.Row))
		} else {
			l.add(Finding{Rule: ruleRoundTrip, Field: wrong.Field, Message: message, Row: wrong.Row})
		}
		return
	}
	if bytes.Equal(written, body) && (isSameCharset || notASCII(body) < 0) {
		return
	}
	again, err := codec.Decode(written, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		again, err = refusal, nil
	}
	if refusal, ok := reply.(*smscodec.APIError); ok && req.Format == smscodec.CSV {
		// CSV has no place for the text, which came in another form.
		bare := *refusal
		bare.Text = ""
		reply = &bare
	}
	if err != nil || !same(reply, again) {
		l.addExchange(ruleRoundTrip, "", "what is written again reads otherwise")
	}
}

// same reports whether two replies say the same.
func same(a, b smscodec.Reply) bool {
	switch a := a.(type) {
	case smscodec.List:
		b, ok := b.(smscodec.List)
		return ok && slices.EqualFunc(a, b, func(a, b smscodec.Sender) bool {
			return a.Name == b.Name && a.Status == b.Status && a.Registrations.Equal(b.Registrations) && slices.Equal(a.Extra, b.Extra)
		})
	case *smscodec.APIError:
		b, ok := b.(*smscodec.APIError)
		return ok && a.Code == b.Code && a.Text == b.Text && slices.Equal(a.Extra, b.Extra)
	}
	return a == b
}

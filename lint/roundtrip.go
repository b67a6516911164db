package lint

// The check that an answer survives decoding and encoding.

import (
	"bytes"
	"errors"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// checkRoundTrip encodes the reply in the charset of the wire, and decodes the result. If
// that is the body byte for byte, it need not be decoded.
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
		// CSV has no place for the text, which the plain form has.
		bare := *refusal
		bare.Text = ""
		reply = &bare
	}
	if err != nil || !smscodec.Equal(reply, again) {
		l.addExchange(ruleRoundTrip, "", "the encoded answer decodes to another reply")
	}
}

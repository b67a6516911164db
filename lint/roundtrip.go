package lint

// The check that an answer survives decoding and encoding.

import (
	"bytes"
	"errors"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// A roundTrip is the check of one answer.
type roundTrip struct {
	linter *Linter
	codec  smscodec.Codec
	body   []byte
	req    smscodec.Request // for which the body was decoded
	wire   smscodec.Charset // in which the reply is encoded
}

// check encodes a reply, or a piece of a list that begins with a row, and decodes the
// result. If that is the body byte for byte, it need not be decoded. It reports whether the
// reply survives.
func (t *roundTrip) check(row int, reply smscodec.Reply, isAll bool) bool {
	l := t.linter
	req := t.req
	req.Charset = t.wire
	written, err := t.codec.Append(l.written[:0], reply, req)
	l.written = written
	if wrong, ok := errors.AsType[*smscodec.EncodeError](err); ok {
		t.addError(row, wrong)
		return false
	}
	if isAll && bytes.Equal(written, t.body) && (t.req.Charset == t.wire || notASCII(t.body) < 0) {
		return true
	}
	again, err := t.codec.Decode(written, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		again, err = refusal, nil
	}
	if refusal, ok := reply.(*smscodec.APIError); ok && req.Format == smscodec.CSV {
		// CSV has no place for the text of an error; the plain form has one.
		bare := *refusal
		bare.Text = ""
		reply = &bare
	}
	if err != nil || !smscodec.Equal(reply, again) {
		l.addExchange(ruleRoundTrip, "", "the encoded answer decodes to another reply")
		return false
	}
	return true
}

// addError adds a finding for an error of encoding a piece that begins with a row.
func (t *roundTrip) addError(row int, wrong *smscodec.EncodeError) {
	message := wrong.Err.Error()
	if wrong.Detail != "" {
		message += ": " + wrong.Detail
	}
	if wrong.Row >= 0 {
		row += wrong.Row
	} else {
		row = -1
	}
	if row >= 0 && wrong.Field == wire.KeyName {
		t.linter.addAt(ruleRoundTrip, wrong.Field, message, row, nameOffset(t.body, t.req.Format, row))
	} else {
		t.linter.add(Finding{Rule: ruleRoundTrip, Field: wrong.Field, Message: message, Row: row})
	}
}

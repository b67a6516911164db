package smsctest

// A request while the Fake handles it.

import (
	"net/url"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// A call is a request while it is handled, and the reply to it.
type call struct {
	form      form
	req       smscodec.Request // if it is malformed, what encoding a refusal needs
	malformed bool
	faults    faults
	reply     smscodec.Reply // nil if the request does not reach the server
}

func newCall(form form) call {
	req, err := smscodec.ParseQuery(url.Values(form))
	if err != nil {
		return call{form: form, req: refusable(form), malformed: true}
	}
	return call{form: form, req: req}
}

// request returns the request, or the zero Request if it is malformed.
func (c call) request() smscodec.Request {
	if c.malformed {
		return smscodec.Request{}
	}
	return c.req
}

// refusable returns the request that decides how a malformed one is refused: it has fmt
// and charset, as far as they are valid.
func refusable(f form) smscodec.Request {
	asked := url.Values{wire.OpGet: {"1"}, wire.ParamFormat: f[wire.ParamFormat], wire.ParamCharset: f[wire.ParamCharset]}
	req, err := smscodec.ParseQuery(asked)
	if err != nil {
		asked.Del(wire.ParamCharset)
		req, err = smscodec.ParseQuery(asked)
	}
	if err != nil {
		req = smscodec.Request{Op: smscodec.OpGet, Charset: smscodec.Windows1251}
	}
	return req
}

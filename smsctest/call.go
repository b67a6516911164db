package smsctest

import (
	"net/url"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// A call is a request on its way.
type call struct {
	form      form
	req       smscodec.Request // of a malformed one, what a refusal needs
	malformed bool
	faults    faults
	reply     smscodec.Reply // nil where the server is not reached
}

func newCall(form form) call {
	req, err := smscodec.ParseQuery(url.Values(form))
	if err != nil {
		return call{form: form, req: refusable(form), malformed: true}
	}
	return call{form: form, req: req}
}

// request gives the request, or the zero one if it is malformed.
func (c call) request() smscodec.Request {
	if c.malformed {
		return smscodec.Request{}
	}
	return c.req
}

// refusable gives what of a malformed request decides how its refusal is written:
// fmt and charset, as far as they make sense.
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

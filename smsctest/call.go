package smsctest

// A request while the Fake handles it.

import (
	"maps"
	"net/url"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// A call is a request while it is handled, and the reply to it.
type call struct {
	form      form
	req       smscodec.Request // if it is malformed, what encoding a refusal needs
	page      page             // of a list
	malformed bool
	faults    faults
	applied   faults         // the faults that changed the answer
	reply     smscodec.Reply // nil if the request does not reach the server
	isCounted bool           // among the open ones
}

// newCall returns the call of a form that was sent to a path.
func newCall(path endpointPath, form form) *call {
	asked := form.known()
	req, err := smscodec.ParseQuery(asked)
	page, isPage := form.page()
	if err != nil || !isPage && req.Op == smscodec.OpGet || path == oldPath && form.get(wire.ParamGetSenders) != "1" {
		return &call{form: form, req: refusable(asked), malformed: true}
	}
	c := &call{form: form, req: req}
	if req.Op == smscodec.OpGet {
		c.page = page
	}
	return c
}

// request returns the request, or the zero Request if it is malformed.
func (c *call) request() smscodec.Request {
	if c.malformed {
		return smscodec.Request{}
	}
	return c.req
}

// apply reports whether a call has a fault, and records that it changes the answer. Ask
// it last, when the fault can change the answer.
func (c *call) apply(fault Fault) bool {
	if !c.faults.has(fault) {
		return false
	}
	if !c.applied.has(fault) {
		c.applied = append(c.applied, fault)
	}
	return true
}

// known returns the parameters without a charset that is unknown.
func (f form) known() url.Values {
	known := maps.Clone(url.Values(f))
	if new(smscodec.Charset).UnmarshalText([]byte(f.get(wire.ParamCharset))) != nil {
		known.Del(wire.ParamCharset)
	}
	return known
}

// refusable returns the request that decides how a malformed one is refused: it has the
// charset, and fmt if that is valid.
func refusable(asked url.Values) smscodec.Request {
	asked = url.Values{wire.OpGet: {"1"}, wire.ParamFormat: asked[wire.ParamFormat], wire.ParamCharset: asked[wire.ParamCharset]}
	req, err := smscodec.ParseQuery(asked)
	if err != nil {
		asked.Del(wire.ParamFormat)
		req, err = smscodec.ParseQuery(asked)
	}
	if err != nil {
		req = smscodec.Request{Op: smscodec.OpGet, Charset: smscodec.Windows1251} // not reached: nothing is unknown
	}
	return req
}

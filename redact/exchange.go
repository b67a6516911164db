package redact

// Exchanges: each is copied or excluded, and each copy is checked.

import (
	"slices"

	"github.com/smscodec/smscodec/capture"
)

// The reasons for which an exchange is excluded.
var (
	errTooMany       = &ExcludedError{"more secret values than can be searched for"}
	errSecret        = &ExcludedError{"the copy would still have a secret value"}
	errNotRecognised = &ExcludedError{"not recognised as a capture or an answer"}
)

// An ExcludedError reports why an exchange that was read is not copied.
type ExcludedError struct {
	Reason string // in English
}

// Error returns one line, which quotes nothing from the exchange.
func (e *ExcludedError) Error() string { return "redact: " + e.Reason }

// copy returns the copy of an exchange, nil for one with another endpoint, or an error if
// the exchange is excluded.
func (c *copier) copy(x *capture.Exchange) (*capture.Exchange, error) {
	c.taken = c.taken[:0]
	if x.Request.URL == "" && len(x.Request.Body) == 0 && c.url != "" {
		asked := *x
		asked.Request.URL, asked.Request.BodyOmitted = c.url, false
		x = &asked
	}
	if c.finder = c.finders.Of(x); c.finder.TooMany() {
		return nil, errTooMany
	}
	request := c.requestOf(x)
	if !request.ours {
		return nil, nil
	}
	out := &capture.Exchange{Entry: x.Entry, Request: request.copied}
	out.Response = capture.Response{Status: x.Response.Status, Header: c.header(x.Response.Header)}
	if x.Response.Lost || x.Response.Body == nil {
		out.Response.Lost = true
		if omitted := x.Response.Omitted; slices.Contains(kinds, omitted.Kind) {
			out.Response.BodyOmitted, out.Response.Omitted = true, omitted
		}
	} else if kind := c.body(x, out, request); kind != "" {
		if x.Entry == 0 && kind != kindAnswer && !request.before.isCaptured {
			return nil, errNotRecognised
		}
		out.Response = capture.Response{
			Status: x.Response.Status, Header: out.Response.Header, Lost: true,
			BodyOmitted: true, Omitted: capture.Omitted{Kind: kind, Size: len(x.Response.Body)},
		}
	}
	if slices.ContainsFunc(c.taken, func(text []byte) bool { return len(c.finder.Find(text)) > 0 }) {
		return nil, errSecret
	}
	return out, nil
}

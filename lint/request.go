package lint

import (
	"errors"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
)

// A request is what was asked, as far as that is known.
type request struct {
	smscodec.Request
	known   bool
	assumed bool   // by Linter.Request, so that the charset may be another
	problem string // what is wrong with a captured one
}

// request gives what was asked for in the exchange.
func (l *Linter) request() request {
	asked := &l.exchange.Request
	switch {
	case asked.URL == "" && len(asked.Body) == 0, asked.BodyOmitted:
		if l.Request == nil {
			return request{}
		}
		return request{Request: *l.Request, known: true, assumed: true}
	case len(asked.Body) == 0:
		return l.requests.get(asked.URL, func(string) request { return parseRequest(asked) })
	}
	return parseRequest(asked)
}

func parseRequest(asked *capture.Request) request {
	values, err := asked.Values()
	if wrong, ok := errors.AsType[*capture.Error](err); ok {
		return request{problem: wrong.Detail}
	}
	req, err := smscodec.ParseQuery(values)
	if err != nil {
		return request{problem: strings.TrimPrefix(err.Error(), "smscodec: "+smscodec.ErrRequest.Error()+": ")}
	}
	return request{Request: req, known: true}
}

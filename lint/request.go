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

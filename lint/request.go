package lint

// Parses captured requests.

import (
	"errors"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
)

// A request is a captured request, as far as it is known.
type request struct {
	smscodec.Request
	known   bool
	assumed bool  // it is Linter.Request or a reading, so the charset may differ
	err     error // why the endpoint has no answer to it
}

// lacksParameters reports whether the capture lacks the parameters of a request: it shows that
// there was a form, or it has neither a method nor any parameter.
func lacksParameters(asked *capture.Request) bool {
	isBare := asked.Method == "" && asked.URL != "" && !strings.Contains(asked.URL, "?") && len(asked.Body) == 0
	return asked.BodyOmitted || isBare
}

func parseRequest(asked *capture.Request) request {
	values, err := asked.Values()
	if err != nil {
		return request{err: err}
	}
	req, err := smscodec.ParseQuery(values)
	if err != nil {
		return request{err: err}
	}
	return request{Request: req, known: true}
}

// requestMessage returns the message of a finding about an error of parseRequest.
func requestMessage(err error) string {
	if wrong, ok := errors.AsType[*capture.Error](err); ok {
		return wrong.Detail
	}
	return strings.TrimPrefix(err.Error(), "smscodec: "+smscodec.ErrRequest.Error()+": ")
}

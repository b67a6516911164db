package redact

// The copier: the state that is kept between exchanges.

import (
	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/captured"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/lint"
)

// A copier copies exchanges, on one goroutine.
type copier struct {
	keepBodies bool
	url        string  // of a request that was not captured, or ""
	phones     *phones // nil if phone numbers stay

	finders  captured.Finders
	finder   *secrets.Finder // of the exchange's secrets
	taken    [][]byte        // the text that the copy has taken from the exchange
	buffer   []mark          // reused for each body
	linter   lint.Linter
	requests memo.Memo[string, copiedRequest]
	fields   memo.Memo[capture.Field, string] // the copied values of header fields
}

// A copiedRequest is a request and its copy.
type copiedRequest struct {
	copied        capture.Request
	ours          bool     // it is for the endpoint
	before, after question // of the request and of its copy
}

// A question is a request as smscodec parses it.
type question struct {
	smscodec.Request      // the zero Request if the captured one is not valid
	isCaptured       bool // the capture has a request
}

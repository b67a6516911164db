package view

import (
	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

// How the request of an exchange is known.
const (
	fromCapture = "capture"
	fromUser    = "chosen"
	fromAnswer  = "deduced"  // which fits only this request
	fromWords   = "supposed" // by the words of an answer that is damaged
)

// check checks an exchange, and returns how its request is known, "" if it is not. Chosen is
// the request if the capture has none, or nil. Without either, an answer that fits no request
// is read as what it looks like: what is wrong with it can be said only so.
func check(linter *lint.Linter, x *capture.Exchange) (result lint.Result, source string) {
	result = linter.Check(x)
	isCaptured := !x.Request.BodyOmitted && (x.Request.URL != "" || len(x.Request.Body) > 0)
	switch {
	case isCaptured:
		return result, fromCapture
	case linter.Request != nil:
		return result, fromUser
	case result.Request.Op != 0:
		return result, fromAnswer
	case answerOf(result) != "none":
		return result, ""
	}
	if req := supposed(x.Response.Body); req != nil {
		return (&lint.Linter{Request: req}).Check(x), fromWords
	}
	return result, ""
}

// requestOf returns the request that an answer is read with.
func requestOf(x *capture.Exchange, chosen *smscodec.Request) smscodec.Request {
	result, _ := check(&lint.Linter{Request: chosen}, x)
	return result.Request
}

package view

import (
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/lint"
)

// answerOf returns the kind of a reply, or what there is instead.
func answerOf(result lint.Result) string {
	switch {
	case result.NoBody:
		return "missing"
	case len(result.Readings) > 0:
		return "several"
	case result.Reply == nil:
		return "none"
	}
	return replyjson.Kind(result.Reply)
}

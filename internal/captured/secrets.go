// Package captured knows what is secret of a captured exchange.
package captured

import (
	"slices"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// Secrets returns the secret values of an exchange, each once: those of the request's URL
// and form, and of the headers. Left out are values too short to be looked for, and words
// of the endpoint, which tell nothing.
func Secrets(x *capture.Exchange) []string {
	values := secrets.AppendURL(nil, x.Request.URL)
	if len(x.Request.Body) > 0 {
		values = secrets.AppendForm(values, x.Request.Header.Get("Content-Type"), x.Request.Body)
	}
	for _, header := range []capture.Header{x.Request.Header, x.Response.Header} {
		for _, f := range header {
			values = secrets.AppendHeader(values, f.Name, f.Value)
		}
	}
	values = slices.DeleteFunc(values, func(value string) bool { return len(value) < secrets.MinLen || isWord(value) })
	slices.Sort(values)
	return slices.Compact(values)
}

// isWord reports whether a value is a word that requests and answers have anyway.
func isWord(value string) bool {
	return slices.Contains(wire.Params(), value) || slices.Contains(wire.Keys(), value) ||
		wire.IsOperator(value) || slices.Contains(wire.RecordedTexts(), value)
}

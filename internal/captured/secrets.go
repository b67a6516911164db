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
	return distinct(appendOthers(secrets.AppendURL(nil, x.Request.URL), x))
}

// appendOthers appends the secrets outside of the URL.
func appendOthers(values []string, x *capture.Exchange) []string {
	if len(x.Request.Body) > 0 {
		values = secrets.AppendForm(values, x.Request.Header.Get("Content-Type"), x.Request.Body)
	}
	for _, f := range x.Request.Header {
		values = secrets.AppendHeader(values, f.Name, f.Value)
	}
	for _, f := range x.Response.Header {
		values = secrets.AppendHeader(values, f.Name, f.Value)
	}
	return values
}

func distinct(values []string) []string {
	values = slices.DeleteFunc(values, func(value string) bool { return len(value) < secrets.MinLen || words[value] })
	slices.Sort(values)
	return slices.Compact(values)
}

// words are those that requests and answers have anyway.
var words = func() map[string]bool {
	words := make(map[string]bool)
	for _, list := range [][]string{wire.Params(), wire.Keys(), wire.DocumentedOperators(), wire.OtherOperators(), wire.RecordedTexts()} {
		for _, word := range list {
			words[word] = true
		}
	}
	return words
}()

// Finders makes the Finders of exchanges, one after the other. The zero value is ready
// for use, by one goroutine. URLs come again and again in a capture, as does what is
// secret in it, so both are remembered.
type Finders struct {
	urls   map[string][]string // the secrets of each
	values []string            // of the exchange before
	finder *secrets.Finder
}

// Bounds of the URLs that are remembered: their number, and the bytes of each.
const (
	maxURLs   = 1 << 10
	maxURLLen = 1 << 10
)

// Of returns the Finder of the secrets of an exchange.
func (f *Finders) Of(x *capture.Exchange) *secrets.Finder {
	ofURL, known := f.urls[x.Request.URL]
	if !known {
		ofURL = secrets.AppendURL(nil, x.Request.URL)
		if len(f.urls) == 0 || len(f.urls) == maxURLs {
			f.urls = make(map[string][]string)
		}
		if len(x.Request.URL) <= maxURLLen {
			f.urls[x.Request.URL] = ofURL
		}
	}
	values := distinct(appendOthers(slices.Clone(ofURL), x))
	if f.finder == nil || !slices.Equal(values, f.values) {
		f.finder, f.values = secrets.NewFinder(values), values
	}
	return f.finder
}

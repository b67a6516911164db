// Package captured knows what is secret of a captured exchange.
package captured

import (
	"slices"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// Secrets returns the secret values of an exchange, each once: those of the request's URL
// and form, and of the headers. Left out are values too short to be looked for, and words
// of the endpoint, which tell nothing.
func Secrets(x *capture.Exchange) []string { return new(Finders).secrets(x) }

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
// for use, by one goroutine. URLs and headers come again and again in a capture, as does
// what is secret in them, so it is remembered.
type Finders struct {
	fields memo.Memo[capture.Field, []string] // the secrets of each; of a URL without a name
	values []string                           // of the exchange before
	finder *secrets.Finder
}

// Of returns the Finder of the secrets of an exchange.
func (f *Finders) Of(x *capture.Exchange) *secrets.Finder {
	values := f.secrets(x)
	if f.finder == nil || !slices.Equal(values, f.values) {
		f.finder, f.values = secrets.NewFinder(values), values
	}
	return f.finder
}

func (f *Finders) secrets(x *capture.Exchange) (values []string) {
	values = append(values, f.ofField(capture.Field{Value: x.Request.URL})...)
	if len(x.Request.Body) > 0 {
		values = secrets.AppendForm(values, x.Request.Header.Get("Content-Type"), x.Request.Body)
	}
	for _, header := range [...]capture.Header{x.Request.Header, x.Response.Header} {
		for _, field := range header {
			values = append(values, f.ofField(field)...)
		}
	}
	values = slices.DeleteFunc(values, func(value string) bool { return len(value) < secrets.MinLen || words[value] })
	slices.Sort(values)
	return slices.Compact(values)
}

// ofField returns the secrets of a field of a header, or of a URL.
func (f *Finders) ofField(field capture.Field) []string {
	return f.fields.Get(field, len(field.Name)+len(field.Value), func() ([]string, bool) {
		if field.Name == "" {
			return secrets.AppendURL(nil, field.Value), true
		}
		return secrets.AppendHeader(nil, field.Name, field.Value), true
	})
}

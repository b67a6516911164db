// Package captured collects the secret values of a captured exchange.
package captured

import (
	"bytes"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/memo"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// Secrets returns the secret values in the URL, the form, the headers and the other texts of
// an exchange, without duplicates. It excludes values that are too short to search for, and words of
// the endpoint, which are public.
func Secrets(x *capture.Exchange) []string { return new(Finders).secrets(x) }

// IsUnread reports whether not all secrets of an exchange may be known.
func IsUnread(x *capture.Exchange) bool { return IsDamaged(x) || IsUnreadForm(&x.Request) }

// IsDamaged reports whether an exchange has parts that could not be read, or were read as something
// else.
func IsDamaged(x *capture.Exchange) bool {
	return slices.ContainsFunc(x.Defects, func(d capture.Defect) bool {
		return slices.Contains([]error{capture.ErrMalformed, capture.ErrTooLarge, capture.ErrDropped}, d.Err) || d.Err == capture.ErrMember && len(x.Other) > 0
	})
}

// IsUnreadForm reports whether a request has a form that the endpoint does not read.
func IsUnreadForm(r *capture.Request) bool {
	if len(bytes.TrimSpace(r.Body)) == 0 {
		return false
	}
	form, err := r.Form()
	return err != nil || !slices.ContainsFunc(wire.Params(), form.Has)
}

// words are the documented words of requests and answers, sorted.
var words = slices.Sorted(slices.Values(slices.Concat(wire.Params(), wire.Keys(), wire.DocumentedOperators(), wire.OtherOperators(), wire.RecordedTexts())))

// Finders makes the Finders of exchanges, one after the other. The zero value is ready for
// use by one goroutine. URLs and headers repeat in a capture, so it remembers their secret
// values.
type Finders struct {
	More []string // secret values of all exchanges

	fields memo.Memo[capture.Field, []string] // the secrets of header fields, and of URLs as fields without a name
	values []string                           // of the previous exchange
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
	values = append(values, f.More...)
	values = append(values, f.ofField(capture.Field{Value: x.Request.URL})...)
	if len(x.Request.Body) > 0 {
		values = credentials.AppendForm(values, x.Request.Body)
		form, _ := x.Request.Form() // as the server reads it
		values = credentials.AppendURL(values, "?"+form.Encode())
	}
	for _, header := range [...]capture.Header{x.Request.Header, x.Response.Header, x.Other} {
		for _, field := range header {
			if field.Name == "" {
				values = credentials.AppendText(values, field.Value)
			} else {
				values = append(values, f.ofField(field)...)
			}
		}
	}
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	values = slices.DeleteFunc(values, func(value string) bool {
		_, isWord := slices.BinarySearch(words, value)
		return isWord || len(value) < secrets.MinLen
	})
	slices.Sort(values)
	return slices.Compact(values)
}

// ofField returns the secrets in a header field, or in a URL as a field without a name.
func (f *Finders) ofField(field capture.Field) []string {
	return f.fields.Get(field, len(field.Name)+len(field.Value), func() ([]string, bool) {
		if field.Name == "" {
			return credentials.AppendURL(nil, field.Value), true
		}
		return credentials.AppendHeader(nil, field.Name, field.Value), true
	})
}

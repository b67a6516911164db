package oldredact

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

// Secrets returns the secrets of an exchange that package capture has read.
func Secrets(of *capture.Exchange) []string {
	header := func(h capture.Header) (out Header) {
		for _, f := range h {
			out = append(out, Field(f))
		}
		return out
	}
	x := Exchange{
		Request:  Request{URL: of.Request.URL, Header: header(of.Request.Header), Body: of.Request.Body},
		Response: Response{Header: header(of.Response.Header), Body: of.Response.Body},
	}
	return x.Secrets()
}

// minShown is the length from which on a secret is kept from being shown: to hide
// shorter ones wherever they stand would garble all texts, and so tell them.
const minShown = 4

// Secrets gives the values that nobody else should see, of 4 bytes or more: what a
// Redactor takes for secrets, as it is written and as it may be meant.
func (x *Exchange) Secrets() []string {
	if !x.searched {
		x.secrets, x.searched = x.findSecrets(), true
	}
	return x.secrets
}

func (x *Exchange) findSecrets() []string {
	m := newMasker(DefaultMaxEntry, minShown)
	for _, value := range x.told {
		m.remember(value)
	}
	m.text([]byte(x.Request.URL), place{form: true})
	if u, err := url.Parse(x.Request.URL); err == nil && u.User != nil {
		password, _ := u.User.Password()
		for _, value := range secrets.OfCredentials(u.User.Username(), password) {
			m.remember(value)
		}
	}
	m.text(bytes.Clone(x.Request.Body), place{form: true})
	for _, header := range []Header{x.Request.Header, x.Response.Header} {
		for _, f := range header {
			of := place{}.named(strings.ToLower(f.Name))
			of.param = true
			m.text([]byte(f.Value), of)
		}
	}
	if x.raw != nil {
		m.value(bytes.Clone(x.raw), skipSpace(x.raw, 0), place{})
	} else {
		m.text(bytes.Clone(x.Response.Body), place{body: true})
	}
	return m.values
}

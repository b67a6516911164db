package capture

import (
	"net/url"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/secrets"
)

// minCookie is the length from which on what a header has is taken for a secret
// wherever it stands: cookies that are "1" or "ru" would be everywhere.
const minCookie = 4

// Secrets gives the values that nobody else should see: of the parameters login,
// psw and apikey, of user and password in the URL, of cookies, and of the headers
// that authorize.
func (x *Exchange) Secrets() []string {
	values := parameterSecrets(&x.Request)
	if u, err := url.Parse(x.Request.URL); err == nil && u.User != nil {
		password, _ := u.User.Password()
		values = append(values, secrets.OfCredentials(u.User.Username(), password)...)
	}
	for _, header := range []Header{x.Request.Header, x.Response.Header} {
		for _, f := range header {
			for _, value := range secrets.OfHeader(f.Name, f.Value) {
				if len(value) >= minCookie {
					values = append(values, value)
				}
			}
		}
	}
	return values
}

// parameterSecrets gives the secret parameters, also of a request that is malformed.
func parameterSecrets(r *Request) (values []string) {
	if parameters, err := r.Values(); err == nil {
		for name, all := range parameters {
			if slices.Contains(secrets.Parameters(), strings.ToLower(name)) {
				values = append(values, all...)
			}
		}
	}
	_, query, _ := strings.Cut(r.URL, "?")
	for _, text := range []string{query, string(r.Body)} {
		for parameter := range strings.SplitSeq(text, "&") {
			name, value, _ := strings.Cut(parameter, "=")
			if plain, err := url.QueryUnescape(name); err == nil {
				name = plain
			}
			if !slices.Contains(secrets.Parameters(), strings.ToLower(name)) {
				continue
			}
			values = append(values, value)
			if plain, err := url.QueryUnescape(value); err == nil {
				values = append(values, plain)
			}
		}
	}
	return values
}

package capture

import (
	"net/url"
	"slices"
	"strings"

	"github.com/smscodec/smscodec/internal/secrets"
)

// secretHeaders are those whose values are nobody's business.
var secretHeaders = []string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"}

// minCookie is the length from which on a cookie's value is taken for a secret
// wherever it stands: "1" or "ru" would be everywhere.
const minCookie = 4

// Secrets gives the values that nobody else should see: of the parameters login,
// psw and apikey, of user and password in the URL, of cookies, and of the headers
// that authorize; in all spellings in which something else may quote them.
func (x *Exchange) Secrets() []string {
	var values []string
	add := func(value string) { values = append(values, secrets.Spellings(value)...) }
	_, query, _ := strings.Cut(x.Request.URL, "?")
	for _, parameters := range []string{query, string(x.Request.Body)} {
		for parameter := range strings.SplitSeq(parameters, "&") {
			name, value, _ := strings.Cut(parameter, "=")
			if name, err := url.QueryUnescape(name); err == nil && !slices.Contains(secrets.Parameters(), strings.ToLower(name)) {
				continue
			}
			add(value)
			if plain, err := url.QueryUnescape(value); err == nil {
				add(plain)
			}
		}
	}
	if u, err := url.Parse(x.Request.URL); err == nil && u.User != nil {
		password, _ := u.User.Password()
		add(u.User.Username())
		add(password)
	}
	for _, header := range []Header{x.Request.Header, x.Response.Header} {
		for _, f := range header {
			if slices.ContainsFunc(secretHeaders, func(name string) bool { return strings.EqualFold(name, f.Name) }) {
				for word := range strings.FieldsFuncSeq(f.Value, func(r rune) bool { return r == ';' || r == ',' || r == ' ' || r == '\n' }) {
					_, value, ok := strings.Cut(word, "=")
					if !ok || value == "" {
						value = word
					}
					if len(value) >= minCookie {
						add(value)
					}
				}
			}
		}
	}
	return values
}

package smschttp

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// Bounds of the search for secrets. What they end may have more.
const (
	maxRedirects = 100
	maxForm      = 4 << 20 // bytes of a request's body; the vendor takes files of up to 3 MB
)

// secretsOf gives what no error is to show of the request that a response came to, and
// of the requests that were redirected to that one: their URLs, and the secret values
// in these, in forms, credentials and cookies. It reports false if there may be more,
// which nobody can look for.
func secretsOf(resp *http.Response) (values []string, all bool) {
	all = true
	for hops := 0; resp != nil && resp.Request != nil; hops++ {
		if hops > maxRedirects {
			return values, false
		}
		req := resp.Request
		if req.URL != nil {
			values = append(values, addresses(req.URL)...)
			values = append(values, parameters(smscodec.ParseForm(req.URL.RawQuery))...)
			if user := req.URL.User; user != nil {
				password, _ := user.Password()
				values = append(values, secrets.OfCredentials(user.Username(), password)...)
			}
		}
		values = append(values, credentials(req.Header)...)
		inBody, known := bodySecrets(req)
		values = append(values, inBody...)
		all = all && known
		resp = req.Response // the redirect that made the client send this request
	}
	return values, all
}

// addresses gives a URL as a page may quote it: whole, what is asked of the server,
// and the parts of that. A lone slash is no address.
func addresses(u *url.URL) []string {
	values := []string{u.RawQuery}
	for _, path := range []string{u.RequestURI(), u.EscapedPath()} {
		if len(path) > 1 {
			values = append(values, path)
		}
	}
	if u.Host != "" {
		bare := *u
		bare.User = nil
		values = append(values, bare.String())
	}
	return values
}

func parameters(form url.Values) []string {
	var values []string
	for name, all := range form {
		if secrets.IsName(strings.ToLower(name)) {
			values = append(values, all...)
		}
	}
	return values
}

// credentials gives what is secret of a request's header.
func credentials(header http.Header) []string {
	var values []string
	for name, lines := range header {
		for _, line := range lines {
			values = append(values, secrets.OfHeader(name, line)...)
		}
	}
	return values
}

// bodySecrets gives the secret values of a request's body. It reports false if that
// cannot be read again, or is no form.
func bodySecrets(req *http.Request) (values []string, all bool) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, true
	}
	if req.GetBody == nil {
		return nil, false
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, false
	}
	defer body.Close()
	bounded := io.LimitReader(body, maxForm)
	mediaType, parts, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	switch {
	case err == nil && mediaType == "application/x-www-form-urlencoded":
		text, err := io.ReadAll(bounded)
		form, malformed := url.ParseQuery(string(text))
		return parameters(form), err == nil && malformed == nil && len(text) < maxForm
	case err == nil && mediaType == "multipart/form-data":
		return partSecrets(multipart.NewReader(bounded, parts["boundary"]))
	}
	return nil, false
}

// partSecrets gives the secret fields of a form in parts. It reports false if the
// form does not come to its end.
func partSecrets(form *multipart.Reader) (values []string, all bool) {
	for {
		part, err := form.NextPart()
		if err != nil {
			return values, err == io.EOF
		}
		if !secrets.IsName(strings.ToLower(part.FormName())) {
			continue
		}
		value, err := io.ReadAll(part)
		values = append(values, string(value))
		if err != nil {
			return values, false
		}
	}
}

// hideSecrets takes secrets out of what an error of Decode shows of a body, as where
// it quotes the request.
func hideSecrets(err error, resp *http.Response) {
	var refusal *smscodec.APIError
	var wrong *smscodec.ParseError
	switch {
	case errors.As(err, &refusal):
		values, _ := secretsOf(resp)
		refusal.Text = secrets.Redact(refusal.Text, values...)
		_, hasID := refusal.ID()
		for i, f := range refusal.Extra {
			if hasID && f.Name == wire.KeyID {
				continue // a number, which may have a short login in it
			}
			refusal.Extra[i] = smscodec.Field{Name: secrets.Redact(f.Name, values...), Value: secrets.Redact(f.Value, values...)}
		}
	case errors.As(err, &wrong):
		values, _ := secretsOf(resp)
		wrong.Field = secrets.Redact(wrong.Field, values...)
	}
}

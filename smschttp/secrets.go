package smschttp

// The secrets of the requests that a response answers, so that no error shows them.

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

// Bounds of the search for secrets. Beyond them, not all secrets are known.
const (
	maxRedirects = 100
	maxForm      = 4 << 20 // bytes of a request's body; the vendor takes files of up to 3 MB
)

// secretsOf returns what an error must not show of the request that a response answers,
// and of the requests that were redirected to it: their URLs, and the secret values in
// URLs, forms, credentials and cookies. It reports false if there may be more.
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

// addresses returns the forms in which a page may quote a URL: the whole URL, the request
// target, and its parts. A lone slash is not one.
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

// credentials returns the secret values of a request's header.
func credentials(header http.Header) []string {
	var values []string
	for name, lines := range header {
		for _, line := range lines {
			values = append(values, secrets.OfHeader(name, line)...)
		}
	}
	return values
}

// bodySecrets returns the secret values of a request's body. It reports false if the body
// cannot be read again, or is not a form.
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

// partSecrets returns the secret fields of a multipart form. It reports false if the form
// ends early.
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

// hideSecrets removes secrets from what an error of Decode shows of a body: the server
// may quote the request.
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
				continue // a number, which may contain a short login by chance
			}
			refusal.Extra[i] = smscodec.Field{Name: secrets.Redact(f.Name, values...), Value: secrets.Redact(f.Value, values...)}
		}
	case errors.As(err, &wrong):
		values, _ := secretsOf(resp)
		wrong.Field = secrets.Redact(wrong.Field, values...)
	}
}

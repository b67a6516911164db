package smschttp

// Secrets: what a request has for them is hidden in the errors about its answer.

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// Bounds of the search for secrets.
const (
	maxRedirects = 100
	maxForm      = 4 << 20 // bytes of a request's body; the vendor takes files of up to 3 MB
)

const ellipsis = "…"

// A hider hides the secrets of a request in texts.
type hider struct {
	finder *secrets.Finder
	isSure bool // the finder has all secrets
}

// newHider returns the hider of the secrets of the request that a response came to, and
// of the requests that were redirected to that one.
func newHider(resp *http.Response) hider {
	var values []string
	isSure := true
	for hops := 0; resp != nil && resp.Request != nil; hops++ {
		if hops > maxRedirects {
			isSure = false
			break
		}
		req := resp.Request
		if req.URL != nil {
			values = credentials.AppendURL(values, req.URL.String())
		}
		for name, lines := range req.Header {
			for _, line := range lines {
				values = credentials.AppendHeader(values, name, line)
			}
		}
		body, known := formOf(req)
		values = credentials.AppendForm(values, body)
		isSure = isSure && known
		resp = req.Response // the redirect that made the client send this request
	}
	return hider{secrets.NewFinder(values), isSure}
}

// formOf returns a request's body. It reports false if that cannot be read again, or is
// no form.
func formOf(req *http.Request) (body []byte, known bool) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, true
	}
	if req.GetBody == nil {
		return nil, false
	}
	src, err := req.GetBody()
	if err != nil {
		return nil, false
	}
	defer src.Close()
	body, err = io.ReadAll(io.LimitReader(src, maxForm))
	mediaType, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	isForm := slices.Contains([]string{"application/x-www-form-urlencoded", "multipart/form-data", "application/json"}, mediaType)
	return body, err == nil && isForm && len(body) < maxForm
}

// hide returns a text without secrets: "…" where these cannot be known, unless the text
// is one that has been recorded.
func (h hider) hide(text string) string {
	switch {
	case slices.Contains(wire.RecordedTexts(), text):
		return text
	case !h.isSure && text != "":
		return ellipsis
	}
	return h.finder.Mask(text)
}

// hideSecrets takes secrets out of what an error of Decode shows of a body, as where
// it quotes the request. It calls hiding only if the error shows something.
func hideSecrets(err error, hiding func() hider) {
	var refusal *smscodec.APIError
	var wrong *smscodec.ParseError
	switch {
	case errors.As(err, &refusal):
		h := hiding()
		refusal.Text = h.hide(refusal.Text)
		_, hasID := refusal.ID()
		for i, f := range refusal.Extra {
			if hasID && f.Name == wire.KeyID {
				continue // a number, which may have a short login in it
			}
			refusal.Extra[i] = smscodec.Field{Name: h.hide(f.Name), Value: h.hide(f.Value)}
		}
	case errors.As(err, &wrong):
		h := hiding()
		if !slices.Contains(wire.Keys(), wrong.Field) && !wire.IsOperator(wrong.Field) {
			wrong.Field = h.hide(wrong.Field)
		}
		wrong.Detail = h.finder.Mask(wrong.Detail)
	}
}

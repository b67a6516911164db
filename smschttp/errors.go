package smschttp

import (
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

// The kinds of ResponseError, beside smscodec.ErrCharset for text in a charset
// that the Content-Type header names and smscodec does not have.
var (
	// ErrStatus: a status outside 200 to 299.
	ErrStatus = errors.New("not a success")
	// ErrPage: an HTML page.
	ErrPage = errors.New("an HTML page")
	// ErrEmpty: an empty body, or one of white space, where none may be.
	ErrEmpty = errors.New("an empty body")
)

// A ResponseError is a response that is no answer of the endpoint's, well formed
// or not: as a rule something between client and server wrote it.
type ResponseError struct {
	StatusCode  int
	ContentType string        // the header, shortened and escaped as Beginning is
	RetryAfter  time.Duration // the header, if it has seconds, at most 24 hours; else 0
	Beginning   string        // of the body, at most 120 bytes, with what does not print escaped and secrets taken out
	Err         error         // the kind
}

// Unwrap gives the kind of the error.
func (e *ResponseError) Unwrap() error { return e.Err }

// Error gives one line of at most 300 bytes, without a control character.
func (e *ResponseError) Error() string {
	text := fmt.Sprintf("smschttp: no answer: %v: HTTP %d", e.Err, e.StatusCode)
	if e.ContentType != "" {
		text += ", " + e.ContentType
	}
	if e.Beginning != "" {
		text += `: "` + e.Beginning + `"`
	}
	return text
}

// A TooLargeError is a body longer than is read.
type TooLargeError struct {
	MaxBytes int64 // the bound
}

// Error gives one line.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("smschttp: the body is longer than %d bytes", e.MaxBytes)
}

func responseError(resp *http.Response, body []byte, kind error) *ResponseError {
	return &ResponseError{
		StatusCode:  resp.StatusCode,
		ContentType: shown(secrets.Redact(resp.Header.Get("Content-Type"), secretsOf(resp.Request)...), maxContentType),
		RetryAfter:  retryAfter(resp.Header.Get("Retry-After")),
		Beginning:   shown(secrets.Redact(string(body[:min(len(body), beginningWindow)]), secretsOf(resp.Request)...), maxBeginning),
		Err:         kind,
	}
}

const (
	beginningWindow = 4 << 10 // bytes of a body in which secrets and a page are looked for
	maxBeginning    = 120
	maxContentType  = 60
	maxRetryAfter   = 24 * time.Hour
	ellipsis        = "…"
)

// retryAfter reads the header's form in seconds. The other, a date, would need a
// clock that agrees with the server's.
func retryAfter(header string) time.Duration {
	seconds, err := strconv.ParseUint(header, 10, 31)
	if err != nil {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, maxRetryAfter)
}

// shown gives the beginning of a text, at most n bytes, with what does not print
// escaped as in Go.
func shown(text string, n int) string {
	var b strings.Builder
	for text != "" {
		_, size := utf8.DecodeRuneInString(text)
		quoted := strconv.Quote(text[:size])
		quoted = quoted[1 : len(quoted)-1]
		if b.Len()+len(quoted) > n-len(ellipsis) {
			b.WriteString(ellipsis)
			break
		}
		b.WriteString(quoted)
		text = text[size:]
	}
	return b.String()
}

// maxForm bounds what is read of a request to find its secrets.
const maxForm = 64 << 10

// secretsOf gives the secret values of a request, in its URL or its form, as they
// are and as they are escaped.
func secretsOf(req *http.Request) []string {
	if req == nil {
		return nil
	}
	var values []string
	add := func(secret string) {
		for _, value := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret)} {
			if value != "" {
				values = append(values, value)
			}
		}
	}
	addAll := func(parameters url.Values) {
		for _, name := range secrets.Parameters() {
			for _, secret := range parameters[name] {
				add(secret)
			}
		}
	}
	if req.URL != nil {
		addAll(req.URL.Query())
		if req.URL.User != nil {
			password, _ := req.URL.User.Password()
			add(req.URL.User.Username())
			add(password)
		}
	}
	if req.GetBody == nil {
		return values
	}
	if body, err := req.GetBody(); err == nil {
		defer body.Close()
		text, _ := io.ReadAll(io.LimitReader(body, maxForm))
		form, _ := url.ParseQuery(string(text))
		addAll(form)
	}
	return values
}

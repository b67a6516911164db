package smschttp

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The kinds of ResponseError, beside smscodec.ErrCharset for text in a charset
// that the Content-Type header names and smscodec does not have.
var (
	// ErrStatus: a status outside 200 to 299.
	ErrStatus = errors.New("not a success")
	// ErrPage: an HTML page, or what PHP writes of its errors.
	ErrPage = errors.New("an HTML page")
	// ErrEmpty: an empty body, or one of white space, where none may be.
	ErrEmpty = errors.New("an empty body")
	// ErrHead: the response to a HEAD request, which has no body.
	ErrHead = errors.New("a response to HEAD")
	// ErrEncoding: a body in a Content-Encoding. net/http undoes gzip where it has
	// asked for it; who asks by a header of his own has to undo what comes.
	ErrEncoding = errors.New("a compressed body")
)

// A ResponseError is a response that is no answer of the endpoint's, well formed
// or not: as a rule something between client and server wrote it. It says what the body
// is, and quotes no part of it.
type ResponseError struct {
	StatusCode  int
	ContentType string        // the media type of the header, shortened and escaped
	RetryAfter  time.Duration // the header, if it has seconds, at most 24 hours; else 0
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

func responseError(resp *http.Response, kind error) *ResponseError {
	mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return &ResponseError{
		StatusCode:  resp.StatusCode,
		ContentType: shown(newHider(resp).finder.Mask(mediaType), maxContentType),
		RetryAfter:  retryAfter(resp.Header.Get("Retry-After")),
		Err:         kind,
	}
}

const (
	maxContentType = 60
	maxRetryAfter  = 24 * time.Hour
	ellipsis       = "…"
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

// isEncoded reports whether a body is compressed.
func isEncoded(resp *http.Response) bool {
	encoding := resp.Header.Get("Content-Encoding")
	return encoding != "" && !strings.EqualFold(encoding, "identity")
}

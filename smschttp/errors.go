package smschttp

// The errors for responses that are not answers.

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

// The kinds of ResponseError. Another kind is smscodec.ErrCharset, for text in a charset
// that the Content-Type header names and smscodec does not support.
var (
	// ErrStatus is the kind of a status outside 200 to 299.
	ErrStatus = errors.New("not a success")
	// ErrPage is the kind of an HTML page, or an error message of PHP.
	ErrPage = errors.New("an HTML page")
	// ErrEmpty is the kind of a body that is empty, or white space that does not answer the
	// request. The answer was probably lost.
	ErrEmpty = errors.New("an empty body")
	// ErrHead is the kind of a response to a HEAD request, which has no body.
	ErrHead = errors.New("a response to HEAD")
	// ErrEncoding is the kind of a body with a Content-Encoding. net/http decompresses
	// gzip that it has asked for; a client that sets Accept-Encoding itself must decode
	// the body.
	ErrEncoding = errors.New("a compressed body")
)

// A ResponseError reports a response that is not an answer of the endpoint, not even a
// malformed one. Usually something between client and server wrote it. The error says
// what the body is, and quotes no part of it.
type ResponseError struct {
	StatusCode  int
	ContentType string        // the media type of the header, shortened and escaped
	RetryAfter  time.Duration // the header in seconds, at most 24 hours; 0 if it is missing or a date
	Err         error         // the kind
}

// Unwrap returns the kind of the error.
func (e *ResponseError) Unwrap() error { return e.Err }

// Error returns one line of at most 300 bytes, without control characters.
func (e *ResponseError) Error() string {
	text := fmt.Sprintf("smschttp: no answer: %v: HTTP %d", e.Err, e.StatusCode)
	if e.ContentType != "" {
		text += ", " + e.ContentType
	}
	return text
}

// A TooLargeError is a body that exceeds the bound.
type TooLargeError struct {
	MaxBytes int64
}

// Error returns one line.
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
)

// retryAfter parses the form of the header in seconds. The other form, a date, would need
// a clock that agrees with the server's.
func retryAfter(header string) time.Duration {
	seconds, err := strconv.ParseUint(header, 10, 31)
	if err != nil {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, maxRetryAfter)
}

// shown returns the beginning of a text, at most n bytes, with unprintable characters
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

// isEncoded reports whether the body has a Content-Encoding.
func isEncoded(resp *http.Response) bool {
	encoding := resp.Header.Get("Content-Encoding")
	return encoding != "" && !strings.EqualFold(encoding, "identity")
}

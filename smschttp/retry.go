package smschttp

// Which errors are temporary.

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/smscodec/smscodec"
)

// The times that the vendor documents.
const (
	minute    = time.Minute   // requests are counted within it
	codeAgain = 8 * time.Hour // until another code is sent to a number
)

// Retryable reports whether an error is temporary, and the least time that it lasts, or
// 0 if that is not known. Add your own backoff. Retryable does not know whether the request
// may be sent twice; see the package documentation for add and send_code.
//
// The vendor documents these refusals as temporary:
//
//   - ErrTooManyRequests: the server counts within a minute.
//   - ErrCodeAlreadySent: 8 hours.
//   - ErrIPBlocked: for a time that is not documented. Retryable returns a minute, the
//     shortest documented time. Do not retry for long: too many requests may be the
//     reason for the block.
//
// Every other refusal lasts until somebody acts. ErrSenderNotFound, code 3, in answer to
// get may not be a failure at all: sibling endpoints of the server refuse an empty list
// with it, so it can mean that the account has no sender names.
//
// These failures between client and server are temporary:
//
//   - HTTP 502, 503 and 504; the time is Retry-After.
//   - An empty body, and a truncated answer: a broken connection may look like that. In
//     plain and CSV an empty list looks like that too; request JSON.
//   - A timeout, including a context's deadline; a connection, or a stream of HTTP/2,
//     that is refused, reset or dropped; a name server that does not answer.
//
// These are never retryable: context.Canceled; a malformed answer, an HTML page, a
// compressed body or one that is too large, as the next response would be the same; a
// host that does not exist; an invalid certificate.
func Retryable(err error) (wait time.Duration, ok bool) {
	if err == nil || errors.Is(err, context.Canceled) {
		return 0, false
	}
	var refusal smscodec.ErrorCode // also of an *smscodec.APIError
	if errors.As(err, &refusal) {
		switch refusal {
		case smscodec.ErrTooManyRequests, smscodec.ErrIPBlocked:
			return minute, true
		case smscodec.ErrCodeAlreadySent:
			return codeAgain, true
		}
		return 0, false
	}
	var response *ResponseError
	if errors.As(err, &response) {
		switch response.StatusCode {
		case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return response.RetryAfter, true
		}
		return 0, errors.Is(response, ErrEmpty)
	}
	var malformed *smscodec.ParseError
	if errors.As(err, &malformed) {
		// A rejected quirk is an empty list, and so would be the next answer.
		return 0, malformed.Quirk == 0 && errors.Is(malformed, io.ErrUnexpectedEOF)
	}
	return 0, isTransient(err)
}

// isTransient reports whether an error of the connection is temporary.
func isTransient(err error) bool {
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		return lookup.IsTimeout || lookup.IsTemporary
	}
	// Every *url.Error is a net.Error, so only Timeout is informative.
	var failure net.Error
	if errors.As(err, &failure) && failure.Timeout() {
		return true
	}
	var broken *net.OpError
	if errors.As(err, &broken) {
		var address *net.AddrError
		return !errors.As(err, &address) && slices.Contains([]string{"dial", "read", "write"}, broken.Op)
	}
	var reset streamError
	if errors.As(err, &reset) {
		return reset.isTransient()
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// A streamError is net/http's error for a stream of HTTP/2 that was reset. Its type is not
// exported, but errors.As copies it into a struct with the same fields.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (streamError) Error() string { return "stream error" }

// isTransient reports whether the stream was reset where HTTP/1.1 would drop the connection.
// The other codes are protocol errors.
func (e streamError) isTransient() bool {
	switch e.Code { // RFC 9113, section 7
	case 0x0, // NO_ERROR
		0x2, // INTERNAL_ERROR: net/http and nginx abort an answer with it
		0x7, // REFUSED_STREAM
		0x8, // CANCEL
		0xb: // ENHANCE_YOUR_CALM
		return true
	}
	return false
}

package smschttp

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

// What the vendor's page says of time.
const (
	minute    = time.Minute   // in which requests are counted
	codeAgain = 8 * time.Hour // until a number is sent another code
)

// Retryable reports whether an error is of a kind that passes by itself, and how
// long it takes at least, 0 where nobody knows: the caller's own backoff goes on
// top. It does not know whether the request may be made twice; see the package's
// documentation for add and send_code.
//
// By the vendor's page:
//
//   - ErrTooManyRequests: a minute, in which the server counts.
//   - ErrCodeAlreadySent: 8 hours.
//   - ErrIPBlocked: "for a time" that the page does not give. A minute is taken,
//     the shortest time that it names; give up rather than ask for long, as that
//     may be what the block is for.
//
// Every other refusal stays what it is until somebody acts. ErrSenderNotFound, code 3,
// in answer to get may not be a failure at all: sibling endpoints of the server refuse
// an empty list with it, so it can mean that the account has no sender names.
//
// Of the way to the server and back:
//
//   - HTTP 502, 503 and 504, at the earliest after Retry-After.
//   - An empty body, and an answer that is truncated: a connection that broke may look
//     so. In plain and CSV a list that is really empty would look so too; ask for JSON.
//   - A timeout, also of a context's deadline; a connection that is refused, reset
//     or dropped, or a stream of HTTP/2 that is; a name server that does not answer.
//
// Never retryable are context.Canceled, as somebody wants it to end; a malformed
// answer, a page, a compressed body or one that is too large, as they would come
// again; a name that does not exist; a certificate that does not hold.
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
		// A rejected quirk is an empty list, which would come again.
		return 0, malformed.Quirk == 0 && errors.Is(malformed, io.ErrUnexpectedEOF)
	}
	return 0, isTransient(err)
}

// isTransient reports whether an error of the connection may be gone next time.
func isTransient(err error) bool {
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		return lookup.IsTimeout || lookup.IsTemporary
	}
	// *url.Error is a net.Error whatever went wrong: only a timeout says more.
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
		return reset.passes()
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded)
}

// A streamError is net/http's error of a stream of HTTP/2 that was reset. That has no
// name outside, but errors.As copies it into a struct with the same fields.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (streamError) Error() string { return "stream error" }

// passes reports whether the stream was reset as HTTP/1.1 would drop a connection.
// The other codes are about how HTTP is spoken.
func (e streamError) passes() bool {
	switch e.Code { // RFC 9113, section 7
	case 0x0, // NO_ERROR
		0x2, // INTERNAL_ERROR: how net/http and nginx break an answer off
		0x7, // REFUSED_STREAM
		0x8, // CANCEL
		0xb: // ENHANCE_YOUR_CALM
		return true
	}
	return false
}

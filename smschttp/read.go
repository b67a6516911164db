package smschttp

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
)

// DefaultMaxBytes is the bound of a body where a Reader has none: some 5 000
// sender names with registrations in JSON, far more than an account has.
const DefaultMaxBytes = 1 << 20

// A Reader reads replies out of HTTP responses. The zero value is ready for use.
// It may be used by several goroutines at once if its Codec may.
type Reader struct {
	Codec    smscodec.Codec // reads the bodies
	MaxBytes int64          // bound of a body after decompression, in bytes; 0 or less means DefaultMaxBytes
}

// ReadReply reads a reply with the zero Reader.
func ReadReply(resp *http.Response, req smscodec.Request) (smscodec.Reply, error) {
	return Reader{}.ReadReply(resp, req)
}

// ReadReply reads the answer to a request out of the response to it. The server's
// refusal is an *smscodec.APIError as the error, a malformed answer an
// *smscodec.ParseError, what is no answer a *ResponseError, a body past the bound
// a *TooLargeError; an error of the connection is wrapped. The body is the
// caller's to close.
func (r Reader) ReadReply(resp *http.Response, req smscodec.Request) (smscodec.Reply, error) {
	switch {
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return nil, responseError(resp, ErrStatus)
	case resp.Request != nil && resp.Request.Method == http.MethodHead:
		return nil, responseError(resp, ErrHead)
	case isEncoded(resp):
		return nil, responseError(resp, ErrEncoding)
	}
	body, err := r.readBody(resp)
	if err != nil {
		return nil, err
	}
	if response.IsPage(body) {
		return nil, responseError(resp, ErrPage)
	}
	charset, known := charsetOf(resp.Header.Get("Content-Type"), req.Charset)
	if !known && !isASCII(body) {
		return nil, responseError(resp, smscodec.ErrCharset)
	}
	req.Charset = charset
	reply, err := r.Codec.Decode(body, req)
	var wrong *smscodec.ParseError
	if errors.As(err, &wrong) && wrong.Quirk == 0 && !errors.Is(wrong, smscodec.ErrRequest) && response.IsEmpty(body) {
		return nil, responseError(resp, ErrEmpty)
	}
	hideSecrets(err, resp)
	return reply, err
}

// readBody reads a whole body within the bound.
func (r Reader) readBody(resp *http.Response) ([]byte, error) {
	bound := r.MaxBytes
	if bound <= 0 {
		bound = DefaultMaxBytes
	}
	if resp.ContentLength > bound {
		return nil, &TooLargeError{MaxBytes: bound}
	}
	if resp.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(&io.LimitedReader{R: resp.Body, N: bound})
	if err == nil && int64(len(body)) == bound {
		var more int
		more, err = io.ReadFull(resp.Body, make([]byte, 1))
		switch {
		case more > 0:
			return nil, &TooLargeError{MaxBytes: bound}
		case err == io.EOF:
			err = nil
		}
	}
	if err == nil && int64(len(body)) < resp.ContentLength {
		// http.Transport sees to this; other RoundTrippers may not.
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("smschttp: reading the answer: %w", err)
	}
	return body, nil
}

// charsetOf gives the charset that a Content-Type header names, or the other one
// if it names none. It reports false if it names one that smscodec does not have.
func charsetOf(contentType string, other smscodec.Charset) (charset smscodec.Charset, known bool) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return other, true // there is no header, or none that can be trusted
	}
	name := parameters["charset"]
	if name == "" {
		return other, true
	}
	if charset, known = response.Charset(name); !known {
		return other, false
	}
	return charset, true
}

func isASCII(body []byte) bool {
	for _, b := range body {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

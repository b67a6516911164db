package smschttp

// Reading a reply out of an HTTP response.

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
)

// DefaultMaxBytes is the bound of a body if a Reader has none: about 5 000 sender names
// with registrations in JSON, far more than an account has.
const DefaultMaxBytes = 1 << 20

// A Reader reads replies out of HTTP responses. The zero value is ready for use. It is
// safe for concurrent use if Codec.Report is.
type Reader struct {
	Codec    smscodec.Codec // decodes the bodies
	MaxBytes int64          // of a body after decompression; 0 or less means DefaultMaxBytes
}

// ReadReply reads a reply with the zero Reader.
func ReadReply(resp *http.Response, req smscodec.Request) (smscodec.Reply, error) {
	return Reader{}.ReadReply(resp, req)
}

// ReadReply reads the answer to a request out of the response to it. The error is an
// *smscodec.APIError if the server refused, an *smscodec.ParseError if the answer is
// malformed, a *ResponseError if the response is not an answer, and a *TooLargeError if
// the body exceeds the bound; an error of the connection is wrapped. An empty body is a
// temporary failure, ErrEmpty, also under get in plain and CSV: it is a list without
// names only with EmptyList in the Codec. The caller must close the body.
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
	codec, hiding := r.Codec, sync.OnceValue(func() hider { return newHider(resp) })
	if report := codec.Report; report != nil {
		codec.Report = func(departure *smscodec.ParseError) {
			hideSecrets(departure, hiding)
			report(departure)
		}
	}
	reply, err := codec.Decode(body, req)
	var wrong *smscodec.ParseError
	if errors.As(err, &wrong) && wrong.Quirk == 0 && !errors.Is(wrong, smscodec.ErrRequest) && response.IsEmpty(body) {
		return nil, responseError(resp, ErrEmpty)
	}
	hideSecrets(err, hiding)
	return reply, err
}

// readBody reads a body to its end, within the bound.
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
		// http.Transport checks this; other RoundTrippers may not.
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("smschttp: reading the answer: %w", err)
	}
	return body, nil
}

// charsetOf returns the charset that a Content-Type header names, or the other one if it
// names none. It reports false if it names one that smscodec does not support.
func charsetOf(contentType string, other smscodec.Charset) (charset smscodec.Charset, known bool) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return other, true // the header is missing or malformed
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

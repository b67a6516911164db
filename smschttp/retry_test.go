package smschttp_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

func TestRetryable(t *testing.T) {
	refused := func(code smscodec.ErrorCode) error { return &smscodec.APIError{Code: code} }
	status := func(code int) error { return &smschttp.ResponseError{StatusCode: code, Err: smschttp.ErrStatus} }
	inURL := func(err error) error { return &url.Error{Op: "Post", URL: "http://x.test/", Err: err} }
	dial := func(err error) error { return inURL(&net.OpError{Op: "dial", Net: "tcp", Err: err}) }
	for _, test := range []struct {
		name string
		err  error
		wait time.Duration
		ok   bool
	}{
		{"nothing", nil, 0, false},
		{"1", refused(smscodec.ErrParams), 0, false},
		{"2", refused(smscodec.ErrAuth), 0, false},
		{"3", refused(smscodec.ErrSenderNotFound), 0, false},
		{"4", refused(smscodec.ErrIPBlocked), time.Minute, true},
		{"5", refused(smscodec.ErrNotSaved), 0, false},
		{"7", refused(smscodec.ErrNumberFormat), 0, false},
		{"8", refused(smscodec.ErrUndeliverable), 0, false},
		{"9", refused(smscodec.ErrTooManyRequests), time.Minute, true},
		{"10", refused(smscodec.ErrCodeAlreadySent), 8 * time.Hour, true},
		{"11", refused(smscodec.ErrWrongCode), 0, false},
		{"undocumented", refused(12), 0, false},
		{"9, the code alone", fmt.Errorf("add: %w", smscodec.ErrTooManyRequests), time.Minute, true},
		{"9, wrapped", fmt.Errorf("add: %w", refused(smscodec.ErrTooManyRequests)), time.Minute, true},

		{"HTTP 500", status(500), 0, false},
		{"HTTP 502", status(502), 0, true},
		{"HTTP 503", status(503), 0, true},
		{"HTTP 503 with a time", &smschttp.ResponseError{StatusCode: 503, RetryAfter: time.Hour, Err: smschttp.ErrStatus}, time.Hour, true},
		{"HTTP 504", status(504), 0, true},
		{"a response to HEAD", &smschttp.ResponseError{StatusCode: 200, Err: smschttp.ErrHead}, 0, false},
		{"a compressed body", &smschttp.ResponseError{StatusCode: 200, Err: smschttp.ErrEncoding}, 0, false},
		{"HTTP 404", status(404), 0, false},
		{"a page", &smschttp.ResponseError{StatusCode: 200, Err: smschttp.ErrPage}, 0, false},
		{"an empty body", &smschttp.ResponseError{StatusCode: 200, Err: smschttp.ErrEmpty}, 0, true},
		{"an unknown charset", &smschttp.ResponseError{StatusCode: 200, Err: smscodec.ErrCharset}, 0, false},
		{"too large", &smschttp.TooLargeError{MaxBytes: 1}, 0, false},

		{"malformed", &smscodec.ParseError{Err: smscodec.ErrSyntax}, 0, false},
		{"cut off", &smscodec.ParseError{Err: io.ErrUnexpectedEOF}, 0, true},
		{"an empty list that is rejected", &smscodec.ParseError{Err: io.ErrUnexpectedEOF, Quirk: smscodec.QuirkEmpty}, 0, false},
		{"an encoding error", &smscodec.EncodeError{Err: smscodec.ErrValue}, 0, false},

		{"the context's end", inURL(context.Canceled), 0, false},
		{"the context's end while reading", fmt.Errorf("reading: %w", context.Canceled), 0, false},
		{"the context's deadline", inURL(context.DeadlineExceeded), 0, true},
		{"a timeout", inURL(os.ErrDeadlineExceeded), 0, true},
		{"no answer", inURL(io.EOF), 0, true},
		{"dropped while reading", fmt.Errorf("reading: %w", io.ErrUnexpectedEOF), 0, true},
		{"refused", dial(syscall.ECONNREFUSED), 0, true},
		{"reset", inURL(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), 0, true},
		{"no port", dial(&net.AddrError{Err: "missing port"}), 0, false},
		{"no such name", dial(&net.DNSError{IsNotFound: true}), 0, false},
		{"the name server does not answer", dial(&net.DNSError{IsTimeout: true}), 0, true},
		{"the name server fails for a time", dial(&net.DNSError{IsTemporary: true}), 0, true},
		{"a certificate", inURL(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), 0, false},
		{"a TLS alert", inURL(&net.OpError{Op: "remote error", Err: tls.AlertError(40)}), 0, false},
		{"an unknown scheme", inURL(errors.New("unsupported protocol scheme")), 0, false},
		{"any other", errors.New("x"), 0, false},
	} {
		if wait, ok := smschttp.Retryable(test.err); wait != test.wait || ok != test.ok {
			t.Errorf("%s: %v, %v, want %v, %v", test.name, wait, ok, test.wait, test.ok)
		}
	}
}

// The errors are those that net/http really returns.
func TestRetryableOverLoopback(t *testing.T) {
	get := func(ctx context.Context, address string) error {
		req, err := http.NewRequestWithContext(ctx, "GET", "http://"+address, nil)
		if err != nil {
			t.Fatal(err)
		}
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		_, err = smschttp.ReadReply(resp, getJSON)
		return err
	}
	serve := func(answer string) string {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			conn.Read(make([]byte, 4096))
			io.WriteString(conn, answer)
		}()
		return listener.Addr().String()
	}

	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	late, cancel := context.WithTimeout(t.Context(), 1)
	defer cancel()
	ended, end := context.WithCancel(t.Context())
	end()
	for _, test := range []struct {
		name string
		err  error
		ok   bool
	}{
		{"refused", get(t.Context(), closed.Addr().String()), true},
		{"dropped before the answer", get(t.Context(), serve("")), true},
		{"dropped in the head", get(t.Context(), serve("HTTP/1.1 200 OK\r\n")), true},
		{"dropped in the body", get(t.Context(), serve("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]")), true},
		{"dropped in a chunk", get(t.Context(), serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n[]")), true},
		{"an empty body", get(t.Context(), serve("HTTP/1.1 200 OK\r\n\r\n")), true},
		{"a body that is cut off", get(t.Context(), serve("HTTP/1.1 200 OK\r\n\r\n[{")), true},
		{"a protocol other than HTTP", get(t.Context(), serve("SSH-2.0\r\n\r\n")), false},
		{"a deadline", get(late, closed.Addr().String()), true},
		{"ended", get(ended, closed.Addr().String()), false},
	} {
		if _, ok := smschttp.Retryable(test.err); ok != test.ok {
			t.Errorf("%s: %v: retryable %v", test.name, test.err, ok)
		}
		if test.err == nil {
			t.Errorf("%s: no error", test.name)
		}
	}
}

// The same over HTTP/2, whose error types are not exported.
func TestRetryableOverHTTP2(t *testing.T) {
	for _, test := range []struct {
		name string
		// answer makes the server break its connections.
		answer func(http.ResponseWriter, *http.Request, *httptest.Server)
		ok     bool
	}{
		{"a stream that is reset before the answer", func(http.ResponseWriter, *http.Request, *httptest.Server) {
			panic(http.ErrAbortHandler)
		}, true},
		{"a stream that is reset in the body", func(w http.ResponseWriter, _ *http.Request, _ *httptest.Server) {
			io.WriteString(w, "[{")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, true},
		{"a body that is cut off", func(w http.ResponseWriter, _ *http.Request, _ *httptest.Server) {
			w.Header().Set("Content-Length", "10")
			io.WriteString(w, "[]")
		}, true},
		{"a connection that is dropped", func(_ http.ResponseWriter, r *http.Request, server *httptest.Server) {
			server.CloseClientConnections()
			<-r.Context().Done()
		}, true},
		{"a page", func(w http.ResponseWriter, _ *http.Request, _ *httptest.Server) {
			io.WriteString(w, "<html>")
		}, false},
	} {
		var server *httptest.Server
		server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.ProtoMajor != 2 {
				t.Errorf("%s: over %s", test.name, r.Proto)
			}
			test.answer(w, r, server)
		}))
		server.EnableHTTP2 = true
		server.StartTLS()
		resp, err := server.Client().Get(server.URL)
		if err == nil {
			_, err = smschttp.ReadReply(resp, getJSON)
			resp.Body.Close()
		}
		if _, ok := smschttp.Retryable(err); ok != test.ok || err == nil {
			t.Errorf("%s: %v: retryable %v", test.name, err, ok)
		}
		server.Close()
	}
}

// A stream that is reset for a protocol error would be reset again.
func TestRetryableStreams(t *testing.T) {
	for code := range uint32(16) {
		_, ok := smschttp.Retryable(&url.Error{Op: "Post", URL: "http://x.test/", Err: fakeStreamError{Code: code}})
		if want := slices.Contains([]uint32{0, 2, 7, 8, 11}, code); ok != want {
			t.Errorf("code %d: retryable %v", code, ok)
		}
	}
}

// A fakeStreamError converts itself as that of net/http does.
type fakeStreamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (fakeStreamError) Error() string { return "stream error" }

func (e fakeStreamError) As(target any) bool {
	v := reflect.ValueOf(target).Elem()
	if v.Kind() != reflect.Struct || !reflect.TypeOf(e).ConvertibleTo(v.Type()) {
		return false
	}
	v.Set(reflect.ValueOf(e).Convert(v.Type()))
	return true
}

package smschttp_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

// An answer over HTTP is decoded like one in memory.
func TestReadReplyConforms(t *testing.T) {
	smsctest.CheckDecoder(t, func(body []byte, req smscodec.Request) (smscodec.Reply, error) {
		return smschttp.ReadReply(response(200, string(body)), req)
	})
}

// Any response is a reply or an error of a documented type, and the error's text is
// harmless.
func FuzzReadReply(f *testing.F) {
	smsctest.FuzzSeeds(f, func(c smsctest.Case) []any {
		return []any{200, smschttp.ContentType(c.Request), c.Body, uint8(c.Request.Op), uint8(c.Request.Format)}
	})
	f.Add(502, "text/html", []byte("<html>login=hunter1&psw=hunter2"), uint8(1), uint8(3))
	f.Add(200, "text/plain; charset=latin1", []byte("\xe9"), uint8(1), uint8(0))
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte, op, format uint8) {
		resp := response(status, string(body))
		resp.Header["Content-Type"] = []string{contentType}
		resp.Request = httptest.NewRequest("GET", "http://example.test/sys/senders.php?psw=hunter2", nil)
		req := smscodec.Request{Op: smscodec.Op(op), Format: smscodec.Format(format)}
		reply, err := smschttp.Reader{MaxBytes: 4 << 10}.ReadReply(resp, req)
		if err == nil {
			if reply == nil {
				t.Error("neither reply nor error")
			}
			return
		}
		smschttp.Retryable(err)
		var (
			refusal  *smscodec.APIError
			wrong    *smscodec.ParseError
			response *smschttp.ResponseError
			large    *smschttp.TooLargeError
		)
		if !errors.As(err, &refusal) && !errors.As(err, &wrong) && !errors.As(err, &response) && !errors.As(err, &large) {
			t.Errorf("%T: %v", err, err)
		}
		if text := err.Error(); len(text) > 300 || strings.ContainsFunc(text, isHarmful) {
			t.Errorf("%d bytes: %q", len(text), text)
		}
		if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, "hunter2") || strings.Contains(text, "psw=h") {
			t.Errorf("a secret: %s", text)
		}
	})
}

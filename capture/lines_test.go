package capture_test

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

func TestLinesFirst(t *testing.T) {
	in := `{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3","status":200,"headers":{"Content-Type":"application/json","Set-Cookie":["a","b"]},"body":"[{\n\"sender\": \"zx\u0441abs\"\n}]"}
{"url":"https://example.org/","body":"x"}

{"url":1,"bodyBase64":"T0s="}
{"body":"cut`
	for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(in)) {
		if err != nil {
			t.Log(err)
			continue
		}
		t.Logf("%+v %q %v", x, x.Response.Body, x.Response.Position(min(18, len(x.Response.Body))))
	}
}

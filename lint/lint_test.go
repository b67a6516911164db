package lint_test

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

func TestFirst(t *testing.T) {
	in := `{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3&all=1","status":200,"headers":{"Content-Type":"application/json"},"body":"[{\n\"sender\": \"zx\u0441abs\",\n\"status\": \"9\"\n}]"}
{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=3&all=1","status":200,"headers":{"Content-Type":"application/json"},"body":"[{\n\"sender\": \"zxabs\",\n\"status\": 1\n}]"}
{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=1","status":502,"headers":{"Content-Type":"text/html"},"body":"<html>"}
{"body":"123"}
{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=2&psw=x","headers":{"Content-Type":"text/xml; charset=windows-1251","Content-Length":"100"},"body":"<?xml version=\"1.0\" encoding=\"windows-1251\"?><list><sender>Ж</sender></list>"}
{"url":"https://smsc.ru/sys/senders.php?get=1&fmt=1","headers":{"Content-Type":"text/plain; charset=utf-8"},"body":"a\nb\r\n=1\nc\nd\ne\nf\ng\nh\na\n"}
`
	l := new(lint.Linter)
	for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(in)) {
		if err != nil {
			t.Log(err)
			continue
		}
		r := l.Check(x)
		t.Logf("%d %+v %+v %d", x.Entry, r.Request, r.Reply, len(r.Readings))
		for _, f := range r.Findings {
			t.Logf("    %d:%d %s: %s %s (%d) @%v", f.Line, f.Col, f.Rule.Severity, f.Message, f.Rule.ID, f.Count, x.Response.Position(f.Offset))
		}
	}
}

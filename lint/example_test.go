package lint_test

import (
	"fmt"
	"strings"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/lint"
)

func ExampleLinter() {
	log := strings.NewReader(`{"url": "https://smsc.ru/sys/senders.php?get=1&fmt=0&charset=utf-8", "body": "name = a\r\nname = b\r\n"}
{"url": "https://smsc.ru/sys/senders.php?del=1&fmt=3&charset=utf-8", "body": "OK"}
`)
	var linter lint.Linter
	for x, err := range (capture.Reader{}).Exchanges(log) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		for _, f := range linter.Check(x).Findings {
			fmt.Printf("%d:%d:%d: %s [%s], %d times\n", x.Entry, f.Line, f.Col, f.Rule.Severity, f.Rule.ID, f.Count)
			fmt.Println(f.Rule.Remedy)
		}
	}
	// Output:
	// 1:1:9: note [crlf], 2 times
	// Have the client strip a CR at the end of each line; look for a proxy or an editor that converted the text.
	// 2:1:1: warning [other-form], 1 times
	// Have the client look for OK and ERROR = before it parses the answer.
}

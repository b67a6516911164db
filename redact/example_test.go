package redact_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/smscodec/smscodec/redact"
)

func ExampleRedactor_Redact() {
	const capture = `{"url": "https://smsc.ru/sys/senders.php?get=1&fmt=0&psw=secret", "status": 200, "body": "name = zxcabs\nname = secret1"}`
	summary, err := redact.Redactor{}.Redact(os.Stdout, strings.NewReader(capture))
	fmt.Println(summary.Copied, err)
	// Output:
	// {"url":"https://smsc.ru/sys/senders.php?fmt=0&get=1&psw=x","status":200,"headers":{},"body":"name = zxcabs\nname = xxxxxx1"}
	// 1 <nil>
}

package capture_test

import (
	"fmt"
	"strings"

	"github.com/smscodec/smscodec/capture"
)

func Example() {
	log := strings.NewReader(`{"url": "https://smsc.ru/sys/senders.php?get=1&fmt=1", "status": 200, "body": "zxcabs"}
{"url": "https://example.org/", "status": 200, "body": "something else"}
{"method": "POST", "url": "https://smsc.ru/sys/senders.php", "post": "add=1&fmt=3", "body": "{\n\"sender\": 24608\n}"}
`)
	for x, err := range (capture.Reader{}).Exchanges(log) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		if x.Request.IsElsewhere() {
			fmt.Println(x.Entry, "went elsewhere")
			continue
		}
		asked, err := x.Request.Values()
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%d %s %q\n", x.Entry, asked.Encode(), x.Response.Body)
	}
	// Output:
	// 1 fmt=1&get=1 "zxcabs"
	// 2 went elsewhere
	// 3 add=1&fmt=3 "{\n\"sender\": 24608\n}"
}

package beam_test

import (
	"context"
	"fmt"

	sdk "github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/smscodec/smscodec/beam"
)

// Lines from Kafka, BigQuery or anywhere else become Lines, and findings come out.
func ExampleCheck() {
	p, s := sdk.NewPipelineWithRoot()
	lines := sdk.Create(s, beam.Line{
		File: "answers", Number: 1, // for Kafka, a topic and an offset
		Text: `{"time": "2026-11-30T09:15:00Z", "url": "/sys/senders.php?get=1&fmt=0", "status": 200, "body": "name = SMSC.RU\r\n"}`,
	})
	checked := beam.Check(s, lines, beam.Options{})
	sdk.ParDo0(s, printLine, checked.Totals)
	if _, err := prism.Execute(context.Background(), p); err != nil {
		fmt.Println(err)
	}
	// Unordered output:
	// {"day":"2026-11-30","op":"get","fmt":"plain","what":"answer","count":1}
	// {"day":"2026-11-30","op":"get","fmt":"plain","what":"finding","id":"crlf","count":1}
}

func printLine(line string) { fmt.Println(line) }

func init() { register.Function1x0(printLine) }

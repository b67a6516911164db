package smscgen_test

import (
	"errors"
	"os"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smscgen"
)

// A property of an SDK: it decodes what it encodes.
func ExampleGenReply() {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, All: true}
	properties := gopter.NewProperties(gopter.DefaultTestParametersWithSeed(1))
	properties.Property("what is written can be read", prop.ForAll(
		func(reply smscodec.Reply) bool {
			body, err := smscodec.Append(nil, reply, req)
			if err != nil {
				return false
			}
			_, err = smscodec.Decode(body, req)
			var refusal *smscodec.APIError
			return err == nil || errors.As(err, &refusal)
		},
		smscgen.GenReply(req),
	))
	properties.Run(gopter.NewFormatedReporter(false, 80, os.Stdout))
	// Output:
	// + what is written can be read: OK, passed 100 tests.
}

// A property that must hold for any reply.
func ExampleGenAnyReply() {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML}
	properties := gopter.NewProperties(gopter.DefaultTestParametersWithSeed(1))
	properties.Property("it is written, or an error says what cannot be", prop.ForAll(
		func(reply smscodec.Reply) bool {
			_, err := smscodec.Append(nil, reply, req)
			var wrong *smscodec.EncodeError
			return err == nil || errors.As(err, &wrong)
		},
		smscgen.GenAnyReply(req),
	))
	properties.Run(gopter.NewFormatedReporter(false, 80, os.Stdout))
	// Output:
	// + it is written, or an error says what cannot be: OK, passed 100 tests.
}

package smscodec_test

import (
	"fmt"
	"testing"
)

// The laws hold for every codec, request, reply and body. Each is a function in
// one of the files law_*_test.go, which returns an error that says how the case
// breaks it. The properties below check the laws on generated cases, the fuzz
// targets on mutated ones. The numbers are those of docs/contract.md.

type encodingLaw struct {
	name  string
	holds func(exchange) error
}

type decodingLaw struct {
	name  string
	holds func(answer) error
}

var encodingLaws = []encodingLaw{
	{"what Append writes reads back as the same", lawAppendDecodes},
	{"Append keeps what is in dst", lawAppendAppends},
	{"an EncodeError says which value", lawEncodeError},
	{"encoding/json and encoding/xml lose nothing", func(x exchange) error { return lawReplyForms(x.reply) }},
}

var decodingLaws = []decodingLaw{
	{"JSON in UTF-8 can hold every decoded reply", lawJSONCarries},
	{"a decoded reply reads back as the same in any format", lawConverts},
	{"what strict accepts reads the same for every codec", lawStrictReads},
	{"what has no departure is accepted by strict", lawUnreported},
	{"a lenient codec reads all that a stricter one does", lawLeniency},
	{"a rejected departure is an error where it is reported", lawRejected},
	{"a rejected departure can be accepted", lawAcceptable},
	{"a stricter codec refuses no later", lawRefusedNoLater},
	{"what strict accepts has the content that strict writes", lawStrictSaysNoMore},
	{"departures are reported once and in order", lawReports},
	{"an error has a position and a kind and prints", lawParseError},
	{"Senders yields the rows of the list", lawSenders},
	{"the model is complete", lawModel},
	{"rows with the same operators share their columns", lawSharedColumns},
	{"the input is neither changed nor kept", lawInput},
	{"bytes that are not text are the first error", lawCharset},
	{"an error is never read as data", lawErrorIsNoData},
	{"an error is an error under every request", lawErrorUnderEveryRequest},
}

// check checks all laws on an answer.
func (a answer) check() error {
	for _, law := range decodingLaws {
		if err := law.holds(a); err != nil {
			return fmt.Errorf("%s: %w", law.name, err)
		}
	}
	return nil
}

// check checks all laws on an exchange, and on the answer that it writes.
func (x exchange) check() error {
	for _, law := range encodingLaws {
		if err := law.holds(x); err != nil {
			return fmt.Errorf("%s: %w", law.name, err)
		}
	}
	body, err := x.codec.Append(nil, x.reply, x.request)
	if err != nil {
		return nil
	}
	return answer{x.codec, x.request, body}.check()
}

func TestEncodingLaws(t *testing.T) {
	for _, law := range encodingLaws {
		t.Run(law.name, func(t *testing.T) {
			t.Run("replies that fit", func(t *testing.T) { forAll(t, fittingExchanges, law.holds) })
			t.Run("hostile replies", func(t *testing.T) { forAll(t, hostileExchanges, law.holds) })
		})
	}
}

func TestDecodingLaws(t *testing.T) {
	for _, law := range decodingLaws {
		t.Run(law.name, func(t *testing.T) {
			t.Run("answers as written", func(t *testing.T) { forAll(t, writtenAnswers, law.holds) })
			t.Run("answers with departures", func(t *testing.T) { forAll(t, departingAnswers, law.holds) })
		})
	}
}

package smscodec_test

import (
	"fmt"
	"testing"
)

// The laws: what holds whatever the codec, the request, the reply and the
// bytes. Each is a function that says how it is broken; the properties below
// ask it of generated cases and the fuzz targets of mutated ones. The numbers
// are those of docs/contract.md.

type encodingLaw struct {
	name  string
	holds func(exchange) error
}

type decodingLaw struct {
	name  string
	holds func(answer) error
}

var encodingLaws = []encodingLaw{
	{"what is written reads back as the same", lawAppendDecodes},
	{"appending leaves what is there", lawAppendAppends},
	{"a refusal to write says which value", lawEncodeError},
	{"encoding/json and encoding/xml lose nothing", func(x exchange) error { return lawReplyForms(x.reply) }},
}

var decodingLaws = []decodingLaw{
	{"JSON and UTF-8 carry all that is read", lawJSONCarries},
	{"what any format writes of it reads back as the same", lawConverts},
	{"what strict accepts all read the same", lawStrictReads},
	{"what departs from nothing strict accepts", lawUnreported},
	{"a lenient codec reads all that a stricter one does", lawLeniency},
	{"a departure is refused where it is reported", lawRejected},
	{"a departure that is refused can be accepted", lawAcceptable},
	{"a stricter codec refuses no later", lawRefusedNoLater},
	{"what strict accepts says what strict writes", lawStrictSaysNoMore},
	{"departures are reported once and in order", lawReports},
	{"an error has a position and a kind and prints", lawParseError},
	{"rows by themselves are those of the list", lawSenders},
	{"the model is complete", lawModel},
	{"rows with the same operators share their columns", lawSharedColumns},
	{"the input is neither written to nor kept", lawInput},
	{"bytes that are no text come before all else", lawCharset},
	{"an error is never read as data", lawErrorIsNoData},
	{"an error is one under every request", lawErrorUnderEveryRequest},
}

// check asks all laws of an answer.
func (a answer) check() error {
	for _, law := range decodingLaws {
		if err := law.holds(a); err != nil {
			return fmt.Errorf("%s: %w", law.name, err)
		}
	}
	return nil
}

// check asks all laws of an exchange, and of the answer that it makes.
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
			t.Run("answers astray", func(t *testing.T) { forAll(t, strayAnswers, law.holds) })
		})
	}
}

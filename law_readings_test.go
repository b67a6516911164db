package smscodec_test

import (
	"fmt"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// The law on reading an answer without its request, rule 13.

// lawReadings: Readings yields what strict reads under the valid requests, in
// the documented order, each distinct reading of a format once.
func lawReadings(body []byte) error {
	type reading struct {
		request smscodec.Request
		reply   smscodec.Reply
	}
	charsets := []smscodec.Charset{smscodec.UTF8}
	if !utf8.Valid(body) {
		charsets = []smscodec.Charset{smscodec.Windows1251, smscodec.KOI8R}
	}
	var want []reading
	for _, charset := range charsets {
		for _, format := range []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.Plain, smscodec.CSV} {
			var readings []reading
			for _, req := range requestsIn(format, charset) {
				a := answer{smscodec.Codec{Reject: smscodec.AllQuirks}, req, body}
				if reply, err := a.read(); err == nil {
					readings = append(readings, reading{req, reply})
				}
			}
			// They are sorted by operation already.
			slices.SortStableFunc(readings, func(a, b reading) int {
				return readingRank(a.request, a.reply) - readingRank(b.request, b.reply)
			})
			for _, r := range readings {
				known := func(k reading) bool {
					return k.request.Format == format && differs(k.reply, r.reply) == ""
				}
				if !slices.ContainsFunc(want, known) {
					want = append(want, r)
				}
			}
		}
	}

	n := 0
	for req, reply := range smscodec.Readings(body) {
		if n == len(want) {
			return fmt.Errorf("reading %d: %s, %#v, want no more", n, requestString(req), reply)
		}
		if req != want[n].request {
			return fmt.Errorf("reading %d: %s, want %s", n, requestString(req), requestString(want[n].request))
		}
		if diff := differs(want[n].reply, reply); diff != "" {
			return fmt.Errorf("reading %d: %s: the reply differs %s", n, requestString(req), diff)
		}
		n++
	}
	if n < len(want) {
		return fmt.Errorf("%d readings, missing %s", n, requestString(want[n].request))
	}
	for range smscodec.Readings(body) {
		break
	}
	return nil
}

// readingRank is the order of the readings in a format: error, operators,
// status, id and OK, names.
func readingRank(req smscodec.Request, reply smscodec.Reply) int {
	_, isError := reply.(*smscodec.APIError)
	_, isList := reply.(smscodec.List)
	switch {
	case isError:
		return 0
	case req.Operators:
		return 1
	case req.All:
		return 2
	case !isList:
		return 3
	}
	return 4
}

func TestReadingsLaw(t *testing.T) {
	law := func(a answer) error { return lawReadings(a.body) }
	t.Run("answers as written", func(t *testing.T) { forAll(t, writtenAnswers, law) })
	t.Run("answers with departures", func(t *testing.T) { forAll(t, departingAnswers, law) })
}

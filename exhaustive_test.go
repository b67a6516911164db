package smscodec_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// Every vector with one wrong byte, or truncated: decoding does not panic, and never
// returns a reply that the body does not mean.

// longest is the length of the longest body that is tried.
const longest = 300

// checkMeaning compares the reading of a body with the obvious reader's. It returns
// what is wrong, or "". If the body is refused, the reply is nil.
func checkMeaning(c smscodec.Codec, body []byte, req smscodec.Request) (reply smscodec.Reply, problem string) {
	reply, err := decodeOf(c, body, req)
	if err != nil {
		var e *smscodec.ParseError
		switch {
		case !errors.As(err, &e):
			return nil, fmt.Sprintf("an error of another type: %v", err)
		case e.Offset < 0 || e.Offset > len(body) || e.Line < 1 || e.Col < 1:
			return nil, fmt.Sprintf("an error at a position outside the body: %v", err)
		}
		return nil, ""
	}
	want, err := meaning(body, req, orDocumented(c.Columns))
	switch {
	case err != nil:
		return reply, fmt.Sprintf("read as %+v, but it is not an answer: %v", reply, err)
	case !smscodec.Equal(want, reply):
		return reply, fmt.Sprintf("the reply differs (-want +got):\n%s", cmp.Diff(want, reply))
	}
	return reply, ""
}

// Every byte is replaced by every other byte.
func TestEveryByteReplaced(t *testing.T) {
	for _, v := range loadVectors(t) {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range v.Formats() {
				if len(v.bodies[f]) > longest {
					continue
				}
				req := v.RequestIn(f)
				body := bytes.Clone(v.bodies[f])
				for i, was := range body {
					for b := range 256 {
						if sampled && (i+b)%16 > 0 {
							continue
						}
						body[i] = byte(b)
						if _, problem := checkMeaning(v.codec, body, req); problem != "" {
							t.Fatalf("%v: %q: %s", f, body, problem)
						}
					}
					body[i] = was
				}
			}
		})
	}
}

// A plain list that is truncated never reads as one with fewer operators.
func TestPlainOperatorsCut(t *testing.T) {
	cuts := 0
	for _, v := range loadVectors(t) {
		body, ok := v.bodies[smscodec.Plain]
		whole, isList := v.reply.(smscodec.List)
		if !ok || !isList || !v.request.Operators || len(whole) < 2 {
			continue
		}
		for end := range body {
			cuts++
			reply, _ := v.codec.Decode(body[:end], v.RequestIn(smscodec.Plain))
			list, _ := reply.(smscodec.List)
			for i, s := range list {
				if i > 0 && s.Registrations.Len() != whole[0].Registrations.Len() {
					t.Errorf("%s: %q reads as a list whose row %d only has %v", v.name, body[:end], i, s.Registrations)
				}
			}
		}
	}
	if cuts < 100 {
		t.Errorf("%d cuts, want at least 100", cuts)
	}
}

// In JSON and XML, a truncated body is never read as a different reply. In plain and
// CSV it can be: a truncated name or number is still a name or number, and a list of
// fewer rows is a list. The numbers of truncated vectors that read as a different
// reply:
const (
	cutPlainReadsDifferent     = 630
	cutCSVReadsDifferent       = 516
	cutOtherFormReadsDifferent = 4 // a plain error under another format
)

// Every body is truncated at every byte.
func TestEveryCut(t *testing.T) {
	different := map[string]int{}
	for _, v := range loadVectors(t) {
		for _, f := range v.Formats() {
			body := v.bodies[f]
			if len(body) > longest {
				continue
			}
			for end := range body {
				reply, problem := checkMeaning(v.codec, body[:end], v.RequestIn(f))
				if problem != "" {
					t.Fatalf("%s: %v: %q: %s", v.name, f, body[:end], problem)
				}
				if reply == nil || v.reply == nil || smscodec.Equal(reply, v.ReplyIn(f)) {
					continue
				}
				switch {
				case f == smscodec.Plain, f == smscodec.CSV:
					different[f.String()]++
				case strings.HasPrefix(string(body), "ERROR = "):
					different["other form"]++
				default:
					t.Errorf("%s: %v: %q reads as %+v", v.name, f, body[:end], reply)
				}
			}
		}
	}
	want := map[string]int{
		"plain":      cutPlainReadsDifferent,
		"csv":        cutCSVReadsDifferent,
		"other form": cutOtherFormReadsDifferent,
	}
	if diff := cmp.Diff(want, different); diff != "" {
		t.Errorf("truncated bodies that read as a different reply (-want +got):\n%s", diff)
	}
}

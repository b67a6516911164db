package smscodec_test

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/draw"
	"github.com/smscodec/smscodec/smscgen"
)

// The fast path against the obvious one: what is read by comparing with a layout or
// a skeleton, DecodeCarefully reads member by member.

// lawCareful: Decode and Senders return what DecodeCarefully returns: the same rows,
// including the order of the columns and which rows share them, or the same error;
// and the same departures in the same order. Whether there is a Report changes
// nothing else.
func lawCareful(a answer) error {
	want := a.decodedBy(smscodec.DecodeCarefully, true)
	if diff := a.differs(want, a.decodedBy(smscodec.Codec.Decode, true)); diff != "" {
		return fmt.Errorf("Decode: %s", diff)
	}
	if a.request.Op == smscodec.OpGet {
		if diff := a.differs(want, a.decodedBy(decodeSenders, true)); diff != "" {
			return fmt.Errorf("Senders: %s", diff)
		}
	}
	want.reports = nil
	if diff := a.differs(want, a.decodedBy(smscodec.Codec.Decode, false)); diff != "" {
		return fmt.Errorf("Decode without Report: %s", diff)
	}
	return nil
}

// decodeSenders decodes a list with Senders.
func decodeSenders(c smscodec.Codec, body []byte, req smscodec.Request) (smscodec.Reply, error) {
	list := smscodec.List{}
	for s, err := range c.Senders(body, req) {
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// A decoded answer is all that a decoder returns and reports.
type decoded struct {
	reply   smscodec.Reply
	err     error
	reports []*smscodec.ParseError
}

type decodeFunc func(smscodec.Codec, []byte, smscodec.Request) (smscodec.Reply, error)

func (a answer) decodedBy(decode decodeFunc, reporting bool) (d decoded) {
	c := a.codec
	if reporting {
		c.Report = func(e *smscodec.ParseError) { d.reports = append(d.reports, e) }
	}
	d.reply, d.err = decode(c, a.body, a.request)
	return d
}

func (a answer) differs(want, got decoded) string {
	switch {
	case !sameErrors(want.err, got.err):
		return fmt.Sprintf("error %+v, want %+v", got.err, want.err)
	case !slices.EqualFunc(want.reports, got.reports, sameError):
		return fmt.Sprintf("departures %v, want %v", got.reports, want.reports)
	case !smscodec.Equal(want.reply, got.reply):
		return "the reply differs " + differs(want.reply, got.reply)
	}
	list, _ := want.reply.(smscodec.List)
	for i := range list {
		if !sameColumns(draw.Columns(a.codec), list, got.reply.(smscodec.List), i) {
			return fmt.Sprintf("row %d has different columns, or shares them differently", i)
		}
	}
	return ""
}

// sameColumns reports whether a row has its columns in the same order in both lists,
// shares them with the same earlier rows, and has the Codec's own in both or neither.
func sameColumns(own *smscodec.Columns, a, b smscodec.List, row int) bool {
	x, y := a[row].Registrations.Columns(), b[row].Registrations.Columns()
	with := func(c *smscodec.Columns) func(smscodec.Sender) bool {
		return func(s smscodec.Sender) bool { return s.Registrations.Columns() == c }
	}
	first := slices.IndexFunc(a, with(x))
	return (x == own) == (y == own) && first == slices.IndexFunc(b, with(y)) &&
		(first < row || slices.Equal(slices.Collect(x.All()), slices.Collect(y.All())))
}

// strictly returns the answer with a strict codec.
func (a answer) strictly() answer {
	a.codec.Reject = smscodec.AllQuirks
	return a
}

// longAnswer draws a list that is long enough for a skeleton, as Append writes it
// or with departures.
func longAnswer(rng *rand.Rand) answer {
	for {
		codec, req := drawCodec(rng), drawRequest(rng)
		req.Op = smscodec.OpGet
		var list smscodec.List
		for len(list) < 6 {
			more, _ := sample[smscodec.Reply](rng, smscgen.Generator{Codec: codec}.FittingReply(req)).(smscodec.List)
			list = append(list, more...)
		}
		if draw.Chance(rng, 2) {
			list = slices.Repeat(list[:1+rng.Intn(3)], 6)
		}
		body, err := rejecting(codec, 0).Append(nil, list, req)
		if err != nil {
			continue
		}
		for range rng.Intn(3) {
			body = draw.Pick(rng, departures...)(rng, body)
		}
		return answer{codec, req, body}
	}
}

func TestCarefulLaw(t *testing.T) {
	t.Run("answers as written", func(t *testing.T) { forAll(t, writtenAnswers, lawCareful) })
	t.Run("answers with departures", func(t *testing.T) { forAll(t, departingAnswers, lawCareful) })
	t.Run("long lists", func(t *testing.T) { forAll(t, draw.Generator(longAnswer, smallerAnswers), lawCareful) })
}

// repeatable returns roughly where all rows of a list but the last are: from the
// start of the first row to that of the last.
func repeatable(body []byte, f smscodec.Format) (start, end int) {
	switch f {
	case smscodec.XML:
		start, end = bytes.Index(body, []byte("<sender")), bytes.LastIndex(body, []byte("<sender"))
	case smscodec.JSON:
		start, end = bytes.IndexByte(body, '{'), bytes.LastIndexByte(body, '{')
	default:
		end = 1 + bytes.LastIndexByte(bytes.TrimSuffix(body, []byte("\n")), '\n')
	}
	return max(start, 0), max(end, 0)
}

// FuzzSkeleton checks the law on a body of which a part is repeated.
func FuzzSkeleton(f *testing.F) {
	add := func(a answer, times uint8) {
		start, end := repeatable(a.body, a.request.Format)
		f.Add(a.body, uint8(a.request.Format), requestNumber(a.request), rejectNumber(a.codec), columnsNumber(a.codec.Columns),
			uint16(start), uint16(end), times)
	}
	for _, l := range listLayouts {
		for _, req := range listRequests(l, smscodec.UTF8) {
			body := listBody(req, smscodec.DocumentedColumns(), []string{"a", "Привет", "b"}, l.rows(3))
			add(answer{request: req, body: body}, 2)
		}
	}
	for _, v := range loadVectors(f) {
		for _, format := range v.Formats() {
			add(answer{v.codec, v.RequestIn(format), v.bodies[format]}, 6)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, format, request uint8, reject uint16, columns uint8, start, end uint16, times uint8) {
		to := min(int(end), len(body))
		from := min(int(start), to)
		body = slices.Concat(body[:from], bytes.Repeat(body[from:to], int(times%64)), body[to:])
		a := answer{fuzzCodec(reject, columns), fuzzRequest(smscodec.Format(format%4), request), body}
		if err := lawCareful(a); err != nil {
			t.Fatalf("%v\n%v", a, err)
		}
	})
}

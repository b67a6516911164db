package main

// conform --encoder checks an encoder: it gets replies and writes bodies, which are read
// with our codec.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

type encoderDirection struct{}

// cases returns the replies of all cases that are for any decoder, in each format, those
// too that the format cannot carry. Each reply occurs once for a request. How an empty
// list looks in plain text and CSV is not known, so it is left out.
func (encoderDirection) cases() ([]conformCase, error) {
	var all []smsctest.Case
	for c, err := range smsctest.Cases() {
		if err != nil {
			return nil, err
		}
		if c.ForAnyDecoder() && c.Reply != nil {
			all = append(all, c)
		}
	}
	var cases []conformCase
	seen := map[string]bool{}
	add := func(c smsctest.Case, format smscodec.Format) {
		c.Request.Format = format
		one := newEncoderCase(c)
		key := fmt.Sprint(one.request) + replyLine(one.reply)
		list, isList := c.Reply.(smscodec.List)
		isUnknown := isList && len(list) == 0 && (format == smscodec.Plain || format == smscodec.CSV)
		if !isUnknown && !seen[key] && !seen[one.name] {
			seen[key], seen[one.name] = true, true
			cases = append(cases, one)
		}
	}
	// First those whose reasons fit an encoder: of the page, and with the documented spelling.
	slices.SortStableFunc(all, func(a, b smsctest.Case) int { return cmp.Compare(unlikeness(a), unlikeness(b)) })
	for _, c := range all {
		add(c, c.Request.Format)
	}
	for i := range all {
		c := all[len(all)-1-i] // JSON before the formats that lose something
		for _, format := range smscodec.Formats() {
			add(c, format)
		}
	}
	sortByFormat(cases)
	return cases, nil
}

// unlikeness returns how far a case is from the vendor's examples.
func unlikeness(c smsctest.Case) int {
	switch {
	case strings.HasPrefix(c.Name, "y_page_"), strings.HasPrefix(c.Name, "y_recorded_"):
		return 0
	case c.Departures == 0:
		return 1
	}
	return 2
}

func newEncoderCase(c smsctest.Case) conformCase {
	one := conformCase{name: caseName(c.Request.Format, c.Name), why: c.Why, request: c.Request, reply: c.Reply}
	one.body, one.refused = smscodec.Append(nil, c.Reply, c.Request)
	if one.refused != nil {
		one.why = "the format cannot carry it: " + libraryText(one.refused)
		return one
	}
	// What the format leaves out, such as the text of an error in CSV, is not part of the case.
	codec := smscodec.Codec{Report: func(e *smscodec.ParseError) { one.departures |= e.Quirk }}
	reply, err := codec.Decode(one.body, c.Request)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		reply = refusal
	}
	one.reply = reply
	return one
}

func (encoderDirection) input(c conformCase) []byte {
	return shown.AppendJSONLine(nil, replyjson.From(c.reply))
}

func (encoderDirection) question(q *questionJSON, c conformCase) {
	form := replyjson.From(c.reply)
	q.Reply = &form
}

func (encoderDirection) output(a answerJSON) []byte {
	if a.Body == nil {
		return nil
	}
	return append([]byte{}, *a.Body...) // not nil
}

func (encoderDirection) judge(c conformCase, got attempt) conformResult {
	r := conformResult{conformCase: c, verdict: passed, written: got.output}
	documented := "refused"
	if c.refused == nil {
		documented = shownBody(c.body, c.request.Charset)
	}
	var read string
	switch {
	case got.refused && c.refused == nil:
		r.verdict, r.losses = lost, []string{refusalLoss(c)}
	case !got.refused:
		reply, err := smscodec.Decode(got.output, c.request)
		if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
			reply, err = refusal, nil
		}
		switch {
		case err != nil:
			read, r.verdict, r.losses = "refused: "+libraryText(err), unreadable, []string{"writes malformed answers"}
		case !smscodec.Equal(c.reply, reply):
			read, r.verdict, r.losses = replyLine(reply), differs(c.reply, reply), differences(c.reply, reply)
		case c.refused == nil && !bytes.Equal(got.output, c.body):
			r.note = fmt.Sprintf("wrote %s, documented is %s", shownBody(got.output, c.request.Charset), documented)
		}
	}
	if r.verdict == passed {
		return r
	}
	r.details = []detail{{"reply", replyLine(c.reply)}}
	if got.refused {
		r.details = append(r.details, detail{"wrote", "nothing: it refused"})
	} else {
		r.details = append(r.details, detail{"wrote", shownBody(got.output, c.request.Charset)}, detail{"read", read})
	}
	r.details = append(r.details, detail{"want", documented})
	return r
}

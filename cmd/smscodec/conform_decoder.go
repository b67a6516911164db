package main

// conform checks a decoder: it gets bodies and writes replies.

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

type decoderDirection struct{}

// cases returns the cases that are for any decoder, by format.
func (decoderDirection) cases() ([]conformCase, error) {
	var cases []conformCase
	for c, err := range smsctest.Cases() {
		if err != nil {
			return nil, err
		}
		if !c.ForAnyDecoder() {
			continue
		}
		one := conformCase{
			name: caseName(c.Request.Format, c.Name), why: c.Why, request: c.Request, body: c.Body, reply: c.Reply, departures: c.Departures,
		}
		if c.Refused != nil {
			one.refused = c.Refused
		}
		cases = append(cases, one)
	}
	sortByFormat(cases)
	return cases, nil
}

func caseName(format smscodec.Format, name string) string { return format.String() + "/" + name }

func sortByFormat(cases []conformCase) {
	slices.SortStableFunc(cases, func(a, b conformCase) int { return int(a.request.Format) - int(b.request.Format) })
}

func (decoderDirection) input(c conformCase) []byte { return c.body }

func (decoderDirection) question(q *questionJSON, c conformCase) { q.Body = &c.body }

func (decoderDirection) output(a answerJSON) []byte { return a.Reply }

func (decoderDirection) judge(c conformCase, got attempt) conformResult {
	r := conformResult{conformCase: c, verdict: passed}
	var read string
	switch {
	case got.refused && c.refused == nil:
		read, r.verdict, r.losses = "refused", lost, []string{refusalLoss(c)}
	case !got.refused:
		reply, problem := parseReply(got.output)
		if read = problem; problem == "" {
			read = replyLine(reply)
		}
		switch {
		case c.refused != nil: // accepted, even if the output is no reply
			r.verdict, r.losses = invented, []string{acceptanceLoss(c.refused)}
		case problem != "":
			r.verdict = broken
		case !smscodec.Equal(c.reply, reply):
			r.verdict, r.losses = differs(c.reply, reply), differences(c.reply, reply)
		}
	}
	want := "refused"
	if c.refused == nil {
		want = replyLine(c.reply)
	}
	if r.verdict != passed {
		r.details = []detail{{"read", read}, {"want", want}, {"body", shownBody(c.body, c.request.Charset)}}
	}
	return r
}

// differs returns the verdict on a reply that is taken for another.
func differs(want, got smscodec.Reply) verdict {
	_, isRefusal := want.(*smscodec.APIError)
	if _, isReadSo := got.(*smscodec.APIError); isRefusal && !isReadSo {
		return missed
	}
	return misread
}

// parseReply parses the JSON of a reply. The problem is "" if there is none.
func parseReply(text []byte) (reply smscodec.Reply, problem string) {
	var form replyjson.Reply
	if err := json.Unmarshal(text, &form); err != nil {
		return nil, "not the JSON of a reply: " + shown.Beginning(string(text))
	}
	reply, err := form.Reply()
	if err != nil {
		return nil, "not a reply: " + shown.Escape(err.Error())
	}
	return reply, ""
}

func replyLine(reply smscodec.Reply) string {
	return string(bytes.TrimSuffix(shown.AppendJSONLine(nil, replyjson.From(reply)), []byte("\n")))
}

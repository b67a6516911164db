package main

// The command detect: the requests that a body can be the answer to.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/summary"
)

const detectDescription = `Lists the ways to read an answer whose request is not known. Each line has flags
for decode and the answer that decode then reads. A line may represent several
requests: OK with chg also represents send_code, check_code and del, and an error
with get represents any operation. If the body is not a documented answer, the lines
also name the departures from the documentation with which it can be read.

Example:

   smscodec detect answer.txt`

type detectOptions struct {
	file     source
	charsets []smscodec.Charset // nil for those that the bytes can be in
}

func (e environment) detectCommand() command {
	return command{
		name:        "detect",
		usage:       "list the requests that a body can be the answer to",
		description: detectDescription,
		options: []option{
			{group: requestOptions, name: "charset", value: autoCharset, values: charsets(), usage: "`CHARSET` of the answer: " + oneOf(charsets()) + "; auto is utf-8 if the answer is that, else each of the others"},
		},
		action: action(parseDetect, e.detect),
	}
}

func parseDetect(cmd arguments) (o detectOptions, err error) {
	if cmd.String("charset") != autoCharset {
		charset, err := parseCharset(cmd, "charset")
		if err != nil {
			return o, err
		}
		o.charsets = []smscodec.Charset{charset}
	}
	o.file, err = parseFile(cmd)
	return o, err
}

func (e environment) detect(_ context.Context, o detectOptions) error {
	b, err := e.readBody(o.file)
	if err != nil {
		return err
	}
	if response.IsPage(b.data) {
		return b.failed("%s", notAnAnswer)
	}
	if response.IsEmpty(b.data) {
		return b.failed("an empty body: a lost answer, or in plain and CSV a list without sender names")
	}
	header := []string{"REQUEST", "ANSWER"}
	found := readings(b.data, o.charsets, smscodec.Codec{Reject: smscodec.AllQuirks})
	if len(found) == 0 {
		header = []string{"REQUEST", "DEPARTURES", "ANSWER"}
		found = readings(b.data, o.charsets, smscodec.Codec{})
	}
	if len(found) == 0 {
		req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Operators: true}
		req.Charset, _ = response.CharsetOf(b.data)
		if hint := (mender{body: b.data, asked: req}).columns(nil); hint != "" {
			return b.failed("not an answer to any request, but to %s: %s", summary.Flags(req), hint)
		}
		return b.failed("not an answer to any request")
	}
	rows := [][]string{header}
	answered := false
	for _, r := range found {
		row := []string{summary.Flags(r.request), r.departures.String(), summary.Reply(r.reply)}
		if r.departures == 0 {
			row = slices.Delete(row, 1, 2)
		}
		rows = append(rows, row)
		if _, refused := r.reply.(*smscodec.APIError); !refused {
			answered = true
		}
	}
	if len(header) > 2 {
		fmt.Fprintf(e.stderr, "%s: note: not a documented answer to any request\n", b.source.label)
	}
	e.stdout.Write(appendTable(nil, slices.Values(rows), e.width()))
	if !answered {
		return &failure{code: exitRefused}
	}
	return nil
}

// A reading is what a body can mean.
type reading struct {
	request    smscodec.Request
	reply      smscodec.Reply
	departures smscodec.Quirk
}

// readings returns what a body can mean for a codec, in the order of smscodec.Readings,
// which has those for the codec that accepts no departure. A reading is left out if
// another one has some of its departures only.
func readings(body []byte, charsets []smscodec.Charset, codec smscodec.Codec) []reading {
	var found []reading
	for _, req := range possibleRequests(body, charsets) {
		r := reading{request: req}
		codec.Report = func(departure *smscodec.ParseError) { r.departures |= departure.Quirk }
		var err error
		r.reply, err = codec.Decode(body, req)
		if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
			r.reply, err = refusal, nil
			r.request = smscodec.Request{Op: smscodec.OpGet, Format: req.Format, Charset: req.Charset}
		}
		if err == nil && !slices.ContainsFunc(found, r.repeats) {
			found = append(found, r)
		}
	}
	return slices.DeleteFunc(slices.Clone(found), func(r reading) bool {
		return slices.ContainsFunc(found, func(o reading) bool { return o.departures != r.departures && o.departures&^r.departures == 0 })
	})
}

// repeats reports whether a reading says nothing that another one does not: it has the
// same reply, or takes for undocumented what is documented for the other.
func (r reading) repeats(o reading) bool {
	if r.request.Format != o.request.Format {
		return false
	}
	return smscodec.Equal(r.reply, o.reply) || r.departures&smscodec.QuirkExtra != 0 && r.request.Charset == o.request.Charset
}

// possibleRequests returns a request for each shape that an answer can have, in each
// format and charset.
func possibleRequests(body []byte, charsets []smscodec.Charset) []smscodec.Request {
	if charsets == nil {
		charsets = []smscodec.Charset{smscodec.UTF8}
		if !utf8.Valid(body) {
			charsets = []smscodec.Charset{smscodec.Windows1251, smscodec.KOI8R}
		}
	}
	var requests []smscodec.Request
	for _, charset := range charsets {
		for _, format := range []smscodec.Format{smscodec.JSON, smscodec.XML, smscodec.Plain, smscodec.CSV} {
			for _, req := range []smscodec.Request{
				{Op: smscodec.OpGet, Operators: true}, {Op: smscodec.OpGet, All: true}, {Op: smscodec.OpAdd}, {Op: smscodec.OpChange}, {Op: smscodec.OpGet},
			} {
				req.Format, req.Charset = format, charset
				requests = append(requests, req)
			}
		}
	}
	return requests
}

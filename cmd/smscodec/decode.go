package main

// The command decode: an answer, printed as a table or as JSON.

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/internal/shown"
)

const decodeDescription = `Prints a table for people or, with -o json, JSON that is the same for all formats:

   {"kind": "list", "senders": [{"name": "…", "status": {"code": 1, "meaning": "approved"}}]}
   {"kind": "list", "senders": [{"name": "…", "registrations": [{"operator": "mega", "code": 2, …}]}]}
   {"kind": "added", "id": 24608}
   {"kind": "done"}
   {"kind": "error", "code": 2, "meaning": "wrong login or password", "text": "authorise error"}

A sender and an error may have "extra": [{"name": "…", "value": "…"}]. Members
without a value are omitted. Do not compare a meaning, as it is for people and may
change. Each accepted departure from the vendor's documentation is a note on
stderr.

Examples:

   smscodec decode --fmt json --operators answer.json
   smscodec decode --query 'get=1&fmt=3&charset=utf-8' -o json answer.json`

type decodeOptions struct {
	answer answerOptions
	json   bool // instead of a table
}

func (e environment) decodeCommand() command {
	return command{
		name:        "decode",
		usage:       "print an answer as a table or as JSON",
		description: decodeDescription,
		options: append(answerFlags(), option{
			group: outputOptions, name: "output", short: "o", value: "table", values: []string{"table", "json"}, usage: "`FORM` of the output: table or json",
		}),
		action: action(parseDecode, e.decode),
	}
}

func parseDecode(cmd arguments) (o decodeOptions, err error) {
	switch cmd.String("output") {
	case "table":
	case "json":
		o.json = true
	default:
		return o, cmd.wrongValue("output", cmd.String("output"))
	}
	o.answer, err = parseAnswer(cmd)
	return o, err
}

// maxNotes is how many departures are reported one by one.
const maxNotes = 20

func (e environment) decode(_ context.Context, o decodeOptions) error {
	var notes []*smscodec.ParseError
	departures := 0
	o.answer.codec.Report = func(departure *smscodec.ParseError) {
		if departures++; departures <= maxNotes {
			notes = append(notes, departure)
		}
	}
	read := e.readAnswer
	if o.json {
		read = e.checkAnswer
	}
	a, err := read(o.answer)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintf(e.stderr, "%s: note: %s\n", a.position(note), o.answer.hide(errorText(note)))
	}
	if more := departures - len(notes); more > 0 {
		fmt.Fprintf(e.stderr, "%s: note: and %d more\n", a.source.label, more)
	}
	for _, note := range notes {
		if note.Quirk == smscodec.QuirkExtra {
			if hint := (mender{a.data, a.request, o.answer.asked.Captured, o.answer.codec}).rows(note); hint != "" {
				fmt.Fprintf(e.stderr, "%s: note: %s\n", a.source.label, hint)
			}
			break
		}
	}
	if o.json {
		o.answer.codec.Report = nil
		err = a.writeJSON(e.stdout, o.answer)
	} else {
		e.stdout.Write(appendReply(nil, a.reply, e.width()))
	}
	if err != nil {
		return a.failed("%s", shown.Escape(err.Error()))
	}
	if _, refused := a.reply.(*smscodec.APIError); refused {
		return &failure{code: exitRefused}
	}
	return nil
}

// writeJSON writes an answer of checkAnswer, the senders of a list one by one.
func (a answer) writeJSON(w io.Writer, o answerOptions) error {
	text, err := shown.AppendJSON(nil, replyjson.From(a.reply), "  ")
	_, isList := a.reply.(smscodec.List)
	if err != nil || !isList {
		w.Write(text)
		return err
	}
	start, end, _ := bytes.Cut(text, []byte("]")) // of the empty array
	out := bufio.NewWriter(w)
	defer out.Flush()
	out.Write(start)
	separator := "\n    "
	for s := range o.codec.Senders(a.data, a.request) {
		row, err := shown.AppendJSON(nil, replyjson.FromSender(s), "  ")
		if err != nil {
			return err
		}
		out.WriteString(separator)
		out.Write(bytes.ReplaceAll(bytes.TrimSuffix(row, []byte("\n")), []byte("\n"), []byte("\n    ")))
		separator = ",\n    "
	}
	if separator[0] == ',' {
		out.WriteString("\n  ")
	}
	out.WriteByte(']')
	out.Write(end)
	return nil
}

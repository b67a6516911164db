package main

import (
	"context"
	"fmt"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/urfave/cli/v3"
)

// maxNotes bounds the departures that are told of one by one.
const maxNotes = 20

func (e environment) decode(_ context.Context, cmd *cli.Command) error {
	form := cmd.String("output")
	if form != "table" && form != "json" {
		return usage(cmd, "--output is neither table nor json")
	}
	var notes []*smscodec.ParseError
	departures := 0
	a, err := e.readAnswer(cmd, func(departure *smscodec.ParseError) {
		if departures++; departures <= maxNotes {
			notes = append(notes, departure)
		}
	})
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintf(e.stderr, "%s: note: %s\n", a.position(note), what(note))
	}
	if more := departures - len(notes); more > 0 {
		fmt.Fprintf(e.stderr, "%s: note: and %d more\n", a.file, more)
	}
	var out []byte
	if form == "json" {
		out, err = appendJSON(out, replyjson.From(a.reply), "  ")
		if err != nil {
			return a.failed("%s", escape(err.Error()))
		}
	} else {
		out = appendReply(out, a.reply)
	}
	e.stdout.Write(out)
	if _, refused := a.reply.(*smscodec.APIError); refused {
		return &failure{code: exitRefused}
	}
	return nil
}

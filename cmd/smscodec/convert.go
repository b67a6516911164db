package main

// The command convert: an answer, written in another format.

import (
	"bytes"
	"context"

	"github.com/smscodec/smscodec"
	"github.com/urfave/cli/v3"
)

const convertDescription = `The answer is written byte for byte as the server lays it out, without a final
line end; on a terminal escaped, so that it cannot do harm there. Where a log is
kept of the output, redirect it to a file. It keeps its charset unless
--to-charset says otherwise. What the format cannot carry is refused, never
dropped; only CSV has no place for the text of an error.

Examples:

   smscodec convert --fmt json --operators --to csv testdata/answers/operators.json
   smscodec convert --fmt json --to xml --to-charset windows-1251 testdata/answers/names.json`

type convertOptions struct {
	answer  answerOptions
	format  smscodec.Format // of the output
	charset smscodec.Charset
}

func (e environment) convertCommand() *cli.Command {
	return &cli.Command{
		Name:        "convert",
		Usage:       "write an answer in another format",
		Description: convertDescription,
		Flags: append(answerFlags(),
			&cli.StringFlag{Name: "to", Usage: "`FORMAT` to write: plain, csv, xml or json"},
			&cli.StringFlag{Name: "to-charset", Usage: "`CHARSET` to write, if another: utf-8, windows-1251 or koi8-r"},
		),
		Action: action(parseConvert, e.convert),
	}
}

func parseConvert(cmd *cli.Command) (o convertOptions, err error) {
	if !cmd.IsSet("to") {
		return o, usage(cmd, "want --to plain, csv, xml or json")
	}
	if o.format, err = parseFormat(cmd, "to"); err != nil {
		return o, err
	}
	if cmd.IsSet("to-charset") {
		if o.charset, err = parseCharset(cmd, "to-charset"); err != nil {
			return o, err
		}
	}
	if o.answer, err = parseAnswer(cmd); err != nil {
		return o, err
	}
	if !cmd.IsSet("to-charset") {
		o.charset = o.answer.request.Charset
	}
	return o, nil
}

func (e environment) convert(_ context.Context, o convertOptions) error {
	a, err := readAnswer(o.answer, e.stdin)
	if err != nil {
		return err
	}
	req := o.answer.request
	req.Format, req.Charset = o.format, o.charset
	out, err := o.answer.codec.Append(nil, a.reply, req)
	if err != nil {
		return a.failed("%s", libraryText(err))
	}
	if e.terminal {
		out = appendLines(nil, out, req.Charset)
	}
	e.stdout.Write(out)
	if refusal, ok := a.reply.(*smscodec.APIError); ok {
		return &failure{exitRefused, a.source.label + ": " + libraryText(refusal) + "\n"}
	}
	return nil
}

// appendLines appends each line of text, escaped for a terminal.
func appendLines(dst, text []byte, charset smscodec.Charset) []byte {
	for line := range bytes.Lines(text) {
		dst = appendEscaped(dst, bytes.TrimSuffix(line, []byte("\n")), charset)
		dst = append(dst, '\n')
	}
	return dst
}

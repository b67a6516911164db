package main

// The command convert: an answer, written in another format.

import (
	"bytes"
	"context"
	"errors"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/summary"
)

const convertDescription = `Writes an answer byte for byte in the layout of the server, without a final line
ending. On a terminal, it is escaped so that it cannot do harm. If the output is
logged, as in CI, redirect it to a file. The charset stays the same unless
--to-charset is given. An answer that the format cannot represent is refused. The
one exception is the text of an error: CSV has no place for it, so it is dropped.

Examples:

   smscodec convert --fmt json --operators --to csv answer.json
   smscodec convert --fmt json --to xml --to-charset windows-1251 answer.json`

type convertOptions struct {
	answer  answerOptions
	format  smscodec.Format   // of the output
	charset *smscodec.Charset // nil for that of the answer
}

func (e environment) convertCommand() command {
	return command{
		name:        "convert",
		usage:       "convert an answer to another format",
		description: convertDescription,
		options: append(answerFlags(),
			option{group: outputOptions, name: "to", value: "", values: texts(smscodec.Formats()), usage: "`FORMAT` to write: " + choices(smscodec.Formats())},
			option{group: outputOptions, name: "to-charset", value: "", values: texts(smscodec.Charsets()), usage: "`CHARSET` to write, if not that of the answer: " + choices(smscodec.Charsets())},
		),
		action: action(parseConvert, e.convert),
	}
}

func parseConvert(cmd arguments) (o convertOptions, err error) {
	if !cmd.IsSet("to") {
		return o, usage(cmd, "--to is missing: %s", choices(smscodec.Formats()))
	}
	if o.format, err = parseFormat(cmd, "to"); err != nil {
		return o, err
	}
	if cmd.IsSet("to-charset") {
		charset, err := parseCharset(cmd, "to-charset")
		if err != nil {
			return o, err
		}
		o.charset = &charset
	}
	o.answer, err = parseAnswer(cmd)
	return o, err
}

func (e environment) convert(_ context.Context, o convertOptions) error {
	a, err := e.readAnswer(o.answer)
	if err != nil {
		return err
	}
	req := a.request
	req.Format = o.format
	if o.charset != nil {
		req.Charset = *o.charset
	}
	out, err := o.answer.codec.Append(nil, a.reply, req)
	if err != nil {
		if wrong, ok := errors.AsType[*smscodec.EncodeError](err); ok {
			masked := *wrong
			masked.Field = o.answer.hide(wrong.Field)
			err = &masked
		}
		return a.failed("%s", o.answer.hide(libraryText(err)))
	}
	if e.terminal {
		out = appendLines(nil, out, req.Charset)
	}
	e.stdout.Write(out)
	if refusal, ok := a.reply.(*smscodec.APIError); ok {
		masked := summary.Masked(refusal, o.answer.hide).(*smscodec.APIError)
		return &failure{exitRefused, a.source.label + ": " + o.answer.hide(libraryText(masked)) + "\n"}
	}
	return nil
}

// appendLines appends each line of text, escaped for a terminal.
func appendLines(dst, text []byte, charset smscodec.Charset) []byte {
	for line := range bytes.Lines(text) {
		dst = shown.AppendEscaped(dst, bytes.TrimSuffix(line, []byte("\n")), charset)
		dst = append(dst, '\n')
	}
	return dst
}

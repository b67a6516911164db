package main

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

func (e environment) convert(_ context.Context, cmd *cli.Command) error {
	if !cmd.IsSet("to") {
		return usage(cmd, "want --to plain, csv, xml or json")
	}
	to, err := parseFormat(cmd, "to")
	if err != nil {
		return err
	}
	var toCharset *smscodec.Charset
	if cmd.IsSet("to-charset") {
		charset, err := parseCharset(cmd, "to-charset")
		if err != nil {
			return err
		}
		toCharset = &charset
	}
	a, err := e.readAnswer(cmd, nil)
	if err != nil {
		return err
	}
	req := a.req
	req.Format = to
	if toCharset != nil {
		req.Charset = *toCharset
	}
	out, err := a.codec.Append(nil, a.reply, req)
	if err != nil {
		return a.failed("%s", libraryText(err))
	}
	if e.terminal {
		out = appendLines(nil, out, req.Charset)
	}
	e.stdout.Write(out)
	if refusal, ok := a.reply.(*smscodec.APIError); ok {
		return &failure{exitRefused, a.file + ": " + libraryText(refusal) + "\n"}
	}
	return nil
}

// appendLines appends text as it is shown on a terminal, line by line.
func appendLines(dst, text []byte, charset smscodec.Charset) []byte {
	for line := range bytes.Lines(text) {
		dst = appendEscaped(dst, bytes.TrimSuffix(line, []byte("\n")), charset)
		dst = append(dst, '\n')
	}
	return dst
}

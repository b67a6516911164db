package main

// The command detect: the requests that a body can be the answer to.

import (
	"context"
	"slices"

	"github.com/smscodec/smscodec"
)

const detectDescription = `For an answer whose request is not known. Each line has flags for decode and the
answer that they result in. A line may represent several requests: OK with chg also
represents send_code, check_code and del, and an error with get represents any
operation. Only documented answers are considered; decode may accept more.

Example:

   smscodec detect answer.txt`

func (e environment) detectCommand() command {
	return command{
		name:        "detect",
		usage:       "list the requests that a body can be the answer to",
		description: detectDescription,
		action:      action(parseFile, e.detect),
	}
}

func (e environment) detect(_ context.Context, file source) error {
	b, err := readBody(file, e.stdin)
	if err != nil {
		return err
	}
	rows := [][]string{{"REQUEST", "ANSWER"}}
	answered := false
	for req, reply := range smscodec.Readings(b.data) {
		rows = append(rows, []string{flagsFor(req), summary(reply)})
		if _, refused := reply.(*smscodec.APIError); !refused {
			answered = true
		}
	}
	if len(rows) == 1 {
		return b.failed("not a documented answer to any request")
	}
	e.stdout.Write(appendTable(nil, slices.Values(rows), e.width()))
	if !answered {
		return &failure{code: exitRefused}
	}
	return nil
}

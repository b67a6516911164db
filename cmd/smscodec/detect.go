package main

import (
	"context"
	"slices"

	"github.com/smscodec/smscodec"
	"github.com/urfave/cli/v3"
)

func (e environment) detect(_ context.Context, cmd *cli.Command) error {
	b, err := e.readBody(cmd)
	if err != nil {
		return err
	}
	rows := [][]string{{"REQUEST", "ANSWER"}}
	answered := false
	for req, reply := range smscodec.Readings(b.data) {
		rows = append(rows, []string{requestText(req), summary(reply)})
		if _, refused := reply.(*smscodec.APIError); !refused {
			answered = true
		}
	}
	if len(rows) == 1 {
		return b.failed("not a documented answer to any request")
	}
	e.stdout.Write(appendTable(nil, slices.Values(rows)))
	if !answered {
		return &failure{code: exitRefused}
	}
	return nil
}

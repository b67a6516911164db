package main

import (
	"context"
	"fmt"
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

// requestText gives the flags for a request.
func requestText(req smscodec.Request) string {
	text := fmt.Sprintf("--op %v --fmt %v", req.Op, req.Format)
	if req.All {
		text += " --all"
	}
	if req.Operators {
		text += " --operators"
	}
	if req.Charset != smscodec.UTF8 {
		text += fmt.Sprintf(" --charset %v", req.Charset)
	}
	return text
}

// summary gives a reply in a line.
func summary(reply smscodec.Reply) string {
	switch r := reply.(type) {
	case smscodec.List:
		switch len(r) {
		case 0:
			return "no sender names"
		case 1:
			return "1 sender name: " + beginning(r[0].Name)
		}
		return fmt.Sprintf("%d sender names: %s, …", len(r), beginning(r[0].Name))
	case smscodec.Added:
		return fmt.Sprint("id ", r.ID)
	case *smscodec.APIError:
		text := "error " + errorCode(r.Code)
		if r.Text != "" {
			text += ": " + beginning(r.Text)
		}
		return text
	}
	return "OK"
}

const maxBeginning = 40

// beginning gives the first characters of a text, quoted.
func beginning(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxBeginning {
			return quote(text[:i]) + "…"
		}
	}
	return quote(text)
}

package main

// Runs a decoder in any language on a conformance case, and judges its result.
// docs/conformance.md is the contract.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/smsctest"
)

// A verdict is the result of a case.
type verdict uint8

const (
	passed   verdict = iota
	lost             // a valid answer was refused
	misread          // an answer was decoded to another reply
	missed           // a refusal by the server was decoded to something else
	invented         // a malformed body was accepted
	broken           // the program broke the contract, or took too long
)

var verdictNames = [...]string{
	passed: "passed", lost: "lost", misread: "misread", missed: "missed", invented: "invented", broken: "broken",
}

func (v verdict) String() string { return verdictNames[v] }

// MarshalText returns the text form.
func (v verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// A conformResult is a case, and the result of a program.
type conformResult struct {
	smsctest.Case
	verdict verdict
	read    string // a reply as JSON on a line, or what the program did instead
}

// maxReply bounds the output of a program, in bytes.
const maxReply = 1 << 20

// A limitedBuffer keeps up to maxReply bytes, and fails writes beyond that.
type limitedBuffer struct {
	text   []byte // not a bytes.Buffer, whose ReadFrom has no limit
	isFull bool
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.isFull = b.isFull || len(b.text)+len(p) > maxReply; b.isFull {
		return 0, io.ErrShortBuffer
	}
	b.text = append(b.text, p...)
	return len(p), nil
}

// runCase runs a program on a case. It returns an error if the program cannot be run.
func runCase(ctx context.Context, command []string, timeout time.Duration, c smsctest.Case) (conformResult, error) {
	result := conformResult{Case: c, verdict: broken}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var stdout limitedBuffer
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), requestVariables(c.Request)...)
	cmd.Stdin = bytes.NewReader(c.Body)
	cmd.Stdout = &stdout
	cmd.WaitDelay = time.Second // child processes may keep the output open
	if err := cmd.Start(); err != nil {
		return result, err
	}
	_ = cmd.Wait() // the cases below cover its errors
	switch {
	case ctx.Err() != nil:
		result.read = "did not exit within " + timeout.String()
	case stdout.isFull:
		result.read = fmt.Sprintf("a reply of more than %d MiB", maxReply>>20)
	case !cmd.ProcessState.Exited():
		result.read = "the program crashed: " + cmd.ProcessState.String()
	default:
		result.judge(stdout.text, cmd.ProcessState.ExitCode() != 0)
	}
	return result, nil
}

// judge sets the verdict on the output of a program, or on its refusal.
func (r *conformResult) judge(text []byte, refused bool) {
	if refused {
		r.read, r.verdict = "refused", passed
		if r.Refused == nil {
			r.verdict = lost
		}
		return
	}
	var form replyjson.Reply
	if err := json.Unmarshal(text, &form); err != nil {
		r.read = "accepted, but the output is not the JSON of a reply: " + beginning(string(text))
		return
	}
	reply, err := form.Reply()
	if err != nil {
		r.read = "accepted, but the output is not a reply: " + escape(err.Error())
		return
	}
	r.read = replyLine(reply)
	_, isRefusal := r.Reply.(*smscodec.APIError)
	_, isReadSo := reply.(*smscodec.APIError)
	switch {
	case r.Refused != nil:
		r.verdict = invented
	case r.Check(reply, nil) == nil:
		r.verdict = passed
	case isRefusal && !isReadSo:
		r.verdict = missed
	default:
		r.verdict = misread
	}
}

// want returns the expected result of the case.
func (r conformResult) want() string {
	if r.Refused != nil {
		return "refused"
	}
	return replyLine(r.Reply)
}

// name returns the name of the case, such as json/y_recorded_names.
func (r conformResult) name() string { return caseName(r.Case) }

func caseName(c smsctest.Case) string { return c.Request.Format.String() + "/" + c.Name }

func replyLine(reply smscodec.Reply) string {
	return string(bytes.TrimSuffix(appendJSONLine(nil, replyjson.From(reply)), []byte("\n")))
}

// requestVariables returns the environment variables that describe a request.
func requestVariables(req smscodec.Request) []string {
	number := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	return []string{
		"SMSCODEC_OP=" + req.Op.String(),
		"SMSCODEC_FORMAT=" + req.Format.String(),
		"SMSCODEC_CHARSET=" + req.Charset.String(),
		fmt.Sprint("SMSCODEC_ALL=", number(req.All)),
		fmt.Sprint("SMSCODEC_OPERATORS=", number(req.Operators)),
		"SMSCODEC_QUERY=" + req.Query().Encode(),
	}
}

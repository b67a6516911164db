// Conformer is a program for tests of smscodec conform: our decoder, or with a second
// argument our encoder, with the fault that the first argument names, if any.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
)

func main() {
	fault := ""
	if len(os.Args) > 1 {
		fault = os.Args[1]
	}
	if fault == "does not start" {
		fmt.Fprintln(os.Stderr, "first\ncannot open decode.php")
		os.Exit(1)
	}
	if os.Getenv("SMSCODEC_PERSISTENT") == "" {
		once(fault)
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var q struct {
			ID      string
			Request struct {
				Op             smscodec.Op
				Format         smscodec.Format `json:"fmt"`
				Charset        smscodec.Charset
				All, Operators bool
				Query          string
			}
			Body  *[]byte
			Reply *replyjson.Reply
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			panic(err)
		}
		req := smscodec.Request{Op: q.Request.Op, Format: q.Request.Format, Charset: q.Request.Charset, All: q.Request.All, Operators: q.Request.Operators}
		if same, err := smscodec.ParseQuery(smscodec.ParseForm(q.Request.Query)); err != nil || same != req {
			panic("the query is of another request")
		}
		a := map[string]any{"id": q.ID}
		if q.Body != nil {
			if reply := faultyDecode(fault, *q.Body, req); reply != nil {
				a["reply"] = replyjson.From(reply)
			}
		} else if body := faultyEncode(fault, *q.Reply, req); body != nil {
			a["body"] = body
		}
		if len(a) == 1 {
			a["refused"] = "malformed"
		}
		if strings.HasSuffix(q.ID, "_names") {
			misbehave(fault)
			switch fault {
			case "answers twice":
				json.NewEncoder(os.Stdout).Encode(a)
			case "other id":
				a["id"] = "json/other"
			case "both":
				a["refused"], a["reply"], a["body"] = "", json.RawMessage(`{}`), []byte("x")
			case "no result":
				a = map[string]any{"id": q.ID}
			}
		}
		json.NewEncoder(os.Stdout).Encode(a)
	}
}

// once reads one case.
func once(fault string) {
	var req smscodec.Request
	for variable, value := range map[string]interface{ UnmarshalText([]byte) error }{
		"SMSCODEC_OP": &req.Op, "SMSCODEC_FORMAT": &req.Format, "SMSCODEC_CHARSET": &req.Charset,
	} {
		if err := value.UnmarshalText([]byte(os.Getenv(variable))); err != nil {
			panic(err)
		}
	}
	req.All, req.Operators = os.Getenv("SMSCODEC_ALL") == "1", os.Getenv("SMSCODEC_OPERATORS") == "1"
	if same, err := smscodec.ParseQuery(smscodec.ParseForm(os.Getenv("SMSCODEC_QUERY"))); err != nil || same != req {
		panic("the query is of another request")
	}
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	misbehave(fault)
	if len(os.Args) > 2 {
		var form replyjson.Reply
		if err := json.Unmarshal(input, &form); err != nil {
			panic(err)
		}
		body := faultyEncode(fault, form, req)
		if body == nil {
			os.Exit(3)
		}
		os.Stdout.Write(body)
		return
	}
	reply := faultyDecode(fault, input, req)
	if reply == nil {
		fmt.Fprintln(os.Stderr, "malformed\x1b")
		os.Exit(3)
	}
	json.NewEncoder(os.Stdout).Encode(replyjson.From(reply))
}

// misbehave breaks the contract, if the fault is one that does.
func misbehave(fault string) {
	switch fault {
	case "prints":
		fmt.Println("reply:")
	case "exits":
		os.Exit(0)
	case "crashes":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "floods":
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<16)); err != nil {
				os.Exit(1)
			}
		}
	case "hangs":
		time.Sleep(time.Hour)
	}
}

// faultyDecode returns nil for a refusal.
func faultyDecode(fault string, body []byte, req smscodec.Request) smscodec.Reply {
	if fault == "refuses" {
		return nil
	}
	reply, err := smscodec.Decode(body, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		reply, err = refusal, nil
	}
	if err != nil && fault == "accepts" {
		return smscodec.Done{}
	}
	return faultyReply(fault, reply)
}

func faultyEncode(fault string, form replyjson.Reply, req smscodec.Request) []byte {
	reply, err := form.Reply()
	if err != nil {
		panic(err)
	}
	body, err := smscodec.Append(nil, faultyReply(fault, reply), req)
	switch {
	case fault == "refuses":
		return nil
	case err != nil && fault == "accepts":
		return []byte("\x00")
	case err != nil:
		return nil
	case fault == "spells":
		return append(body, '\n')
	case fault == "cuts":
		return body[:len(body)-1]
	}
	return body
}

// faultyReply returns a reply with a planted fault.
func faultyReply(fault string, reply smscodec.Reply) smscodec.Reply {
	switch reply := reply.(type) {
	case smscodec.List:
		list := slices.Clone(reply)
		if fault == "drops" && len(list) > 1 {
			return list[1:]
		}
		for i := range list {
			switch s := &list[i]; fault {
			case "loses statuses":
				if s.Status != smscodec.NoStatus {
					s.Status = smscodec.StatusApproved
				}
			case "trims names":
				if name := strings.TrimSpace(s.Name); name != "" {
					s.Name = name
				}
			}
		}
		return list
	case smscodec.Added:
		if fault == "loses ids" {
			return smscodec.Added{ID: reply.ID + 1}
		}
	case *smscodec.APIError:
		switch fault {
		case "misses":
			return smscodec.Done{}
		case "loses texts":
			return &smscodec.APIError{Code: reply.Code, Extra: reply.Extra}
		}
	}
	return reply
}

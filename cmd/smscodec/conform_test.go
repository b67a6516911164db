package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/replyjson"
	"github.com/smscodec/smscodec/smsctest"
)

// conformDecoder is the program "conform-decoder [FAULT]", a decoder with or without a
// fault, for the command conform.
func conformDecoder() {
	fault := ""
	if len(os.Args) > 1 {
		fault = os.Args[1]
	}
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
	body, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	reply, err := smscodec.Decode(body, req)
	if refusal, ok := errors.AsType[*smscodec.APIError](err); ok {
		reply, err = refusal, nil
	}
	list, isList := reply.(smscodec.List)
	switch {
	case fault == "refuses":
		err = errors.New("refused")
	case fault == "accepts" && err != nil:
		reply, err = smscodec.Done{}, nil
	case fault == "drops" && isList && len(list) > 0:
		reply = list[1:]
	case fault == "prints" && err == nil:
		fmt.Println("reply:")
	case fault == "crashes":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case fault == "floods":
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	case fault == "hangs":
		time.Sleep(time.Hour)
	}
	if err != nil {
		os.Exit(3)
	}
	json.NewEncoder(os.Stdout).Encode(replyjson.From(reply))
}

// runSome runs the program conform-decoder with a fault on some of the cases.
func runSome(t *testing.T, fault string) []conformResult {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "conform-decoder")
	if err := os.Symlink(program, link); err != nil {
		t.Fatal(err)
	}
	var results []conformResult
	for c, err := range smsctest.Cases() {
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains([]string{"y_recorded_names", "n_bare_ok_under_get", "n_control_nul", "n_bom_twice"}, c.Name) && c.Request.Format == smscodec.JSON {
			results = append(results, conformResult{Case: c})
		}
	}
	timeout := time.Minute
	if fault == "hangs" {
		timeout = 50 * time.Millisecond
	}
	if err := runCases(t.Context(), []string{link, fault}, timeout, results); err != nil {
		t.Fatal(err)
	}
	return results
}

// Each fault of a decoder is found.
func TestConform(t *testing.T) {
	for fault, want := range map[string]string{
		"": "", "refuses": "lost", "accepts": "invented", "drops": "misread",
		"prints": "broken", "crashes": "broken", "floods": "broken", "hangs": "broken",
	} {
		results := runSome(t, fault)
		found := map[string]bool{}
		for _, r := range results {
			if r.verdict != passed {
				found[r.verdict.String()] = true
			}
			if r.read == "" {
				t.Errorf("%s: %s: nothing read", fault, r.name())
			}
		}
		if len(found) > 1 || found[want] != (want != "") || len(results) < 2 {
			t.Errorf("%q: %v of %d cases, want %q", fault, found, len(results), want)
		}
		for form, write := range conformForms {
			text := string(write(results))
			if problem := harm(text); problem != "" && form != "junit" {
				t.Errorf("%s: %s has %s", fault, form, problem)
			}
			if want != "" && form != "text" && strings.Count(text, "recorded_names") != 1 {
				t.Errorf("%s: %s: %s", fault, form, text)
			}
		}
	}
}

// What the server refused and a decoder reads otherwise is missed.
func TestConformMissed(t *testing.T) {
	r := conformResult{Case: smsctest.Case{Reply: &smscodec.APIError{Code: 2}}}
	if r.judge([]byte(`{"kind": "done"}`), false); r.verdict != missed {
		t.Errorf("%v", r.verdict)
	}
}

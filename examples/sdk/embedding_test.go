package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

// The Go of docs/embedding.md.

// decode is that of the SDK under test.
func decode(body []byte, req smscodec.Request) (smscodec.Reply, error) {
	return smscodec.Decode(body, req)
}

// listNames requests the approved names.
func listNames(ctx context.Context, client *http.Client, endpoint, login, password string) ([]string, error) {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON}
	form := req.Query()
	form.Set("login", login)
	form.Set("psw", password)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	reply, err := smschttp.ReadReply(resp, req)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, sender := range reply.(smscodec.List) {
		names = append(names, sender.Name)
	}
	return names, nil
}

// explain describes an error for the user.
func explain(err error) string {
	var (
		refusal   *smscodec.APIError
		malformed *smscodec.ParseError
		response  *smschttp.ResponseError
	)
	switch {
	case errors.Is(err, smscodec.ErrAuth):
		return "check the login and the password"
	case errors.As(err, &refusal):
		return "the server refused: " + refusal.Code.Error()
	case errors.As(err, &malformed):
		return fmt.Sprintf("the answer is malformed at byte %d", malformed.Offset)
	case errors.As(err, &response):
		return fmt.Sprintf("no answer, HTTP %d", response.StatusCode)
	}
	return "the server was not reached"
}

// retry calls f until it succeeds, at most three times.
func retry(ctx context.Context, sleep func(context.Context, time.Duration) error, f func() error) error {
	for try := 1; ; try++ {
		err := f()
		wait, ok := smschttp.Retryable(err)
		if !ok || try == 3 {
			return err
		}
		if err := sleep(ctx, max(wait, time.Second)); err != nil {
			return err
		}
	}
}

func TestListNames(t *testing.T) {
	server := smsctest.NewServer(t, smsctest.Demo())
	names, err := listNames(t.Context(), http.DefaultClient, server.URL, "demo", "demo")
	if err != nil || !slices.Equal(names, []string{"zxcabs"}) {
		t.Errorf("%v, %v", names, err)
	}

	server.FaultNext(smsctest.FaultBadGateway)
	_, err = listNames(t.Context(), http.DefaultClient, server.URL, "demo", "demo")
	if got := explain(err); got != "no answer, HTTP 502" {
		t.Errorf("%s", got)
	}
}

func TestConformance(t *testing.T) {
	smsctest.CheckDecoder(t, decode)
}

func FuzzDecode(f *testing.F) {
	smsctest.FuzzSeeds(f)
	f.Fuzz(func(t *testing.T, body []byte, op, format, charset uint8, all, operators bool) {
		reply, err := decode(body, smscodec.Request{
			Op: smscodec.Op(op), Format: smscodec.Format(format), Charset: smscodec.Charset(charset),
			All: all, Operators: operators,
		})
		if (reply == nil) == (err == nil) {
			t.Errorf("both %v and %v", reply, err)
		}
	})
}

func TestExplain(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{&smscodec.APIError{Code: smscodec.ErrAuth}, "check the login and the password"},
		{&smscodec.APIError{Code: smscodec.ErrIPBlocked}, "the server refused: IP address blocked for a time"},
		{&smscodec.ParseError{Offset: 7}, "the answer is malformed at byte 7"},
		{errors.New("x"), "the server was not reached"},
	} {
		if got := explain(test.err); got != test.want {
			t.Errorf("%v: %s, want %s", test.err, got, test.want)
		}
	}
}

func TestRetry(t *testing.T) {
	var waits []time.Duration
	sleep := func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}
	tries := []error{
		&smschttp.ResponseError{StatusCode: 502, Err: smschttp.ErrStatus},
		&smscodec.APIError{Code: smscodec.ErrTooManyRequests},
		nil,
	}
	err := retry(t.Context(), sleep, func() error {
		err := tries[0]
		tries = tries[1:]
		return err
	})
	if err != nil || !slices.Equal(waits, []time.Duration{time.Second, time.Minute}) {
		t.Errorf("%v after %v", err, waits)
	}
	ended := errors.New("ended")
	err = retry(t.Context(), func(context.Context, time.Duration) error { return ended }, func() error { return context.DeadlineExceeded })
	if err != ended {
		t.Errorf("%v, want the error of the wait", err)
	}
}

// The Go in the document is the Go in this file.
func TestEmbeddingShowsWhatRuns(t *testing.T) {
	document, err := os.ReadFile("../../docs/embedding.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("embedding_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllSubmatch(document, -1)
	if len(blocks) == 0 {
		t.Error("the document has no Go")
	}
	for _, block := range blocks {
		if !strings.Contains(string(source), string(block[1])) {
			t.Errorf("the document has Go that is not in this file:\n%s", block[1])
		}
	}
}

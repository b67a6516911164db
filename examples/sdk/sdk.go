// Package sdk is an example: a client for the sender names of an SMSC account, built on
// smscodec and smschttp. Copy it into your SDK and adapt it.
//
//	client := &sdk.Client{Login: "demo", Password: "demo"}
//	id, err := client.Add(ctx, "SMSC", "our trade mark")
//	if errors.Is(err, smscodec.ErrNotSaved) { … }
package sdk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

// DefaultURL is the endpoint of a Client without a URL.
const DefaultURL = "https://smsc.ru/sys/senders.php"

// defaultHTTP does not follow redirects: their target would receive the password.
var defaultHTTP = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// A Client sends requests for one account. Do not change its fields after the first
// request; from then on it is safe for concurrent use.
type Client struct {
	Login, Password string // the password or its MD5 in hex
	APIKey          string // if not empty, sent instead of both

	URL    string           // of the endpoint; empty means DefaultURL
	Format *smscodec.Format // of the answers; nil means JSON: in plain and CSV an empty list looks like a lost answer
	Reader smschttp.Reader  // reads the answers
	HTTP   *http.Client     // nil means one that has a timeout and does not follow redirects

	// Tries is how often List, Statuses and Registrations send their request before they
	// return an error; less than 2 means once. Other operations are tried once: an answer
	// may be lost after the work was done.
	Tries int
	// Wait waits before the next try; nil means Sleep. If it returns an error, there is
	// no next try.
	Wait func(context.Context, time.Duration) error
}

// List returns the approved names.
func (c *Client) List(ctx context.Context) ([]string, error) {
	list, err := c.list(ctx, smscodec.Request{})
	if err != nil {
		return nil, err
	}
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = s.Name
	}
	return names, nil
}

// Statuses returns every name with its moderation status in Sender.Status.
func (c *Client) Statuses(ctx context.Context) (smscodec.List, error) {
	return c.list(ctx, smscodec.Request{All: true})
}

// Registrations returns the approved names with their status at each mobile operator in
// Sender.Registrations.
func (c *Client) Registrations(ctx context.Context) (smscodec.List, error) {
	return c.list(ctx, smscodec.Request{Operators: true})
}

// Add adds a name with a comment for the moderator, and returns the id of the name. The
// name awaits moderation. ErrNotSaved means that the server did not save the name; a name
// that exists already is one possible reason: see Statuses. After an error that is not a
// refusal, the name may have been added: check with Statuses.
func (c *Client) Add(ctx context.Context, name, comment string) (id int64, err error) {
	reply, err := c.do(ctx, smscodec.Request{Op: smscodec.OpAdd}, url.Values{"sender": {name}, "cmt": {comment}})
	if err != nil {
		return 0, err
	}
	return reply.(smscodec.Added).ID, nil
}

// Change replaces the comment of a name.
func (c *Client) Change(ctx context.Context, name, comment string) error {
	_, err := c.do(ctx, smscodec.Request{Op: smscodec.OpChange}, url.Values{"sender": {name}, "cmt": {comment}})
	return err
}

// SendCode sends a confirmation code to a name that is a phone number.
func (c *Client) SendCode(ctx context.Context, number string) error {
	_, err := c.do(ctx, smscodec.Request{Op: smscodec.OpSendCode}, url.Values{"sender": {number}})
	return err
}

// CheckCode confirms a number with the code that was sent to it.
func (c *Client) CheckCode(ctx context.Context, number, code string) error {
	_, err := c.do(ctx, smscodec.Request{Op: smscodec.OpCheckCode}, url.Values{"sender": {number}, "code": {code}})
	return err
}

// Delete deletes a name. ErrNotSaved means that the server did not delete it.
func (c *Client) Delete(ctx context.Context, name string) error {
	_, err := c.do(ctx, smscodec.Request{Op: smscodec.OpDelete}, url.Values{"sender": {name}})
	return err
}

// list requests a list until it succeeds, the error is not temporary, or no tries are left.
func (c *Client) list(ctx context.Context, req smscodec.Request) (smscodec.List, error) {
	req.Op = smscodec.OpGet
	for try := 1; ; try++ {
		reply, err := c.do(ctx, req, nil)
		if err == nil {
			return reply.(smscodec.List), nil
		}
		wait, ok := smschttp.Retryable(err)
		if !ok || try >= c.Tries {
			return nil, err
		}
		// If the time is not known: one second, two, four, …
		if wait == 0 {
			wait = time.Second << min(try-1, 5)
		}
		sleep := c.Wait
		if sleep == nil {
			sleep = Sleep
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// do sends one request.
func (c *Client) do(ctx context.Context, req smscodec.Request, form url.Values) (smscodec.Reply, error) {
	req.Format = smscodec.JSON
	if c.Format != nil {
		req.Format = *c.Format
	}
	parameters := req.Query()
	for name, values := range form {
		parameters[name] = values
	}
	if c.APIKey != "" {
		parameters.Set("apikey", c.APIKey)
	} else {
		parameters.Set("login", c.Login)
		parameters.Set("psw", c.Password)
	}
	endpoint := c.URL
	if endpoint == "" {
		endpoint = DefaultURL
	}
	// By POST, so that the password stays out of the logs of proxies.
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(parameters.Encode()))
	if err != nil {
		return nil, errors.New("sdk: the URL of the endpoint is malformed")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := c.HTTP
	if client == nil {
		client = defaultHTTP
	}
	resp, err := client.Do(r)
	if err != nil {
		// Without the URL, which may contain a secret.
		var inURL *url.Error
		if errors.As(err, &inURL) {
			err = inURL.Err
		}
		return nil, fmt.Errorf("sdk: %v: %w", req.Op, err)
	}
	defer resp.Body.Close()
	reply, err := c.Reader.ReadReply(resp, req)
	if err != nil {
		return nil, fmt.Errorf("sdk: %v: %w", req.Op, err)
	}
	return reply, nil
}

// Sleep waits for a duration, or until the context ends.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

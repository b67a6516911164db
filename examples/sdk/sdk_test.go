package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/examples/sdk"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

// serve starts a fake and a client for it.
func serve(t *testing.T, config smsctest.Config, format smscodec.Format) (*smsctest.Server, *sdk.Client) {
	t.Helper()
	server := smsctest.NewServer(t, config)
	return server, &sdk.Client{Login: "demo", Password: "demo", URL: server.URL, Format: &format}
}

func eachFormat(t *testing.T, test func(t *testing.T, format smscodec.Format)) {
	for format := smscodec.Plain; format <= smscodec.JSON; format++ {
		t.Run(format.String(), func(t *testing.T) { test(t, format) })
	}
}

// A name is added, confirmed, changed and deleted, in every format.
func TestClient(t *testing.T) {
	eachFormat(t, func(t *testing.T, format smscodec.Format) {
		ctx := t.Context()
		server, client := serve(t, smsctest.Demo(), format)
		names := func() string {
			t.Helper()
			names, err := client.List(ctx)
			if err != nil {
				t.Error(err)
			}
			return strings.Join(names, " ")
		}
		id, err := client.Add(ctx, "79161234567", "ours: №1")
		if id != 4 || err != nil {
			t.Errorf("add: %d, %v", id, err)
		}
		if got := names(); got != "zxcabs" {
			t.Errorf("before it is confirmed: %s", got)
		}
		if err := client.SendCode(ctx, "79161234567"); err != nil {
			t.Errorf("send code: %v", err)
		}
		if err := client.CheckCode(ctx, "79161234567", "0000"); !errors.Is(err, smscodec.ErrWrongCode) {
			t.Errorf("a wrong code: %v", err)
		}
		if err := client.CheckCode(ctx, "79161234567", "4567"); err != nil {
			t.Errorf("check code: %v", err)
		}
		if got := names(); got != "zxcabs 79161234567" {
			t.Errorf("confirmed: %s", got)
		}
		if err := client.Change(ctx, "79161234567", "theirs"); err != nil {
			t.Errorf("change: %v", err)
		}
		if got := server.State().Senders[3].Comment; got != "theirs" {
			t.Errorf("comment is %q", got)
		}
		if err := client.Delete(ctx, "zxcabs"); err != nil {
			t.Errorf("delete: %v", err)
		}
		statuses, err := client.Statuses(ctx)
		want := smscodec.List{
			{Name: "79001234567", Status: smscodec.StatusPending},
			{Name: "SMSC.RU", Status: smscodec.StatusOff},
			{Name: "79161234567", Status: smscodec.StatusApproved},
		}
		if diff := cmp.Diff(want, statuses); err != nil || diff != "" {
			t.Errorf("statuses: %v (-want +got):\n%s", err, diff)
		}
		if err := server.SetRegistration("79161234567", "tele2", smscodec.RegistrationRefused); err != nil {
			t.Fatal(err)
		}
		list, err := client.Registrations(ctx)
		if err != nil || len(list) != 1 {
			t.Fatalf("registrations: %v, %v", list, err)
		}
		if got, ok := list[0].Registrations.Status("tele2"); got != smscodec.RegistrationRefused || !ok {
			t.Errorf("registrations: %v", list[0].Registrations)
		}
		for _, r := range server.Requests() {
			if r.Method != "POST" || r.Request.Charset != smscodec.UTF8 || r.Request.Format != format {
				t.Errorf("asked by %s for %+v", r.Method, r.Request)
			}
		}
	})
}

// How the client sees each fault in each format: as the answer, or as an error of this type
// or kind.
func TestClientFaults(t *testing.T) {
	var (
		parse    *smscodec.ParseError
		response *smschttp.ResponseError
	)
	as := func(target any) func(error) bool {
		return func(err error) bool { return errors.As(err, target) }
	}
	is := func(target error) func(error) bool {
		return func(err error) bool { return errors.Is(err, target) }
	}
	ok := is(nil)
	tested := map[smsctest.Fault]bool{}
	for _, test := range []struct {
		fault     smsctest.Fault
		list      func(error) bool // of Registrations
		delete    func(error) bool
		retryable bool // Delete's error
		// The formats in which it is not list.
		listIn map[smscodec.Format]func(error) bool
	}{
		{fault: smsctest.FaultIPBlocked, list: is(smscodec.ErrIPBlocked), delete: is(smscodec.ErrIPBlocked), retryable: true},
		{fault: smsctest.FaultNotSaved, list: ok, delete: is(smscodec.ErrNotSaved)},
		{fault: smsctest.FaultUndeliverable, list: ok, delete: ok},
		{fault: smsctest.FaultBareOK, list: ok, delete: ok},
		{fault: smsctest.FaultPlainError, list: ok, delete: ok},
		{fault: smsctest.FaultXMLDeclaration, list: ok, delete: ok},
		{fault: smsctest.FaultCRLF, list: ok, delete: ok},
		{fault: smsctest.FaultBOM, list: ok, delete: ok},
		{fault: smsctest.FaultExtra, list: ok, delete: ok},
		{fault: smsctest.FaultColumns13, list: ok, delete: ok,
			listIn: map[smscodec.Format]func(error) bool{smscodec.CSV: as(&parse)}}, // CSV does not name them
		{fault: smsctest.FaultEmptyRefused, list: ok, delete: ok}, // the list is not empty
		{fault: smsctest.FaultOtherCharset, list: ok, delete: ok},
		{fault: smsctest.FaultWrongCharset, list: as(&parse), delete: ok},
		{fault: smsctest.FaultTruncated, list: is(io.ErrUnexpectedEOF), delete: is(io.ErrUnexpectedEOF), retryable: true},
		{fault: smsctest.FaultEmpty, list: as(&response), delete: as(&response), retryable: true},
		{fault: smsctest.FaultBadGateway, list: as(&response), delete: as(&response), retryable: true},
		{fault: smsctest.FaultDelay, list: is(context.DeadlineExceeded), delete: is(context.DeadlineExceeded), retryable: true},
		{fault: smsctest.FaultDrop, list: is(io.EOF), delete: is(io.EOF), retryable: true},
	} {
		tested[test.fault] = true
		t.Run(test.fault.String(), func(t *testing.T) {
			eachFormat(t, func(t *testing.T, format smscodec.Format) {
				config := smsctest.Demo()
				config.State.Senders[0].Name = "Магазин"
				config.Delay = time.Hour
				server, client := serve(t, config, format)
				server.SetFaults(test.fault)
				ctx := t.Context()
				if test.fault == smsctest.FaultDelay {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, 10*time.Millisecond)
					defer cancel()
				}

				wantList, ok := test.listIn[format]
				if !ok {
					wantList = test.list
				}
				list, err := client.Registrations(ctx)
				if !wantList(err) {
					t.Errorf("list: %v", err)
				}
				if err == nil && (len(list) != 1 || list[0].Name != "Магазин") {
					t.Errorf("list: %v", list)
				}
				err = client.Delete(ctx, "SMSC.RU")
				if !test.delete(err) {
					t.Errorf("delete: %v", err)
				}
				if _, retryable := smschttp.Retryable(err); retryable != test.retryable {
					t.Errorf("delete: %v: retryable %v", err, retryable)
				}
			})
		})
	}
	for _, fault := range smsctest.Faults() {
		if !tested[fault] {
			t.Errorf("%v is not in the table", fault)
		}
	}
}

func TestClientRetries(t *testing.T) {
	config := smsctest.Demo()
	clock := smsctest.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	config.Now = clock.Now
	server, client := serve(t, config, smscodec.JSON)
	var waits []time.Duration
	client.Tries = 3
	client.Wait = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		clock.Advance(d)
		return nil
	}
	want := func(what string, want ...time.Duration) {
		t.Helper()
		if !slices.Equal(waits, want) {
			t.Errorf("%s: waited %v, want %v", what, waits, want)
		}
		waits = nil
	}

	server.FaultNext(smsctest.FaultBadGateway)
	server.FaultNext(smsctest.FaultDrop)
	if names, err := client.List(t.Context()); err != nil || len(names) != 1 {
		t.Errorf("third time lucky: %v, %v", names, err)
	}
	want("third time lucky", time.Second, 2*time.Second)

	server.SetFaults(smsctest.FaultBadGateway)
	if _, err := client.List(t.Context()); err == nil {
		t.Error("no luck: no error")
	}
	want("no luck", time.Second, 2*time.Second)
	if err := client.Delete(t.Context(), "zxcabs"); err == nil {
		t.Error("delete: no error")
	}
	want("delete")
	server.SetFaults()

	for range 3 {
		if _, err := client.Statuses(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if _, err := client.Statuses(t.Context()); err != nil {
		t.Errorf("too many requests: %v", err)
	}
	want("too many requests", time.Minute)

	client.Password = "wrong"
	if _, err := client.List(t.Context()); !errors.Is(err, smscodec.ErrAuth) {
		t.Errorf("wrong password: %v", err)
	}
	want("wrong password")

	ctx, cancel := context.WithCancel(t.Context())
	client.Wait = func(ctx context.Context, d time.Duration) error { cancel(); return sdk.Sleep(ctx, d) }
	server.SetFaults(smsctest.FaultDrop)
	if _, err := client.List(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while waiting: %v", err)
	}
	if err := sdk.Sleep(t.Context(), 1); err != nil {
		t.Error(err)
	}
}

func TestClientAccount(t *testing.T) {
	config := smsctest.Demo()
	config.APIKey = "key"
	server, _ := serve(t, config, smscodec.CSV)
	client := &sdk.Client{APIKey: "key", URL: server.URL, HTTP: &http.Client{}}
	if _, err := client.List(t.Context()); err != nil {
		t.Error(err)
	}
	// Plain, the zero Format, cannot tell a lost answer from an empty list.
	if got := server.Requests()[0].Request.Format; got != smscodec.JSON {
		t.Errorf("asks for %v by default, want json", got)
	}
}

// No error shows a secret or the endpoint.
func TestClientErrorsAreHarmless(t *testing.T) {
	closed := smsctest.NewServer(t, smsctest.Config{}).URL + "/nowhere"
	for _, endpoint := range []string{closed, "http://hunter4@127.0.0.1:1/", ":hunter4", "http://hunter4\x00/"} {
		client := &sdk.Client{Login: "hunter1", Password: "hunter2", URL: endpoint}
		_, err := client.List(t.Context())
		if err == nil || strings.Contains(err.Error(), "hunter") || strings.Contains(err.Error(), "/sys/") {
			t.Errorf("%q: %v", endpoint, err)
		}
		client.APIKey = "hunter3"
		if err := client.Delete(t.Context(), "x"); err == nil || strings.Contains(err.Error(), "hunter") {
			t.Errorf("%q: %v", endpoint, err)
		}
	}
}

func ExampleClient() {
	// In a test of your own: server := smsctest.NewServer(t, smsctest.Demo()).
	server := smsctest.New(smsctest.Demo())
	client := &sdk.Client{
		Login:    "demo",
		Password: "demo",
		HTTP:     &http.Client{Transport: handlerTransport{server}},
	}
	ctx := context.Background()

	id, err := client.Add(ctx, "SMSC", "our trade mark")
	fmt.Println(id, err)
	_, err = client.Add(ctx, "SMSC", "again")
	fmt.Println(errors.Is(err, smscodec.ErrNotSaved))
	names, err := client.List(ctx)
	fmt.Println(names, err)
	// Output:
	// 4 <nil>
	// true
	// [zxcabs] <nil>
}

// The password is sent to the endpoint only.
func TestRedirectsAreNotFollowed(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("redirected to %s", r.Host)
	}))
	defer other.Close()
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	client := &sdk.Client{URL: server.URL, Login: "demo", Password: "demo"}
	if _, err := client.List(t.Context()); !errors.Is(err, smschttp.ErrStatus) {
		t.Errorf("%v", err)
	}
}

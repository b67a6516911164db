package smsctest_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

// list is the client under test of these examples.
func list(endpoint string) (smscodec.List, error) {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true}
	form := req.Query()
	form.Set("login", "demo")
	form.Set("psw", "demo")
	resp, err := http.PostForm(endpoint, form)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	reply, err := smschttp.ReadReply(resp, req)
	if err != nil {
		return nil, err
	}
	return reply.(smscodec.List), nil
}

// In a test, NewServer does the first three lines.
func Example() {
	fake := smsctest.New(smsctest.Demo())
	server := httptest.NewServer(fake)
	defer server.Close()

	senders, err := list(server.URL)
	for _, s := range senders {
		fmt.Println(s.Name, s.Status)
	}
	fmt.Println(err)
	// Output:
	// zxcabs approved
	// 79001234567 awaits moderation
	// SMSC.RU switched off
	// <nil>
}

// The moderator decides, and the limit of equal requests ends when the clock has moved.
func ExampleFake() {
	clock := smsctest.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	config := smsctest.Demo()
	config.Now = clock.Now
	fake := smsctest.New(config)
	server := httptest.NewServer(fake)
	defer server.Close()

	if err := fake.SetStatus("79001234567", smscodec.StatusApproved); err != nil {
		fmt.Println(err)
	}
	for range 3 {
		senders, err := list(server.URL)
		fmt.Println(senders[1].Name, senders[1].Status, err)
	}
	_, err := list(server.URL)
	fmt.Println(err)
	if wait, ok := smschttp.Retryable(err); ok {
		clock.Advance(wait)
	}
	senders, err := list(server.URL)
	fmt.Println(len(senders), err)
	// Output:
	// 79001234567 approved <nil>
	// 79001234567 approved <nil>
	// 79001234567 approved <nil>
	// smscodec: the server refused: error 9: too many equal requests within a minute: "duplicate request, wait a minute"
	// 3 <nil>
}

// The first answer is damaged, the second intact.
func ExampleFake_FaultNext() {
	fake := smsctest.New(smsctest.Demo())
	server := httptest.NewServer(fake)
	defer server.Close()

	fake.FaultNext(smsctest.FaultBadGateway)
	_, err := list(server.URL)
	var response *smschttp.ResponseError
	fmt.Println(errors.As(err, &response) && response.StatusCode == http.StatusBadGateway)
	_, err = list(server.URL)
	fmt.Println(err)
	// Output:
	// true
	// <nil>
}

// The records have the requests without login and password.
func ExampleFake_Requests() {
	fake := smsctest.New(smsctest.Demo())
	server := httptest.NewServer(fake)
	defer server.Close()

	form := url.Values{"del": {"1"}, "sender": {"nobody"}, "login": {"demo"}, "psw": {"demo"}}
	if resp, err := http.PostForm(server.URL, form); err == nil {
		resp.Body.Close()
	}
	for _, r := range fake.Requests() {
		fmt.Println(r.Method, r.Request.Op, r.Form.Encode(), r.Refused)
	}
	// Output:
	// POST del del=1&sender=nobody sender name not found
}

// The cases in which the server departs from its documentation.
func ExampleCases() {
	departing := 0
	for c, err := range smsctest.Cases() {
		if err != nil {
			fmt.Println(err)
			return
		}
		if c.Departures&smscodec.QuirkOtherForm != 0 {
			departing++
		}
	}
	fmt.Println(departing > 0)
	// Output:
	// true
}

// The cases as files, for an implementation in another language.
func ExampleCorpus() {
	body, err := fs.ReadFile(smsctest.Corpus(), "y_recorded_names/body.json")
	fmt.Printf("%s %v\n", body, err)
	// Output:
	// [{
	// "sender": "zxcabs"
	// }] <nil>
}

// An operator and the moderator decide about a name.
func ExampleFake_SetRegistration() {
	fake := smsctest.New(smsctest.Demo())
	for _, err := range []error{
		fake.SetStatus("SMSC.RU", smscodec.StatusApproved),
		fake.SetRegistration("SMSC.RU", "tele2", smscodec.RegistrationRefused),
	} {
		if err != nil {
			fmt.Println(err)
		}
	}
	sender := fake.State().Senders[2]
	fmt.Println(sender.Name, sender.Status, sender.Registrations["tele2"])
	// Output:
	// SMSC.RU approved refused
}

package smschttp_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

// A server, a client, and the errors of both.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
		if err != nil {
			http.Error(w, "the form is too large", http.StatusRequestEntityTooLarge)
			return
		}
		form := smscodec.ParseForm(string(body)) // splits as the real server does
		req, err := smscodec.ParseQuery(form)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var reply smscodec.Reply = &smscodec.APIError{Code: smscodec.ErrAuth, Text: "authorise error"}
		if form.Get("psw") == "demo" {
			reply = smscodec.List{{Name: "zxcabs"}}
		}
		if err := smschttp.WriteReply(w, reply, req); err != nil {
			panic(http.ErrAbortHandler)
		}
	}))
	defer server.Close()

	list := func(password string) (smscodec.Reply, error) {
		req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML}
		form := req.Query()
		form.Set("login", "demo")
		form.Set("psw", password)
		resp, err := http.PostForm(server.URL, form)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return smschttp.ReadReply(resp, req)
	}
	reply, err := list("demo")
	fmt.Println(reply.(smscodec.List)[0].Name, err)
	_, err = list("wrong")
	fmt.Println(errors.Is(err, smscodec.ErrAuth))
	// Output:
	// zxcabs <nil>
	// true
}

// A page of a proxy is not an answer. It quotes the URL, which the error does not show.
func ExampleResponseError() {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprintf(w, "<html>%s: bad gateway</html>", r.URL)
	}))
	defer proxy.Close()

	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON}
	query := req.Query()
	query.Set("psw", "secret")
	resp, err := http.Get(proxy.URL + "/?" + query.Encode())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	_, err = smschttp.ReadReply(resp, req)
	fmt.Println(err)
	// Output:
	// smschttp: no answer: not a success: HTTP 502, text/html
}

func ExampleReader() {
	reader := smschttp.Reader{
		Codec:    smscodec.Codec{Reject: smscodec.AllQuirks},
		MaxBytes: 64 << 10,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "OK")
	}))
	defer server.Close()

	req := smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON}
	resp, err := http.PostForm(server.URL, url.Values{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	_, err = reader.ReadReply(resp, req)
	fmt.Println(err)
	// Output:
	// smscodec: json:1:1: plain answer under another format [other-form]
}

func ExampleRetryable() {
	for _, err := range []error{
		&smscodec.APIError{Code: smscodec.ErrTooManyRequests},
		&smscodec.APIError{Code: smscodec.ErrAuth},
		&smschttp.ResponseError{StatusCode: 504, Err: smschttp.ErrStatus},
	} {
		wait, ok := smschttp.Retryable(err)
		fmt.Println(ok, wait)
	}
	// Output:
	// true 1m0s
	// false 0s
	// true 0s
}

// A gateway answers a request.
func ExampleWriteReply() {
	w := httptest.NewRecorder()
	refusal := &smscodec.APIError{Code: smscodec.ErrSenderNotFound, Text: "record not found"}
	err := smschttp.WriteReply(w, refusal, smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.CSV})
	fmt.Println(w.Code, w.Header().Get("Content-Type"), w.Body, err)
	// Output:
	// 200 text/csv; charset=utf-8 0,-3 <nil>
}

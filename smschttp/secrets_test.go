package smschttp_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

var secretForm = url.Values{"get": {"1"}, "login": {"hunter1"}, "psw": {`hun'ter"2`}, "apikey": {"hunter3"}}

// quoted is a page that quotes the secrets that these tests send.
const quoted = `<html>hunter1, hun'ter"2, hun&#039;ter&quot;2, hun%27ter%222, hunter3, hunter4:hunter5, hunter6, hunter7, aHVudGVyNDpodW50ZXI1 END`

func multipartForm(t *testing.T) (body *bytes.Buffer, contentType string) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	file, err := w.CreateFormFile("file", "a.txt")
	if err == nil {
		_, err = file.Write(make([]byte, 100<<10))
	}
	for name, values := range secretForm {
		if err == nil {
			err = w.WriteField(name, values[0])
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

// However a client sends its secrets, a server that quotes all of them does not get any
// into an error, and the rest of the text is kept.
func TestErrorsHideWhatWasSent(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		switch r.URL.Path {
		case "/302":
			http.Redirect(w, r, "/", http.StatusFound)
		case "/307":
			http.Redirect(w, r, "/302", http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Content-Type", "text/html; hunter3")
			w.WriteHeader(http.StatusBadGateway)
			io.WriteString(w, quoted)
		}
	}))
	defer server.Close()
	withUser := strings.Replace(server.URL, "http://", "http://hunter4:hunter5@", 1)

	for _, path := range []string{"/", "/302", "/307"} {
		for _, test := range []struct {
			name    string
			request func() (*http.Request, error)
		}{
			{"in the URL", func() (*http.Request, error) {
				return http.NewRequest("GET", withUser+path+"?"+secretForm.Encode(), nil)
			}},
			{"in a form", func() (*http.Request, error) {
				r, err := http.NewRequest("POST", withUser+path, strings.NewReader(secretForm.Encode()))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
				return r, err
			}},
			{"in parts", func() (*http.Request, error) {
				body, contentType := multipartForm(t)
				r, err := http.NewRequest("POST", withUser+path, body)
				r.Header.Set("Content-Type", contentType)
				return r, err
			}},
			{"in the header", func() (*http.Request, error) {
				r, err := http.NewRequest("GET", server.URL+path+"?"+secretForm.Encode(), nil)
				r.Header.Set("Authorization", "basic "+base64.StdEncoding.EncodeToString([]byte("hunter4:hunter5")))
				return r, err
			}},
			{"in the header for a proxy", func() (*http.Request, error) {
				r, err := http.NewRequest("GET", server.URL+path+"?"+secretForm.Encode(), nil)
				r.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("hunter4:hunter5")))
				return r, err
			}},
		} {
			r, err := test.request()
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Cookie", `id=hunter6; other="hunter7"`)
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_, err = smschttp.ReadReply(resp, getJSON)
			resp.Body.Close()
			text := fmt.Sprintf("%v %+v", err, err)
			if strings.Contains(text, "hun") || strings.Contains(text, "aHV") || !strings.Contains(text, "END") {
				t.Errorf("%s, to %s: %s", test.name, path, text)
			}
		}
	}
}

// A token is a secret under any scheme, and without one.
func TestErrorsHideTokens(t *testing.T) {
	for _, header := range []string{"Bearer hunter8", "hunter8", "Basic hunter8"} {
		resp := response(500, "of hunter8")
		resp.Request = &http.Request{Header: http.Header{"Authorization": {header}}}
		_, err := smschttp.ReadReply(resp, getJSON)
		if text := err.Error(); strings.Contains(text, "hunter8") || !strings.Contains(text, `"of …"`) {
			t.Errorf("%s: %s", header, text)
		}
	}
}

// The request's URL is not shown, whichever part of it a page quotes. A lone slash is not
// a secret.
func TestErrorsHideAddresses(t *testing.T) {
	for _, test := range []struct{ url, body, want string }{
		{"http://example.test/sys/senders.php?get=1&fmt=3", "of get=1&fmt=3.", "of …."},
		{"http://example.test/sys/senders.php?get=1&fmt=3", "of /sys/senders.php.", "of …."},
		{"http://example.test/sys/senders.php?get=1&fmt=3", "of /sys/senders.php?get=1&amp;fmt=3.", "of …."},
		{"http://example.test/sys/senders.php?get=1&fmt=3", "of http://example.test/sys/senders.php?get=1&fmt=3.", "of …."},
		{"http://example.test/", "of http://example.test/ </b>.", "of … </b>."},
		{"/", "of /sys </b>.", "of /sys </b>."},
	} {
		resp := response(500, test.body)
		resp.Request = httptest.NewRequest("GET", test.url, nil)
		_, err := smschttp.ReadReply(resp, getJSON)
		var got *smschttp.ResponseError
		if !errors.As(err, &got) || got.Beginning != test.want {
			t.Errorf("%s: %q is shown as %v, want %q", test.url, test.body, err, test.want)
		}
	}
}

// If the secrets cannot be known, nothing of the body is shown.
func TestErrorsOfSecretsThatCannotBeFound(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	failing := errors.New("failing")
	again := func(text string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	}
	parts, contentType := multipartForm(t)
	whole := parts.String()
	redirectedForEver := new(http.Request)
	redirectedForEver.Response = &http.Response{Request: redirectedForEver}
	for _, test := range []struct {
		name        string
		contentType string
		getBody     func() (io.ReadCloser, error)
		shown       bool
		req         *http.Request
	}{
		{name: "a form", contentType: form, getBody: again("login=hunter1"), shown: true},
		{name: "a form in parts", contentType: contentType, getBody: again(whole), shown: true},
		{name: "a body that is read once", contentType: form},
		{name: "a body that fails to be read again", contentType: form, getBody: func() (io.ReadCloser, error) { return nil, failing }},
		{name: "a malformed form", contentType: form, getBody: again("login=hunter1%zz")},
		{name: "a form that is too large", contentType: form, getBody: again("x=" + strings.Repeat("x", 4<<20) + "&login=hunter1")},
		{name: "parts that are cut off", contentType: contentType, getBody: again(whole[:len(whole)-10])},
		{name: "parts without a boundary", contentType: "multipart/form-data", getBody: again(whole)},
		{name: "JSON", contentType: "application/json", getBody: again(`{"login": "hunter1"}`)},
		{name: "no media type", getBody: again("login=hunter1")},
		{name: "too many redirects", req: redirectedForEver},
	} {
		resp := response(500, "of hunter1")
		resp.Request = test.req
		if resp.Request == nil {
			resp.Request = &http.Request{Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), GetBody: test.getBody}
			if test.contentType != "" {
				resp.Request.Header.Set("Content-Type", test.contentType)
			}
		}
		_, err := smschttp.ReadReply(resp, getJSON)
		var got *smschttp.ResponseError
		if !errors.As(err, &got) || strings.Contains(err.Error(), "hunter") || (got.Beginning != "") != test.shown {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// A compressed body cannot be searched for secrets.
func TestErrorsShowNothingCompressed(t *testing.T) {
	for _, status := range []int{200, 502} {
		_, err := smschttp.ReadReply(response(status, "\x1f\x8bhunter2", "Content-Encoding: gzip"), getJSON)
		var got *smschttp.ResponseError
		if !errors.As(err, &got) || got.Beginning != "" {
			t.Errorf("HTTP %d: %v", status, err)
		}
	}
}

// A server that quotes the request in an answer does not get a secret into an
// error.
func TestSecretsInAnswers(t *testing.T) {
	for _, body := range []string{
		`{"error":"authorise error psw=hunter2","error_code":2}`,
		`{"error":"authorise error","error_code":2,"query":"login=hunter1&psw=hunter2"}`,
		`[{"sender":"x","psw=hunter2":1,"psw=hunter2":2}]`,
	} {
		_, err := smschttp.ReadReply(response(200, body), smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON})
		if shown := fmt.Sprintf("%v %+v", err, err); err == nil || strings.Contains(shown, "hunter") {
			t.Errorf("%s: %s", body, shown)
		}
	}
	resp := response(502, "")
	resp.Header.Set("Content-Type", "text/html; psw=hunter2")
	if _, err := smschttp.ReadReply(resp, smscodec.Request{Op: smscodec.OpGet}); strings.Contains(err.Error(), "hunter") {
		t.Error(err)
	}
}

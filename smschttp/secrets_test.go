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
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

var secretForm = url.Values{"get": {"1"}, "login": {"hunter1"}, "psw": {`hun'ter"2`}, "apikey": {"hunter3"}}

// quoted is what an answer may make of the secrets that these tests send.
const quoted = `{"error": "hunter1, hun'ter\"2, hun&#039;ter&quot;2, hun%27ter%222, hunter3, hunter4:hunter5, hunter6, hunter7, aHVudGVyNDpodW50ZXI1 END", "error_code": 2}`

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

// What a client sends in any of the ways that there are, a server that shows it all
// does not get into an error, but something is left to be read.
func TestErrorsHideWhatWasSent(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		switch r.URL.Path {
		case "/302":
			http.Redirect(w, r, "/", http.StatusFound)
		case "/307":
			http.Redirect(w, r, "/302", http.StatusTemporaryRedirect)
		default:
			w.Header().Set("Content-Type", "hunter3/json; hunter3")
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

// refusal is an answer with a text.
func refusal(text string) string { return `{"error": "` + text + `", "error_code": 2}` }

// A token is a secret whatever its scheme, and where there is none.
func TestErrorsHideTokens(t *testing.T) {
	for _, header := range []string{"Bearer hunter8", "hunter8", "Basic hunter8"} {
		resp := response(200, refusal("of hunter8"))
		resp.Request = &http.Request{Header: http.Header{"Authorization": {header}}}
		_, err := smschttp.ReadReply(resp, getJSON)
		if text := err.Error(); strings.Contains(text, "hunter8") || !strings.Contains(text, "of …") {
			t.Errorf("%s: %s", header, text)
		}
	}
}

// Of a body that is no answer nothing is shown.
func TestErrorsQuoteNoPages(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
	}{
		{502, "<html>hunter"}, {200, "<html>hunter"}, {200, "PHP Warning: hunter in a.php on line 1"}, {500, refusal("hunter")}, {302, "hunter"},
	} {
		_, err := smschttp.ReadReply(response(test.status, test.body), getJSON)
		var got *smschttp.ResponseError
		if !errors.As(err, &got) || strings.Contains(fmt.Sprintf("%v %+v", err, *got), "hunter") {
			t.Errorf("HTTP %d, %q: %v", test.status, test.body, err)
		}
	}
}

// Where nobody can say what the secrets are, the text of a refusal is not shown, unless it
// is one that has been recorded.
func TestErrorsOfSecretsThatCannotBeFound(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	failing := errors.New("failing")
	again := func(text string) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	}
	parts, contentType := multipartForm(t)
	redirectedForEver := new(http.Request)
	redirectedForEver.Response = &http.Response{Request: redirectedForEver}
	for _, test := range []struct {
		name        string
		contentType string
		getBody     func() (io.ReadCloser, error)
		want        string
		req         *http.Request
	}{
		{name: "a form", contentType: form, getBody: again("login=hunter1"), want: "of …"},
		{name: "a malformed form", contentType: form, getBody: again("login=hunter1&a=%zz"), want: "of …"},
		{name: "a form in parts", contentType: contentType, getBody: again(parts.String()), want: "of …"},
		{name: "JSON", contentType: "application/json", getBody: again(`{"login": "hunter1"}`), want: "of …"},
		{name: "a body that is read once", contentType: form, want: "…"},
		{name: "a body that cannot be had", contentType: form, getBody: func() (io.ReadCloser, error) { return nil, failing }, want: "…"},
		{name: "a form that is too large", contentType: form, getBody: again("x=" + strings.Repeat("x", 4<<20) + "&login=hunter1"), want: "…"},
		{name: "no media type", getBody: again("login=hunter1"), want: "…"},
		{name: "too many redirects", req: redirectedForEver, want: "…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for text, want := range map[string]string{"of hunter1": test.want, "authorise error": "authorise error"} {
				resp := response(200, refusal(text))
				resp.Request = test.req
				if resp.Request == nil {
					resp.Request = &http.Request{Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), GetBody: test.getBody}
					if test.contentType != "" {
						resp.Request.Header.Set("Content-Type", test.contentType)
					}
				}
				_, err := smschttp.ReadReply(resp, getJSON)
				var got *smscodec.APIError
				if !errors.As(err, &got) || got.Text != want {
					t.Errorf("%q: %v, want %q", text, err, want)
				}
			}
		})
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
		resp := response(200, body)
		resp.Request = httptest.NewRequest("GET", "/sys/senders.php?get=1&fmt=3&login=hunter1&psw=hunter2", nil)
		_, err := smschttp.ReadReply(resp, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON})
		if shown := fmt.Sprintf("%v %+v", err, err); err == nil || strings.Contains(shown, "hunter") {
			t.Errorf("%s: %s", body, shown)
		}
	}
}

// TestReportsHideSecrets: what Report gets of a departure has no secret of the request.
func TestReportsHideSecrets(t *testing.T) {
	req, err := http.NewRequest(http.MethodGet, "https://smsc.ru/sys/senders.php?get=1&fmt=3&psw=hunter1", nil)
	if err != nil {
		t.Fatal(err)
	}
	var reported []string
	reader := smschttp.Reader{Codec: smscodec.Codec{Report: func(e *smscodec.ParseError) { reported = append(reported, e.Field) }}}
	body := `[{"sender": "a", "hunter1": 1, "other": 2}]`
	_, err = reader.ReadReply(&http.Response{StatusCode: http.StatusOK, Request: req, Body: io.NopCloser(strings.NewReader(body))}, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON})
	if want := []string{"…", "other"}; err != nil || !slices.Equal(reported, want) {
		t.Errorf("%q, %v; want %q", reported, err, want)
	}
}

package capture_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
)

// Each case is an exchange with one secret, as a line of JSON Lines but for its braces.
func TestSecrets(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"a parameter", `"url":"/?psw=hunter2"`, "hunter2"},
		{"escaped", `"url":"/?psw=hunter%2F2"`, "hunter/2"},
		{"escaped twice", `"url":"/?psw=hunter2%2573ecret"`, "hunter2secret"},
		{"escaped badly", `"url":"/?psw=hunter2%zz"`, "hunter2"},
		{"of a fragment", `"url":"/#psw=hunter2"`, "hunter2"},
		{"of another name", `"url":"/?password=hunter2"`, "hunter2"},
		{"of a form", `"url":"","post":"psw=hunter2&x=y"`, "hunter2"},
		{"of a form in parts", `"url":"","post":"--b\r\nContent-Disposition: form-data; name=\"api_key\"\r\n\r\nhunter2\r\n--b--"`, "hunter2"},
		{"of JSON", `"url":"","post":"{\"login\":\"a\",\"psw\":\"hunter2\"}"`, "hunter2"},
		{"user and password", `"url":"https://hunter1:hunter2@smsc.ru/"`, "aHVudGVyMTpodW50ZXIy"},
		{"a header", `"url":"","headers":{"X-Api-Key":"hunter2"}`, "hunter2"},
		{"a header that authorizes", `"url":"","headers":{"Authorization":"Bearer hunter2"}`, "hunter2"},
		{"a URL in a header", `"url":"","headers":{"Referer":"https://smsc.ru/?psw=hunter2&x"}`, "hunter2"},
		{"a cookie", `"url":"","headers":{"Set-Cookie":"a=hunter2; path=/"}`, "hunter2"},
		{"another member", `"url":"","account":{"apikey":"hunter2"}`, "hunter2"},
		{"of the answer", `"url":"","body":"?psw=hunter2 "`, "hunter2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for x, err := range (capture.Reader{}).Exchanges(strings.NewReader("{" + test.in + "}")) {
				if err != nil {
					t.Fatal(err)
				}
				if got := x.Secrets(); !slices.Contains(got, test.want) {
					t.Errorf("%q have no %s", got, test.want)
				}
			}
		})
	}
}

// What would be everywhere by chance is no secret to look for.
func TestSecretsThatAreNone(t *testing.T) {
	x := capture.Exchange{Request: capture.Request{
		URL:    "https://a:b@smsc.ru/?login=a&psw=abc&apikey=status",
		Header: capture.Header{{Name: "Cookie", Value: "lang=ru; a=1"}, {Name: "X-Api-Key", Value: "k"}},
	}}
	if got := x.Secrets(); !slices.Equal(got, []string{"YTpi"}) {
		t.Errorf("%q", got)
	}
}

var maskedPart = regexp.MustCompile(`[xхｘ𝕩1]{6,}`)

// What Redact masks of a body, Secrets has too.
func TestSecretsAreThoseOfRedact(t *testing.T) {
	files := redactions(t)
	names, _ := filepath.Glob("../lint/testdata/*.jsonl")
	for _, name := range names {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = file
	}
	masked := 0
	for name, file := range files {
		out, err := redact(capture.Redactor{}, file)
		if err != nil {
			continue
		}
		var bodies []string
		for x, err := range (capture.Reader{}).Exchanges(bytes.NewReader(out)) {
			if err == nil {
				bodies = append(bodies, string(x.Response.Body))
			}
		}
		for x, err := range (capture.Reader{}).Exchanges(bytes.NewReader(file)) {
			if err != nil {
				continue
			}
			body, redacted := string(x.Response.Body), bodies[0]
			bodies = bodies[1:]
			left := secrets.Redact(body, x.Secrets()...)
			for _, at := range maskedPart.FindAllStringIndex(redacted, -1) {
				secret := body[at[0]:at[1]]
				if secret == redacted[at[0]:at[1]] {
					continue
				}
				masked++
				if strings.Contains(left, secret) {
					t.Errorf("%s: %q is left in %q", name, secret, left)
				}
			}
		}
	}
	if masked == 0 {
		t.Error("nothing is masked")
	}
}

package secrets_test

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec/internal/secrets"
)

// Each case is a text, and the values of headers in it, joined by bars.
func TestHeaders(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"at the beginning", "Cookie: a=b\r\nHost: h\r\nset-cookie: c=d; path=/", "cookie a=b|set-cookie c=d; path=/"},
		{"behind the marks of curl -v", "> Proxy-Authorization: Basic YTpi\n", "proxy-authorization Basic YTpi"},
		{"behind a time", "21:00:00.123456 > Cookie: a=b", "cookie a=b"},
		{"behind a date", "2026-11-25T21:00:00.123456789Z < Set-Cookie2: a=b", "set-cookie2 a=b"},
		{"of curl --trace-ascii", "0059: Cookie: a=b", "cookie a=b"},
		{"in two lines of curl --trace-ascii", "0059: Cookie: a=" + strings.Repeat("b", 54) + "\n0099: cd==\n009f: Host: h", "cookie a=" + strings.Repeat("b", 54) + "|continued cd=="},
		{"in three", "0000: Cookie: a=" + strings.Repeat("b", 54) + "\n0040: " + strings.Repeat("c", 64) + "\n0080: d", "cookie a=" + strings.Repeat("b", 54) + "|continued " + strings.Repeat("c", 64) + "|continued d"},
		{"bold on a terminal", "< \x1b[1mset-cookie\x1b[0m: s=t", "set-cookie s=t"},
		{"in colour", "\x1b[1;31mX-Api-Key \x1b[0m:\x1b[32m k", "x-api-key k"},
		{"two in the middle of a line", "request was: GET /x Cookie: a=b; Authorization: Bearer c", "cookie a=b|authorization Bearer c"},
		{"an escaped line end before", `GET /x\r\nCookie: a=b`, "cookie a=b"},
		{"folded", "Authorization: Digest username=\"a\",\r\n response=\"b\"\r\nHost: h", "authorization Digest username=\"a\",|continued  response=\"b\""},
		{"members of JSON", `{"Cookie": "a=\"b\"; c=d", "x": "y", "Authorization":"Bearer e"}`, `cookie a=\"b\"; c=d|authorization Bearer e`},
		{"members of JSON in JSON", `"{\"Cookie\":\"a=b\",\"x\":\"y\"}"`, "cookie a=b"},
		{"of a list", `"Cookie": ["a=b", "c=d"]`, `cookie ["a=b", "c=d"]`},
		{"as PHP prints it", "[HTTP_COOKIE] => a=b\n'HTTP_AUTHORIZATION' => 'Bearer c', 'x' => 'y'", "cookie a=b|authorization Bearer c"},
		{"as PHP dumps it", "[\"HTTP_COOKIE\"]=>\n  string(3) \"a=b\"\n  x: y", `continued   string(3) "a=b"`},
		{"of another name", "2026-11-25 X-Psw: a\nX-Login: b\nx-auth-token: c\nX-Page: d", "x-psw a|x-login b|x-auth-token c"},
		{"none", "Vary: Cookie\nAccess-Control-Allow-Headers: Authorization, Cookie\nmax-token: 1\n: cookie => \ncookie:", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var all []string
			for name, s := range secrets.Headers([]byte(test.text)) {
				all = append(all, name+" "+test.text[s.Start:s.End])
			}
			if got := strings.Join(all, "|"); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

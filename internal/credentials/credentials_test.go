package credentials

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/smscodec/smscodec/internal/secrets"
)

// TestURL: the secret values in URLs, in the order of their bytes.
func TestURL(t *testing.T) {
	for _, test := range []struct {
		name, url string
		want      []string
	}{
		{"nothing", "https://smsc.ru/sys/senders.php?get=1&fmt=3", nil},
		{"login and password", "/sys/senders.php?login=frodo&psw=baggins&fmt=3", []string{"baggins", "frodo"}},
		{"escapes in a parameter", "/?psw=a%26b+c", []string{"a&b c"}},
		{"an escaped name", "/?p%73w=baggins", []string{"baggins"}},
		{"several values", "/?psw=baggins&psw=took", []string{"baggins", "took"}},
		{"an array", "/?psw[]=baggins&psw[0]=took", []string{"baggins", "took"}},
		{"user and password", "https://frodo:baggins@smsc.ru/", []string{"baggins", "frodo", "frodo:baggins"}},
		{"a password with @", "https://frodo:b@ggins@smsc.ru/", []string{"b@ggins", "frodo", "frodo:b@ggins"}},
		{"no scheme", "frodo:baggins@smsc.ru/sys/senders.php", []string{"baggins", "frodo", "frodo:baggins"}},
		{"an @ in the path", "https://smsc.ru/a@b", nil},
		{"a fragment", "/?get=1#psw=baggins", []string{"baggins"}},
		{"a fragment without a query", "/#psw=baggins", []string{"baggins"}},
		{"a parameter in the path", "/a;psw=baggins/sys/senders.php?get=1", []string{"baggins"}},
		{"a name in camel case", "/?smsLogin=baggins", []string{"baggins"}},
		{"a URL in a parameter", "/?back=/a?psw=baggins%26fmt=3", []string{"baggins"}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, AppendURL(nil, test.url), test.want) })
	}
}

// TestForm: the secret values in forms and JSON.
func TestForm(t *testing.T) {
	for _, test := range []struct {
		name, form string
		want       []string
	}{
		{"nothing", "", nil},
		{"a form", "get=1&psw=baggins\r\n", []string{"baggins"}},
		{"JSON", `{"login": "frodo", "a": {"psw": "baggins"}, "fmt": "3"}`, []string{"baggins", "frodo"}},
		{"an array in JSON", `{"psw": ["baggins", "took"]}`, []string{"baggins", "took"}},
		{"key and value", `[{"key": "psw", "value": "baggins"}, {"key": "fmt", "value": "3"}]`, []string{"baggins"}},
		{"name and value", `[{"name": "psw", "value": "baggins"}]`, []string{"baggins"}},
		{"a query in JSON", `{"a": "?psw=baggins"}`, []string{"baggins"}},
		{"numbers in JSON", `{"code": 1234567890123456789, "a": {"psw": [7654321]}}`, []string{"1234567890123456789", "7654321"}},
		{"a member twice in JSON", `{"psw": "baggins", "psw": "took"}`, []string{"baggins", "took"}},
		{"JSON that is cut off", `{"psw": "baggins", "login": "fro\"`, []string{`baggins`, `fro\"`}},
		{"JSON after a byte order mark", "\uFEFF{\"psw\": \"baggins\"}", []string{"baggins"}},
		{"JSON in a parameter", "data=%7B%22psw%22%3A+%22baggins%22%7D", []string{"baggins"}},
		{"lines of JSON", "{\"psw\": \"baggins\"}\n{\"psw\": \"took\"}", []string{"baggins", "took"}},
		{"XML", `<request login="frodo took" fmt="3"><psw>baggins</psw><fmt>3333</fmt></request>`, []string{"baggins", "frodo took"}},
		{"lines of parameters", "get=1\r\npsw=bag%26gins\r\n", []string{"bag%26gins"}},
		{"parts with a folded field", "--b\r\nContent-Disposition: form-data;\r\n name = psw\r\n\r\nbaggins\r\n--b--", []string{"baggins"}},
		{"parts with an encoded name", "--b\r\nContent-Disposition: form-data; name*=utf-8''login\r\n\r\nbaggins\r\n--b--", []string{"baggins"}},
		{"parts with a name in single quotes", "--b\r\nContent-Disposition: form-data; name='login'\r\n\r\nbaggins\r\n--b--", []string{"baggins"}},
		{"parts", "--b\r\nContent-Disposition: form-data; name=\"psw\"\r\n\r\nbaggins\r\n--b--\r\n", []string{"baggins"}},
		{"parts with another field", "--b\r\nContent-Disposition: form-data; name=psw\r\nContent-Type: text/plain\r\n\r\nbaggins\r\n--b--", []string{"baggins"}},
		{"parts that are cut off", "--b\nContent-Disposition: form-data; name=\"psw\"\n\nbaggins", []string{"baggins"}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, AppendForm(nil, []byte(test.form)), test.want) })
	}
}

// TestHeader: the secret values in header fields.
func TestHeader(t *testing.T) {
	for _, test := range []struct {
		name, field, value string
		want               []string
	}{
		{"another field", "Accept", "text/html;q=0.9", nil},
		{"cookies", "Cookie", `a=baggins; b="took"`, []string{"baggins", "took"}},
		{"a bare cookie", "Cookie", "baggins", []string{"baggins"}},
		{"attributes", "Set-Cookie", "a=baggins; Path=/shire; HttpOnly; Expires=Thu", []string{"baggins"}},
		{"a cookie named like an attribute", "Cookie", "path=baggins; comment=took", []string{"baggins", "took"}},
		{"a cookie that is set, likewise", "Set-Cookie", "path=baggins; comment=took", []string{"baggins"}},
		{"a cookie in base64", "Cookie", "YmFn==", []string{"YmFn=="}},
		{"several fields joined by commas", "Set-Cookie", "a=baggins, b=took; Path=/, c=brandy; Path=/shire",
			[]string{"baggins", "baggins, b=took", "brandy", "took"}},
		{"several fields joined by line endings", "Set-Cookie", "a=baggins\nb=took; Path=/shire", []string{"baggins", "baggins\nb=took", "took"}},
		{"bearer after blanks", "Authorization", "Bearer \t bag==", []string{"bag=="}},
		{"basic without padding", "Authorization", "Basic  ZnJvZG86YmFnZ2lucw", []string{"ZnJvZG86YmFnZ2lucw", "baggins", "frodo", "frodo:baggins"}},
		{"a parameter with a blank", "Authentication-Info", `nextnonce="bag gins"`, []string{"bag gins", `nextnonce="bag gins"`}},
		{"a quoted parameter", "X-Next", `psw="bag gins"`, []string{"bag gins"}},
		{"bearer", "Authorization", "Bearer baggins", []string{"baggins"}},
		{"no scheme", "authorization", "baggins", []string{"baggins"}},
		{"basic", "Proxy-Authorization", "basic ZnJvZG86YmFnZ2lucw==", []string{"ZnJvZG86YmFnZ2lucw==", "baggins", "frodo", "frodo:baggins"}},
		{"digest", "Authorization", `Digest username="frodo", realm="shire", response="baggins"`,
			[]string{"baggins", "frodo", `username="frodo", realm="shire", response="baggins"`}},
		{"a secret name", "X-Api-Key", "baggins", []string{"baggins"}},
		{"a scheme in another field", "X-Access-Token", "Bearer baggins", []string{"Bearer baggins", "baggins"}},
		{"basic in another field", "X-Auth", "Basic ZnJvZG86YmFnZ2lucw", []string{"Basic ZnJvZG86YmFnZ2lucw", "ZnJvZG86YmFnZ2lucw", "baggins", "frodo", "frodo:baggins"}},
		{"a URL", "Referer", "https://frodo:baggins@smsc.ru/?psw=took", []string{"baggins", "frodo", "frodo:baggins", "took"}},
		{"several URLs", "Link", "<https://frodo@smsc.ru/>, <https://baggins@smsc.ru/>", []string{"baggins", "frodo"}},
		{"a URL in a parameter", "Link", "</?psw=baggins>; rel=next", []string{"baggins"}},
		{"a parameter in a parameter", "X-Next", "a=psw=baggins&b", []string{"baggins"}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, AppendHeader(nil, test.field, test.value), test.want) })
	}
}

// TestText: the secret values in text around messages.
func TestText(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "$ curl -i https://smsc.ru/sys/senders.php\n", nil},
		{"a URL", "/sys/senders.php?psw=baggins&fmt=3", []string{"baggins"}},
		{"fields", "X-Api-Key: baggins\r\nSet-Cookie: a=took; Path=/\r\n", []string{"baggins", "took"}},
		{"schemes", "Authorization: brandy took\r\nProxy-Authorization: Bearer frodo, Basic bWU6YmFnZ2lucw==\r\n",
			[]string{"Basic bWU6YmFnZ2lucw==", "bWU6YmFnZ2lucw==", "baggins", "brandy", "frodo", "frodo, Basic bWU6YmFnZ2lucw==", "me:baggins", "took"}},
		{"a URL in parentheses", "Response code: 200 (https://smsc.ru/?psw=baggins)", []string{"baggins", "baggins)"}},
		{"parameters in brackets", "[login=frodo] {user=took} `code=brandy`.", []string{"brandy", "brandy`.", "frodo", "frodo]", "took", "took}"}},
		{"a command with a query", "$ curl -i 'https://smsc.ru/sys/senders.php?psw=baggins'\n", []string{"baggins", "baggins'"}},
		{"a command with forms", "$ curl -d 'login=frodo&psw=baggins' \\\n --data \"code=took\" \\\n -F psw=brandy smsc.ru\n",
			[]string{"baggins", "brandy", "frodo", "frodo&psw=baggins", "took"}},
		{"users", "$ curl -su frodo:baggins -U 'took' --proxy-user=\"a:brandy\"\n", []string{"a:brandy", "baggins", "brandy", "frodo", "frodo:baggins", "took"}},
		{"fields in a command", "+ curl -H 'X-Api-Key: baggins' --header \"Authorization: Bearer took\" -HX-Psw:brandy\n", []string{"baggins", "brandy", "took"}},
		{"parameters of HTTPie", "$ http https://smsc.ru/ psw==baggins 'apikey==took' code=\"brandy\" get==1\n", []string{"baggins", "brandy", "took"}},
		{"users of HTTPie", "$ http -va frodo:baggins --auth=took https://smsc.ru/\n", []string{"baggins", "frodo", "frodo:baggins", "took"}},
		{"fields in a command of HTTPie", "$ http https://smsc.ru/ X-Api-Key:baggins 'Authorization: Bearer took' \"Cookie:a=brandy\" X-Psw:'bolger'\n", []string{"baggins", "bolger", "brandy", "took"}},
		{"cookies in a command", "$ curl -b 'a=baggins; b=took' --cookie=c=brandy\n", []string{"baggins", "brandy", "c=brandy", "took"}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, AppendText(nil, test.text), test.want) })
	}
}

// TestQuoting: a value is found however a shell quotes it.
func TestQuoting(t *testing.T) {
	for _, command := range []string{
		`curl -u me:"brandy"`, `curl -u me:'brandy'`, `curl -u "me":"brandy"`, `curl --user=me:'brandy'`, `curl -u "${USER}":'brandy'`,
		`curl --cookie 'sid'="brandy"`, `curl -H 'X-Api-Key: '"brandy"`, `curl -H X-Api-Key:\ brandy`, `curl -d 'psw='"brandy"`, `curl -d "psw"="brandy"`,
		`curl -d psw=$'brandy'`, `curl -d $'psw=brandy'`, `curl --json "{\"psw\": \"brandy\"}"`, `curl -d 'psw=brandy`,
		`curl ^"https://smsc.ru/sys/senders.php?get=1^&psw=brandy^&fmt=3^"`, `curl --data-raw ^"psw=brandy^&get=1^"`, `curl -H ^"X-Api-Key: brandy^"`,
		`curl me:brandy@smsc.ru/sys/senders.php`, `http psw:='"brandy"'`, `xh --bearer brandy`, `curl --proxy-tlspassword brandy`,
		// Quotes around the command, or of another text.
		`ssh box 'curl -u me:brandy'` + "\n  % Total", `command: "curl -i -u me:brandy" ran`, `curl -d sender=O'Neil -u me:brandy`, `curl --cert C:\certs\ -u me:brandy`,
		`ssh box "curl --oauth2-bearer brandy" it's`, `cmd = 'curl -i -u me:brandy' it's`, `echo "$(curl -u 'me:brandy')"`, `curl -b don't -u me:brandy`,
		`curl -u me:brandy;echo`, `curl -u me:brandy|less`, `curl -u me:brandy>out`, `curl -u me:brandy&`, `**curl -u me:brandy**`, `curl -u me:brandy, then`,
		`{"command": "curl -u \"me:brandy\" -i"}`, `curl -u me:brandy^`, `curl -u me:brandy\`, "echo -b what's up\n$ curl -i -u me:brandy",
	} {
		if values := AppendText(nil, "$ "+command+" smsc.ru\n"); !slices.Contains(values, "brandy") {
			t.Errorf("%s: %q", command, values)
		}
	}
	for command, want := range map[string]string{
		`curl -d "psw=it's \"brandy\" \\o/"`: `it's "brandy" \o/`,
		`curl -d 'psw=it'\''s brandy'`:       `it's brandy`,
		`curl -d $'psw=it\'s brandy'`:        `it's brandy`,
	} {
		if values := AppendText(nil, command); !slices.Contains(values, want) {
			t.Errorf("%s: %q", command, values)
		}
	}
}

// TestPublic: words that are no secrets, though they are where secrets are in other texts.
func TestPublic(t *testing.T) {
	values := AppendText(nil, "$ http -f POST smsc.ru file@photo.jpg sales@example.org\nWWW-Authenticate: Custom realm=\"a\"\nX-Api-Key: demo key\nAuthorization: Basic bWU6YmFnZ2lucw==\n")
	for _, word := range []string{"file", "sales", "Custom", "demo", "Basic"} {
		if slices.Contains(values, word) {
			t.Errorf("%s is one of %q", word, values)
		}
	}
}

// TestManyParameters: the values of parameters that follow each other are not parts of each
// other, so they take memory for one text.
func TestManyParameters(t *testing.T) {
	size, text := 0, strings.Repeat("psw=", 1<<16)
	for _, value := range AppendHeader(nil, "X-Next", text) {
		size += len(value)
	}
	if size > len(text) {
		t.Errorf("%d bytes of values in %d", size, len(text))
	}
}

// FuzzCredentials: a password is found wherever a request has it.
func FuzzCredentials(f *testing.F) {
	f.Add("baggins")
	f.Add(`b&g"g+i%n=s; @/?#`)
	f.Fuzz(func(t *testing.T, password string) {
		if len(password) < secrets.MinLen || !utf8.ValidString(password) {
			return
		}
		escaped := url.QueryEscape(password)
		inJSON, _ := json.Marshal(map[string]any{"a": []any{map[string]string{"psw": password}}})
		inBase64 := base64.StdEncoding.EncodeToString([]byte("frodo:" + password))
		for place, values := range map[string][]string{
			"a URL":         AppendURL(nil, "/sys/senders.php?get=1&psw="+escaped),
			"user info":     AppendURL(nil, (&url.URL{Scheme: "https", Host: "smsc.ru", User: url.UserPassword("frodo", password)}).String()),
			"a form":        AppendForm(nil, []byte("get=1&psw="+escaped+"&fmt=3")),
			"JSON":          AppendForm(nil, inJSON),
			"a cookie":      AppendHeader(nil, "Cookie", "a=b; c="+escaped),
			"authorization": AppendHeader(nil, "Authorization", "Basic "+inBase64),
			"a URL beside":  AppendHeader(nil, "Referer", "https://smsc.ru/?psw="+escaped),
		} {
			if found := secrets.NewFinder(values).Find([]byte(password)); len(found) != 1 || found[0] != (secrets.Span{Start: 0, End: len(password)}) {
				t.Errorf("%q in %s: %q, %v", password, place, values, found)
			}
		}
	})
}

// check compares values, without the ones that are too short and without duplicates.
func check(t *testing.T, got, want []string) {
	t.Helper()
	got = slices.DeleteFunc(got, func(value string) bool { return len(value) < secrets.MinLen })
	slices.Sort(got)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

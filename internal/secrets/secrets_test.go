package secrets_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/internal/secrets"
)

func TestRedact(t *testing.T) {
	for _, test := range []struct {
		text   string
		values []string
		want   string
	}{
		{"", nil, ""},
		{"zxcabs", []string{""}, "zxcabs"},
		{"login=", nil, "login="},
		{"/?get=1&login=hunter1&psw=hunter2&apikey=hunter3", nil, "/?get=1&login=…&psw=…&apikey=…"},
		{"psw=hunter1&login=hunter2 was not found", nil, "psw=…&login=… was not found"},
		{`<a href="/?psw=hunter1">`, nil, `<a href="/?psw=…">`},
		{"LOGIN=hunter1", nil, "LOGIN=…"},
		{"?get=1&amp;psw=hun&quot;ter&#039;2&amp;x <b>", nil, "?get=1&amp;psw=… <b>"},
		{"psw%3dhunter1%26x", nil, "psw%3d…"},
		{"psw%253Dhunter1 x", nil, "psw%253D… x"},
		{"psw=hunter1\x1b[2J", nil, "psw=…"},
		{"\xffpsw=\xff&", nil, "\xffpsw=…&"},
		{"of hunter1, hunter2", []string{"hunter1", "hunter2"}, "of …, …"},
		{"hunter123", []string{"hunter1", "hunter12"}, "…3"},
		{"abcd", []string{"abc", "bcd"}, "…"},
		{"hunter1hunter1", []string{"hunter1"}, "…"},
		{`psw=hun"ter`, []string{`hun"ter`}, "psw=…"},
		{"psw=hunter1", []string{"psw"}, "…=…"},

		{`{"login": "hunter1", "psw":"hun\"ter 2&x", "x": "y"}`, nil, `{"login": "…", "psw":"…", "x": "y"}`},
		{`{"psw": 17, "x": 1}`, nil, `{"psw": … "x": 1}`},
		{`{\"psw\":\"hunter1\"}`, nil, `{\"psw\":\"…"}`},
		{`{&quot;psw&quot;:&quot;hunter1&quot;}`, nil, `{&quot;psw&quot;:&quot;…`},
		{`['psw' => 'hunter1', 'x' => 'y']`, nil, `['psw' => '…', 'x' => 'y']`},
		{"array(1) {\n  [\"psw\"]=>\n  string(7) \"hunter1\"\n}", nil, "array(1) {\n  [\"psw\"]=>\n  string(7) \"…\"\n}"},
		{"Array\n(\n    [login] => hunter 1\n    [get] => 1\n)", nil, "Array\n(\n    [login] => …\n    [get] => 1\n)"},
		{"; name=\"psw\"\r\n\r\nhunter 1\r\n--x", nil, "; name=\"psw\"\r\n\r\n…\r\n--x"},
		{"; name=\"psw\"\nContent-Type: text/plain\n\nhunter 1\n--x", nil, "; name=\"psw\"\nContent-Type: text/plain\n\n…\n--x"},
		{"the login: unknown", nil, "the login: unknown"},

		{"of GET /x Cookie: a=b; Authorization: Bearer c\nHost: d", nil, "of GET /x Cookie: …; Authorization: …\nHost: d"},

		// Escaped by Go, by PHP, and by others, in HTML.
		{`of hun&#39;ter&#34;1.`, []string{`hun'ter"1`}, "of …."},
		{`of hun&#039;ter&quot;1.`, []string{`hun'ter"1`}, "of …."},
		{`of hun&apos;ter&#x22;1.`, []string{`hun'ter"1`}, "of …."},
		{`of hunter&lt;1&amp;2&gt;.`, []string{`hunter<1&2>`}, "of …."},
		// In URLs.
		{"of hun%2bter%2F1.", []string{"hun+ter/1"}, "of …."},
		{"of hun+ter%2F1.", []string{"hun ter/1"}, "of …."},
		{"of hun+ter%2F1.", []string{"hun+ter/1"}, "of …."},
		{"of %68%75%6e%74%65%72%31.", []string{"hunter1"}, "of …."},
		{"of hunter1%252.", []string{"hunter1%2"}, "of …."},
		{"of hunter1%zz%2.", []string{"hunter1%zz%2"}, "of …."},
		// In JSON, and by PHP's addslashes.
		{`of hun\"ter\\1\/2.`, []string{`hun"ter\1/2`}, "of …."},
		{`of hunter\u00261\ud83d\uDE00.`, []string{"hunter&1😀"}, "of …."},
		{`of hun\'ter.`, []string{"hun'ter"}, "of …."},
		// Twice.
		{"of hunter%25261.", []string{"hunter&1"}, "of …."},
		{"of hunter%26#039;1.", []string{"hunter'1"}, "of …."},
		{"of hunter&amp;amp;1.", []string{"hunter&1"}, "of …."},
		{`of hun\u0026#39;ter.`, []string{"hun'ter"}, "of …."},
		// Only what is the value, and all of what it shares with another.
		{"%2f%68unter1%2f &amp; &#39;", []string{"hunter1"}, "%2f…%2f &amp; &#39;"},
		{"of &#1080;.", []string{"\xd0"}, "of …."},
		// In another charset.
		{"of \xef\xe0\xf0\xee\xeb\xfc.", []string{"пароль"}, "of …."},
		{"of %D0%C1%D2%CF%CC%D8.", []string{"пароль"}, "of …."},
		{"of пароль.", []string{"\xef\xe0\xf0\xee\xeb\xfc"}, "of …."},

		{"%70s%2557=hunter1&x", nil, "%70s%2557=…&x"},
		{`login\u003dhunter1 x`, nil, `login\u003d… x`},
		{`{"u": "\"?psw=hunter1\" x"}`, nil, `{"u": "\"?psw=…\" x"}`},
		{`{"PSW" : "hunt\"er1", "x": "login", "apikey": 123}`, nil, `{"PSW" : "…", "x": "login", "apikey": …`},
		{"<psw>hunter1</psw><login>hunter2", nil, "<psw>…</psw><login>…"},

		// Variables.
		{`psw="hunter1 &x" login='hunter2"' x="y"`, nil, `psw="…" login='…' x="y"`},
		{"psw = hunter1\nlogin\t= \"hunter 2\"\napikey =\nx", nil, "psw = …\nlogin\t= \"…\"\napikey =\nx"},
		{`if (psw == "hunter1") f(login='hunter2', {psw: "hunter3"}, :apikey => 'hunter4')`, nil, `if (psw == "…") f(login='…', {psw: "…"}, :apikey => '…')`},
		{`$x["psw"] = "hunter1"; $_POST['login']='hunter2'`, nil, `$x["psw"] = "…"; $_POST['login']='…'`},
		{`"psw=\"hunter1\" x"`, nil, `"psw=\"…\" x"`},
		// Of an array.
		{"/?psw[]=hunter1&data[login]=hunter2&apikey[0]=hunter3&x[1]=y", nil, "/?psw[]=…&data[login]=…&apikey[0]=…&x[1]=y"},
		{"/?psw%5B%5D=hunter1&data%5blogin%5d=hunter2&psw%5B17%5D=hunter3", nil, "/?psw%5B%5D=…&data%5blogin%5d=…&psw%5B17%5D=…"},
		// The quote behind an empty one ends what it is in.
		{`<a href="/?psw=">x</a> <a href="/y">`, nil, `<a href="/?psw=">x</a> <a href="/y">`},
		{`{"url":"/?login=x&psw=","body":"`, nil, `{"url":"/?login=…&psw=","body":"`},
		{"want 'psw=', not 'login='", nil, "want 'psw=', not 'login='"},
		{`/?x=y&psw="hunter1"&z`, nil, `/?x=y&psw="…"&z`},
		{"GET /?psw= HTTP/1.1", nil, "GET /?psw= HTTP/1.1"},
		// XML and pages.
		{`<request login="hunter1" psw='hunter2'><x psw="hunter3"/>y</request>`, nil, `<request login="…" psw='…'><x psw="…"/>y</request>`},
		{`<psw a="b">hunter1</psw><s:login>hunter2</s:login>`, nil, `<psw a="b">…</psw><s:login>…</s:login>`},
		{"<psw>\n<![CDATA[hunter<1]]></psw><x>y</x>", nil, "<psw>\n<![CDATA[…]]></psw><x>y</x>"},
		{`<psw value="hunter1"/>x<psw a="b"/>y`, nil, `<psw value="…"/>x<psw a="b"/>y`},
		{`<input name="psw" value="hunter1">x<input type=text value=hunter2 name=login />y<input name="x" value="y">`, nil, `<input name="psw" value="…">x<input type=text value=… name=login />y<input name="x" value="y">`},
		{`<textarea name='apikey'>hunter1</textarea><param key="psw">hunter2<`, nil, `<textarea name='apikey'>…</textarea><param key="psw">…<`},
		{"&lt;psw&gt;hunter1&lt;/psw&gt;", nil, "&lt;psw&gt;…&lt;/psw&gt;"},
		{`{"x":"\u003cpsw\u003ehunter1\u003c/psw\u003e"}`, nil, `{"x":"\u003cpsw\u003e…\u003c/psw\u003e"}`},
		{`psw\x3dhunter1 a:1:{s:3:"psw";s:7:"hunter2";s:1:"x";}`, nil, `psw\x3d… a:1:{s:3:"psw";s:7:"…";s:1:"x";}`},
		{"psw&#61;hunter1 x", nil, "psw&#61;… x"},
		{`{"p\u0073w":"hunter1","x":"y"}`, nil, `{"p\u0073w":"…","x":"y"}`},
		{"%22psw%22%3A%22hunter1%22 x", nil, "%22psw%22%3A%22…%22 x"},
		{"GET /?x=Cookie%3A+a%3Dhunter1%0Ay%3Dz HTTP/1.1", nil, "GET /?x=Cookie%3A+…%0Ay%3Dz HTTP/1.1"},
	} {
		got := secrets.Redact(test.text, test.values...)
		if got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.values, got, test.want)
		}
		if again := secrets.Redact(got); again != got {
			t.Errorf("%q, once more, is %q", got, again)
		}
	}
}

// However two of those who hand a text on have escaped it, the value is not there.
func TestRedactWhatWasEscapedTwice(t *testing.T) {
	const value = `hun'ter"2 &+%41<>/\é`
	escapes := map[string]func(string) string{
		"as it is":    func(s string) string { return s },
		"HTML":        html.EscapeString,
		"a URL":       url.QueryEscape,
		"a path":      url.PathEscape,
		"JSON":        func(s string) string { text, _ := json.Marshal(s); return string(text[1 : len(text)-1]) },
		"PHP in HTML": strings.NewReplacer("&", "&amp;", `"`, "&quot;", "'", "&#039;", "<", "&lt;", ">", "&gt;").Replace,
		"PHP in JSON": func(s string) string { return strings.ReplaceAll(fmt.Sprintf("%+q", s)[1:], "/", `\/`) },
	}
	for first, one := range escapes {
		for second, other := range escapes {
			text := other("[" + one(value) + "]")
			if got := secrets.Redact(text, value); strings.Contains(got, "hun") || strings.Contains(got, "41") {
				t.Errorf("in %s in %s: %q is %q", first, second, text, got)
			}
		}
	}
}

// Whatever a text is, a value is in no part of what is left.
func FuzzRedact(f *testing.F) {
	f.Add("/?psw=hunter1&x", "hunter2")
	f.Add(`{"psw": "hun\"ter", 'login' => 'x'`, "hunter2")
	f.Add("of %68unter2 &#104;unter2 \\u0068unter2", "hunter2")
	f.Add("name=\"apikey\"\r\n\r\nx\r\n[psw] => y\n", "x")
	f.Add("&#1087;&amp;amp;#39;", "\xd0")
	f.Fuzz(func(t *testing.T, text, value string) {
		got := secrets.Redact(text, value)
		for _, left := range strings.Split(got, "…") {
			if value != "" && strings.Contains(left, value) {
				t.Errorf("%q without %q is %q", text, value, got)
			}
		}
	})
}

// A long text with nothing but escapes takes no more time than it is long.
func BenchmarkRedact(b *testing.B) {
	for _, escape := range []string{"x", "&#39;", "%27", `\u0027`, "&amp;%27"} {
		text := strings.Repeat(escape, 64<<10/len(escape))
		b.Run(escape, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				secrets.Redact(text, "hunter1", "hunter2", "hunter3")
			}
		})
	}
}

func TestUserInfo(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"https://a.b/c@d?e@f", "https://a.b/c@d?e@f"},
		{"mailto:a@b, //c@d", "mailto:a@b, //c@d"},
		{"https://hunter1@h/", "https://x@h/"},
		{"see https://hunter1:hun@ter2@h/", "see https://x:x@h/"},
		{"u=https%3A%2F%2Fhunter1%3Ahunter2%40h%2F", "u=https%3A%2F%2Fx%3Ax%40h%2F"},
		{"https%253a%252f%252fhunter1%2540h", "https%253a%252f%252fx%2540h"},
		{"https%3A%2F%2Fh%2Fa%40b", "https%3A%2F%2Fh%2Fa%40b"},
		{`https:\/\/hunter1:p%2Fw@h`, `https:\/\/x:x@h`},
	} {
		// Of spans that overlap, the last is the longest.
		got := test.text
		for i := len(test.text); i >= 0; i-- {
			end := 0
			for _, s := range secrets.UserInfo([]byte(test.text)) {
				if s.Start == i {
					end = max(end, s.End)
				}
			}
			if end > i {
				got = got[:i] + "x" + got[end:]
			}
		}
		if got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
}

package redact

import (
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/parts"
	"github.com/smscodec/smscodec/internal/response"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// TestBodies: what of an answer the copy has.
func TestBodies(t *testing.T) {
	get := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, All: true}
	add := smscodec.Request{Op: smscodec.OpAdd, Format: smscodec.CSV}
	for _, test := range []struct {
		name, body, want string // "" if the body is omitted
		asked            smscodec.Request
	}{
		{name: "JSON, all that is documented",
			body: "[{\n\"sender\": \"My shop\",\n\"status\": 1\n},\n{\"id\": 24608, \"sender\":\"a\\n\\u0041\", \"mega\": \"2\", \"by_reg\":\"0\"}]",
			want: "[{\n\"sender\": \"My shop\",\n\"status\": 1\n},\n{\"id\": 24608, \"sender\":\"a\\n\\u0041\", \"mega\": \"2\", \"by_reg\":\"0\"}]"},
		{name: "JSON, an OK", body: `{"result": "OK"}`, want: `{"result": "OK"}`},
		{name: "JSON, an id", body: `{"sender": 24608}`, want: `{"sender": 24608}`},
		{name: "JSON, an error", body: `{"error": "can't to deliver", "error_code": 8, "id": 34}`, want: `{"error": "can't to deliver", "error_code": 8, "id": 34}`},
		{name: "JSON, another text", body: `{"error": "ошибка: psw", "error_code": 2}`, want: `{"error": "ххххххxxxxx", "error_code": 2}`},
		{name: "JSON, other members", body: `[{"sender": "a", "psw": "b\"c", "n": -1.5e3, "t": true, "o": {"sender": "d"}, "l": ["e", 7]}]`,
			want: `[{"sender": "a", "xxx": "xxxx", "x": -1.1e1, "x": true, "x": {"xxxxxx": "x"}, "x": ["x", 1]}]`},
		{name: "JSON, other values", body: `[{"sender": {"a": 7}, "status": "approved", "mega": 7777, "result": "no", "id": "x7"}]`,
			want: `[{"sender": {"x": 1}, "status": "xxxxxxxx", "mega": 1111, "result": "xx", "id": "xx"}]`},
		{name: "JSON, a text for an id", body: `{"sender": "My shop"}`, want: `{"sender": "xxxxxxx"}`},
		{name: "JSON, what only looks like a number", body: `[{"sender": "a", "n": -e-e-e-e1, "o": 1e-e-e-e, "p": [--e2--e]}]`, want: `[{"sender": "a", "x": xxxxxxxxx, "x": xxxxxxxx, "x": [--e1--e]}]`},
		{name: "JSON, parameters", body: `[{"sender": "a", "fmt": 1, "charset": "utf-8"}]`, want: `[{"sender": "a", "xxx": 1, "xxxxxxx": "xxxxx"}]`},
		{name: "JSON, deeper", body: `[{"sender": [{"sender": "a"}]}]`, want: `[{"sender": [{"xxxxxx": "x"}]}]`},
		{name: "JSON, malformed", body: `[{"sender": "a" "b"}, {"sender" "c"}, psw=7] tail "sender": "d"`, want: `[{"sender": "a" "x"}, {"sender" "x"}, xxxxx] xxxx "xxxxxx": "x"`},
		{name: "JSON, cut off in a name", body: `[{"sender": "a`, want: `[{"sender": "x`},
		{name: "JSON, cut off in a member", body: `[{"sender": "a", "stat`, want: `[{"sender": "a", "xxxx`},
		{name: "JSON, a line end in a string", body: "{\"error\": \"a\nb\"}", want: "{\"error\": \"x\nx\"}"},
		{name: "JSON, after a byte order mark", body: "\xEF\xBB\xBF{\"result\": \"OK\"}", want: "\xEF\xBB\xBF{\"result\": \"OK\"}"},
		{name: "XML, all that is documented",
			body: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<list>\n<sender status='1' mega=\"2\">Tom &amp; Co</sender>\n<sender/>\n</list>",
			want: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<list>\n<sender status='1' mega=\"2\">Tom &amp; Co</sender>\n<sender/>\n</list>"},
		{name: "XML, an OK", body: "<result>\nOK</result>", want: "<result>\nOK</result>"},
		{name: "XML, an id", body: "<sender>\n<id>24608</id>\n</sender>", want: "<sender>\n<id>24608</id>\n</sender>"},
		{name: "XML, an error", body: "<result><error>save error</error><error_code>5</error_code><id>34</id></result>", want: "<result><error>save error</error><error_code>5</error_code><id>34</id></result>"},
		{name: "XML, another text", body: "<result><error>bad &amp; ugly</error></result>", want: "<result><error>xxxxxxxxxxxxxx</error></result>"},
		{name: "XML, others", body: `<list a="b"><!-- psw --><?php c?><x y='z'>t<sender>u</sender></x><sender psw="v" status="w">e</sender><![CDATA[f]]></list>`,
			want: `<list x="x"><!--xxxxx--><?xxxxx?><x x='x'>x<xxxxxx>x</xxxxxx></x><sender xxx="x" status="x">e</sender><![CDATA[x]]></list>`},
		{name: "XML, a name with a comment", body: `<list><sender>a<!--b--></sender></list>`},
		{name: "XML, a name in a section", body: `<list><sender><![CDATA[a]]></sender></list>`},
		{name: "XML, a name with an element", body: `<list><sender>a<b/>c</sender></list>`},
		{name: "XML, a DOCTYPE", body: `<list><!DOCTYPE list SYSTEM "a"></list>`, want: `<list><!DOCTYPExxxxxxxxxxxxxxxx></list>`},
		{name: "XML, another declaration", body: `<?xml version="1.0" encoding="psw"?><list></list>`, want: `<?xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx?><list></list>`},
		{name: "XML, a bare ampersand", body: "<list><sender>Tom & Co</sender></list>", want: "<list><sender>Tom & Co</sender></list>"},
		{name: "XML, cut off", body: `<list><sender>a</sender><sender status="psw`, want: `<list><sender>a</sender><sender status="xxx`},
		{name: "XML, malformed", body: `<list><sender status=7>a</sender><sen`, want: `<list><sender status=1>a</sender><xxx`},
		{name: "plain, all that is documented", body: "name = My shop, status = 1\r\n\nname = a, mega = 2, by_reg = 0\nname = 790012345678901\n",
			want: "name = My shop, status = 1\r\n\nname = a, mega = 2, by_reg = 0\nname = 790012345678901\n"},
		{name: "plain, an id", body: "ID = 24608", want: "ID = 24608"},
		{name: "plain, an OK", body: "OK\n", want: "OK\n"},
		{name: "plain, an error", body: "ERROR = 7 (invalid number), ID - 34", want: "ERROR = 7 (invalid number), ID - 34"},
		{name: "plain, another text", body: "ERROR = 7 (psw (a)), ID - 34", want: "ERROR = 7 (xxxxxxx), ID - 34"},
		{name: "plain, no text", body: "ERROR = psw", want: "ERROR = xxx"},
		{name: "plain, others", body: "name = a, psw = 77, status = 7777\npsw: b", want: "name = a, xxx = 11, status = 1111\nxxxxxx"},
		{name: "plain, a long name", body: "name = longer than that"},
		{name: "plain, a name in other letters", body: "name = имя"},
		{name: "plain, an odd name", body: "name = a, psw=b"},
		{name: "CSV, a list", body: "My shop,1\na, 2 \n", want: "My shop,1\na, 2 \n", asked: get},
		{name: "CSV, an error", body: "0,-2\n34,-7", want: "0,-2\n34,-7", asked: get},
		{name: "CSV, an id", body: "246081234567890123", want: "246081234567890123", asked: add},
		{name: "CSV, an error without a request", body: "0,-2\npsw", want: "0,-2\nxxx"},
		{name: "CSV, a name with a comma", body: "a,b,1", asked: get},
		{name: "CSV, a page", body: "Service Unavailable", asked: get},
		{name: "CSV, without a request", body: "a,1"},
		{name: "a page", body: "<html></html>"},
		{name: "JSON of others", body: `{"name": "a"}`},
		{name: "white space", body: " \n", want: " \n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, got := newText([]byte(test.body), nil, nil), ""
			if new(copier).scan(text, test.asked) == notOmitted {
				got = string(text.copied)
			}
			if got != test.want {
				t.Errorf("%q becomes\n%q, want\n%q", test.body, got, test.want)
			}
		})
	}
}

// TestRecordedTexts: each text that was recorded stays, in each format.
func TestRecordedTexts(t *testing.T) {
	for _, text := range wire.RecordedTexts() {
		for _, body := range []string{"ERROR = 1 (%)", "<result><error>%</error></result>", `{"error": "%"}`} {
			body := strings.Replace(body, "%", text, 1)
			copied := newText([]byte(body), nil, nil)
			if kind := new(copier).scan(copied, smscodec.Request{}); string(copied.copied) != body || kind != notOmitted {
				t.Errorf("%s: %s, %q", body, copied.copied, kind)
			}
		}
	}
}

// TestReplace: a copy has as many bytes, and of the text nothing but line ends.
func TestReplace(t *testing.T) {
	for _, test := range []struct {
		text, want string
		isSecret   bool
	}{
		{"aж…😀", "xх…𝐱", false},
		{"a7\r\nb\t", "xx\r\nx\t", false},
		{"\xe0\xe1", "\xff\xff", false},
		{"-17.05e+3", "-11.11e+1", false},
		{"ab17", "xx11", true},
		{"1111", "1111", true},
		{"a1", "x1", true},
	} {
		var found []secrets.Span
		if test.isSecret {
			found = []secrets.Span{{Start: 0, End: len(test.text)}}
		}
		text := newText([]byte(test.text), nil, found)
		if !test.isSecret {
			text.part(parts.Part{End: len(test.text)})
		}
		if string(text.copied) != test.want {
			t.Errorf("%q becomes %q, want %q", test.text, text.copied, test.want)
		}
	}
}

// TestPhones: numbers become others of the same form, the same ones the same.
func TestPhones(t *testing.T) {
	p := newPhones()
	replace := func(text string) string {
		t := newText([]byte(text), p, nil)
		t.part(parts.Part{Of: wire.KeySender, End: len(text)})
		return string(t.copied)
	}
	const number = "79001234567"
	if got := replace(number); got == number || got != replace(number) || len(got) != len(number) || got[0] == '0' {
		t.Errorf("%q, then %q", got, replace(number))
	}
	if got, want := strings.NewReplacer(" ", "", "(", "", ")", "", "-", "").Replace(replace("7 (900) 123-45-67")), replace(number); got != want {
		t.Errorf("in groups %q, want %q", got, want)
	}
	for _, text := range []string{"777777", "1 2 3 4 5 6", "name", ""} {
		if got := replace(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	other := newText([]byte(number), newPhones(), nil)
	if other.part(parts.Part{Of: wire.KeySender, End: len(number)}); string(other.copied) == replace(number) {
		t.Error("two copies have the same replacement")
	}
	long := strings.Repeat("7", 100)
	if got := replace(long); len(got) != 100 || got == long {
		t.Errorf("a long one: %q", got)
	}
}

// TestEscapedPhones: a body is omitted if a number in a name may be escaped.
func TestEscapedPhones(t *testing.T) {
	for _, test := range []struct {
		body      string
		isOmitted bool
	}{
		{`[{"sender": "7900\u0031234567"}]`, true},
		{`[{"sender": "900\u002d123\u002d4567"}]`, true},
		{`[{"sender": "900 \u0028123\u0029 4567"}]`, true},
		{`[{"sender": "7\n900\u0430"}]`, false},
		{`[{"sender": "Tom\u002dCo"}]`, false},
		{`<list><sender>79001&#x32;34567</sender></list>`, true},
		{`<list><sender>900&#45;123&#45;4567</sender></list>`, true},
		{`<list><sender>900-&#x20;123&#32;4567</sender></list>`, true},
		{`<list><sender>790012<!-- -->34567</sender></list>`, true},
		{`<list><sender>Tom &amp; Co</sender><!-- 79001234567 --></list>`, false},
		{"name = 900%20123-4567", true},
	} {
		copied := newText([]byte(test.body), newPhones(), nil)
		kind := (&copier{phones: newPhones(), keepBodies: true}).scan(copied, smscodec.Request{})
		if isOmitted := kind != notOmitted; isOmitted != test.isOmitted {
			t.Errorf("%s: %q, %s", test.body, kind, copied.copied)
		}
	}
}

// TestPhonesInText: a text with an escape that may hide a number is omitted as a text.
func TestPhonesInText(t *testing.T) {
	c := &copier{phones: newPhones(), keepBodies: true}
	for body, want := range map[string]string{"A page&#33;": response.Text, "<html>&#33;</html>": response.Page, "A page": notOmitted} {
		if kind := c.scan(newText([]byte(body), c.phones, nil), smscodec.Request{}); kind != want {
			t.Errorf("%s is omitted as %q, want %q", body, kind, want)
		}
	}
}

// TestPhonesBesideEscapes: the digits of an escape in JSON are no part of a number.
func TestPhonesBesideEscapes(t *testing.T) {
	for name, kept := range map[string]string{ // kept is what of the name stays, at its beginning
		`\u0430123`: `\u0430123`, `\u04301234`: `\u04301234`, `a\u0430 12`: `a\u0430 12`,
		`\u04301234567`: `\u0430`, `\n1234567`: `\n`, `\\u0430123`: `\\u`,
	} {
		const before, after = `[{"sender": "79001234567"}, {"sender": "`, `"}]`
		c := &copier{phones: newPhones()}
		copied := newText([]byte(before+name+after), c.phones, nil)
		kind := c.scan(copied, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON})
		got := string(copied.copied[len(before) : len(copied.copied)-len(after)])
		if kind != notOmitted || !strings.HasPrefix(got, kept) || (got == name) != (kept == name) {
			t.Errorf("%s becomes %s, %q", name, got, kind)
		}
	}
}

// TestPhonesInLists: a list that is as documented is kept as it is if no name has a phone
// number, whatever escapes it has.
func TestPhonesInLists(t *testing.T) {
	for name, isKept := range map[string]bool{
		`"Tom"`: true, `"Tom\u002dCo 7"`: true, `"123456"`: true, `123456`: true, `"900\u002d123"`: true,
		`"79001234567"`: false, `79001234567`: false, `"\u00379001234567"`: false, `"7 900 123\u002d45\u002d67"`: false,
		`"%379001234567"`: false, `"&#55;9001234567"`: false,
	} {
		body := `[{"sender": ` + name + `}]`
		copied := newText([]byte(body), newPhones(), nil)
		kind := (&copier{phones: newPhones()}).scan(copied, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON})
		if isSame := kind == notOmitted && string(copied.copied) == body; isSame != isKept {
			t.Errorf("%s: %q, %s", body, kind, copied.copied)
		}
	}
}

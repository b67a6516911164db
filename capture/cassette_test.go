package capture_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/smscodec/smscodec/capture"
)

// interaction returns an interaction whose response has a body, as YAML.
func interaction(body string) string {
	return "- request: {method: get, uri: http://smsc.ru/sys/senders.php}\n  response:\n    status: {code: 200}\n    body: " + body + "\n"
}

const asked = `GET http://smsc.ru/sys/senders.php`

// manyKeys returns n members of a mapping, after others.
func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ", k%d: 1", i)
	}
	return b.String()
}

const illTyped = `ill-typed member: a member of the interaction is ill-typed, or has too many values`

var cassetteCases = []outcomeCase{
	{"strings of all kinds", "interactions:\n" + interaction(`"a\tb"`) + interaction("'a''b'") + interaction("|\n      a\n       - b\n\n      # c") + interaction(">-\n      a\n      b") + interaction("a # b") + interaction("12") + interaction("~"),
		[]string{
			`1 ` + asked + ` 200 "a\tb" 5:11`, `2 ` + asked + ` 200 "a'b" 9:11`, `3 ` + asked + ` 200 "a\n - b\n\n# c\n" 13:11`, `4 ` + asked + ` 200 "a b" 21:11`,
			`5 ` + asked + ` 200 "a" 27:11`, `6 ` + asked + ` 200 "12" 31:11`, `7 ` + asked + ` 200 omitted`}},
	{"binary", "http_interactions:\n" + interaction("!!binary T0s=") + interaction("{string: !binary T0s=}") + interaction("{encoding: UTF-8, base64_string: \"T0\\\n      s=\"}") + interaction("!!python/unicode 'OK'"),
		[]string{`1 ` + asked + ` 200 "OK" 5:11`, `2 ` + asked + ` 200 "OK" 9:20`, `3 ` + asked + ` 200 "OK" 13:44`, `4 ` + asked + ` 200 "OK" 18:11`}},
	{"an anchor and its aliases", "interactions:\n- request: {method: &m get, uri: &u /sys/senders.php, body: *u}\n  response: {body: *m}\n- request: {method: *m}\n  response: {body: ''}\n",
		[]string{`1 GET /sys/senders.php "/sys/senders.php" 0 "get" 2:21`, `capture: cassette: line 4, column 1: malformed: an alias of a node in another interaction`}},
	{"indented, with lines between", "version: 1\ninteractions:\n\n  # first\n  - request: {}\n\n    response: {body: a}\n\n  # second\n  - request: {}\n    response: {body: b}\n\nother:\n- a\n", []string{`1 0 "a" 7:22`, `2 0 "b" 11:22`}},
	{"elsewhere", "interactions:\n- request: {uri: http://smsc.ru/}\n  response: {body: a}\n", []string{`1 http://smsc.ru/ 0 elsewhere`}},
	{"none", "interactions: []\n", nil},

	{"no response", "interactions:\n- request: {uri: /sys/senders.php}\n- request: {uri: /sys/senders.php}\n  response: {body: a}\n", []string{`1 /sys/senders.php lost`, `2 /sys/senders.php 0 "a" 4:20`}},
	{"ill-typed", "interactions:\n- request: {uri: [a], method: {}}\n  response: {body: [], status: {code: x}}\n", []string{`1 lost ` + illTyped}},
	{"a method whose responses have no body", "interactions:\n- request: {method: head, uri: /sys/senders.php}\n  response: {status: {code: 200}, body: ~}\n", []string{`1 HEAD /sys/senders.php 200 "" 2:1`}},
	{"no base64", "interactions:\n" + interaction("{base64_string: '?'}"), []string{`1 ` + asked + ` 200 omitted ` + illTyped}},
	{"no mapping", "interactions:\n- a\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: malformed: an interaction is not a YAML mapping`, `2 ` + asked + ` 200 "OK" 6:11`}},
	{"no YAML", "interactions:\n- a: [\n- b: '\n- c: \"\n" + interaction("OK"), []string{
		`capture: cassette: line 2, column 1: malformed: an interaction is not a YAML mapping`, `capture: cassette: line 3, column 1: malformed: an interaction is not a YAML mapping`,
		`capture: cassette: line 4, column 1: malformed: an interaction is not a YAML mapping`, `4 ` + asked + ` 200 "OK" 8:11`}},
	{"two that are joined", "interactions:\n" + interaction("a") + "recorded_with: VCR\n---\nhttp_interactions:\n" + interaction("OK"), []string{`1 ` + asked + ` 200 "a" 5:11`, `2 ` + asked + ` 200 "OK" 12:11`}},
	{"an empty sequence of headers", "interactions:\n- request: {headers: []}\n  response: {headers: [], body: OK}\n", []string{`1 0 "OK" 3:33`}},
	{"no block sequence", "interactions: [a]\n", []string{`capture: cassette: line 1, column 1: malformed: want interactions as a block sequence`}},
	{"a damaged one before a whole one", "interactions:\n" + interaction("{base64_string: '?'}") + interaction("OK"), []string{`1 ` + asked + ` 200 omitted ` + illTyped, `2 ` + asked + ` 200 "OK" 9:11`}},
	{"a mark of the document's end", "interactions:\n" + interaction("OK") + "---\n", []string{`1 ` + asked + ` 200 "OK" 5:11`}},
	{"marks of a conflict", "interactions:\n" + interaction("a") + "<<<<<<< HEAD\n" + interaction("b") + "=======\n" + interaction("c") + ">>>>>>> branch\n" + interaction("OK"), []string{
		`1 ` + asked + ` 200 "a" 5:11`, `capture: cassette: line 6, column 1: malformed: a line is no part of an interaction`,
		`2 ` + asked + ` 200 "b" 10:11`, `capture: cassette: line 11, column 1: malformed: a line is no part of an interaction`,
		`3 ` + asked + ` 200 "c" 15:11`, `capture: cassette: line 16, column 1: malformed: a line is no part of an interaction`, `4 ` + asked + ` 200 "OK" 20:11`}},
	{"a mark of a conflict in an interaction", "interactions:\n- request: {uri: /sys/senders.php}\n<<<<<<< HEAD\n  response: {body: a}\n" + interaction("OK"), []string{
		`1 /sys/senders.php lost malformed: a line is no part of the interaction, and what follows it was not read`, `capture: cassette: line 3, column 1: malformed: a line is no part of an interaction`, `2 ` + asked + ` 200 "OK" 8:11`}},
	{"a prompt at the end", "interactions:\n" + interaction("OK") + "$ ", []string{`1 ` + asked + ` 200 "OK" 5:11`, `capture: cassette: line 6, column 1: malformed: a line is no part of an interaction`}},
	{"a text at the end", "interactions:\n" + interaction("OK") + "version: 1\noops\n", []string{`1 ` + asked + ` 200 "OK" 5:11`, `capture: cassette: line 7, column 1: malformed: an interaction is not a YAML mapping`}},
	{"with carriage returns", strings.ReplaceAll("interactions:\n"+interaction("OK")+"\n"+interaction("b"), "\n", "\r\n"), []string{`1 ` + asked + ` 200 "OK" 5:11`, `2 ` + asked + ` 200 "b" 10:11`}},
	{"a status without a body that has one", "interactions:\n- request: {}\n  response: {status: {code: 304}, body: a}\n", []string{`1 304 "a" 3:41`}},
	{"a status without a body that has none", "interactions:\n- request: {}\n  response: {status: {code: 304}, body: ''}\n", []string{`1 304 "" 3:41`}},
	{"the greatest status", "interactions:\n- request: {}\n  response: {code: 999, body: a}\n", []string{`1 999 "a" 3:31`}},
	{"a status that is too great", "interactions:\n- request: {}\n  response: {code: 1000, body: a}\n", []string{`1 0 "a" 3:32 ` + illTyped}},
	{"a status far too great", "interactions:\n- request: {}\n  response: {code: 70000, body: a}\n", []string{`1 0 "a" 3:33 ` + illTyped}},
	{"a status that is an alias", "interactions:\n- defaults: &d {code: 200}\n  request: {}\n  response: {status: *d, body: a}\n", []string{`1 200 "a" 4:32`}},
	{"nulls", "interactions:\n- request: {method: ~, uri: null, headers: ~, body: ~}\n  response: {status: ~, headers: ~, body: {string: ~}}\n", []string{`1 lost`}},
	{"a null request and a null response", "interactions:\n- request: ~\n  response: ~\n" + interaction("OK"), []string{`1 lost`, `2 ` + asked + ` 200 "OK" 7:11`}},
	{"characters before the body in its line", "interactions:\n- request: {}\n\n  response: {message: 'Не найдено', body: OK}\n", []string{`1 0 "OK" 4:52`}},
	{"a body that begins with a character of two bytes", "interactions:\n- request: {}\n  response: {body: Ж}\n", []string{`1 0 "Ж" 3:20`}},
	{"gzip", "interactions:\n- request: {}\n  response: {headers: {Content-Encoding: [gzip]}, body: !!binary '" + base64.StdEncoding.EncodeToString([]byte(gzipped("OK"))) + "'}\n", []string{`1 0 "OK" 3:57`}},
	{"gzip that is cut off", "interactions:\n- request: {}\n  response: {headers: {Content-Encoding: gzip}, body: !!binary H4sI}\n", []string{`1 0 omitted unexpected EOF: the encoded body is cut off`}},
	{"cut off", "interactions:\n- request: {uri: /sys/senders.php}\n  response: {body: 'a", []string{`capture: cassette: line 2, column 1: unexpected EOF: the interaction is cut off`}},
	{"cut off at a line end", "interactions:\n- request: {uri: /sys/senders.php}\n  response:\n    status: {code: 200}\n", []string{`1 /sys/senders.php 200 omitted unexpected EOF: the interaction is cut off`}},
	{"aliases that would grow without bound", "interactions:\n- a: &a [x, x, x, x]\n  b: &b [*a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b]\n  request: {headers: {x: *c, y: [*c, *c]}}\n  response: {body: *c}\n",
		[]string{`1 lost ` + illTyped}},
	{"members that are not read, of which two are alike", "interactions:\n- request: {uri: /sys/senders.php, tls: {a: 1, a: 2}" + manyKeys(1<<10) + "}\nother: a\n", []string{`1 /sys/senders.php lost`}},
	{"mappings that are merged", "interactions:\n- a: &a {b: 1, b: 1}\n  request: {<<: [*a, *a]}\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: malformed: a mapping of an interaction has duplicate or merged members`, `2 ` + asked + ` 200 "OK" 7:11`}},
	{"a duplicate member", "interactions:\n- request: {uri: /a, uri: /b}\n  response: {code: 200, body: OK}\n", []string{`capture: cassette: line 2, column 1: malformed: a mapping of an interaction has duplicate or merged members`}},
	{"a body without its string", "interactions:\n- request: {body: {psw: a}}\n  response: {code: 200, body: {encoding: UTF-8}}\n", []string{`1 200 omitted ` + illTyped}},
	{"a body with two strings", "interactions:\n- response: {code: 200, body: {string: a, string: b}}\n", []string{`capture: cassette: line 2, column 1: malformed: a mapping of an interaction has duplicate or merged members`}},
	{"a body that contains itself", "interactions:\n- response: {code: 200, body: &b {string: *b}}\n", []string{`1 200 omitted ` + illTyped}},
	{"nested too deep", "interactions:\n- a: " + strings.Repeat("[", 1<<16) + "\n" + interaction("OK"), []string{`capture: cassette: line 2, column 1: malformed: an interaction is not a YAML mapping`, `2 ` + asked + ` 200 "OK" 6:11`}},
}

func TestCassette(t *testing.T) {
	checkOutcomes(t, capture.Reader{Format: capture.Cassette}, cassetteCases)
}

// TestCassetteHeaders: fields of headers, and what was done to the body.
func TestCassetteHeaders(t *testing.T) {
	const begin = "interactions:\n- request: {headers: "
	illTyped := []capture.Defect{{capture.ErrMember, strings.TrimPrefix(illTyped, "ill-typed member: ")}}
	for _, tt := range []struct {
		name, text string
		sent, got  capture.Header
		isText     bool
		decoded    bool
		defects    []capture.Defect
	}{
		{"values and lists of them", begin + "{A: b, C: [d, e], F: []}}\n  response: {headers: {G: [h]}, body: OK}\n",
			capture.Header{{"A", "b"}, {"C", "d"}, {"C", "e"}}, capture.Header{{"G", "h"}}, true, false, nil},
		{"aliases", begin + "&h {A: &a [b, c]}}\n  response: {headers: *h, body: OK}\n",
			capture.Header{{"A", "b"}, {"A", "c"}}, capture.Header{{"A", "b"}, {"A", "c"}}, true, false, nil},
		{"an alias of a list", begin + "{A: &a [b, c]}}\n  response: {headers: {D: *a}, body: OK}\n",
			capture.Header{{"A", "b"}, {"A", "c"}}, capture.Header{{"D", "b"}, {"D", "c"}}, true, false, nil},
		{"a name twice", begin + "{A: b, A: c}}\n  response: {body: OK}\n", capture.Header{{"A", "b"}, {"A", "c"}}, nil, true, false, nil},
		{"fields that are merged", begin + "&h {A: b}}\n  response: {headers: {<<: *h, C: d}, body: OK}\n", capture.Header{{"A", "b"}}, nil, true, false, illTyped},
		{"a sequence", begin + "[A, b]}\n  response: {headers: A, body: OK}\n", nil, nil, true, false, illTyped},
		{"a null, a number and a mapping", begin + "{A: ~, B: 1, C: {a: b}}}\n  response: {body: OK}\n",
			capture.Header{{"A", ""}, {"B", "1"}}, nil, true, false, illTyped},
		{"a number that is none", begin + "{A: b, B: !!int c, C: d}}\n  response: {headers: {A: !!binary '*'}, body: OK}\n", capture.Header{{"A", "b"}}, nil, true, false, illTyped},
		{"too many", begin + "{A: [" + strings.Repeat("b,", 1025) + "]}}\n  response: {body: OK}\n",
			slices.Repeat(capture.Header{{"A", "b"}}, 1024), nil, true, false, illTyped},
		{"as many as are allowed", begin + "{A: [" + strings.Repeat("b,", 1024) + "]}}\n  response: {body: OK}\n",
			slices.Repeat(capture.Header{{"A", "b"}}, 1024), nil, true, false, nil},
		{"a length that Ruby's Net::HTTP has kept", begin + "{Accept-Encoding: \"gzip;q=1.0,deflate;q=0.6,identity;q=0.3\"}}\n  response: {headers: {Content-Length: 22, A: b}, body: OK}\n",
			capture.Header{{"Accept-Encoding", "gzip;q=1.0,deflate;q=0.6,identity;q=0.3"}}, capture.Header{{"A", "b"}}, true, false, nil},
		{"bytes", begin + "{}}\n  response: {body: !!binary T0s=}\n", nil, nil, false, false, nil},
		{"bytes that were encoded", begin + "{}}\n  response: {headers: {content-encoding: gzip}, body: {base64_string: '" + base64.StdEncoding.EncodeToString([]byte(gzipped("OK"))) + "'}}\n",
			nil, capture.Header{{"content-encoding", "gzip"}}, false, true, nil},
	} {
		for x, err := range (capture.Reader{}).Exchanges(strings.NewReader(tt.text)) {
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(x.Request.Header, tt.sent) || !slices.Equal(x.Response.Header, tt.got) {
				t.Errorf("%s: headers %q and %q, want %q and %q", tt.name, x.Request.Header, x.Response.Header, tt.sent, tt.got)
			}
			if string(x.Response.Body) != "OK" || x.Response.Text != tt.isText || x.Response.Decoded != tt.decoded || !slices.Equal(x.Defects, tt.defects) {
				t.Errorf("%s: body %q, text %v, decoded %v, %v", tt.name, x.Response.Body, x.Response.Text, x.Response.Decoded, x.Defects)
			}
		}
	}
}

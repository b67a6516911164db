package smscodec_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

// Law 8 for JSON, against encoding/json.

// checkJSON checks the law for one body.
func checkJSON(t *testing.T, body []byte, req smscodec.Request, columns *smscodec.Columns) {
	t.Helper()
	reply, err := decodeOf(smscodec.Codec{Reject: notTheFormat, Columns: columns}, body, req)
	text, isText := inUTF8(body, req.Charset)
	if !isText {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: not text in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	if req.Charset != smscodec.UTF8 && strings.HasPrefix(string(body), "\uFEFF") {
		if !errors.Is(err, smscodec.ErrCharset) {
			t.Errorf("%v: a byte order mark in %v, but %+v, %v", req, req.Charset, reply, err)
		}
		return
	}
	tree, stdErr := readJSONTree(text)
	switch {
	case stdErr != nil, hasLoneSurrogate(text):
		if !saysMalformed(err) {
			t.Errorf("%v: malformed, but %+v, %v", req, reply, err)
		}
		return
	case tree.duplicate:
		if !errors.Is(err, smscodec.ErrDuplicate) && !errors.Is(err, smscodec.ErrUnsupported) {
			t.Errorf("%v: a duplicate, but %+v, %v", req, reply, err)
		}
		return
	}
	checkJSONTree(t, tree, req, columns, reply, err)
}

// checkJSONTree checks what was read from a well-formed body.
func checkJSONTree(t *testing.T, tree *jsonTree, req smscodec.Request, columns *smscodec.Columns, reply smscodec.Reply, err error) {
	t.Helper()
	switch {
	case !tree.withinLimits():
		if !errors.Is(err, smscodec.ErrUnsupported) {
			t.Errorf("%v: past the limits, but %+v, %v", req, reply, err)
		}
		return
	case breaksTheFormat(err):
		t.Errorf("%v: well formed, but %v", req, err)
		return
	}
	std, stdErr := stdReader{req, orDocumented(columns)}.json(tree)
	compareReading(t, std, stdErr, reply, err)
}

// differentialJSON are texts that JSON parsers read differently.
var differentialJSON = []struct{ name, text string }{
	{"nothing", ""},
	{"white space alone", " \t\r\n"},
	{"white space of Unicode", "\u00A0[]"},
	{"form feed", "\f[]"},
	{"empty list", "[]"},
	{"comma after the last element", `[{"sender": "a"},]`},
	{"comma after the last member", `[{"sender": "a",}]`},
	{"comma alone", "[,]"},
	{"two values", "[] []"},
	{"number with a leading zero", `[{"sender": 01}]`},
	{"number with a plus", `[{"sender": +1}]`},
	{"number without an integer part", `[{"sender": .5}]`},
	{"number without a fraction", `[{"sender": 1.}]`},
	{"number without an exponent", `[{"sender": 1e}]`},
	{"negative zero", `[{"sender": -0}]`},
	{"long number", `[{"sender": 123456789012345678901234567890}]`},
	{"number with an exponent", `[{"sender": "a", "x": 1E+2}]`},
	{"not a number", `[{"sender": NaN}]`},
	{"literal in capitals", `[{"sender": "a", "x": True}]`},
	{"literals", `[{"sender": "a", "x": true, "y": false}]`},
	{"null", `[{"sender": null}]`},
	{"name in capitals", `[{"SENDER": "a"}]`},
	{"names that differ in case", `[{"sender": "a", "Sender": "b"}]`},
	{"duplicate", `[{"sender": "a", "sender": "b"}]`},
	{"duplicate, escaped", `[{"sender": "a", "\u0073ender": "b"}]`},
	{"duplicate in a nested object", `[{"sender": "a", "x": [{"y": 1, "y": 1}]}]`},
	{"same name on two levels", `[{"sender": "a", "x": {"sender": 1}}]`},
	{"name without quotes", `[{sender: "a"}]`},
	{"single quotes", `[{'sender': 'a'}]`},
	{"control character", "[{\"sender\": \"a\tb\"}]"},
	{"delete", "[{\"sender\": \"a\x7Fb\"}]"},
	{"all escapes", `[{"sender": "\"\\\/\b\f\n\r\t\u0416"}]`},
	{"unknown escape", `[{"sender": "\x41"}]`},
	{"escape in capitals", `[{"sender": "\U0041"}]`},
	{"surrogate pair", `[{"sender": "\uD83D\uDE00"}]`},
	{"high surrogate alone", `[{"sender": "\uD83D"}]`},
	{"low surrogate alone", `[{"sender": "\uDE00"}]`},
	{"surrogates in the wrong order", `[{"sender": "\uDE00\uD83D"}]`},
	{"two high surrogates", `[{"sender": "\uD83D\uD83D\uDE00"}]`},
	{"high surrogate, then an escape", `[{"sender": "\uD83D\n"}]`},
	{"backslash before what looks like a surrogate", `[{"sender": "\\uD83D"}]`},
	{"replacement character", `[{"sender": "\uFFFD"}]`},
	{"bad UTF-8", "[{\"sender\": \"\xFF\"}]"},
	{"surrogate in UTF-8", "[{\"sender\": \"\xED\xA0\x80\"}]"},
	{"overlong UTF-8", "[{\"sender\": \"\xC0\xAF\"}]"},
	{"byte order mark", "\uFEFF[]"},
	{"byte order mark in a string", "[{\"sender\": \"\uFEFF\"}]"},
	{"comment", "[/**/]"},
	{"U+2028 in a string", "[{\"sender\": \"\u2028\"}]"},
	{"trailing zero byte", "[]\x00"},
	{"nested to the limit", strings.Repeat("[", mostDepth) + strings.Repeat("]", mostDepth)},
	{"nested past the limit", strings.Repeat("[", mostDepth+1) + strings.Repeat("]", mostDepth+1)},
	{"error in place of a list", `{"error": "parameters error", "error_code": 1}`},
	{"error among senders", `[{"sender": "a"}, {"error": "parameters error", "error_code": 1}]`},
	{"operators in another order", `[{"tele2": "1", "mts": 2, "sender": "a", "mega": "3"}]`},
	{"id with a sign", `{"sender": -1}`},
	{"largest id", `{"sender": 9223372036854775807}`},
	{"id too large", `{"sender": 9223372036854775808}`},
	{"OK", `{"result": "OK"}`},
	{"OK in other letters", `{"result": "ok"}`},
}

func TestDifferentialJSON(t *testing.T) { eachDifferentialJSON(t, checkJSON) }

// eachDifferentialJSON checks the texts with every request.
func eachDifferentialJSON(t *testing.T, check func(*testing.T, []byte, smscodec.Request, *smscodec.Columns)) {
	for _, test := range differentialJSON {
		t.Run(test.name, func(t *testing.T) {
			for charset := smscodec.UTF8; charset <= smscodec.KOI8R; charset++ {
				for _, req := range requestsIn(smscodec.JSON, charset) {
					check(t, []byte(test.text), req, nil)
				}
			}
		})
	}
}

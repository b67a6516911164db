package smscodec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// The texts of errors, and which departures are reported before one.

// Error texts say what was found and what was expected, and count rows from 1.
func TestErrorTexts(t *testing.T) {
	get := smscodec.Request{Op: smscodec.OpGet}
	request := func(op smscodec.Op, f smscodec.Format) smscodec.Request { return smscodec.Request{Op: op, Format: f} }
	all := func(f smscodec.Format) smscodec.Request {
		return smscodec.Request{Op: smscodec.OpGet, Format: f, All: true}
	}
	operators := func(f smscodec.Format) smscodec.Request {
		return smscodec.Request{Op: smscodec.OpGet, Format: f, Operators: true}
	}
	in := func(r smscodec.Request, c smscodec.Charset) smscodec.Request {
		r.Charset = c
		return r
	}
	const notAnAnswer = "not an answer to this request: "
	for _, test := range []struct {
		body string
		req  smscodec.Request
		want string // after "smscodec: "
	}{
		{"[{\"sender\": \"a\"},\n{\"sender\": true}]", request(smscodec.OpGet, smscodec.JSON), "json:2:12: row 2: name: " + notAnAnswer + "want a string"},
		{`[{"sender": "a"}]`, all(smscodec.JSON), "json:1:2: row 1: status: " + notAnAnswer + `no "status" in the first sender, though all=1 was requested`},
		{"name = a, status = 1\nname = b\n", all(smscodec.Plain), "plain:2:1: row 2: status: " + notAnAnswer + `no "status" in this sender, though all=1 was requested`},
		{"a", all(smscodec.CSV), "csv:1:1: row 1: status: " + notAnAnswer + `no "status" in the first sender, though all=1 was requested`},
		{"<list><sender>a</sender></list>", operators(smscodec.XML), "xml:1:7: row 1: " + notAnAnswer + "no operators in the first sender, though operators=1 was requested"},
		{"a,1,2", operators(smscodec.CSV), "csv:1:1: row 1: " + notAnAnswer + "found 2 columns after the name, want 10 as operators=1 was requested"},
		{"zxcabs,2,2", request(smscodec.OpGet, smscodec.CSV), "csv:1:9: row 1: name: " + notAnAnswer + "more columns than requested"},
		{`[{"status": 1}]`, request(smscodec.OpGet, smscodec.JSON), "json:1:2: row 1: name: " + notAnAnswer + `no "sender" in the first sender`},
		{"ID = 5", get, "plain:1:1: row 1: " + notAnAnswer + "found an id, want a list of sender names"},
		{"name = a\nOK", get, "plain:2:1: row 2: " + notAnAnswer + "found OK, want a list of sender names"},
		{"abc", request(smscodec.OpAdd, smscodec.CSV), "csv:1:1: " + notAnAnswer + "found text, want the id of a sender name"},
		{"123", request(smscodec.OpDelete, smscodec.CSV), "csv:1:1: " + notAnAnswer + "found a number, want OK"},
		{`[]`, request(smscodec.OpAdd, smscodec.JSON), "json:1:1: " + notAnAnswer + "found an array, want the id of a sender name"},
		{`{"sender": 5}`, request(smscodec.OpGet, smscodec.JSON), "json:1:1: " + notAnAnswer + "found an object, want a list of sender names"},
		{`{}`, request(smscodec.OpChange, smscodec.JSON), "json:1:1: result: " + notAnAnswer + `no "result", want OK`},
		{`<list></list>`, request(smscodec.OpAdd, smscodec.XML), "xml:1:1: " + notAnAnswer + "found <list>, want the id of a sender name"},
		{`{"error": "a"}`, request(smscodec.OpAdd, smscodec.JSON), "json:1:1: error_code: " + notAnAnswer + `no "error_code" beside "error"`},
		{"", get, "plain:1:1: unexpected EOF: empty body: an empty list, or a lost answer"},
		{"\n", request(smscodec.OpAdd, smscodec.CSV), "csv:2:1: unexpected EOF: empty body"},
		{"", request(smscodec.OpGet, smscodec.JSON), "json:1:1: unexpected EOF: empty body"},
		{"name = \x98", in(get, smscodec.Windows1251), "plain:1:8: not text in the charset: byte 0x98 is not in windows-1251"},
		{"name = \xFF", get, "plain:1:8: not text in the charset: byte 0xFF is not in utf-8"},
	} {
		if _, err := smscodec.Decode([]byte(test.body), test.req); err == nil || err.Error() != "smscodec: "+test.want {
			t.Errorf("%q:\ngot  %v\nwant smscodec: %s", test.body, err, test.want)
		}
	}

	named := func(name string) smscodec.List { return smscodec.List{{Name: "a"}, {Name: name}} }
	for _, test := range []struct {
		reply smscodec.Reply
		req   smscodec.Request
		want  string // after "smscodec: "
	}{
		{smscodec.Done{}, request(smscodec.OpGet, smscodec.CSV), "csv: " + notAnAnswer + "Done does not answer get"},
		{smscodec.Added{}, request(smscodec.OpCheckCode, smscodec.XML), "xml: " + notAnAnswer + "Added does not answer check_code"},
		{smscodec.List{}, request(smscodec.OpDelete, smscodec.JSON), "json: " + notAnAnswer + "List does not answer del"},
		{nil, request(smscodec.OpGet, smscodec.JSON), "json: " + notAnAnswer + "a nil Reply does not answer get"},
		{(*smscodec.APIError)(nil), request(smscodec.OpGet, smscodec.JSON), "json: " + notAnAnswer + "a nil *APIError does not answer get"},
		{&smscodec.List{}, request(smscodec.OpGet, smscodec.JSON), "json: " + notAnAnswer + "*smscodec.List does not answer get"},
		{embedding{}, request(smscodec.OpGet, smscodec.JSON), "json: " + notAnAnswer + "smscodec_test.embedding does not answer get"},
		{named("5 €"), in(get, smscodec.KOI8R), "plain: row 2: name: cannot be represented: U+20AC '€' is not in koi8-r"},
		{named("\u202E"), in(get, smscodec.Windows1251), "plain: row 2: name: cannot be represented: U+202E is not in windows-1251"},
		{named("\uFFFE"), request(smscodec.OpGet, smscodec.XML), "xml: row 2: name: cannot be represented: U+FFFE is not in XML"},
		{named("\xFF"), get, "plain: row 2: name: cannot be represented: text that is not UTF-8"},
		{named("\x1B"), get, "plain: row 2: name: cannot be represented: control character U+001B"},
		{named("b,1"), request(smscodec.OpGet, smscodec.CSV), "csv: row 2: name: cannot be represented: it ends like a column"},
		{named("b"), all(smscodec.CSV), "csv: row 1: status: value out of range: no status, though all=1 was requested"},
		{named("b"), operators(smscodec.JSON), "json: row 1: registrations: value out of range: none, though operators=1 was requested"},
		{&smscodec.APIError{Code: 10000}, get, "plain: error_code: value out of range: 10000 is not from 0 to 9999"},
	} {
		if _, err := smscodec.Append(nil, test.reply, test.req); err == nil || err.Error() != "smscodec: "+test.want {
			t.Errorf("%+v:\ngot  %v\nwant smscodec: %s", test.reply, err, test.want)
		}
	}
}

func TestParseQuirks(t *testing.T) {
	for text, want := range map[string]smscodec.Quirk{
		"":                 0,
		"bom":              smscodec.QuirkBOM,
		"bom, crlf":        smscodec.QuirkBOM | smscodec.QuirkCRLF,
		" crlf ,bom,  bom": smscodec.QuirkBOM | smscodec.QuirkCRLF,
	} {
		if got, err := smscodec.ParseQuirks(text); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{" ", ",", "bom,", "b om", "bom crlf", "bom,\tcrlf", "BOM"} {
		if got, err := smscodec.ParseQuirks(text); err == nil || got != 0 {
			t.Errorf("%q: %v, %v, want an error", text, got, err)
		}
	}
}

// A departure after the error is not reported.
func TestReportEndsAtTheError(t *testing.T) {
	for _, test := range []struct {
		name string
		body string
		req  smscodec.Request
		want []smscodec.Quirk
	}{
		{"a control character before the id", "ERROR = 12 (a\x7f), ID - 1", smscodec.Request{Op: smscodec.OpGet}, []smscodec.Quirk{smscodec.QuirkCode}},
		{"a line after the refusal", "ERROR = 12 (a), ID - 1\nx", smscodec.Request{Op: smscodec.OpGet}, []smscodec.Quirk{smscodec.QuirkCode, smscodec.QuirkExtra}},
		{"a column that was not requested", "a,b\nc,1\nd,e", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV}, []smscodec.Quirk{smscodec.QuirkComma}},
	} {
		var got []smscodec.Quirk
		codec := smscodec.Codec{Report: func(e *smscodec.ParseError) { got = append(got, e.Quirk) }}
		_, err := codec.Decode([]byte(test.body), test.req)
		if diff := cmp.Diff(test.want, got); err == nil || diff != "" {
			t.Errorf("%s: %v, reports (-want +got):\n%s", test.name, err, diff)
		}
	}
}

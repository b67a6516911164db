package smscodec_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smscodec/smscodec"
)

// Requests out of queries and forms, and queries out of requests.

func TestParseQuery(t *testing.T) {
	const (
		utf8    = smscodec.UTF8
		win1251 = smscodec.Windows1251
	)
	for _, test := range []struct {
		reason string
		query  string
		want   smscodec.Request
	}{
		{"what a client should send", "get=1&fmt=3&charset=utf-8", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: utf8}},
		{"the server's defaults", "get=1", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.Plain, Charset: win1251}},
		{"old clients", "get_senders=1&fmt=1", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Charset: win1251}},
		{"old and new at once", "get_senders=1&get=1", smscodec.Request{Op: smscodec.OpGet, Charset: win1251}},
		{"0 and empty values switch off", "get=0&add=1&del=&fmt=2", smscodec.Request{Op: smscodec.OpAdd, Format: smscodec.XML, Charset: win1251}},
		{"repeated with the same value", "get=1&get=1&fmt=3&fmt=3", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: win1251}},
		{"the last value counts", "fmt=1&charset=windows-1251&get=1&charset=utf-8&fmt=3", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: utf8}},
		{"the last value is empty", "get=1&fmt=3&fmt=&all=1&all=", smscodec.Request{Op: smscodec.OpGet, Charset: win1251}},
		{"switched off by the last value", "get=1&add=1&get=0", smscodec.Request{Op: smscodec.OpAdd, Charset: win1251}},
		{"values before the last are not read", "get=x&get=1&fmt=9&fmt=2", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML, Charset: win1251}},
		{"a semicolon and a lone % in another parameter", "get=1&psw=a;fmt=3%&fmt=2", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.XML, Charset: win1251}},
		{"charset in any case", "del=1&charset=KOI8-R", smscodec.Request{Op: smscodec.OpDelete, Charset: smscodec.KOI8R}},
		{"all", "get=1&all=1", smscodec.Request{Op: smscodec.OpGet, Charset: win1251, All: true}},
		{"operators", "get=1&all=0&operators=1", smscodec.Request{Op: smscodec.OpGet, Charset: win1251, Operators: true}},
		{"other operations ignore both", "chg=1&all=1&operators=1", smscodec.Request{Op: smscodec.OpChange, Charset: win1251}},
		{"even where they are malformed", "send_code=1&all=yes", smscodec.Request{Op: smscodec.OpSendCode, Charset: win1251}},
		{"unknown parameters", "check_code=1&code=1234&login=a&psw=b", smscodec.Request{Op: smscodec.OpCheckCode, Charset: win1251}},
	} {
		if got, err := smscodec.ParseQuery(smscodec.ParseForm(test.query)); err != nil || got != test.want {
			t.Errorf("%s: ParseQuery(%q) = %+v, %v; want %+v", test.reason, test.query, got, err, test.want)
		}
	}
}

func TestParseQueryRefuses(t *testing.T) {
	const secret = "hunter2"
	for _, test := range []struct{ reason, query string }{
		{"no operation", ""},
		{"all switched off", "get=0&add=0"},
		{"two operations", "get=1&add=1"},
		{"two operations, one spelt the old way", "get_senders=1&del=1"},
		{"on and off", "get=1&get=0"},
		{"the last of several formats is none", "get=1&fmt=1&fmt=4"},
		{"neither 0 nor 1", "get=" + secret},
		{"neither 0 nor 1, spelt the old way", "get=1&get_senders=" + secret},
		{"not a format", "get=1&fmt=" + secret},
		{"a format with a leading zero", "get=1&fmt=03"},
		{"a format that does not exist", "get=1&fmt=4"},
		{"not a charset", "get=1&charset=" + secret},
		{"a charset that is only equal under case folding", "get=1&charset=\u212Aoi8-r"},
		{"all is neither 0 nor 1", "get=1&all=" + secret},
		{"operators is neither 0 nor 1", "get=1&operators=" + secret},
		{"charset repeated", "get=1&charset=utf-8&charset=" + secret},
		{"all and operators", "get=1&all=1&operators=1"},
	} {
		values := smscodec.ParseForm(test.query)
		values.Set("psw", secret)
		got, err := smscodec.ParseQuery(values)
		switch {
		case !errors.Is(err, smscodec.ErrRequest) || got != (smscodec.Request{}):
			t.Errorf("%s: ParseQuery(%q) = %+v, %v; want ErrRequest", test.reason, test.query, got, err)
		case strings.Contains(err.Error(), secret):
			t.Errorf("%s: the error shows a value: %v", test.reason, err)
		}
	}
}

// ParseForm reads a query as PHP's parse_str does.
func TestParseForm(t *testing.T) {
	for _, test := range []struct {
		name string
		raw  string
		want url.Values
	}{
		{"empty", "", url.Values{}},
		{"escapes", "a=%D0%B0%2f%2F&b%3d=%00", url.Values{"a": {"а//"}, "b=": {"\x00"}}},
		{"a plus is a space", "a+b=c+%2B", url.Values{"a b": {"c +"}}},
		{"repeated, in order", "fmt=1&charset=windows-1251&fmt=3", url.Values{"fmt": {"1", "3"}, "charset": {"windows-1251"}}},
		{"a semicolon separates nothing", "psw=a;fmt=3&b;c=d", url.Values{"psw": {"a;fmt=3"}, "b;c": {"d"}}},
		{"a % that starts no escape", "a=100%&b=%zz%4&%=%%41", url.Values{"a": {"100%"}, "b": {"%zz%4"}, "%": {"%A"}}},
		{"an escape of an escape is decoded once", "a=%2541", url.Values{"a": {"%41"}}},
		{"without a value", "a&b=&=c", url.Values{"a": {""}, "b": {""}, "": {"c"}}},
		{"empty parameters", "&&a=1&", url.Values{"a": {"1"}}},
		{"only the first = separates", "a=b=c", url.Values{"a": {"b=c"}}},
		{"names stay as they are", "a.b=1&c[]=2&+d=3", url.Values{"a.b": {"1"}, "c[]": {"2"}, " d": {"3"}}},
		{"bytes that are not UTF-8", "a=\xFF%FF", url.Values{"a": {"\xFF\xFF"}}},
	} {
		if diff := cmp.Diff(test.want, smscodec.ParseForm(test.raw)); diff != "" {
			t.Errorf("%s: ParseForm(%q) (-want +got):\n%s", test.name, test.raw, diff)
		}
	}
}

// An error about an invalid Request has no position, as it is not about the data.
func TestErrorOfARequestHasNoPosition(t *testing.T) {
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true, Operators: true}
	const want = "smscodec: invalid request: all and operators exclude each other"
	_, decoding := smscodec.Decode([]byte("[]"), req)
	_, encoding := smscodec.Append(nil, smscodec.List{}, req)
	_, parsing := smscodec.ParseQuery(req.Query())
	for call, err := range map[string]error{"Decode": decoding, "Append": encoding, "ParseQuery": parsing} {
		if !errors.Is(err, smscodec.ErrRequest) || err.Error() != want {
			t.Errorf("%s: %v, want %s", call, err, want)
		}
	}
}

func TestQueryAlwaysHasTheCharset(t *testing.T) {
	got := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true}.Query().Encode()
	if want := "all=1&charset=utf-8&fmt=3&get=1"; got != want {
		t.Errorf("Query returns %q, want %q", got, want)
	}
}

package smscodec_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/smscodec/smscodec"
)

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
		{"0 and nothing switch off", "get=0&add=1&del=&fmt=2", smscodec.Request{Op: smscodec.OpAdd, Format: smscodec.XML, Charset: win1251}},
		{"repeated alike", "get=1&get=1&fmt=3&fmt=3", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, Charset: win1251}},
		{"repeated, once empty", "get=1&fmt=&fmt=1", smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Charset: win1251}},
		{"charset in any case", "del=1&charset=KOI8-R", smscodec.Request{Op: smscodec.OpDelete, Charset: smscodec.KOI8R}},
		{"all", "get=1&all=1", smscodec.Request{Op: smscodec.OpGet, Charset: win1251, All: true}},
		{"operators", "get=1&all=0&operators=1", smscodec.Request{Op: smscodec.OpGet, Charset: win1251, Operators: true}},
		{"other operations ignore both", "chg=1&all=1&operators=1", smscodec.Request{Op: smscodec.OpChange, Charset: win1251}},
		{"even where they are malformed", "send_code=1&all=yes", smscodec.Request{Op: smscodec.OpSendCode, Charset: win1251}},
		{"unknown parameters", "check_code=1&code=1234&login=a&psw=b", smscodec.Request{Op: smscodec.OpCheckCode, Charset: win1251}},
	} {
		values, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := smscodec.ParseQuery(values); err != nil || got != test.want {
			t.Errorf("%s: ParseQuery(%q) = %+v, %v; want %+v", test.reason, test.query, got, err, test.want)
		}
	}
}

func TestParseQueryRefuses(t *testing.T) {
	const secret = "hunter2"
	for _, test := range []struct{ reason, query string }{
		{"nothing asked for", ""},
		{"all switched off", "get=0&add=0"},
		{"two operations", "get=1&add=1"},
		{"two operations, one spelt the old way", "get_senders=1&del=1"},
		{"repeated otherwise", "get=1&fmt=1&fmt=2"},
		{"on and off", "get=1&get=0"},
		{"no switch", "get=" + secret},
		{"no switch, spelt the old way", "get=1&get_senders=" + secret},
		{"no format", "get=1&fmt=" + secret},
		{"a format with a zero", "get=1&fmt=03"},
		{"a format that there is not", "get=1&fmt=4"},
		{"no charset", "get=1&charset=" + secret},
		{"a charset that only looks so", "get=1&charset=\u212Aoi8-r"},
		{"all is no switch", "get=1&all=" + secret},
		{"operators is no switch", "get=1&operators=" + secret},
		{"charset repeated", "get=1&charset=utf-8&charset=" + secret},
		{"all and operators", "get=1&all=1&operators=1"},
	} {
		values, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
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

func TestQueryAlwaysHasTheCharset(t *testing.T) {
	got := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true}.Query().Encode()
	if want := "all=1&charset=utf-8&fmt=3&get=1"; got != want {
		t.Errorf("Query gives %q, want %q", got, want)
	}
}

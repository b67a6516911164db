package smsctest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
	"github.com/smscodec/smscodec/smsctest"
)

// Each fault, byte for byte.
func TestFaultBodies(t *testing.T) {
	const (
		jsonUTF8 = "&fmt=3&charset=utf-8"
		xmlUTF8  = "&fmt=2&charset=utf-8"
		csvUTF8  = "&fmt=1&charset=utf-8"
		json1251 = "application/json; charset=windows-1251"
	)
	config := smsctest.Config{
		State: smsctest.State{Senders: []smsctest.Sender{
			{ID: 7, Name: "Магазин", Status: smscodec.StatusApproved},
			{ID: 8, Name: "SMSC", Status: smscodec.StatusPending},
		}},
	}
	for _, test := range []struct {
		faults      []smsctest.Fault
		query       string
		contentType string // "" if it is the requested one
		body        string
	}{
		{nil, "get=1" + jsonUTF8, "", "[{\n\"sender\": \"Магазин\"\n}]"},
		{[]smsctest.Fault{smsctest.FaultBareOK}, "del=1&id=8" + jsonUTF8, "", "OK"},
		{[]smsctest.Fault{smsctest.FaultBareOK}, "del=1&id=8" + xmlUTF8, "", "OK"},
		{[]smsctest.Fault{smsctest.FaultBareOK}, "get=1" + csvUTF8, "", "Магазин"},
		{[]smsctest.Fault{smsctest.FaultBareOK}, "del=1&id=9" + csvUTF8, "", "0,-3"},
		{[]smsctest.Fault{smsctest.FaultPlainError}, "del=1&id=9" + jsonUTF8, "", "ERROR = 3 (record not found)"},
		{[]smsctest.Fault{smsctest.FaultPlainError}, "del=1&id=8" + jsonUTF8, "", "{\n\"result\": \"OK\"\n}"},
		{[]smsctest.Fault{smsctest.FaultXMLDeclaration}, "del=1&id=8" + xmlUTF8, "", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<result>OK</result>"},
		{[]smsctest.Fault{smsctest.FaultXMLDeclaration}, "del=1&id=8&fmt=2&charset=koi8-r", "", "<?xml version=\"1.0\" encoding=\"KOI8-R\"?>\n<result>OK</result>"},
		{[]smsctest.Fault{smsctest.FaultXMLDeclaration}, "del=1&id=8" + jsonUTF8, "", "{\n\"result\": \"OK\"\n}"},
		{[]smsctest.Fault{smsctest.FaultCRLF}, "get=1&all=1" + csvUTF8, "", "Магазин,1\r\nSMSC,0\r\n"},
		{[]smsctest.Fault{smsctest.FaultCRLF}, "del=1&id=8" + jsonUTF8, "", "{\r\n\"result\": \"OK\"\r\n}"},
		{[]smsctest.Fault{smsctest.FaultBOM}, "get=1" + csvUTF8, "", "\xEF\xBB\xBFМагазин"},
		{[]smsctest.Fault{smsctest.FaultBOM}, "get=1&fmt=1", "", "\xcc\xe0\xe3\xe0\xe7\xe8\xed"},
		{[]smsctest.Fault{smsctest.FaultExtra}, "get=1" + jsonUTF8, "", "[{\n\"sender\": \"Магазин\",\n\"id\": 7\n}]"},
		{[]smsctest.Fault{smsctest.FaultExtra}, "get=1&charset=utf-8", "", "name = Магазин, id = 7"},
		{[]smsctest.Fault{smsctest.FaultExtra}, "get=1" + csvUTF8, "", "Магазин"},
		{[]smsctest.Fault{smsctest.FaultExtra}, "del=1&id=9" + csvUTF8, "", "34,-3"},
		{[]smsctest.Fault{smsctest.FaultExtra}, "del=1&id=8" + jsonUTF8, "", "{\n\"result\": \"OK\"\n}"},
		{[]smsctest.Fault{smsctest.FaultColumns13}, "get=1&operators=1" + csvUTF8, "", "Магазин" + strings.Repeat(",0", 13)},
		{[]smsctest.Fault{smsctest.FaultColumns13}, "get=1" + csvUTF8, "", "Магазин"},
		{[]smsctest.Fault{smsctest.FaultOtherCharset}, "get=1" + jsonUTF8, json1251, "[{\n\"sender\": \"\xcc\xe0\xe3\xe0\xe7\xe8\xed\"\n}]"},
		{[]smsctest.Fault{smsctest.FaultWrongCharset}, "get=1" + jsonUTF8, "", "[{\n\"sender\": \"\xcc\xe0\xe3\xe0\xe7\xe8\xed\"\n}]"},
		{[]smsctest.Fault{smsctest.FaultWrongCharset}, "get=1&fmt=3", "", "[{\n\"sender\": \"Магазин\"\n}]"},
		{[]smsctest.Fault{smsctest.FaultTruncated}, "del=1&id=8" + xmlUTF8, "", "<result>O"},
		{[]smsctest.Fault{smsctest.FaultEmpty}, "del=1&id=8" + xmlUTF8, "", ""},
		{
			[]smsctest.Fault{smsctest.FaultBOM, smsctest.FaultCRLF, smsctest.FaultXMLDeclaration}, "del=1&id=8" + xmlUTF8, "",
			"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<result>OK</result>",
		},
	} {
		fake := smsctest.New(config)
		fake.SetFaults(test.faults...)
		resp := send(fake, test.query+"&login=demo&psw=demo")
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		if string(body) != test.body {
			t.Errorf("%v, %s: %q, want %q", test.faults, test.query, body, test.body)
		}
		req, err := smscodec.ParseQuery(smscodec.ParseForm(test.query))
		if err != nil {
			t.Fatal(err)
		}
		want := test.contentType
		if want == "" {
			want = smschttp.ContentType(req)
		}
		if got := resp.Header.Get("Content-Type"); got != want {
			t.Errorf("%v, %s: Content-Type %s, want %s", test.faults, test.query, got, want)
		}
		declared := resp.ContentLength
		if slices.Contains(test.faults, smsctest.FaultTruncated) {
			declared /= 2
		}
		if declared != int64(len(body)) {
			t.Errorf("%v, %s: Content-Length %d of %d bytes", test.faults, test.query, resp.ContentLength, len(body))
		}
	}
}

// A list that reads the same in every charset gets a name that does not.
func TestFaultCharsetsShow(t *testing.T) {
	const cyrillic1251 = "\xcc\xe0\xe3\xe0\xe7\xe8\xed"
	for _, test := range []struct {
		fault smsctest.Fault
		query string
		body  string
	}{
		{smsctest.FaultWrongCharset, "get=1&fmt=1&charset=utf-8", "zxcabs\n" + cyrillic1251},
		{smsctest.FaultWrongCharset, "get=1&fmt=1", "zxcabs\nМагазин"},
		{smsctest.FaultOtherCharset, "get=1&fmt=1&charset=utf-8", "zxcabs\n" + cyrillic1251},
		{smsctest.FaultOtherCharset, "get=1&fmt=1&all=1&charset=utf-8", "zxcabs,1\n79001234567,0\nSMSC.RU,2\n" + cyrillic1251 + ",1"},
		{smsctest.FaultBOM, "get=1&fmt=1", "zxcabs"},
		{smsctest.FaultOtherCharset, "del=1&id=1", "OK"},
	} {
		fake := smsctest.New(smsctest.Demo())
		fake.SetFaults(test.fault)
		body, err := io.ReadAll(send(fake, test.query+"&login=demo&psw=demo").Body)
		if err != nil || string(body) != test.body {
			t.Errorf("%v, %s: %q, want %q", test.fault, test.query, body, test.body)
		}
	}
	fake := smsctest.New(smsctest.Demo())
	fake.SetFaults(smsctest.FaultWrongCharset)
	if got := summary(ask(t, fake, "get=1&operators=1&fmt=2")); got != "[zxcabs/2 "+mojibake(smsctest.CyrillicName)+"/0]" {
		t.Errorf("with operators: %s", got)
	}
	if n := len(fake.State().Senders); n != 3 {
		t.Errorf("the state has %d names", n)
	}
}

// A record has the faults that changed the answer, and those that could not.
func TestFaultsApplied(t *testing.T) {
	const jsonUTF8, csvUTF8, xmlUTF8 = "&fmt=3&charset=utf-8", "&fmt=1&charset=utf-8", "&fmt=2&charset=utf-8"
	for _, test := range []struct{ faults, query, want string }{
		{"bare-ok", "del=1&id=1" + jsonUTF8, "bare-ok"},
		{"bare-ok", "del=1&id=1" + csvUTF8, "without effect: bare-ok"},
		{"bare-ok", "del=1&id=9" + jsonUTF8, "without effect: bare-ok"},
		{"plain-error", "del=1&id=9" + jsonUTF8, "plain-error"},
		{"plain-error", "del=1&id=9", "without effect: plain-error"},
		{"plain-error", "del=1&id=1" + jsonUTF8, "without effect: plain-error"},
		{"xml-declaration", "get=1" + xmlUTF8, "xml-declaration"},
		{"xml-declaration", "get=1" + jsonUTF8, "without effect: xml-declaration"},
		{"bare-ok xml-declaration", "del=1&id=1" + xmlUTF8, "bare-ok; without effect: xml-declaration"},
		{"crlf", "del=1&id=1" + csvUTF8, "crlf"},
		{"crlf", "del=1&id=1" + xmlUTF8, "without effect: crlf"},
		{"bom", "get=1" + csvUTF8, "bom"},
		{"bom bom", "get=1&fmt=1", "without effect: bom"},
		{"extra", "get=1" + jsonUTF8, "extra"},
		{"extra", "get=1" + csvUTF8, "without effect: extra"},
		{"extra", "get=1&prev_id=9" + jsonUTF8, "without effect: extra"},
		{"extra", "del=1&id=9" + csvUTF8, "extra"},
		{"columns-13", "get=1&operators=1" + csvUTF8, "columns-13"},
		{"columns-13", "get=1" + csvUTF8, "without effect: columns-13"},
		{"other-charset", "get=1" + csvUTF8, "other-charset"},
		{"other-charset", "del=1&id=1" + csvUTF8, "other-charset"}, // of the header
		{"other-charset", "get=1&fmt=1", "without effect: other-charset"},
		{"wrong-charset", "get=1" + csvUTF8, "wrong-charset"},
		{"wrong-charset", "del=1&id=1" + csvUTF8, "without effect: wrong-charset"},
		{"truncated", "get=1" + csvUTF8, "truncated"},
		{"empty truncated bom", "get=1" + csvUTF8, "empty; without effect: truncated, bom"},
		{"bad-gateway bom not-saved", "del=1&id=1" + csvUTF8, "bad-gateway; without effect: bom, not-saved"},
		{"delay", "get=1", "delay"},
		{"ip-blocked", "get=1", "ip-blocked"},
		{"not-saved", "add=1&sender=SMSC&cmt=x", "not-saved"},
		{"not-saved", "chg=1&id=1&cmt=x", "not-saved"},
		{"not-saved", "del=1&id=1", "not-saved"},
		{"not-saved", "add=1&sender=zxcabs&cmt=x", "without effect: not-saved"},
		{"not-saved", "get=1", "without effect: not-saved"},
		{"undeliverable", "send_code=1&sender=79001234567", "undeliverable"},
		{"undeliverable", "check_code=1&sender=79001234567", "without effect: undeliverable"},
	} {
		config := smsctest.Demo()
		config.Delay = time.Nanosecond
		fake := smsctest.New(config)
		var faults []smsctest.Fault
		for name := range strings.FieldsSeq(test.faults) {
			var fault smsctest.Fault
			if err := fault.UnmarshalText([]byte(name)); err != nil {
				t.Fatal(err)
			}
			faults = append(faults, fault)
		}
		fake.SetFaults(faults...)
		send(fake, test.query+"&login=demo&psw=demo")
		if got := fake.Requests()[0].String(); !strings.HasSuffix(got, " ("+test.want+")") {
			t.Errorf("%s: %s, want %s", test.query, got, test.want)
		}
	}
}

// mojibake returns what UTF-8 looks like if it is decoded as windows-1251.
func mojibake(text string) string {
	got, err := charmap.Windows1251.NewDecoder().String(text)
	if err != nil {
		return err.Error()
	}
	return got
}

// A name that the other charset does not have is sent in the requested one.
func TestFaultCharsetThatCannotBe(t *testing.T) {
	fake := smsctest.New(smsctest.Config{State: smsctest.State{Senders: []smsctest.Sender{{ID: 1, Name: "é", Status: 1}}}})
	for _, fault := range []smsctest.Fault{smsctest.FaultOtherCharset, smsctest.FaultWrongCharset} {
		fake.SetFaults(fault)
		got := summary(ask(t, fake, fmt.Sprintf("get=1&charset=utf-8&fmt=%d", fault%4)))
		if got != "[é]" {
			t.Errorf("%v: %s", fault, got)
		}
	}
}

// How net/http's client sees the faults that are not in the body.
func TestFaultsOnTheWay(t *testing.T) {
	config := smsctest.Demo()
	config.Unlimited = true
	config.Delay = time.Hour
	deleted := make(chan struct{})
	config.Save = func(s smsctest.State) error {
		if len(s.Senders) == 0 {
			close(deleted)
		}
		return nil
	}
	server := smsctest.NewServer(t, config)
	req := smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON}
	post := func(ctx context.Context, id int) error {
		form := req.Query()
		form.Set("login", "demo")
		form.Set("psw", "demo")
		form.Set("id", fmt.Sprint(id))
		r, err := http.NewRequestWithContext(ctx, "POST", server.URL, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		_, err = smschttp.ReadReply(resp, req)
		return err
	}

	server.SetFaults(smsctest.FaultBadGateway)
	var response *smschttp.ResponseError
	if err := post(t.Context(), 1); !errors.As(err, &response) || response.StatusCode != 502 || response.ContentType != "text/html" {
		t.Errorf("bad gateway: %v", err)
	}
	if n := len(server.State().Senders); n != 3 {
		t.Errorf("bad gateway: carried out, %d names", n)
	}

	server.SetFaults(smsctest.FaultDrop)
	if err := post(t.Context(), 1); !errors.Is(err, io.EOF) {
		t.Errorf("dropped: %v", err)
	}
	server.SetFaults(smsctest.FaultTruncated)
	if err := post(t.Context(), 2); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("truncated: %v", err)
	}
	if n := len(server.State().Senders); n != 1 {
		t.Errorf("dropped and truncated: %d names, want 1 left", n)
	}

	// The client gives up once the request has been carried out.
	server.SetFaults(smsctest.FaultDelay)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- post(ctx, 3) }()
	<-deleted
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("delayed: %v", err)
	}
}

func TestFaultDelay(t *testing.T) {
	config := smsctest.Demo()
	config.Delay = time.Nanosecond
	fake := smsctest.New(config)
	fake.SetFaults(smsctest.FaultDelay)
	if got := summary(ask(t, fake, "get=1")); got != "[zxcabs]" {
		t.Errorf("delayed: %s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	config.Delay = time.Hour
	fake = smsctest.New(config)
	fake.SetFaults(smsctest.FaultDelay)
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, httptest.NewRequest("GET", "/?get=1", nil).WithContext(ctx))
	if w.Body.Len() > 0 {
		t.Errorf("answered %q to nobody", w.Body)
	}
}

// The faults of FaultNext apply to one request each, then those of SetFaults apply again.
func TestFaultNext(t *testing.T) {
	config, _ := demo()
	config.Unlimited = true
	fake := smsctest.New(config)
	standing := []smsctest.Fault{smsctest.FaultIPBlocked}
	fake.SetFaults(standing...)
	standing[0] = smsctest.FaultDrop
	fake.FaultNext()
	fake.FaultNext(smsctest.FaultNotSaved)
	for i, want := range []string{"id 4", "error 5", "error 4", "error 4"} {
		if got := summary(ask(t, fake, fmt.Sprintf("add=1&sender=n%d&cmt=x", i))); got != want {
			t.Errorf("request %d: %s, want %s", i, got, want)
		}
	}
	fake.SetFaults()
	if got := summary(ask(t, fake, "add=1&sender=last&cmt=x")); got != "id 5" {
		t.Errorf("in the end: %s", got)
	}
}

func TestFaultText(t *testing.T) {
	names := map[string]bool{}
	for _, fault := range smsctest.Faults() {
		text, err := fault.MarshalText()
		if err != nil {
			t.Errorf("%d: %v", fault, err)
		}
		var back smsctest.Fault
		if err := back.UnmarshalText(text); err != nil || back != fault {
			t.Errorf("%s: read as %v, %v", text, back, err)
		}
		if string(text) != fault.String() || names[string(text)] || len(text) == 0 {
			t.Errorf("%d is called %q", fault, text)
		}
		names[string(text)] = true
	}
	for _, number := range []smsctest.Fault{0, smsctest.FaultDrop + 1, 255} {
		if _, err := number.MarshalText(); err == nil || number.String() != fmt.Sprintf("Fault(%d)", uint8(number)) {
			t.Errorf("%d is called %v", number, number)
		}
	}
	for _, text := range []string{"", "hunter2", "Drop"} {
		fault := smsctest.FaultCRLF
		err := fault.UnmarshalText([]byte(text))
		if err == nil || fault != smsctest.FaultCRLF || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q: %v, %v", text, fault, err)
		}
	}
}

// An account without names answers with an empty list, which in plain and CSV is an
// empty body, or as sibling endpoints do, with code 3.
func TestFakeWithoutNames(t *testing.T) {
	for f, empty := range []string{"", "", "<list>\n</list>", "[]"} {
		for _, test := range []struct {
			faults []smsctest.Fault
			query  string
			want   string
		}{
			{nil, "get=1", empty},
			{[]smsctest.Fault{smsctest.FaultEmptyRefused}, "get=1&all=1", "record not found"},
			{[]smsctest.Fault{smsctest.FaultEmptyRefused}, "add=1&sender=SMSC&cmt=ours", ""},
			{[]smsctest.Fault{smsctest.FaultEmptyRefused}, "get=1", "record not found"}, // none is approved
			{[]smsctest.Fault{smsctest.FaultEmptyRefused}, "get=1&all=1", "SMSC"},
		} {
			fake := smsctest.New(smsctest.Config{})
			if test.want == "SMSC" || test.query == "get=1" && test.faults != nil {
				send(fake, "login=demo&psw=demo&add=1&sender=SMSC&cmt=ours")
			}
			fake.SetFaults(test.faults...)
			body, err := io.ReadAll(send(fake, fmt.Sprintf("login=demo&psw=demo&fmt=%d&", f)+test.query).Body)
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			if want == "record not found" && f == int(smscodec.CSV) {
				want = "0,-3"
			}
			if got := string(body); !strings.Contains(got, want) || want == "" && test.query == "get=1" && got != "" {
				t.Errorf("%v, %s in %v: %q, want %q", test.faults, test.query, smscodec.Format(f), got, want)
			}
		}
	}
}

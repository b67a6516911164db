package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/smscodec/smscodec/smsctest"
)

// between starts a fake with a proxy before it.
func between(t *testing.T, config smsctest.Config) (backend *smsctest.Server, front *proxy, logged *strings.Builder) {
	t.Helper()
	backend = smsctest.NewServer(t, config)
	logged = new(strings.Builder)
	return backend, &proxy{backend: backend.URL, client: &http.Client{Timeout: time.Minute}, log: log.New(logged, "", 0)}, logged
}

func get(h http.Handler, query string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", smsctest.Path+"?"+query, nil))
	return w
}

// A client sees through the proxy what it would see without: status, header and
// body.
func TestProxyIsTransparent(t *testing.T) {
	for _, query := range []string{
		"get=1", "get=1&all=1", "get=1&operators=1", "get_senders=1",
		"add=1&sender=SMSC", "add=1&sender=zxcabs", "chg=1&sender=zxcabs&cmt=%EC%EE%E9", "send_code=1&sender=79001234567",
		"check_code=1&sender=79001234567&code=1", "del=1&id=1", "del=1&id=9", "get=1&psw=wrong",
	} {
		for format := range 4 {
			for _, charset := range []string{"", "windows-1251", "koi8-r"} {
				query := fmt.Sprintf("%s&fmt=%d&charset=%s&login=demo&psw=demo", query, format, charset)
				config := smsctest.Demo()
				config.State.Senders[0].Name = "Магазин"
				direct := get(smsctest.New(config), query)
				backend, front, logged := between(t, config)
				through := get(front, query)
				if through.Code != direct.Code || through.Body.String() != direct.Body.String() ||
					through.Header().Get("Content-Type") != direct.Header().Get("Content-Type") {
					t.Errorf("%s: HTTP %d %q, without the proxy %d %q", query, through.Code, through.Body, direct.Code, direct.Body)
				}
				if r := backend.Requests()[0]; r.Method != "POST" || r.Form.Get("fmt") != "3" {
					t.Errorf("%s: the backend was asked by %s for %v", query, r.Method, r.Form)
				}
				if logged.Len() > 0 {
					t.Errorf("%s: logged %s", query, logged)
				}
			}
		}
	}
}

// What the backend does beyond its page stays behind, in XML.
func TestProxyHeals(t *testing.T) {
	for _, test := range []struct {
		faults []smsctest.Fault
		query  string
		want   string
	}{
		{[]smsctest.Fault{smsctest.FaultBareOK, smsctest.FaultCRLF}, "del=1&id=1", "<result>OK</result>"},
		{[]smsctest.Fault{smsctest.FaultPlainError}, "del=1&id=9", "<result>\n<error>record not found</error>\n<error_code>3</error_code>\n</result>"},
		{[]smsctest.Fault{smsctest.FaultBOM, smsctest.FaultExtra}, "get=1&charset=utf-8", "<list>\n<sender>zxcabs</sender>\n</list>"},
		{[]smsctest.Fault{smsctest.FaultExtra}, "del=1&id=9", "<result>\n<error>record not found</error>\n<error_code>3</error_code>\n</result>"},
	} {
		backend, front, _ := between(t, smsctest.Demo())
		backend.SetFaults(test.faults...)
		w := get(front, test.query+"&fmt=2&login=demo&psw=demo")
		if w.Code != 200 || w.Body.String() != test.want {
			t.Errorf("%v: HTTP %d %q, want %q", test.faults, w.Code, w.Body, test.want)
		}
	}
}

// What is no answer is 502, and a line in the log without secrets.
func TestProxyFailures(t *testing.T) {
	for _, fault := range []smsctest.Fault{
		smsctest.FaultWrongCharset, smsctest.FaultTruncated, smsctest.FaultEmpty, smsctest.FaultBadGateway, smsctest.FaultDrop, smsctest.FaultDelay,
	} {
		config := smsctest.Demo()
		config.State.Senders[0].Name = "Магазин"
		config.Delay = time.Hour
		backend, front, logged := between(t, config)
		if fault == smsctest.FaultDelay {
			front.client.Timeout = 10 * time.Millisecond
		}
		backend.SetFaults(fault)
		w := get(front, "get=1&fmt=2&charset=utf-8&login=demo&psw=demo")
		if w.Code != http.StatusBadGateway {
			t.Errorf("%v: HTTP %d", fault, w.Code)
		}
		if !strings.HasPrefix(logged.String(), "get in xml: ") || strings.Contains(logged.String(), "demo") || strings.Contains(logged.String(), "http://") {
			t.Errorf("%v: logged %q", fault, logged)
		}
	}
}

// A list that the client's format cannot carry is not cut to fit.
func TestProxyWhatCannotBeHandedOn(t *testing.T) {
	config := smsctest.Demo()
	config.State.Senders[0].Name = "<zxcabs>"
	_, front, logged := between(t, config)
	w := get(front, "get=1&fmt=1&login=demo&psw=demo")
	if w.Code != http.StatusBadGateway || !strings.Contains(logged.String(), "row 0") {
		t.Errorf("HTTP %d %q, logged %q", w.Code, w.Body, logged)
	}
}

func TestProxyRefusesWhatIsNoRequest(t *testing.T) {
	_, front, _ := between(t, smsctest.Config{})
	for _, query := range []string{"", "get=hunter1", "get=1&fmt=hunter1", "get=1&psw=%zz"} {
		w := get(front, query)
		if w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "hunter") {
			t.Errorf("%q: HTTP %d %s", query, w.Code, w.Body)
		}
	}
	large := httptest.NewRequest("POST", "/", io.LimitReader(endless{}, maxForm+1))
	large.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	front.ServeHTTP(w, large)
	if w.Code != http.StatusBadRequest {
		t.Errorf("a large form: HTTP %d", w.Code)
	}
	front.backend = "\x00"
	if w := get(front, "get=1"); w.Code != http.StatusBadGateway {
		t.Errorf("no backend: HTTP %d", w.Code)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

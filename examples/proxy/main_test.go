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

// between starts a fake, and a proxy in front of it.
func between(t *testing.T, config smsctest.Config) (backend *smsctest.Server, front *proxy, logged *strings.Builder) {
	t.Helper()
	backend = smsctest.NewServer(t, config)
	logged = new(strings.Builder)
	return backend, &proxy{backend: backend.URL, client: newClient(), log: log.New(logged, "", 0)}, logged
}

func get(h http.Handler, query string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", smsctest.Path+"?"+query, nil))
	return w
}

// A client sees the same with the proxy as without: status, header and body.
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

// Departures of the backend from the documentation do not reach a client that reads XML.
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

// A response that is not an answer becomes a 502, and a line in the log without secrets.
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

// A list that the client's format cannot represent is not shortened to fit.
func TestProxyWhatCannotBeHandedOn(t *testing.T) {
	config := smsctest.Demo()
	config.State.Senders[0].Name = "<zxcabs>"
	_, front, logged := between(t, config)
	w := get(front, "get=1&fmt=1&login=demo&psw=demo")
	if w.Code != http.StatusBadGateway || !strings.Contains(logged.String(), "row 1") {
		t.Errorf("HTTP %d %q, logged %q", w.Code, w.Body, logged)
	}
}

// An invalid request is refused as the endpoint does it, in the client's format if that is
// known, and the backend is not called.
func TestProxyRefusesWhatIsNoRequest(t *testing.T) {
	const (
		plain = "ERROR = 1 (parameters error)"
		inXML = "<result>\n<error>parameters error</error>\n<error_code>1</error_code>\n</result>"
	)
	refuses := func(name string, r *http.Request, want string) {
		t.Helper()
		backend, front, _ := between(t, smsctest.Config{})
		w := httptest.NewRecorder()
		front.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.String() != want {
			t.Errorf("%s: HTTP %d %q, want %q", name, w.Code, w.Body, want)
		}
		if n := len(backend.Requests()); n > 0 {
			t.Errorf("%s: %d requests of the backend", name, n)
		}
	}
	for query, want := range map[string]string{
		"":                  plain,
		"get=hunter1":       plain,
		"get=1&fmt=hunter1": plain,
		"get=1&add=1&fmt=2": inXML,
		"fmt=1":             "0,-1",
	} {
		refuses(query, httptest.NewRequest("GET", "/?"+query, nil), want)
	}
	post := func(body io.Reader, contentType string) *http.Request {
		r := httptest.NewRequest("POST", "/?fmt=2", body)
		r.Header.Set("Content-Type", contentType)
		return r
	}
	refuses("a large form", post(io.LimitReader(endless{}, maxForm+1), "application/x-www-form-urlencoded"), inXML)
	refuses("a form in parts", post(strings.NewReader("--x\r\n"), "multipart/form-data; boundary=x"), inXML)
}

func TestProxyWithoutBackend(t *testing.T) {
	_, front, _ := between(t, smsctest.Config{})
	front.backend = "\x00"
	if w := get(front, "get=1"); w.Code != http.StatusBadGateway {
		t.Errorf("HTTP %d", w.Code)
	}
}

// The client's password is sent to the backend only.
func TestProxyFollowsNoRedirect(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("redirected to %s", r.Host)
	}))
	defer other.Close()
	backend := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer backend.Close()
	_, front, _ := between(t, smsctest.Config{})
	front.backend = backend.URL
	if w := get(front, "get=1&login=demo&psw=demo"); w.Code != http.StatusBadGateway {
		t.Errorf("HTTP %d", w.Code)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// The proxy reads parameters as the endpoint does, not as net/http does.
func TestProxyReadsParametersAsTheEndpoint(t *testing.T) {
	for _, test := range []struct{ query, form string }{
		{"get=1&all=1&fmt=3&login=demo&psw=demo&x=a;b", ""},
		{"get=1&all=1&fmt=3&login=demo&psw=demo&x=100%", ""},
		{"fmt=1&get=1&login=demo&psw=demo&fmt=3", ""},
		{"get=1&fmt=2&login=demo&psw=demo", "fmt=3"},
		{"get=1&fmt=3&login=demo&psw=wrong", "psw=demo"},
	} {
		ask := func(h http.Handler) string {
			method := "GET"
			if test.form != "" {
				method = "POST"
			}
			r := httptest.NewRequest(method, smsctest.Path+"?"+test.query, strings.NewReader(test.form))
			if test.form != "" {
				r.Header.Set("Content-Type", formType)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w.Body.String()
		}
		_, front, _ := between(t, smsctest.Demo())
		direct, through := ask(smsctest.New(smsctest.Demo())), ask(front)
		if through != direct || !strings.HasPrefix(direct, "[") {
			t.Errorf("%s, form %q: %q, without the proxy %q", test.query, test.form, through, direct)
		}
	}
}

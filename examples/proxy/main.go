// Proxy is an example: a server between an old client and a new backend. The client
// requests any format and receives it. The proxy requests JSON from the backend, which is
// the best recorded format, and does not pass on departures from the vendor's
// documentation. It does not accept multipart forms, which may have a file.
//
//	go run ./cmd/smscodec serve &
//	go run ./examples/proxy -backend http://127.0.0.1:8080/sys/senders.php
//	curl 'http://127.0.0.1:8081/sys/senders.php?get=1&fmt=2&login=demo&psw=demo'
package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"log"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smschttp"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8081", "`address` for clients")
	backend := flag.String("backend", "https://smsc.ru/sys/senders.php", "`URL` of the endpoint")
	flag.Parse()
	logger := log.New(os.Stderr, "", log.LstdFlags)
	server := &http.Server{
		Addr: *listen,
		Handler: &proxy{
			backend: *backend,
			client:  newClient(),
			log:     logger,
		},
		ReadTimeout:    30 * time.Second,
		MaxHeaderBytes: 64 << 10,
	}
	logger.Printf("listening on %s", *listen)
	logger.Fatal(server.ListenAndServe())
}

// newClient returns a client that sends passwords to the backend only: it does not follow
// redirects.
func newClient() *http.Client {
	return &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// A proxy is the handler. It logs neither URLs nor parameters, as these contain secrets.
type proxy struct {
	backend string
	client  *http.Client
	log     *log.Logger
}

const (
	maxForm  = 64 << 10 // bytes of a client's form
	formType = "application/x-www-form-urlencoded"
)

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	form, err := parameters(r)
	asked, parseErr := parse(form)
	if err == nil {
		err = parseErr
	}
	if err != nil {
		// Refuse as the endpoint does, in the client's format: it can parse nothing else.
		p.reply(w, &smscodec.APIError{Code: smscodec.ErrParams, Text: "parameters error"}, asked)
		return
	}
	reply, err := p.ask(r.Context(), form, asked)
	if err != nil {
		p.fail(w, asked, err)
		return
	}
	p.reply(w, documented(reply), asked)
}

// parameters returns what a client sends, as the endpoint reads it: a parameter of the form
// replaces the one of the URL. http.Request.ParseForm has it the other way around, and
// refuses a semicolon.
func parameters(r *http.Request) (url.Values, error) {
	all := smscodec.ParseForm(r.URL.RawQuery)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return all, err
	}
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media == formType {
		maps.Copy(all, smscodec.ParseForm(string(body)))
	}
	return all, nil
}

// parse returns the request of a client. With an error, it returns the request that decides
// how the refusal is encoded, as far as that is known.
func parse(form url.Values) (smscodec.Request, error) {
	asked, err := smscodec.ParseQuery(form)
	if err == nil {
		return asked, nil
	}
	refused, unknown := smscodec.ParseQuery(url.Values{"get": {"1"}, "fmt": form["fmt"], "charset": form["charset"]})
	if unknown != nil {
		refused = smscodec.Request{Op: smscodec.OpGet, Charset: smscodec.Windows1251}
	}
	return refused, err
}

// writer writes an empty list in plain and CSV as the empty body that it can only be:
// the backend has sent the list, so it is not a lost answer.
var writer = smschttp.Writer{Codec: smscodec.Codec{EmptyList: true}}

func (p *proxy) reply(w http.ResponseWriter, reply smscodec.Reply, asked smscodec.Request) {
	if err := writer.WriteReply(w, reply, asked); err != nil {
		p.fail(w, asked, err)
	}
}

func (p *proxy) fail(w http.ResponseWriter, asked smscodec.Request, err error) {
	p.log.Printf("%v in %v: %v", asked.Op, asked.Format, err)
	http.Error(w, "the backend sent no answer that can be passed on", http.StatusBadGateway)
}

// ask sends a client's request to the backend. A refusal is returned as a reply.
func (p *proxy) ask(ctx context.Context, form url.Values, asked smscodec.Request) (smscodec.Reply, error) {
	toBackend := asked
	toBackend.Format = smscodec.JSON
	// The charset stays the same: the client's parameters are in it.
	maps.Copy(form, toBackend.Query())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.backend, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("the URL of the backend is malformed")
	}
	req.Header.Set("Content-Type", formType)
	resp, err := p.client.Do(req)
	if err != nil {
		var inURL *url.Error
		if errors.As(err, &inURL) {
			err = inURL.Err
		}
		return nil, err
	}
	defer resp.Body.Close()
	reply, err := smschttp.ReadReply(resp, toBackend)
	var refusal *smscodec.APIError
	if errors.As(err, &refusal) {
		return refusal, nil
	}
	return reply, err
}

// documented returns a reply without its undocumented members: old clients do not know
// them, and CSV cannot represent them.
func documented(reply smscodec.Reply) smscodec.Reply {
	switch r := reply.(type) {
	case smscodec.List:
		for i := range r {
			r[i].Extra = nil
		}
	case *smscodec.APIError:
		r.Extra = nil
	}
	return reply
}

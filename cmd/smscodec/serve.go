package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/smsctest"
	"github.com/urfave/cli/v3"
)

const serveDescription = `A fake of the vendor's sys/senders.php to try a client on: the account demo with
the password demo, and three sender names. It does what the vendor documents,
limits of requests included, and answers any of the operations in any format.
Its address and some requests for curl go to the standard output, a line for each
request to stderr, without logins and passwords. An interrupt ends it.

It is there for this machine alone unless --addr names another address.

--fault lets every answer have a fault, and may be repeated. Of the server:

   ip-blocked not-saved undeliverable        codes 4, 5 and 8
   bare-ok plain-error xml-declaration crlf bom extra columns-13
   other-charset wrong-charset               departures from its page

Of the way:

   truncated empty bad-gateway delay drop

--state keeps the sender names in a JSON file, which is read at the start if it
is there, and written after each change. To approve a name, end the server, set
its "status" to 1 and start it again.

Examples:

   smscodec serve
   smscodec serve --addr 127.0.0.1:9000 --state senders.json --fault bare-ok --fault bom`

func serveFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "addr", Value: "127.0.0.1:8080", Usage: "`HOST:PORT` to listen on; no HOST is 127.0.0.1, port 0 any that is free"},
		&cli.StringSliceFlag{Name: "fault", Usage: "`NAME` of a fault of every answer"},
		&cli.StringFlag{Name: "state", Usage: "JSON `FILE` to keep the sender names in"},
		&cli.BoolFlag{Name: "unlimited", Usage: "never refuse a request because there are too many"},
	}
}

// How long requests under way have when the server is to end, and how long a
// client may take over a request.
const (
	graceTime   = 5 * time.Second
	requestTime = 30 * time.Second
)

func (e environment) serve(ctx context.Context, cmd *cli.Command) error {
	if cmd.Args().Len() > 0 {
		return usage(cmd, "want no FILE")
	}
	address, err := listenAddress(cmd)
	if err != nil {
		return err
	}
	faults, err := parseFaults(cmd)
	if err != nil {
		return err
	}
	requests := &serverLog{to: e.stderr}
	file := stateFile(cmd.String("state"))
	config := smsctest.Demo()
	config.Unlimited = cmd.Bool("unlimited")
	config.OnRequest = requests.request
	if cmd.IsSet("state") {
		config.State, err = file.load(config.State)
		if err != nil {
			return failed("%s: %s", label(string(file)), escape(strings.TrimPrefix(cause(err), "smsctest: ")))
		}
		config.Save = func(s smsctest.State) error {
			err := file.save(s)
			if err != nil {
				requests.line("%s: cannot save: %s", label(string(file)), escape(cause(err)))
			}
			return err
		}
	}
	fake := smsctest.New(config)
	fake.SetFaults(faults...)

	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return failed("smscodec serve: cannot listen: %s", escape(listenCause(err)))
	}
	if cmd.IsSet("state") && !file.exists() {
		// Said now if it cannot be written, not at the first change.
		if err := file.save(config.State); err != nil {
			listener.Close()
			return failed("%s: %s", label(string(file)), escape(cause(err)))
		}
	}
	if at, ok := listener.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		requests.line("smscodec serve: note: other machines can reach this address")
	}
	if _, err := io.WriteString(e.stdout, greeting(listener.Addr())); err != nil {
		listener.Close()
		return err
	}
	return e.serveOn(ctx, stop, listener, fake, requests)
}

// serveOn serves until the context ends, and then what is under way.
func (e environment) serveOn(ctx context.Context, stop func(), listener net.Listener, fake http.Handler, requests *serverLog) error {
	server := &http.Server{
		// Without a ServeMux, which redirects what is nearly the path.
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == smsctest.Path {
				fake.ServeHTTP(w, r)
				return
			}
			http.NotFound(w, r)
			requests.elsewhere(r)
		}),
		ReadTimeout:    requestTime,
		IdleTimeout:    requestTime,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       log.New(io.Discard, "", 0), // it may quote clients
		// What a fault delays ends with the server.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return failed("smscodec serve: %s", escape(listenCause(err)))
	case <-ctx.Done():
	}
	stop() // a second signal is not waited for
	grace, cancel := context.WithTimeout(context.Background(), graceTime)
	defer cancel()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	<-ended // Serve may not have begun yet, and it is what closes the listener
	return nil
}

// listenAddress gives the address to listen on.
func listenAddress(cmd *cli.Command) (string, error) {
	host, port, err := net.SplitHostPort(cmd.String("addr"))
	if err != nil || port == "" {
		return "", usage(cmd, "--addr is no HOST:PORT")
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// listenCause gives the text of an error of the network without the address.
func listenCause(err error) string {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "no such host or port"
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return "no such address"
	}
	if of, ok := errors.AsType[*net.OpError](err); ok {
		err = of.Err
	}
	return err.Error()
}

func parseFaults(cmd *cli.Command) ([]smsctest.Fault, error) {
	var faults []smsctest.Fault
	for _, name := range cmd.StringSlice("fault") {
		var fault smsctest.Fault
		if err := fault.UnmarshalText([]byte(name)); err != nil {
			var names []string
			for _, known := range smsctest.Faults() {
				names = append(names, known.String())
			}
			return nil, usage(cmd, "--fault is none of %s", strings.Join(names, ", "))
		}
		faults = append(faults, fault)
	}
	return faults, nil
}

// greeting tells the address, and what to do with it.
func greeting(address net.Addr) string {
	url := "http://" + address.String() + smsctest.Path
	text := "serving " + url + "\n"
	for _, parameters := range []string{
		"get=1&all=1",
		"add=1&sender=SMSC&cmt=test",
		"chg=1&sender=SMSC&cmt=other",
		"send_code=1&sender=79001234567",
		"check_code=1&sender=79001234567&code=" + smsctest.Code("79001234567"),
		"del=1&sender=SMSC",
	} {
		text += fmt.Sprintf("curl -d 'login=demo&psw=demo&fmt=3&charset=utf-8&%s' %s\n", parameters, url)
	}
	return text
}

// A serverLog writes lines, from several goroutines at once.
type serverLog struct {
	mu sync.Mutex
	to io.Writer
}

func (l *serverLog) line(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.to, format+"\n", args...)
}

// request logs a request, and the code that would be sent to a phone.
func (l *serverLog) request(r smsctest.Record) {
	text := escape(r.String())
	if number := r.Form.Get("sender"); r.Request.Op == smscodec.OpSendCode && r.Refused == 0 && number != "" {
		text += ": code " + quote(smsctest.Code(number))
	}
	l.line("%s", text)
}

// elsewhere logs a request that is not for the endpoint.
func (l *serverLog) elsewhere(r *http.Request) {
	path := secrets.HideParameters(r.URL.Path)
	if len(path) > maxPath {
		path = path[:maxPath] + "…"
	}
	l.line("%.20s %s: HTTP 404 Not Found", escape(r.Method), quote(path))
}

const maxPath = 100 // bytes that are logged

// A stateFile is the name of a file that has a state in JSON.
type stateFile string

const maxState = 64 << 20 // bytes

// load reads the state, or gives the other one if there is no file.
func (f stateFile) load(other smsctest.State) (smsctest.State, error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return other, nil
	}
	if err != nil {
		return other, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxState+1))
	if err != nil {
		return other, err
	}
	if len(text) > maxState {
		return other, fmt.Errorf("larger than %d MiB", maxState>>20)
	}
	// A file that holds something else is not to be written over.
	var state smsctest.State
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&state) != nil || state.Senders == nil || decoder.Decode(new(any)) != io.EOF {
		return other, errors.New("no state in JSON")
	}
	return state, state.Check()
}

// exists reports whether there is a file.
func (f stateFile) exists() bool {
	_, err := os.Stat(string(f))
	return err == nil
}

// save writes the state in place of the file.
func (f stateFile) save(s smsctest.State) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	// A server that ends still saves what it answers.
	return replaceFile(context.Background(), string(f), func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

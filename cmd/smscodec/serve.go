package main

// The command serve: a fake of the server.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/smscodec/smscodec/smsctest"
	"github.com/urfave/cli/v3"
)

const serveDescription = `Runs a fake of the vendor's sys/senders.php to test a client. It has an account with
the login demo, the password demo and three sender names. It behaves as the vendor
documents, including the limits on requests, for all operations and formats.

The address of the fake and some curl commands go to the standard output; a line
for each request, without logins and passwords, goes to stderr. Stop it with an
interrupt. It listens only to this machine unless --addr names another address.

--fault NAME puts a fault into every answer, and may be repeated. Errors and other
answers of the server:

   ip-blocked not-saved undeliverable        error codes 4, 5 and 8
   bare-ok plain-error xml-declaration crlf bom extra columns-13
   empty-refused other-charset wrong-charset departures from the documentation

Failures between server and client:

   truncated empty bad-gateway delay drop

--state FILE keeps the sender names in a JSON file. It is read at the start, if it
exists, and written after each change. To approve a sender name, stop the fake, set
its "status" to 1 and start it again.

Examples:

   smscodec serve
   smscodec serve --addr 127.0.0.1:9000 --state senders.json --fault bare-ok --fault bom`

type serveOptions struct {
	address   string
	faults    []smsctest.Fault
	state     stateFile // "" for none
	unlimited bool
}

func (e environment) serveCommand() *cli.Command {
	return &cli.Command{
		Name:        "serve",
		Usage:       "run a fake of the server to test clients",
		ArgsUsage:   " ", // empty, package cli would print "[arguments...]"
		Description: serveDescription,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "addr", Value: "127.0.0.1:8080", Usage: "`HOST:PORT` to listen on; without HOST, 127.0.0.1; PORT 0 is any free one"},
			&cli.StringSliceFlag{Name: "fault", Usage: "`NAME` of a fault in every answer; may be repeated"},
			&cli.StringFlag{Name: "state", Usage: "JSON `FILE` in which sender names are kept"},
			&cli.BoolFlag{Name: "unlimited", Usage: "do not limit the number of requests"},
		},
		Action: action(parseServe, e.serve),
	}
}

func parseServe(cmd *cli.Command) (o serveOptions, err error) {
	if cmd.Args().Len() > 0 {
		return o, usage(cmd, "unexpected argument")
	}
	if o.address, err = parseAddress(cmd); err != nil {
		return o, err
	}
	if o.faults, err = parseFaults(cmd); err != nil {
		return o, err
	}
	o.state = stateFile(cmd.String("state"))
	if cmd.IsSet("state") && o.state == "" {
		return o, usage(cmd, "--state must not be an empty string")
	}
	o.unlimited = cmd.Bool("unlimited")
	return o, nil
}

const (
	graceTime    = 5 * time.Second  // for open requests after an interrupt
	transferTime = 30 * time.Second // for a client to send a request, and to read its answer
)

func (e environment) serve(ctx context.Context, o serveOptions) error {
	requests := &serverLog{to: e.stderr}
	config := smsctest.Demo()
	config.Unlimited = o.unlimited
	config.OnRequest = requests.request
	if o.state != "" {
		release, err := o.state.claim()
		if err != nil {
			return err
		}
		defer release()
		if err := o.state.keep(&config, requests); err != nil {
			return err
		}
	}
	fake := smsctest.New(config)
	fake.SetFaults(o.faults...)

	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", o.address)
	if err != nil {
		return failed("smscodec serve: cannot listen: %s", escape(listenCause(err)))
	}
	if o.state != "" && !o.state.exists() {
		// If the file cannot be written, report it now, not at the first change.
		if err := o.state.save(config.State); err != nil {
			listener.Close()
			return o.state.failed(err)
		}
	}
	if at, ok := listener.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		requests.printf("smscodec serve: note: other machines can reach this address")
	}
	if _, err := io.WriteString(e.stdout, greeting(listener.Addr())); err != nil {
		listener.Close()
		return err
	}
	other := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.NotFound(w, r)
		requests.otherPath(r)
	})
	return serveOn(ctx, stop, listener, fake.Handler(other), transferTime)
}

// newServer returns a server. A client may take the given time to send a request, and the
// same to read the answer once it is ready; then its connection is closed, as its answer
// may be large.
func newServer(ctx context.Context, h http.Handler, limit time.Duration) *http.Server {
	return &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h.ServeHTTP(&limitedWriter{w, limit}, r)
		}),
		ReadTimeout:    limit,
		IdleTimeout:    limit,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       log.New(io.Discard, "", 0), // it may quote requests
		// Cancels delayed answers at the end.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
}

// A limitedWriter limits the time in which a client must read the answer, from its
// beginning. The WriteTimeout of a server would include the delay of an answer.
type limitedWriter struct {
	http.ResponseWriter
	limit time.Duration
}

func (w *limitedWriter) WriteHeader(status int) {
	// Without a deadline, the answer is sent all the same.
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.limit))
	w.ResponseWriter.WriteHeader(status)
}

// serveOn serves until the context ends, then completes open requests.
func serveOn(ctx context.Context, stop func(), listener net.Listener, h http.Handler, limit time.Duration) error {
	server := newServer(ctx, h, limit)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return failed("smscodec serve: %s", escape(listenCause(err)))
	case <-ctx.Done():
	}
	stop() // a second signal ends the process at once
	grace, cancel := context.WithTimeout(context.Background(), graceTime)
	defer cancel()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	<-ended // if Serve has not begun yet, it still closes the listener
	return nil
}

// parseAddress returns the address to listen on.
func parseAddress(cmd *cli.Command) (string, error) {
	host, port, err := net.SplitHostPort(cmd.String("addr"))
	if err != nil || port == "" {
		return "", usage(cmd, "--addr must be HOST:PORT")
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// listenCause returns the text of a network error without the address.
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
			return nil, usage(cmd, "--fault must be one of %s", strings.Join(names, ", "))
		}
		faults = append(faults, fault)
	}
	return faults, nil
}

// greeting returns the address of the server and requests to try, a line each.
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

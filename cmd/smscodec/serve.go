package main

// The command serve: a fake of the server.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/smsctest"
)

const serveDescription = `Runs a fake of the vendor's sys/senders.php to test a client. It has an account with
the login demo, the password demo and three sender names. It behaves as the vendor
documents, including the limits on requests, for all operations and formats.

--login and --password set another account, and --api-key allows requests with apikey,
too. Other users of the machine see them in the list of processes; they do not see the
environment variables SMSCODEC_LOGIN, SMSCODEC_PASSWORD and SMSCODEC_API_KEY. An account
other than demo is not printed: the printed curl commands take it from these variables.

The address of the fake and some curl commands go to the standard output; a line
for each request, without logins and passwords, goes to stderr. Stop it with an
interrupt. It listens only to this machine unless --addr names another address.

--fault NAME puts a fault into every answer, and may be repeated:

   error codes  ip-blocked (4), not-saved (5), undeliverable (8)
   departures   of the server from the documentation: bare-ok, plain-error,
                xml-declaration, crlf, bom, extra, columns-13, empty-refused,
                other-charset, wrong-charset
   failures     between server and client: truncated, empty, bad-gateway, delay, drop

--names FILE sets the sender names at the start. FILE is in UTF-8. A line has a name,
which is approved, or a name, a comma and its status, 0, 1 or 2.

--state FILE keeps the sender names in a JSON file. It is read at the start, if it
exists, and written after each change. One fake at a time can use it.

--control HOST:PORT opens a second port, on this machine alone, for tests. With
requests to it, a test sets faults, approves sender names, moves the clock, reads what
was requested, and resets the fake. smscodec docs control.yaml describes these requests.

Examples:

   smscodec serve
   smscodec serve --addr 127.0.0.1:9000 --state senders.json --fault bare-ok --fault bom
   smscodec serve --control 127.0.0.1:8081
   curl -X PUT -d '{"name": "79001234567", "status": 1}' http://127.0.0.1:8081/status`

type serveOptions struct {
	address   string
	control   string // the address of the second listener, "" for none
	login     string
	password  string
	apiKey    string // "" for none
	columns   *smscodec.Columns
	faults    []smsctest.Fault
	names     string    // a file, "" for none
	state     stateFile // "" for none
	unlimited bool
}

func (e environment) serveCommand() command {
	return command{
		name:        "serve",
		usage:       "run a fake of the server to test clients",
		arguments:   noArguments,
		description: serveDescription,
		options: []option{
			{group: addressOptions, name: "addr", value: "127.0.0.1:8080", usage: "`HOST:PORT` to listen on; without HOST, 127.0.0.1; PORT 0 is any free one"},
			{group: addressOptions, name: "control", value: "", usage: "`HOST:PORT` to steer the fake on; only of this machine"},
			{group: accountOptions, name: "login", value: "", usage: "`LOGIN` of the account, if not " + loginVariable + " or demo"},
			{group: accountOptions, name: "password", value: "", usage: "`PASSWORD` of the account, if not " + passwordVariable + " or demo"},
			{group: accountOptions, name: "api-key", value: "", usage: "`KEY` that may be sent instead of both, if not " + apiKeyVariable},
			{group: servedOptions, name: "columns", value: "", list: true, values: operatorNames(), usage: "`OPERATORS` in the order of the columns, separated by commas, if they are not the documented ten"},
			{group: servedOptions, name: "fault", value: []string(nil), values: texts(smsctest.Faults()), usage: "`NAME` of a fault in every answer; may be repeated"},
			{group: namesOptions, name: "names", value: "", files: true, usage: "`FILE` of the sender names to begin with"},
			{group: namesOptions, name: "state", value: "", files: true, usage: "JSON `FILE` in which sender names are kept"},
			{group: servedOptions, name: "unlimited", value: false, usage: "do not limit the number of requests"},
		},
		action: action(parseServe, e.serve),
	}
}

// Environment variables with the account. A process list does not show them.
const (
	loginVariable    = "SMSCODEC_LOGIN"
	passwordVariable = "SMSCODEC_PASSWORD"
	apiKeyVariable   = "SMSCODEC_API_KEY"
)

func parseServe(cmd arguments) (o serveOptions, err error) {
	if len(cmd.args) > 0 {
		return o, usage(cmd, "unexpected argument")
	}
	if o.address, err = parseAddress(cmd, "addr"); err != nil {
		return o, err
	}
	if cmd.IsSet("control") {
		if o.control, err = parseAddress(cmd, "control"); err != nil {
			return o, err
		}
	}
	for _, secret := range []struct {
		flag, variable string
		value          *string
	}{{"login", loginVariable, &o.login}, {"password", passwordVariable, &o.password}, {"api-key", apiKeyVariable, &o.apiKey}} {
		if *secret.value = os.Getenv(secret.variable); cmd.IsSet(secret.flag) {
			*secret.value = cmd.String(secret.flag)
			if *secret.value == "" {
				return o, usage(cmd, "--%s must not be an empty string", secret.flag)
			}
		}
	}
	if o.columns, err = parseColumns(cmd); err != nil {
		return o, err
	}
	o.names = cmd.String("names")
	if cmd.IsSet("names") && o.names == "" {
		return o, usage(cmd, "--names must not be an empty string")
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

// demo is the login and the password, if no others are set.
const demo = "demo"

const (
	graceTime    = 5 * time.Second  // for open requests after an interrupt
	transferTime = 30 * time.Second // for a client to send a request, and to read its answer
)

func (e environment) serve(ctx context.Context, o serveOptions) error {
	requests := &serverLog{to: e.stderr}
	config := smsctest.Demo()
	config.Unlimited = o.unlimited
	config.OnRequest = requests.request
	config.Columns = o.columns
	config.Login, config.Password, config.APIKey = cmp.Or(o.login, demo), cmp.Or(o.password, demo), o.apiKey
	clock := &movedClock{}
	config.Now = clock.Now
	if o.names != "" {
		var err error
		if config.State, err = readNames(o.names); err != nil {
			return failed("%s: %s", shown.Label(o.names), shown.Escape(cause(err)))
		}
	}
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
		return failed("smscodec serve: cannot listen: %s", shown.Escape(listenCause(err, o.address, "addr")))
	}
	var control net.Listener
	if o.control != "" {
		if control, err = listenControl(o.control); err != nil {
			listener.Close()
			return failed("smscodec serve: cannot listen for --control: %s", shown.Escape(listenCause(err, o.control, "control")))
		}
		defer control.Close()
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
	greeting := greeting(listener.Addr(), o.login != "" || o.password != "")
	if control != nil {
		greeting += "control http://" + control.Addr().String() + "\n"
	}
	if _, err := io.WriteString(e.stdout, greeting); err != nil {
		listener.Close()
		return err
	}
	other := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.NotFound(w, r)
		requests.otherPath(r)
	})
	if control == nil {
		return serveOn(ctx, stop, listener, fake.Handler(other), transferTime)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- serveOn(ctx, stop, control, newController(fake, clock, control.Addr()), transferTime)
	}()
	err = serveOn(ctx, stop, listener, fake.Handler(other), transferTime)
	stop()
	return cmp.Or(err, <-ended)
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
		return failed("smscodec serve: %s", shown.Escape(err.Error()))
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

// parseAddress returns the address to listen on that a flag has.
func parseAddress(cmd arguments, flag string) (string, error) {
	host, port, err := net.SplitHostPort(cmd.String(flag))
	if err != nil || port == "" {
		return "", usage(cmd, "--%s must be HOST:PORT%s", flag, notValue(cmd.String(flag)))
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// listenCause returns the text of an error about the address of an option.
func listenCause(err error, address, option string) string {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Sprintf("address already in use: %s (choose another with --%s)", address, option)
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "no such host or port"
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return "no such address, or a port above 65535"
	}
	if of, ok := errors.AsType[*net.OpError](err); ok {
		err = of.Err
	}
	return err.Error()
}

func parseFaults(cmd arguments) ([]smsctest.Fault, error) {
	var faults []smsctest.Fault
	for _, name := range cmd.Strings("fault") {
		var fault smsctest.Fault
		if err := fault.UnmarshalText([]byte(name)); err != nil {
			return nil, cmd.wrongValue("fault", name)
		}
		faults = append(faults, fault)
	}
	return faults, nil
}

// greeting returns the address of the server and requests to try, a line each. They take a
// secret account from the environment.
func greeting(address net.Addr, isSecret bool) string {
	url := "http://" + address.String() + smsctest.Path
	text := "serving " + url + "\n"
	curl := "curl -d 'login=" + demo + "&psw=" + demo + "&fmt=3&charset=utf-8&%s' %s\n"
	if isSecret {
		curl = `curl --data-urlencode "login=${SMSCODEC_LOGIN:-demo}" --data-urlencode "psw=${SMSCODEC_PASSWORD:-demo}" -d 'fmt=3&charset=utf-8&%s' %s` + "\n"
	}
	for _, parameters := range []string{
		"get=1&all=1",
		"add=1&sender=SMSC&cmt=test",
		"chg=1&sender=SMSC&cmt=other",
		"send_code=1&sender=79001234567",
		"check_code=1&sender=79001234567&code=" + smsctest.Code("79001234567"),
		"del=1&sender=SMSC",
	} {
		text += fmt.Sprintf(curl, parameters, url)
	}
	return text
}

package smsctest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/smscodec/smscodec"
)

// A Config says how a Fake is set up. The zero value is the account demo with the
// password demo, no sender names, the documented operator columns and limits, and
// the clock of the system.
type Config struct {
	Login    string // demo where Login, Password and APIKey are all empty
	Password string // sent as it is or as its MD5 in hex
	APIKey   string // sent in place of both; none where empty

	State     State             // the sender names there are; not checked, see State.Check
	Columns   *smscodec.Columns // the operators; nil means smscodec.DocumentedColumns
	Unlimited bool              // no refusal with code 9, however many requests
	Delay     time.Duration     // of FaultDelay; 0 means 30 seconds
	Now       func() time.Time  // the clock; nil means time.Now; see Clock

	// Save is called with each new state before it is answered; if it fails, the
	// state stays what it was and the answer is code 5. OnRequest is called
	// after each request. Save is called by one goroutine at a time, OnRequest
	// by several; Save must not call the Fake.
	Save      func(State) error
	OnRequest func(Record)
}

// Demo is a Config as one would have at the beginning of a trial: the account
// demo with the password demo and three sender names, one in each status: zxcabs is
// approved, 79001234567 awaits moderation, SMSC.RU is off.
func Demo() Config {
	admitted := map[smscodec.Operator]smscodec.RegistrationStatus{}
	for op := range smscodec.DocumentedColumns().All() {
		admitted[op] = smscodec.RegistrationAdmitted
	}
	return Config{State: State{
		Senders: []Sender{
			{ID: 1, Name: "zxcabs", Status: smscodec.StatusApproved, Registrations: admitted},
			{ID: 2, Name: "79001234567", Status: smscodec.StatusPending},
			{ID: 3, Name: "SMSC.RU", Status: smscodec.StatusOff},
		},
		LastID: 3,
	}}
}

// A Fake is the endpoint sys/senders.php, as an http.Handler: at whatever path it
// is put. It may be used by several goroutines at once.
type Fake struct {
	config Config

	mu      sync.Mutex
	state   state
	lists   map[smscodec.Request][]time.Time // of the last minute, per request
	adds    []time.Time                      // of the last minute
	faults  []Fault                          // of every request
	next    [][]Fault                        // of one request each
	records []Record
}

// New makes a Fake.
func New(config Config) *Fake {
	if config.Login == "" && config.Password == "" && config.APIKey == "" {
		config.Login, config.Password = "demo", "demo"
	}
	if config.Columns.Len() == 0 {
		config.Columns = smscodec.DocumentedColumns()
	}
	if config.Delay == 0 {
		config.Delay = 30 * time.Second
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	return &Fake{
		config: config,
		state:  newState(config.State),
		lists:  map[smscodec.Request][]time.Time{},
	}
}

// ServeHTTP answers one request, as documented or with the faults that are set.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	form, status := parseForm(w, r)
	record := Record{Time: f.now(), Method: shown(r.Method, maxMethod)}
	out := failure(status, http.StatusText(status))
	var faults faults
	if status == http.StatusOK {
		c := newCall(form)
		record.Request, record.Form = c.request(), form.harmless(c.req.Charset)
		f.carryOut(record.Time, &c)
		if refusal, ok := c.reply.(*smscodec.APIError); ok {
			record.Refused = refusal.Code
		}
		out, faults = f.response(c), c.faults
		record.Faults = slices.Clone(faults)
	}
	if !faults.has(FaultDrop) {
		record.Status = out.status
	}
	f.record(record)
	if f.config.OnRequest != nil {
		defer f.config.OnRequest(record)
	}
	f.send(w, r, out, faults)
}

// A call is a request on its way.
type call struct {
	form      form
	req       smscodec.Request // of a malformed one, what a refusal needs
	malformed bool
	faults    faults
	reply     smscodec.Reply // nil where the server is not reached
}

func newCall(form form) call {
	req, err := smscodec.ParseQuery(url.Values(form))
	if err != nil {
		return call{form: form, req: refusable(form), malformed: true}
	}
	return call{form: form, req: req}
}

// request gives the request, or the zero one if it is malformed.
func (c call) request() smscodec.Request {
	if c.malformed {
		return smscodec.Request{}
	}
	return c.req
}

// now gives the time. Config.Now is called by one goroutine at a time.
func (f *Fake) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.config.Now()
}

// carryOut does what a call asks for.
func (f *Fake) carryOut(now time.Time, c *call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.faults = f.faults
	if len(f.next) > 0 {
		c.faults, f.next = f.next[0], f.next[1:]
	}
	if !c.faults.has(FaultBadGateway) {
		c.reply = f.reply(now, c)
	}
}

// A response is what goes over the wire.
type response struct {
	status      int
	contentType string
	body        []byte
	length      int // that is declared; under FaultTruncated more than that of the body
}

func failure(status int, text string) response {
	return response{status: status, contentType: "text/plain; charset=utf-8", body: []byte(text), length: len(text)}
}

// send sends a response, unless a fault of the way says otherwise.
func (f *Fake) send(w http.ResponseWriter, r *http.Request, out response, faults faults) {
	if faults.has(FaultDelay) {
		timer := time.NewTimer(f.config.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
	}
	if faults.has(FaultDrop) {
		panic(http.ErrAbortHandler) // net/http's way to end a connection
	}
	if out.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", "GET, POST")
	}
	w.Header().Set("Content-Type", out.contentType)
	w.Header().Set("Content-Length", strconv.Itoa(out.length))
	w.WriteHeader(out.status)
	w.Write(out.body)
}

// codec gives the codec that writes a call's reply.
func (f *Fake) codec(c call) smscodec.Codec {
	if c.faults.has(FaultColumns13) {
		return smscodec.Codec{Columns: columns13(), EmptyList: true}
	}
	return smscodec.Codec{Columns: f.config.Columns, EmptyList: true}
}

// SetFaults sets the faults of all requests from now on; none ends them.
func (f *Fake) SetFaults(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = slices.Clone(faults)
}

// FaultNext sets the faults of one request, in place of those of SetFaults: of the
// next, or if FaultNext was called before, of the one after those.
func (f *Fake) FaultNext(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, slices.Clone(faults))
}
